"""Numbers as documents print them: rounded half up, once, at the last printed digit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from zhicheng.core.quantities import format_number

PERCENT = "%"
POINTS = "个百分点"
LONGEST = 30
# A count without declared decimals is printed as it is, but never with more than these.
MOST_PLACES = 2
# Wide enough that nothing is rounded before the one rounding at the end.
WIDE = Context(prec=200)


class Unprintable(ValueError):
    """A number too long for a document."""


@dataclass(frozen=True)
class Format:
    """How a figure is printed. `places` None leaves what the measure declares; `unit` is "own", "none", "%" or "points"."""

    places: int | None = None
    unit: str = "default"
    absolute: bool = False


_PRINTED = re.compile(r"-?\d+(?:\.(?P<decimals>\d+))?(?P<unit>.*)")
_WORDS: Mapping[str, Mapping[str, object]] = {
    "百分点": {"unit": "points"}, "个百分点": {"unit": "points"}, "带单位": {"unit": "own"},
    "无单位": {"unit": "none"}, "绝对值": {"absolute": True}, "%": {"unit": "%"}, "％": {"unit": "%"},
    "整数": {"places": 0},
}  # fmt: skip


def read_format(parts: Sequence[str]) -> Format | str:
    """The format that a clerk wrote after "|"; the part that is none where there is such."""
    found: dict[str, object] = {}
    for part in parts:
        word = part.strip()
        if word in _WORDS:
            found.update(_WORDS[word])
        elif word == "0" or (word.startswith("0.") and word[2:].isdecimal() and word.isascii() and len(word) <= 8):
            found["places"] = len(word) - 2 if word != "0" else 0
        else:
            return word
    return Format(**found)  # type: ignore[arg-type]


def printed(value: Decimal, *, places: int | None, unit: str = "", form: Format | None = None) -> str:
    """The number as text. A count is printed bare, a share with its %; `form` is what the clerk asked for.

    Raises: Unprintable.
    """
    form = form or Format()
    value = abs(value) if form.absolute else value
    if form.unit == "%" and unit != PERCENT:
        value, places, unit = WIDE.multiply(value, Decimal(100)), 1 if places is None else places, PERCENT
    places = form.places if form.places is not None else places
    if value.is_finite() is False or value.adjusted() > LONGEST:
        raise Unprintable
    number = format_number(half_up(value, MOST_PLACES)) if places is None else f"{half_up(value, places):f}"
    if len(number) > LONGEST * 2:
        raise Unprintable
    return number + {"none": "", "own": unit, "points": POINTS, "%": PERCENT}.get(
        form.unit, PERCENT if unit == PERCENT else ""
    )


def printed_like(shown: str, value: Decimal) -> str:
    """Another value in the form in which this one is printed: its decimals and its unit."""
    match = _PRINTED.fullmatch(shown)
    if match is None:
        return format_number(half_up(value, MOST_PLACES))
    return f"{half_up(value, len(match['decimals'] or '')):f}{match['unit']}"


def half_up(value: Decimal, places: int) -> Decimal:
    """Half away from zero; never "-0"."""
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=WIDE)
    return abs(rounded) if rounded == 0 else rounded
