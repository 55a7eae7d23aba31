"""What every way to scale shares: the line it comes down to, what it needs to know, and the questions it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.problems import Findings
from hengliang.composite.specs import Spec

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Aims:
    """What scales need to know besides the numbers, one entry a column; NaN where the framework gives none.

    `low`, `high`: least and greatest reference value after direction, found once for all scales.
    """

    codes: Sequence[str]
    targets: Floats
    goalposts: Floats
    units: Sequence[str] = ()
    found: Findings = field(default_factory=Findings)
    low: Floats = field(default_factory=lambda: np.empty(0))
    high: Floats = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True, eq=False)
class Lines:
    """y = origin + (x - base) / unit * span, cut to floor..ceiling; and the native range, one entry a column."""

    base: Floats
    unit: Floats
    span: Floats
    origin: Floats
    floor: Floats
    ceiling: Floats


@dataclass(frozen=True)
class Scale(Spec):
    """One way to scale. `native(n)` is its range for n reference values, None where it has none.

    `asks`: a constant column has no score of its own; `reads`: more than the ends of the reference values is needed.
    """

    asks: ClassVar[bool] = True
    reads: ClassVar[bool] = True

    def check(self, aims: Aims) -> None:
        """What can be seen without the numbers: targets, goalposts and units that are not there; into `aims.found`."""

    def lines(self, x: Floats, aims: Aims) -> Lines | None:
        """The line of every row of x (columns × reference values, already turned); None for scales by rank."""
        raise NotImplementedError

    def native(self, n: int) -> tuple[float, float] | None:
        return 0.0, 1.0

    def mirror(self, n: int) -> float:
        """The sum of a score and its mirror image, by which a whole node can be turned round."""
        low, high = self.native(n) or (0.0, 0.0)
        return low + high

    formula: ClassVar[str] = ""


def line_of(
    x: Floats, base: Floats | float, unit: Floats | float, span: float, origin: float, *, cut: bool = False
) -> Lines:
    def full(value: Floats | float) -> Floats:
        return np.broadcast_to(np.asarray(value, dtype=np.float64), (len(x),)).copy()

    low, high = sorted((origin, origin + span))
    return Lines(
        full(base), full(unit), full(span), full(origin), full(low if cut else -np.inf), full(high if cut else np.inf)
    )
