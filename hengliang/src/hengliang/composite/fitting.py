"""From tables to an index: read, prepare, scale, aggregate; and the same again over later data with all numbers frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.aggregation import Aggregated, Aggregation, Gate
from hengliang.composite.choices import YEARLY, Choices
from hengliang.composite.combiners import Combiner, parse
from hengliang.composite.frames import read
from hengliang.composite.framework import Framework
from hengliang.composite.framework_table import framework_from
from hengliang.composite.frozen_scale import FittedScale, fit_scale
from hengliang.composite.growing import Orders, grow
from hengliang.composite.panel import read_panel
from hengliang.composite.preparation import FittedStep, Work
from hengliang.composite.problems import Findings, ProblemsFound, listed
from hengliang.composite.remarks import check_scores, tell_gaps, tell_methods
from hengliang.composite.scale_spec import Aims, Scale
from hengliang.composite.steps import FittedScreen
from hengliang.composite.tree import Tree
from hengliang.composite.weighing import Given, Weighing

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

GIVEN = Given()


@dataclass(frozen=True, eq=False)
class Scaling:
    """The fitted scale, or one for each year where the plan scales yearly (`by_year`, with what a new year needs)."""

    frozen: FittedScale | None
    by_year: dict[Any, FittedScale]
    scales: tuple[Scale, ...]

    @property
    def mirrors(self) -> Floats:
        """Score + mirror image of each indicator; NaN where the years differ (ranks among more or fewer units)."""
        if self.frozen is not None:
            return self.frozen.mirrors
        every = np.stack([scale.mirrors for scale in self.by_year.values()])
        return np.where((every == every[0]).all(axis=0), every[0], np.nan)

    def of(self, year: Any) -> FittedScale:
        """The scale that a row of this year stands on."""
        return self.frozen if self.frozen is not None else self.by_year[year]


@dataclass(frozen=True, eq=False)
class Frozen:
    """Everything that a fit fixed."""

    framework: Framework
    steps: tuple[FittedStep, ...]
    scaling: Scaling
    aggregation: Aggregation


@dataclass(frozen=True, eq=False)
class Fit:
    """A finished fit or application: what is frozen, the table's way, scaled leaves (leaves × rows), all scores,
    and units and years of the rows as read (screening may have left some out since).
    """

    frozen: Frozen
    work: Work
    leaves: Floats
    result: Aggregated
    units_read: tuple[str, ...]
    years_read: tuple[Any, ...]


def fit(plan: Choices, data: Any, framework: Any, *, unit: str | None, year: str | None, divisors: Any) -> Fit:
    """See `Plan.fit`. What is wrong with framework, data and plan is told in one round, before any step runs."""
    found = Findings()
    tree_plan = _framework_of(plan, framework, found)
    # A change of a node that is not there leaves the tree as it is: the rest of the plan can be looked at all the same.
    sound = all(problem.code == "unknown-code" for problem in found.problems)
    orders = orders_of(plan, tree_plan, found) if sound else None
    if not sound:
        _check_names(plan, {node.code for node in tree_plan.nodes}, found)
    work = begin(tree_plan, data, unit=unit, year=year, divisors=divisors, found=found)
    if sound and work.panel.units:
        for step in plan.steps:
            step.check(work)
        _check_scaling(plan, work)
    found.stop()
    assert orders is not None  # noqa: S101 - a tree that is not sound has stopped above
    read_rows = work.panel.units, work.panel.years
    # Overflow is looked for where a step, a scale or a score is finished, and told by name there.
    with np.errstate(all="ignore"):
        steps = _prepare(plan, work)
        scaling = fit_scaling(plan, work)
        found.stop()
        leaves = scaled(scaling, work)
        labels, years = work.panel.labels, work.panel.year_numbers
        grown, result = grow(orders, leaves, scaling.mirrors, years=years, labels=labels, found=found, notes=work.notes)
    check_scores(grown, result, work)
    found.stop()
    tell_methods(grown, work)
    frozen = Frozen(tree_plan, tuple(steps), scaling, grown)
    return Fit(frozen, work, leaves, result, *read_rows)


def _prepare(plan: Choices, work: Work) -> list[FittedStep]:
    """Every step fitted and applied in its order."""
    steps: list[FittedStep] = []
    for step in plan.steps:
        fitted = step.fit(work)
        work.found.stop()
        _apply(fitted, work)
        steps.append(fitted.later() if isinstance(fitted, FittedScreen) else fitted)
    tell_gaps(plan, work)
    return steps


def _apply(step: FittedStep, work: Work) -> None:
    """Raises: ProblemsFound, for values beyond all numbers too."""
    step.apply(work)
    if np.isinf(work.values).any():
        for place, row in zip(*np.nonzero(np.isinf(work.values)), strict=True):
            why = f"is infinite once it is {work.snapshots[-1].step}: change the unit of measure"
            work.found.add("beyond", why, row=work.panel.labels[row], column=work.panel.codes[place])
    work.found.stop()


def lay_over(plan: Choices, frozen: Frozen, data: Any, *, unit: str | None, year: str | None, divisors: Any) -> Fit:
    """The same index over other data: every bound, cap, mean and weight stays as it was fitted."""
    found = Findings()
    work = begin(frozen.framework, data, unit=unit, year=year, divisors=divisors, found=found)
    found.stop()
    read_rows = work.panel.units, work.panel.years
    with np.errstate(all="ignore"):
        for step in frozen.steps:
            _apply(step, work)
        tell_gaps(plan, work)
        scaling = frozen.scaling if frozen.scaling.frozen is not None else _with_new_years(plan, frozen.scaling, work)
        found.stop()
        leaves = scaled(scaling, work)
        result = run(frozen.aggregation, leaves, work)
    return Fit(replace(frozen, scaling=scaling), work, leaves, result, *read_rows)


def run(aggregation: Aggregation, leaves: Floats, work: Work) -> Aggregated:
    """Scores from scaled leaves. Raises: ProblemsFound."""
    result = aggregation.run(leaves, years=work.panel.year_numbers, labels=work.panel.labels, found=work.found)
    check_scores(aggregation, result, work)
    work.found.stop()
    return result


def _framework_of(plan: Choices, framework: Any, found: Findings) -> Framework:
    """The framework with the plan's overrides. With problems in `found`, only the codes in it can be relied on."""
    read_in = framework_from(framework, found)
    nodes = {node.code: node for node in read_in.nodes}
    for code, name, value in plan.changes:
        if code in nodes:
            nodes[code] = replace(nodes[code], **{name: value})
        else:
            found.add("unknown-code", f"the plan changes its {name}, the framework has no such node", row=code)
    found.problems.extend(read_in.problems)
    if not plan.changes or found.problems:
        return read_in
    made = replace(read_in, nodes=tuple(nodes.values()))
    found.problems.extend(made.problems)
    return made


def begin(
    framework: Framework, data: Any, *, unit: str | None, year: str | None, divisors: Any, found: Findings
) -> Work:
    """The data read against the framework; problems in `found`."""
    try:
        panel = read_panel(data, framework.bottom, unit=unit, year=year, found=found)
        sheet = None if divisors is None else read(divisors, what="divisors")
    except ProblemsFound as error:
        found.problems.extend(error.problems)
        found.stop()
        raise
    work = Work.begin(framework, panel, found, sheet)
    work.notes += [*panel.sheet.remarks, *(sheet.remarks if sheet is not None else ())]
    return work


def _check_names(plan: Choices, codes: set[str], found: Findings) -> None:
    """Names in the plan that are in no framework, sound or not."""
    named = (("combine", plan.combiners), ("weigh", plan.weighings), ("require", plan.limits), ("scale", plan.scales))
    for what, pairs in named:
        for code in [code for code, _ in pairs if code not in codes]:
            found.add("unknown-code", f"named in {what}, but not in the framework", row=code)
    for code in [code for gate in plan.gates for code in (gate.node, gate.on) if code and code not in codes]:
        found.add("unknown-code", "named in a gate, but not in the framework", row=code)


def orders_of(plan: Choices, framework: Framework, found: Findings) -> Orders:
    """What is wanted of every node, by precedence: plan for all < framework < plan by name."""
    tree, nodes = framework.tree, framework.ordered
    inner = set(tree.codes[tree.leaves :])
    for what, named in (("combine", plan.combiners), ("weigh", plan.weighings), ("require", plan.limits)):
        for code, _ in named:
            if code not in inner:
                found.add("unknown-code", f"named in {what}, but no node with children", row=code)
    _check_gates(plan.gates, tree, found)
    means, rules, limits = dict(plan.combiners), dict(plan.weighings), dict(plan.limits)
    combiners: list[Combiner | None] = [None] * tree.leaves
    weighings: list[Weighing | None] = [None] * tree.leaves
    for node in nodes[tree.leaves :]:
        said = parse_mean(node.mean, node.code, found) if node.mean else plan.default_combiner
        combiners.append(means.get(node.code, said))
        weighings.append(rules.get(node.code, plan.default_weighing or GIVEN))
    low = [plan.default_limit if node.coverage is None else node.coverage for node in nodes]
    return Orders(
        tree=tree,
        combiners=combiners,
        weighings=weighings,
        given=np.array([1.0 if node.weight is None else node.weight for node in nodes]),
        directions=np.array([float(node.direction or 1) for node in nodes]),
        limits=np.array([limits.get(node.code, limit) for node, limit in zip(nodes, low, strict=True)]),
        gates=plan.gates,
    )


def parse_mean(said: str, code: str, found: Findings) -> Combiner | None:
    """The method that the framework names for a node; a problem where it is none."""
    try:
        return parse(said, row=code)
    except ProblemsFound as error:
        found.problems.extend(error.problems)
        return None


def fit_scaling(plan: Choices, work: Work) -> Scaling:
    """The plan's scales fitted on the prepared table."""
    scales = scales_of(plan, work)
    if work.found.problems:
        return Scaling(None, {}, scales)
    panel = work.panel
    if plan.scale_years == (YEARLY,):
        if not panel.years:
            work.found.add("no-years", "scales for each year by itself need a column of years")
        return _with_new_years(plan, Scaling(None, {}, scales), work)
    panel.check_years(plan.scale_years, work.found)
    if work.found.problems:
        return Scaling(None, {}, scales)
    rows = panel.rows_in(plan.scale_years) if plan.scale_years else np.arange(len(panel.units))
    return Scaling(_fit_rows(plan, scales, work, rows, plan.scale_years), {}, scales)


def _check_scaling(plan: Choices, work: Work) -> None:
    """What can be seen of the scales before any step has run."""
    scales = scales_of(plan, work)
    if plan.scale_years == (YEARLY,):
        if not work.panel.years:
            work.found.add("no-years", "scales for each year by itself need a column of years")
    else:
        work.panel.check_years(plan.scale_years, work.found)
    aims = _aims(work, work.panel.units)
    for scale in dict.fromkeys(scales):
        places = [place for place, own in enumerate(scales) if own == scale]
        codes = [aims.codes[place] for place in places]
        scale.check(replace(aims, codes=codes, targets=aims.targets[places], goalposts=aims.goalposts[places]))


def scales_of(plan: Choices, work: Work) -> tuple[Scale, ...]:
    """One scale an indicator."""
    codes, own = work.panel.codes, dict(plan.scales)
    for code in [code for code in own if code not in codes]:
        work.found.add("unknown-code", "named in scale, but no indicator", column=code)
    bare = [code for code in codes if code not in own and plan.default_scale is None]
    if bare:
        why = "the plan says no scale: scale(minmax()), or scale('as_is') where the indicators are on one scale already"
        work.found.add("no-scale", why, column=listed(bare))
        return ()
    return tuple(own.get(code, plan.default_scale) for code in codes)  # type: ignore[misc]


def scaled(scaling: Scaling, work: Work) -> Floats:
    """Leaves × rows on their scales."""
    if scaling.frozen is not None:
        return scaling.frozen.apply(work.values)
    leaves = np.full(work.values.shape, np.nan)
    for year, scale in scaling.by_year.items():
        rows = work.panel.rows_in([year])
        leaves[:, rows] = scale.apply(work.values[:, rows])
    return leaves


def _with_new_years(plan: Choices, scaling: Scaling, work: Work) -> Scaling:
    new = {
        year: _fit_rows(plan, scaling.scales, work, work.panel.rows_in([year]), (year,))
        for year in work.panel.all_years
        if year not in scaling.by_year
    }
    return replace(scaling, by_year={**scaling.by_year, **new})


def _fit_rows(plan: Choices, scales: Sequence[Scale], work: Work, rows: Ints, years: tuple[Any, ...]) -> FittedScale:
    leaves = work.framework.ordered[: work.framework.tree.leaves]
    directions = np.array([float(node.direction or 1) for node in leaves])
    whole = len(rows) == len(work.panel.units)
    aims = _aims(work, work.panel.units if whole else [work.panel.units[row] for row in rows])
    reference = work.values if whole else work.values[:, rows]
    return fit_scale(reference, scales, directions, aims, to=plan.to, constant=plan.constant, years=years)


def _aims(work: Work, units: Sequence[str]) -> Aims:
    leaves = work.framework.ordered[: work.framework.tree.leaves]
    targets = np.array([np.nan if node.target is None else node.target for node in leaves])
    posts = np.array([node.goalposts or (np.nan, np.nan) for node in leaves], dtype=np.float64)
    return Aims(work.panel.codes, targets, posts, units, work.found)


def _check_gates(gates: Sequence[Gate], tree: Tree, found: Findings) -> None:
    for gate in gates:
        strangers = [code for code in (gate.node, gate.on) if code and code not in tree.codes]
        for code in strangers:
            found.add("unknown-code", "named in a gate, but not in the framework", row=code)
        if not strangers:
            on = tree.place(gate.on) if gate.on else tree.top
            if on not in tree.above(tree.place(gate.node)):
                found.add("gate", f"{tree.codes[on]} does not stand above it", row=gate.node)
