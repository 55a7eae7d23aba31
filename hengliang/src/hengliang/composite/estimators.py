"""Variance-based sensitivity indices from the runs y_A, y_B and y_ABi (A with column i of B): ours and the published ones.

First order S_i: the share of the variance that goes with factor i alone; total T_i: with i and all its interactions.
Ours centre the output first: uncentred, a first-order estimate carries the output's mean as noise, which at N = 100
made 0.01 of a true 0.11. All take arrays of N values (y_AB: d × N) and return d values. Rows with a gap are the
caller's matter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.draws import Draws
from hengliang.composite.problems import listed, refuse

Floats = NDArray[np.float64]

BAGS = 4096


def variance(y_a: ArrayLike, y_b: ArrayLike) -> float:
    """Variance of y_A and y_B together: mean of squares about their common mean."""
    return float(np.concatenate([np.ravel(y_a), np.ravel(y_b)]).var())


def first_centred(a: Floats, b: Floats, ab: Floats) -> Floats:
    """mean((y_B - c)(y_ABi - y_A))/V, c the common mean: Saltelli et al. (2010) after centring."""
    centre = (a.mean() + b.mean()) / 2.0
    return _share(((b - centre) * (ab - a)).mean(axis=1), variance(a, b))


def first_saltelli(a: Floats, b: Floats, ab: Floats) -> Floats:
    """mean(y_B(y_ABi - y_A))/V as printed in Saltelli et al. (2010), table 2 (b): not centred."""
    return _share((b * (ab - a)).mean(axis=1), variance(a, b))


def first_sobol(a: Floats, b: Floats, ab: Floats) -> Floats:
    """(mean(y_B y_ABi) - mean(y_A) mean(y_B))/V: Sobol' (1993), with Homma and Saltelli's (1996) product of means."""
    return _share((b * ab).mean(axis=1) - a.mean() * b.mean(), variance(a, b))


def first_jansen(a: Floats, b: Floats, ab: Floats) -> Floats:
    """1 - mean((y_B - y_ABi)²)/2V: Jansen (1999)."""
    return 1.0 - _share(((b - ab) ** 2).mean(axis=1) / 2.0, variance(a, b))


def first_janon(a: Floats, b: Floats, ab: Floats) -> Floats:
    """(mean(y_B y_ABi) - m²)/(mean((y_B² + y_ABi²)/2) - m²), m = mean((y_B + y_ABi)/2): Monod et al. (2006), Janon et
    al. (2014)."""
    square = ((b.mean() + ab.mean(axis=1)) / 2.0) ** 2
    below = ((b**2).mean() + (ab**2).mean(axis=1)) / 2.0 - square
    return np.divide((b * ab).mean(axis=1) - square, below, out=np.zeros(len(ab)), where=below > 0.0)


def total_jansen(a: Floats, b: Floats, ab: Floats) -> Floats:
    """mean((y_A - y_ABi)²)/2V: Jansen (1999); ours too."""
    return _share(((a - ab) ** 2).mean(axis=1) / 2.0, variance(a, b))


def total_homma(a: Floats, b: Floats, ab: Floats) -> Floats:
    """1 - (mean(y_A y_ABi) - mean(y_A) mean(y_B))/V: Homma and Saltelli (1996)."""
    return 1.0 - _share((a * ab).mean(axis=1) - a.mean() * b.mean(), variance(a, b))


def total_sobol(a: Floats, b: Floats, ab: Floats) -> Floats:
    """mean(y_A(y_A - y_ABi))/V: Sobol' (2007)."""
    return _share((a * (a - ab)).mean(axis=1), variance(a, b))


Estimator = Callable[[Floats, Floats, Floats], Floats]
FIRST: dict[str, Estimator] = {
    "centred": first_centred,
    "saltelli": first_saltelli,
    "sobol": first_sobol,
    "jansen": first_jansen,
    "janon": first_janon,
}
TOTAL: dict[str, Estimator] = {"jansen": total_jansen, "homma": total_homma, "sobol": total_sobol}


@dataclass(frozen=True, eq=False)
class Indices:
    """First-order and total indices with intervals: `first`, `total` (d,), their bands (2 × d), and the variance."""

    first: Floats
    total: Floats
    first_band: Floats
    total_band: Floats
    variance: float


def indices(
    y_a: ArrayLike,
    y_b: ArrayLike,
    y_ab: ArrayLike,
    *,
    seed: int,
    bootstraps: int = 500,
    level: float = 0.95,
    first: str = "centred",
    total: str = "jansen",
) -> Indices:
    """Indices with percentile intervals from rows drawn again `bootstraps` times.

    Raises: ProblemsFound for unknown estimators, different lengths, values that are not finite.
    """
    a, b, ab = (np.asarray(y, dtype=np.float64) for y in (y_a, y_b, y_ab))
    for name, known in ((first, FIRST), (total, TOTAL)):
        if name not in known:
            raise refuse("estimator", f"{name!r} is no estimator; there are {listed(known)}")
    if a.shape != b.shape or ab.ndim != 2 or ab.shape[1:] != a.shape or a.ndim != 1 or len(a) < 2:
        raise refuse("shape", f"y_A {a.shape}, y_B {b.shape}, y_AB {ab.shape}: N, N and d × N are needed, N >= 2")
    if not (np.isfinite(a).all() and np.isfinite(b).all() and np.isfinite(ab).all()):
        raise refuse("gap", "a run has no result, the indices need all of them")
    one, whole = FIRST[first](a, b, ab), TOTAL[total](a, b, ab)
    if (first, total) == ("centred", "jansen"):
        drawn = _bootstrap(a, b, ab, seed, bootstraps)
    else:
        drawn = _bootstrap_plain(a, b, ab, seed, bootstraps, FIRST[first], TOTAL[total])
    ends = [(1.0 - level) / 2.0, (1.0 + level) / 2.0]
    bands = [np.quantile(part, ends, axis=0) if bootstraps else np.full((2, len(ab)), np.nan) for part in drawn]
    return Indices(one, whole, bands[0], bands[1], variance(a, b))


def _bootstrap(a: Floats, b: Floats, ab: Floats, seed: int, times: int) -> tuple[Floats, Floats]:
    """Every estimate is a sum over rows, so that all bootstraps are one product of counts and terms.

    Terms a row: y_B(y_ABi - y_A), y_ABi - y_A, (y_A - y_ABi)²/2, y_A² + y_B², y_A + y_B, about the overall mean.
    """
    centre = (a.mean() + b.mean()) / 2.0
    a, b, ab = a - centre, b - centre, ab - centre
    step, d = ab - a, len(ab)
    terms = _bagged(np.vstack([b * step, step, step**2 / 2.0, (a**2 + b**2) / 2.0, (a + b) / 2.0]))
    means = counts(terms.shape[1], seed, times) @ terms.T / terms.shape[1]
    middle = means[:, -1:]
    spread = means[:, -2:-1] - middle**2
    safe = np.where(spread > 0.0, spread, np.inf)
    return (means[:, :d] - middle * means[:, d : 2 * d]) / safe, means[:, 2 * d : 3 * d] / safe


def _bootstrap_plain(
    a: Floats, b: Floats, ab: Floats, seed: int, times: int, first: Estimator, total: Estimator
) -> tuple[Floats, Floats]:
    picks = np.random.Generator(np.random.Philox(key=_key(seed))).integers(0, len(a), (times, len(a)))
    pairs = [(first(a[p], b[p], ab[:, p]), total(a[p], b[p], ab[:, p])) for p in picks]
    return np.array([pair[0] for pair in pairs]), np.array([pair[1] for pair in pairs])


def counts(n: int, seed: int, times: int) -> Floats:
    """times × n: how often each of n rows is drawn when n are drawn with replacement."""
    picks = np.random.Generator(np.random.Philox(key=_key(seed))).integers(0, n, (times, n), dtype=np.int32)
    picks += np.arange(times, dtype=np.int32)[:, None] * n
    return np.bincount(picks.ravel(), minlength=times * n).reshape(times, n).astype(np.float64)


def _bagged(terms: Floats) -> Floats:
    """Rows beyond 4,096 are drawn in bags of equal size: the spread of means of bags tells that of means of rows."""
    n = terms.shape[1]
    if n <= BAGS:
        return terms
    size = -(-n // BAGS)
    bags = n // size
    rest = terms[:, bags * size :]
    sums = terms[:, : bags * size].reshape(len(terms), bags, size).sum(axis=2)
    if rest.shape[1]:
        sums += rest.sum(axis=1, keepdims=True) / bags
    return sums * (bags / n)


def _key(seed: int) -> NDArray[np.uint64]:
    return np.asarray(Draws(seed, "bootstrap", 0, 0).key, dtype=np.uint64)


def _share(part: Floats, whole: float) -> Floats:
    """part / V, and 0 where nothing varies at all."""
    return part / whole if whole > 0.0 else np.zeros_like(part)
