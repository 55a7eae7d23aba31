"""Many noisy tables through the steps of one plan at once: leaves × rows × runs, every step along the runs.

Takes division, imputation by column or group, treatment, and scales that are straight lines; other steps have no way
here and are fitted run by run. Gaps do not depend on the run. Each run is fitted anew, as if its table were the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.filling import FilledByColumn
from hengliang.composite.noisy_treatment import treat_many
from hengliang.composite.outliers import FittedTreat, Treat
from hengliang.composite.preparation import Work
from hengliang.composite.problems import Findings
from hengliang.composite.scaling import Aims, Lines, MpiScale, Scale, Z
from hengliang.composite.steps import Divide, FittedDivide, FittedScreen, row_groups
from hengliang.composite.workshop import Table

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

BY_RANK = ("percentile_rank", "rank", "borda", "ladder")


@dataclass(frozen=True, eq=False)
class Reference:
    """Rows that set the bounds of a scale, and rows that it is laid over."""

    fit: Ints
    over: Ints


@dataclass(frozen=True, eq=False)
class Fillings:
    """Place, present rows and gaps of each column and group to be filled, by mean or median."""

    todo: list[tuple[int, Ints, Ints]]
    mean: bool


@dataclass(frozen=True, eq=False)
class Treatments:
    """A treatment and what is there when it comes."""

    step: Treat
    there: Bools


class NoisyTables:
    """Compiled for the steps and the scale of one table; see `of`."""

    def __init__(self, table: Table, quotient: Floats, references: Sequence[Reference]) -> None:
        self.table, self.quotient, self.references = table, quotient, references
        self.rows = table.prepared.work.origin
        self.scales = table.scaling.scales
        nodes = table.prepared.work.framework.ordered[: len(quotient)]
        self.directions = np.array([float(node.direction or 1) for node in nodes])
        self.targets = np.array([np.nan if node.target is None else node.target for node in nodes])
        self.posts = np.array([node.goalposts or (np.nan, np.nan) for node in nodes], dtype=np.float64)
        self.passages = _passages(table, quotient)
        self.kinds = [
            (scale, np.array([at for at, own in enumerate(self.scales) if own == scale], dtype=np.intp))
            for scale in dict.fromkeys(self.scales)
        ]

    @classmethod
    def of(cls, table: Table) -> NoisyTables | None:
        """None where a step or a scale has no way for many tables at once."""
        work = table.prepared.work
        if any(scale.kind in BY_RANK or getattr(scale, "reference", "") for scale in table.scaling.scales):
            return None
        divided = True
        for step in table.prepared.steps:
            if isinstance(step, FittedScreen):
                if step.step.nonzero > 0.0:
                    return None
            elif isinstance(step, FilledByColumn | FittedTreat):
                divided = False
            elif not (isinstance(step, FittedDivide) and divided):
                return None
        if any(
            not isinstance(step, Divide | Treat) and step.kind not in ("screen", "impute") for step in table.plan.steps
        ):
            return None
        everyone = np.arange(len(work.panel.units))
        if table.scaling.frozen is None:
            references = [
                Reference(rows, rows) for year in table.scaling.by_year if len(rows := work.panel.rows_in([year]))
            ]
        else:
            years = table.plan.scale_years
            references = [Reference(work.panel.rows_in(years) if years else everyone, everyone)]
        quotient = _quotient(table)
        return None if quotient is None else cls(table, quotient, references)

    def leaves(self, values: Floats, sd: Floats, cells: Ints, z: NDArray[np.float32]) -> Floats | None:
        """Scaled leaves × rows × runs; None where a run of these has no scale, so that each must be looked at alone.

        `values`, `sd`: as read; `cells`: flat places of the noisy cells; `z`: cells × runs.
        """
        x = self._begin(values, sd, cells, z)
        for step in self.passages:
            if isinstance(step, Treatments):
                if not treat_many(x, step.there, step.step, self.table.prepared.work):
                    return None
                continue
            for place, known, gaps in step.todo:
                some = x[place, known]
                x[place, gaps] = some.mean(axis=0) if step.mean else np.median(some, axis=0)
        return x if all(self._scale(x, reference) for reference in self.references) else None

    def _begin(self, values: Floats, sd: Floats, cells: Ints, z: NDArray[np.float32]) -> Floats:
        base = (values * self.quotient).reshape(-1, 1)
        spread = (sd * self.quotient).ravel()[cells][:, None]
        flat = np.empty((values.size, z.shape[1]))
        if len(cells) == values.size:
            np.multiply(spread, z, out=flat)
            flat += base
        else:
            flat[:] = base
            flat[cells] += spread * z
        x = flat.reshape(*values.shape, -1)
        return x if len(self.rows) == values.shape[1] else np.ascontiguousarray(x[:, self.rows])

    def _scale(self, x: Floats, reference: Reference) -> bool:
        """Fit and lay over in place; whether every run has a scale."""
        whole = len(reference.fit) == x.shape[1]
        seen = x if whole else x[:, reference.fit]
        low, high = np.fmin.reduce(seen, axis=1), np.fmax.reduce(seen, axis=1)
        turned = self.directions[:, None] < 0.0
        low, high = np.where(turned, -high, low), np.where(turned, -low, high)
        for scale, places in self.kinds:
            lines = self._lines(scale, places, seen, low[places], high[places])
            if lines is None:
                return False
            self._lay(x, places, reference, lines)
        return True

    def _lines(self, scale: Scale, places: Ints, seen: Floats, low: Floats, high: Floats) -> Lines | None:
        """One line for each of places × runs, flat; None where one cannot be drawn."""
        runs = low.shape[1]
        if scale.asks and not (low < high).all():
            return None
        posts = self.posts[places]
        if getattr(scale, "low", None) is not None and scale.kind == "goalposts":
            posts = np.tile([scale.low, scale.high], (len(places), 1))  # type: ignore[attr-defined]
        posts = np.where(self.directions[places, None] > 0.0, posts, -posts[:, ::-1])
        found, work = Findings(), self.table.prepared.work
        aims = Aims(
            codes=np.repeat([work.panel.codes[place] for place in places], runs),  # type: ignore[arg-type]
            targets=np.repeat(self.targets[places] * self.directions[places], runs),
            goalposts=np.repeat(posts, runs, axis=0),
            found=found,
            low=low.ravel(),
            high=high.ravel(),
        )
        rows = np.empty((len(places) * runs, 0))
        if isinstance(scale, Z | MpiScale) or scale.kind == "ampi_scale":
            moved = seen[places] * self.directions[places, None, None]
            rows = np.ascontiguousarray(moved.transpose(0, 2, 1)).reshape(len(places) * runs, -1)
        lines = scale.lines(rows, aims)
        if found.problems or lines is None:
            return None
        factor, start = _onto(scale, self.table.plan.to)
        ends = np.sort(np.stack([lines.floor * factor + start, lines.ceiling * factor + start]), axis=0)
        return replace(
            lines, span=lines.span * factor, origin=lines.origin * factor + start, floor=ends[0], ceiling=ends[1]
        )

    def _lay(self, x: Floats, places: Ints, reference: Reference, lines: Lines) -> None:
        shape = (len(places), 1, x.shape[2])
        turn = self.directions[places][:, None, None]
        slope = lines.span.reshape(shape) / lines.unit.reshape(shape) * turn
        shift = lines.base.reshape(shape) * turn
        origin = lines.origin.reshape(shape)
        every = len(places) == len(x) and len(reference.over) == x.shape[1]
        part = x if every else x[np.ix_(places, reference.over)]
        part -= shift
        part *= slope
        if origin.any():
            part += origin
        if np.isfinite(lines.floor).any() or np.isfinite(lines.ceiling).any():
            np.clip(part, lines.floor.reshape(shape), lines.ceiling.reshape(shape), out=part)
        if not every:
            x[np.ix_(places, reference.over)] = part


def _passages(table: Table, quotient: Floats) -> list[Fillings | Treatments]:
    """The steps after division, with all that does not depend on the run."""
    work = table.prepared.work
    steps = [step for step in table.plan.steps if not isinstance(step, Divide) and step.kind != "screen"]
    made = [step for step in table.prepared.steps if isinstance(step, FilledByColumn | FittedTreat)]
    raw = work.as_read.values if work.as_read is not None else work.values
    there = ~np.isnan(raw * quotient)[:, work.origin]
    out: list[Fillings | Treatments] = []
    for step, fitted in zip(steps, made, strict=True):
        if isinstance(fitted, FilledByColumn):
            todo, there = _fillings(fitted, there, work)
            out.append(Fillings(todo, fitted.step.how == "mean"))
        elif isinstance(step, Treat):
            out.append(Treatments(step, there))
    return out


def _quotient(table: Table) -> Floats | None:
    """What every raw cell is multiplied by: 1, or factor / divisor (which carries no noise). None where unknown."""
    work = table.prepared.work
    panel = work.as_read
    if panel is None:
        return None
    ones = replace(panel, values=np.ones(panel.values.shape))
    bare = Work.begin(work.framework, ones, Findings(), work.divisors)
    for step in table.prepared.steps:
        if isinstance(step, FittedDivide):
            if any(name in panel.codes and name not in panel.sheet.columns for name in step.named.values()):
                return None
            step.apply(bare)
    return None if bare.found.problems else bare.values


def _fillings(made: FilledByColumn, there: Bools, work: Work) -> tuple[list[tuple[int, Ints, Ints]], Bools]:
    """Place, present rows and gaps of each column and group that can be filled; and what is there afterwards."""
    step, todo, after = made.step, [], there.copy()
    labels = np.array(row_groups(work, step.within) if step.within else [""] * there.shape[1])
    for place in np.flatnonzero(~there.all(axis=1)):
        if step.only and work.panel.codes[place] not in step.only:
            continue
        for label in np.unique(labels[~there[place]]):
            group = labels == label
            known, gaps = np.flatnonzero(group & there[place]), np.flatnonzero(group & ~there[place])
            if known.size:
                todo.append((int(place), known, gaps))
                after[place, gaps] = True
    return todo, after


def _onto(scale: Scale, to: tuple[float, float] | None) -> tuple[float, float]:
    """Factor and start of the map from a scale's native range onto the plan's."""
    native = scale.native(2)
    if to is None or native is None:
        return 1.0, 0.0
    factor = (to[1] - to[0]) / (native[1] - native[0])
    return factor, to[0] - native[0] * factor
