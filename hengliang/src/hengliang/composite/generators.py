"""The functions φ behind the means: a quasi-arithmetic mean is φ⁻¹(Σ w φ(x)) with weights that sum to 1.

One φ through all the levels of a tree makes the whole tree one matrix product; that is why they are values here and
not formulas inside each mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Generator:
    """φ(x) = x^power, or ln x where power is 0; comparable and hashable.

    `least` is the smallest value that is allowed and `open` whether it is itself shut out: ln and negative powers
    need > 0, other powers but 1 need >= 0, the arithmetic mean (power 1) takes any number.
    """

    power: float

    def forward(self, x: Floats) -> Floats:
        """φ(x); NaN stays NaN. The caller has made sure that x is allowed."""
        if self.power == 1.0:
            return x
        if self.power == 0.0:
            return np.log(x)
        return 1.0 / x if self.power == -1.0 else np.power(x, self.power)

    def back(self, y: Floats) -> Floats:
        """φ⁻¹(y)."""
        if self.power == 1.0:
            return y
        if self.power == 0.0:
            return np.exp(y)
        return 1.0 / y if self.power == -1.0 else np.power(y, 1.0 / self.power)

    def slope(self, x: Floats) -> Floats:
        """φ'(x)."""
        if self.power == 1.0:
            return np.ones_like(x)
        return 1.0 / x if self.power == 0.0 else self.power * np.power(x, self.power - 1.0)

    def forbidden(self, x: Floats) -> NDArray[np.bool_]:
        """Where a present value has no φ: a geometric or harmonic mean over zero or less, a root of a negative number."""
        if self.power == 1.0:
            return np.zeros(x.shape, dtype=bool)
        return x <= 0.0 if self.power <= 0.0 else x < 0.0

    @property
    def rule(self) -> str:
        """What the children must satisfy, in words."""
        return "> 0" if self.power <= 0.0 else ">= 0"


ARITHMETIC = Generator(1.0)
GEOMETRIC = Generator(0.0)
HARMONIC = Generator(-1.0)
