"""What a kind of chart declares, the look all charts share, and the refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import Names, to_traditional
from zhicheng.indicators.catalogue import MEASURES
from zhicheng.indicators.editions.content import FIELD, PROGRAMME, Edition, Subject
from zhicheng.publications.blocks import ChartBlock, Column, Figure, Inline, Text

WIDTH = 590  # of a drawing without its axis words; 156 mm of paper
INK, QUIET, GRID, BLUE, PALE = "#14202b", "#4b5b69", "#e3e8ec", "#0b4f8a", "#bcd3e6"

# The lights in the order in which they are told: slug, word, fill, ink on it, shape. The fills fall from light to dark
# in grey as well; in print the shape and the word tell them apart.
LIGHTS: Mapping[str, tuple[Names, str, str, str]] = {
    "ok": (Names("达到序时进度", "On time"), "#2e7d54", "#ffffff", "●"),
    "care": (Names("需关注", "Needs care"), "#f0c36a", "#14202b", "▲"),
    "late": (Names("滞后", "Late"), "#8a1a13", "#ffffff", "◆"),
    "none": (Names("未报送", "Not reported"), "#c3cad0", "#14202b", "○"),
    "waiting": (Names("未到报送期", "Not yet due"), "#e9edf0", "#14202b", "□"),
    "undated": (Names("不判定进度", "No light"), "#ffffff", "#14202b", "△"),
}
COUNTED = {
    "ok": "on-time", "care": "care", "late": "late", "none": "unreported", "waiting": "waiting", "undated": "undated",
}  # fmt: skip


@dataclass(frozen=True)
class ChartKind:
    """One kind of chart. `draw` takes the edition, earlier editions (oldest first), the language, and options by name."""

    slug: str
    names: Names
    needs: Names  # what it shows and which editions it takes, for whoever chooses it
    draw: Callable[..., ChartBlock]
    place: int = 0


class Words:
    """Texts of a chart in the language of its document."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, zh: str, en: str, **facts: object) -> str:
        text = en if self.language == "en" else zh
        told = text % facts if facts else text
        return self.script(told)

    def script(self, text: str) -> str:
        """Names as the language writes them."""
        return to_traditional(text) if self.language == "zh-hant" else text

    def name(self, names: Names) -> str:
        """A declared name."""
        return names.in_language(self.language)

    def join(self, parts: Sequence[str]) -> str:
        """Parts of an enumeration."""
        return (", " if self.language == "en" else "、").join(parts)

    @property
    def stop(self) -> str:
        """What closes a sentence."""
        return ". " if self.language == "en" else "。"


def refuse(edition: Edition, names: Names, why: Any) -> RuleBroken:
    """The refusal of a chart that would show nothing."""
    return RuleBroken(
        _("数据版本 %(edition)s 中没有可绘制《%(chart)s》的数据：%(why)s。请选择有数据的版本，或删去这张图。"),
        code="chart-without-data", edition=edition.code, chart=str(names), why=why,
    )  # fmt: skip


def framed(spec: Mapping[str, Any]) -> dict[str, Any]:
    """A specification with the look that all charts share."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": "transparent",
        "padding": 4,
        "config": {
            "font": "Noto Sans SC",
            "view": {"stroke": None},
            "axis": {
                "labelFontSize": 13, "titleFontSize": 12.5, "labelColor": INK, "titleColor": QUIET, "gridColor": GRID,
                "domainColor": QUIET, "ticks": False, "titleFontWeight": "normal", "labelLimit": 260, "labelPadding": 6,
            },
            "legend": {
                "labelFontSize": 13, "titleFontSize": 12.5, "labelColor": INK, "titleColor": QUIET, "orient": "top",
                "titleFontWeight": "normal", "symbolSize": 130, "labelLimit": 300,
            },
            "text": {"fontSize": 12.5, "color": INK},
        },
        **spec,
    }  # fmt: skip


def shown(value: Decimal | None, decimals: int = 0) -> str:
    """A number as a table prints it, rounded half up once; a dash for none."""
    if value is None:
        return "—"
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{abs(rounded) if rounded == 0 else rounded:f}"


def number(value: Decimal | None) -> float | None:
    """For a specification."""
    return None if value is None else float(value)


def row(*cells: str) -> tuple[tuple[Text, ...], ...]:
    """A row of plain cells."""
    return tuple((Text(each),) for each in cells)


def column(title: str, *, unit: str = "", numbers: bool = False) -> Column:
    """A column of words, or of numbers flush right."""
    return Column(title, unit, "right" if numbers else "left")


def figure(edition: Edition, measure: str, subject: Subject, decimals: int, *, area: str = "") -> tuple[Inline, ...]:
    """A cell bound to its value, named as clerks name it; a dash where there is none."""
    value = edition.value(measure, subject.code, area=area)
    if value is None or value.value is None:
        return (Text("—"),)
    held = edition.area_by_code.get(area)
    place = f".{held.name}" if held is not None and area != edition.region else ""
    name = f"{_prefix(subject)}{place}.{MEASURES[measure].names.zh}"
    return (Figure(shown(value.value, decimals), name, edition.code, "|".join(value.key), f"{value.value:f}"),)


def _prefix(subject: Subject) -> str:
    if subject.kind == PROGRAMME:
        return "全市"
    return f"领域.{subject.name}" if subject.kind == FIELD else f"任务.{subject.number}"


def places_of(values: Iterable[Decimal | None]) -> int:
    """How many decimals counts of one column are printed with: as many as they need, two at most."""
    exponents = [int(each.normalize().as_tuple().exponent) for each in values if each is not None]
    return min(2, max(0, -min(exponents, default=0)))


def label(text: str, most: int = 15) -> str:
    """A name for an axis, broken by line ends that `LABEL_LINES` splits at; at most two lines."""
    if len(text) <= most:
        return text
    rest = text[most:]
    return f"{text[:most]}\n{rest if len(rest) <= most else rest[: most - 1] + '…'}"


LABEL_LINES = "split(datum.label, '\\n')"


def cut_off_note(edition: Edition, words: Words) -> str:
    """What the figures are of: edition and last day."""
    day = edition.cut_off
    return words(
        "数据版本%(code)s，截至%(year)d年%(month)d月%(day)d日", "Edition %(code)s, as of %(year)d-%(month)02d-%(day)02d",
        code=edition.code, year=day.year, month=day.month, day=day.day,
    )  # fmt: skip
