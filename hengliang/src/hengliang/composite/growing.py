"""Building an aggregation: resolve methods and weights level by level, since some weights look at the scores below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.aggregation import (
    Aggregated,
    Aggregation,
    Gate,
    Stage,
    close_gates,
    run_stage,
    start,
)
from hengliang.composite.combiners import Combiner, RowRule
from hengliang.composite.generators import Generator
from hengliang.composite.problems import Findings, ProblemsFound
from hengliang.composite.tree import Tree
from hengliang.composite.weighing import Weighing

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Orders:
    """What is wanted of each node, in the order of `tree.codes`; entries of leaves are None, NaN or unused."""

    tree: Tree
    combiners: Sequence[Combiner | None]
    weighings: Sequence[Weighing | None]
    given: Floats
    directions: Floats
    limits: Floats
    gates: tuple[Gate, ...] = ()


def grow(
    orders: Orders,
    leaves: Floats,
    mirrors: Floats,
    *,
    reference: Ints | None = None,
    years: Ints,
    labels: Sequence[str],
    found: Findings,
    notes: list[str],
) -> tuple[Aggregation, Aggregated]:
    """Fit and run in one walk. `mirrors`: of the leaves' scales; `reference`: rows that data-driven parts look at."""
    tree = orders.tree
    values, covered = start(tree, leaves)
    lost = np.zeros((len(orders.gates), leaves.shape[1]))
    weights = orders.given.copy()
    mirror = np.concatenate([mirrors, np.full(len(tree.codes) - tree.leaves, np.nan)])
    stages: list[Stage] = []
    for level in tree.levels:
        for nodes in _together(orders, level):
            for place in nodes:
                weights[tree.children[place]] = _weigh(orders, int(place), values, reference, found, notes)
                mirror[place] = _mirror(orders, int(place), mirror, weights)
            stage = _stage(orders, nodes, weights, mirror, values, reference, labels, found)
            stages.append(stage)
            run_stage(tree, stage, values, covered, years=years, labels=labels, found=found)
            close_gates(tree, orders.gates, stage.nodes, values, lost)
    grown = Aggregation(tree, tuple(stages), weights, tuple(orders.combiners), orders.gates, mirror)
    return grown, Aggregated(values, covered, lost)


def _together(orders: Orders, level: Ints) -> list[Ints]:
    """Nodes of a level that make one matrix product; other methods one by one."""
    groups: dict[Generator | int, list[int]] = {}
    for place in level:
        combiner = orders.combiners[place]
        generator = combiner.generator if combiner is not None else None
        groups.setdefault(int(place) if generator is None else generator, []).append(int(place))
    return [np.array(nodes, dtype=np.intp) for nodes in groups.values()]


def _weigh(
    orders: Orders, place: int, values: Floats, reference: Ints | None, found: Findings, notes: list[str]
) -> Floats:
    tree, rule = orders.tree, orders.weighings[place]
    children = tree.children[place]
    given = orders.given[children]
    if rule is None:
        return given
    scores = np.empty((0, len(children)))
    if rule.looks:
        scores = (values[children] if reference is None else values[np.ix_(children, reference)]).T
    codes = [tree.codes[int(child)] for child in children]
    try:
        weights = rule.weigh(scores, given, codes, notes) if len(codes) > 1 or not rule.looks else given
    except ProblemsFound as error:
        for problem in error.problems:
            column = ", ".join(codes[int(p)] if p.isdigit() else p for p in problem.column.split(", "))
            found.add(problem.code, f"weights of {tree.codes[place]}: {problem.why}", row=problem.row, column=column)
        return given
    for child in np.flatnonzero(~(weights > 0.0)):
        why = f"the rule {rule.kind} gives it the weight {weights[child]:g}: leave it out, or weigh it another way"
        found.add("weight", why, row=codes[child], column="weight")
    return weights


def _mirror(orders: Orders, place: int, mirror: Floats, weights: Floats) -> float:
    combiner = orders.combiners[place]
    if combiner is not None and combiner.mirror is not None:
        return combiner.mirror
    children = orders.tree.children[place]
    below = mirror[children]
    if not (np.abs(below - below[0]) <= 1e-12 * np.abs(below[0])).all():
        return float("nan")
    return float(below[0] * (weights[children].sum() if combiner is not None and combiner.summed else 1.0))


def _stage(
    orders: Orders,
    nodes: Ints,
    weights: Floats,
    mirror: Floats,
    values: Floats,
    reference: Ints | None,
    labels: Sequence[str],
    found: Findings,
) -> Stage:
    tree = orders.tree
    children = np.unique(np.concatenate([tree.children[place] for place in nodes]))
    where = {int(child): at for at, child in enumerate(children)}
    shares = np.zeros((len(nodes), len(children)))
    totals = np.ones(len(nodes))
    for row, place in enumerate(nodes):
        w = weights[tree.children[place]]
        shares[row, [where[int(child)] for child in tree.children[place]]] = w / w.sum()
        combiner = orders.combiners[place]
        totals[row] = w.sum() if combiner is not None and combiner.summed else 1.0
    turned = np.where((orders.directions[children] < 0) & (children >= tree.leaves), mirror[children], np.nan)
    for child in children[(orders.directions[children] < 0) & (children >= tree.leaves) & np.isnan(mirror[children])]:
        why = "direction -1 on a node needs children with one output range: scale(..., to=(low, high))"
        found.add("direction", why, row=tree.codes[child], column="direction")
    counts = np.array([float(len(tree.children[place])) for place in nodes])
    method = orders.combiners[nodes[0]]
    generator = method.generator if method is not None else None
    bare = Stage(nodes, children, shares, totals, counts, orders.limits[nodes], turned, generator)
    if method is None or generator is not None:
        return bare
    x = bare.inputs(values).T
    return replace(
        bare, rule=_fitted(method, x if reference is None else x[reference], shares[0]), by_year=method.by_year
    )


def _fitted(method: Combiner, x: Floats, shares: Floats) -> RowRule:
    """The method fitted on the reference rows; one that cannot be fitted tells why when its stage is run."""
    try:
        return method.fit(x, shares)
    except ProblemsFound as error:
        why = error

        def refused(rows: Floats, weights: Floats) -> Floats:
            raise why

        return refused
