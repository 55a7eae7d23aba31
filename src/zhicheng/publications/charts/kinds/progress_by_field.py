"""Shares of the lights in each field of work, the whole city first: how many tasks are on time, need care, are late."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.text import Names
from zhicheng.indicators.editions.content import PROGRAMME, Edition, Subject
from zhicheng.publications.blocks import ChartBlock, TableBlock, Text
from zhicheng.publications.charts.kinds.kind import (
    COUNTED,
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
    refuse,
)

NAMES = Names("各领域任务进度状态", "Lights by field of work")
Counts = dict[str, int]


def draw(edition: Edition, *_earlier: Edition, language: str = "zh-hans", **_options: Any) -> ChartBlock:
    """Raises: RuleBroken where no field has a task."""
    words = Words(language)
    whole = edition.subject_by_code.get(PROGRAMME)
    subjects = [each for each in edition.fields() if sum(_counts(edition, each).values())]
    if whole is None or not subjects or not sum(_counts(edition, whole).values()):
        raise refuse(edition, NAMES, _("没有列出任务"))
    counted = {each.code: _counts(edition, each) for each in (whole, *subjects)}
    used = [light for light in LIGHTS if counted[whole.code][light]]
    title = _finding(counted[whole.code], [(each, counted[each.code]) for each in subjects], words)
    return ChartBlock(
        title=title,
        spec=_spec([whole, *subjects], counted, used, words),
        alternative=_alternative(subjects, counted, used, words),
        table=_table(edition, [*subjects, whole], used, words),
        note=cut_off_note(edition, words),
    )


def _counts(edition: Edition, subject: Subject) -> Counts:
    def of(measure: str) -> int:
        value = edition.value(measure, subject.code)
        return int(value.value) if value is not None and value.value is not None else 0

    return {light: of(measure) for light, measure in COUNTED.items()}


def _finding(whole: Counts, fields: list[tuple[Subject, Counts]], words: Words) -> str:
    total, late = sum(whole.values()), whole["late"]
    begin = words(
        "%(total)d项任务中%(ok)d项达到序时进度", "%(ok)d of %(total)d tasks are on time", total=total, ok=whole["ok"]
    )
    if not late:
        return begin + words("，没有滞后", ", none is late")
    most = max(counts["late"] for _field, counts in fields)
    if not most:
        return begin + words("，滞后%(late)d项", ", %(late)d late", late=late)
    where = words.join([words.script(field.name) for field, counts in fields if counts["late"] == most][:3])
    if most == late:
        return begin + words(
            "，滞后的%(late)d项都在%(where)s领域", ", all %(late)d late ones in %(where)s", late=late, where=where
        )
    return begin + words(
        "，滞后%(late)d项，%(where)s领域最多（%(most)d项）", ", %(late)d late, most in %(where)s (%(most)d)",
        late=late, where=where, most=most,
    )  # fmt: skip


def _name(subject: Subject, words: Words) -> str:
    return words("全市", "Whole city") if subject.code == PROGRAMME else words.script(subject.name)


def _spec(subjects: list[Subject], counted: dict[str, Counts], used: list[str], words: Words) -> dict[str, Any]:
    values, order = [], []
    for subject in subjects:
        total, start = sum(counted[subject.code].values()), Decimal(0)
        tasks = words("%(count)d项", "%(count)d tasks", count=total)
        name = (
            f"{label(_name(subject, words))}（{tasks}）"
            if words.language != "en"
            else f"{_name(subject, words)} ({tasks})"
        )
        order.append(name)
        for light in used:
            count = counted[subject.code][light]
            end = start + Decimal(count) * 100 / total
            if count:
                sign = f"{LIGHTS[light][3]} {count}" if end - start >= 8 else str(count)
                values.append(
                    {"field": name, "light": _signed(light, words), "start": float(start), "end": float(end), "sign": sign,
                     "middle": float((start + end) / 2), "ink": LIGHTS[light][2]}
                )  # fmt: skip
            start = end
    place = {
        "field": "field",
        "type": "nominal",
        "sort": order,
        "axis": {"title": None, "labelExpr": LABEL_LINES, "domain": False},
    }
    return framed({
        "width": WIDTH, "height": {"step": 36}, "data": {"values": values},
        "encoding": {"y": place},
        "layer": [
            {
                "mark": {"type": "bar", "height": 24, "stroke": QUIET, "strokeWidth": 0.6},
                "encoding": {
                    "x": {
                        "field": "start", "type": "quantitative", "scale": {"domain": [0, 100]},
                        "axis": {"title": words("占任务数的比例（%）", "Share of tasks (%)"), "tickCount": 5},
                    },
                    "x2": {"field": "end"},
                    "color": {
                        "field": "light", "type": "nominal",
                        "scale": {"domain": [_signed(each, words) for each in used], "range": [LIGHTS[each][1] for each in used]},
                        "legend": {"title": None, "symbolType": "square", "symbolStrokeColor": QUIET, "symbolStrokeWidth": 0.6, "columns": 6},
                    },
                },
            },
            {
                "mark": {"type": "text", "fontSize": 12.5},
                "encoding": {
                    "x": {"field": "middle", "type": "quantitative"}, "text": {"field": "sign"},
                    "color": {"field": "ink", "type": "nominal", "scale": None, "legend": None},
                },
            },
        ],
        "resolve": {"scale": {"color": "independent"}},
    })  # fmt: skip


def _signed(light: str, words: Words) -> str:
    return f"{LIGHTS[light][3]} {words.name(LIGHTS[light][0])}"


def _alternative(subjects: list[Subject], counted: dict[str, Counts], used: list[str], words: Words) -> str:
    lines = []
    for subject in subjects:
        counts = counted[subject.code]
        parts = [
            words(
                "%(light)s%(count)d项", "%(count)d %(light)s", light=words.name(LIGHTS[light][0]), count=counts[light]
            )
            for light in used
            if counts[light]
        ]
        lines.append(
            words("%(field)s：%(parts)s", "%(field)s: %(parts)s", field=_name(subject, words), parts=words.join(parts))
        )
    told = ("; " if words.language == "en" else "；").join(lines)
    return (
        words("横向堆叠条形图，按领域列出各进度状态的任务数。", "Stacked bars of tasks by light for each field. ")
        + told
        + words.stop.strip()
    )


def _table(edition: Edition, subjects: list[Subject], used: list[str], words: Words) -> TableBlock:
    unit = words("项", "tasks")
    columns = [column(words("领域", "Field")), column(words("任务数", "Tasks"), unit=unit, numbers=True)]
    columns += [column(words.name(LIGHTS[each][0]), unit=unit, numbers=True) for each in used]
    rows = tuple(
        (
            (Text(_name(each, words)),),
            figure(edition, "tasks", each, 0),
            *(figure(edition, COUNTED[light], each, 0) for light in used),
        )
        for each in subjects
    )
    return TableBlock(words.name(NAMES), tuple(columns), rows)


KIND = ChartKind(
    "progress-by-field",
    NAMES,
    Names("一个数据版本；各领域任务数按进度状态分段", "One edition; tasks of each field by light"),
    draw,
    10,
)
