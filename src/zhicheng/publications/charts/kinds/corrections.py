"""What a correction changed: the value before, hollow, and after, filled, for every task that another edition alters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.text import Names
from zhicheng.indicators.editions.content import Edition, Subject, Value
from zhicheng.publications.blocks import ChartBlock, Figure, Inline, TableBlock, Text
from zhicheng.publications.charts.kinds.kind import (
    BLUE,
    INK,
    LABEL_LINES,
    PALE,
    WIDTH,
    ChartKind,
    Words,
    column,
    cut_off_note,
    framed,
    label,
    refuse,
    shown,
)

NAMES = Names("更正前后", "Before and after the correction")
MOST = 30
Changed = list[tuple[Subject, str, Value, Value]]


def draw(edition: Edition, *earlier: Edition, language: str = "zh-hans", **_options: Any) -> ChartBlock:
    """The last of `earlier` is the edition that was corrected. Raises: RuleBroken where no completion changed."""
    words = Words(language)
    if not earlier:
        raise refuse(edition, NAMES, _("没有选定更正前的数据版本"))
    changed = _changed(edition, earlier[-1], words)
    if not changed:
        raise refuse(edition, NAMES, _("两个版本之间没有完成率变化"))
    note = words("由%(old)s更正为%(new)s。", "From %(old)s to %(new)s. ", old=earlier[-1].code, new=edition.code)
    if len(changed) > MOST:
        note += words(
            "只列前%(most)d处，共%(count)d处。", "The first %(most)d of %(count)d. ", most=MOST, count=len(changed)
        )
    drawn = changed[:MOST]
    return ChartBlock(
        title=_finding(changed, words), spec=_spec(drawn, words), alternative=_alternative(drawn, words),
        table=_table(edition, earlier[-1], drawn, words), note=note + cut_off_note(edition, words),
    )  # fmt: skip


def _changed(new: Edition, old: Edition, words: Words) -> Changed:
    found: Changed = []
    for value in new.values:
        before = old.by_key.get(value.key)
        subject = new.subject_by_code.get(value.subject)
        if value.measure != "completion" or subject is None or before is None:
            continue
        if value.value is not None and before.value is not None and value.value != before.value:
            area = new.area_by_code.get(value.area)
            place = words.script(area.name) if area is not None and value.area != new.region else ""
            found.append((subject, place, before, value))
    return found


def _finding(changed: Changed, words: Words) -> str:
    subject, place, before, after = changed[0]
    if len(changed) == 1:
        return words(
            "任务%(number)s%(place)s完成率由%(old)s%%更正为%(new)s%%", "Task %(number)s %(place)s: completion corrected from %(old)s %% to %(new)s %%",
            number=subject.number, place=place, old=shown(before.value, 1), new=shown(after.value, 1),
        )  # fmt: skip
    lower = sum((new.value or Decimal(0)) < (old.value or Decimal(0)) for _subject, _place, old, new in changed)
    return words(
        "更正%(count)d处完成率，其中%(lower)d处调低、%(higher)d处调高", "%(count)d completions corrected, %(lower)d down, %(higher)d up",
        count=len(changed), lower=lower, higher=len(changed) - lower,
    )  # fmt: skip


def _where(subject: Subject, place: str, words: Words) -> str:
    return f"{subject.number} {words.script(subject.name)}" + (f" {place}" if place else "")


def _spec(changed: Changed, words: Words) -> dict[str, Any]:
    before_word, after_word = words("○ 更正前", "○ before"), words("● 更正后", "● after")
    values: list[dict[str, Any]] = []
    dots: list[dict[str, Any]] = []
    order: list[str] = []
    for subject, place, old, new in changed:
        name = label(_where(subject, place, words), 16)
        order.append(name)
        start, end = float(old.value or 0), float(new.value or 0)
        values.append(
            {
                "task": name,
                "start": start,
                "end": end,
                "right": max(start, end),
                "sign": f"{shown(old.value, 1)}% → {shown(new.value, 1)}%",
            }
        )
        dots += [
            {"task": name, "value": start, "which": before_word},
            {"task": name, "value": end, "which": after_word},
        ]
    top = max(each["right"] for each in values)
    x = {
        "type": "quantitative",
        "scale": {"domain": [0, top * 1.25 or 1]},
        "axis": {"title": words("完成率（%）", "Completion (%)"), "tickCount": 6},
    }
    which = {
        "field": "which",
        "type": "nominal",
        "scale": {"domain": [before_word, after_word], "range": ["#ffffff", BLUE]},
        "legend": {"title": None, "symbolStrokeColor": BLUE, "symbolStrokeWidth": 1.6},
    }
    return framed({
        "width": WIDTH - 20, "height": {"step": 40 if any("\n" in each for each in order) else 32}, "data": {"values": values},
        "encoding": {"y": {"field": "task", "type": "nominal", "sort": order, "axis": {"title": None, "labelExpr": LABEL_LINES, "domain": False}}},
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 4, "color": PALE}, "encoding": {"x": {**x, "field": "start"}, "x2": {"field": "end"}}},
            {
                "data": {"values": dots}, "mark": {"type": "point", "filled": True, "size": 120, "stroke": BLUE, "strokeWidth": 1.6, "opacity": 1},
                "encoding": {"x": {**x, "field": "value"}, "fill": which},
            },
            {"mark": {"type": "text", "align": "left", "dx": 12, "fontSize": 12.5, "color": INK}, "encoding": {"x": {**x, "field": "right"}, "text": {"field": "sign"}}},
        ],
    })  # fmt: skip


def _alternative(changed: Changed, words: Words) -> str:
    parts = [
        words("%(where)s由%(old)s%%更正为%(new)s%%", "%(where)s from %(old)s %% to %(new)s %%", where=_where(subject, place, words), old=shown(old.value, 1), new=shown(new.value, 1))
        for subject, place, old, new in changed
    ]  # fmt: skip
    told = ("; " if words.language == "en" else "；").join(parts)
    return (
        words("哑铃图，空心点为更正前，实心点为更正后。", "Hollow dots before, filled dots after the correction. ")
        + told
        + words.stop.strip()
    )


def _table(edition: Edition, old: Edition, changed: Changed, words: Words) -> TableBlock:
    def cell(value: Value, held: Edition, name: str) -> tuple[Inline, ...]:
        return (Figure(shown(value.value, 1), name, held.code, "|".join(value.key), f"{value.value:f}"),)

    columns = (
        column(words("任务", "Task")), column(words("地区", "Area")), column(words("更正前", "Before"), unit="%", numbers=True),
        column(words("更正后", "After"), unit="%", numbers=True),
    )  # fmt: skip
    rows = tuple(
        (
            (Text(f"{subject.number} {words.script(subject.name)}"),), (Text(place or words("全市", "Whole city")),),
            cell(before, old, f"任务.{subject.number}.完成率"), cell(after, edition, f"任务.{subject.number}.完成率"),
        )
        for subject, place, before, after in changed
    )  # fmt: skip
    return TableBlock(words("更正前后的完成率", "Completion before and after"), columns, rows)


KIND = ChartKind("corrections", NAMES, Names("更正前、后两个数据版本", "The editions before and after"), draw, 50)
