"""One task in the counties: a dot for each county's completion, the line of the target. No ranks are given."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.text import Names
from zhicheng.indicators.editions.content import Area, Edition, Subject
from zhicheng.publications.blocks import ChartBlock, TableBlock, Text
from zhicheng.publications.charts.kinds.kind import (
    BLUE,
    INK,
    PALE,
    WIDTH,
    ChartKind,
    Words,
    column,
    cut_off_note,
    figure,
    framed,
    number,
    places_of,
    refuse,
    shown,
)

NAMES = Names("各县（市、区）完成情况", "Counties")
LONGEST = Decimal(200)


def draw(
    edition: Edition, *_earlier: Edition, language: str = "zh-hans", task: str = "", **_options: Any
) -> ChartBlock:
    """`task` is the subject's code. Completion where targets are known, else verified counts. Raises: RuleBroken."""
    words = Words(language)
    subject = edition.subject_by_code.get(task)
    if subject is None:
        raise refuse(edition, NAMES, _("没有编号为“%(task)s”的任务") % {"task": task or "—"})
    areas = [each for each in edition.areas if each.code != edition.region and _has(edition, subject, each)]
    if len(areas) < 2:
        raise refuse(edition, NAMES, _("有数据的县（市、区）不足两个"))
    measure = (
        "completion" if all(_of(edition, "completion", subject, each) is not None for each in areas) else "verified"
    )
    points = [(each, _of(edition, measure, subject, each)) for each in areas]
    unit = "%" if measure == "completion" else words.script(subject.facts.get("unit", ""))
    return ChartBlock(
        title=_finding(subject, points, measure, unit, words),
        spec=_spec(points, measure, unit, words),
        alternative=_alternative(subject, points, unit, words),
        table=_table(edition, subject, areas, words),
        note=cut_off_note(edition, words),
    )


def _of(edition: Edition, measure: str, subject: Subject, area: Area) -> Decimal | None:
    value = edition.value(measure, subject.code, area=area.code)
    return value.value if value is not None else None


def _has(edition: Edition, subject: Subject, area: Area) -> bool:
    return any(_of(edition, measure, subject, area) is not None for measure in ("verified", "completion"))


def _said(value: Decimal, unit: str) -> str:
    return shown(value, 1 if unit == "%" else places_of([value])) + unit


def _finding(subject: Subject, points: list[tuple[Area, Decimal | None]], measure: str, unit: str, words: Words) -> str:
    known = [(area, value) for area, value in points if value is not None]
    reached = [area for area, value in known if value >= 100]
    task = words("任务%(number)s", "Task %(number)s", number=subject.number)
    if measure == "completion" and reached:
        return task + words(
            "：%(all)d个县（市、区）中%(reached)d个达到目标值", ": %(reached)d of %(all)d counties have reached their target",
            all=len(points), reached=len(reached),
        )  # fmt: skip
    low, high = (choose(value for _area, value in known) for choose in (min, max))
    if measure == "completion":
        return task + words(
            "：%(all)d个县（市、区）均未达到目标值，完成率在%(low)s至%(high)s之间", ": none of %(all)d counties has reached its target, from %(low)s to %(high)s",
            all=len(points), low=_said(low, unit), high=_said(high, unit),
        )  # fmt: skip
    return task + words(
        "：各县（市、区）核实数在%(low)s至%(high)s之间",
        ": verified counts from %(low)s to %(high)s",
        low=_said(low, unit),
        high=_said(high, unit),
    )


def _spec(points: list[tuple[Area, Decimal | None]], measure: str, unit: str, words: Words) -> dict[str, Any]:
    values: list[dict[str, Any]] = [
        {"area": words.script(area.name), "value": number(min(value, LONGEST) if unit == "%" else value), "sign": _said(value, unit), "zero": 0}
        for area, value in points
        if value is not None
    ]  # fmt: skip
    order = [words.script(area.name) for area, _value in points]
    top = max((float(each["value"]) for each in values), default=0.0)
    title = (
        words("完成率（%），竖线为目标值", "Completion (%); the line is the target")
        if measure == "completion"
        else words("核实数（%(unit)s）", "Verified (%(unit)s)", unit=unit)
    )
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, max(110.0 if unit == "%" else 1.0, top * 1.15)]},
        "axis": {"title": title, "tickCount": 6},
    }
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "rule", "strokeWidth": 5, "color": PALE}, "encoding": {"x": {**x, "field": "zero"}, "x2": {"field": "value"}}},
        {"mark": {"type": "point", "filled": True, "size": 110, "color": BLUE, "opacity": 1}, "encoding": {"x": {**x, "field": "value"}}},
        {"mark": {"type": "text", "align": "left", "dx": 11, "fontSize": 12.5, "color": INK}, "encoding": {"x": {**x, "field": "value"}, "text": {"field": "sign"}}},
    ]  # fmt: skip
    if measure == "completion":
        line = {
            "mark": {"type": "rule", "strokeWidth": 1.6, "color": INK, "strokeDash": [5, 3]},
            "data": {"values": [{"whole": 100}]},
            "encoding": {"x": {**x, "field": "whole"}, "y": None},
        }
        layers.insert(0, line)
    return framed({
        "width": WIDTH, "height": {"step": 30}, "data": {"values": values},
        "encoding": {"y": {"field": "area", "type": "nominal", "sort": order, "scale": {"domain": order}, "axis": {"title": None, "domain": False}}},
        "layer": layers,
    })  # fmt: skip


def _alternative(subject: Subject, points: list[tuple[Area, Decimal | None]], unit: str, words: Words) -> str:
    parts = [
        f"{words.script(area.name)}{'' if words.language != 'en' else ' '}{_said(value, unit) if value is not None else '—'}"
        for area, value in points
    ]
    begin = words(
        "点图，任务%(number)s“%(name)s”在各县（市、区）的情况：", "Dots, task %(number)s “%(name)s” in the counties: ",
        number=subject.number, name=words.script(subject.name),
    )  # fmt: skip
    return begin + words.join(parts) + words.stop.strip()


def _table(edition: Edition, subject: Subject, areas: list[Area], words: Words) -> TableBlock:
    unit = words.script(subject.facts.get("unit", ""))
    places = {
        measure: places_of([_of(edition, measure, subject, each) for each in areas])
        for measure in ("target", "verified")
    }
    columns = (
        column(words("县（市、区）", "County")), column(words("目标值", "Target"), unit=unit, numbers=True),
        column(words("核实数", "Verified"), unit=unit, numbers=True), column(words("完成率", "Completion"), unit="%", numbers=True),
    )  # fmt: skip
    rows = tuple(
        (
            (Text(words.script(each.name)),),
            *(figure(edition, measure, subject, places[measure], area=each.code) for measure in ("target", "verified")),
            figure(edition, "completion", subject, 1, area=each.code),
        )
        for each in areas
    )
    return TableBlock(f"{words('任务', 'Task ')}{subject.number} {words.script(subject.name)}", columns, rows)


KIND = ChartKind(
    "counties",
    NAMES,
    Names("一个数据版本和一项任务；只在已决定公开各县数据时用于公开文件", "One edition and one task"),
    draw,
    30,
)
