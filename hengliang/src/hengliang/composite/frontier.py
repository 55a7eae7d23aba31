"""Benefit of the doubt: each unit is judged by the weights that suit it best, held in by the frontier of all units.

One small linear programme a unit, solved by HiGHS. Source: Cherchye, Moesen, Rogge and Van Puyenbroeck (2007);
share bounds after Wong and Beasley (1990). A gap counts as 0 (Kuosmanen 2009): the unit puts no weight on what it
lacks, is judged by the rest, and shows nothing to the others there; a lower bound on shares holds for the present
indicators only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog

from hengliang.composite.problems import Findings, refuse

Floats = NDArray[np.float64]

ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Frontier:
    """The reference units (rows) and the shares of the score that each indicator must and may have."""

    reference: Floats
    least: Floats
    most: Floats

    def __call__(self, x: Floats) -> Floats:
        """Scores; those within the solver's 1e-9 of 1 are 1, so that all units on the frontier share a rank."""
        scores = np.array([self.solve(row)[0] for row in x])
        return np.where(np.abs(scores - 1.0) <= ROUNDING, 1.0, scores)

    def solve(self, row: Floats) -> tuple[float, Floats]:
        """Score and weights of one unit: max Σ w x with Σ w x_j <= 1 for every reference unit j, w >= 0,
        least_k Σ w x <= w_k x_k <= most_k Σ w x. A unit that is no reference unit may score above 1.
        """
        k, there = len(row), ~np.isnan(row)
        row = np.where(there, row, 0.0)
        shares = np.diag(row)
        bounds = [(np.outer(self.least, row) - shares)[there]] if (self.least > 0.0).any() else []
        if (self.most < 1.0).any():
            bounds.append(shares - np.outer(self.most, row))
        rows = np.vstack([self.reference, *bounds])
        limits = np.concatenate([np.ones(len(self.reference)), np.zeros(len(rows) - len(self.reference))])
        answer = linprog(-row, A_ub=rows, b_ub=limits, bounds=[(0.0, None)] * k, method="highs")
        if answer.status != 0:
            raise refuse("benefit-of-the-doubt", f"the linear programme has no answer ({answer.message})")
        return float(-answer.fun), np.asarray(answer.x, dtype=np.float64)


def benefit_of_the_doubt(x: ArrayLike, *, least: ArrayLike = 0.0, most: ArrayLike = 1.0) -> Floats:
    """Score of each unit, 1 for those on the frontier. `x`: units × indicators, >= 0, high is good.

    `least`, `most`: bounds on each indicator's share of a unit's score, one number or one an indicator; free by
    default. Raises: ProblemsFound: infinities, negative values, an indicator of zeros, a unit of zeros, impossible bounds.
    """
    values = complete_for_frontier(x)
    return fit_frontier(values, least, most)(values)


def fit_frontier(values: Floats, least: ArrayLike = 0.0, most: ArrayLike = 1.0) -> Frontier:
    """The reference units with checked share bounds."""
    k = values.shape[1]
    low, high = (np.broadcast_to(np.asarray(bound, dtype=np.float64), (k,)).copy() for bound in (least, most))
    if (
        (low < 0.0).any()
        or (high > 1.0).any()
        or (low > high).any()
        or low.sum() > 1.0 + 1e-12
        or high.sum() < 1.0 - 1e-12
    ):
        raise refuse("share-bounds", "shares need 0 <= least <= most <= 1, Σ least <= 1 and Σ most >= 1")
    return Frontier(np.where(np.isnan(values), 0.0, values), low, high)


def complete_for_frontier(x: ArrayLike) -> Floats:
    """x checked for the frontier."""
    values, found = np.asarray(x, dtype=np.float64), Findings()
    if values.ndim != 2 or not len(values):
        raise refuse("shape", f"x has shape {values.shape}: units × indicators are needed")
    for row, column in zip(*np.nonzero(np.isinf(values)), strict=True):
        found.add("infinite", "an infinite value is not a measurement", row=row, column=column)
    for column in np.flatnonzero((values < 0.0).any(axis=0)):
        found.add("forbidden-value", "negative values have no share; scale to >= 0 first", column=column)
    for column in np.flatnonzero(~(values > 0.0).any(axis=0)):
        found.add("constant", "an indicator of zeros cannot be weighed", column=column)
    for row in np.flatnonzero(~(values > 0.0).any(axis=1)):
        found.add("forbidden-value", "a unit of zeros has no best weights", row=row)
    found.stop()
    return values
