"""Runs whose goalposts move over data as they are read, many at once; see `goalpost_draws`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.batches import Batch, Drawn
from hengliang.composite.combinations import Combinations
from hengliang.composite.goalpost_draws import GoalpostDraws, goalposted, moved_leaves
from hengliang.composite.lone_runs import looks, run_alone
from hengliang.composite.problems import ProblemsFound
from hengliang.composite.staged_runs import StagedRuns
from hengliang.composite.workshop import Variant

Floats = NDArray[np.float64]

PIECE = 64


class GoalpostRuns:
    """The combinations of one study, ready for goalposts that move."""

    def __init__(self, combinations: Combinations, draws: GoalpostDraws) -> None:
        self.combinations, self.draws = combinations, draws
        self._programs: dict[int, StagedRuns] = {}

    def fill(self, batch: Batch, some: slice, code: int, drawn: Drawn, out: Floats, failed: NDArray[np.bool_]) -> bool:
        """The runs of one combination into `out`; False, and nothing done, where it scales nothing by goalposts."""
        try:
            variant = self.combinations.variant(code)
        except ProblemsFound:
            return False
        if not np.isin(goalposted(variant.table), self.draws.moved).any():
            return False
        assert drawn.shifts is not None  # noqa: S101 - there are draws
        alone = looks(self.combinations.plan(code))
        for start in range(some.start, some.stop, 1 if alone else PIECE):
            runs = slice(start, min(start + (1 if alone else PIECE), some.stop))
            rows = batch.rows[runs]
            g = np.ones((self.combinations.tree.top, len(rows)))
            g = g if drawn.multipliers is None else drawn.multipliers[:, rows]
            shifts = drawn.shifts[:, :, rows]
            if alone:
                self._alone(code, shifts[:, :, 0], g, runs, out, failed)
                continue
            scores, failed[runs] = self._program(code, variant).run(g, moved_leaves(variant, shifts))
            self.combinations.put(variant, scores, out, runs)
        return True

    def _alone(self, code: int, shifts: Floats, g: Floats, runs: slice, out: Floats, failed: NDArray[np.bool_]) -> None:
        plan = self.draws.settled(self.combinations.plan(code), shifts)
        try:
            variant = self.combinations.workshop.again(plan)
            out[runs.start], failed[runs.start] = run_alone(self.combinations, variant, g)
        except ProblemsFound:
            failed[runs] = True

    def _program(self, code: int, variant: Variant) -> StagedRuns:
        if code not in self._programs:
            self._programs[code] = self.combinations.staged(variant, fixed=False)
        return self._programs[code]
