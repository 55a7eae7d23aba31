"""Rounding once, at the end, and rates with their arithmetic shown."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

Number = int | Decimal


def round_half_up(value: Number, places: int = 2) -> Decimal:
    """Half away from zero, as official documents print figures."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def round_half_even(value: Number, places: int = 2) -> Decimal:
    """Half to the even digit (GB/T 8170-2008, 3.2), as measured values are rounded."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)


def rate(part: Number, whole: Number, places: int = 2) -> Decimal | None:
    """part ÷ whole in percent, rounded half up; None where the whole is 0."""
    if not whole:
        return None
    return round_half_up(Decimal(part) * 100 / Decimal(whole), places)


def format_number(value: Number) -> str:
    """A number without exponent and without trailing zeros after the point."""
    text = f"{Decimal(value):f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def format_rate(part: Number, whole: Number, places: int = 2) -> str:
    """The arithmetic that an outsider can repeat: `95 ÷ 120 = 79.17 %`."""
    value = rate(part, whole, places)
    shown = "—" if value is None else f"{value:f} %"
    return f"{format_number(part)} ÷ {format_number(whole)} = {shown}"
