"""A study of an index: what varies, what cannot go together, and the runs.

    study = index.vary(treat=[cq.winsorise(1), cq.winsorise(5)], scale=["minmax", "z"], weights=cq.jitter(0.25))
    u = study.run(100_000, seed=1)          # or study.run(seed=1, until=0.01): runs until the bands settle

Every run is made anew from the seed when it is asked for; nothing of it is kept but counts and one output.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.bands import rank_quantiles
from hengliang.composite.built import Built
from hengliang.composite.design import Design, design_for
from hengliang.composite.draws import BLOCK, checked_seed
from hengliang.composite.engine import Engine, Tally
from hengliang.composite.factor_reading import read_factors
from hengliang.composite.outcome import Uncertainty
from hengliang.composite.problems import refuse
from hengliang.composite.variation import Variation
from hengliang.composite.workshop import Workshop, check_reproduced

Floats = NDArray[np.float64]

ENDS = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False, repr=False)
class Study(Variation):
    """What varies, with its runs."""

    def run(
        self,
        runs: int | None = None,
        *,
        seed: int,
        until: float | None = None,
        most: int = 1_000_000,
        design: str = "sobol",
        indices: bool = True,
    ) -> Uncertainty:
        """The largest design of at most `runs` runs; or, with `until`, runs doubled until the bands settle.

        Settled: no 5 %, 50 % or 95 % rank of any unit moves by more than `until` times the number of units from one
        doubling to the next; at most `most` runs. `indices=False`: every run counts for the ranks, no mixtures for
        Sobol' indices. `design`: "sobol" or "random". Raises: ProblemsFound where no combination has a result.
        """
        checked_seed(seed)
        if (runs is None) == (until is None):
            raise refuse("runs", "say how many runs, or until=... how far the bands must settle: one of the two")
        engine = self.engine(seed)
        if self.impossible and len(self.impossible) == self.combinations:
            raise refuse("study", f"no combination has a result: {self.impossible[0].why[0]}")
        if runs is not None:
            made = self._design(engine, runs, design, indices)
            tally = engine.tally()
            engine.extend(tally, made)
            return Uncertainty(self, engine, made, tally)
        assert until is not None  # noqa: S101 - one of the two is there
        if not 0.0 < until < 1.0:
            raise refuse("until", f"{until:g}: a share of the number of units, between 0 and 1")
        return self._until(engine, until, most, design, indices)

    def _design(self, engine: Engine, runs: int, kind: str, indices: bool) -> Design:
        drawn = 0 if engine.weights is None else len(engine.weights.moved)
        return design_for(self.factors, runs, seed=engine.seed, kind=kind, indices=indices, drawn=drawn)

    def _until(self, engine: Engine, until: float, most: int, kind: str, indices: bool) -> Uncertainty:
        sets = len(self.factors) + 2 if indices else 1
        rows, before, settled, tally = BLOCK, None, False, engine.tally()
        while True:
            made = self._design(engine, rows * sets, kind, indices)
            engine.extend(tally, made)
            now = _ends(tally)
            settled = before is not None and bool(np.nanmax(np.abs(now - before)) <= until)
            if settled or 2 * rows * sets > most:
                return Uncertainty(self, engine, made, tally, settled)
            before, rows = now, 2 * rows


def vary(index: Built, said: Mapping[str, Any], *, node: str = "") -> Study:
    """See `Index.vary`. Raises: ProblemsFound with everything that cannot vary as it was said."""
    tree = index.tree
    top = index.place(node) if node else tree.top
    if top < tree.leaves:
        raise refuse("node", "an indicator has nothing to aggregate; name a node with children", row=node)
    factors = read_factors(index.plan, said, tree.codes, tree.codes[tree.leaves :])
    workshop = Workshop(index.plan, index.made)
    check_reproduced(workshop, index.values)
    study = Study(index, tuple(factors), top, workshop)
    _ = study.engine(0).noisy, study.impossible  # problems of the data's errors come before the first run
    return study


def _ends(tally: Tally) -> Floats:
    """The band ends of every unit as shares of the number of units it is compared with."""
    return np.concatenate([rank_quantiles(s.counts, ENDS) / max(len(s.rows), 1) for s in tally.standings])
