"""The tree at work: level by level, each level's quasi-arithmetic means as one matrix product.

Arrays are nodes × rows, in the order of `Tree.codes`. `Stage` is one product (or one node of another method);
`Aggregation` is all of them, frozen with their weights, and can be laid over any leaves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.combiners import Combiner, RowRule
from hengliang.composite.generators import ARITHMETIC, Generator
from hengliang.composite.problems import Findings, ProblemsFound, listed
from hengliang.composite.specs import Spec
from hengliang.composite.tree import Tree

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Stage:
    """Nodes (m) computed together from distinct children (k), with shares (m × k) that sum to 1 in each row.

    `totals`: what a mean is multiplied by (Σ w for a sum, else 1); `counts`: children of each node; `limits`: coverage
    below which it is empty; `mirrors`: per child the sum of score and mirror image where it is turned round, else NaN.
    `generator` is None for row and table methods, which have one node and a `rule`.
    """

    nodes: Ints
    children: Ints
    shares: Floats
    totals: Floats
    counts: Floats
    limits: Floats
    mirrors: Floats
    generator: Generator | None
    rule: RowRule | None = None
    by_year: bool = False

    @cached_property
    def own(self) -> tuple[Ints, ...]:
        """The places among `children` of each node's own."""
        return tuple(np.flatnonzero(row > 0.0) for row in self.shares)

    def inputs(self, values: Floats) -> Floats:
        """The children's scores as they enter, turned where their direction is -1; a view where it can be."""
        first, last = int(self.children[0]), int(self.children[-1])
        whole = last - first + 1 == len(self.children)
        x = values[first : last + 1] if whole else values[self.children]
        turned = ~np.isnan(self.mirrors)
        return np.where(turned[:, None], self.mirrors[:, None] - x, x) if turned.any() else x


@dataclass(frozen=True)
class Gate(Spec):
    """Where `node` scores below `below`, `on` (an ancestor; '' for the top) scores at most `cap`."""

    node: str
    below: float
    cap: float
    on: str = ""
    kind: ClassVar[str] = "gate"

    def rules(self, found: Findings) -> None:
        if not self.node:
            found.add("gate", "a gate needs the node that it watches", column="node")


@dataclass(frozen=True, eq=False)
class Aggregated:
    """`values`: nodes × rows; `covered`: the share of present children, inner nodes × rows; `lost`: gates × rows, the
    points that each gate took from its node.
    """

    values: Floats
    covered: Floats
    lost: Floats

    @cached_property
    def coverage(self) -> Floats:
        """Nodes × rows; a leaf covers 1 or 0."""
        leaves = len(self.values) - len(self.covered)
        return np.concatenate([~np.isnan(self.values[:leaves]), self.covered])


@dataclass(frozen=True, eq=False)
class Aggregation:
    """All stages of a tree in order, with the raw weight of every node among its siblings (as resolved)."""

    tree: Tree
    stages: tuple[Stage, ...]
    weights: Floats
    combiners: tuple[Combiner | None, ...]
    gates: tuple[Gate, ...] = ()
    mirrors: Floats = field(default_factory=lambda: np.empty(0))

    def run(self, leaves: Floats, *, years: Ints, labels: Sequence[str], found: Findings) -> Aggregated:
        """Scores of all nodes from scaled leaves (leaves × rows). Impossible values go to `found`."""
        values, covered = start(self.tree, leaves)
        lost = np.zeros((len(self.gates), leaves.shape[1]))
        for stage in self.stages:
            run_stage(self.tree, stage, values, covered, years=years, labels=labels, found=found)
            close_gates(self.tree, self.gates, stage.nodes, values, lost)
        return Aggregated(values, covered, lost)

    def with_weights(self, weights: Floats) -> Aggregation:
        """The same methods and gates with other raw weights (one a node, in the order of `tree.codes`)."""
        stages = []
        for stage in self.stages:
            raw = np.where(stage.shares > 0.0, weights[stage.children], 0.0)
            total = raw.sum(axis=1)
            summed = [self.combiners[int(place)] for place in stage.nodes]
            totals = np.where([c is not None and c.summed for c in summed], total, 1.0)
            stages.append(replace(stage, shares=raw / total[:, None], totals=totals))
        return replace(self, stages=tuple(stages), weights=weights)

    def for_row(self, values: Floats, row: int, years: Ints) -> Aggregation:
        """The same for one unit alone: methods that compare units hold the others of its year fixed.

        `values`: the scores of all nodes (nodes × rows) that the others have.
        """
        others = np.flatnonzero((years == years[row]) & (np.arange(len(years)) != row))
        stages = []
        for stage in self.stages:
            if stage.by_year and stage.rule is not None:
                rule = partial(_against, stage.rule, stage.inputs(values)[:, others].T)
                stages.append(replace(stage, rule=rule, by_year=False))
            else:
                stages.append(stage)
        return replace(self, stages=tuple(stages))

    def shares(self, place: int) -> Floats:
        """The weights of a node's children as they enter: summing to 1, for a sum as they are."""
        w = self.weights[self.tree.children[place]]
        combiner = self.combiners[place]
        return w if combiner is not None and combiner.summed else w / w.sum()

    def flat(self) -> tuple[Generator, Floats] | None:
        """The whole tree as one mean, φ⁻¹(Σ w φ(x)), over leaves without gaps; None where it is not one.

        It is one where every node has the same generator, nothing is turned round and no gate stands in the way.
        Raw sums inside an arithmetic tree are kept: the weights then need not sum to 1.
        """
        generators = {stage.generator for stage in self.stages}
        turned = any((~np.isnan(stage.mirrors)).any() for stage in self.stages)
        summed = any(c is not None and c.summed for c in self.combiners)
        if len(generators) != 1 or None in generators or turned or self.gates:
            return None
        generator = next(iter(generators))
        if generator is None or (summed and generator != ARITHMETIC):
            return None
        return generator, self.effective()

    def effective(self, top: int | None = None) -> Floats:
        """Product of shares on the way from `top` (the tree's top) down to every leaf; 0 for leaves elsewhere."""
        reach = np.zeros(len(self.tree.codes))
        reach[self.tree.top if top is None else top] = 1.0
        for level in reversed(self.tree.levels):
            for place in level:
                reach[self.tree.children[place]] += reach[place] * self.shares(int(place))
        return reach[: self.tree.leaves]


def _against(rule: RowRule, others: Floats, x: Floats, w: Floats) -> Floats:
    """Each row of x on its own among the same others."""
    return np.array([rule(np.vstack([row[None, :], others]), w)[0] for row in x])


def start(tree: Tree, leaves: Floats) -> tuple[Floats, Floats]:
    """A table of values with the leaves filled in (the rest is written stage by stage), and full coverage everywhere."""
    values = np.empty((len(tree.codes), leaves.shape[1]))
    values[: tree.leaves] = leaves
    return values, np.ones((len(tree.codes) - tree.leaves, leaves.shape[1]))


def run_stage(
    tree: Tree, stage: Stage, values: Floats, covered: Floats, *, years: Ints, labels: Sequence[str], found: Findings
) -> None:
    """Fill the stage's rows of `values` and `covered`."""
    x = stage.inputs(values)
    cover = covered[stage.nodes - tree.leaves]
    if stage.generator is not None:
        scores = _means(tree, stage, x, cover, labels, found)
    else:
        _cover(stage, x, 0, np.flatnonzero(np.isnan(x).any(axis=0)), cover)
        scores = _by_rule(tree, stage, x, values, years, labels, found)[None, :]
    if (stage.limits > 0.0).any():
        scores[cover < stage.limits[:, None] - ROUNDING] = np.nan
    values[stage.nodes] = scores
    covered[stage.nodes - tree.leaves] = cover


def _cover(stage: Stage, x: Floats, row: int, torn: Ints, cover: Floats) -> tuple[Floats, Bools]:
    """Note what share of a node's children the torn rows have; the children's values in those rows, and which are there."""
    part = x[stage.own[row]][:, torn]
    there = ~np.isnan(part)
    cover[row, torn] = there.sum(axis=0) / stage.counts[row]
    return part, there


def close_gates(tree: Tree, gates: Sequence[Gate], nodes: Ints, values: Floats, lost: Floats) -> None:
    """Cap the nodes just computed that a gate stands on, and note what it took."""
    for number, gate in enumerate(gates):
        on = tree.place(gate.on) if gate.on else tree.top
        if on in nodes:
            shut = (values[tree.place(gate.node)] < gate.below) & (values[on] > gate.cap)
            lost[number, shut] = values[on, shut] - gate.cap
            values[on, shut] = gate.cap


def _means(tree: Tree, stage: Stage, x: Floats, cover: Floats, labels: Sequence[str], found: Findings) -> Floats:
    """One product for all rows, in which a gap makes a row NaN, and then those rows again over what they have.

    So gaps cost only the rows that have them, and a whole row has the same bits whatever others lack.
    """
    generator = stage.generator
    assert generator is not None  # noqa: S101 - the caller has looked
    if generator != ARITHMETIC:
        bad = generator.forbidden(x)
        if bad.any():
            _tell(tree, stage, bad, generator.rule, labels, found)
            return np.full((len(stage.nodes), x.shape[1]), np.nan)
    mean = weighted(stage.shares, generator.forward(x))
    for row in np.flatnonzero(np.isnan(mean).any(axis=1)):
        torn = np.flatnonzero(np.isnan(mean[row]))
        part, there = _cover(stage, x, int(row), torn, cover)
        shares = stage.shares[row, stage.own[row]][None, :]
        mass = weighted(shares, there.astype(np.float64))[0]
        total = weighted(shares, np.where(there, generator.forward(part), 0.0))[0]
        mean[row, torn] = np.divide(total, mass, out=np.full(len(torn), np.nan), where=mass > 0.0)
    mean = generator.back(mean)
    return mean * stage.totals[:, None] if (stage.totals != 1.0).any() else mean


def weighted(shares: Floats, x: Floats) -> Floats:
    """shares @ x, child by child, so that a unit's score has the same bits whoever else is in the table.

    A matrix product of BLAS adds up in another order for another number of columns. Children are few for each node,
    so this is also the quicker way for one table; a study of many weights uses the product.
    """
    out = np.zeros((len(shares), x.shape[1]))
    part = np.empty(x.shape[1])
    for row, child in zip(*np.nonzero(shares), strict=True):
        np.multiply(x[child], shares[row, child], out=part)
        out[row] += part
    return out


def _tell(tree: Tree, stage: Stage, bad: Bools, rule: str, labels: Sequence[str], found: Findings) -> None:
    for child in np.flatnonzero(bad.any(axis=1)).tolist():
        node = int(stage.nodes[np.flatnonzero(stage.shares[:, child])[0]])
        rows = np.flatnonzero(bad[child])
        why = f"{rows.size} of {bad.shape[1]} units are not {rule}, as the mean of {tree.codes[node]} needs"
        units = listed([labels[int(row)] for row in rows])
        found.add("forbidden-value", f"{why} ({units})", row=units, column=tree.codes[stage.children[child]])


def _by_rule(
    tree: Tree, stage: Stage, x: Floats, values: Floats, years: Ints, labels: Sequence[str], found: Findings
) -> Floats:
    rule, table, weights = stage.rule, x.T, stage.shares[0] * stage.totals[0]
    assert rule is not None  # noqa: S101 - a stage has a generator or a rule
    out = np.full(len(table), np.nan)
    for rows in (
        [np.flatnonzero(years == year) for year in np.unique(years)] if stage.by_year else [np.arange(len(table))]
    ):
        try:
            out[rows] = rule(table[rows], weights)
        except ProblemsFound as error:
            _name(error, tree, stage, [labels[int(row)] for row in rows], found)
    return out


def _name(error: ProblemsFound, tree: Tree, stage: Stage, labels: Sequence[str], found: Findings) -> None:
    """Problems of a plain function speak of places; give the children and the rows their names."""

    def names(match: re.Match[str]) -> str:
        return "rows " + ", ".join(labels[int(place)] for place in match[1].split(", "))

    for problem in error.problems:
        place = problem.column
        column = tree.codes[stage.children[int(place)]] if place.isdigit() else place
        row = labels[int(problem.row)] if problem.row.isdigit() else problem.row
        why = re.sub(r"rows (\d+(?:, \d+)*)", names, problem.why)
        found.add(problem.code, f"{tree.codes[stage.nodes[0]]}: {why}", row=row, column=column)
