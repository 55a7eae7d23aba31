"""Ranks of many runs at once, and the tables they stream into: how often a unit had a rank, and was before another.

Sorting is one pass over float64 keys whose lowest bits carry the unit's number: a run of 51 units costs less than 0.2
µs that way, argsort or comparing all pairs several times as much. Runs in which two neighbours are too close for the
shortened keys are ranked again in full. Scores closer than 1e-12 of the largest one in the run are ties (chained), so
that equal units stay equal whatever order a matrix product sums in.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Ranks = NDArray[np.uint16] | NDArray[np.uint8]

TIE = 1e-12
BLOCK = 1024
FLUSH = 16384
WIDEST = 1024
UNSCORED = -1e300
LEAST = 1e-300


def ranks_of(scores: Floats) -> Ranks:
    """Ranks of runs × units, 1 best, ties the smallest, 0 where there is no score."""
    n = scores.shape[1]
    out = np.empty(scores.shape, dtype=np.uint8 if n < 255 else np.uint16)
    places = np.tile(np.arange(1, n + 1, dtype=out.dtype), min(BLOCK, len(scores)))
    for start in range(0, len(scores), BLOCK):
        _rank_block(scores[start : start + BLOCK], out[start : start + BLOCK], places)
    return out


def _rank_block(scores: Floats, out: Ranks, places: Ranks) -> None:
    runs, n = scores.shape
    gaps = np.isnan(scores)
    torn = bool(gaps.any())
    filled = np.where(gaps, UNSCORED, scores) if torn else np.ascontiguousarray(scores)
    low_bits = (1 << (n - 1).bit_length()) - 1
    # The best must come first: the sign bit is turned, the lowest bits take the unit's number.
    turn = np.arange(n, dtype=np.int64) | np.int64(np.iinfo(np.int64).min)
    keys = filled.view(np.int64) & np.int64(~low_bits)
    keys ^= turn
    ordered = keys.view(np.float64)
    ordered.sort(axis=1)
    codes = ordered.view(np.int64) & np.int64(low_bits)
    codes += (np.arange(runs) * n)[:, None]
    out.ravel()[codes.ravel()] = places[: runs * n]
    if n > 1:
        # The shortened keys lie within 2^(bits - 52) of the scores, which is added to what counts as close.
        slack = TIE + 4.0 * (low_bits + 1) * 2.0**-52
        close = _close(ordered, slack, torn)
        if close.size:
            out[close] = plain_ranks(scores[close])
    if torn:
        out[gaps] = 0


def _close(ordered: Floats, slack: float, torn: bool) -> Ints:
    """Runs in which two neighbours may be a tie."""
    steps = ordered[:, 1:] - ordered[:, :-1]
    if torn:
        empty = ordered > -UNSCORED / 2.0
        steps[empty[:, 1:]] = np.inf
        tops = np.where(empty, 0.0, np.abs(ordered)).max(axis=1)
    else:
        tops = np.maximum(np.abs(ordered[:, 0]), np.abs(ordered[:, -1]))
        if steps.min() > slack * tops.max() + LEAST:
            return np.empty(0, dtype=np.intp)
    return np.flatnonzero(steps.min(axis=1) <= slack * tops + LEAST)


def plain_ranks(scores: Floats) -> Ranks:
    """The same by a full stable sort: what the short keys must agree with."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=1)
    n = scores.shape[1]
    tops = np.fmax.reduce(np.abs(scores), axis=1, initial=0.0)
    new = np.ones(scores.shape, dtype=bool)
    # A step to a gap is NaN, which is no tie.
    new[:, 1:] = ~(ordered[:, :-1] - ordered[:, 1:] <= TIE * tops[:, None])
    firsts = np.maximum.accumulate(np.where(new, np.arange(1, n + 1), 0), axis=1)
    out = np.zeros(scores.shape, dtype=np.uint8 if n < 255 else np.uint16)
    np.put_along_axis(out, order, firsts.astype(out.dtype), axis=1)
    out[np.isnan(scores)] = 0
    return out


class Standings:
    """Counts of one group of units that are compared with each other (all units, or those of one year).

    `counts`: units × (units + 1), column r the runs with rank r, column 0 those without a score. `wins`: units ×
    units, runs in which the row ranks before the column; `both`: runs in which both have a score. Memory does not grow
    with the runs. Groups of more than 1,024 units keep no table of pairs.
    """

    def __init__(self, rows: Ints) -> None:
        n = len(rows)
        self.rows = rows
        self.counts = np.zeros((n, n + 1), dtype=np.int64)
        self.pairs = n <= WIDEST
        self.wins = np.zeros((n, n) if self.pairs else (0, 0), dtype=np.int64)
        self.both = np.zeros_like(self.wins)
        self._waiting: list[Ranks] = []
        self._offsets = np.arange(n, dtype=np.int64) * (n + 1)

    def add(self, ranks: Ranks) -> None:
        """Count runs × units of this group."""
        codes = self._offsets + ranks
        n = len(self.rows)
        self.counts += np.bincount(codes.ravel(), minlength=n * (n + 1)).reshape(n, n + 1)
        if self.pairs:
            self._waiting.append(ranks)
            if sum(map(len, self._waiting)) >= FLUSH:
                self.flush()

    def flush(self) -> None:
        """Bring the table of pairs up to date."""
        if not self._waiting:
            return
        ranks = np.ascontiguousarray(np.concatenate(self._waiting).T)
        self._waiting = []
        if (ranks == 0).any():
            self._with_gaps(ranks)
            return
        n, runs = ranks.shape
        self.both += runs
        buffer = np.empty((n, runs), dtype=bool)
        ties = self._tied(ranks)
        for i in range(n - 1):
            ahead = np.less(ranks[i], ranks[i + 1 :], out=buffer[i + 1 :])
            won = np.array([np.count_nonzero(row) for row in ahead])
            self.wins[i, i + 1 :] += won
            self.wins[i + 1 :, i] += runs - won
            if ties.size:
                even = (ranks[i, ties] == ranks[i + 1 :, ties]).sum(axis=1)
                self.wins[i + 1 :, i] -= even

    def _tied(self, ranks: Ranks) -> Ints:
        """Runs with ties: ranks that do not sum to 1 + ... + n."""
        n = len(ranks)
        return np.flatnonzero(ranks.sum(axis=0, dtype=np.int64) != n * (n + 1) // 2)

    def _with_gaps(self, ranks: Ranks) -> None:
        there = ranks > 0
        for i in range(len(ranks)):
            common = there & there[i]
            self.both[i] += common.sum(axis=1)
            self.wins[i] += ((ranks[i] < ranks) & common).sum(axis=1)


def groups_of(labels: Sequence[int] | Ints) -> list[Ints]:
    """Rows of each label, in order of the labels."""
    numbers = np.asarray(labels)
    return [np.flatnonzero(numbers == label) for label in np.unique(numbers)]


def mean_moves(ranks: Ranks, nominal: Ints) -> Floats:
    """Mean absolute change of rank from nominal in each run, over units that have a rank in both; NaN for none."""
    moves = (
        np.abs(ranks.astype(np.int16) - nominal.astype(np.int16)) if ranks.shape[1] < 16384 else _wide(ranks, nominal)
    )
    there = (ranks > 0) & (nominal > 0)
    if there.all():
        return moves @ np.full(moves.shape[1], 1.0 / moves.shape[1]) if moves.shape[1] else np.zeros(len(moves))
    count = there.sum(axis=1)
    total = np.where(there, moves, 0).sum(axis=1).astype(np.float64)
    return np.divide(total, count, out=np.full(len(moves), np.nan), where=count > 0)


def _wide(ranks: Ranks, nominal: Ints) -> NDArray[np.int64]:
    return np.abs(ranks.astype(np.int64) - nominal)
