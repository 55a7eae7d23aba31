"""Ways to bring indicators onto one scale: small values that say how, fitted once, applied as often as needed.

Each is a frozen dataclass (`MinMax(0, 100)`). What comes out of a fit is numbers only (`FittedScale`), so a scale can
be frozen and laid over new data without moving an old score. Nearly all are straight lines y = origin + (x - base) /
unit * span; this form, not slope and intercept, so that the lowest value comes out exactly at the lower end.
Direction -1 turns x, targets and goalposts round before anything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.columns import mean_and_sd
from hengliang.composite.problems import Findings, listed
from hengliang.composite.scale_spec import Aims, Lines, Scale, line_of

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MinMax(Scale):
    """low + (x - min)/(max - min)·(high - low). `cut` holds later data inside low..high."""

    low: float = 0.0
    high: float = 100.0
    cut: bool = False
    kind: ClassVar[str] = "minmax"
    reads: ClassVar[bool] = False
    formula: ClassVar[str] = "{origin} + (x − {base}) / {unit} × {span}"

    def rules(self, found: Findings) -> None:
        _rising(self.kind, self.low, self.high, found)

    def lines(self, x: Floats, aims: Aims) -> Lines:
        least = aims.low
        return line_of(x, least, aims.high - least, self.high - self.low, self.low, cut=self.cut)

    def native(self, n: int) -> tuple[float, float]:
        return self.low, self.high


@dataclass(frozen=True)
class Scaled(Scale):
    """(x - low)/(high - low)·100, with both ends given: the GII's scaled values."""

    low: float = 0.0
    high: float = 100.0
    kind: ClassVar[str] = "scaled"
    reads: ClassVar[bool] = False
    asks: ClassVar[bool] = False
    formula: ClassVar[str] = "(x − {base}) / {unit} × {span}"

    def rules(self, found: Findings) -> None:
        _rising(self.kind, self.low, self.high, found)

    def lines(self, x: Floats, aims: Aims) -> Lines:
        return line_of(x, self.low, self.high - self.low, 100.0, 0.0)

    def native(self, n: int) -> tuple[float, float]:
        return 0.0, 100.0


@dataclass(frozen=True)
class Z(Scale):
    """mean + sd·(x - x̄)/s; s the sample sd, the population sd where `population`."""

    mean: float = 0.0
    sd: float = 1.0
    population: bool = False
    kind: ClassVar[str] = "z"
    formula: ClassVar[str] = "{origin} + (x − {base}) / {unit} × {span}"

    def rules(self, found: Findings) -> None:
        if not self.sd > 0.0:
            found.add("scale", f"{self.kind}: a spread of {self.sd:g}, it must be above 0", column="sd")

    def lines(self, x: Floats, aims: Aims) -> Lines:
        mean, sd = mean_and_sd(x, population=self.population)
        return line_of(x, mean, sd, self.sd, self.mean)

    def native(self, n: int) -> None:
        return None

    def mirror(self, n: int) -> float:
        return 2.0 * self.mean


@dataclass(frozen=True)
class MpiScale(Z):
    """100 + 10(x - m)/s with the population sd: what the Mazziotta-Pareto index starts from."""

    mean: float = 100.0
    sd: float = 10.0
    population: bool = True
    kind: ClassVar[str] = "mpi_scale"


@dataclass(frozen=True)
class AmpiScale(Scale):
    """70 + 60(x - lo)/(hi - lo), lo, hi = reference -/+ half the range; the reference is the mean, or a unit's value."""

    reference: str = ""
    kind: ClassVar[str] = "ampi_scale"
    formula: ClassVar[str] = "{origin} + (x − {base}) / {unit} × {span}"

    def check(self, aims: Aims) -> None:
        if self.reference:
            _known_unit(self.reference, aims)

    def lines(self, x: Floats, aims: Aims) -> Lines:
        middle = _of_unit(x, self.reference, aims) if self.reference else mean_and_sd(x)[0]
        whole = aims.high - aims.low
        return line_of(x, middle - whole / 2.0, whole, 60.0, 70.0)

    def native(self, n: int) -> tuple[float, float]:
        return 70.0, 130.0


@dataclass(frozen=True)
class DistanceToMax(Scale):
    """1 - (max - x)/(max - min)."""

    kind: ClassVar[str] = "distance_to_max"
    reads: ClassVar[bool] = False
    formula: ClassVar[str] = "(x − {base}) / {unit} × {span} + {origin}"

    def lines(self, x: Floats, aims: Aims) -> Lines:
        least = aims.low
        return line_of(x, least, aims.high - least, 1.0, 0.0)


@dataclass(frozen=True)
class DistanceToReference(Scale):
    """1 - (ref - x)/(ref - min), ref the value of one unit; above 1 for those beyond it unless `cut`."""

    reference: str = ""
    cut: bool = False
    kind: ClassVar[str] = "distance_to_reference"
    formula: ClassVar[str] = "(x − {base}) / {unit} × {span} + {origin}"

    def rules(self, found: Findings) -> None:
        if not self.reference:
            found.add("reference", f"{self.kind} needs a unit: distance_to_reference('code')", column="reference")

    def check(self, aims: Aims) -> None:
        _known_unit(self.reference, aims)

    def lines(self, x: Floats, aims: Aims) -> Lines:
        least, reference = aims.low, _of_unit(x, self.reference, aims)
        for place in np.flatnonzero(reference <= least).tolist():
            why = "the reference unit has the worst value, nothing is left to measure"
            aims.found.add("reference", why, row=self.reference, column=aims.codes[place])
        lines = line_of(x, least, reference - least, 1.0, 0.0)
        return _topped(lines) if self.cut else lines


@dataclass(frozen=True)
class DistanceToTarget(Scale):
    """(x - min)/(t - min), or (max - x)/(max - t) where low is good; t from the framework; above 1 unless `cut`."""

    cut: bool = False
    kind: ClassVar[str] = "distance_to_target"
    reads: ClassVar[bool] = False
    formula: ClassVar[str] = "(x − {base}) / {unit} × {span} + {origin}"

    def check(self, aims: Aims) -> None:
        for place in np.flatnonzero(np.isnan(aims.targets)).tolist():
            aims.found.add("no-target", "this scale needs a target in the framework", column=aims.codes[place])

    def lines(self, x: Floats, aims: Aims) -> Lines:
        least = aims.low
        self.check(aims)
        for place in np.flatnonzero(aims.targets <= least).tolist():
            why = "the target lies at or beyond the worst value, nothing is left to measure"
            aims.found.add("target", why, column=aims.codes[place])
        lines = line_of(x, least, aims.targets - least, 1.0, 0.0)
        return _topped(lines) if self.cut else lines


@dataclass(frozen=True)
class FractionOfMax(Scale):
    """x / max. Raises for columns whose greatest value is not above 0 (low is good: divide first, or use another)."""

    kind: ClassVar[str] = "fraction_of_max"
    reads: ClassVar[bool] = False
    asks: ClassVar[bool] = False
    formula: ClassVar[str] = "x / {unit} × {span} + {origin}"

    def lines(self, x: Floats, aims: Aims) -> Lines:
        most = aims.high
        for place in np.flatnonzero(~(most > 0.0) & ~np.isnan(most)).tolist():
            why = f"the greatest value (after direction) is {most[place] + 0.0:g}; a fraction of it needs > 0"
            aims.found.add("fraction-of-max", why, column=aims.codes[place])
        return line_of(x, 0.0, most, 1.0, 0.0)


@dataclass(frozen=True)
class Goalposts(Scale):
    """(x - low)/(high - low) cut to 0..1 (unless cut=False); ends from here or, where None, from the framework."""

    low: float | None = None
    high: float | None = None
    cut: bool = True
    kind: ClassVar[str] = "goalposts"
    reads: ClassVar[bool] = False
    asks: ClassVar[bool] = False
    formula: ClassVar[str] = "{origin} + (x − {base}) / {unit} × {span}, cut to {floor}..{ceiling}"

    def rules(self, found: Findings) -> None:
        if self.low is not None and self.high is not None:
            _rising(self.kind, self.low, self.high, found, code="goalposts-reversed")

    def ends(self, posts: Floats) -> Floats:
        """The goalposts of the framework (columns × 2) with those said here in their place."""
        said = np.array([np.nan if end is None else end for end in (self.low, self.high)])
        return np.where(np.isnan(said), posts, said)

    def check(self, aims: Aims) -> None:
        posts = self.ends(aims.goalposts)
        for place in np.flatnonzero(np.isnan(posts).any(axis=1)).tolist():
            aims.found.add("no-goalposts", "this scale needs goalposts", column=aims.codes[place])
        for place in np.flatnonzero(posts[:, 0] >= posts[:, 1]).tolist():
            why = f"{posts[place, 0]:g} and {posts[place, 1]:g}: the lower one comes first, direction is a column"
            aims.found.add("goalposts-reversed", why, column=aims.codes[place])

    def lines(self, x: Floats, aims: Aims) -> Lines:
        low, high = aims.goalposts[:, 0], aims.goalposts[:, 1]
        return line_of(x, low, high - low, 1.0, 0.0, cut=self.cut)


@dataclass(frozen=True)
class PercentileRank(Scale):
    """(r_min - 1)/(n - 1), ties take the smallest rank, n counts present values; later data count who they beat."""

    kind: ClassVar[str] = "percentile_rank"
    formula: ClassVar[str] = "share of the other {others} values that are lower"

    def lines(self, x: Floats, aims: Aims) -> None:
        return None


@dataclass(frozen=True)
class Rank(Scale):
    """Rank from the worst, 1, up to n; ties take the smallest."""

    kind: ClassVar[str] = "rank"
    formula: ClassVar[str] = "1 + number of the {others} other values that are lower"

    def lines(self, x: Floats, aims: Aims) -> None:
        return None

    def native(self, n: int) -> tuple[float, float]:
        return 1.0, float(n)


@dataclass(frozen=True)
class Borda(Scale):
    """Number of units that are beaten: rank - 1."""

    kind: ClassVar[str] = "borda"
    formula: ClassVar[str] = "number of the {others} other values that are lower"

    def lines(self, x: Floats, aims: Aims) -> None:
        return None

    def native(self, n: int) -> tuple[float, float]:
        return 0.0, float(n - 1)


@dataclass(frozen=True)
class Ladder(Scale):
    """Points by step: points[i] for steps[i-1] <= x < steps[i], read on raw values; the points carry the direction."""

    steps: tuple[float, ...] = ()
    points: tuple[float, ...] = (0.0,)
    kind: ClassVar[str] = "ladder"
    reads: ClassVar[bool] = False
    asks: ClassVar[bool] = False
    formula: ClassVar[str] = "points of the step on which x stands"

    def rules(self, found: Findings) -> None:
        if len(self.points) != len(self.steps) + 1:
            why = f"{len(self.steps)} steps need {len(self.steps) + 1} points, not {len(self.points)}"
            found.add("ladder", why, column="points")
        if list(self.steps) != sorted(set(self.steps)):
            found.add("ladder", f"rising steps are needed, {listed(self.steps)} are not", column="steps")

    def lines(self, x: Floats, aims: Aims) -> None:
        return None

    def native(self, n: int) -> tuple[float, float]:
        return min(self.points), max(self.points)


@dataclass(frozen=True)
class AsIs(Scale):
    """x itself: for indicators that are on one scale already."""

    kind: ClassVar[str] = "as_is"
    reads: ClassVar[bool] = False
    asks: ClassVar[bool] = False
    formula: ClassVar[str] = "x"

    def lines(self, x: Floats, aims: Aims) -> Lines:
        return line_of(x, 0.0, 1.0, 1.0, 0.0)

    def native(self, n: int) -> None:
        return None


SCALES: dict[str, type[Scale]] = {
    scale.kind: scale
    for scale in (
        *(MinMax, Scaled, Z, MpiScale, AmpiScale, DistanceToMax, DistanceToReference, DistanceToTarget),
        *(FractionOfMax, Goalposts, PercentileRank, Rank, Borda, Ladder, AsIs),
    )
}


def _rising(kind: str, low: float, high: float, found: Findings, *, code: str = "range") -> None:
    if not low < high:
        found.add(code, f"{kind}: {low:g} and {high:g}: the lower one comes first, direction is a column", column="low")


def _known_unit(unit: str, aims: Aims) -> bool:
    if unit not in aims.units:
        aims.found.add("unknown-unit", "the reference unit is not in the data", row=unit)
    return unit in aims.units


def _of_unit(x: Floats, unit: str, aims: Aims) -> Floats:
    if not _known_unit(unit, aims):
        return np.full(len(x), np.nan)
    values = x[:, list(aims.units).index(unit)]
    for place in np.flatnonzero(np.isnan(values)).tolist():
        aims.found.add("no-reference", "the reference unit has no value", row=unit, column=aims.codes[place])
    return values


def _topped(lines: Lines) -> Lines:
    top = lines.origin + lines.span
    return Lines(lines.base, lines.unit, lines.span, lines.origin, lines.floor, top)
