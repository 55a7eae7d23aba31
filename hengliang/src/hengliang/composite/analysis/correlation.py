"""Three correlations with their p-values, over the rows that both columns have.

Pearson: p from t = r √((n - 2)/(1 - r²)) with n - 2 degrees of freedom. Spearman: Pearson of average ranks, the same t
(as in SciPy, and in R where exact=FALSE). Kendall: tau-b, exact p for few values without ties, else normal
(Kendall 1945, as in SciPy). Fewer than 3 shared rows or a constant column: NaN, for there is no correlation.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr
from scipy.stats import kendalltau, rankdata

from hengliang.composite.problems import listed, refuse

Floats = NDArray[np.float64]

LEAST = 3
NOTHING = (float("nan"), float("nan"))


def pearson(x: ArrayLike, y: ArrayLike) -> tuple[float, float, int]:
    """r, two-sided p and n of two columns with gaps."""
    return _over_shared(x, y, _pearson)


def spearman(x: ArrayLike, y: ArrayLike) -> tuple[float, float, int]:
    """rho, two-sided p and n of two columns with gaps; ties share their average rank."""
    return _over_shared(x, y, lambda a, b: _pearson(rankdata(a), rankdata(b)))


def kendall(x: ArrayLike, y: ArrayLike) -> tuple[float, float, int]:
    """tau-b, two-sided p and n of two columns with gaps."""
    return _over_shared(x, y, _kendall)


METHODS: dict[str, Callable[[ArrayLike, ArrayLike], tuple[float, float, int]]] = {
    "pearson": pearson,
    "spearman": spearman,
    "kendall": kendall,
}


def correlate(x: ArrayLike, y: ArrayLike, *, method: str = "pearson") -> tuple[float, float, int]:
    """Coefficient, p and n by the name of the method. Raises: ProblemsFound for another name."""
    if method not in METHODS:
        raise refuse("correlation", f"{method!r} is no correlation; there are {listed(METHODS)}")
    return METHODS[method](x, y)


def _over_shared(
    x: ArrayLike, y: ArrayLike, rule: Callable[[Floats, Floats], tuple[float, float]]
) -> tuple[float, float, int]:
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if a.shape != b.shape or a.ndim != 1:
        raise refuse("shape", f"columns of shapes {a.shape} and {b.shape}: two equally long columns are needed")
    both = ~(np.isnan(a) | np.isnan(b))
    a, b, n = a[both], b[both], int(both.sum())
    if n < LEAST or a.min() == a.max() or b.min() == b.max():
        return (*NOTHING, n)
    return (*rule(a, b), n)


def _pearson(a: Floats, b: Floats) -> tuple[float, float]:
    away, off = a - a.mean(), b - b.mean()
    # Scaled first, so that tiny or huge units neither vanish nor overflow when they are squared.
    away, off = away / np.abs(away).max(), off / np.abs(off).max()
    r = float(np.clip(away @ off / np.sqrt((away @ away) * (off @ off)), -1.0, 1.0))
    free = len(a) - 2
    if abs(r) == 1.0:
        return r, 0.0
    return r, float(2.0 * stdtr(free, -abs(r) * np.sqrt(free / ((1.0 - r) * (1.0 + r)))))


def _kendall(a: Floats, b: Floats) -> tuple[float, float]:
    answer = kendalltau(a, b)
    return float(answer.statistic), float(answer.pvalue)
