"""What all charts share: fonts that hold Chinese and Latin, colours safe for the colour-blind, titles, languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hengliang.composite.problems import listed, refuse
from hengliang.composite.translation import LANGUAGES

if TYPE_CHECKING:
    from hengliang.composite.built import Built

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
FONTS = (
    "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, WenQuanYi Micro Hei, "
    "Noto Sans, Segoe UI, Arial, sans-serif"
)
INK, SOFT, FAINT, LINE = "#14202b", "#4b5b69", "#eceff2", "#bcd3e6"
MAIN, OTHER = "#0b4f8a", "#c25b00"
# Okabe and Ito (2008), blue first; told apart with every common colour blindness.
SERIES = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c8c", "#f0e442", "#4b3b8f", "#a0522d")
TITLE_WIDTH = 74
STOPS = "，。；、）：！？”」"
PIECES = re.compile(r"[\u2e80-\uffff]|[^\s\u2e80-\uffff]+\s*|\s+")

Spec = dict[str, Any]


def spec(*, title: str, subtitle: str, alternative: str, language: str, body: Mapping[str, Any]) -> Spec:
    """A whole specification. Raises: ProblemsFound for another language."""
    if language not in LANGUAGES:
        raise refuse("language", f"{language!r}: there are {listed(LANGUAGES)}")
    heading = {"text": folded(title, TITLE_WIDTH), "subtitle": folded(subtitle, TITLE_WIDTH + 26), "anchor": "start"}
    return {
        "$schema": SCHEMA,
        "description": alternative,
        "title": {**heading, "fontSize": 17, "subtitleFontSize": 12.5, "subtitleColor": SOFT, "offset": 14},
        "config": config(),
        "padding": 16,
        "background": "white",
        **body,
    }


def config() -> Spec:
    """Fonts, quiet axes, no frame."""
    axis = {"labelFontSize": 12, "titleFontSize": 12, "labelColor": INK, "titleColor": SOFT, "gridColor": FAINT}
    return {
        "font": FONTS,
        "view": {"stroke": None},
        "axis": {**axis, "domain": False, "ticks": False, "titleFontWeight": "normal", "labelLimit": 260},
        "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 260, "titleFontWeight": "normal"},
        "title": {"color": INK, "fontWeight": 600, "lineHeight": 22, "subtitleLineHeight": 18},
    }


def say(language: str, phrases: Sequence[str], **facts: object) -> str:
    """One of (English, simplified, traditional) with its facts. Raises: ProblemsFound for another language."""
    if language not in LANGUAGES:
        raise refuse("language", f"{language!r}: there are {listed(LANGUAGES)}")
    return phrases[LANGUAGES.index(language)].format(**facts)


def folded(text: str, width: int) -> list[str]:
    """Text in lines of at most `width` places, a Chinese sign taking two; Latin words and figures stay whole."""
    lines, line = [], ""
    for piece in PIECES.findall(text.strip()):
        # A stop never opens a line; it may hang over the end of the one before.
        if line and places(line + piece.rstrip()) > width and piece[0] not in STOPS:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def places(text: str) -> int:
    """How wide a text is shown: a Chinese sign takes two places."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def unit_names(index: Built) -> list[str]:
    """How a row's unit is called: its name where there is one, else its code."""
    names = index.panel.names or ("",) * len(index.panel.units)
    return [name or code for name, code in zip(names, index.panel.units, strict=True)]


def node_name(index: Built, place: int) -> str:
    """How a node is called: its name where there is one, else its code."""
    node = index.framework.ordered[place]
    return node.name or node.code


def latest(index: Built, year: Any) -> Any:
    """The year asked for, the latest one where None, None where there are no years."""
    return year if year is not None or not index.panel.years else index.panel.all_years[-1]
