"""Multiple imputation: each gap filled several times by chained equations, so that the doubt stays visible.

Every indicator with gaps is regressed on those that say most about it, its coefficients are drawn from their
posterior, and a gap takes the value of one of the five units whose prediction comes closest (predictive mean
matching): only values that occur are filled in, never a negative rate. Draw k of a seed is the same however many are
made. A multivariate normal model was not taken: with 50 units and 50 indicators it has more numbers than data.
Sources: Rubin (1987); van Buuren and Groothuis-Oudshoorn (2011), "norm" and "pmm"; Little (1988) for the matching.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.columns import mean_and_sd
from hengliang.composite.problems import Findings, refuse

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

ROUNDS = 10
DONORS = 5
LEAST = 5
RIDGE = 1e-5


@dataclass(frozen=True, eq=False)
class Link:
    """One indicator's last equation: predictors, drawn coefficients (constant first), and the donors by prediction."""

    predictors: Ints
    drawn: Floats
    predicted: Floats
    values: Floats


@dataclass(frozen=True, eq=False)
class Chain:
    """One draw: the filled table it came from, and equations for later rows, which take the nearest donor."""

    filled: Floats
    mean: Floats
    sd: Floats
    links: dict[int, Link] = field(default_factory=dict)

    def apply(self, x: Floats) -> Floats:
        """Rows that come later (rows × indicators); a column that had no gap in the fit keeps those it has now."""
        gaps = np.isnan(x)
        z = np.where(gaps, 0.0, (x - self.mean) / self.sd)
        out = x.copy()
        for _ in range(ROUNDS):
            for place, link in self.links.items():
                rows = np.flatnonzero(gaps[:, place])
                if rows.size:
                    wanted = _with_constant(z[rows][:, link.predictors]) @ link.drawn
                    nearest = np.abs(link.predicted[None, :] - wanted[:, None]).argmin(axis=1)
                    z[rows, place] = link.values[nearest]
                    out[rows, place] = link.values[nearest] * self.sd[place] + self.mean[place]
        return out


@dataclass(frozen=True)
class Pooled:
    """Rubin's rules: the mean estimate, variance within and between imputations, their total and its degrees of freedom."""

    estimate: float
    within: float
    between: float
    total: float
    df: float


def multiple(x: ArrayLike, *, draws: int = 20, seed: int = 0) -> Floats:
    """draws × units × indicators, each without gaps. Raises: ProblemsFound: see `fit_chain`."""
    return np.stack([fit_chain(x, seed=seed, draw=draw).filled for draw in range(draws)])


def pool(estimates: ArrayLike, variances: ArrayLike) -> Pooled:
    """T = Ū + (1 + 1/m) B, df = (m - 1)(1 + Ū/((1 + 1/m) B))²: one estimate and its variance from each imputation."""
    q, u = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    m = q.size
    if q.ndim != 1 or q.shape != u.shape or m < 2:
        raise refuse("shape", f"{q.shape} estimates and {u.shape} variances: one each, from 2 imputations or more")
    within, between = float(u.mean()), float(q.var(ddof=1))
    extra = (1.0 + 1.0 / m) * between
    df = float("inf") if extra == 0.0 else (m - 1) * (1.0 + within / extra) ** 2
    return Pooled(float(q.mean()), within, between, within + extra, df)


def fit_chain(x: ArrayLike, *, seed: int, draw: int = 0, names: tuple[str, ...] = ()) -> Chain:
    """One draw of a completed table, units × indicators.

    Raises: ProblemsFound where an indicator with gaps has fewer than 5 values, or two indicators are not there.
    """
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 2 or np.isinf(values).any():
        raise refuse("shape", f"units × indicators, finite or NaN, are needed, not shape {values.shape}")
    gaps, found = np.isnan(values), Findings()
    for place in np.flatnonzero(gaps.any(axis=0) & ((~gaps).sum(axis=0) < LEAST)).tolist():
        why = f"{int((~gaps[:, place]).sum())} values, an equation needs {LEAST}: fill it another way"
        found.add("too-few", why, column=names[place] if names else place)
    if gaps.any() and values.shape[1] < 2:
        found.add("impute", "one indicator alone has nothing to be predicted from")
    found.stop()
    mean, sd = mean_and_sd(values.T)
    sd = np.where(sd > 0.0, sd, 1.0)
    rng = np.random.default_rng([seed, draw])
    z = (values - mean) / sd
    torn = [int(place) for place in np.argsort(gaps.sum(axis=0), kind="stable") if gaps[:, place].any()]
    near = {place: _predictors(z, place) for place in torn}
    for place in torn:
        rows = gaps[:, place]
        z[rows, place] = rng.choice(z[~rows, place], rows.sum())
    links: dict[int, Link] = {}
    for _ in range(ROUNDS):
        for place in torn:
            links[place] = _turn(z, gaps[:, place], place, near[place], rng)
    return Chain(np.where(gaps, z * sd + mean, values), mean, sd, links)


def _turn(z: Floats, gap: NDArray[np.bool_], place: int, predictors: Ints, rng: np.random.Generator) -> Link:
    """Draw one equation and fill the indicator's gaps from donors, in place."""
    design, y = _with_constant(z[:, predictors]), z[~gap, place]
    known = design[~gap]
    square = known.T @ known
    square[np.diag_indices_from(square)] *= 1.0 + RIDGE
    root = np.linalg.cholesky(square + np.eye(len(square)) * RIDGE)
    inverse = np.linalg.inv(root)
    beta = inverse.T @ (inverse @ (known.T @ y))
    rest = y - known @ beta
    spread = np.sqrt(rest @ rest / rng.chisquare(max(len(y) - len(beta), 1)))
    drawn = beta + spread * (inverse.T @ rng.standard_normal(len(beta)))
    predicted = known @ beta
    away = np.abs(predicted[None, :] - (design[gap] @ drawn)[:, None])
    donors = np.argsort(away, axis=1, kind="stable")[:, :DONORS]
    z[gap, place] = y[donors[np.arange(len(donors)), rng.integers(0, donors.shape[1], len(donors))]]
    return Link(predictors, drawn, predicted, y)


def _predictors(z: Floats, place: int) -> Ints:
    """The indicators with the greatest |r| over common units: at most one for four known values, so that none overfits."""
    strength = np.full(z.shape[1], -1.0)
    for other in range(z.shape[1]):
        both = ~np.isnan(z[:, other]) & ~np.isnan(z[:, place])
        if other != place and both.sum() >= LEAST:
            a, b = z[both, other] - z[both, other].mean(), z[both, place] - z[both, place].mean()
            size = np.sqrt((a @ a) * (b @ b))
            strength[other] = abs(a @ b) / size if size > 0.0 else 0.0
    most = max(1, int((~np.isnan(z[:, place])).sum()) // 4)
    best = np.argsort(-strength, kind="stable")[:most]
    return np.sort(best[strength[best] >= 0.0])


def _with_constant(x: Floats) -> Floats:
    return np.column_stack([np.ones(len(x)), x])
