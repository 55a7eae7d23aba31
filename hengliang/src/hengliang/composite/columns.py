"""Least, greatest, mean and spread of indicators with gaps: arrays of indicators × rows, NaN for a gap."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def lowest(x: Floats) -> Floats:
    """The least present value of every row; NaN for a row of gaps."""
    return np.fmin.reduce(x, axis=1)


def highest(x: Floats) -> Floats:
    """The greatest present value of every row; NaN for a row of gaps."""
    return np.fmax.reduce(x, axis=1)


def mean_and_sd(x: Floats, *, population: bool = False) -> tuple[Floats, Floats]:
    """Mean and sd of the present values of every row (the sample sd, n - 1); NaN where there are too few."""
    there = ~np.isnan(x)
    n = there.sum(axis=1).astype(np.float64)
    mean = np.divide(np.where(there, x, 0.0).sum(axis=1), n, out=np.full(len(x), np.nan), where=n > 0)
    squares = (np.where(there, x - mean[:, None], 0.0) ** 2).sum(axis=1)
    free = n if population else n - 1.0
    return mean, np.sqrt(np.divide(squares, free, out=np.full(len(x), np.nan), where=free > 0))
