"""A stated rate against the counts beside it: does it agree, and if not, what would the counts give?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class StatedRate:
    """A rate as stated, and the rate that the counts give, half-up to two decimals."""

    stated: Decimal
    computed: Decimal
    agrees: bool


def check_rate(stated: Decimal | None, *, done: Decimal | None, whole: Decimal | None) -> StatedRate | None:
    """Compare at the stated number of decimals, half-up or half-even; None where there is nothing to compare."""
    if stated is None or done is None or not whole:
        return None
    exact = done / whole * 100
    digit = Decimal(1).scaleb(min(int(stated.normalize().as_tuple().exponent), 0))
    readings = {exact.quantize(digit, ROUND_HALF_UP), exact.quantize(digit, ROUND_HALF_EVEN)}
    return StatedRate(stated, exact.quantize(Decimal("0.01"), ROUND_HALF_UP), stated.normalize() in
                      {reading.normalize() for reading in readings})  # fmt: skip
