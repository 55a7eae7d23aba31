"""The way level by level: gaps, a mean for each node, nodes turned round, gates, and methods without a generator.

Arrays are rows × runs, so that every operation runs along many runs. What depends on the table alone (which cells are
there, φ of the leaves) is made once. A node keeps φ of its score as long as its parent has the same φ. Means take the
gaps of the table; methods without a generator are asked run by run where their weights differ, and are fitted anew.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.aggregation import ROUNDING, Aggregation, Stage
from hengliang.composite.combiners import Combiner, Custom, Maximum, Median, Minimum, Mpi, Owa
from hengliang.composite.generators import ARITHMETIC, Generator
from hengliang.composite.problems import ProblemsFound
from hengliang.composite.standings import groups_of

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

ROW_BY_ROW = (Median, Minimum, Maximum, Owa, Mpi, Custom)


@dataclass(frozen=True, eq=False)
class Knot:
    """One node with children: where it and they stand, who of them is there (children × rows), how they enter.

    `raised`: φ of the children (0 for gaps) where all of them are leaves of a fixed table; `torn`: rows with gaps;
    `mirrors`: NaN for children that enter as they are; `empty`: rows in which the node has no score; `limit`: the
    share of children below which it has none.
    """

    place: int
    children: Ints
    there: Bools
    combiner: Combiner
    generator: Generator | None
    by_year: bool
    mirrors: Floats
    raised: Floats | None
    torn: Ints
    empty: Ints
    limit: float


class State:
    """Scores of nodes under way: as they are, or as φ of them, with the runs that failed."""

    def __init__(self, runs: int) -> None:
        self.failed = np.zeros(runs, dtype=bool)
        self._kept: dict[int, tuple[Generator, Floats]] = {}

    def put(self, place: int, generator: Generator, raised: Floats) -> None:
        self._kept[place] = generator, raised

    def plain(self, place: int) -> Floats:
        """The scores of a node."""
        generator, raised = self._kept[place]
        if generator != ARITHMETIC:
            raised = generator.back(raised)
            self._kept[place] = ARITHMETIC, raised
        return raised

    def raised(self, place: int, generator: Generator, mirror: float) -> Floats:
        """φ of the scores; runs in which a score has no φ fail."""
        if np.isnan(mirror) and self._kept[place][0] == generator:
            return self._kept[place][1]
        x = self.plain(place)
        x = x if np.isnan(mirror) else mirror - x
        if generator == ARITHMETIC:
            return x
        bad = generator.forbidden(x)
        if bad.any():
            self.failed |= bad.any(axis=0)
            x = np.where(bad, 1.0, x)
        return generator.forward(x)

    def rising(self, place: int) -> Floats:
        """Something that rises with the scores, for ranks."""
        generator, raised = self._kept[place]
        return -raised if generator.power < 0.0 else raised


def takes_gaps(aggregation: Aggregation) -> bool:
    """Whether each row's scores come from that row alone, so that runs may differ in their gaps and rows."""
    return all(
        stage.generator is not None or isinstance(aggregation.combiners[int(place)], ROW_BY_ROW)
        for stage in aggregation.stages
        for place in stage.nodes
    )


class StagedRuns:
    """One variant, ready for many runs. `fixed`: the leaves (leaves × rows), None where every run has its own.

    `there`: nodes × rows with a score; None where the leaves of every run have their own gaps (`loose`), which methods
    that compare units cannot take: see `takes_gaps`.
    """

    def __init__(
        self,
        aggregation: Aggregation,
        base: Floats,
        there: Bools | None,
        years: Ints,
        top: int,
        *,
        fixed: Floats | None,
    ) -> None:
        self.loose = there is None
        there = np.ones((len(aggregation.tree.codes), len(years)), dtype=bool) if there is None else there
        self.aggregation, self.base, self.fixed, self.top = aggregation, base, fixed, top
        self.tree = aggregation.tree
        self.years = groups_of(years)
        self.gates = [
            (self.tree.place(gate.on) if gate.on else self.tree.top, self.tree.place(gate.node), gate.below, gate.cap)
            for gate in aggregation.gates
        ]
        self.knots = [
            self._knot(stage, int(place), float(limit), there)
            for stage in aggregation.stages
            for place, limit in zip(stage.nodes, stage.limits, strict=True)
            if place == top or top in self.tree.above(int(place))
        ]

    def _knot(self, stage: Stage, place: int, limit: float, there: Bools) -> Knot:
        generator, mirrors = stage.generator, dict(zip(stage.children.tolist(), stage.mirrors, strict=True))
        children = self.tree.children[place]
        own = np.array([mirrors[int(child)] for child in children])
        here = there[children]
        raised = None
        leaves = bool((children < self.tree.leaves).all())
        if self.fixed is not None and leaves and generator is not None:
            raised = np.where(here, generator.forward(np.where(here, self.fixed[children], 1.0)), 0.0)
        combiner = self.aggregation.combiners[place]
        assert combiner is not None  # noqa: S101 - every inner node has one
        torn, empty = np.flatnonzero(~here.all(axis=0)), np.flatnonzero(~there[place])
        return Knot(place, children, here, combiner, generator, stage.by_year, own, raised, torn, empty, limit)

    def run(self, multipliers: Floats, leaves: Floats | None = None) -> tuple[Floats, Bools]:
        """Rows × runs that rise with the scores of the top, NaN for none, and the runs that failed.

        `multipliers`: (nodes - 1) × runs; `leaves`: leaves × rows × runs where each run has its own.
        """
        state = self.walk(multipliers, leaves)
        out = state.rising(self.top)
        return (np.where(state.failed, np.nan, out) if state.failed.any() else out), state.failed

    def walk(self, multipliers: Floats, leaves: Floats | None) -> State:
        """All nodes up to the top."""
        runs = multipliers.shape[1]
        state = State(runs)
        table = self.fixed[:, :, None] if leaves is None and self.fixed is not None else leaves
        assert table is not None  # noqa: S101 - the leaves are fixed or given
        needed = {int(child) for knot in self.knots if knot.raised is None for child in knot.children}
        for place in [place for place in needed if place < self.tree.leaves] + [
            gate[1] for gate in self.gates if gate[1] < self.tree.leaves
        ]:
            state.put(place, ARITHMETIC, table[place])
        for knot in self.knots:
            weights = self.base[knot.children][:, None] * multipliers[knot.children]
            if knot.generator is None:
                state.put(knot.place, ARITHMETIC, self._by_rule(knot, weights, state))
            else:
                self._mean(knot, knot.generator, weights, state)
            self._close(knot.place, state)
        return state

    def _mean(self, knot: Knot, generator: Generator, weights: Floats, state: State) -> None:
        total = weights.sum(axis=0)
        shares = weights / total
        if self.loose:
            mean = self._loose_mean(knot, generator, shares, state)
        elif knot.raised is not None:
            mean = knot.raised.T @ shares
        else:
            mean = np.zeros((knot.there.shape[1], weights.shape[1]))
            for at, child in enumerate(knot.children):
                raised = state.raised(int(child), generator, float(knot.mirrors[at]))
                if not knot.there[at].all():
                    raised = np.where(knot.there[at][:, None], raised, 0.0)
                mean += shares[at] * raised
        if knot.torn.size:
            mass = knot.there[:, knot.torn].T.astype(np.float64) @ shares
            mean[knot.torn] = np.divide(mean[knot.torn], mass, out=np.full(mass.shape, np.nan), where=mass > 0.0)
        if knot.empty.size:
            mean[knot.empty] = np.nan
        if knot.combiner.summed:
            state.put(knot.place, ARITHMETIC, generator.back(mean) * total)
        else:
            state.put(knot.place, generator, mean)

    def _loose_mean(self, knot: Knot, generator: Generator, shares: Floats, state: State) -> Floats:
        """The mean over what each run has; NaN where that is nothing, or too little."""
        size = (knot.there.shape[1], shares.shape[1])
        mean, mass, count = np.zeros(size), np.zeros(size), np.zeros(size)
        for at, child in enumerate(knot.children):
            raised = state.raised(int(child), generator, float(knot.mirrors[at]))
            there = ~np.isnan(raised)
            mean += shares[at] * np.where(there, raised, 0.0)
            mass += shares[at] * there
            count += there
        out = np.divide(mean, mass, out=np.full(size, np.nan), where=mass > 0.0)
        out[count / len(knot.children) < knot.limit - ROUNDING] = np.nan
        return out

    def _close(self, place: int, state: State) -> None:
        for on, node, below, cap in self.gates:
            if on == place:
                score = state.plain(place)
                shut = (state.plain(node) < below) & (score > cap)
                state.put(place, ARITHMETIC, np.where(shut, cap, score))

    def _by_rule(self, knot: Knot, weights: Floats, state: State) -> Floats:
        """Children × rows × runs through a method that has no generator."""
        runs, rows = weights.shape[1], knot.there.shape[1]
        parts = []
        for child, mirror in zip(knot.children, knot.mirrors, strict=True):
            x = state.plain(int(child))
            parts.append(np.broadcast_to(x if np.isnan(mirror) else mirror - x, (rows, runs)))
        x = np.stack(parts)
        torn = np.isnan(x).mean(axis=0) if self.loose and knot.limit > 0.0 else None
        shares = weights / weights.sum(axis=0)
        used = shares * weights.sum(axis=0) if knot.combiner.summed else shares
        if isinstance(knot.combiner, ROW_BY_ROW) and (not knot.combiner.weighs or (used == used[:, :1]).all()):
            out = self._all_at_once(knot, x, used[:, 0], state)
        else:
            out = self._one_by_one(knot, x, shares, used, state)
        if knot.empty.size:
            out[knot.empty] = np.nan
        if torn is not None:
            out[1.0 - torn < knot.limit - ROUNDING] = np.nan
        return out

    def _all_at_once(self, knot: Knot, x: Floats, weights: Floats, state: State) -> Floats:
        stacked = x.reshape(len(x), -1).T
        try:
            return knot.combiner.fit(stacked, weights)(stacked, weights).reshape(x.shape[1:])
        except ProblemsFound:
            shares = np.broadcast_to(weights[:, None], (len(x), x.shape[2]))
            return self._one_by_one(knot, x, shares, shares, state)

    def _one_by_one(self, knot: Knot, x: Floats, shares: Floats, used: Floats, state: State) -> Floats:
        out = np.full(x.shape[1:], np.nan)
        everyone = [np.arange(x.shape[1])]
        for run in range(x.shape[2]):
            table = np.ascontiguousarray(x[:, :, run].T)
            try:
                rule = knot.combiner.fit(table, shares[:, run])
                for rows in self.years if knot.by_year else everyone:
                    out[rows, run] = rule(table[rows], used[:, run])
            except ProblemsFound:
                state.failed[run] = True
        return out
