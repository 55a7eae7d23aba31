"""The tables behind a study: each distinct way of preparing, scaling, weighing and combining is built once.

Works that share their first steps share them here too, so that five treatments by two scales cost five treatments.
What cannot be built is kept with its reasons: a study lists it with its share and drops nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.aggregation import Aggregation
from hengliang.composite.choices import Choices
from hengliang.composite.factors import Factor
from hengliang.composite.fitting import Fit, Scaling, fit_scaling, orders_of, scaled
from hengliang.composite.growing import grow
from hengliang.composite.preparation import FittedStep, Work
from hengliang.composite.problems import Findings, ProblemsFound, refuse
from hengliang.composite.steps import Step

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Prepared:
    """A table after the steps of one plan, and the fitted steps that made it."""

    work: Work
    steps: tuple[FittedStep, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """Scaled leaves (leaves × rows) with all that led to them."""

    plan: Choices
    prepared: Prepared
    scaling: Scaling
    leaves: Floats

    @property
    def mirrors(self) -> Floats:
        """Of the leaves' scales."""
        frozen = self.scaling.frozen or next(iter(self.scaling.by_year.values()))
        return frozen.mirrors


@dataclass(frozen=True, eq=False)
class Variant:
    """One combination of choices, ready to aggregate; `values`: nodes × rows at its own weights."""

    table: Table
    aggregation: Aggregation
    values: Floats


@dataclass(frozen=True)
class Impossible:
    """A combination that has no result: its choices by factor, its share of all runs, and why."""

    choices: tuple[tuple[str, str], ...]
    share: float
    why: tuple[str, ...]


class Workshop:
    """Builds variants of one fitted index; caches by plan, so that nothing is built twice."""

    def __init__(self, plan: Choices, made: Fit) -> None:
        self.plan, self.made = plan, made
        self._prepared: dict[tuple[Step, ...], Prepared | ProblemsFound] = {}
        self._plans: dict[tuple[int, ...], Choices] = {}
        self._tables: dict[Any, Table | ProblemsFound] = {}
        self._aggregations: dict[Any, Aggregation] = {}
        self._variants: dict[Any, Variant | ProblemsFound] = {}

    def variant(self, plan: Choices) -> Variant:
        """Raises: ProblemsFound with what stands in the way."""
        key = _upstream(plan), _downstream(plan)
        if key not in self._variants:
            try:
                self._variants[key] = self._aggregated(plan, self.table(plan))
            except ProblemsFound as error:
                self._variants[key] = error
        return _raised(self._variants[key])

    def settled(self, factors: Sequence[Factor], levels: Sequence[int]) -> Choices:
        """The plan with one alternative of every choice in place; `factors`: those that are choices."""
        if not levels:
            return self.plan
        key = tuple(levels)
        if key not in self._plans:
            at = len(key) - 1
            self._plans[key] = factors[at].settle(self.settled(factors, key[:-1]), key[at])
        return self._plans[key]

    def table(self, plan: Choices) -> Table:
        """The scaled table of a plan, from the cache where it has been built."""
        key = _upstream(plan)
        if key not in self._tables:
            try:
                self._tables[key] = self._scaled(plan, self.prepared(plan.steps))
            except ProblemsFound as error:
                self._tables[key] = error
        return _raised(self._tables[key])

    def prepared(self, steps: tuple[Step, ...]) -> Prepared:
        """The table after these steps."""
        if steps not in self._prepared:
            try:
                self._prepared[steps] = self._step(steps)
            except ProblemsFound as error:
                self._prepared[steps] = error
        return _raised(self._prepared[steps])

    def rebuilt(self, plan: Choices, values: Floats) -> Variant:
        """The variant of a plan over other raw values (indicators × rows as read), outside the caches."""
        other = Workshop(plan, self.made)
        other._prepared[()] = Prepared(self._start(values), ())
        return other.variant(plan)

    def again(self, plan: Choices) -> Variant:
        """The variant of a plan that occurs once: prepared tables are shared, nothing of it is kept."""
        other = Workshop(plan, self.made)
        other._prepared = self._prepared
        return other.variant(plan)

    def _start(self, values: Floats | None = None) -> Work:
        panel = self.made.work.as_read
        if panel is None:
            raise refuse("study", "the index does not know the data it was made from")
        changed = panel if values is None else replace(panel, values=values)
        return Work.begin(self.made.frozen.framework, changed, Findings(), self.made.work.divisors)

    def _step(self, steps: tuple[Step, ...]) -> Prepared:
        if not steps:
            return Prepared(self._start(), ())
        before = self.prepared(steps[:-1])
        work = replace(before.work, found=Findings(), notes=[], changes=[], snapshots=[], tables={})
        step = steps[-1]
        fitted = step.fit(work)
        work.found.stop()
        fitted.apply(work)
        work.found.stop()
        return Prepared(work, (*before.steps, fitted))

    def _aggregated(self, plan: Choices, table: Table) -> Variant:
        found, work = Findings(), table.prepared.work
        years, labels = work.panel.year_numbers, work.panel.labels
        key = _downstream(plan)
        if key in self._aggregations:
            aggregation = self._aggregations[key]
            result = aggregation.run(table.leaves, years=years, labels=labels, found=found)
        else:
            orders = orders_of(plan, self.made.frozen.framework, found)
            aggregation, result = grow(
                orders, table.leaves, table.mirrors, years=years, labels=labels, found=found, notes=[]
            )
            if not found.problems and _same_over_any_table(plan, aggregation):
                self._aggregations[key] = aggregation
        found.stop()
        return Variant(table, aggregation, result.values)

    def _scaled(self, plan: Choices, prepared: Prepared) -> Table:
        work = replace(prepared.work, found=Findings())
        scaling = fit_scaling(plan, work)
        work.found.stop()
        return Table(plan, prepared, scaling, scaled(scaling, work))


def _upstream(plan: Choices) -> Any:
    return plan.steps, plan.default_scale, plan.scales


def _downstream(plan: Choices) -> Any:
    limits = plan.default_limit, plan.limits, plan.gates
    return plan.default_weighing, plan.weighings, plan.default_combiner, plan.combiners, limits


def _same_over_any_table(plan: Choices, aggregation: Aggregation) -> bool:
    """Whether nothing in it was fitted on the table: no weights from data, no method but means, nothing turned round."""
    rules = [plan.default_weighing, *(rule for _, rule in plan.weighings)]
    if any(rule is not None and rule.looks for rule in rules):
        return False
    return all(stage.generator is not None and np.isnan(stage.mirrors).all() for stage in aggregation.stages)


def _raised(built: Any) -> Any:
    if isinstance(built, ProblemsFound):
        raise built
    return built


def check_reproduced(workshop: Workshop, values: Floats) -> None:
    """Raises: ProblemsFound where the plan over the index's own data does not give the index (it was laid over them)."""
    again = workshop.variant(workshop.plan).values
    if again.shape != values.shape or not np.allclose(again, values, rtol=1e-9, atol=1e-9, equal_nan=True):
        why = (
            "this index lies on other data than it was fitted on; vary the fitted one, or fit the plan on these data: "
            "every run fits its scale anew"
        )
        raise refuse("applied", why)
