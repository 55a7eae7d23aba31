"""Divide, impute and screen as steps of a plan: values without data that fit on a table and can be laid over another.

They run in the order in which the plan says them. (Treatment of outliers has its own room.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.divisors import quotient_of
from hengliang.composite.frames import Sheet
from hengliang.composite.panel import UNIT_COLUMNS, YEAR_COLUMNS
from hengliang.composite.preparation import FittedStep, Work
from hengliang.composite.problems import Findings, ProblemsFound, listed
from hengliang.composite.screening import screen
from hengliang.composite.specs import Spec

Floats = NDArray[np.float64]

NO_DIVISOR = "a divisor of the framework is neither in the data nor in a table beside them"


@dataclass(frozen=True)
class Step(Spec):
    """One step of preparation."""

    def check(self, work: Work) -> None:
        """What can be seen before any step has run: unknown names, years and columns; into `work.found`."""

    def fit(self, work: Work) -> FittedStep:
        """The step with its numbers, fitted on `work` (which is not changed); problems go to `work.found`."""
        raise NotImplementedError


@dataclass(frozen=True)
class Divide(Step):
    """Divide indicators by other columns: as the framework's divisor column says, `by` goes before it."""

    by: tuple[tuple[str, str], ...] = ()
    factors: tuple[tuple[str, float], ...] = ()
    kind: ClassVar[str] = "divide"

    def rules(self, found: Findings) -> None:
        for code, factor in self.factors:
            if factor == 0.0:
                found.add("divide", "a factor of 0 leaves nothing of the indicator", column=code)

    def check(self, work: Work) -> None:
        named = self._named(work)
        for code in [code for code in (*dict(self.by), *dict(self.factors)) if code not in work.panel.codes]:
            work.found.add("unknown-code", "named for division but no indicator", column=code)
        if not named:
            work.found.add(
                "divide", "the plan divides but the framework names no divisor: leave the step out, or name one"
            )
        known = set(work.panel.sheet.columns).union(work.panel.codes, work.divisors.columns if work.divisors else ())
        for name in dict.fromkeys(filter(None, named.values())):
            if name not in known:
                work.found.add("no-column", NO_DIVISOR, column=name)
            elif name in work.panel.sheet.columns:
                work.panel.column(name, work.found)

    def fit(self, work: Work) -> FittedStep:
        self.check(work)
        return FittedDivide({code: name for code, name in self._named(work).items() if name}, dict(self.factors))

    def _named(self, work: Work) -> dict[str, str]:
        leaves = work.framework.ordered[: work.framework.tree.leaves]
        return {node.code: node.divisor for node in leaves if node.divisor} | dict(self.by)


@dataclass(frozen=True, eq=False)
class FittedDivide:
    """Indicator -> divisor, and factors to multiply by afterwards. Nothing in it depends on data."""

    named: dict[str, str]
    factors: dict[str, float]

    def apply(self, work: Work) -> None:
        after = work.values.copy()
        columns: dict[str, Floats] = {}
        for code, name in self.named.items():
            if code not in work.panel.codes:
                continue
            place = work.panel.codes.index(code)
            if name not in columns:
                columns[name] = _divisor(work, name)
            after[place] = quotient_of(work.values[place], columns[name], work.found, rows=work.panel.labels, name=name)
            after[place] *= self.factors.get(code, 1.0)
        work.record("divided", after, "divided", table=False)


def _divisor(work: Work, name: str) -> Floats:
    if work.divisors is not None and name in work.divisors.columns:
        return _beside(work, work.divisors, name)
    if name in work.panel.sheet.columns:
        return work.panel.column(name, work.found)
    if name in work.panel.codes:
        return work.panel.values[work.panel.codes.index(name)]
    work.found.add("no-column", NO_DIVISOR, column=name)
    return np.full(len(work.panel.units), np.nan)


def _beside(work: Work, sheet: Sheet, name: str) -> Floats:
    unit, year = sheet.find(*UNIT_COLUMNS), sheet.find(*YEAR_COLUMNS)
    if unit is None:
        work.found.add("no-column", "the table of divisors has no column of units")
        return np.full(len(work.panel.units), np.nan)
    units, years = sheet.texts(unit), sheet.texts(year) if year else [""] * sheet.count
    numbers = sheet.numbers(name, work.found, rows=units)
    known = dict(zip(zip(units, years, strict=True), numbers.tolist(), strict=True))
    rows = zip(
        work.panel.units, map(str, work.panel.years) if work.panel.years else [""] * len(work.panel.units), strict=True
    )
    keys = [(unit_, when if year else "") for unit_, when in rows]
    for key in dict.fromkeys(key for key in keys if key not in known):
        work.found.add("no-divisor", "not in the table of divisors", row=" ".join(key).strip(), column=name)
    return np.array([known.get(key, np.nan) for key in keys])


@dataclass(frozen=True)
class Screen(Step):
    """Rows stay with enough present and enough non-zero cells; some are kept or left out by name."""

    present: float = 0.0
    nonzero: float = 0.0
    keep: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    kind: ClassVar[str] = "screen"

    def rules(self, found: Findings) -> None:
        for name in ("present", "nonzero"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                found.add("share", f"{getattr(self, name):g}: a share lies between 0 and 1", column=name)
        for unit in sorted(set(self.keep) & set(self.leave_out)):
            found.add("screening", "both kept and left out", row=unit)

    def check(self, work: Work) -> None:
        for unit in [unit for unit in (*self.keep, *self.leave_out) if unit not in work.panel.units]:
            work.found.add("unknown-unit", "named for screening but not in the data", row=unit)

    def fit(self, work: Work) -> FittedStep:
        return FittedScreen(self, known=True)


@dataclass(frozen=True, eq=False)
class FittedScreen:
    """The same thresholds over any data; units named in the plan need not occur in later data."""

    step: Screen
    known: bool = False

    def apply(self, work: Work) -> None:
        units = work.panel.units
        names = [name for name in (*self.step.keep, *self.step.leave_out) if name in units or self.known]
        keep, out = ([n for n in part if n in names] for part in (self.step.keep, self.step.leave_out))
        try:
            answer = screen(
                work.values.T,
                present=self.step.present,
                nonzero=self.step.nonzero,
                units=units,
                keep=keep,
                leave_out=out,
            )
        except ProblemsFound as error:
            work.found.problems.extend(error.problems)
            return
        rows = zip(work.panel.labels, answer.present, answer.nonzero, answer.stays, answer.reasons, strict=True)
        work.tables.setdefault("screening", []).extend(
            {"unit": unit, "present": float(p), "nonzero": float(z), "stays": bool(s), "reason": reason}
            for unit, p, z, s, reason in rows
        )
        gone = [label for label, stays in zip(work.panel.labels, answer.stays, strict=True) if not stays]
        if gone:
            work.notes.append(f"screening left out {len(gone)} of {len(units)} rows: {listed(gone)}")
        if len(gone) == len(units):
            work.found.add("screening", "no unit has enough data to stay")
            return
        if gone:
            work.keep(np.flatnonzero(answer.stays))

    def later(self) -> FittedScreen:
        """For data that come after the fit."""
        return FittedScreen(self.step)


def row_groups(work: Work, within: str) -> list[str]:
    """Labels of a group column of the data, one a row; problems where it is missing or blank."""
    sheet = work.panel.sheet
    name = within if within in sheet.columns else sheet.find(within)
    if name is None:
        work.found.add("no-column", "named as a column of groups but not in the data", column=within)
        return [""] * len(work.panel.units)
    labels: list[Any] = sheet.texts(name)
    for row, label in enumerate(labels):
        if not label:
            work.found.add("no-group", "the unit has no group", row=work.panel.labels[row], column=name)
    return labels
