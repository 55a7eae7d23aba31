"""A cell as a number: what counts as a gap, what is read, and why the rest is refused.

Nothing is guessed. Full-width digits are digits; a comma may mean a decimal or thousands, a dash a zero or a gap, so
both are refused with what to write instead.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from numbers import Real
from typing import Any

MISSING = frozenset({"", "na", "n/a", "#n/a", "#n/a n/a", "nan", "nat", "null", "none", "<na>"})
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
NEEDED = "a number or an empty cell is needed"

# The pattern of the text, and what to do about it; the first that fits is told.
RULES: tuple[tuple[str, str], ...] = (
    (r"#(div/0!|ref!|value!|name\?|num!|null!|spill!|calc!)", "a formula of the spreadsheet failed: mend it there"),
    (
        r"=.*",
        "a formula that was never worked out: open the workbook in a spreadsheet and save it, or write the number",
    ),
    (r"[-–—―−.…·*/\\?]+", "a mark: leave the cell empty for a gap, write 0 for none"),
    (r"[-+]?[\d.,\s]+[%‰]", "a per cent sign: write the number alone and name the unit in the framework"),
    (r"[-+]?[\d\s]*,[\d.,\s]*", "a comma: write 1234.5, neither 1,234.5 nor 1234,5"),
    (r"[-+]?\d[\d\s]*\s[\d\s.]*", "a space inside a number"),
    (r"[<>≤≥~≈约].*", "a bound or an estimate is no number: write the number itself, or leave the cell empty"),
    (r"[-+]?[\d.]+\s*[万亿].*", "a number with 万 or 亿: write all its digits, one unit for the whole column"),
    (r"[-+]?[\d.]+[_'’][\d_'’.]*", "a mark between digits"),
)


def number_of(value: object) -> tuple[float, str]:
    """The number of a cell (NaN for a gap) and '', or NaN and why the cell is refused."""
    if isinstance(value, Real | Decimal):
        try:
            return float(value), ""
        except (OverflowError, ValueError):
            return math.nan, f"{str(value)[:20]} is beyond what a number can hold"
    text = "" if value is None else plain_text(value)
    if text.casefold() in MISSING:
        return math.nan, ""
    if "_" not in text:
        try:
            return float(text), ""
        except ValueError:
            pass
    why = next((why for pattern, why in RULES if re.fullmatch(pattern, text, re.IGNORECASE)), f"is text, {NEEDED}")
    shown = str(value).strip()
    shown = shown if len(shown) <= 40 else f"{shown[:37]}..."
    return math.nan, f"{shown!r} {why}" if why.startswith("is ") else f"{shown!r} is no number ({why})"


def plain_text(value: object) -> str:
    """Text without spaces at its ends and invisible marks, full-width characters as half-width ones."""
    return unicodedata.normalize("NFKC", str(value)).strip().strip(INVISIBLE).strip()


def label_of(value: Any) -> str:
    """A cell as a name: stripped, a whole number without its '.0', a gap as ''."""
    if isinstance(value, str):
        text = value.strip() if value.isascii() else value.strip().strip(INVISIBLE).strip()
    elif isinstance(value, float) and value == value and value.is_integer():
        text = str(int(value))
    else:
        text = "" if value is None else str(value).strip()
    return "" if text.casefold() in MISSING else text
