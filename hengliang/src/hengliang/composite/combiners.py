"""How the children of a node become its score: one small value for each method, named in plans and frameworks.

Three families. Quasi-arithmetic means have a generator and are computed for a whole level by one matrix product.
Row methods look at one unit's children. Table methods look at all units of a reference and are fitted once; their
fitted form is frozen with the index, save Copeland's, which compares the units of one year with each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from hengliang.composite import means
from hengliang.composite.distances import Distance, complete, fit_dp2, fit_i_distance, fit_wroclaw
from hengliang.composite.frontier import complete_for_frontier, fit_frontier
from hengliang.composite.generators import ARITHMETIC, GEOMETRIC, HARMONIC, Generator
from hengliang.composite.problems import Findings, ProblemsFound, listed, refuse
from hengliang.composite.ranking import copeland
from hengliang.composite.specs import Spec

Floats = NDArray[np.float64]
RowRule = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True)
class Combiner(Spec):
    """A method without data.

    `weighs`: weights play a part; `summed`: they are not made to sum to 1; `by_year`: units of one year are compared;
    `mirror`: score + mirror image of the method's own scale, NaN where it has none, None where it is the children's.
    """

    weighs: ClassVar[bool] = True
    summed: ClassVar[bool] = False
    generator: ClassVar[Generator | None] = None
    by_year: ClassVar[bool] = False
    mirror: ClassVar[float | None] = None

    def fit(self, x: Floats, w: Floats) -> RowRule:
        """The rule (rows × children, weights) -> scores, fitted on the reference rows x where that matters."""
        raise NotImplementedError

    @property
    def text(self) -> str:
        """The name with its parameters, as `parse` reads it."""
        values = [getattr(self, item.name) for item in fields(self)]
        shown = ", ".join(f"{value:g}" if isinstance(value, float | int) else str(value) for value in values)
        return f"{self.kind}({shown})" if shown else self.kind


@dataclass(frozen=True)
class Sum(Combiner):
    """Σ w x, weights as they are; a gap rescales the rest to the same total."""

    kind: ClassVar[str] = "sum"
    summed: ClassVar[bool] = True
    generator: ClassVar[Generator | None] = ARITHMETIC

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return means.sum


@dataclass(frozen=True)
class Arithmetic(Combiner):
    """Σ w x / Σ w."""

    kind: ClassVar[str] = "arithmetic"
    generator: ClassVar[Generator | None] = ARITHMETIC

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return means.arithmetic


@dataclass(frozen=True)
class Geometric(Combiner):
    """exp(Σ w ln x / Σ w), for x > 0."""

    kind: ClassVar[str] = "geometric"
    generator: ClassVar[Generator | None] = GEOMETRIC

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return means.geometric


@dataclass(frozen=True)
class Harmonic(Combiner):
    """Σ w / Σ (w/x), for x > 0."""

    kind: ClassVar[str] = "harmonic"
    generator: ClassVar[Generator | None] = HARMONIC

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return means.harmonic


@dataclass(frozen=True)
class Power(Combiner):
    """(Σ w x^p / Σ w)^(1/p)."""

    p: float = 1.0
    kind: ClassVar[str] = "power"

    @property
    def generator(self) -> Generator:  # type: ignore[override]
        return Generator(float(self.p))

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return lambda rows, weights: means.power(rows, weights, p=self.p)


@dataclass(frozen=True)
class Median(Combiner):
    """The weighted median."""

    kind: ClassVar[str] = "median"

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return means.median


@dataclass(frozen=True)
class Minimum(Combiner):
    """The worst child."""

    kind: ClassVar[str] = "min"
    weighs: ClassVar[bool] = False

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return means.minimum


@dataclass(frozen=True)
class Maximum(Combiner):
    """The best child."""

    kind: ClassVar[str] = "max"
    weighs: ClassVar[bool] = False

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return means.maximum


@dataclass(frozen=True)
class Owa(Combiner):
    """Ordered weighted average, by r^alpha or by the weights of the places, best first."""

    alpha: float = 1.0
    order: tuple[float, ...] = ()
    kind: ClassVar[str] = "owa"

    def rules(self, found: Findings) -> None:
        if not self.alpha > 0.0:
            found.add("owa", f"alpha is {self.alpha:g}, it must be above 0", column="alpha")
        if self.order and (min(self.order) < 0.0 or not sum(self.order) > 0.0):
            found.add("owa", "the weights of the places must be >= 0 and not all 0", column="order")

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return lambda rows, weights: means.owa(rows, weights, order=self.order or None, alpha=self.alpha)


@dataclass(frozen=True)
class Mpi(Combiner):
    """M + penalty·S²/M: -1 where high is good, +1 where high is bad. For columns scaled by `mpi_scale`."""

    penalty: float = -1.0
    kind: ClassVar[str] = "mpi"

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return lambda rows, weights: means.mpi(rows, weights, penalty=self.penalty)


@dataclass(frozen=True)
class Ampi(Mpi):
    """The same formula over columns scaled by `ampi_scale`, comparable over years."""

    kind: ClassVar[str] = "ampi"


@dataclass(frozen=True)
class Copeland(Combiner):
    """Pairwise wins less losses among the units of one year."""

    kind: ClassVar[str] = "copeland"
    by_year: ClassVar[bool] = True
    mirror: ClassVar[float | None] = 0.0

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return copeland


@dataclass(frozen=True)
class Bod(Combiner):
    """Benefit of the doubt; `least` and `most` bound every child's share. The frontier is frozen."""

    least: float = 0.0
    most: float = 1.0
    kind: ClassVar[str] = "bod"

    def rules(self, found: Findings) -> None:
        if not 0.0 <= self.least <= self.most <= 1.0:
            found.add("share-bounds", f"{self.least:g} to {self.most:g}: shares need 0 <= least <= most <= 1")

    weighs: ClassVar[bool] = False
    mirror: ClassVar[float | None] = 1.0

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return WholeRule(fit_frontier(complete_for_frontier(_whole_rows(x)), self.least, self.most))


@dataclass(frozen=True)
class Dp2(Combiner):
    """Pena's DP2."""

    kind: ClassVar[str] = "dp2"
    weighs: ClassVar[bool] = False
    mirror: ClassVar[float | None] = float("nan")

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return _of_distance(fit_dp2(complete(_whole_rows(x))))


@dataclass(frozen=True)
class IDistance(Combiner):
    """Ivanović's distance."""

    squared: bool = False
    kind: ClassVar[str] = "i_distance"
    weighs: ClassVar[bool] = False
    mirror: ClassVar[float | None] = float("nan")

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return _of_distance(fit_i_distance(complete(_whole_rows(x)), squared=self.squared))


@dataclass(frozen=True)
class WroclawTaxonomy(Combiner):
    """1 - distance to the ideal over its norm."""

    kind: ClassVar[str] = "wroclaw"
    mirror: ClassVar[float | None] = float("nan")

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return WholeRule(fit_wroclaw(complete(_whole_rows(x)), w))


@dataclass(frozen=True)
class Custom(Combiner):
    """Any function (rows × children, weights) -> scores; it has no fast path and no JSON."""

    name: str
    function: RowRule
    kind: ClassVar[str] = "custom"

    @property
    def text(self) -> str:
        return f"custom({self.name})"

    def fit(self, x: Floats, w: Floats) -> RowRule:
        return self._guarded

    def _guarded(self, x: Floats, w: Floats) -> Floats:
        """The function's scores. Raises: ProblemsFound where it fails or returns no number for each row."""
        try:
            scores = np.asarray(self.function(x, w), dtype=np.float64)
        except ProblemsFound:
            raise
        except Exception as error:
            raise refuse("custom", f"the function {self.name} failed: {type(error).__name__}: {error}") from error
        if scores.shape != (len(x),):
            raise refuse("custom", f"the function {self.name} returned shape {scores.shape} for {len(x)} rows")
        return scores


COMBINERS: dict[str, type[Combiner]] = {
    kind.kind: kind
    for kind in (
        *(Sum, Arithmetic, Geometric, Harmonic, Power, Median, Minimum, Maximum, Owa, Mpi, Ampi),
        *(Copeland, Bod, Dp2, IDistance, WroclawTaxonomy),
    )
}
OTHER_NAMES = {
    "mean": "arithmetic",
    "minimum": "min",
    "maximum": "max",
    "a_amean": "arithmetic",
    "a_gmean": "geometric",
}
OTHER_NAMES |= {"a_hmean": "harmonic", "a_copeland": "copeland", "i-distance": "i_distance"}


def parse(said: object, *, row: object = "") -> Combiner:
    """A combiner from itself, from a name such as "geometric" or "power(0.5)", or from a function.

    Raises: ProblemsFound for a name that is none.
    """
    if isinstance(said, Combiner):
        return said
    if callable(said):
        return Custom(getattr(said, "__name__", "function"), said)
    match = re.fullmatch(r"\s*([\w-]+)\s*(?:\(([^()]*)\))?\s*", str(said))
    name = OTHER_NAMES.get(match[1].casefold(), match[1].casefold()) if match else ""
    if match is None or name not in COMBINERS:
        raise refuse("mean", f"{said!r} is no method; there are {listed(COMBINERS, most=20)}", row=row, column="mean")
    try:
        numbers = [float(part) for part in (match[2] or "").split(",") if part.strip()]
        return COMBINERS[name](*numbers)
    except (TypeError, ValueError):
        why = f"{said!r}: {name} does not take these numbers"
        raise refuse("mean", why, row=row, column="mean") from None


def _whole_rows(x: Floats) -> Floats:
    return x[~np.isnan(x).all(axis=1)]


@dataclass(frozen=True, eq=False)
class WholeRule:
    """A fitted table method: rows without any child stay empty, each method has its rule for other gaps (see there).
    `zero`: the children's scores from which the method measures, None where that is 0.
    """

    rule: Callable[[Floats], Floats]
    zero: Floats | None = None

    def __call__(self, x: Floats, w: Floats) -> Floats:
        out = np.full(len(x), np.nan)
        rows = np.flatnonzero(~np.isnan(x).all(axis=1))
        if rows.size:
            out[rows] = self.rule(x[rows])
        return out


def _of_distance(fitted: Distance) -> WholeRule:
    return WholeRule(fitted, fitted.base)
