"""Imputation as a step of a plan: by column, group, row or node, in time, or by any fit/transform object.

Means are those of the fitted data for ever; a gap that was filled from its neighbours in time keeps its value when
later years arrive, so that no old score moves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from hengliang.composite import imputation
from hengliang.composite.chained import Chain, fit_chain
from hengliang.composite.columns import highest, lowest
from hengliang.composite.preparation import FittedStep, Work
from hengliang.composite.problems import Findings, ProblemsFound, listed
from hengliang.composite.steps import Step, row_groups

Floats = NDArray[np.float64]

BY_COLUMN = ("mean", "median")
BY_ROW = ("row_mean", "row_median", "node_mean", "node_median")
MULTIPLE, VALUE = "multiple", "value"
WAYS = (*BY_COLUMN, *BY_ROW, *imputation.IN_TIME)


@dataclass(frozen=True)
class Impute(Step):
    """Fill gaps: mean, median (of the column, `within` a group); row_mean, row_median; node_mean, node_median (of the
    indicators under the same parent); latest (at most `limit` years old), linear, constant, linear_constant in time.

    `only`: these indicators, all where empty. Rows and nodes are filled on min-max scaled columns, turned by
    direction, and scaled back.
    """

    how: str = "mean"
    within: str = ""
    limit: float | None = None
    only: tuple[str, ...] = ()
    kind: ClassVar[str] = "impute"

    def rules(self, found: Findings) -> None:
        if self.how not in WAYS:
            found.add("impute", f"{self.how!r} is no way to fill gaps; there are {listed(WAYS, most=20)}", column="how")
        if self.within and self.how not in BY_COLUMN:
            why = f"within={self.within!r} goes with mean and median, not with {self.how}"
            found.add("impute", why, column="within")
        if self.limit is not None and self.how != "latest":
            found.add("impute", f"limit={self.limit:g} goes with latest, not with {self.how}", column="limit")
        if self.limit is not None and self.limit < 0.0:
            found.add("impute", f"a limit of {self.limit:g} years, it must not be below 0", column="limit")

    def check(self, work: Work) -> None:
        for code in [code for code in self.only if code not in work.panel.codes]:
            work.found.add("unknown-code", "named for imputation but no indicator", column=code)
        if self.within:
            row_groups(work, self.within)
        if self.how in imputation.IN_TIME and not work.panel.years:
            work.found.add("no-years", f"{self.how} fills gaps in time, the data have no column of years")

    def fit(self, work: Work) -> FittedStep:
        self.check(work)
        if work.found.problems:
            return FilledByColumn(self, {})
        if self.how in BY_COLUMN:
            return _fit_columns(self, work)
        if self.how in BY_ROW:
            return _fit_rows(self, work)
        after, panel = _in_time(self, work), work.panel
        gaps = zip(*np.nonzero(np.isnan(work.values)), strict=True)
        memory = {(panel.units[row], panel.years[row], int(place)): float(after[place, row]) for place, row in gaps}
        return FilledInTime(self, memory)


@dataclass(frozen=True)
class ImputeValue(Impute):
    """Gaps take one number that is said beforehand, such as 0 where nothing was counted."""

    how: str = VALUE
    value: float = 0.0
    kind: ClassVar[str] = "impute_value"

    def rules(self, found: Findings) -> None:
        if self.how != VALUE or self.within or self.limit is not None:
            found.add("impute", "a value that is said fills gaps by itself: how, within and limit have no place here")

    def fit(self, work: Work) -> FittedStep:
        self.check(work)
        return FilledByColumn(self, {"": np.full(len(work.panel.codes), self.value)})


@dataclass(frozen=True)
class ImputeMultiple(Impute):
    """Chained equations (see `chained`): the mean of `draws` imputations, or one of them where `draw` says which.

    In a study, `vary(impute=imputations(20))` lets every run take its own draw. Units seen in the fit keep what was
    drawn for them; later ones take the nearest donor of the frozen equations.
    """

    how: str = MULTIPLE
    draws: int = 20
    seed: int = 0
    draw: int | None = None
    kind: ClassVar[str] = "impute_multiple"

    def rules(self, found: Findings) -> None:
        if self.how != MULTIPLE or self.within or self.limit is not None:
            found.add("impute", "multiple imputation looks at whole rows: how, within and limit have no place here")
        if not 1 <= self.draws <= 1000:
            found.add("impute", f"{self.draws} draws: 1 to 1000 are possible", column="draws")
        if self.seed < 0 or (self.draw is not None and self.draw < 0):
            found.add("impute", "seed and draw are numbers from 0 on", column="seed")

    def fit(self, work: Work) -> FittedStep:
        self.check(work)
        chosen = range(self.draws) if self.draw is None else (self.draw,)
        chains = []
        try:
            for draw in chosen:
                chains.append(fit_chain(work.values.T, seed=self.seed, draw=draw, names=work.panel.codes))
        except ProblemsFound as error:
            work.found.problems.extend(error.problems)
            return FilledByChains(self, (), {})
        after, panel = np.mean([chain.filled for chain in chains], axis=0).T, work.panel
        years = panel.years or ("",) * len(panel.units)
        gaps = zip(*np.nonzero(np.isnan(work.values)), strict=True)
        memory = {(panel.units[row], years[row], int(place)): float(after[place, row]) for place, row in gaps}
        return FilledByChains(self, tuple(chains), memory)


def imputations(draws: int = 20, *, seed: int = 0) -> list[ImputeMultiple]:
    """The single draws of a multiple imputation, as alternatives for `Index.vary(impute=...)`."""
    return [ImputeMultiple(draws=draws, seed=seed, draw=draw) for draw in range(draws)]


@dataclass(frozen=True)
class ImputeBy(Step):
    """Any object with fit(X) and transform(X) (units × indicators, NaN for gaps), such as scikit-learn's imputers.

    It has no JSON. `fit` must return something with `transform`; the result must have the same shape.
    """

    imputer: Any = field(default=None)
    kind: ClassVar[str] = "impute_by"

    def rules(self, found: Findings) -> None:
        for name in ("fit", "transform"):
            if not callable(getattr(self.imputer, name, None)):
                why = f"{type(self.imputer).__name__} has no {name}: say a way by name, or an object with fit and transform"
                found.add("impute", why, column="how")

    def fit(self, work: Work) -> FittedStep:
        try:
            fitted = self.imputer.fit(work.values.T)
        except Exception as error:
            work.found.add("impute", f"{type(self.imputer).__name__} could not be fitted: {error}")
            return FilledBy(None)
        # scikit-learn returns itself; an object that returns nothing is taken to have fitted itself.
        return FilledBy(fitted if callable(getattr(fitted, "transform", None)) else self.imputer)


@dataclass(frozen=True, eq=False)
class FilledBy:
    """A fitted stranger. Only gaps are taken from it, whatever else it returns."""

    fitted: Any

    def apply(self, work: Work) -> None:
        name = type(self.fitted).__name__
        try:
            filled = np.asarray(self.fitted.transform(work.values.T), dtype=np.float64).T
        except Exception as error:
            work.found.add("impute", f"{name} could not fill: {error}")
            return
        if filled.shape != work.values.shape or np.isinf(filled).any():
            work.found.add("impute", f"the imputer returned shape {filled.shape[::-1]} or infinite values")
            return
        work.record("imputed", np.where(np.isnan(work.values), filled, work.values), name)


@dataclass(frozen=True, eq=False)
class FilledByColumn:
    """Group -> one value an indicator; '' where there are no groups."""

    step: Impute
    middles: dict[str, Floats]

    def apply(self, work: Work) -> None:
        labels = row_groups(work, self.step.within) if self.step.within else [""] * len(work.panel.units)
        known = np.stack([self.middles.get(label, np.full(len(work.values), np.nan)) for label in labels], axis=1)
        for label in sorted({label for label in labels if label not in self.middles and label}):
            work.found.add(
                "unknown-group", "no row of the fitted data is in this group", row=label, column=self.step.within
            )
        gaps = np.isnan(work.values) & _chosen(self.step, work)[:, None]
        how = f"{self.step.how} of the column" + (f" within {self.step.within}" if self.step.within else "")
        work.record("imputed", np.where(gaps, known, work.values), how)


@dataclass(frozen=True, eq=False)
class FilledByChains:
    """Draws with their frozen equations; `memory` holds what they filled: (unit, year, place of the indicator)."""

    step: ImputeMultiple
    chains: tuple[Chain, ...]
    memory: dict[tuple[str, Any, int], float]

    def apply(self, work: Work) -> None:
        gaps = np.isnan(work.values) & _chosen(self.step, work)[:, None]
        years = work.panel.years or ("",) * len(work.panel.units)
        keys = [(int(place), int(row)) for place, row in zip(*np.nonzero(gaps), strict=True)]
        known = [self.memory.get((work.panel.units[row], years[row], place)) for place, row in keys]
        after = work.values.copy()
        if None in known:
            after[gaps] = np.mean([chain.apply(work.values.T) for chain in self.chains], axis=0).T[gaps]
        for (place, row), value in zip(keys, known, strict=True):
            after[place, row] = after[place, row] if value is None else value
        one = "" if self.step.draw is None else f", draw {self.step.draw}"
        work.record("imputed", after, f"mean of {len(self.chains)} imputations" if not one else f"imputation{one}")


@dataclass(frozen=True, eq=False)
class FilledByRow:
    """Bounds of the columns, and for each indicator the places of those it is filled from."""

    step: Impute
    low: Floats
    span: Floats
    direction: Floats
    families: tuple[NDArray[np.intp], ...]

    def apply(self, work: Work) -> None:
        unit = (work.values * self.direction[:, None] - self.low[:, None]) / self.span[:, None]
        filled = unit.copy()
        fill = imputation.row_mean if self.step.how.endswith("mean") else imputation.row_median
        for family in self.families:
            filled[family] = fill(unit[family].T).T
        back = (filled * self.span[:, None] + self.low[:, None]) * self.direction[:, None]
        gaps = np.isnan(work.values) & _chosen(self.step, work)[:, None]
        work.record("imputed", np.where(gaps, back, work.values), self.step.how.replace("_", " "))


@dataclass(frozen=True, eq=False)
class FilledInTime:
    """Remembers what the fit filled: (unit, year, place of the indicator) -> value."""

    step: Impute
    memory: dict[tuple[str, Any, int], float]

    def apply(self, work: Work) -> None:
        panel = work.panel
        if not panel.years:
            work.found.add("no-years", f"{self.step.how} fills gaps in time, the data have no column of years")
            return
        after = _in_time(self.step, work)
        for place, row in zip(*np.nonzero(np.isnan(work.values)), strict=True):
            after[place, row] = self.memory.get((panel.units[row], panel.years[row], int(place)), after[place, row])
        work.record("imputed", after, f"{self.step.how.replace('_', ' then ')} in time")


def _in_time(step: Impute, work: Work) -> Floats:
    panel = work.panel
    years = np.array([float(year) if isinstance(year, int) else place for place, year in enumerate(panel.all_years)])
    after, chosen = work.values.copy(), _chosen(step, work)
    limit = {"limit": step.limit} if step.how == "latest" and step.limit is not None else {}
    rows_of: dict[str, list[int]] = {}
    for row, unit in enumerate(panel.units):
        rows_of.setdefault(unit, []).append(row)
    for rows_ in rows_of.values():
        rows = np.array(rows_)[np.argsort(panel.year_numbers[rows_])]
        series = work.values[:, rows].T
        if np.isnan(series).any():
            filled = imputation.IN_TIME[step.how](series, years[panel.year_numbers[rows]], **limit).T
            after[:, rows] = np.where(chosen[:, None], filled, work.values[:, rows])
    return after


def _fit_columns(step: Impute, work: Work) -> FilledByColumn:
    labels = np.array(row_groups(work, step.within) if step.within else [""] * len(work.panel.units))
    middle = imputation.column_mean if step.how == "mean" else imputation.column_median
    return FilledByColumn(step, {str(label): middle(work.values[:, labels == label].T) for label in np.unique(labels)})


def _fit_rows(step: Impute, work: Work) -> FilledByRow:
    tree = work.framework.tree
    direction = np.array([float(node.direction or 1) for node in work.framework.ordered[: tree.leaves]])
    low, high = lowest(work.values * direction[:, None]), highest(work.values * direction[:, None])
    for place in np.flatnonzero(~(high > low)):
        work.found.add("constant", "a constant or empty column has no scale to fill on", column=work.panel.codes[place])
    if step.how.startswith("row"):
        families: tuple[NDArray[np.intp], ...] = (np.arange(tree.leaves),)
    else:
        parents = tree.parent[: tree.leaves]
        families = tuple(np.flatnonzero(parents == parent) for parent in np.unique(parents))
    return FilledByRow(step, low, np.where(high > low, high - low, 1.0), direction, families)


def _chosen(step: Impute, work: Work) -> NDArray[np.bool_]:
    return np.array([not step.only or code in step.only for code in work.panel.codes])
