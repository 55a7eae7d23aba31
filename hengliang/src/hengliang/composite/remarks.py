"""What a reader of an index must know besides its scores: gaps and empty scores, divisors and weights without a part."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.aggregation import Aggregated, Aggregation
from hengliang.composite.choices import Choices
from hengliang.composite.combiners import WholeRule
from hengliang.composite.distances import Distance
from hengliang.composite.filling import Impute, ImputeBy
from hengliang.composite.preparation import Work
from hengliang.composite.problems import listed
from hengliang.composite.steps import Divide

MOST_CODES = 6
REWEIGHED = "their weights go to the cells that are there"


def check_scores(aggregation: Aggregation, result: Aggregated, work: Work) -> None:
    """No score is infinite, none is empty while its children are there, and those that are empty are told."""
    tree, labels = aggregation.tree, work.panel.labels
    scores = result.values[tree.leaves :]
    if work.found.problems or np.isfinite(scores).all():
        return
    for place in range(tree.leaves, len(tree.codes)):
        values, covered = result.values[place], result.coverage[place]
        lost = np.isinf(values) | (np.isnan(values) & (covered == 1.0))
        for row in np.flatnonzero(lost).tolist():
            combiner = aggregation.combiners[place]
            why = f"no score comes of its children by {combiner.text if combiner is not None else 'this method'}"
            work.found.add("no-score", why, row=labels[row], column=tree.codes[place])
        empty = np.flatnonzero(np.isnan(values) & ~lost)
        if empty.size:
            who = listed(labels[int(row)] for row in empty)
            work.notes.append(
                f"{tree.codes[place]}: {empty.size} of {len(labels)} rows have no score, too few children ({who})"
            )


def tell_gaps(plan: Choices, work: Work) -> None:
    """Gaps that all imputation together has left, or that nobody filled; divisors that no step divides by."""
    gaps = np.isnan(work.values)
    if gaps.any():
        filled = any(isinstance(step, Impute | ImputeBy) for step in plan.steps)
        count = int(gaps.sum())
        told = f"{count} gaps remain after imputation" if filled else f"gaps that nobody filled: {count}, {REWEIGHED}"
        work.notes.append(f"{told}: {_whose(gaps, work)}")
    if not any(isinstance(step, Divide) for step in plan.steps):
        leaves = work.framework.ordered[: work.framework.tree.leaves]
        named = listed(f"{node.code} / {node.divisor}" for node in leaves if node.divisor)
        if named:
            work.notes.append(f"the framework names divisors, but the plan does not divide: {named}")


def _whose(cells: NDArray[np.bool_], work: Work) -> str:
    """Indicators with the rows whose cells are meant: 'pm25 (Porto 2020, Lyon 2019); so2 (Gent 2020)'."""
    labels = work.panel.labels
    places = np.flatnonzero(cells.any(axis=1)).tolist()
    told = [
        f"{work.panel.codes[place]} ({listed(labels[row] for row in np.flatnonzero(cells[place]).tolist())})"
        for place in places[:MOST_CODES]
    ]
    more = [f"{len(places) - MOST_CODES} more indicators"] if len(places) > MOST_CODES else []
    return "; ".join([*told, *more])


def tell_methods(grown: Aggregation, work: Work) -> None:
    """Weights that a method leaves aside and orders that never settled are told, not passed over in silence."""
    for stage in grown.stages:
        fitted = stage.rule.rule if isinstance(stage.rule, WholeRule) else None
        if isinstance(fitted, Distance) and not fitted.settled:
            node = grown.tree.codes[int(stage.nodes[0])]
            work.notes.append(f"{node}: the order of DP2 went round in a circle, the one that agrees best was taken")
    for place, combiner in enumerate(grown.combiners):
        if combiner is not None and not combiner.weighs:
            w = grown.weights[grown.tree.children[place]]
            if (w != w[0]).any():
                work.notes.append(
                    f"{grown.tree.codes[place]}: {combiner.kind} takes no weights, the given ones play no part"
                )
