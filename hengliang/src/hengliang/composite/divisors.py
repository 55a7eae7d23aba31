"""Making sizes comparable: an indicator divided by another quantity of the same unit (people, area, money).

The divisor is a column of the data or of a table beside it, by unit or by unit and year. A gap in either is a gap in
the result; zero or a negative divisor is a problem with a name, never an infinite value.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.problems import Findings

Floats = NDArray[np.float64]


def divide(
    x: ArrayLike, divisor: ArrayLike, *, factor: float = 1.0, rows: Sequence[str] = (), name: str = ""
) -> Floats:
    """x / divisor · factor for one indicator. Raises: ProblemsFound where a present divisor is not above 0."""
    values, under = np.asarray(x, dtype=np.float64), np.asarray(divisor, dtype=np.float64)
    found = Findings()
    quotient = quotient_of(values, under, found, rows=rows or [str(row) for row in range(len(under))], name=name)
    found.stop()
    return quotient * factor


def quotient_of(x: Floats, divisor: Floats, found: Findings, *, rows: Sequence[str], name: str) -> Floats:
    """x / divisor; divisors <= 0 go to `found` by row and give NaN."""
    usable = divisor > 0.0
    for place in np.flatnonzero(~usable & ~np.isnan(divisor)).tolist():
        found.add("divisor", f"the divisor is {divisor[place]:g}, it must be above 0", row=rows[place], column=name)
    return np.divide(x, divisor, out=np.full(x.shape, np.nan), where=usable)
