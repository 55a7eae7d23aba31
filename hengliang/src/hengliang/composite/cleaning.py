"""Values that cannot be right become gaps, each one on record: ranges of what is possible, and jumps between years.

A percentage of 362, a population that is twenty times its neighbours in time, an output of half a yuan: such cells
are not outliers (which are real and are treated) but errors of a sheet. They are not mended here, for nobody knows
the true value; they become gaps that an imputation fills or a coverage limit feels. Columns beside the indicators
(divisors) are cleaned too. A decision once made on a cell stays when later years arrive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.preparation import FittedStep, Work
from hengliang.composite.problems import Findings
from hengliang.composite.steps import Step

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEAST_YEARS = 3

Range = tuple[str, float | None, float | None]


def outside(x: ArrayLike, low: float | None, high: float | None) -> Bools:
    """Present values below `low` or above `high`; None is no limit."""
    values = np.asarray(x, dtype=np.float64)
    under = np.zeros(values.shape, dtype=bool) if low is None else values < low
    over = np.zeros(values.shape, dtype=bool) if high is None else values > high
    return under | over


def jumps(x: ArrayLike, units: Sequence[str], factor: float) -> Bools:
    """Values more than `factor` times the median of the same unit's other values, or less than 1/`factor` of it.

    Units with fewer than 3 other values, and medians not above 0, are left alone.
    """
    values = np.asarray(x, dtype=np.float64)
    hit = np.zeros(len(values), dtype=bool)
    own: dict[str, list[int]] = {}
    for row, unit in enumerate(units):
        if not np.isnan(values[row]):
            own.setdefault(unit, []).append(row)
    for rows in own.values():
        if len(rows) <= LEAST_YEARS:
            continue
        for row in rows:
            middle = float(np.median([values[other] for other in rows if other != row]))
            hit[row] = middle > 0.0 and not middle / factor <= values[row] <= middle * factor
    return hit


@dataclass(frozen=True)
class Clean(Step):
    """`ranges`: column, lowest and highest possible value (None for no limit); `jumps`: column and factor."""

    ranges: tuple[Range, ...] = ()
    jumps: tuple[tuple[str, float], ...] = ()
    kind: ClassVar[str] = "clean"

    def rules(self, found: Findings) -> None:
        for code, low, high in self.ranges:
            if low is not None and high is not None and not low <= high:
                found.add("clean", f"{low:g} to {high:g}: the lower end comes first", column=code)
        for code, factor in self.jumps:
            if not factor > 1.0:
                found.add("clean", f"a jump by a factor of {factor:g}: it must be above 1", column=code)

    def check(self, work: Work) -> None:
        for code in self.columns:
            if code not in work.panel.codes and code not in work.panel.sheet.columns:
                work.found.add("unknown-code", "named for cleaning, but no column of the data", column=code)
        if self.jumps and len(work.panel.all_years) <= LEAST_YEARS:
            work.found.add("no-years", f"jumps need more than {LEAST_YEARS} years", column=work.panel.year_column)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that has a rule."""
        return tuple(dict.fromkeys([*(code for code, _, _ in self.ranges), *(code for code, _ in self.jumps)]))

    def fit(self, work: Work) -> FittedStep:
        self.check(work)
        return FittedClean(self)


@dataclass(frozen=True, eq=False)
class FittedClean:
    """The same rules over any data; `memory` holds what was decided on each cell that has been seen."""

    step: Clean
    memory: dict[tuple[str, Any, str], str] = field(default_factory=dict)

    def apply(self, work: Work) -> None:
        after, columns = work.values.copy(), dict[str, Floats]()
        reasons: dict[tuple[int, int], str] = {}
        for code in self.step.columns:
            inside = code in work.panel.codes
            if not inside and code not in work.panel.sheet.columns:
                continue
            place = work.panel.codes.index(code) if inside else -1
            x = work.values[place] if inside else work.panel.column(code, work.found)
            why = self._why(work, code, x)
            rows = [row for row, reason in enumerate(why) if reason]
            for row in rows:
                reasons[place, row] = why[row]
                _tell(work, code, row, float(x[row]), why[row])
            if inside:
                after[place, rows] = np.nan
            if rows and code in work.panel.sheet.columns:
                columns[code] = np.where([bool(reason) for reason in why], np.nan, x)
        self._record(work, after, reasons)
        if columns:
            sheet = work.panel.sheet
            work.panel = replace(work.panel, sheet=replace(sheet, columns={**sheet.columns, **columns}))

    def _why(self, work: Work, code: str, x: Floats) -> list[str]:
        """The broken rule of each row, '' for none; cells seen before keep what was decided."""
        fresh = [""] * len(x)
        for name, low, high in self.step.ranges:
            for row in np.flatnonzero(outside(x, low, high)) if name == code else ():
                fresh[row] = f"outside {_end(low)} to {_end(high)}"
        for name, factor in self.step.jumps:
            kept = np.where([bool(reason) for reason in fresh], np.nan, x)
            for row in np.flatnonzero(jumps(kept, work.panel.units, factor)) if name == code else ():
                fresh[row] = f"more than {factor:g} times off the unit's other years"
        years = work.panel.years or ("",) * len(x)
        keys = zip(work.panel.units, years, strict=True)
        return [self.memory.setdefault((unit, year, code), why) for (unit, year), why in zip(keys, fresh, strict=True)]

    def _record(self, work: Work, after: Floats, reasons: dict[tuple[int, int], str]) -> None:
        """One record for each rule, so that every change says why; the snapshot after the last is "cleaned"."""
        for why in dict.fromkeys(reason for (place, _), reason in reasons.items() if place >= 0):
            part = work.values.copy()
            for (place, row), reason in reasons.items():
                if place >= 0 and reason == why:
                    part[place, row] = after[place, row]
            work.record("cleaned", part, why)
        if not work.snapshots or work.snapshots[-1].step != "cleaned":
            work.record("cleaned", after, "")


def _tell(work: Work, code: str, row: int, value: float, why: str) -> None:
    year = {"year": work.panel.years[row]} if work.panel.years else {}
    rule = "jump" if why.startswith("more than") else "range"
    line = {"unit": work.panel.units[row], **year, "column": code, "value": value, "rule": rule, "why": why}
    work.tables.setdefault("cleaning", []).append(line)


def _end(value: float | None) -> str:
    return "anything" if value is None else f"{value:g}"
