"""Random numbers by counter: every draw has its own place in Philox's stream, so that any run is made again alone.

Draws stand in blocks of 1,024 side by side: number i of draw k is at row i, column k mod 1024 of block k // 1024, which
is how the engine reads them. Keyed by seed, purpose and side; the counter is the block. Source: Salmon et al. (2011),
Parallel random numbers: as easy as 1, 2, 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.problems import refuse

Floats = NDArray[np.float64]

BLOCK = 1024
PURPOSES = {"design": 1, "weights": 2, "data": 3, "bootstrap": 4, "goalposts": 5}


@dataclass(frozen=True)
class Draws:
    """`size` numbers for each draw, in blocks of `block` draws; `side` 0 or 1 tells apart the two halves of a design."""

    seed: int
    purpose: str
    side: int
    size: int
    block: int = BLOCK

    @cached_property
    def key(self) -> NDArray[np.uint64]:
        """Philox's key."""
        sequence = np.random.SeedSequence([self.seed, PURPOSES[self.purpose], self.side])
        return np.asarray(sequence.generate_state(2, np.uint64), dtype=np.uint64)

    def words(self, number: int) -> NDArray[np.uint32]:
        """Block `number` as size × block unsigned integers of 32 bits."""
        half = -(-self.size * self.block // 8) * 4
        stream = np.random.Philox(key=self.key, counter=number * (half // 4))
        raw = stream.random_raw(half).astype("<u8", copy=False).view("<u4")
        words: NDArray[np.uint32] = raw[: self.size * self.block].reshape(self.size, self.block)
        return words

    def uniform(self, first: int, count: int) -> Floats:
        """size × count numbers, uniform between 0 and 1 without its ends, for draws first, first + 1, ...

        `first` must stand at the start of a block.
        """
        out = np.empty((self.size, count))
        for start in range(0, count, self.block):
            part = out[:, start : start + self.block]
            words = self.words((first + start) // self.block)[:, : part.shape[1]]
            np.multiply(words, 2.0**-32, out=part)
            part += 2.0**-33
        return out

    def one(self, draw: int) -> Floats:
        """The numbers of a single draw, the same as in its block."""
        start = draw - draw % self.block
        return self.uniform(start, self.block)[:, draw % self.block]


def checked_seed(seed: int) -> int:
    """Raises: ProblemsFound unless it is a whole number of at least 0."""
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise refuse("seed", f"{seed!r}: a seed is a whole number, 0 or more")
    return int(seed)
