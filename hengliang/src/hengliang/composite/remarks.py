"""What a reader of an index must know besides its scores: gaps that remain, empty scores, weights that play no part."""

from __future__ import annotations

import numpy as np

from hengliang.composite.aggregation import Aggregated, Aggregation
from hengliang.composite.choices import Choices
from hengliang.composite.combiners import WholeRule
from hengliang.composite.distances import Distance
from hengliang.composite.filling import Impute, ImputeBy
from hengliang.composite.preparation import Work
from hengliang.composite.problems import listed


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
    """Gaps that all imputation together has left."""
    if not any(isinstance(step, Impute | ImputeBy) for step in plan.steps):
        return
    gaps = np.isnan(work.values)
    if gaps.any():
        codes = [work.panel.codes[int(place)] for place in np.flatnonzero(gaps.any(axis=1))]
        work.notes.append(f"{int(gaps.sum())} gaps remain after imputation in {listed(codes)}")


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
