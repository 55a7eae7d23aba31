"""Composite measures by distance, which weigh indicators by what each adds to the others: DP2, I-distance, Wrocław.

`x`: units × indicators, all on "high is good". Each is fitted once and then a plain formula of a row, so a frozen one
can be laid over later data. Gaps: the worst, the best and the spread of an indicator are those of its present values,
correlations come from the units without a gap (3 at least), and a unit with gaps gets the distance over its present
indicators, rescaled by their share of all factors (Wrocław: of all weights), as a mean rescales its weights. Sources: Pena Trapero (1977) and Somarriba and Pena
(2009) for DP2; Ivanović (1977) for the I-distance; Hellwig (1968), Florek et al. (1952) for the Wrocław method.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.columns import highest, lowest, mean_and_sd
from hengliang.composite.problems import Findings, listed, refuse

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Distance:
    """score = Σ factor·(|x - base|/spread)^power. `order`: columns as they entered; `settled`: see `dp2`."""

    base: Floats
    spread: Floats
    factor: Floats
    order: Ints
    power: int = 1
    settled: bool = True

    def parts(self, x: Floats) -> Floats:
        """What each indicator adds."""
        return self.factor * (np.abs(x - self.base) / self.spread) ** self.power

    def __call__(self, x: Floats) -> Floats:
        """NaN where no indicator with a factor above 0 is present."""
        return _over_present(self.parts(x), self.factor)


@dataclass(frozen=True, eq=False)
class Wroclaw:
    """score = 1 - d/d0: d the Euclidean distance to the ideal of standardised columns, d0 = its mean + 2 sd."""

    ideal: Floats
    spread: Floats
    weights: Floats
    norm: float

    def __call__(self, x: Floats) -> Floats:
        return 1.0 - self.away(x) / self.norm

    def away(self, x: Floats) -> Floats:
        """Distance to the ideal."""
        return np.sqrt(_over_present(self.weights * ((x - self.ideal) / self.spread) ** 2, self.weights))


def dp2(x: ArrayLike) -> Floats:
    """Σ |x - worst|/s · (1 - R²), R² of a column on those that entered before it.

    s is the sample sd, the worst the least value. Columns enter by |r| with the current total, which starts as Σ d;
    repeated until the order is still. Where the orders go round in a circle (they can), the one of the circle is taken
    whose total agrees best with its columns, Σ|r|; `Distance.settled` is then False and an index notes it.
    """
    values = complete(x)
    return fit_dp2(values)(values)


def fit_dp2(values: Floats) -> Distance:
    """The numbers behind `dp2`."""
    worst, spread = lowest(values.T), mean_and_sd(values.T)[1]
    far = (_whole(values) - worst) / spread
    total, seen, order = far.sum(axis=1), list[tuple[int, ...]](), np.arange(far.shape[1])
    while True:
        order = _by_correlation(far, total)
        if seen and tuple(order) == seen[-1]:
            return Distance(worst, spread, _dp2_factors(far, order), order)
        if tuple(order) in seen:
            break
        seen.append(tuple(order))
        total = (far * _dp2_factors(far, order)).sum(axis=1)
    circle = seen[seen.index(tuple(order)) :]
    best = np.array(max(circle, key=lambda turn: _agreement(far, np.array(turn))))
    return Distance(worst, spread, _dp2_factors(far, best), best, settled=False)


def _dp2_factors(far: Floats, order: Ints) -> Floats:
    factor = np.empty(far.shape[1])
    factor[order] = _news(far[:, order])
    return factor


def _agreement(far: Floats, order: Ints) -> float:
    """Σ|r| of the columns with the total that this order gives."""
    total = (far * _dp2_factors(far, order)).sum(axis=1)
    return float(np.round(np.abs(_correlations(far, total)).sum(), 12))


def i_distance(x: ArrayLike, *, squared: bool = False) -> Floats:
    """Σ |d|/σ · Π (1 - |r_ji.1..j-1|), d from the worst value, σ the population sd, columns by Σ|r|.

    Squared form: Σ d²/σ² · Π (1 - r²), which is DP2's factor on squared distances.
    """
    values = complete(x)
    return fit_i_distance(values, squared=squared)(values)


def fit_i_distance(values: Floats, *, squared: bool = False) -> Distance:
    """The numbers behind `i_distance`."""
    worst, spread = lowest(values.T), mean_and_sd(values.T, population=True)[1]
    r = np.atleast_2d(np.corrcoef(_whole(values), rowvar=False))
    order = np.argsort(-np.abs(r).sum(axis=0), kind="stable")
    factor = np.empty(len(order))
    factor[order] = _partial_factors(r[np.ix_(order, order)], squared=squared)
    return Distance(worst, spread, factor, order, 2 if squared else 1)


def wroclaw(x: ArrayLike, w: ArrayLike | None = None) -> Floats:
    """1 - d/(mean d + 2 sd d), d = √(Σ w (x - best)²/s²): 1 is the ideal unit. Weights sum to the number of columns."""
    values = complete(x)
    return fit_wroclaw(values, np.ones(values.shape[1]) if w is None else np.asarray(w, dtype=np.float64))(values)


def fit_wroclaw(values: Floats, w: Floats) -> Wroclaw:
    """The numbers behind `wroclaw`; both sds are population sds."""
    weights = w / w.sum() * len(w)
    ideal, spread = highest(values.T), mean_and_sd(values.T, population=True)[1]
    bare = Wroclaw(ideal, spread, weights, 1.0)
    far = bare.away(_whole(values))
    return replace(bare, norm=float(far.mean() + 2.0 * far.std()))


def complete(x: ArrayLike, *, least: int = 3) -> Floats:
    """x checked for these methods. Raises: ProblemsFound: infinities, constant columns, fewer than 3 units without gaps."""
    values, found = np.asarray(x, dtype=np.float64), Findings()
    if values.ndim != 2:
        raise refuse("shape", f"x has shape {values.shape}: units × indicators are needed")
    if len(values) < least:
        found.add("too-few", f"{len(values)} units, this method needs at least {least}")
    for row, column in zip(*np.nonzero(np.isinf(values)), strict=True):
        found.add("infinite", "an infinite value is not a measurement", row=row, column=column)
    found.stop()
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < least:
        for column in np.flatnonzero(np.isnan(values).any(axis=0)):
            rows = np.flatnonzero(np.isnan(values[:, column]))
            why = f"only {len(whole)} of {len(values)} units have every value, {least} are needed (gaps in rows {listed(rows)})"
            found.add("gap", why, column=column)
        found.stop()
    for column in np.flatnonzero(whole.min(axis=0) == whole.max(axis=0)):
        found.add("constant", "a constant indicator has no spread to measure by", column=column)
    found.stop()
    return values


def _whole(values: Floats) -> Floats:
    return values[~np.isnan(values).any(axis=1)]


def _over_present(parts: Floats, factor: Floats) -> Floats:
    """Row sums, with gaps rescaled to the whole of the factors."""
    there = ~np.isnan(parts)
    if there.all():
        return parts.sum(axis=1)
    mass = there @ factor
    total = np.where(there, parts, 0.0).sum(axis=1)
    return np.divide(total * factor.sum(), mass, out=np.full(len(parts), np.nan), where=mass > 0.0)


def _by_correlation(far: Floats, total: Floats) -> Ints:
    return np.argsort(-np.abs(np.round(_correlations(far, total), 12)), kind="stable")


def _correlations(far: Floats, total: Floats) -> Floats:
    centred, whole = far - far.mean(axis=0), total - total.mean()
    size = np.sqrt((centred**2).sum(axis=0) * (whole @ whole))
    return np.divide(whole @ centred, size, out=np.zeros(far.shape[1]), where=size > 0)


def _news(ordered: Floats) -> Floats:
    """1 - R² of each column on the earlier ones: the squared diagonal of QR over the squared length."""
    centred = ordered - ordered.mean(axis=0)
    left = np.zeros(ordered.shape[1])
    diagonal = np.diag(np.linalg.qr(centred, mode="r"))
    left[: len(diagonal)] = diagonal**2
    share = left / (centred**2).sum(axis=0)
    return np.where(share < 1e-12, 0.0, np.minimum(share, 1.0))


def _partial_factors(r: Floats, *, squared: bool) -> Floats:
    """Π over earlier j of (1 - |r_ji given 1..j-1|), by taking one column after another out of the matrix."""
    left, factor = r.copy(), np.ones(len(r))
    for j in range(len(r) - 1):
        if left[j, j] <= 1e-12:
            continue
        rest = slice(j + 1, None)
        size = np.sqrt(np.maximum(left[j, j] * np.diag(left)[rest], 0.0))
        partial = np.divide(left[j, rest], size, out=np.zeros(len(r) - j - 1), where=size > 1e-12)
        partial = np.clip(np.abs(partial), 0.0, 1.0)
        factor[rest] *= 1.0 - (partial**2 if squared else partial)
        left[rest, rest] -= np.outer(left[rest, j], left[j, rest]) / left[j, j]
    return factor
