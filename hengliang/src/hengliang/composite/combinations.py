"""The combinations of a study's choices by number: their plans, their variants, and where their rows stand in the index.

A number counts in a mixed radix, one digit a factor with alternatives, those of preparation first. A variant may keep
other rows than the index does (where screening varies): rows that the index lacks set bounds but are not ranked, rows
that the variant lacks have no rank in its runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.choices import Choices
from hengliang.composite.factors import Factor
from hengliang.composite.fitting import orders_of
from hengliang.composite.generators import ARITHMETIC, Generator
from hengliang.composite.problems import Findings, ProblemsFound
from hengliang.composite.reach import WeightDraws
from hengliang.composite.staged_runs import StagedRuns, takes_gaps
from hengliang.composite.workshop import Variant, Workshop

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Seats:
    """Rows of a variant that the index has too (`own`), and where they stand there (`here`)."""

    own: Ints
    here: Ints

    def put(self, out: Floats, runs: slice | Ints, scores: Floats) -> None:
        """Scores (rows of the variant × runs) into `out` (runs × rows of the index)."""
        numbers = np.arange(len(out))[runs]
        out[np.ix_(numbers, self.here)] = scores[self.own].T


class Combinations:
    """`top`: the place of the node that is ranked; `weights`: the draws that act on the weights, None for none."""

    def __init__(self, workshop: Workshop, factors: Sequence[Factor], top: int, weights: WeightDraws | None) -> None:
        self.workshop, self.top, self.weights = workshop, top, weights
        work = workshop.made.work
        self.tree = workshop.made.frozen.framework.tree
        self.rows = work.origin
        self.choices = [factor for factor in factors if factor.levels]
        levels = [factor.levels for factor in self.choices]
        self.radix = np.array([int(np.prod(levels[at + 1 :])) for at in range(len(levels))], dtype=np.intp)
        self._means: dict[int, Generator] = {}
        self._bases: dict[int, Floats] = {}

    def levels_of(self, code: int) -> list[int]:
        """The alternatives of a combination."""
        return [int(code // step % factor.levels) for step, factor in zip(self.radix, self.choices, strict=True)]

    def plan(self, code: int) -> Choices:
        """The plan with the alternatives of a combination in place."""
        return self.workshop.settled(self.choices, self.levels_of(code))

    def variant(self, code: int) -> Variant:
        """Raises: ProblemsFound for an impossible combination."""
        return self.workshop.variant(self.plan(code))

    def seats(self, variant: Variant) -> Seats | None:
        """None where the variant has the rows of the index."""
        rows = variant.table.prepared.work.origin
        if rows is self.rows or (len(rows) == len(self.rows) and bool((rows == self.rows).all())):
            return None
        _, own, here = np.intersect1d(rows, self.rows, assume_unique=True, return_indices=True)
        return Seats(own, here)

    def put(self, variant: Variant, scores: Floats, out: Floats, runs: slice | Ints) -> None:
        """Scores (rows of the variant × runs) into these runs of `out` (runs × rows of the index)."""
        seats = self.seats(variant)
        if seats is None:
            out[runs] = scores.T
        else:
            seats.put(out, runs, scores)

    def seated(self, variant: Variant, values: Floats) -> Floats:
        """Values of a variant's rows (anything × rows) as those of the index; NaN for rows that it lacks."""
        seats = self.seats(variant)
        if seats is None:
            return values
        out = np.full((*values.shape[:-1], len(self.rows)), np.nan)
        out[..., seats.here] = values[..., seats.own]
        return out

    def base(self, variant: Variant) -> Floats:
        """The weights that the draws act on."""
        own = variant.aggregation.weights
        return own if self.weights is None else self.weights.base(own)

    def base_of(self, code: int) -> Floats:
        """Those of a combination; all 1 where it has no result, for none is used then."""
        if code not in self._bases:
            try:
                self._bases[code] = self.base(self.variant(code))
            except ProblemsFound:
                self._bases[code] = np.ones(len(self.tree.codes))
        return self._bases[code]

    def staged(self, variant: Variant, *, fixed: bool) -> StagedRuns:
        """The variant level by level, with its own leaves or, where not `fixed`, with leaves that come with each run."""
        years = variant.table.prepared.work.panel.year_numbers
        leaves = variant.table.leaves if fixed else None
        there = ~np.isnan(variant.values)
        return StagedRuns(variant.aggregation, self.base(variant), there, years, self.top, fixed=leaves)

    def loose(self, variant: Variant, *, as_ranked: bool) -> StagedRuns | None:
        """The variant for leaves that come with each run, gaps and all; None where a method compares units.

        `as_ranked`: the leaves have the rows of the index, not those of the variant.
        """
        if not takes_gaps(variant.aggregation):
            return None
        panel = self.workshop.made.work.panel if as_ranked else variant.table.prepared.work.panel
        years = panel.year_numbers
        return StagedRuns(variant.aggregation, self.base(variant), None, years, self.top, fixed=None)

    def mean_of(self, code: int) -> Generator:
        """The generator whose φ of the top's score a program gives (turned where φ falls)."""
        if code not in self._means:
            plan = self.plan(code)
            combiner = orders_of(plan, self.workshop.made.frozen.framework, Findings()).combiners[self.top]
            gated = any((self.tree.place(gate.on) if gate.on else self.tree.top) == self.top for gate in plan.gates)
            plain = combiner is None or combiner.generator is None or combiner.summed or gated
            self._means[code] = ARITHMETIC if plain else combiner.generator  # type: ignore[union-attr,assignment]
        return self._means[code]
