"""Treatment of outliers as a step of a plan: test, first treatment, test, second treatment on the original, and so on.

What is fitted is a pair of caps or a logarithm with its numbers, so that later data are treated as the old were. What
was done to each column stands in the index's `treatment` table, every moved cell in `changes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.columns import highest, lowest
from hengliang.composite.preparation import FittedStep, Work
from hengliang.composite.problems import Findings, ProblemsFound, listed
from hengliang.composite.steps import Step
from hengliang.composite.treatment import FittedLog, Log, Moments, Treatment, Winsorise, fit_log, shape, winsorise

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

LEAST = 4
MOMENTS = Moments()


@dataclass(frozen=True)
class Treat(Step):
    """`treatments` tried one after another on the original column until `until` is passed; the last one stays.

    `by`: other treatments for single indicators, () for none. `years`: the rows that are looked at, () for all.
    """

    treatments: tuple[Treatment, ...] = ()
    until: Moments = MOMENTS
    by: tuple[tuple[str, tuple[Treatment, ...]], ...] = ()
    years: tuple[Any, ...] = ()
    kind: ClassVar[str] = "treat"

    def rules(self, found: Findings) -> None:
        for year in [year for year in self.years if not isinstance(year, str | int)]:
            found.add("years", f"{year!r} is no year", column="years")

    def check(self, work: Work) -> None:
        for code in [code for code in dict(self.by) if code not in work.panel.codes]:
            work.found.add("unknown-code", "named for treatment but no indicator", column=code)
        work.panel.check_years(self.years, work.found)

    def fit(self, work: Work) -> FittedStep:
        self.check(work)
        rows = work.panel.rows_in(self.years) if self.years else np.arange(len(work.panel.units))
        x = work.values[:, rows]
        own = dict(self.by)
        lists = [own.get(code, self.treatments) for code in work.panel.codes]
        self._check(x, lists, work)
        k = len(lists)
        fitted = FittedTreat(np.full(k, -np.inf), np.full(k, np.inf), {}, self.until)
        if work.found.problems:
            return fitted
        before = shape(x)
        waiting = ~self.until.passes(x) | _forced(lists)
        rounds = np.zeros(k, dtype=np.int64)
        for turn in range(max(map(len, lists))):
            busy = np.array([place for place in np.flatnonzero(waiting) if turn < len(lists[place])], dtype=np.intp)
            if busy.size:
                rounds[busy] += 1
                waiting[busy] = ~_treat_round(fitted, x, busy, [lists[p][turn] for p in busy], self.until, work, rows)
        if not work.found.problems:
            _tell(fitted, x, before, rounds, lists, waiting, work)
        return fitted

    def _check(self, x: Floats, lists: Sequence[tuple[Treatment, ...]], work: Work) -> None:
        counts = (~np.isnan(x)).sum(axis=1)
        for place in [place for place, some in enumerate(lists) if some and counts[place] < LEAST]:
            why = f"{counts[place]} values, the test of skewness and kurtosis needs {LEAST}: treat({work.panel.codes[place]}=())"
            work.found.add("too-few", why, column=work.panel.codes[place])


@dataclass(frozen=True, eq=False)
class FittedTreat:
    """Caps of winsorised columns (infinite for the others) and logarithms by place."""

    low: Floats
    high: Floats
    logs: dict[int, FittedLog]
    until: Moments

    def apply(self, work: Work) -> None:
        for place, log in self.logs.items():
            for row in np.flatnonzero(log.outside(work.values[place])):
                why = f"{work.values[place, row]:g} lies outside the frozen {log.text}: fit anew"
                work.found.add("outside-log", why, row=work.panel.labels[row], column=work.panel.codes[place])
        if work.found.problems:
            return
        work.record("winsorised", np.clip(work.values, self.low[:, None], self.high[:, None]), "winsorised")
        if self.logs:
            after = work.values.copy()
            for place, log in self.logs.items():
                after[place] = log.apply(work.values[place])
            work.record("transformed", after, "transformed")

    def text(self, place: int) -> str:
        """What is done to a column, '' for nothing."""
        if place in self.logs:
            return self.logs[place].text
        parts = [f"{name} {cap[place]:.6g}" for name, cap in (("at least", self.low), ("at most", self.high))]
        return ", ".join(p for p, cap in zip(parts, (self.low, self.high), strict=True) if np.isfinite(cap[place]))


def _treat_round(
    fitted: FittedTreat, x: Floats, busy: Ints, treatments: Sequence[Treatment], until: Moments, work: Work, rows: Ints
) -> NDArray[np.bool_]:
    """One treatment each for the busy columns, always from the original; whether each passes now. `rows`: those of x."""
    fitted.low[busy], fitted.high[busy] = -np.inf, np.inf
    for place in busy:
        fitted.logs.pop(int(place), None)
    passed = np.zeros(len(busy), dtype=bool)
    for treatment in dict.fromkeys(treatments):
        which = np.array([at for at, own in enumerate(treatments) if own == treatment], dtype=np.intp)
        places = busy[which]
        if isinstance(treatment, Winsorise):
            after = winsorise(x[places], treatment.most, until=until, force=treatment.force)
            _caps(fitted, places, x[places], after)
        else:
            after = np.stack([_logged(fitted, int(place), x[place], treatment, work, rows) for place in places])
        passed[which] = until.passes(after)
    return passed


def _caps(fitted: FittedTreat, places: Ints, before: Floats, after: Floats) -> None:
    low, high = lowest(after), highest(after)
    fitted.low[places] = np.where(low > lowest(before), low, -np.inf)
    fitted.high[places] = np.where(high < highest(before), high, np.inf)


def _logged(fitted: FittedTreat, place: int, x: Floats, treatment: Any, work: Work, rows: Ints) -> Floats:
    try:
        fitted.logs[place] = fit_log(x, treatment)
    except ProblemsFound as error:
        column = work.panel.codes[place]
        for problem in error.problems:
            row = work.panel.labels[int(rows[int(problem.row)])] if problem.row else ""
            work.found.problems.append(replace(problem, row=row, column=column))
        return x
    return fitted.logs[place].apply(x)


def _tell(
    fitted: FittedTreat,
    x: Floats,
    before: tuple[Floats, Floats],
    rounds: NDArray[np.int64],
    lists: Sequence[tuple[Treatment, ...]],
    failing: NDArray[np.bool_],
    work: Work,
) -> None:
    after = np.clip(x, fitted.low[:, None], fitted.high[:, None])
    for place, log in fitted.logs.items():
        after[place] = log.apply(x[place])
    skew, kurtosis = shape(after)
    moved = ((after != x) & ~np.isnan(x)).sum(axis=1)
    for place, code in enumerate(work.panel.codes):
        done = lists[place][rounds[place] - 1].kind if rounds[place] else ""
        work.tables.setdefault("treatment", []).append(
            {
                "code": code,
                "skewness_before": float(before[0][place]),
                "kurtosis_before": float(before[1][place]),
                "treatment": done,
                "formula": fitted.text(place),
                "moved": int(moved[place]) if done == "winsorise" else 0,
                "skewness": float(skew[place]),
                "kurtosis": float(kurtosis[place]),
                "passes": not failing[place],
            }
        )
    left = [work.panel.codes[place] for place in np.flatnonzero(failing)]
    if left:
        work.notes.append(f"{len(left)} indicators still fail the test after treatment: {listed(left)}")


def _forced(lists: Sequence[tuple[Treatment, ...]]) -> NDArray[np.bool_]:
    return np.array([bool(some) and isinstance(some[0], Winsorise | Log) and some[0].force for some in lists])
