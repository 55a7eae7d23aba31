"""Tables of an edition by the name that clerks give them; every cell that holds a figure leads to its source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from zhicheng.core.text import Names
from zhicheng.indicators.editions.content import FIELD, PROGRAMME, Edition, Subject
from zhicheng.publications.blocks import Column, Figure, Inline, Paragraph, TableBlock, Text
from zhicheng.publications.drafting.measures import decimals, measure_name
from zhicheng.publications.drafting.palette import FIELDS, TASKS, WHOLE, prefix_of
from zhicheng.publications.drafting.printing import printed

MOST_ROWS = 300
Cells = tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True)
class TableKind:
    """A kind of table: its names, what it makes of an edition and a subject, and whether it needs a subject."""

    names: Names
    make: Callable[[Edition, str, str], TableBlock | Paragraph | None]
    example: str = ""


def cell(edition: Edition, measure: str, subject: Subject, *, area: str = "") -> tuple[Inline, ...]:
    """One figure of a table; a dash where there is none. The unit stands in the head."""
    value = edition.value(measure, subject.code, area=area)
    if value is None or value.value is None:
        return (Text("—"),)
    shown = printed(value.value, places=decimals(measure, value.unit), unit="")
    place = edition.area_by_code.get(area)
    middle = f".{place.name}" if place is not None and area != edition.region else ""
    name = f"{prefix_of(subject)}{middle}.{measure_name(measure)}"
    return (Figure(shown, name, edition.code, "|".join(value.key), f"{value.value:f}"),)


def _heads(measures: Iterable[str], language: str, *, percent: Sequence[str] = ()) -> list[Column]:
    return [
        Column(measure_name(each, language), "%" if each in percent else "", "right", 1.0) for each in measures
    ]  # fmt: skip


PERCENT = ("mean-completion", "completion", "expected", "on-time-share")
BY_FIELD = ("tasks", "on-time", "care", "late", "unreported", "mean-completion")


def _words(language: str, zh: str, en: str) -> str:
    return Names(zh, en).in_language(language)


def by_field(edition: Edition, about: str, language: str) -> TableBlock | None:
    """Fields of work, a row each, the whole at the end."""
    whole = edition.subject_by_code.get(PROGRAMME)
    subjects = edition.fields()
    if not subjects or whole is None:
        return None
    rows: list[Cells] = [
        ((Text(each.name),), *(cell(edition, measure, each) for measure in BY_FIELD)) for each in subjects
    ]
    rows.append(((Text(_words(language, WHOLE, "All")),), *(cell(edition, measure, whole) for measure in BY_FIELD)))
    columns = (Column(_words(language, "领域", "Field"), width=2.2), *_heads(BY_FIELD, language, percent=PERCENT))
    caption = _words(language, f"{edition.period_name}各领域任务进展情况", f"Progress by field, {edition.period}")
    return TableBlock(caption, columns, tuple(rows), _as_of(edition, language))


def _as_of(edition: Edition, language: str) -> str:
    day = edition.cut_off
    return _words(
        language, f"数据截至{day.year}年{day.month}月{day.day}日，数据版本 {edition.code}。",
        f"As of {day.isoformat()}, edition {edition.code}.",
    )  # fmt: skip


BY_TASK = ("target", "verified", "completion")


def by_task(edition: Edition, about: str, language: str) -> TableBlock | None:
    """Tasks of a field, or all of them."""
    field = next((each for each in edition.fields() if each.name == about), None)
    if about and field is None:
        return None
    of = f"“{field.name}”领域" if field else ""
    caption = _words(language, f"{edition.period_name}{of}重点任务进展情况", f"Progress by task, {edition.period}")
    return _tasks(edition, edition.tasks(field.code if field else ""), caption, language)


def _tasks(edition: Edition, tasks: Sequence[Subject], caption: str, language: str) -> TableBlock:
    columns = (
        Column(_words(language, "序号", "No."), align="centre", width=0.8),
        Column(_words(language, "任务", "Task"), width=4.0),
        Column(_words(language, "单位", "Unit"), align="centre", width=0.8),
        *_heads(BY_TASK, language, percent=PERCENT),
        Column(_words(language, "进度状态", "Status"), align="centre", width=1.6),
        Column(_words(language, "牵头单位", "Lead"), width=2.2),
    )
    rows = tuple(
        (
            (Text(each.number),), (Text(each.name),), (Text(each.facts.get("unit", "")),),
            *(cell(edition, measure, each) for measure in BY_TASK),
            (Text(each.facts.get("light_words", "")),), (Text(each.facts.get("lead", "")),),
        )
        for each in tasks
    )  # fmt: skip
    return TableBlock(caption, columns, rows, _as_of(edition, language))


def _of_light(light: str, zh: str, en: str) -> Callable[[Edition, str, str], TableBlock | Paragraph | None]:
    def make(edition: Edition, about: str, language: str) -> TableBlock | Paragraph | None:
        found = []
        for each in edition.tasks():
            value = edition.value("light", each.code)
            if value is not None and value.text == light:
                found.append(each)
        if not found:
            return Paragraph((Text(_words(language, f"本期没有{zh}任务。", f"No task is {en}.")),))
        caption = _words(language, f"{edition.period_name}{zh}任务", f"Tasks {en}, {edition.period}")
        return _tasks(edition, found, caption, language)

    return make


def by_county(edition: Edition, about: str, language: str) -> TableBlock | None:
    """One task, county by county."""
    task = next((each for each in edition.tasks() if about and each.number == about), None)
    if task is None:
        return None
    counties = [each for each in edition.areas if each.kind == "county"]
    rows = tuple(
        ((Text(each.name),), *(cell(edition, measure, task, area=each.code) for measure in BY_TASK))
        for each in counties
        if any(edition.value(measure, task.code, area=each.code) is not None for measure in BY_TASK)
    )
    unit = task.facts.get("unit", "")
    columns = (
        Column(_words(language, "县（市、区）", "County"), width=2.0),
        *(Column(measure_name(each, language), "%" if each in PERCENT else unit, "right") for each in BY_TASK),
    )
    caption = _words(language, f"“{task.name}”分县（市、区）进展", f"{task.name}, by county")
    return TableBlock(caption, columns, rows, _as_of(edition, language)) if rows else None


TABLES: dict[str, TableKind] = {
    "领域进展": TableKind(Names("各领域进展", "Progress by field"), by_field),
    "任务进展": TableKind(Names("各任务进展，可写领域名称", "Progress by task"), by_task, "[[表 任务进展 产品质量]]"),
    "滞后任务": TableKind(Names("滞后任务", "Late tasks"), _of_light("late", "滞后", "late")),
    "需关注任务": TableKind(Names("需关注任务", "Tasks that need care"), _of_light("care", "需关注", "in need of care")),
    "未报送任务": TableKind(Names("未报送任务", "Tasks not reported"), _of_light("none", "未报送", "not reported")),
    "分县进展": TableKind(Names("一项任务的分县（市、区）进展，须写任务序号", "A task by county"), by_county, "[[表 分县进展 12]]"),
}  # fmt: skip

__all__ = ["FIELD", "FIELDS", "MOST_ROWS", "TABLES", "TASKS", "TableKind"]
