"""The way of a noisy table through the steps of a plan, worked out once for all runs; None where a step has no way.

What does not depend on the noise is settled here: who is there, what divides, which rows stay, what fills a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.cleaning import Clean
from hengliang.composite.filling import BY_COLUMN, BY_ROW, Impute, ImputeMultiple, ImputeValue
from hengliang.composite.noisy_gaps import (
    Block,
    Cleaned,
    Divided,
    FilledColumns,
    FilledRows,
    FilledTime,
    Kept,
    Screened,
    Timeline,
)
from hengliang.composite.noisy_treatment import treat_many
from hengliang.composite.outliers import Treat
from hengliang.composite.panel import Panel
from hengliang.composite.preparation import Work
from hengliang.composite.problems import Findings
from hengliang.composite.screening import screen
from hengliang.composite.steps import Divide, Screen, Step, row_groups

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]


class Passage(Protocol):
    """One step, ready for many tables."""

    def run(self, block: Block) -> bool:
        """Change the tables in place; False where a run has no way through here, so that each must go alone."""
        ...


@dataclass(frozen=True, eq=False)
class Treated:
    """A treatment; `there`: leaves × rows, None where each run has its own gaps. `rows`: those that are looked at."""

    step: Treat
    codes: tuple[str, ...]
    there: Bools | None
    rows: Ints

    def run(self, block: Block) -> bool:
        return treat_many(block.x, self.there, self.step, self.codes, self.rows)


@dataclass(frozen=True, eq=False)
class Way:
    """`quotient`: what raw cells are multiplied by at the start; `rows`: those (of the data as read) that are carried to
    the end; `loose`: whether runs may differ in their gaps; `screened`: whether they may differ in their rows.
    """

    quotient: Floats
    passages: tuple[Passage, ...]
    panel: Panel
    rows: Ints
    loose: bool
    screened: bool


def way_of(steps: Sequence[Step], work: Work) -> Way | None:
    """`work`: any state of the table's preparation, for its framework, data as read, and divisors."""
    if work.as_read is None:
        return None
    survey = _Survey(work, work.as_read)
    return survey.way() if all(survey.take(step) for step in steps) else None


class _Survey:
    """A walk through the steps with what is known of every table: who is there, and where that is not known."""

    def __init__(self, work: Work, panel: Panel) -> None:
        self.work, self.panel = work, panel
        ones = replace(panel, values=np.ones(panel.values.shape))
        self.bare = Work.begin(work.framework, ones, Findings(), work.divisors)
        self.rows = np.arange(len(panel.units))
        self.there = ~np.isnan(panel.values)
        self.loose = np.zeros(len(panel.codes), dtype=bool)
        self.quotient = np.ones(panel.values.shape)
        self.screened = False
        self.cleaned: set[str] = set()
        self.passages: list[Passage] = []

    def way(self) -> Way | None:
        if self.bare.found.problems:
            return None
        return Way(self.quotient, tuple(self.passages), self.panel, self.rows, bool(self.loose.any()), self.screened)

    def take(self, step: Step) -> bool:
        """One step further; False where it has no way."""
        if isinstance(step, Clean):
            return self._clean(step)
        if isinstance(step, Divide):
            return self._divide(step)
        if isinstance(step, Screen):
            return self._screen(step)
        if isinstance(step, Treat):
            rows = self.panel.rows_in(step.years) if step.years else np.arange(len(self.panel.units))
            there = None if self.loose.any() else self.there
            self.passages.append(Treated(step, self.panel.codes, there, rows))
            return True
        if isinstance(step, Impute) and not isinstance(step, ImputeMultiple):
            return self._impute(step)
        return False

    def _clean(self, step: Clean) -> bool:
        codes = self.panel.codes
        beside = replace(
            step,
            ranges=tuple(rule for rule in step.ranges if rule[0] not in codes),
            jumps=tuple(rule for rule in step.jumps if rule[0] not in codes),
        )
        if beside.jumps and len(self.rows) < len(self.bare.panel.units):
            return False  # jumps beside the indicators would look at rows that are gone
        beside.fit(self.bare).apply(self.bare)
        self.cleaned |= set(step.columns)
        ranges = [(codes.index(code), *_ends(low, high)) for code, low, high in step.ranges if code in codes]
        jumps = [(codes.index(code), factor) for code, factor in step.jumps if code in codes]
        touched = [place for place, _, _ in ranges] + [place for place, _ in jumps]
        self.loose[np.array(touched, dtype=np.intp)] = True
        self.passages.append(Cleaned(tuple(ranges), tuple(jumps), self._timeline(self.panel.year_numbers).seats()))
        return True

    def _divide(self, step: Divide) -> bool:
        sheet = self.bare.panel.sheet.columns
        fitted = step.fit(self.bare)
        named = set(getattr(fitted, "named", {}).values())
        if any(name in self.panel.codes and (name not in sheet or name in self.cleaned) for name in named):
            return False  # an indicator that divides is noisy, or cleaned, itself
        bare = replace(self.bare, values=np.ones(self.bare.values.shape), snapshots=[], changes=[])
        fitted.apply(bare)
        quotient = bare.values[:, self.rows]
        if self.passages:
            self.passages.append(Divided(quotient))
        else:
            self.quotient = self.quotient * quotient
        self.there &= ~np.isnan(quotient)
        return True

    def _screen(self, step: Screen) -> bool:
        units = self.panel.units
        keep, out = ([name for name in part if name in units] for part in (step.keep, step.leave_out))
        if self.loose.any() or step.nonzero > 0.0:
            kept, gone = (np.flatnonzero(np.isin(units, part)) for part in (keep, out))
            self.passages.append(Screened(step, kept, gone))
            self.loose[:] = self.screened = True
            return True
        filled = np.where(self.there, 1.0, np.nan).T
        stays = np.flatnonzero(screen(filled, present=step.present, units=units, keep=keep, leave_out=out).stays)
        if len(stays) < len(units):
            self.passages.append(Kept(stays))
            self.rows, self.panel, self.there = self.rows[stays], self.panel.only(stays), self.there[:, stays]
        return bool(stays.size)

    def _impute(self, step: Impute) -> bool:
        chosen = np.array([not step.only or code in step.only for code in self.panel.codes])
        if step.how in BY_COLUMN or isinstance(step, ImputeValue):
            self._fill_columns(step, chosen)
        elif step.how in BY_ROW:
            self._fill_rows(step, chosen)
        elif not all(isinstance(year, int) for year in self.panel.years) and self.screened:
            return False  # years without numbers count from the first that is left
        else:
            self._fill_time(step, chosen)
        return True

    def _fill_columns(self, step: Impute, chosen: Bools) -> None:
        work = replace(self.bare, panel=self.panel)
        labels = np.array(row_groups(work, step.within) if step.within else [""] * len(self.panel.units))
        groups = tuple(np.flatnonzero(labels == label) for label in np.unique(labels))
        value = step.value if isinstance(step, ImputeValue) else 0.0
        still = []
        for place in np.flatnonzero(chosen & ~self.loose & ~self.there.all(axis=1)):
            for rows in groups:
                known, gaps = rows[self.there[place, rows]], rows[~self.there[place, rows]]
                if gaps.size and (known.size or isinstance(step, ImputeValue)):
                    still.append((int(place), known, gaps))
                    self.there[place, gaps] = True
        loose = tuple(np.flatnonzero(chosen & self.loose).tolist())
        self.passages.append(FilledColumns(step.how, value, tuple(still), loose, groups))

    def _fill_rows(self, step: Impute, chosen: Bools) -> None:
        tree = self.work.framework.tree
        directions = np.array([float(node.direction or 1) for node in self.work.framework.ordered[: tree.leaves]])
        parents = tree.parent[: tree.leaves] if step.how.startswith("node") else np.zeros(tree.leaves, dtype=np.intp)
        families = tuple(np.flatnonzero(parents == parent) for parent in np.unique(parents))
        self.passages.append(FilledRows(step.how, families, chosen, directions))
        for family in families:
            some = self.there[family].any(axis=0)
            if self.loose[family].any():
                self.loose[family] = True  # what fills them is not there in every run
            self.there[np.ix_(family[chosen[family]], np.flatnonzero(some))] = True

    def _fill_time(self, step: Impute, chosen: Bools) -> None:
        every = self.panel.all_years
        years = np.array([float(year) if isinstance(year, int) else place for place, year in enumerate(every)])
        line = self._timeline(years[self.panel.year_numbers])
        limit = np.inf if step.limit is None else step.limit
        known = self.there[:, line.order] | ~chosen[:, None] | self.loose[:, None]
        (leaf, at), before, after, share = line.sources(known, step.how, limit)
        rows = len(line.order)
        still = tuple(leaf * rows + line.order[places] for places in (at, before, after))
        self.passages.append(
            FilledTime(step.how, limit, line, (*still, share), np.flatnonzero(chosen & self.loose))  # type: ignore[arg-type]
        )
        self.there[leaf, line.order[at]] = True

    def _timeline(self, years: NDArray[np.generic]) -> Timeline:
        return Timeline.of(self.panel.units, years.astype(np.float64))


def _ends(low: float | None, high: float | None) -> tuple[float, float]:
    return -np.inf if low is None else low, np.inf if high is None else high
