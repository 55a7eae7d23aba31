"""Means of rows: plain functions over an array of units × children, with weights and with gaps.

All take `x` (rows × children, or one row) and `w` (one weight a child, equal where None) and return one float64 a
row. NaN is a gap: the weights of the children that are present are rescaled to the same total, a row without any
child gives NaN. Values that a mean cannot take (zero in a geometric mean) raise, they never come out as NaN.
Source of the list: OECD/JRC Handbook on Constructing Composite Indicators (2008), part 6; MPI: Mazziotta and Pareto
(2013, 2016); OWA with importances: Torra (1997).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.generators import ARITHMETIC, GEOMETRIC, HARMONIC, Generator
from hengliang.composite.problems import Findings, listed, refuse

Floats = NDArray[np.float64]


def arithmetic(x: ArrayLike, w: ArrayLike | None = None) -> Floats:
    """Σ w x / Σ w over the children that are present."""
    return quasi_arithmetic(x, w, generator=ARITHMETIC)


def geometric(x: ArrayLike, w: ArrayLike | None = None) -> Floats:
    """exp(Σ w ln x / Σ w). Raises: ProblemsFound where a present value is <= 0."""
    return quasi_arithmetic(x, w, generator=GEOMETRIC)


def harmonic(x: ArrayLike, w: ArrayLike | None = None) -> Floats:
    """Σ w / Σ (w / x). Raises: ProblemsFound where a present value is <= 0."""
    return quasi_arithmetic(x, w, generator=HARMONIC)


def power(x: ArrayLike, w: ArrayLike | None = None, *, p: float) -> Floats:
    """(Σ w x^p / Σ w)^(1/p), the geometric mean for p = 0. Raises: ProblemsFound for x < 0, and x = 0 where p <= 0."""
    return quasi_arithmetic(x, w, generator=Generator(float(p)))


def sum(x: ArrayLike, w: ArrayLike | None = None) -> Floats:
    """Σ w x; with gaps the present weights are rescaled to the total of all weights. Equal weights are 1 each."""
    values, weights = table(x, w)
    total = float(weights.sum())
    return _shaped(x, quasi_arithmetic(values, weights, generator=ARITHMETIC) * total)


def quasi_arithmetic(x: ArrayLike, w: ArrayLike | None = None, *, generator: Generator) -> Floats:
    """φ⁻¹(Σ w φ(x) / Σ w) over the present children."""
    values, weights = table(x, w)
    allow(values, generator.forbidden(values), generator.rule)
    there = ~np.isnan(values)
    mass = there @ weights
    raised = np.where(there, generator.forward(values), 0.0) @ weights
    mean = np.full(len(values), np.nan)
    full = mass > 0.0
    mean[full] = generator.back(raised[full] / mass[full])
    return _shaped(x, mean)


def median(x: ArrayLike, w: ArrayLike | None = None) -> Floats:
    """Weighted median: the value at which the weights below and above balance, the middle of two where both do.

    With equal weights it is the ordinary median.
    """
    values, weights = table(x, w)
    ranked, shares = _ranked(values, weights)
    reached = np.cumsum(shares, axis=1)
    low = np.argmax(reached >= 0.5 - 1e-12, axis=1)
    high = np.argmax(reached > 0.5 + 1e-12, axis=1)
    rows = np.arange(len(values))
    return _shaped(x, (ranked[rows, low] + ranked[rows, high]) / 2.0)


def minimum(x: ArrayLike, w: ArrayLike | None = None) -> Floats:
    """The least present child; weights play no part, but a child with weight 0 is not one."""
    values, weights = table(x, w)
    return _shaped(x, np.fmin.reduce(np.where(weights > 0.0, values, np.nan), axis=1))


def maximum(x: ArrayLike, w: ArrayLike | None = None) -> Floats:
    """The greatest present child; weights play no part, but a child with weight 0 is not one."""
    values, weights = table(x, w)
    return _shaped(x, np.fmax.reduce(np.where(weights > 0.0, values, np.nan), axis=1))


def owa(
    x: ArrayLike, w: ArrayLike | None = None, *, order: Sequence[float] | None = None, alpha: float = 1.0
) -> Floats:
    """Ordered weighted average: children sorted from best to worst, weights belong to the places.

    With Q the share of weight given to the best part of the children, place i gets Q(P_i) - Q(P_{i-1}), P being
    the running total of the importances `w`. Q is r^alpha (alpha > 1 looks at the worst children, < 1 at the best),
    or the line through the running totals of `order`, best place first. Equal importances, no gap: plain OWA.
    """
    values, weights = table(x, w)
    ranked, shares = _ranked(values, weights, best_first=True)
    reached = np.minimum(np.cumsum(shares, axis=1), 1.0)
    if order is None:
        if not alpha > 0.0:
            raise refuse("owa", f"alpha is {alpha:g}, it must be above 0")
        quantile = reached**alpha
    else:
        places = np.asarray(order, dtype=np.float64)
        if places.size == 0 or (places < 0.0).any() or not places.sum() > 0.0:
            raise refuse("owa", "the weights of the places must be >= 0 and not all 0")
        knots = np.concatenate([[0.0], np.cumsum(places) / places.sum()])
        quantile = np.interp(reached, np.linspace(0.0, 1.0, len(knots)), knots)
    steps = np.diff(quantile, axis=1, prepend=0.0)
    mean = np.where(np.isnan(ranked), 0.0, ranked * steps).sum(axis=1)
    return _shaped(x, np.where(np.isnan(ranked).all(axis=1), np.nan, mean))


def mpi(x: ArrayLike, w: ArrayLike | None = None, *, penalty: float = -1.0) -> Floats:
    """Mazziotta-Pareto: M - S²/M of each row (M + S²/M with penalty=1, where high is bad); S population sd, weighted.

    For MPI the children are scaled to mean 100 and sd 10, for AMPI to 70..130; both use this formula. A row of
    zeros is 0. Raises: ProblemsFound where the mean of a row is <= 0 and its values are not all 0.
    """
    values, weights = table(x, w)
    mean = quasi_arithmetic(values, weights, generator=ARITHMETIC)
    spread = quasi_arithmetic((values - mean[:, None]) ** 2, weights, generator=ARITHMETIC)
    bad = ((mean <= 0.0) & (spread > 0.0)) | (mean < 0.0)
    allow(values, np.broadcast_to(bad[:, None], values.shape) & ~np.isnan(values), "a row mean > 0")
    cut = np.divide(spread, mean, out=np.zeros_like(mean), where=mean > 0.0)
    return _shaped(x, mean + penalty * np.where(np.isnan(mean), np.nan, cut))


def table(x: ArrayLike, w: ArrayLike | None) -> tuple[Floats, Floats]:
    """x as rows × children, w as one weight >= 0 a child. Raises: ProblemsFound for shapes, infinities, bad weights."""
    values = np.asarray(x, dtype=np.float64)
    values = values[None, :] if values.ndim == 1 else values
    if values.ndim != 2:
        raise refuse("shape", f"x has shape {values.shape}: rows × children are needed")
    if np.isinf(values).any():
        raise refuse("infinite", f"x is infinite in rows {listed(np.flatnonzero(np.isinf(values).any(axis=1)))}")
    weights = np.ones(values.shape[1]) if w is None else np.asarray(w, dtype=np.float64)
    if weights.shape != (values.shape[1],):
        raise refuse("shape", f"w has shape {weights.shape} for {values.shape[1]} children")
    if not (weights >= 0.0).all() or np.isinf(weights).any() or not weights.sum() > 0.0:
        raise refuse("weight", f"weights must be finite, >= 0 and not all 0, not {listed(weights)}")
    return values, weights


def allow(values: Floats, forbidden: NDArray[np.bool_], rule: str) -> None:
    """Raises: ProblemsFound, one problem a child, where a value breaks the rule of the mean."""
    if not forbidden.any():
        return
    found = Findings()
    for child in np.flatnonzero(forbidden.any(axis=0)):
        rows = np.flatnonzero(forbidden[:, child])
        why = f"{rows.size} of {len(values)} values are not {rule}, as this mean needs (rows {listed(rows)})"
        found.add("forbidden-value", why, column=child)
    found.stop()


def _ranked(values: Floats, weights: Floats, *, best_first: bool = False) -> tuple[Floats, Floats]:
    """Sorted values (gaps last), and the shares of weight in that order (gaps 0, the rest sums to 1)."""
    order = np.argsort(-values if best_first else values, axis=1, kind="stable")
    ranked = np.take_along_axis(values, order, axis=1)
    mass = np.where(np.isnan(ranked), 0.0, weights[order])
    total = mass.sum(axis=1, keepdims=True)
    return ranked, np.divide(mass, total, out=np.zeros_like(mass), where=total > 0.0)


def _shaped(x: ArrayLike, rows: Floats) -> Floats:
    """One row in, one number (a 0-d array's float) out; otherwise one number a row."""
    return rows if np.ndim(x) != 1 else rows[0]
