"""Filling gaps: by column, by row, by group, by the children of one node, or in time.

Plain functions over units × indicators (or a series over time), NaN in, filled out. A gap that the method cannot fill
stays NaN; the plan names those that remain. Nothing here looks at directions or scales: to fill by row or node, bring
the columns onto one scale first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.problems import refuse

Floats = NDArray[np.float64]


def mean(x: ArrayLike, *, within: Sequence[object] | None = None) -> Floats:
    """Gaps take the mean of their column, or of their column in their group (one label a row)."""
    values = np.array(x, dtype=np.float64)
    return _by_group(values, within, column_mean)


def median(x: ArrayLike, *, within: Sequence[object] | None = None) -> Floats:
    """Gaps take the median of their column, or of their column in their group."""
    values = np.array(x, dtype=np.float64)
    return _by_group(values, within, column_median)


def row_mean(x: ArrayLike) -> Floats:
    """Gaps take the mean of the other indicators of the same unit: for columns on one scale only."""
    values = np.array(x, dtype=np.float64)
    return _by_group(values.T.copy(), None, column_mean).T


def row_median(x: ArrayLike) -> Floats:
    """Gaps take the median of the other indicators of the same unit: for columns on one scale only."""
    values = np.array(x, dtype=np.float64)
    return _by_group(values.T.copy(), None, column_median).T


def latest(y: ArrayLike, times: ArrayLike, *, limit: float = np.inf) -> Floats:
    """Gaps take the last earlier value, if it is at most `limit` years old. `y`: times (rising) × series."""
    values, when = _series(y, times)
    place = np.where(~np.isnan(values), np.arange(len(when))[:, None], -1)
    last = np.maximum.accumulate(place, axis=0)
    old = when[:, None] - when[np.maximum(last, 0)]
    filled = np.take_along_axis(values, np.maximum(last, 0), axis=0)
    return _like(y, np.where(np.isnan(values) & (last >= 0) & (old <= limit), filled, values))


def linear(y: ArrayLike, times: ArrayLike) -> Floats:
    """Gaps between two known years take the straight line between them; ends stay gaps."""
    return _along(y, times, ends=False, line=True)


def constant(y: ArrayLike, times: ArrayLike) -> Floats:
    """Gaps take the last earlier value, those at the start the first known one."""
    return _along(y, times, ends=True, line=False)


def linear_constant(y: ArrayLike, times: ArrayLike) -> Floats:
    """Straight lines between known years, the nearest known value beyond them."""
    return _along(y, times, ends=True, line=True)


IN_TIME: dict[str, Callable[..., Floats]] = {
    "latest": latest,
    "linear": linear,
    "constant": constant,
    "linear_constant": linear_constant,
}


def _along(y: ArrayLike, times: ArrayLike, *, ends: bool, line: bool) -> Floats:
    values, when = _series(y, times)
    filled = values.copy()
    for place in range(values.shape[1]):
        known = ~np.isnan(values[:, place])
        if not known.any():
            continue
        seen, there = when[known], values[known, place]
        if line:
            new = np.interp(when, seen, there)
        else:
            new = there[np.maximum(np.searchsorted(seen, when, side="right") - 1, 0)]
        inside = np.ones(len(when), dtype=bool) if ends else (when >= seen[0]) & (when <= seen[-1])
        filled[:, place] = np.where(inside & ~known, new, values[:, place])
    return _like(y, filled)


def _series(y: ArrayLike, times: ArrayLike) -> tuple[Floats, Floats]:
    values, when = np.asarray(y, dtype=np.float64), np.asarray(times, dtype=np.float64)
    values = values[:, None] if values.ndim == 1 else values
    if values.ndim != 2 or when.shape != (len(values),) or (np.diff(when) <= 0).any():
        raise refuse("times", f"{when.size} rising times are needed for a series of shape {np.shape(y)}")
    return values, when


def _like(y: ArrayLike, filled: Floats) -> Floats:
    return filled[:, 0] if np.ndim(y) == 1 else filled


def _by_group(values: Floats, within: Sequence[object] | None, middle: Callable[[Floats], Floats]) -> Floats:
    if values.ndim != 2:
        raise refuse("shape", f"x has shape {values.shape}: units × indicators are needed")
    if within is not None and len(within) != len(values):
        raise refuse("shape", f"{len(within)} group labels for {len(values)} units")
    labels = np.zeros(len(values)) if within is None else np.unique([str(v) for v in within], return_inverse=True)[1]
    for label in np.unique(labels):
        rows = np.flatnonzero(labels == label)
        part = values[rows]
        values[rows] = np.where(np.isnan(part), middle(part), part)
    return values


def column_mean(part: Floats) -> Floats:
    """Mean of the present values of each column; NaN for a column of gaps."""
    there = ~np.isnan(part)
    n = there.sum(axis=0)
    total = np.where(there, part, 0.0).sum(axis=0)
    return np.divide(total, n, out=np.full(part.shape[1], np.nan), where=n > 0)


def column_median(part: Floats) -> Floats:
    """Median of the present values of each column; NaN for a column of gaps."""
    middle = np.full(part.shape[1], np.nan)
    some = (~np.isnan(part)).any(axis=0)
    middle[some] = np.nanmedian(part[:, some], axis=0)
    return middle
