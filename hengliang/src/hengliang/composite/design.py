"""Which runs a study makes: rows of a design, each with its choices on two sides, A and B, and the mixtures AB_i.

A scrambled Sobol' sequence with columns on both sides for every choice and every weight that is drawn, N a power of 2;
or plain random numbers. A choice among k is floor(u·k). A factor of many numbers (the weights, the data) counts as one:
AB_i takes all of them from side B. The data's noise, thousands of numbers a run, is always random, draw j of a side
for row j. Run number k stands at row k // (d + 2): A, B, AB_1 .. AB_d.
Source: Sobol' (1967), Owen (1995), Saltelli et al. (2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.draws import BLOCK, Draws
from hengliang.composite.factors import Factor
from hengliang.composite.problems import refuse

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

KINDS = ("sobol", "random")
CHUNK = 4096
MOST_COLUMNS = 20_000
HALF_STEP = 2.0**-31


@dataclass(frozen=True, eq=False)
class Rows:
    """Some rows of a design: on each side the level of each choice (rows × choices) and, in a Sobol' design, the
    numbers behind the weights (rows × weights, between 0 and 1); () where these are random.
    """

    levels: tuple[Ints, ...]
    weights: tuple[Floats, ...] = ()


@dataclass(frozen=True, eq=False)
class Design:
    """`rows` N; `both`: with side B and the mixtures, which the indices need; otherwise every run is a row of A.

    `drawn`: how many weights are drawn.
    """

    factors: tuple[Factor, ...]
    rows: int
    seed: int
    kind: str = "sobol"
    both: bool = True
    drawn: int = 0
    _sequence: Any = field(default=None, init=False, repr=False)

    @cached_property
    def levels(self) -> Ints:
        """Alternatives of each factor that has such."""
        return np.array([factor.levels for factor in self.factors if factor.levels], dtype=np.intp)

    @property
    def sets(self) -> int:
        """Runs a row: A alone, or A, B and one mixture a factor."""
        return len(self.factors) + 2 if self.both else 1

    @property
    def runs(self) -> int:
        return self.rows * self.sets

    @property
    def sides(self) -> int:
        return 2 if self.both else 1

    @property
    def low_discrepancy(self) -> bool:
        """Whether the weights stand in the Sobol' sequence too."""
        return self.kind == "sobol" and self.sides * (len(self.levels) + self.drawn) <= MOST_COLUMNS

    def at(self, first: int, count: int) -> Rows:
        """Rows first, first + 1, ...; `first` at the start of a block of draws."""
        if self._sequence is None or self._sequence.num_generated != first:
            object.__setattr__(self, "_sequence", self._started(first))
        return self._read(self._sequence, first, count)

    def row(self, number: int) -> Rows:
        """One row made again alone."""
        if self.kind == "sobol":
            return self._read(self._started(number), number, 1)
        first = number - number % BLOCK
        whole = self._read(None, first, BLOCK)
        return Rows(tuple(side[number - first : number - first + 1] for side in whole.levels))

    def place(self, run: int) -> tuple[int, int]:
        """Row and set (0 is A, 1 is B, 2 + i is AB_i) of a run. Raises: ProblemsFound for a number that is none."""
        if not 0 <= run < self.runs:
            raise refuse("run", f"there are runs 0 to {self.runs - 1}", row=run)
        return divmod(run, self.sets)

    def _started(self, first: int) -> Any:
        columns = self.sides * (len(self.levels) + (self.drawn if self.low_discrepancy else 0))
        if self.kind != "sobol" or columns == 0:
            return None
        # Takes half a second to import; plain random designs do without it.
        from scipy.stats import qmc

        sequence = qmc.Sobol(columns, scramble=True, rng=np.random.default_rng(self.seed))
        if first:
            sequence.fast_forward(first)
        return sequence

    def _read(self, sequence: Any, first: int, count: int) -> Rows:
        d = len(self.levels)
        if sequence is None and d:
            u = [Draws(self.seed, "design", side, d).uniform(first, count).T for side in range(self.sides)]
            return Rows(tuple(self._levels(part) for part in u))
        if sequence is None:
            return Rows((np.zeros((count, 0), dtype=np.intp),) * self.sides)
        # Sobol' points are made in powers of 2, or scipy warns about their balance.
        points = sequence.random(1 << max(count - 1, 0).bit_length())[:count]
        levels = tuple(self._levels(points[:, side * d : (side + 1) * d]) for side in range(self.sides))
        if not self.low_discrepancy or not self.drawn:
            return Rows(levels)
        starts = [self.sides * d + side * self.drawn for side in range(self.sides)]
        return Rows(levels, tuple(points[:, start : start + self.drawn] + HALF_STEP for start in starts))

    def _levels(self, u: Floats) -> Ints:
        # Rounding could lift u·k to k; no alternative stands there.
        return np.minimum((u * self.levels).astype(np.intp), self.levels - 1)


def design_for(factors: Sequence[Factor], runs: int, *, seed: int, kind: str, indices: bool, drawn: int = 0) -> Design:
    """The largest design of at most `runs` runs. Raises: ProblemsFound: an unknown kind, too few runs."""
    if kind not in KINDS:
        raise refuse("design", f"{kind!r} is no design; there are {' and '.join(KINDS)}")
    sets = len(factors) + 2 if indices else 1
    rows = int(runs) // sets
    if rows < 2:
        raise refuse("runs", f"{runs} runs are too few: a design of {len(factors)} factors needs at least {2 * sets}")
    if kind == "sobol" and indices:
        rows = 1 << (rows.bit_length() - 1)
    return Design(tuple(factors), rows, seed, kind, indices, drawn)
