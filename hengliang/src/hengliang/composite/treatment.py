"""Outliers: tests of skewness and kurtosis, winsorising, logs, Box-Cox; what was moved can always be told.

Plain functions take one indicator or indicators × values with NaN for gaps, which count nowhere and stay gaps.
Skewness and excess kurtosis are the bias-corrected ones (type 2 of Joanes and Gill 1998, as in COINr and Excel).
COINr's `log_GII` returns its input; ours returns the logarithm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.problems import Findings, listed, refuse
from hengliang.composite.specs import Spec

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LOG_FORMS = ("default", "plus", "original", "gii", "plain")


def skewness(x: ArrayLike) -> Floats:
    """√(n(n-1))/(n-2) · m3/m2^1.5 along the last axis; NaN for fewer than 3 values or a constant."""
    return shape(x)[0]


def kurtosis(x: ArrayLike) -> Floats:
    """((n+1)(m4/m2² - 3) + 6)(n-1)/((n-2)(n-3)) along the last axis; NaN for fewer than 4 values or a constant."""
    return shape(x)[1]


def shape(x: ArrayLike) -> tuple[Floats, Floats]:
    """Bias-corrected skewness and excess kurtosis along the last axis."""
    values = np.asarray(x, dtype=np.float64)
    there = ~np.isnan(values)
    n = there.sum(axis=-1).astype(np.float64)
    total = np.where(there, values, 0.0).sum(axis=-1)
    mean = np.divide(total, n, out=np.zeros_like(n), where=n > 0)
    away = np.where(there, values - mean[..., None], 0.0)
    # Scaled by the widest deviation, so that tiny or huge units cannot under- or overflow in the fourth power.
    widest = np.abs(away).max(axis=-1, initial=0.0)
    same = np.fmin.reduce(values, axis=-1) == np.fmax.reduce(values, axis=-1) if values.shape[-1] else n > 0
    usable = (widest > 0.0) & ~same
    away = np.divide(away, widest[..., None], out=np.zeros_like(away), where=usable[..., None])
    square = away * away
    s2, s3, s4 = square.sum(axis=-1), (square * away).sum(axis=-1), (square * square).sum(axis=-1)
    gap = np.full_like(n, np.nan)
    g1 = np.divide(np.sqrt(n) * s3, s2**1.5, out=gap.copy(), where=usable & (n > 2))
    g2 = np.divide(n * s4, s2 * s2, out=gap.copy(), where=usable & (n > 3))
    skew = np.divide(g1 * np.sqrt(n * np.maximum(n - 1, 0)), n - 2, out=gap.copy(), where=n > 2)
    top = ((n + 1) * (g2 - 3) + 6) * (n - 1)
    return skew, np.divide(top, (n - 2) * (n - 3), out=gap.copy(), where=n > 3)


@dataclass(frozen=True)
class Moments(Spec):
    """A column passes where |skewness| < skew or kurtosis < kurtosis; a constant column passes, nothing can be done."""

    skew: float = 2.0
    kurtosis: float = 3.5
    kind: ClassVar[str] = "moments"

    def rules(self, found: Findings) -> None:
        if not self.skew > 0.0:
            found.add("treatment", f"the limit of |skewness| is {self.skew:g}, it must be above 0", column="skew")

    def passes(self, x: Floats) -> Bools:
        skew, kurt = shape(x)
        return ~((np.abs(skew) >= self.skew) & (kurt >= self.kurtosis))


@dataclass(frozen=True)
class Winsorise(Spec):
    """Move the outermost values to the next ones, at most `most` cells; `force` goes on even where the test passes."""

    most: int = 5
    force: bool = False
    kind: ClassVar[str] = "winsorise"

    def rules(self, found: Findings) -> None:
        if self.most < 1:
            found.add("treatment", f"winsorise moves at most {self.most} cells, it needs 1 or more", column="most")


@dataclass(frozen=True)
class Log(Spec):
    """default ln(x - min + 0.01R); plus: -ln(max + 0.01R - x) where skew <= 0; original ln(x - min + 1);
    gii ln((max - 1)(x - min)/R + 1); plain ln(x), for x > 0. R = max - min. `force` takes it even where the test
    is passed.
    """

    form: str = "default"
    force: bool = False
    kind: ClassVar[str] = "log"

    def rules(self, found: Findings) -> None:
        if self.form not in LOG_FORMS:
            why = f"{self.form!r} is no form of the logarithm; there are {listed(LOG_FORMS)}"
            found.add("log-form", why, column="form")


@dataclass(frozen=True)
class BoxCox(Spec):
    """((x - min + 1)^power - 1)/power, ln for power 0."""

    power: float = 0.0
    kind: ClassVar[str] = "boxcox"


Treatment = Winsorise | Log | BoxCox


def winsorise(x: ArrayLike, most: int = 5, *, until: Moments | None = None, force: bool = False) -> Floats:
    """While the column fails `until` and fewer than `most` cells have moved: if skew >= 0 every cell at the maximum
    takes the next lower value, else every cell at the minimum the next higher one. Ties move together and may
    overshoot `most`. A step that would leave a constant column is not taken. `force` ignores the test.
    """
    values = np.array(x, dtype=np.float64)
    table = values[None, :] if values.ndim == 1 else values
    test = until or Moments()
    before = table.copy()
    busy = np.arange(len(table))
    while busy.size:
        part = table[busy]
        moved = ((part != before[busy]) & ~np.isnan(part)).sum(axis=1)
        skew = skewness(part)
        go = (moved < most) & ~np.isnan(skew) & (force | ~test.passes(part))
        turn = np.where(skew >= 0.0, 1.0, -1.0)[:, None]
        stepped, possible = _one_step(part * turn)
        go &= possible
        busy = busy[go]
        table[busy] = (stepped * turn)[go]
    return table[0] if values.ndim == 1 else table


def _one_step(y: Floats) -> tuple[Floats, Bools]:
    top = np.fmax.reduce(y, axis=1)[:, None]
    below = np.where(y < top, y, -np.inf)
    following = below.max(axis=1, initial=-np.inf)[:, None]
    least = np.fmin.reduce(y, axis=1)
    return np.where(y == top, following, y), (following[:, 0] > least) & np.isfinite(following[:, 0])


@dataclass(frozen=True)
class FittedLog:
    """A logarithm or power with its numbers fixed: y = sign · f(slope·(x - base) + add)."""

    text: str
    base: float
    slope: float
    add: float
    sign: float
    power: float = 0.0

    def inside(self, x: Floats) -> Floats:
        return self.slope * (x - self.base) + self.add

    def apply(self, x: Floats) -> Floats:
        """Raises nothing: the caller has looked at `outside` first."""
        inner = self.inside(x)
        raised = np.log(inner) if self.power == 0.0 else (np.power(inner, self.power) - 1.0) / self.power
        return self.sign * raised

    def outside(self, x: Floats) -> Bools:
        """Present values for which there is no logarithm, which later data can bring."""
        return self.inside(x) <= 0.0


def fit_log(x: ArrayLike, how: Log | BoxCox) -> FittedLog:
    """Fix the numbers of a logarithm or Box-Cox transform on one column.

    Raises: ProblemsFound for an empty or constant column, values <= 0 for the plain form, a GII log whose maximum
    is <= 1.
    """
    values = np.asarray(x, dtype=np.float64)
    there = values[~np.isnan(values)]
    plain = isinstance(how, Log) and how.form == "plain"
    if there.size == 0 or (there.min() == there.max() and not plain):
        raise refuse("constant", "a constant or empty column has no logarithm of this kind")
    low, high = float(there.min()), float(there.max())
    spread = high - low
    if isinstance(how, BoxCox):
        return FittedLog(f"Box-Cox({how.power:g}) of x − {low:.6g} + 1", low, 1.0, 1.0, 1.0, how.power)
    if how.form == "plus" and not float(skewness(there)) > 0.0:
        return FittedLog(f"−ln({high:.6g} + 0.01×{spread:.6g} − x)", high, -1.0, 0.01 * spread, -1.0)
    if how.form in ("default", "plus"):
        return FittedLog(f"ln(x − {low:.6g} + 0.01×{spread:.6g})", low, 1.0, 0.01 * spread, 1.0)
    if how.form == "original":
        return FittedLog(f"ln(x − {low:.6g} + 1)", low, 1.0, 1.0, 1.0)
    if how.form == "plain":
        low_rows = np.flatnonzero(values <= 0.0)
        if low_rows.size:
            found = Findings()
            for row in low_rows.tolist():
                found.add("forbidden-value", f"{values[row]:g} is not > 0, as a logarithm needs", row=row)
            found.stop()
        return FittedLog("ln(x)", 0.0, 1.0, 0.0, 1.0)
    if high <= 1.0:
        raise refuse("log-gii", f"the GII logarithm needs a maximum above 1, this column's is {high:g}")
    return FittedLog(f"ln(({high:.6g} − 1)(x − {low:.6g})/{spread:.6g} + 1)", low, (high - 1.0) / spread, 1.0, 1.0)


def log(x: ArrayLike, form: str = "default") -> Floats:
    """The logarithm of one column in one of the forms of `Log`; NaN stays NaN. Raises as `fit_log`."""
    values = np.asarray(x, dtype=np.float64)
    return fit_log(values, Log(form)).apply(values)


def boxcox(x: ArrayLike, power: float) -> Floats:
    """((x - min + 1)^power - 1)/power, or ln(x - min + 1) for power 0; NaN stays NaN."""
    values = np.asarray(x, dtype=np.float64)
    return fit_log(values, BoxCox(power)).apply(values)
