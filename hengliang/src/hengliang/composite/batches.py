"""Runs on their way through the engine: which of them go together, and what has come of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.standings import Ranks

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

# A mixture, and the rows in which it is the run of side A.
Copy = tuple[int, Bools]


@dataclass(frozen=True)
class Sides:
    """From which side of the design (0 is A, 1 is B) weights, data and goalposts are drawn."""

    weights: int = 0
    data: int = 0
    goalposts: int = 0

    @classmethod
    def only(cls, what: str) -> Sides:
        """One of them from side B, the others from side A."""
        return cls(**{what: 1})


@dataclass(frozen=True, eq=False)
class Batch:
    """Runs that draw from the same sides, sorted by combination: their combination, row in the chunk, and set."""

    codes: Ints
    rows: Ints
    sets: Ints
    sides: Sides

    @classmethod
    def of(cls, sides: Sides, parts: Sequence[tuple[Ints, Ints, int]]) -> Batch:
        """From parts of combinations, rows and a set."""
        codes, rows = (np.concatenate([part[at] for part in parts]) for at in (0, 1))
        sets = np.repeat([part[2] for part in parts], [len(part[0]) for part in parts])
        order = np.argsort(codes, kind="stable")
        return cls(codes[order].astype(np.intp), rows[order].astype(np.intp), sets[order], sides)

    def by_code(self) -> Iterator[tuple[slice, int]]:
        """The runs of each combination, and its number."""
        starts = np.flatnonzero(np.diff(self.codes, prepend=-1)).tolist()
        for start, stop in zip(starts, [*starts[1:], len(self.codes)], strict=True):
            yield slice(start, stop), int(self.codes[start])


@dataclass(frozen=True, eq=False)
class Drawn:
    """What a batch draws for the rows of its chunk, which begins at row `first` of the design; None where as planned.

    `multipliers`: of the weights, nodes below the top × rows; `shifts`: of goalposts, leaves × 2 × rows.
    """

    first: int
    multipliers: Floats | None = None
    shifts: Floats | None = None


@dataclass(frozen=True, eq=False)
class Made:
    """The runs of a batch: `raised` rises with the scores (runs × rows of the index)."""

    batch: Batch
    drawn: Drawn
    raised: Floats
    failed: Bools
    ranks: Ranks
