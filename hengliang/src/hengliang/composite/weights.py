"""Weights from opinions and from data: plain functions that return one weight a child, summing to 1.

`x` is units × children on one scale, high is good. Rows with a gap are left out of what needs whole rows
(components, factors, balance), columns use their present values elsewhere. A component with negative loadings has no
weights to give and raises; COINr uses such loadings as they are. Sources: OECD/JRC Handbook (2008) part 6;
Diakoulaki et al. (1995) for CRITIC; Saaty (1980) for AHP; Paruolo, Saisana and Saltelli (2013) for balance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.columns import highest, lowest, mean_and_sd
from hengliang.composite.problems import Findings, listed, refuse

Floats = NDArray[np.float64]

SAATY_RI = (0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)


@dataclass(frozen=True, eq=False)
class Ahp:
    """Weights from a comparison matrix, its greatest eigenvalue, and Saaty's consistency ratio (warn above 0.1)."""

    weights: Floats
    eigenvalue: float
    ratio: float

    @property
    def consistent(self) -> bool:
        return self.ratio <= 0.1


def equal(n: int) -> Floats:
    """1/n each."""
    return np.full(n, 1.0 / n)


def entropy(x: ArrayLike, *, shift: float = 0.0) -> Floats:
    """w ∝ 1 - e, e = -Σ p ln p / ln n, p = x/Σx; 0 ln 0 = 0, or `shift` added to every value before.

    Raises: ProblemsFound for negative values, a column of zeros, or columns that are all alike.
    """
    values = _table(x) + shift
    found = Findings()
    for column in np.flatnonzero((values < 0.0).any(axis=0)):
        found.add("forbidden-value", "entropy needs values >= 0", column=column)
    for column in np.flatnonzero(~(np.where(np.isnan(values), 0.0, values).sum(axis=0) > 0.0)):
        found.add("forbidden-value", "a column of zeros has no entropy", column=column)
    found.stop()
    n = (~np.isnan(values)).sum(axis=0)
    p = np.where(np.isnan(values), 0.0, values)
    p /= p.sum(axis=0)
    e = -(p * np.log(np.where(p > 0.0, p, 1.0))).sum(axis=0) / np.log(np.maximum(n, 2))
    return _shares(np.maximum(1.0 - e, 0.0), "all columns are even, entropy cannot tell them apart")


def standard_deviation(x: ArrayLike) -> Floats:
    """w ∝ s, the sample sd."""
    return _shares(mean_and_sd(_table(x).T)[1], "all columns are constant")


def critic(x: ArrayLike) -> Floats:
    """w ∝ s_k Σ_l (1 - r_kl), on columns brought to 0..1 by min-max; r by the rows that have both."""
    values = _table(x).T
    spread = highest(values) - lowest(values)
    flat = np.flatnonzero(~(spread > 0.0))
    if flat.size:
        raise refuse("constant", "a constant column has no correlation", column=listed(flat))
    unit = (values - lowest(values)[:, None]) / spread[:, None]
    return _shares(mean_and_sd(unit)[1] * (1.0 - _pairwise(unit)).sum(axis=1), "the columns say all the same")


def first_component(x: ArrayLike) -> Floats:
    """w ∝ loadings of the first principal component of the correlation matrix, their sign turned to be positive.

    Raises: ProblemsFound where loadings differ in sign.
    """
    vector = _first(_correlation(x))
    return _shares(_positive(vector, "the first component"), "")


def factor(x: ArrayLike) -> Floats:
    """The Handbook's factor weights: components with eigenvalue > 1, varimax, each column taken from the factor on
    which its squared loading is largest, as share of that factor's variance, weighted by the factor's share of all.
    """
    values, vectors = np.linalg.eigh(_correlation(x))
    values, vectors = values[::-1], vectors[:, ::-1]
    kept = max(1, int((values > 1.0 + 1e-9).sum()))
    squared = varimax(vectors[:, :kept] * np.sqrt(values[:kept])) ** 2
    explained = squared.sum(axis=0)
    home = squared.argmax(axis=1)
    own = squared[np.arange(len(home)), home] / explained[home]
    return _shares(own * explained[home] / explained.sum(), "")


def balanced(x: ArrayLike, *, targets: ArrayLike | None = None) -> Floats:
    """Weights with which the correlation of each column with the weighted mean is proportional to `targets` (equal).

    In closed form: with v = w·s the correlations are proportional to Rv, so v = R⁻¹t (the shortest one where columns
    are collinear). Raises: ProblemsFound where that asks for a weight that is not above 0; no others would balance.
    """
    r, sd = _correlation(x), _whole(x).std(axis=0)
    wanted = np.ones(len(r)) if targets is None else np.asarray(targets, dtype=np.float64)
    w = np.linalg.lstsq(r, wanted / wanted.sum(), rcond=None)[0] / sd
    against = np.flatnonzero(w <= 0.0)
    if against.size:
        why = "no weight above 0 balances the correlations: the columns repeat each other too much"
        raise refuse("balance", why, column=listed(against))
    return w / w.sum()


def infomax(x: ArrayLike) -> Floats:
    """Weights that maximise Σ r², r of each column with the weighted mean: first component over sd, in closed form.

    With v = w·s, Σ r² = v'R²v / v'Rv, which the first eigenvector of R maximises. Raises as `first_component`.
    """
    return _shares(_positive(_first(_correlation(x)), "the optimum") / _whole(x).std(axis=0), "")


def ahp(matrix: ArrayLike) -> Ahp:
    """Principal eigenvector of a reciprocal comparison matrix; CR = (λ - n)/((n - 1) RI), RI after Saaty.

    Raises: ProblemsFound for a matrix that is not square, positive and reciprocal (a_ji = 1/a_ij), or n > 15.
    """
    a = np.asarray(matrix, dtype=np.float64)
    if a.ndim != 2 or a.shape[0] != a.shape[1] or not 1 <= len(a) < len(SAATY_RI):
        raise refuse("ahp", f"a square matrix of 1 to 15 rows is needed, not {a.shape}")
    found = Findings()
    for i, j in zip(*np.nonzero(~((a > 0.0) & np.isfinite(a))), strict=True):
        found.add("ahp", "comparisons are numbers above 0", row=i, column=j)
    found.stop()
    for i, j in zip(*np.nonzero(np.abs(a * a.T - 1.0) > 0.02), strict=True):
        if i <= j:
            found.add("ahp", f"{a[i, j]:g} one way and {a[j, i]:g} the other are not reciprocal", row=i, column=j)
    found.stop()
    values, vectors = np.linalg.eig(a)
    best = int(np.argmax(values.real))
    n, index = len(a), SAATY_RI[len(a)]
    ratio = (values[best].real - n) / ((n - 1) * index) if index else 0.0
    return Ahp(_shares(np.abs(vectors[:, best].real), ""), float(values[best].real), float(max(ratio, 0.0)))


def budget(points: ArrayLike) -> Floats:
    """Mean of the experts' shares; `points` experts × children, each expert's points a share of her own total."""
    table = np.atleast_2d(np.asarray(points, dtype=np.float64))
    found = Findings()
    for row in np.flatnonzero(~((table >= 0.0).all(axis=1) & (table.sum(axis=1) > 0.0))):
        found.add("budget", "points are >= 0, none missing, and not all 0", row=row)
    found.stop()
    return _shares((table / table.sum(axis=1, keepdims=True)).mean(axis=0), "no child got any points")


def noisy(w: ArrayLike, share: float, *, seed: int | np.random.Generator) -> Floats:
    """Each weight moved by a uniform share of itself, between w(1 - share) and w(1 + share), then summed to 1."""
    weights = np.asarray(w, dtype=np.float64)
    if not 0.0 <= share < 1.0:
        raise refuse("share", f"{share:g}: weights can be moved by a share of 0 to below 1")
    moved = weights * (1.0 + share * np.random.default_rng(seed).uniform(-1.0, 1.0, weights.shape))
    return moved / moved.sum()


def correlations_with_mean(r: Floats, v: Floats) -> Floats:
    """Correlation of each column with Σ v z: (Rv)_j / √(v'Rv)."""
    return r @ v / np.sqrt(v @ r @ v)


def varimax(loadings: Floats, *, rounds: int = 1000) -> Floats:
    """Kaiser's rotation without row normalisation; deterministic start at the identity."""
    n, k = loadings.shape
    turn, old = np.eye(k), 0.0
    for _ in range(rounds):
        now = loadings @ turn
        u, s, v = np.linalg.svd(loadings.T @ (now**3 - now * (now**2).sum(axis=0) / n))
        turn = u @ v
        if s.sum() <= old * (1.0 + 1e-15):
            break
        old = s.sum()
    return loadings @ turn


def _table(x: ArrayLike) -> Floats:
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 2 or np.isinf(values).any():
        raise refuse("shape", f"units × children, finite or NaN, are needed, not shape {values.shape}")
    return values


def _whole(x: ArrayLike) -> Floats:
    values = _table(x)
    whole = values[~np.isnan(values).any(axis=1)]
    if len(whole) < 3:
        raise refuse("too-few", f"{len(whole)} rows without gaps, correlations need at least 3")
    return whole


def _correlation(x: ArrayLike) -> Floats:
    whole = _whole(x)
    flat = np.flatnonzero(whole.min(axis=0) == whole.max(axis=0))
    if flat.size:
        raise refuse("constant", "a constant column has no correlation", column=listed(flat))
    return np.atleast_2d(np.corrcoef(whole, rowvar=False))


def _pairwise(columns: Floats) -> Floats:
    if not np.isnan(columns).any():
        return np.atleast_2d(np.corrcoef(columns))
    r = np.eye(len(columns))
    for i in range(len(columns)):
        for j in range(i):
            both = ~np.isnan(columns[i]) & ~np.isnan(columns[j])
            a, b = columns[i, both] - columns[i, both].mean(), columns[j, both] - columns[j, both].mean()
            size = np.sqrt((a @ a) * (b @ b))
            r[i, j] = r[j, i] = a @ b / size if size > 0.0 else 0.0
    return r


def _first(r: Floats) -> Floats:
    vector = np.linalg.eigh(r)[1][:, -1]
    return vector if vector.sum() >= 0.0 else -vector


def _positive(vector: Floats, what: str) -> Floats:
    against = np.flatnonzero(vector < -1e-12)
    if against.size:
        why = f"{what} has loadings against the rest, which are no weights: check directions or leave the columns out"
        raise refuse("negative-loading", why, column=listed(against))
    return np.maximum(vector, 0.0)


def _shares(raw: Floats, why: str) -> Floats:
    total = float(raw.sum())
    if not total > 0.0:
        raise refuse("weight", why or "no weight is above 0")
    return raw / total
