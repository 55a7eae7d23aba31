"""A straight line through the last points of a series: where it points, and when it arrives.

For a handful of periods nothing wiser than a line can be defended, so this is ordinary least squares and says how
far the points lie from it. Weighted and robust lines were left out: with four points their answers differ from this
one by their assumptions only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.errors import MeasureError


@dataclass(frozen=True)
class Line:
    """y = intercept + slope · x, from `n` points.

    `residual_sd` is √(Σ(y − ŷ)² / (n − 2)) in the unit of y, NaN for two points. `x_mean` and `x_spread`
    (Σ(x − x̄)²) are what an interval around the line needs.
    """

    slope: float
    intercept: float
    n: int
    residual_sd: float
    x_mean: float
    x_spread: float

    def at(self, x: float) -> float:
        """The height of the line at x."""
        return self.intercept + self.slope * x

    def standard_error(self, x: float) -> float:
        """Standard error of a new point at x: s · √(1 + 1/n + (x − x̄)² / Σ(x − x̄)²); NaN for two points."""
        return self.residual_sd * math.sqrt(1.0 + 1.0 / self.n + (x - self.x_mean) ** 2 / self.x_spread)

    def reaches(self, value: float) -> float:
        """The x at which the line has this height; NaN for a level line, which never changes its height."""
        return (value - self.intercept) / self.slope if self.slope else math.nan


def line(x: ArrayLike, y: ArrayLike, *, last: int | None = None) -> Line:
    """The least-squares line through points (x, y), or through the `last` so many of them by x.

    x, y: one-dimensional, equally long, in any order. A point with NaN in either is missing and left out before
    the last ones are taken. slope = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)², intercept = ȳ − slope · x̄.

    Raises: MeasureError for unequal lengths, infinite values, fewer than two points, or points that all have one x.
    """
    xs, ys = _points(x, y)
    if last is not None:
        if last < 2:
            raise MeasureError(f"last is {last}: a line needs at least 2 points")
        latest = np.argsort(xs, kind="stable")[-last:]
        xs, ys = xs[latest], ys[latest]
    if xs.size < 2:
        raise MeasureError(f"{xs.size} points without NaN: a line needs at least 2")
    x_mean, y_mean = float(xs.mean()), float(ys.mean())
    across, up = xs - x_mean, ys - y_mean
    spread = float(across @ across)
    if spread == 0.0 or xs.min() == xs.max():
        raise MeasureError(f"all {xs.size} points have x = {xs[0]:g}: a line needs two different x")
    slope = float(across @ up) / spread
    rest = up - slope * across
    residual_sd = math.sqrt(float(rest @ rest) / (xs.size - 2)) if xs.size > 2 else math.nan
    return Line(slope, y_mean - slope * x_mean, int(xs.size), residual_sd, x_mean, spread)


def forecast(x: ArrayLike, y: ArrayLike, *, to: float, last: int = 4, least: int = 3) -> float:
    """Where the line through the last points will stand at `to`; NaN where fewer than `least` points are known.

    The defaults are those of a year told in quarters: the last four periods, and silence before the third. NaN in x
    or y is a missing point. Raises: MeasureError as `line` does.
    """
    if least < 2:
        raise MeasureError(f"least is {least}: a line needs at least 2 points")
    xs, ys = _points(x, y)
    return line(xs, ys, last=last).at(to) if xs.size >= least else math.nan


def _points(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    xs, ys = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if xs.ndim != 1 or ys.ndim != 1 or xs.size != ys.size:
        raise MeasureError(f"x has shape {xs.shape} and y {ys.shape}: two equally long rows are needed")
    for name, values in (("x", xs), ("y", ys)):
        infinite = np.flatnonzero(np.isinf(values))
        if infinite.size:
            raise MeasureError(f"{name} is infinite at place {', '.join(map(str, infinite[:5]))}: not a measurement")
    known = ~(np.isnan(xs) | np.isnan(ys))
    return xs[known], ys[known]
