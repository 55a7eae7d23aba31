"""The public tables as files: columns with type, unit and meaning, the same for every edition, in one language.

A file keeps its Chinese headings in whatever language it is asked for: who reads it by program must find the same
columns tomorrow. The dictionary says each of them in English too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhicheng.core.text import Names
from zhicheng.indicators.editions.content import Edition, Item, Value
from zhicheng.web.public.figures import FieldFigures, fields_of, tasks_of
from zhicheng.web.shared.drawings import light_word


@dataclass(frozen=True)
class Field:
    """One column: heading, what it means, the type as frictionless data names it, its unit, and the value in a row."""

    names: Names
    meaning: Names
    read: Callable[[Any], Any]
    kind: str = "string"
    unit: str = ""

    @property
    def heading(self) -> str:
        """What stands in the first line of a file."""
        return self.names.zh


@dataclass(frozen=True)
class Dataset:
    """One table of an edition; `one_row` says in words what a row is."""

    slug: str
    names: Names
    one_row: Names
    fields: tuple[Field, ...]
    rows: Callable[[Edition], Iterable[Any]]

    def headings(self, mark: str) -> list[str]:
        """The first line of a file."""
        return [each.heading for each in self.columns(mark)]

    def columns(self, mark: str) -> tuple[Field, ...]:
        """The columns, with what kind of data it is as the last one where that has to be said."""
        if not mark:
            return self.fields
        return (
            *self.fields,
            Field(MARK, Names("每行都注明数据性质", "Says of every row what kind of data it is"), lambda _row: mark),
        )

    def content(self, edition: Edition, *, only: Callable[[Any], bool] = lambda _row: True) -> Iterator[list[Any]]:
        """The lines of a file."""
        columns = self.columns(edition.mark)
        for row in self.rows(edition):
            if only(row):
                yield [each.read(row) for each in columns]


MARK = Names("数据性质", "Kind of data")
_SOURCE = Field(Names("账本序号", "Ledger entry"), Names("核实这一步在账本中的位置", "Where in the ledger it was verified"),
                lambda row: row.entry, "integer")  # fmt: skip


def _task_fields() -> tuple[Field, ...]:
    return (
        Field(Names("序号", "Number"), Names("任务分解表中的序号", "Number in the table of tasks"), lambda row: row.subject.number),
        Field(Names("任务", "Task"), Names("任务内容", "What is to be done"), lambda row: row.subject.name),
        Field(Names("领域", "Field"), Names("工作领域", "Field of work"), lambda row: row.field_name),
        Field(Names("类型", "Kind"), Names("数量、比率、覆盖或定性", "Counted, rate, coverage or qualitative"), lambda row: row.kind_name),
        Field(Names("口径", "Basis"), Names("本年新增、累计或存量", "New this year, cumulative or stock"), lambda row: row.basis_name),
        Field(Names("目标", "Target"), Names("目标的写法", "The target as it was set"), lambda row: row.target_text),
        Field(Names("目标值", "Target value"), Names("目标的数", "The target as a number"), lambda row: row.target, "number"),
        Field(Names("单位", "Unit"), Names("目标值和经核实数的单位", "Unit of target and verified count"), lambda row: row.unit),
        Field(Names("经核实", "Verified"), Names("由报送人以外的人员核实的累计数", "Verified by somebody else than who reported"),
              lambda row: row.verified, "number"),
        Field(Names("分母", "Denominator"), Names("比率类任务的分母", "Denominator of a rate"), lambda row: row.base, "number"),
        Field(Names("其中无名单", "Of these unlisted"), Names("只报数量、没有逐项名单的部分", "Reported as a number without a list"),
              lambda row: row.unlisted, "number"),
        Field(Names("完成率", "Completion"), Names("经核实 ÷ 目标值，只舍入一次", "Verified ÷ target, rounded once"),
              lambda row: row.completion, "number", "%"),
        Field(Names("序时进度", "Expected"), Names("到截止日应完成的比例", "What was expected by the cut-off"),
              lambda row: row.expected, "number", "%"),
        Field(Names("算式", "Arithmetic"), Names("可自行复算", "For reckoning again"), lambda row: row.arithmetic),
        Field(Names("状态", "Status"), Names("按判定规则得出的进度状态", "Light by the published rule"), lambda row: light_word(row.light)),
        Field(Names("牵头单位", "Lead unit"), Names("牵头单位名称", "Unit that takes the lead"), lambda row: row.lead),
        Field(Names("完成时限", "Deadline"), Names("应完成的日期", "Until when"), lambda row: row.deadline, "date"),
        _SOURCE,
        Field(Names("任务代码", "Task code"), Names("各版本中不变", "The same in every edition"), lambda row: row.subject.code),
    )  # fmt: skip


@dataclass(frozen=True)
class _ItemRow:
    """An item with its task's number."""

    item: Item
    number: str
    entry: int | None


def item_rows(edition: Edition) -> Iterator[_ItemRow]:
    """Every public item behind the counts."""
    for item in edition.items:
        task = edition.subject_by_code.get(item.subject)
        kind, _colon, place = item.source.partition(":")
        entry = int(place) if kind == "ledger" and place.isdigit() else None
        yield _ItemRow(item, task.number if task else "", entry)


NO_NAME, NO_LIST = "（名称不公开）", "（无名单，由责任单位汇总）"


def _item_fields() -> tuple[Field, ...]:
    return (
        Field(Names("任务序号", "Task number"), Names("属于哪项任务", "Which task it counts for"), lambda row: row.number),
        Field(Names("名称", "Name"), Names("企业、项目等的名称；可能涉及个人的不公开", "Firm, project and so on; none that may lead to a person"),
              lambda row: row.item.name or (NO_NAME if row.item.happened_on else NO_LIST)),
        Field(Names("统一社会信用代码", "Credit code"), Names("公开的才列", "Only where it is public"), lambda row: row.item.code),
        Field(Names("证书或文号", "Certificate"), Names("证书编号或文号", "Number of the certificate"), lambda row: row.item.certificate),
        Field(Names("数量", "Quantity"), Names("按任务序号相加即得完成数", "Adds up to the published count"), lambda row: row.item.quantity, "number"),
        Field(Names("日期", "Date"), Names("取得、建成等的日期", "Day on which it came about"), lambda row: row.item.happened_on, "date"),
        Field(Names("报送期", "Period"), Names("在哪一期报送", "In which period it was reported"), lambda row: row.item.period),
        Field(Names("报送单位", "Reported by"), Names("报送单位名称", "Unit that reported it"), lambda row: row.item.unit_name),
        _SOURCE,
        Field(Names("任务代码", "Task code"), Names("各版本中不变", "The same in every edition"), lambda row: row.item.subject),
    )  # fmt: skip


def _counter(light: str) -> Callable[[FieldFigures], int]:
    return lambda row: row.counts[light]


def _of_fields() -> tuple[Field, ...]:
    counted = tuple(
        Field(Names(zh, en), Names(f"{zh}的任务数", f"Tasks: {en.lower()}"), _counter(light), "integer", "项")
        for light, zh, en in (
            ("ok", "达到序时进度", "On time"), ("care", "需关注", "To watch"), ("late", "滞后", "Late"),
            ("none", "未报送", "Not reported"), ("waiting", "未到报送期", "Not yet due"), ("undated", "不判定进度", "Not judged"),
        )
    )  # fmt: skip
    return (
        Field(Names("领域", "Field"), Names("工作领域", "Field of work"), lambda row: row.name),
        Field(Names("任务数", "Tasks"), Names("任务总数", "Number of tasks"), lambda row: row.tasks, "integer", "项"), *counted,
        Field(Names("平均完成率", "Mean completion"), Names("每项最多按100%计", "Each capped at 100 %"), lambda row: row.mean, "number", "%"),
    )  # fmt: skip


def _value_fields() -> tuple[Field, ...]:
    return (
        Field(Names("指标", "Measure"), Names("指标代码，含义见“指标”表", "Code of the measure, see the table of measures"), lambda row: row.measure),
        Field(Names("对象", "Subject"), Names("整个计划、领域或任务的代码", "Code of the programme, field or task"), lambda row: row.subject),
        Field(Names("地区", "Area"), Names("行政区划代码", "Code of the area"), lambda row: row.area),
        Field(Names("时期", "Period"), Names("如 2026Q3", "Such as 2026Q3"), lambda row: row.period),
        Field(Names("数值", "Value"), Names("未报送为空，不是零", "Empty where nothing was reported, never zero"), lambda row: row.value, "number"),
        Field(Names("文字值", "Text"), Names("不是数的值，如状态", "A value that is no number, such as a light"), lambda row: row.text),
        Field(Names("计量单位", "Unit"), Names("数值的单位", "Unit of the value"), lambda row: row.unit),
        Field(Names("分子", "n"), Names("计算用的分子或个数", "The count it was computed from"), lambda row: row.n, "number"),
        Field(Names("分母", "Denominator"), Names("计算用的分母", "The denominator"), lambda row: row.denominator, "number"),
        Field(Names("来源", "Source"), Names("账本条目等", "Entries of the ledger and so on"), lambda row: " ".join(row.source)),
        Field(Names("定义版本", "Definition"), Names("指标定义的版本", "Version of the measure's definition"), lambda row: row.definition),
    )  # fmt: skip


def public_values(edition: Edition) -> Iterator[Value]:
    """Every value that may be shown."""
    return (each for each in edition.values if each.public)


DATASETS: Mapping[str, Dataset] = {
    each.slug: each
    for each in (
        Dataset("tasks", Names("任务进展", "Progress of tasks"), Names("一行一项任务", "A row a task"), _task_fields(), tasks_of),
        Dataset("fields", Names("各领域任务构成", "Tasks by field of work"), Names("一行一个领域", "A row a field of work"), _of_fields(), fields_of),
        Dataset("items", Names("经核实的明细", "Verified items"), Names("一行一项经核实的成果", "A row a verified item"), _item_fields(), item_rows),
        Dataset("values", Names("全部数值", "All values"), Names("一行一个指标在一个对象、地区、时期的数值", "A row a value of a measure"), _value_fields(), public_values),
    )
}  # fmt: skip
