"""Many noisy tables through the steps of one plan at once: leaves × rows × runs, every step along the runs.

Takes cleaning, division, screening, imputation by column, group, row or in time, treatment (see `noisy_way`), and scales
that are straight lines; other steps have no way here and are fitted run by run. Each run is fitted anew, as if its table
were the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.goalpost_draws import turned
from hengliang.composite.noisy_gaps import Block
from hengliang.composite.noisy_way import Way, way_of
from hengliang.composite.problems import Findings
from hengliang.composite.scaling import Aims, Goalposts, Lines, MpiScale, Scale, Z
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


class NoisyTables:
    """Compiled for the steps and the scale of one table; see `of`."""

    def __init__(self, table: Table, way: Way, references: Sequence[Reference]) -> None:
        self.table, self.way, self.references = table, way, references
        self.scales = table.scaling.scales
        self.gaps = np.isnan(table.leaves)
        nodes = table.prepared.work.framework.ordered[: len(self.gaps)]
        self.directions = np.array([float(node.direction or 1) for node in nodes])
        self.targets = np.array([np.nan if node.target is None else node.target for node in nodes])
        self.posts = np.array([node.goalposts or (np.nan, np.nan) for node in nodes], dtype=np.float64)
        self.kinds = [
            (scale, np.array([at for at, own in enumerate(self.scales) if own == scale], dtype=np.intp))
            for scale in dict.fromkeys(self.scales)
        ]

    @classmethod
    def of(cls, table: Table) -> NoisyTables | None:
        """None where a step or a scale has no way for many tables at once."""
        if any(scale.kind in BY_RANK or getattr(scale, "reference", "") for scale in table.scaling.scales):
            return None
        way = way_of(table.plan.steps, table.prepared.work)
        if way is None:
            return None
        everyone = np.arange(len(way.rows))
        if table.scaling.frozen is None:
            rows = [way.panel.rows_in([year]) for year in way.panel.all_years]
            references = [Reference(each, each) for each in rows]
        else:
            years = table.plan.scale_years
            references = [Reference(way.panel.rows_in(years) if years else everyone, everyone)]
        return cls(table, way, references)

    def leaves(
        self, values: Floats, sd: Floats, cells: Ints, z: NDArray[np.float32], shifts: Floats | None = None
    ) -> Floats | None:
        """Scaled leaves × rows × runs; None where a run of these has no scale, so that each must be looked at alone.

        `values`, `sd`: as read; `cells`: flat places of the noisy cells; `z`: cells × runs; `shifts`: of goalposts.
        """
        block = Block(self._begin(values, sd, cells, z))
        if not all(passage.run(block) for passage in self.way.passages):
            return None
        x = block.x
        return x if all(self._scale(x, reference, shifts) for reference in self.references) else None

    def as_known(self, x: Floats) -> bool:
        """Whether all of these runs have the rows and the gaps of the table."""
        if not self.way.loose:
            return True
        return not self.way.screened and bool((np.isnan(x) == self.gaps[:, :, None]).all())

    def _begin(self, values: Floats, sd: Floats, cells: Ints, z: NDArray[np.float32]) -> Floats:
        base = (values * self.way.quotient).reshape(-1, 1)
        spread = (sd * self.way.quotient).ravel()[cells][:, None]
        flat = np.empty((values.size, z.shape[1]))
        if len(cells) == values.size:
            np.multiply(spread, z, out=flat)
            flat += base
        else:
            flat[:] = base
            flat[cells] += spread * z
        return flat.reshape(*values.shape, -1)

    def _scale(self, x: Floats, reference: Reference, shifts: Floats | None) -> bool:
        """Fit and lay over in place; whether every run has a scale."""
        whole = len(reference.fit) == x.shape[1]
        seen = x if whole else x[:, reference.fit]
        low, high = np.fmin.reduce(seen, axis=1), np.fmax.reduce(seen, axis=1)
        turned = self.directions[:, None] < 0.0
        low, high = np.where(turned, -high, low), np.where(turned, -low, high)
        for scale, places in self.kinds:
            lines = self._lines(scale, places, seen, (low[places], high[places]), shifts)
            if lines is None:
                return False
            self._lay(x, places, reference, lines)
        return True

    def _lines(
        self, scale: Scale, places: Ints, seen: Floats, ends: tuple[Floats, Floats], shifts: Floats | None
    ) -> Lines | None:
        """One line for each of places × runs, flat; None where one cannot be drawn. `ends`: least and greatest."""
        low, high = ends
        runs = low.shape[1]
        if scale.asks and not (low < high).all():
            return None
        posts = self._posts(scale, places, runs, shifts)
        found, work = Findings(), self.table.prepared.work
        aims = Aims(
            codes=np.repeat([work.panel.codes[place] for place in places], runs),  # type: ignore[arg-type]
            targets=np.repeat(self.targets[places] * self.directions[places], runs),
            goalposts=posts,
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
        bounds = np.sort(np.stack([lines.floor * factor + start, lines.ceiling * factor + start]), axis=0)
        return replace(
            lines, span=lines.span * factor, origin=lines.origin * factor + start, floor=bounds[0], ceiling=bounds[1]
        )

    def _posts(self, scale: Scale, places: Ints, runs: int, shifts: Floats | None) -> Floats:
        """Goalposts of places × runs, turned by direction: rows of low and high."""
        posts = scale.ends(self.posts[places]) if isinstance(scale, Goalposts) else self.posts[places]
        directions = self.directions[places]
        posts = np.where(directions[:, None] > 0.0, posts, -posts[:, ::-1])
        if shifts is None or not isinstance(scale, Goalposts):
            return np.repeat(posts, runs, axis=0)
        span = (posts[:, 1] - posts[:, 0])[:, None, None]
        moved = posts[:, :, None] + turned(shifts[places], directions) * span
        return np.ascontiguousarray(moved.transpose(0, 2, 1)).reshape(-1, 2)

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


def _onto(scale: Scale, to: tuple[float, float] | None) -> tuple[float, float]:
    """Factor and start of the map from a scale's native range onto the plan's."""
    native = scale.native(2)
    if to is None or native is None:
        return 1.0, 0.0
    factor = (to[1] - to[0]) / (native[1] - native[0])
    return factor, to[0] - native[0] * factor
