"""Exact arithmetic with the intervals that printing leaves, and whether a printed figure agrees with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from zhicheng.claims.figures import Figure, Kind
from zhicheng.claims.model import Reading
from zhicheng.core.quantities import round_half_up

_ROUGH_INPUT = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Computed:
    """What counts give: the arithmetic as written, the value and the interval that their print leaves open."""

    formula: str
    value: Fraction
    low: Fraction
    high: Fraction
    unit: str = "%"


def number(value: Fraction) -> str:
    """A number as it is written in a formula: 1186.5万 stays short, a count is written out."""
    for worth, name in ((10**8, "亿"), (10**4, "万")):
        if abs(value) >= worth and (value * 100 / worth).denominator == 1 and (value >= 10**6 or value.denominator > 1):
            return _plain(value / worth) + name
    return _plain(value)


def _plain(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{to_decimal(value, 4):f}".rstrip("0").rstrip(".")


def to_decimal(value: Fraction, places: int = 2) -> Decimal:
    """A fraction as a decimal, half-up at `places`."""
    scaled = value * 10**places
    whole = floor(abs(scaled) + Fraction(1, 2)) * (1 if scaled >= 0 else -1)
    return Decimal(whole).scaleb(-places)


def exact_decimal(value: Fraction) -> Decimal:
    """A printed value as it was printed."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _span(figure: Figure) -> tuple[Fraction, Fraction]:
    """What the figure may stand for, with the words of a bound taken as a twentieth."""
    low, high = figure.low, figure.high
    room = abs(figure.value) * _ROUGH_INPUT
    if figure.bound in ("about", "near", "at_most"):
        low -= room
    if figure.bound in ("about", "at_least"):
        high += room
    return low, high


def ratio(part: Sequence[Figure], whole: Sequence[Figure], *, less: Sequence[Figure] = ()) -> Computed | None:
    """(part − less) ÷ whole in percent; None where the whole may be 0."""
    parts, wholes, taken = [_span(f) for f in part], [_span(f) for f in whole], [_span(f) for f in less]
    low = sum((s[0] for s in parts), Fraction(0)) - sum((s[1] for s in taken), Fraction(0))
    high = sum((s[1] for s in parts), Fraction(0)) - sum((s[0] for s in taken), Fraction(0))
    value = sum((f.value for f in part), Fraction(0)) - sum((f.value for f in less), Fraction(0))
    bottom_low, bottom_high = sum((s[0] for s in wholes), Fraction(0)), sum((s[1] for s in wholes), Fraction(0))
    bottom = sum((f.value for f in whole), Fraction(0))
    if bottom_low <= 0 or bottom <= 0:
        return None
    top = _sum_text(part, less)
    formula = f"{top} ÷ {_sum_text(whole, ())}"
    return Computed(formula, value * 100 / bottom, low * 100 / bottom_high, high * 100 / bottom_low)


def _sum_text(plus: Sequence[Figure], minus: Sequence[Figure]) -> str:
    text = " + ".join(number(figure.value) for figure in plus) + "".join(f" − {number(f.value)}" for f in minus)
    return f"({text})" if len(plus) + len(minus) > 1 else text


def total(parts: Sequence[Figure], *, less: Sequence[Figure] = (), unit: str = "") -> Computed:
    """A sum or difference."""
    low = sum((_span(f)[0] for f in parts), Fraction(0)) - sum((_span(f)[1] for f in less), Fraction(0))
    high = sum((_span(f)[1] for f in parts), Fraction(0)) - sum((_span(f)[0] for f in less), Fraction(0))
    value = sum((f.value for f in parts), Fraction(0)) - sum((f.value for f in less), Fraction(0))
    return Computed(_sum_text(parts, less).strip("()"), value, low, high, unit)


def growth(now: Figure, then: Figure) -> Computed | None:
    """(now − then) ÷ then in percent."""
    computed = ratio([now], [then])
    if computed is None:
        return None
    formula = f"({number(now.value)} − {number(then.value)}) ÷ {number(then.value)}"
    return Computed(formula, computed.value - 100, computed.low - 100, computed.high - 100)


def shifted(computed: Computed, by: int, formula: str) -> Computed:
    """The same with a constant added: a rate as an excess over 100."""
    return Computed(formula, computed.value + by, computed.low + by, computed.high + by, computed.unit)


def scaled(computed: Computed, by: Fraction, unit: str) -> Computed:
    """The same in another unit: a percent as a multiple."""
    return Computed(computed.formula, computed.value * by, computed.low * by, computed.high * by, unit)


def agrees(stated: Figure, computed: Computed) -> bool:
    """Whether some value that the counts leave open prints as the figure that is stated.

    Rounding half-up or half-even at the last printed digit; 约 and 近 allow a few last digits, 以上 and 不足 one side.
    """
    value, step = stated.value, stated.step
    if (
        stated.kind == Kind.COUNT
        and stated.exact
        and computed.low == computed.high
        and not stated.bound
        and computed.value.denominator == 1
    ):
        return computed.value == value
    half = step / 2
    if stated.upper is not None:
        return computed.high >= value - half and computed.low <= stated.upper + half
    if stated.kind == Kind.FRACTION and stated.bound in ("about", "near"):
        return computed.high >= value - 8 and computed.low <= value + 8
    if stated.bound == "about":
        room = max(step, abs(value) / 20)
        return computed.high >= value - room and computed.low <= value + room
    if stated.bound == "near":
        return computed.high >= value - max(step, abs(value) * 3 / 50) and computed.low <= value + step
    if stated.bound == "at_least":
        return computed.high >= value - (min(half, Fraction(1, 2)) if stated.kind != Kind.COUNT else 0)
    if stated.bound == "at_most":
        return computed.low <= value + (min(half, Fraction(1, 2)) if stated.kind != Kind.COUNT else 0)
    return _prints_as(value, step, computed.low, computed.high)


def _prints_as(value: Fraction, step: Fraction, low: Fraction, high: Fraction) -> bool:
    half = step / 2
    even = (value / step).denominator == 1 and (value / step).numerator % 2 == 0
    return high >= value - half and (low < value + half or (even and low == value + half))


def reading(stated: Figure | None, computed: Computed) -> Reading:
    """The computed value as one reading of a claim."""
    agreed = stated is not None and agrees(stated, computed)
    return Reading(computed.formula, to_decimal(computed.value, 6).normalize(), computed.unit, agreed)


def percents(computed: Sequence[Computed]) -> tuple[Decimal, ...]:
    """Each percent half-up to two decimals, alike ones once."""
    shown = [to_decimal(one.value) for one in computed if one.unit == "%"]
    return tuple(dict.fromkeys(shown))


def needed(percent: Figure, whole: Figure) -> int:
    """The least whole count that reaches the percent."""
    return -floor(-(percent.value * whole.value / 100))


def shown(value: Decimal, places: int = 1) -> str:
    """A percent as the page prints it."""
    return f"{round_half_up(value, places):f}%"
