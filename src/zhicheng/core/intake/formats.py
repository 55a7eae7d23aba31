"""How a spreadsheet shows a stored number: percent, thousands, words in the format, dates with or without a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "yyyy-m-d", 16: "m-d", 17: "yyyy-m", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm", 36: 'yyyy"年"m"月"', 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: 'yyyy"年"m"月"', 56: 'm"月"d"日"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_BRACKETS = re.compile(r"\[[^\]]*\]")


def built_in(number: int) -> str:
    """The format code of a built-in format number; '' for General."""
    return _BUILT_IN.get(number, "")


@dataclass(frozen=True)
class _Shape:
    prefix: str
    suffix: str
    percent: bool
    thousands: bool
    decimals: int | None
    integers: int
    date_parts: str


@cache
def _shape(code: str) -> _Shape:
    section = code.split(";")[0]
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match.group(1) if match.group(1) is not None else match.group(2))
        return chr(0xE000 + len(literals) - 1)

    bare = _LITERAL.sub(keep, section)
    bare = re.sub(r"[_*].", "", _BRACKETS.sub("", bare))
    words = re.sub(r"(?i)general|g/通用格式|e[+-]0+", "", bare)
    parts = "".join(part for part in "ymdhs" if part in words.lower()) if not re.search(r"[0#?]", words) else ""

    def back(text: str) -> str:
        plain = re.sub(r"[0#?.,%@/]|(?i:general|g/通用格式)", "", text)
        return "".join(literals[ord(sign) - 0xE000] if 0xE000 <= ord(sign) < 0xE000 + 99 else sign for sign in plain)

    digits = re.search(r"[0#?](?:[0#?,]*)(?:\.([0#?]+))?", bare)
    if digits:
        prefix, suffix = back(bare[: digits.start()]), back(bare[digits.end() :])
        decimals = len(digits.group(1) or "")
        integers = digits.group(0).split(".")[0].count("0")
    else:
        general = re.search(r"(?i)general|g/通用格式|@", bare)
        prefix, suffix = (back(bare[: general.start()]), back(bare[general.end() :])) if general else ("", "")
        decimals, integers = None, 1
    return _Shape(prefix, suffix, "%" in bare, "," in bare, decimals, integers, parts)


def is_date(code: str) -> bool:
    """The format shows a date (a mere time of day is none)."""
    parts = _shape(code).date_parts
    return "y" in parts or "d" in parts or parts == "m"


def from_serial(number: float, *, since_1904: bool) -> date | datetime | None:
    """The day of a serial number; None outside 1900–2200, where a number is no date."""
    if not 1 <= number < 110_000:
        return None
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
    moment = start + timedelta(days=number)
    moment = moment.replace(microsecond=0)
    return moment.date() if moment.hour == moment.minute == moment.second == 0 else moment


def show_date(moment: date, code: str) -> str:
    """A date as its format shows it: only the parts that can be seen, in one Chinese way of writing."""
    parts = _shape(code).date_parts
    text = f"{moment.year}年" if "y" in parts or not parts else ""
    if "m" in parts or not parts:
        text += f"{moment.month}月"
    if "d" in parts or not parts:
        text += f"{moment.day}日"
    return text


def show_number(number: int | float, code: str) -> str:
    """A number as its format shows it, without losing stored digits."""
    value = Decimal(repr(number))
    if not code or code.lower() == "general" or code == "@":
        return plain(value)
    shape = _shape(code)
    if shape.date_parts:
        return plain(value)
    text = plain(value * 100 if shape.percent else value)
    if shape.decimals is not None and shape.integers > 1 and text.lstrip("-").isdigit():
        text = text.zfill(shape.integers)
    return f"{shape.prefix}{text}{'%' if shape.percent else ''}{shape.suffix}"


def plain(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: noise of binary fractions is cut at 12 digits."""
    value = round(value, 10) if abs(value) < 10**15 else value
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
