"""How much of its target each task has reached, against what was expected by the day of the edition."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.text import Names
from zhicheng.indicators.editions.content import Edition, Subject
from zhicheng.publications.blocks import ChartBlock, TableBlock, Text
from zhicheng.publications.charts.kinds.kind import (
    INK,
    LABEL_LINES,
    LIGHTS,
    QUIET,
    WIDTH,
    ChartKind,
    Words,
    column,
    cut_off_note,
    figure,
    framed,
    label,
    number,
    refuse,
    shown,
)

NAMES = Names("各任务完成率", "Completion by task")
MOST = 30
LONGEST = Decimal(150)  # per cent; a longer bar is cut and its figure says the whole
_WORST_FIRST = ("late", "care", "none", "waiting", "undated", "ok")


def draw(
    edition: Edition, *_earlier: Edition, language: str = "zh-hans", field: str = "", tasks: Sequence[str] = (),
    **_options: Any,
) -> ChartBlock:  # fmt: skip
    """Every task with a completion; of one field, or those whose codes are given. Raises: RuleBroken."""
    words = Words(language)
    every = [each for each in edition.tasks(field) if not tasks or each.code in tasks]
    known = [each for each in every if _of(edition, "completion", each) is not None]
    if not known:
        raise refuse(edition, NAMES, _("没有任务列出完成率"))
    drawn = _drawn(edition, known)
    left = len(known) - len(drawn)
    note = cut_off_note(edition, words)
    if left:
        note += words(
            "；只列进度靠后的%(drawn)d项，其余%(left)d项未画出",
            "; the %(drawn)d furthest behind, %(left)d others are not drawn",
            drawn=len(drawn),
            left=left,
        )
    silent = len(every) - len(known)
    if silent:
        note += words("；另有%(silent)d项没有完成率，不在图中", "; %(silent)d more have no completion", silent=silent)
    return ChartBlock(
        title=_finding(edition, known, words), spec=_spec(edition, drawn, words), alternative=_alternative(edition, drawn, words),
        table=_table(edition, drawn, words), note=note,
    )  # fmt: skip


def _of(edition: Edition, measure: str, subject: Subject) -> Decimal | None:
    value = edition.value(measure, subject.code)
    return value.value if value is not None else None


def _light(edition: Edition, subject: Subject) -> str:
    value = edition.value("light", subject.code)
    return value.text if value is not None and value.text in LIGHTS else "none"


def _drawn(edition: Edition, known: list[Subject]) -> list[Subject]:
    """All in the table's order where they fit; else those furthest behind."""
    if len(known) <= MOST:
        return known

    def behind(subject: Subject) -> tuple[int, Decimal]:
        return _WORST_FIRST.index(_light(edition, subject)), _of(edition, "completion", subject) or Decimal(0)

    chosen = {each.code for each in sorted(known, key=behind)[:MOST]}
    return [each for each in known if each.code in chosen]


def _finding(edition: Edition, known: list[Subject], words: Words) -> str:
    full = sum((_of(edition, "completion", each) or 0) >= 100 for each in known)
    late = [each for each in known if _light(edition, each) == "late"]
    begin = words(
        "%(count)d项任务中%(full)d项已达到目标值",
        "%(full)d of %(count)d tasks have reached their target",
        count=len(known),
        full=full,
    )
    if not late:
        return begin + words("，没有滞后", ", none is late")
    lowest = min(late, key=lambda each: _of(edition, "completion", each) or Decimal(0))
    return begin + words(
        "，%(late)d项滞后，任务%(number)s完成率最低，为%(rate)s%%", ", %(late)d late; task %(number)s is lowest at %(rate)s %%",
        late=len(late), number=lowest.number, rate=shown(_of(edition, "completion", lowest), 1),
    )  # fmt: skip


def _spec(edition: Edition, drawn: list[Subject], words: Words) -> dict[str, Any]:
    values: list[dict[str, Any]] = []
    order: list[str] = []
    used: list[str] = []
    for subject in drawn:
        rate, light = _of(edition, "completion", subject) or Decimal(0), _light(edition, subject)
        name = label(f"{subject.number} {words.script(subject.name)}", 16)
        order.append(name)
        used.append(light)
        reached = min(rate, Decimal(100))
        values.append({
            "task": name, "light": _signed(light, words), "reached": float(max(reached, Decimal(0))),
            "surplus": float(min(max(rate, Decimal(100)), LONGEST)), "end": float(min(max(rate, Decimal(0)), LONGEST)),
            "expected": number(_of(edition, "expected", subject)), "sign": f"{LIGHTS[light][3]} {shown(rate, 1)}%",
        })  # fmt: skip
    lights = [each for each in LIGHTS if each in used]
    top = max(115.0, max(each["end"] for each in values) + 22)
    axis = {
        "title": words("完成率（%），竖线为序时进度", "Completion (%); the upright line is what was expected"),
        "values": [0, 25, 50, 75, 100, 125, 150],
    }
    x = {"type": "quantitative", "scale": {"domain": [0, top]}, "axis": axis}
    return framed({
        "width": WIDTH - 40, "height": {"step": 40 if any("\n" in each for each in order) else 27},
        "data": {"values": values},
        "encoding": {"y": {"field": "task", "type": "nominal", "sort": order, "axis": {"title": None, "labelExpr": LABEL_LINES, "domain": False}}},
        "layer": [
            {
                "mark": {"type": "bar", "height": 14, "stroke": QUIET, "strokeWidth": 0.6},
                "encoding": {
                    "x": {**x, "field": "reached"},
                    "color": {
                        "field": "light", "type": "nominal",
                        "scale": {"domain": [_signed(each, words) for each in lights], "range": [LIGHTS[each][1] for each in lights]},
                        "legend": {"title": None, "symbolType": "square", "symbolStrokeColor": QUIET, "symbolStrokeWidth": 0.6, "columns": 6},
                    },
                },
            },
            {
                # What is more than the target is drawn apart: it makes up for nothing elsewhere.
                "transform": [{"filter": "datum.surplus > 100"}, {"calculate": "100", "as": "whole"}],
                "mark": {"type": "bar", "height": 14, "fill": "#ffffff", "stroke": "#2e7d54", "strokeWidth": 1.2, "strokeDash": [3, 2]},
                "encoding": {"x": {**x, "field": "whole"}, "x2": {"field": "surplus"}},
            },
            {
                "transform": [{"filter": "isValid(datum.expected)"}],
                "mark": {"type": "tick", "orient": "vertical", "size": 22, "thickness": 2.2, "color": INK},
                "encoding": {"x": {**x, "field": "expected"}},
            },
            {
                "transform": [{"calculate": "max(datum.end, isValid(datum.expected) ? datum.expected : 0)", "as": "after"}],
                "mark": {"type": "text", "align": "left", "dx": 7, "fontSize": 12.5, "color": INK},
                "encoding": {"x": {**x, "field": "after"}, "text": {"field": "sign"}},
            },
        ],
    })  # fmt: skip


def _signed(light: str, words: Words) -> str:
    return f"{LIGHTS[light][3]} {words.name(LIGHTS[light][0])}"


def _alternative(edition: Edition, drawn: list[Subject], words: Words) -> str:
    parts = []
    for each in drawn:
        expected = _of(edition, "expected", each)
        due = words("，序时%(due)s%%", ", expected %(due)s %%", due=shown(expected, 1)) if expected is not None else ""
        parts.append(words(
            "任务%(number)s完成率%(rate)s%%%(due)s，%(light)s", "task %(number)s %(rate)s %%%(due)s, %(light)s", number=each.number,
            rate=shown(_of(edition, "completion", each), 1), due=due, light=words.name(LIGHTS[_light(edition, each)][0]),
        ))  # fmt: skip
    told = ("; " if words.language == "en" else "；").join(parts)
    return (
        words("横向条形图，按任务列出完成率，竖线为序时进度。", "Bars of completion by task, with what was expected. ")
        + told
        + words.stop.strip()
    )


def _table(edition: Edition, drawn: list[Subject], words: Words) -> TableBlock:
    columns = (
        column(words("序号", "No.")), column(words("任务", "Task")),
        column(words("目标值", "Target"), numbers=True), column(words("核实数", "Verified"), numbers=True), column(words("单位", "Unit")),
        column(words("完成率", "Completion"), unit="%", numbers=True), column(words("序时进度", "Expected"), unit="%", numbers=True),
        column(words("进度状态", "Light")),
    )  # fmt: skip
    rows = tuple(
        (
            (Text(each.number),), (Text(words.script(each.name)),), *(_count(edition, measure, each) for measure in ("target", "verified")),
            (Text(words.script(each.facts.get("unit", ""))),), figure(edition, "completion", each, 1), figure(edition, "expected", each, 1),
            (Text(words.name(LIGHTS[_light(edition, each)][0])),),
        )
        for each in drawn
    )  # fmt: skip
    return TableBlock(words.name(NAMES), columns, rows)


def _count(edition: Edition, measure: str, subject: Subject) -> Any:
    value = _of(edition, measure, subject)
    return figure(edition, measure, subject, 0 if value is None or value == value.to_integral_value() else 2)


KIND = ChartKind(
    "completion-by-task", NAMES,
    Names("一个数据版本；可限于一个领域或若干任务", "One edition; of one field or some tasks where given"), draw, 20,
)  # fmt: skip
