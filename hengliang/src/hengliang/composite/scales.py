"""Scales as plain functions: an array of units × indicators in, the scaled array out.

`x` is one indicator (1-D) or units × indicators (2-D); NaN is a gap and stays one; n counts present values. Where
`direction` is -1 low is good: x, targets and goalposts are multiplied by -1 first. A constant column has no scaled
value and raises. The classes of `scaling` hold the formulas; a plan uses those and keeps what it fitted.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite import scaling
from hengliang.composite.frozen_scale import fit_scale
from hengliang.composite.problems import Findings, refuse
from hengliang.composite.scale_spec import Aims, Scale

Floats = NDArray[np.float64]


def minmax(x: ArrayLike, low: float = 0.0, high: float = 100.0, *, direction: int = 1) -> Floats:
    """low + (x - min)/(max - min)·(high - low)."""
    return _run(scaling.MinMax(low, high), x, direction)


def scaled(x: ArrayLike, low: float = 0.0, high: float = 100.0, *, direction: int = 1) -> Floats:
    """(x - low)/(high - low)·100."""
    return _run(scaling.Scaled(low, high), x, direction)


def z(x: ArrayLike, mean: float = 0.0, sd: float = 1.0, *, direction: int = 1) -> Floats:
    """mean + sd·(x - x̄)/s, s the sample standard deviation (n - 1)."""
    return _run(scaling.Z(mean, sd), x, direction)


def distance_to_max(x: ArrayLike, *, direction: int = 1) -> Floats:
    """1 - (max - x)/(max - min)."""
    return _run(scaling.DistanceToMax(), x, direction)


def distance_to_reference(x: ArrayLike, row: int, *, cut: bool = False, direction: int = 1) -> Floats:
    """1 - (ref - x)/(ref - min), ref the value in `row`; cut at 1 where asked."""
    return _run(scaling.DistanceToReference(str(row), cut), x, direction)


def distance_to_target(x: ArrayLike, target: ArrayLike, *, cut: bool = False, direction: int = 1) -> Floats:
    """(x - min)/(t - min), or (max - x)/(max - t) for direction -1; cut at 1 where asked."""
    return _run(scaling.DistanceToTarget(cut), x, direction, targets=target)


def fraction_of_max(x: ArrayLike, *, direction: int = 1) -> Floats:
    """x / max, for max > 0."""
    return _run(scaling.FractionOfMax(), x, direction)


def percentile_rank(x: ArrayLike, *, direction: int = 1) -> Floats:
    """(r_min - 1)/(n - 1): the share of the others that are lower."""
    return _run(scaling.PercentileRank(), x, direction)


def rank(x: ArrayLike, *, direction: int = 1) -> Floats:
    """Rank from the worst (1) to the best (n), ties take the smallest."""
    return _run(scaling.Rank(), x, direction)


def borda(x: ArrayLike, *, direction: int = 1) -> Floats:
    """rank - 1: how many are beaten."""
    return _run(scaling.Borda(), x, direction)


def goalposts(x: ArrayLike, low: float, high: float, *, cut: bool = True, direction: int = 1) -> Floats:
    """(x - low)/(high - low), or (high - x)/(high - low) for direction -1; cut to 0..1 unless told otherwise."""
    return _run(scaling.Goalposts(low, high, cut), x, direction)


def ladder(x: ArrayLike, steps: Sequence[float], points: Sequence[float]) -> Floats:
    """points[i] where steps[i-1] <= x < steps[i]."""
    return _run(scaling.Ladder(tuple(map(float, steps)), tuple(map(float, points))), x, 1)


def mpi_scale(x: ArrayLike, *, direction: int = 1) -> Floats:
    """100 + 10(x - m)/s with the population sd."""
    return _run(scaling.MpiScale(), x, direction)


def ampi_scale(x: ArrayLike, *, reference: int | None = None, direction: int = 1) -> Floats:
    """70 + 60(x - lo)/(hi - lo), lo, hi = reference -/+ half the range; the mean, or the value in row `reference`."""
    return _run(scaling.AmpiScale("" if reference is None else str(reference)), x, direction)


def _run(scale: Scale, x: ArrayLike, direction: int, *, targets: ArrayLike = np.nan) -> Floats:
    values = np.asarray(x, dtype=np.float64)
    columns = (values[:, None] if values.ndim == 1 else values).T
    if columns.ndim != 2:
        raise refuse("shape", f"x has shape {values.shape}: units or units × indicators are needed")
    if direction not in (1, -1):
        raise refuse("direction", f"direction is {direction!r}, it must be 1 or -1")
    found = Findings()
    for place in np.flatnonzero(np.isinf(columns).any(axis=1)):
        found.add("infinite", "an infinite value is not a measurement", column=place)
    k = len(columns)
    names = [str(row) for row in range(columns.shape[1])]
    posts = np.full((k, 2), np.nan)
    aims = Aims([str(c) for c in range(k)], np.broadcast_to(np.asarray(targets, float), (k,)), posts, names, found)
    fitted = fit_scale(columns, [scale] * k, np.full(k, float(direction)), aims)
    found.stop()
    scores = fitted.apply(columns).T
    return scores[:, 0] if values.ndim == 1 else scores
