"""Steps that make or fill gaps, in many tables at once; the rules are those of `cleaning`, `steps` and `filling`.

A table's gaps are NaN. As long as no step looks at noisy values to make a gap, gaps are the same in every run: what
fills them is then worked out once, and filling in time is one fixed linear map. Columns that are cleaned, and all
columns once rows are screened by what is left of them, are `loose`: there each run is looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.cleaning import LEAST_YEARS
from hengliang.composite.steps import Screen

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]


@dataclass(eq=False)
class Block:
    """`x`: leaves × rows × runs; `dead`: rows × runs that screening has left out, None where all runs keep all."""

    x: Floats
    dead: Bools | None = None

    def bury(self) -> None:
        """Rows that are out keep no value, whatever a step has put there."""
        if self.dead is not None:
            self.x[:, self.dead] = np.nan


@dataclass(frozen=True, eq=False)
class Divided:
    """Division after a step that looks at raw values: leaves × rows to multiply by."""

    quotient: Floats

    def run(self, block: Block) -> bool:
        block.x *= self.quotient[:, :, None]
        return True


@dataclass(frozen=True, eq=False)
class Kept:
    """Screening that no run can change: the rows that stay."""

    rows: Ints

    def run(self, block: Block) -> bool:
        block.x = np.ascontiguousarray(block.x[:, self.rows])
        return True


@dataclass(frozen=True, eq=False)
class Screened:
    """Screening of each run by what it has: `kept` and `out` are the rows that stay or go by name."""

    step: Screen
    kept: Ints
    out: Ints

    def run(self, block: Block) -> bool:
        there = ~np.isnan(block.x)
        counts = there.sum(axis=0)
        dead = counts / len(block.x) < self.step.present
        if self.step.nonzero > 0.0:
            full = (there & (block.x != 0.0)).sum(axis=0)
            dead |= np.divide(full, counts, out=np.zeros(full.shape), where=counts > 0) < self.step.nonzero
        dead[self.kept] = False
        dead[self.out] = True
        block.dead = dead if block.dead is None else block.dead | dead
        block.bury()
        return not bool(block.dead.all(axis=0).any())


@dataclass(frozen=True, eq=False)
class Cleaned:
    """Ranges (place, low, high) and jumps (place, factor), in the order of the step; `seats`: units × years, rows or -1."""

    ranges: tuple[tuple[int, float, float], ...]
    jumps: tuple[tuple[int, float], ...]
    seats: Ints

    def run(self, block: Block) -> bool:
        for place, low, high in self.ranges:
            x = block.x[place]
            x[(x < low) | (x > high)] = np.nan
        for place, factor in self.jumps:
            x = block.x[place]
            x[jumps_many(x, self.seats, factor)] = np.nan
        return True


def jumps_many(x: Floats, seats: Ints, factor: float) -> Bools:
    """`cleaning.jumps` for rows × runs.

    The median of a unit's other values is read off its sorted values: without one of them, place i holds the sorted
    value i where that is below the one taken out, and the next one where it is not.
    """
    if seats.shape[1] <= LEAST_YEARS:
        return np.zeros(x.shape, dtype=bool)
    values = np.where((seats >= 0)[:, :, None], x[seats], np.nan)
    ordered = np.sort(values, axis=1)
    n = (~np.isnan(values)).sum(axis=1)
    enough = n > LEAST_YEARS
    others = np.where(enough, n - 1, 1)
    middle = np.zeros(values.shape)
    for at in ((others - 1) // 2, others // 2):
        low, high = (np.take_along_axis(ordered, (at + step)[:, None], axis=1) for step in (0, 1))
        middle += np.where(low < values, low, high)
    middle /= 2.0
    far = (middle > 0.0) & ~((values >= middle / factor) & (values <= middle * factor))
    far &= enough[:, None] & ~np.isnan(values)
    hit = np.zeros(x.shape, dtype=bool)
    hit[seats[seats >= 0]] = far[seats >= 0]
    return hit


@dataclass(frozen=True, eq=False)
class FilledColumns:
    """By mean or median of the column or group, or by a `value`. `still`: place, rows present, gaps; `loose`: columns
    whose gaps each run has for itself, group by group.
    """

    how: str
    value: float
    still: tuple[tuple[int, Ints, Ints], ...]
    loose: tuple[int, ...]
    groups: tuple[Ints, ...]

    def run(self, block: Block) -> bool:
        x = block.x
        for place, known, gaps in self.still:
            some = x[place, known]
            middle = some.mean(axis=0) if self.how == "mean" else np.median(some, axis=0)
            x[place, gaps] = middle if self.how != "value" else self.value
        for place in self.loose:
            for rows in self.groups:
                some = x[place, rows]
                gaps = np.isnan(some)
                if gaps.any():
                    x[place, rows] = np.where(gaps, self._middle(some, gaps), some)
        block.bury()
        return True

    def _middle(self, some: Floats, gaps: Bools) -> Floats | float:
        if self.how == "value":
            return self.value
        return mean_of(some, gaps) if self.how == "mean" else median_of(some, gaps)


@dataclass(frozen=True, eq=False)
class FilledRows:
    """From the other indicators of the same row, on columns brought to 0..1; `families`: places filled from each other."""

    how: str
    families: tuple[Ints, ...]
    chosen: Bools
    directions: Floats

    def run(self, block: Block) -> bool:
        x = block.x
        turn = self.directions[:, None]
        ends = np.fmin.reduce(x, axis=1) * turn, np.fmax.reduce(x, axis=1) * turn
        low, high = np.minimum(*ends), np.maximum(*ends)
        if not (low < high).all():
            return False
        gone = np.isnan(x)
        for family in self.families:
            rows = np.flatnonzero(gone[family].any(axis=(0, 2)))
            if not rows.size:
                continue
            gaps = gone[np.ix_(family, rows)]
            width = (high - low)[family][:, None]
            unit = (x[np.ix_(family, rows)] * self.directions[family, None, None] - low[family][:, None]) / width
            middle = mean_of(unit, gaps) if self.how.endswith("mean") else median_of(unit, gaps)
            back = (middle * width + low[family][:, None]) * self.directions[family, None, None]
            fill = gaps & self.chosen[family, None, None]
            x[np.ix_(family, rows)] = np.where(fill, back, x[np.ix_(family, rows)])
        block.bury()
        return True


@dataclass(frozen=True, eq=False)
class Timeline:
    """Rows in the order of units and years: `order`, its years, and the first and the last place of each one's unit."""

    order: Ints
    years: Floats
    first: Ints
    last: Ints

    @classmethod
    def of(cls, units: Sequence[str], years: Floats) -> Timeline:
        number = {unit: at for at, unit in enumerate(dict.fromkeys(units))}
        owner = np.array([number[unit] for unit in units], dtype=np.intp)
        order = np.lexsort((years, owner))
        starts = np.flatnonzero(np.diff(owner[order], prepend=-1))
        ends = np.append(starts[1:], len(units)) - 1
        lengths = ends - starts + 1
        return cls(order, years[order], np.repeat(starts, lengths), np.repeat(ends, lengths))

    def seats(self) -> Ints:
        """Units × years as row numbers, -1 where a unit has fewer."""
        starts = np.unique(self.first)
        widths = self.last[starts] - starts + 1
        out = np.full((len(starts), int(widths.max(initial=1))), -1, dtype=np.intp)
        for at, (start, width) in enumerate(zip(starts, widths, strict=True)):
            out[at, :width] = self.order[start : start + width]
        return out

    def sources(self, known: Bools, how: str, limit: float) -> tuple[tuple[Ints, ...], Ints, Ints, Floats]:
        """For gaps of columns (… × places in time × …, time the second axis) that can be filled: where they are, the
        places in time that they come from, and the share of the second one.
        """
        count = len(self.order)
        shape = [1, count, *[1] * (known.ndim - 2)]
        places = np.arange(count, dtype=np.int32).reshape(shape)
        left = np.maximum.accumulate(np.where(known, places, -1), axis=1)
        right = np.minimum.accumulate(np.where(known, places, count)[:, ::-1], axis=1)[:, ::-1]
        where = np.nonzero(~known)
        at = where[1]
        before, after = left[where].astype(np.intp), right[where].astype(np.intp)
        has_before, has_after = before >= self.first[at], after <= self.last[at]
        if how == "latest":
            fill = has_before.copy()
            fill[has_before] = self.years[at[has_before]] - self.years[before[has_before]] <= limit
            after = before
        elif how == "linear":
            fill = has_before & has_after
        else:
            fill = has_before | has_after
            before = np.where(has_before, before, after)
            after = np.where(has_after & (how == "linear_constant"), after, before)
        where, before, after = tuple(part[fill] for part in where), before[fill], after[fill]
        width = self.years[after] - self.years[before]
        away = self.years[where[1]] - self.years[before]
        return where, before, after, np.divide(away, width, out=np.zeros(len(width)), where=width > 0.0)


@dataclass(frozen=True, eq=False)
class FilledTime:
    """In time. `still`: flat cells (leaf · rows + row), the two cells each comes from, the share of the second one."""

    how: str
    limit: float
    line: Timeline
    still: tuple[Ints, Ints, Ints, Floats]
    loose: Ints = field(default_factory=lambda: np.empty(0, dtype=np.intp))

    def run(self, block: Block) -> bool:
        runs = block.x.shape[2]
        flat = block.x.reshape(-1, runs)
        cells, one, other, share = self.still
        if cells.size:
            start = flat[one]
            flat[cells] = start + share[:, None] * (flat[other] - start)
        order = self.line.order
        for place in self.loose:
            x = block.x[place]
            known = ~np.isnan(x)[order]
            if known.all():
                continue
            (_, at, run), before, after, part = self.line.sources(known[None], self.how, self.limit)
            start = x[order[before], run]
            x[order[at], run] = start + part * (x[order[after], run] - start)
        block.bury()
        return True


def mean_of(x: Floats, gaps: Bools) -> Floats:
    """Mean of the present values along the first axis, NaN where there are none."""
    n = len(x) - np.count_nonzero(gaps, axis=0)
    return np.divide(np.where(gaps, 0.0, x).sum(axis=0), n, out=np.full(n.shape, np.nan), where=n > 0)


def median_of(x: Floats, gaps: Bools) -> Floats:
    """Median of the present values along the first axis, NaN where there are none. NaN sorts last."""
    ordered = np.sort(np.where(gaps, np.nan, x), axis=0)
    n = len(x) - np.count_nonzero(gaps, axis=0)
    last = np.maximum(n - 1, 0)
    low, high = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (last // 2, (last + 1) // 2))
    return (low + high) / 2.0
