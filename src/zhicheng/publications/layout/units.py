"""Points, millimetres and the names of Chinese type sizes; reading the lengths that Word files declare."""

from __future__ import annotations

import re

CHARACTER = 16.0
"""Size 3 in points, the size of an official text."""

BLOCK_WIDTH, BLOCK_HEIGHT = 156.0, 225.0
"""The text block of GB/T 9704-2012, 5.2.1, in millimetres."""

TWIPS_PER_MM = 1440 / 25.4
POINTS_PER_MM = 72 / 25.4
EMU_PER_MM = 36000.0

SIZES = {
    42.0: "初号", 36.0: "小初", 26.0: "一号", 24.0: "小一", 22.0: "二号", 18.0: "小二", 16.0: "三号", 15.0: "小三",
    14.0: "四号", 12.0: "小四", 10.5: "五号", 9.0: "小五", 7.5: "六号",
}  # fmt: skip

_LENGTH = re.compile(r"^\s*(-?\d{1,9}(?:\.\d{1,9})?)\s*(mm|cm|in|pt|pc|pi)?\s*$")
_IN_TWIPS = {"mm": TWIPS_PER_MM, "cm": TWIPS_PER_MM * 10, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}


def twips(text: str | None) -> float | None:
    """A length in twentieths of a point; bare numbers are such. None for what is no length."""
    match = _LENGTH.match(text or "")
    return float(match[1]) * _IN_TWIPS.get(match[2] or "", 1.0) if match else None


def number(text: str | None) -> float | None:
    """A bare number; None for what is none."""
    match = _LENGTH.match(text or "")
    return float(match[1]) if match and not match[2] else None


def same(value: float, wanted: float, tolerance: float) -> bool:
    """Within the tolerance, with a hair for what programs round away."""
    return abs(value - wanted) <= tolerance + 0.05


def plain(value: float, decimals: int = 1) -> str:
    """A number as people write it: 28, 28.9."""
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".") if decimals else f"{value:.0f}"
