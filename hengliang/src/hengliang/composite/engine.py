"""From rows of a design to ranks: runs that share a table and a mean go through one matrix product together.

A run that repeats the choices of its row on side A is not made twice, so that a dummy factor is exactly 0. Where nothing
is drawn from a continuous law every combination is computed once, however many runs ask for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.batches import Batch, Copy, Drawn, Made, Sides
from hengliang.composite.combinations import Combinations
from hengliang.composite.design import CHUNK, Design, Rows
from hengliang.composite.factors import GOALPOSTS, Factor, Noise
from hengliang.composite.flat_runs import FlatRuns, flattens
from hengliang.composite.goalpost_draws import GoalpostDraws
from hengliang.composite.goalpost_runs import GoalpostRuns
from hengliang.composite.noisy_runs import NoisyRuns
from hengliang.composite.problems import ProblemsFound
from hengliang.composite.reach import Reach, WeightDraws
from hengliang.composite.staged_runs import StagedRuns
from hengliang.composite.standings import Ranks, Standings, groups_of, mean_moves, ranks_of
from hengliang.composite.workshop import Variant, Workshop

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

STAGED_BLOCK = 256


@dataclass(frozen=True, eq=False)
class Program:
    """A variant made ready for many runs; `variant` tells where its rows stand."""

    runs: FlatRuns | StagedRuns
    variant: Variant


Programs = dict[int, Program | None]


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
        self.groups = groups_of(panel.year_numbers)
        self.combinations = Combinations(workshop, self.factors, top, self.weights)
        self._programs: Programs = {} if programs is None else programs
        self._still: dict[int, tuple[Floats, bool]] = {}

    @cached_property
    def weights(self) -> WeightDraws | None:
        """The draws of the weights, None where they are as planned."""
        for factor in self.factors:
            if factor.draws_weights:
                return WeightDraws(factor.noise, self.tree, self.seed)  # type: ignore[arg-type]
        return None

    @cached_property
    def goalposts(self) -> GoalpostDraws | None:
        """The draws of the goalposts, None where they are as planned."""
        for factor in self.factors:
            if factor.name == GOALPOSTS:
                return GoalpostDraws(factor.noise, self.workshop.made.frozen.framework, self.seed)  # type: ignore[arg-type]
        return None

    @cached_property
    def noisy(self) -> NoisyRuns | None:
        """The draws of the data, None where they are as read."""
        for factor in self.factors:
            if isinstance(factor.noise, Noise):
                return NoisyRuns(self.combinations, factor.noise, self.seed, self.goalposts)
        return None

    @cached_property
    def posted(self) -> GoalpostRuns | None:
        """The runs of goalposts that move over data as they are read."""
        return None if self.goalposts is None else GoalpostRuns(self.combinations, self.goalposts)

    @cached_property
    def nominal(self) -> Ints:
        """Ranks of the index itself by the rule of the runs, 0 where there is none."""
        scores = self.workshop.made.result.values[self.top][None, :]
        return self.rank(np.ascontiguousarray(scores))[0].astype(np.intp)

    def scores_behind(self, code: int, raised: Floats) -> Floats:
        """The scores of the top behind what rises with them, in runs of one combination."""
        if self.weights is None and self.noisy is None and self.goalposts is None:
            return raised
        generator = self.combinations.mean_of(code)
        return generator.back(-raised if generator.power < 0.0 else raised)

    def rank(self, scores: Floats) -> Ranks:
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
        y = np.full((design.sets, count), np.nan)
        copies: list[Copy] = []
        for made in self.made(design, first, count, copies):
            batch = made.batch
            y[batch.sets, batch.rows] = np.where(made.failed, np.nan, mean_moves(made.ranks, self.nominal))
            tally.failed += int(made.failed.sum())
            counted = batch.sets < 2
            ranks = made.ranks if counted.all() else made.ranks[counted]
            for standing in tally.standings:
                standing.add(ranks if len(tally.standings) == 1 else ranks[:, standing.rows])
        for number, same in copies:
            y[number, same] = y[0, same]
            tally.failed += int(np.isnan(y[0, same]).sum())
        tally.outputs.append(y)

    def made(self, design: Design, first: int, count: int, copies: list[Copy]) -> Iterator[Made]:
        """The runs of a chunk of rows, batch by batch; those equal to their row on side A go to `copies` instead."""
        rows = design.at(first, count)
        for batch in self._batches(design, rows, copies):
            yield self.ranked(batch, self.drawn(batch.sides, rows, first))

    def drawn(self, sides: Sides, rows: Rows, first: int) -> Drawn:
        """What runs draw on these sides, for rows of the design that begin at `first`."""
        count = len(rows.levels[0])
        weights, posts = self.weights, self.goalposts
        return Drawn(
            first,
            None if weights is None else weights.multipliers(rows, sides.weights, first),
            None if posts is None else posts.shifts(sides.goalposts, first, count),
        )

    def ranked(self, batch: Batch, drawn: Drawn) -> Made:
        """The runs of a batch with their ranks."""
        raised, failed = self._scores(batch, drawn)
        return Made(batch, drawn, raised, failed, self.rank(raised))

    def _batches(self, design: Design, drawn: Rows, copies: list[Copy]) -> list[Batch]:
        """The runs of a chunk by the sides they draw from; runs equal to their row on side A go to `copies`."""
        on_a, on_b = drawn.levels[0], drawn.levels[-1]
        count, radix = len(on_a), self.combinations.radix
        code_a, code_b, rows = on_a @ radix, on_b @ radix, np.arange(count)
        on_side_a = Sides()
        parts: dict[Sides, list[tuple[Ints, Ints, int]]] = {on_side_a: [(code_a, rows, 0)]}
        if not design.both:
            return [Batch.of(sides, some) for sides, some in parts.items()]
        parts.setdefault(self.side_b, []).append((code_b, rows, 1))
        at = 0
        for number, factor in enumerate(self.factors, start=2):
            if factor.drawn_as:
                parts.setdefault(Sides.only(factor.drawn_as), []).append((code_a, rows, number))
                continue
            same = on_a[:, at] == on_b[:, at] if factor.alternatives else np.ones(count, dtype=bool)
            copies.append((number, same))
            moved = np.flatnonzero(~same)
            code = code_a[moved] + (on_b[moved, at] - on_a[moved, at]) * radix[at]
            parts[on_side_a].append((code, moved, number))
            at += 1
        return [Batch.of(sides, some) for sides, some in parts.items()]

    @property
    def side_b(self) -> Sides:
        """Everything that is drawn, from side B."""
        return Sides(*(int(each is not None) for each in (self.weights, self.noisy, self.goalposts)))

    def _scores(self, batch: Batch, drawn: Drawn) -> tuple[Floats, NDArray[np.bool_]]:
        """Runs × rows that rise with the scores, and which runs failed."""
        out = np.full((len(batch.codes), self.units), np.nan)
        failed = np.zeros(len(out), dtype=bool)
        if self.noisy is not None:
            self.noisy.fill(batch, drawn, out, failed)
            return out, failed
        shared: dict[object, Floats] = {}
        for some, code in batch.by_code():
            if self.posted is not None and self.posted.fill(batch, some, code, drawn, out, failed):
                continue
            if drawn.multipliers is None:
                out[some], failed[some] = self._standing_still(code)
                continue
            program = self.program(code)
            if program is None:
                failed[some] = True
            elif isinstance(program.runs, FlatRuns):
                key = program.runs.reach.key
                if key not in shared:
                    shared[key] = np.ascontiguousarray(program.runs.reach.factors(drawn.multipliers).T)
                self._flat(program, program.runs, shared[key][batch.rows[some]], out[some])
            else:
                self._staged(program, program.runs, drawn.multipliers[:, batch.rows[some]], out[some], failed[some])
        return out, failed

    def _flat(self, program: Program, runs: FlatRuns, factors: Floats, out: Floats) -> None:
        seats = self.combinations.seats(program.variant)
        if seats is None:
            runs.run(factors, out)
            return
        scores = np.empty((len(factors), runs.table.shape[1]))
        runs.run(factors, scores)
        seats.put(out, slice(None), scores.T)

    def _staged(
        self, program: Program, runs: StagedRuns, multipliers: Floats, out: Floats, failed: NDArray[np.bool_]
    ) -> None:
        for start in range(0, len(out), STAGED_BLOCK):
            some = slice(start, min(start + STAGED_BLOCK, len(out)))
            scores, failed[some] = runs.run(multipliers[:, some])
            self.combinations.put(program.variant, scores, out, some)

    def _standing_still(self, code: int) -> tuple[Floats, bool]:
        """Scores of a combination whose weights are as planned."""
        if code not in self._still:
            try:
                variant = self.combinations.variant(code)
                self._still[code] = self.combinations.seated(variant, variant.values[self.top]), False
            except ProblemsFound:
                self._still[code] = np.full(self.units, np.nan), True
        return self._still[code]

    def program(self, code: int) -> Program | None:
        """The variant of a combination made ready for many runs; None for an impossible one."""
        if code not in self._programs:
            try:
                self._programs[code] = self._compiled(self.combinations.variant(code))
            except ProblemsFound:
                self._programs[code] = None
        return self._programs[code]

    def _compiled(self, variant: Variant) -> Program:
        if flattens(variant):
            reach = Reach(variant.aggregation, self.combinations.base(variant), self.top)
            return Program(FlatRuns(variant, reach), variant)
        return Program(self.combinations.staged(variant, fixed=True), variant)
