"""From rows of a design to ranks: runs that share a table and a mean go through one matrix product together.

A run that repeats the choices of its row on side A is not made twice, so that a dummy factor is exactly 0. Where nothing
is drawn from a continuous law every combination is computed once, however many runs ask for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.choices import Choices
from hengliang.composite.design import CHUNK, Design, Rows
from hengliang.composite.factors import AnyWeights, Factor, Jitter, Noise
from hengliang.composite.flat_runs import FlatRuns, flattens
from hengliang.composite.noisy_runs import NoisyRuns
from hengliang.composite.problems import ProblemsFound
from hengliang.composite.reach import Reach, WeightDraws
from hengliang.composite.staged_runs import StagedRuns
from hengliang.composite.standings import Standings, groups_of, mean_moves, ranks_of
from hengliang.composite.workshop import Variant, Workshop

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

STAGED_BLOCK = 256


Programs = dict[int, FlatRuns | StagedRuns | None]


@dataclass(eq=False)
class Tally:
    """What comes of runs: standings by year, the output of each run (sets × rows), failed runs a set."""

    standings: list[Standings]
    outputs: list[Floats] = field(default_factory=list)
    failed: int = 0
    rows: int = 0

    @property
    def y(self) -> Floats:
        """Mean absolute change of rank, sets × rows; NaN for failed runs."""
        return np.concatenate(self.outputs, axis=1)


@dataclass(frozen=True, eq=False)
class Batch:
    """Runs that share the draws of their weights and data: combination, row in the chunk, set, and the two sides."""

    codes: Ints
    rows: Ints
    sets: Ints
    weight_side: int
    data_side: int


class Engine:
    """Runs of one study. `top`: the place of the node that is ranked; `nominal`: its ranks as the index has them.

    `programs`: combinations made ready by another engine of the same study.
    """

    def __init__(
        self, workshop: Workshop, factors: Sequence[Factor], top: int, seed: int, programs: Programs | None = None
    ) -> None:
        self.workshop, self.factors, self.top, self.seed = workshop, tuple(factors), top, seed
        panel = workshop.made.work.panel
        self.tree = workshop.made.frozen.framework.tree
        self.units = len(panel.units)
        self.years = panel.year_numbers
        self.groups = groups_of(self.years)
        self.choices = [factor for factor in self.factors if factor.levels]
        levels = [factor.levels for factor in self.choices]
        self.radix = np.array([int(np.prod(levels[at + 1 :])) for at in range(len(levels))], dtype=np.intp)
        self._programs: Programs = {} if programs is None else programs
        self._still: dict[int, tuple[Floats, bool]] = {}

    @cached_property
    def weights(self) -> WeightDraws | None:
        """The draws of the weights, None where they are as planned."""
        for factor in self.factors:
            if isinstance(factor.noise, Jitter | AnyWeights):
                return WeightDraws(factor.noise, self.tree, self.seed)
        return None

    @cached_property
    def noisy(self) -> NoisyRuns | None:
        """The draws of the data, None where they are as read."""
        for factor in self.factors:
            if isinstance(factor.noise, Noise):
                return NoisyRuns(self, factor.noise)
        return None

    @cached_property
    def nominal(self) -> Ints:
        """Ranks of the index itself by the rule of the runs, 0 where there is none."""
        scores = self.workshop.made.result.values[self.top][None, :]
        return self.rank(np.ascontiguousarray(scores))[0].astype(np.intp)

    def levels_of(self, code: int) -> list[int]:
        """The alternatives of a combination."""
        return [int(code // step % factor.levels) for step, factor in zip(self.radix, self.choices, strict=True)]

    def variant(self, code: int) -> Variant:
        """Raises: ProblemsFound for an impossible combination."""
        return self.workshop.variant(self.plan(code))

    def plan(self, code: int) -> Choices:
        """The plan with the alternatives of a combination in place."""
        return self.workshop.settled(self.choices, self.levels_of(code))

    def rank(self, scores: Floats) -> NDArray[np.unsignedinteger]:
        """Ranks of runs × rows, each year by itself."""
        if len(self.groups) == 1:
            return ranks_of(scores)
        ranks = np.zeros(scores.shape, dtype=np.uint8 if self.units < 255 else np.uint16)
        for rows in self.groups:
            ranks[:, rows] = ranks_of(np.ascontiguousarray(scores[:, rows]))
        return ranks

    def tally(self) -> Tally:
        """An empty one."""
        return Tally([Standings(rows) for rows in self.groups])

    def extend(self, tally: Tally, design: Design) -> None:
        """Make the rows of the design that the tally does not have yet."""
        for first in range(tally.rows, design.rows, CHUNK):
            self._chunk(tally, design, first, min(CHUNK, design.rows - first))
        tally.rows = design.rows
        for standing in tally.standings:
            standing.flush()

    def _chunk(self, tally: Tally, design: Design, first: int, count: int) -> None:
        rows = design.at(first, count)
        y = np.full((design.sets, count), np.nan)
        copies: list[tuple[int, NDArray[np.bool_]]] = []
        for batch in self._batches(design, rows, copies):
            order = np.argsort(batch.codes, kind="stable")
            batch = Batch(batch.codes[order], batch.rows[order], batch.sets[order], batch.weight_side, batch.data_side)
            scores, failed = self._scores(batch, rows, first)
            ranks = self.rank(scores)
            y[batch.sets, batch.rows] = np.where(failed, np.nan, mean_moves(ranks, self.nominal))
            tally.failed += int(failed.sum())
            counted = batch.sets < 2
            ranks = ranks if counted.all() else ranks[counted]
            for standing in tally.standings:
                standing.add(ranks if len(tally.standings) == 1 else ranks[:, standing.rows])
        for number, same in copies:
            y[number, same] = y[0, same]
            tally.failed += int(np.isnan(y[0, same]).sum())
        tally.outputs.append(y)

    def _batches(self, design: Design, drawn: Rows, copies: list[tuple[int, NDArray[np.bool_]]]) -> list[Batch]:
        """The runs of a chunk by the sides they draw from; runs equal to their row on side A go to `copies`."""
        on_a, on_b = drawn.levels[0], drawn.levels[-1]
        count = len(on_a)
        code_a, code_b, rows = on_a @ self.radix, on_b @ self.radix, np.arange(count)
        parts: dict[tuple[int, int], list[tuple[Ints, Ints, int]]] = {(0, 0): [(code_a, rows, 0)]}
        if not design.both:
            return [_batch(sides, some) for sides, some in parts.items()]
        both = (int(self.weights is not None), int(self.noisy is not None))
        parts.setdefault(both, []).append((code_b, rows, 1))
        at = 0
        for number, factor in enumerate(self.factors, start=2):
            if isinstance(factor.noise, Noise | Jitter | AnyWeights):
                sides = (0, 1) if isinstance(factor.noise, Noise) else (1, 0)
                parts.setdefault(sides, []).append((code_a, rows, number))
                continue
            same = on_a[:, at] == on_b[:, at] if factor.alternatives else np.ones(count, dtype=bool)
            copies.append((number, same))
            moved = np.flatnonzero(~same)
            code = code_a[moved] + (on_b[moved, at] - on_a[moved, at]) * self.radix[at]
            parts[0, 0].append((code, moved, number))
            at += 1
        return [_batch(sides, some) for sides, some in parts.items()]

    def _scores(self, batch: Batch, drawn: Rows, first: int) -> tuple[Floats, NDArray[np.bool_]]:
        """Runs × rows that rise with the scores, and which runs failed. `batch` is sorted by combination."""
        out = np.full((len(batch.codes), self.units), np.nan)
        failed = np.zeros(len(out), dtype=bool)
        starts = np.flatnonzero(np.diff(batch.codes, prepend=-1))
        stops = np.append(starts[1:], len(batch.codes))
        multipliers = None if self.weights is None else self.weights.multipliers(drawn, batch.weight_side, first)
        if self.noisy is not None:
            self.noisy.fill(batch, first, multipliers, out, failed)
            return out, failed
        shared: dict[object, Floats] = {}
        for start, stop in zip(starts, stops, strict=True):
            part, code = slice(start, stop), int(batch.codes[start])
            if multipliers is None:
                out[part], failed[part] = self._standing_still(code)
                continue
            program = self.program(code)
            rows = batch.rows[part]
            if program is None:
                failed[part] = True
            elif isinstance(program, FlatRuns):
                key = program.reach.key
                if key not in shared:
                    shared[key] = np.ascontiguousarray(program.reach.factors(multipliers).T)
                program.run(shared[key][rows], out[part])
            else:
                for at in range(start, stop, STAGED_BLOCK):
                    some = slice(at, min(at + STAGED_BLOCK, stop))
                    scores, lost = program.run(multipliers[:, batch.rows[some]])
                    out[some], failed[some] = scores.T, lost
        return out, failed

    def _standing_still(self, code: int) -> tuple[Floats, bool]:
        """Scores of a combination whose weights are as planned."""
        if code not in self._still:
            try:
                self._still[code] = self.variant(code).values[self.top], False
            except ProblemsFound:
                self._still[code] = np.full(self.units, np.nan), True
        return self._still[code]

    def program(self, code: int) -> FlatRuns | StagedRuns | None:
        """The variant of a combination made ready for many runs; None for an impossible one."""
        if code not in self._programs:
            try:
                self._programs[code] = self._compiled(self.variant(code))
            except ProblemsFound:
                self._programs[code] = None
        return self._programs[code]

    def base(self, variant: Variant) -> Floats:
        """The weights that the draws act on."""
        own = variant.aggregation.weights
        return own if self.weights is None else self.weights.base(own)

    def _compiled(self, variant: Variant) -> FlatRuns | StagedRuns:
        if flattens(variant):
            return FlatRuns(variant, Reach(variant.aggregation, self.base(variant), self.top))
        there = ~np.isnan(variant.values)
        leaves = variant.table.leaves
        return StagedRuns(variant.aggregation, self.base(variant), there, self.years, self.top, fixed=leaves)


def _batch(sides: tuple[int, int], parts: Sequence[tuple[Ints, Ints, int]]) -> Batch:
    codes, rows = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
    sets = np.repeat([part[2] for part in parts], [len(part[0]) for part in parts])
    return Batch(codes.astype(np.intp), rows.astype(np.intp), sets, *sides)
