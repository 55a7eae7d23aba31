"""What the counts of ranks say: bands (quantiles of type 7), chances, pairs that are not safe."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


def rank_quantiles(counts: Counts, shares: Sequence[float]) -> Floats:
    """Quantiles of type 7 of each unit's ranks: the value at (n - 1)p in the sorted ranks, between two by a line.

    `counts`: units × (ranks + 1), column 0 the runs without a rank, which count nowhere. NaN for a unit without any.
    """
    reached = np.cumsum(counts[:, 1:], axis=1)
    n = reached[:, -1]
    out = np.full((len(counts), len(shares)), np.nan)
    for column, share in enumerate(shares):
        place = np.maximum(n - 1, 0) * share
        low = np.floor(place).astype(np.int64)
        below, above = (_at(reached, np.minimum(low + step, np.maximum(n - 1, 0))) for step in (0, 1))
        out[:, column] = np.where(n > 0, below + (place - low) * (above - below), np.nan)
    return out


def _at(reached: Counts, place: Counts) -> Floats:
    """The rank that stands at a place (from 0) of the sorted ranks."""
    return (reached <= place[:, None]).sum(axis=1) + 1.0


def rank_means(counts: Counts) -> Floats:
    """Mean rank of each unit over the runs in which it has one."""
    n = counts[:, 1:].sum(axis=1)
    total = counts[:, 1:] @ np.arange(1, counts.shape[1])
    return np.divide(total, n, out=np.full(len(counts), np.nan), where=n > 0)


def acceptabilities(counts: Counts) -> Floats:
    """SMAA's rank acceptability indices: the share of runs in which a unit has each rank. Units × ranks."""
    runs = counts.sum(axis=1, keepdims=True)
    return np.divide(counts[:, 1:], runs, out=np.zeros((len(counts), counts.shape[1] - 1)), where=runs > 0)


def beats(wins: ArrayLike, both: ArrayLike) -> Floats:
    """Chance that the row ranks before the column, ties counting half; NaN for pairs that no run compares, ½ itself."""
    won, shared = np.asarray(wins, dtype=np.float64), np.asarray(both, dtype=np.float64)
    chance = np.divide(won - won.T + shared, 2.0 * shared, out=np.full(won.shape, np.nan), where=shared > 0.0)
    np.fill_diagonal(chance, 0.5)
    return chance


def fragile_pairs(chance: Floats, nominal: NDArray[np.intp], least: float) -> list[tuple[int, int, float]]:
    """Pairs that the index ranks one before the other in fewer than `least` of the runs, most doubtful first."""
    ahead = (nominal[:, None] > 0) & (nominal[:, None] < nominal[None, :])
    rows, columns = np.nonzero(ahead & (chance < least))
    pairs = [(int(i), int(j), float(chance[i, j])) for i, j in zip(rows, columns, strict=True)]
    return sorted(pairs, key=lambda pair: (pair[2], nominal[pair[0]], nominal[pair[1]]))
