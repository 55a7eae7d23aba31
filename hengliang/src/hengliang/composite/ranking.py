"""Ranks, and orders of units that come from pairwise wins: Copeland and Borda.

Rank 1 is the best, ties take the smallest rank, a unit without a score has no rank.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.means import table

Floats = NDArray[np.float64]

EVEN = 1e-9
FEW = 100


def ranks(scores: ArrayLike, *, within: Sequence[object] | None = None) -> Floats:
    """1 + how many score higher, among all or among those with the same label; NaN for NaN.

    `scores`: units, or units × nodes. One label a unit in `within`.
    """
    values = np.asarray(scores, dtype=np.float64)
    columns = values[:, None] if values.ndim == 1 else values
    if within is None and len(columns) <= FEW:
        higher = (columns[None, :, :] > columns[:, None, :]).sum(axis=1)
        every = np.where(np.isnan(columns), np.nan, higher + 1.0)
        return every[:, 0] if values.ndim == 1 else every
    out = np.full(columns.shape, np.nan)
    labels = np.zeros(len(columns)) if within is None else np.unique([str(v) for v in within], return_inverse=True)[1]
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        for place in range(columns.shape[1]):
            out[rows, place] = _ranks(columns[rows, place])
    return out[:, 0] if values.ndim == 1 else out


def _ranks(scores: Floats) -> Floats:
    there = np.sort(scores[~np.isnan(scores)])
    higher = there.size - np.searchsorted(there, scores, side="right")
    return np.where(np.isnan(scores), np.nan, higher + 1.0)


def copeland(x: ArrayLike, w: ArrayLike | None = None, *, against: ArrayLike | None = None) -> Floats:
    """#(o > 1/2) - #(o < 1/2) of each unit, o_ij = weight of the criteria where i beats j + half of its ties.

    o is the share over the criteria that both units have (COINr gives a criterion missing in one unit to the later
    one); a pair without a common criterion counts for neither, o within 1e-9 of 1/2 neither. `x`: units × criteria,
    high is good, compared with each other or with the rows of `against`. Time: n²k comparisons and one matrix product a unit.
    """
    values, weights = table(x, w)
    others = values if against is None else table(against, w)[0]
    won = _won(values, others, weights)
    margin = won - (won.T if others is values else _won(others, values, weights).T)
    shared = (~np.isnan(values) * weights) @ (~np.isnan(others)).T.astype(np.float64)
    # o - 1/2 is margin / (2 shared); multiplied out, so that pairs without a common criterion divide by nothing.
    limit = 2.0 * EVEN * shared
    score = (margin > limit).sum(axis=1) - (margin < -limit).sum(axis=1)
    return np.where(np.isnan(values).all(axis=1), np.nan, score.astype(np.float64))


def _won(values: Floats, others: Floats, weights: Floats) -> Floats:
    """Weight of the criteria on which row i of `values` beats row j of `others`; a gap beats and loses nothing."""
    won = np.empty((len(values), len(others)))
    for place, row in enumerate(values):
        won[place] = (row > others).astype(np.float64) @ weights
    return won


def borda(x: ArrayLike, w: ArrayLike | None = None) -> Floats:
    """Weighted mean of the share of other units beaten on each criterion, ties half, gaps rescaled: 0 to 1."""
    values, weights = table(x, w)
    points = np.full(values.shape, np.nan)
    for place in range(values.shape[1]):
        column = values[:, place]
        there = np.sort(column[~np.isnan(column)])
        if there.size > 1:
            below = np.searchsorted(there, column, side="left")
            above = there.size - np.searchsorted(there, column, side="right")
            points[:, place] = np.where(
                np.isnan(column), np.nan, (there.size - 1 + below - above) / 2 / (there.size - 1)
            )
    mass = (~np.isnan(points)) @ weights
    total = np.where(np.isnan(points), 0.0, points) @ weights
    return np.divide(total, mass, out=np.full(len(values), np.nan), where=mass > 0)
