"""What each part does for the ranks: the index without it, everything else as it was.

The weight of the part becomes 0 and the other weights keep their proportions; a lone child takes its parent out. Scales
and fitted weights stay; methods that look at all units (benefit of the doubt, DP2) are fitted anew without the part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.analysis import selection
from hengliang.composite.analysis.correlation import spearman
from hengliang.composite.built import Built
from hengliang.composite.choices import Choices
from hengliang.composite.fitting import orders_of
from hengliang.composite.framework import Framework
from hengliang.composite.growing import grow
from hengliang.composite.problems import Findings, refuse
from hengliang.composite.ranking import ranks

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class LeftOut:
    """`scores`, `ranks`: parts left out × rows, of the node looked at; `nominal`: ranks with everything in."""

    index: Built
    node: str
    codes: tuple[str, ...]
    scores: Floats
    ranks: Floats
    nominal: Floats

    @property
    def shifts(self) -> Floats:
        """Rank without the part minus rank with it: below 0 the unit gains when the part goes."""
        return self.ranks - self.nominal

    @property
    def most_moved(self) -> dict[str, float]:
        """The greatest rank change of any unit, by part."""
        return {code: _greatest(np.abs(row)) for code, row in zip(self.codes, self.shifts, strict=True)}

    @property
    def frame(self) -> Any:
        """A row a part: mean and greatest rank change, who moved most and by how much, Spearman with the nominal."""
        labels, lines = self.index.panel.labels, []
        for number, code in enumerate(self.codes):
            shift = self.shifts[number]
            far = np.abs(shift)
            mean, who = float("nan"), -1
            if not np.isnan(far).all():
                mean, who = float(np.nanmean(far)), int(np.nanargmax(far))
            line = {"left_out": code, "mean_change": mean, "greatest_change": _greatest(far)}
            moved = {"unit": labels[who] if who >= 0 else "", "change": float(shift[who]) if who >= 0 else np.nan}
            lines.append({**line, **moved, "spearman": spearman(self.ranks[number], self.nominal)[0]})
        names = ("left_out", "mean_change", "greatest_change", "unit", "change", "spearman")
        return selection.from_rows(self.index, lines, names, key=("left_out",))


def leave_one_out(index: Built, codes: Sequence[str] = (), *, node: str = "") -> LeftOut:
    """The index without each of these nodes in turn (all indicators where empty); ranks of `node`, the top where ''.

    Raises: ProblemsFound where a code does not stand under the node, or nothing would be left.
    """
    place, found = index.place(node) if node else index.tree.top, Findings()
    chosen = selection.places_of(index, codes) if codes else index.tree.leaves_under(place)
    for part in chosen:
        if place not in index.tree.above(int(part)):
            found.add("leave-out", f"does not stand under {index.tree.codes[place]}", row=index.tree.codes[part])
    found.stop()
    names = tuple(index.tree.codes[int(part)] for part in chosen)
    top = index.tree.codes[place]
    scores = np.stack([scores_without(index, code, top) for code in names])
    years = index.panel.year_numbers
    within = years.tolist() if len(set(years.tolist())) > 1 else None
    return LeftOut(index, top, names, scores, ranks(scores.T, within=within).T, index.rank_values()[place])


def scores_without(index: Built, code: str, node: str) -> Floats:
    """Scores of `node` for all rows where `code` and what stands under it is out."""
    gone = index.framework
    if not _survives(gone, code, node):
        raise refuse("leave-out", f"without it nothing is left under {node}", row=code)
    framework = gone.without(code)
    tree, found = framework.tree, Findings()
    orders = orders_of(_without(index.plan, set(tree.codes)), framework, found)
    weights = [index.aggregation.weights[index.tree.place(kept)] for kept in tree.codes]
    rows = [index.tree.place(kept) for kept in tree.codes[: tree.leaves]]
    panel = index.panel
    _, result = grow(
        replace(orders, given=np.array(weights)),
        index.made.leaves[rows],
        index.aggregation.mirrors[rows],
        years=panel.year_numbers,
        labels=panel.labels,
        found=found,
        notes=[],
    )
    found.stop()
    return result.values[tree.place(node)]


def _survives(framework: Framework, code: str, node: str) -> bool:
    """Whether `node` keeps an indicator when `code` goes."""
    tree = framework.tree
    gone = set(tree.leaves_under(tree.place(code)).tolist())
    return bool(set(tree.leaves_under(tree.place(node)).tolist()) - gone)


def _without(plan: Choices, kept: set[str]) -> Choices:
    """The plan without what it says about nodes that are gone; weights are those already found."""
    return replace(
        plan,
        changes=(),
        default_weighing=None,
        weighings=(),
        combiners=tuple(pair for pair in plan.combiners if pair[0] in kept),
        limits=tuple(pair for pair in plan.limits if pair[0] in kept),
        gates=tuple(gate for gate in plan.gates if gate.node in kept and (not gate.on or gate.on in kept)),
    )


def _greatest(far: Floats) -> float:
    return float(np.nanmax(far)) if not np.isnan(far).all() else float("nan")
