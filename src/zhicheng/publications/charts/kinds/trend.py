"""One measure of the programme, a field or a task over the periods of two or more editions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue import MEASURES
from zhicheng.indicators.editions.content import PROGRAMME, Edition, Subject, Value
from zhicheng.publications.blocks import ChartBlock, Figure, TableBlock, Text
from zhicheng.publications.charts.kinds.kind import (
    BLUE,
    INK,
    WIDTH,
    ChartKind,
    Words,
    column,
    cut_off_note,
    framed,
    label,
    number,
    places_of,
    refuse,
    shown,
)

NAMES = Names("历期变化", "Over the periods")
FEWEST = 2


def draw(
    edition: Edition, *earlier: Edition, language: str = "zh-hans", measure: str = "mean-completion",
    subject: str = PROGRAMME, **_options: Any,
) -> ChartBlock:  # fmt: skip
    """The newest edition of each period counts. Raises: RuleBroken for fewer than two periods with a value."""
    words = Words(language)
    declared = MEASURES.get(measure)
    about = edition.subject_by_code.get(subject)
    if declared is None or about is None:
        raise refuse(
            edition, NAMES, _("没有指标“%(measure)s”或对象“%(subject)s”") % {"measure": measure, "subject": subject}
        )
    newest: dict[str, Edition] = {}
    for each in (*earlier, edition):
        held = newest.get(each.period)
        newest[each.period] = each if held is None or each.number >= held.number else held
    found = [(each, each.value(measure, subject)) for each in sorted(newest.values(), key=lambda each: each.cut_off)]
    points = [(each, value) for each, value in found if value is not None and value.value is not None]
    if len(points) < FEWEST:
        raise refuse(edition, NAMES, _("至少需要两期有数值的数据版本，现有%(count)d期") % {"count": len(points)})
    unit = "%" if declared.unit == "%" else (points[-1][1].unit or declared.unit)
    name = _about(about, words) + words.name(declared.names)
    places = 1 if unit == "%" else places_of([value.value for _each, value in points])
    return ChartBlock(
        title=_finding(name, points, unit, places, words), spec=_spec(name, points, unit, places, words),
        alternative=_alternative(name, points, unit, places, words), table=_table(name, points, unit, places, words),
        note=cut_off_note(points[-1][0], words),
    )  # fmt: skip


Points = list[tuple[Edition, Value]]


def _about(subject: Subject, words: Words) -> str:
    if subject.code == PROGRAMME:
        return words("全市", "")
    if subject.number:
        return words("任务%(number)s", "Task %(number)s: ", number=subject.number)
    return words.script(subject.name) + words("", ": ")


def _finding(name: str, points: Points, unit: str, places: int, words: Words) -> str:
    (before, first), (_after, last) = points[-2], points[-1]
    change = (last.value or Decimal(0)) - (first.value or Decimal(0))
    old, new = (shown(each.value, places) + unit for each in (first, last))
    if old == new:
        return words(
            "%(name)s与%(before)s持平，为%(new)s",
            "%(name)s unchanged since %(before)s at %(new)s",
            name=name,
            before=words.script(before.period_name),
            new=new,
        )
    return words(
        "%(name)s由%(before)s的%(old)s%(way)s%(new)s", "%(name)s %(way)s %(old)s in %(before)s to %(new)s", name=name,
        before=words.script(before.period_name), old=old, new=new,
        way=(words("升至", "rose from") if change > 0 else words("降至", "fell from")),
    )  # fmt: skip


def _spec(name: str, points: Points, unit: str, places: int, words: Words) -> dict[str, Any]:
    values = [
        {"period": label(words.script(each.period_name), 9), "value": number(value.value), "sign": shown(value.value, places) + unit}
        for each, value in points
    ]  # fmt: skip
    order = [each["period"] for each in values]
    top = max(float(value.value or 0) for _each, value in points)
    title = f"{name.strip()}（{unit}）" if words.language != "en" else f"{name.strip()} ({unit})"
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, top * 1.2 or 1]},
        "axis": {"title": title if unit else name, "tickCount": 5},
    }
    return framed({
        "width": WIDTH, "height": 240, "data": {"values": values},
        "encoding": {
            "x": {"field": "period", "type": "ordinal", "sort": order, "scale": {"padding": 0.35}, "axis": {"title": None, "labelAngle": 0, "labelExpr": "split(datum.label, '\\n')", "domain": True}},
            "y": y,
        },
        "layer": [
            {"mark": {"type": "line", "color": BLUE, "strokeWidth": 2.4}},
            {"mark": {"type": "point", "filled": True, "size": 90, "color": BLUE, "opacity": 1}},
            {"mark": {"type": "text", "dy": -14, "fontSize": 13, "color": INK}, "encoding": {"text": {"field": "sign"}}},
        ],
    })  # fmt: skip


def _alternative(name: str, points: Points, unit: str, places: int, words: Words) -> str:
    parts = [f"{words.script(each.period_name)} {shown(value.value, places)}{unit}" for each, value in points]
    return words("折线图，%(name)s：", "Line, %(name)s: ", name=name) + words.join(parts) + words.stop.strip()


def _table(name: str, points: Points, unit: str, places: int, words: Words) -> TableBlock:
    columns = (
        column(words("期间", "Period")), column(name.strip(": "), unit=unit, numbers=True), column(words("数据版本", "Edition")),
    )  # fmt: skip
    rows = tuple(
        (
            (Text(words.script(each.period_name)),),
            (Figure(shown(value.value, places), name, each.code, "|".join(value.key), f"{value.value:f}"),),
            (Text(each.code),),
        )
        for each, value in points
    )
    return TableBlock(name.strip(": "), columns, rows)


KIND = ChartKind(
    "trend",
    NAMES,
    Names("两个以上数据版本；一项指标按期间连线", "Two editions or more; one measure by period"),
    draw,
    40,
)
