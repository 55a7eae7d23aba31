"""How far each leaf reaches up to the node that is ranked, for many runs whose weights are multiples of the plan's.

With weights w·g (g one number a node and run), a leaf's effective weight is w_l g_l f_p, f_p the factor of its parent:
1/Σ w g over the parent's children, times what the parent itself has among its siblings, up to the top. Only g_l f_p
differs between runs; w_l goes into the table once. So all runs of a tree with one generator are one matrix product.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.aggregation import Aggregation
from hengliang.composite.design import Rows
from hengliang.composite.draws import Draws
from hengliang.composite.factors import AnyWeights, Jitter
from hengliang.composite.tree import Tree

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class WeightDraws:
    """The multipliers of a jitter, or of weights at random: one row a node below the top, one column a draw."""

    noise: Jitter | AnyWeights
    tree: Tree
    seed: int

    @cached_property
    def moved(self) -> Ints:
        """Places of the nodes whose weights are drawn; a lone child has the whole weight anyway and is not."""
        wanted = self.noise.nodes
        alone = np.array([len(self.tree.children[parent]) < 2 for parent in self.tree.parent[: self.tree.top]])
        named = np.array([not wanted or code in wanted for code in self.tree.codes[: self.tree.top]])
        return np.flatnonzero(~alone & named)

    def base(self, weights: Floats) -> Floats:
        """The weights that the multipliers act on: 1 where nothing is known of them."""
        if isinstance(self.noise, Jitter):
            return weights
        base = weights.copy()
        base[self.moved] = 1.0
        return base

    def multipliers(self, rows: Rows, side: int, first: int) -> Floats:
        """(nodes - 1) × rows, for the rows of a design that begin at `first`."""
        if rows.weights:
            return self._shaped(np.ascontiguousarray(rows.weights[side].T))
        return self._shaped(self._draws(side).uniform(first, len(rows.levels[side])))

    def one(self, rows: Rows, side: int, draw: int) -> Floats:
        """The multipliers of a single row; `rows` holds that row alone."""
        u = rows.weights[side].T.copy() if rows.weights else self._draws(side).one(draw)[:, None]
        return self._shaped(u)[:, 0]

    def _draws(self, side: int) -> Draws:
        return Draws(self.seed, "weights", side, len(self.moved))

    def _shaped(self, u: Floats) -> Floats:
        """Uniform numbers into multipliers, in place; 1 for nodes that are not drawn."""
        if isinstance(self.noise, AnyWeights):
            np.log(u, out=u)
            np.negative(u, out=u)
        else:
            u *= 2.0 * self.noise.share
            u += 1.0 - self.noise.share
        if len(self.moved) == self.tree.top:
            return u
        full = np.ones((self.tree.top, u.shape[1]))
        full[self.moved] = u
        return full


class Reach:
    """The factors of one set of base weights; `leaf_weights` is w_l, 0 for leaves that are not under `top`."""

    def __init__(self, aggregation: Aggregation, base: Floats, top: int) -> None:
        tree = aggregation.tree
        self.tree, self.base = tree, base
        under = set(tree.leaves_under(top).tolist())
        self.leaf_weights = np.where([leaf in under for leaf in range(tree.leaves)], base[: tree.leaves], 0.0)
        self.parents = [place for place in range(top, tree.leaves - 1, -1) if place == top or top in tree.above(place)]
        self._row = {place: row for row, place in enumerate(self.parents)}
        self._family = np.zeros((len(self.parents), tree.top))
        for row, place in enumerate(self.parents):
            self._family[row, tree.children[place]] = base[tree.children[place]]
        self._summed = [bool(getattr(aggregation.combiners[place], "summed", False)) for place in self.parents]
        self._leaf_rows = np.array([self._row.get(int(tree.parent[leaf]), 0) for leaf in range(tree.leaves)])

    @property
    def key(self) -> tuple[bytes, tuple[bool, ...]]:
        """Equal for two trees whose factors are the same."""
        return self.base.tobytes(), tuple(self._summed)

    def factors(self, multipliers: Floats) -> Floats:
        """g_l f_p: leaves × runs."""
        sums = self._family @ multipliers
        factor = np.empty_like(sums)
        for row, place in enumerate(self.parents):
            if row == 0:
                reach: Floats | float = 1.0
            else:
                above = factor[self._row[int(self.tree.parent[place])]]
                reach = self.base[place] * multipliers[place] * above
            factor[row] = reach if self._summed[row] else reach / sums[row]
        out = factor[self._leaf_rows]
        out *= multipliers[: self.tree.leaves]
        return out
