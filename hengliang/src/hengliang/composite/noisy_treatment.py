"""Treatment of outliers in many tables at once; the rules are those of `outliers`, column by column and run by run.

Winsorising moves only the ends of a sorted column, so that its skewness and kurtosis after any step come from running
sums of powers, taken once: no step looks at the cells again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.outliers import LEAST, Treat
from hengliang.composite.problems import ProblemsFound
from hengliang.composite.treatment import BoxCox, Log, Moments, Treatment, Winsorise, shape

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]


def treat_many(x: Floats, there: Bools | None, step: Treat, codes: Sequence[str], rows: Ints) -> bool:
    """Treat leaves × rows × runs in place. False where a column has no such treatment (the run must fail alone).

    `there`: leaves × rows, None where each run has its own gaps; `rows`: those that are looked at.
    """
    own = dict(step.by)
    lists = [own.get(code, step.treatments) for code in codes]
    everyone = len(rows) == x.shape[1]
    seen = x if everyone else x[:, rows]
    if there is None:
        there = ~np.isnan(seen)
        treated = np.array([bool(some) for some in lists])
        if (np.count_nonzero(there, axis=1)[treated] < LEAST).any():
            return False
    elif not everyone:
        there = there[:, rows]
    skew, kurtosis = moments(seen, there)
    failing = _fails(skew, kurtosis, step.until)
    for some in dict.fromkeys(lists):
        if not some:
            continue
        forced = isinstance(some[0], Winsorise | Log) and some[0].force
        mine = np.array([each == some for each in lists])
        places, runs = np.nonzero((failing | forced) & mine[:, None])
        if places.size:
            # Index arrays on both sides of a slice put the picked pairs first: columns × rows.
            table = x[places, :, runs]
            try:
                x[places, :, runs] = _treated(table, rows, some, step.until)
            except ProblemsFound:
                return False
    return True


def _treated(table: Floats, rows: Ints, treatments: Sequence[Treatment], until: Moments) -> Floats:
    """Each column (a row of `table`) by the list, always from the original, until it passes."""
    out = table.copy()
    busy = np.arange(len(table))
    everyone = len(rows) == table.shape[1]
    for turn, treatment in enumerate(treatments):
        if isinstance(treatment, Winsorise):
            seen = table[busy] if everyone else table[busy][:, rows]
            low, high, passed = caps(seen, treatment, until)
            out[busy] = np.clip(table[busy], low[:, None], high[:, None])
        else:
            out[busy] = logged(table[busy], table[busy] if everyone else table[busy][:, rows], treatment)
            last = turn == len(treatments) - 1
            passed = np.ones(len(busy), dtype=bool) if last else until.passes(out[busy][:, rows])
        busy = busy[~passed]
        if not busy.size:
            break
    return out


def logged(x: Floats, seen: Floats, how: Log | BoxCox) -> Floats:
    """`fit_log` on each row of `seen`, laid over the row of x. Raises: ProblemsFound where one has no such logarithm."""
    low, high = np.fmin.reduce(seen, axis=1), np.fmax.reduce(seen, axis=1)
    spread = high - low
    form = how.form if isinstance(how, Log) else "original"
    base, slope, add, sign = low, np.ones(len(x)), np.ones(len(x)), np.ones(len(x))
    if not (spread > 0.0).all() and form != "plain":
        raise ProblemsFound([])
    if form in ("default", "plus"):
        add = 0.01 * spread
    if form == "plus":
        left = ~(shape(seen)[0] > 0.0)
        base, slope, sign = np.where(left, high, low), np.where(left, -1.0, 1.0), np.where(left, -1.0, 1.0)
    elif form == "plain":
        base, add = np.zeros(len(x)), np.zeros(len(x))
    elif form == "gii":
        slope = (high - 1.0) / spread
        if not (high > 1.0).all():
            raise ProblemsFound([])
    inner = slope[:, None] * (x - base[:, None]) + add[:, None]
    if (inner <= 0.0).any():
        raise ProblemsFound([])
    power = how.power if isinstance(how, BoxCox) else 0.0
    raised = np.log(inner) if power == 0.0 else (np.power(inner, power) - 1.0) / power
    return sign[:, None] * raised


def caps(x: Floats, how: Winsorise, until: Moments) -> tuple[Floats, Floats, Bools]:
    """Where winsorising of each row of x ends: least and greatest value left (infinite where nothing moved), and
    whether it then passes.
    """
    ends = _Ends(x)
    busy = np.arange(len(x))
    passed = np.zeros(len(x), dtype=bool)
    while busy.size:
        skew, kurtosis = ends.moments(busy)
        passed[busy] = ~_fails(skew, kurtosis, until)
        go = (ends.moved(busy) < how.most) & ~np.isnan(skew) & (how.force | ~passed[busy])
        busy = busy[go]
        busy = busy[ends.step(busy, skew[go] >= 0.0)]
    low, high = ends.caps()
    return low, high, passed


class _Ends:
    """Sorted rows, the place of the lowest and the highest value still standing, and running sums of powers.

    Deviations are from the median, in which the powers of what is left lose next to nothing when an outlier goes. Gaps
    sort last; `n` is how many values a row has.
    """

    def __init__(self, x: Floats) -> None:
        self.ordered = np.sort(x, axis=1)
        count, self.width = x.shape
        every = np.arange(count)
        self.n = np.full(count, self.width)
        torn = bool(np.isnan(self.ordered[:, -1]).any()) if self.width else False
        if torn:
            self.n -= np.isnan(self.ordered).sum(axis=1)
        self.end = np.maximum(self.n - 1, 0)
        away = self.ordered - self.ordered[every, self.n // 2, None]
        width = np.maximum(np.abs(away[:, 0]), np.abs(away[every, self.end]))
        away /= np.where(width > 0.0, width, 1.0)[:, None]
        if torn:
            away = np.nan_to_num(away, nan=0.0)
        self.away = away
        self.sums = np.zeros((4, count, self.width + 1))
        power = away.copy()
        for each in self.sums:
            np.cumsum(power, axis=1, out=each[:, 1:])
            power *= away
        self.first, self.last = _runs_of_equals(self.ordered)
        self.bottom, self.top = np.zeros(count, dtype=np.intp), self.end.copy()

    def moved(self, rows: Ints) -> Ints:
        """Cells that have another value now."""
        below = np.where(self.bottom[rows] > 0, self.first[rows, self.bottom[rows]], 0)
        end = self.end[rows]
        above = np.where(self.top[rows] < end, end - self.last[rows, self.top[rows]], 0)
        return below + above

    def moments(self, rows: Ints) -> tuple[Floats, Floats]:
        """Skewness and kurtosis as the rows stand."""
        a, b = self.bottom[rows], self.top[rows]
        n = np.maximum(self.n[rows], 1).astype(np.float64)
        here, start = rows * self.width, rows * (self.width + 1)
        low, high = self.away.ravel().take(here + a), self.away.ravel().take(here + b)
        under, over = a, self.end[rows] - b
        sums = self.sums.reshape(4, -1)
        part = sums.take(start + b + 1, axis=1) - sums.take(start + a, axis=1)
        bottom, top = under * low, over * high
        for row in part:
            row += bottom
            row += top
            bottom, top = bottom * low, top * high
        s1, s2, s3, s4 = part
        m = s1 / n
        c2 = s2 - m * s1
        c3 = s3 - 3.0 * m * s2 + 2.0 * m**2 * s1
        c4 = s4 - 4.0 * m * s3 + 6.0 * m**2 * s2 - 3.0 * m**3 * s1
        flat = low == high
        skew, kurtosis = _shapes(n, np.where(flat, 1.0, c2), c3, c4)
        return np.where(flat, np.nan, skew), np.where(flat, np.nan, kurtosis)

    def step(self, rows: Ints, down: Bools) -> Bools:
        """Move one end in, the upper one where `down`; whether the row could (a step to a constant is not taken)."""
        a, b = self.bottom[rows], self.top[rows]
        lower, upper = self.first[rows, b] - 1, self.last[rows, a] + 1
        go = lower > self.last[rows, a]
        go_up = upper < self.first[rows, b]
        can = np.where(down, go, go_up)
        self.top[rows[can & down]] = lower[can & down]
        self.bottom[rows[can & ~down]] = upper[can & ~down]
        return can

    def caps(self) -> tuple[Floats, Floats]:
        """The values at both ends; infinite where an end has not moved."""
        every = np.arange(len(self.ordered))
        low, high = self.ordered[every, self.bottom], self.ordered[every, self.top]
        return np.where(self.bottom > 0, low, -np.inf), np.where(self.top < self.end, high, np.inf)


def _runs_of_equals(ordered: Floats) -> tuple[Ints, Ints]:
    """For each cell of sorted rows the places of the first and of the last cell with its value."""
    n = ordered.shape[1]
    places = np.broadcast_to(np.arange(n), ordered.shape)
    differs = ordered[:, 1:] != ordered[:, :-1]  # a gap differs from everything, another gap included
    if differs.all():
        return places, places
    edge = np.ones((len(ordered), 1), dtype=bool)
    first = np.maximum.accumulate(np.where(np.hstack([edge, differs]), places, 0), axis=1)
    last = np.minimum.accumulate(np.where(np.hstack([differs, edge]), places, n)[:, ::-1], axis=1)[:, ::-1]
    return first, last


def moments(x: Floats, there: Bools) -> tuple[Floats, Floats]:
    """Skewness and excess kurtosis (type 2) along the middle of leaves × rows × runs; `there`: without or with runs."""
    n = there.sum(axis=1).astype(np.float64)
    n = n[:, None] if there.ndim == 2 else n
    ones = np.ones((1, x.shape[1]))
    if there.all():
        # Sums over the middle axis are products with a row of ones, which BLAS does faster than a reduction.
        away = x - np.matmul(ones, x) / x.shape[1]
    else:
        each = there[:, :, None] if there.ndim == 2 else there
        away = np.where(each, x, 0.0)
        away -= np.matmul(ones, away) / np.maximum(n, 1.0)[:, None]
        away *= each
    away /= np.maximum(np.abs(away[:, :, 0]).max(axis=1), np.finfo(np.float64).tiny)[:, None, None]
    square = away * away
    s2 = np.matmul(ones, square)[:, 0]
    away *= square
    s3 = np.matmul(ones, away)[:, 0]
    square *= square
    return _shapes(n, s2, s3, np.matmul(ones, square)[:, 0])


def _shapes(n: Floats | np.float64, s2: Floats, s3: Floats, s4: Floats) -> tuple[Floats, Floats]:
    """From sums of powers of deviations; NaN for a constant, and for fewer than 3 or 4 values."""
    with np.errstate(divide="ignore", invalid="ignore"):
        skew = np.sqrt(n) * s3 / (s2 * np.sqrt(s2)) * np.sqrt(n * (n - 1)) / (n - 2)
        kurtosis = ((n + 1) * (n * s4 / (s2 * s2) - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    if np.min(n, initial=np.inf) <= 3.0:
        return np.where(n > 2.0, skew, np.nan), np.where(n > 3.0, kurtosis, np.nan)
    return skew, kurtosis


def _fails(skew: Floats, kurtosis: Floats, until: Moments) -> Bools:
    return (np.abs(skew) >= until.skew) & (kurtosis >= until.kurtosis)
