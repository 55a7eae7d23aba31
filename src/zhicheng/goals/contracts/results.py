"""What the reading of a decomposition table gives: tasks, questions, and a desk that keeps the questions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zhicheng.core.quantities import format_number
from zhicheng.goals.contracts.said import Said

COUNTED, QUALITATIVE, COVERAGE, RATE = "counted", "qualitative", "coverage", "rate"
AT_LEAST, AT_MOST, EQUAL = "at_least", "at_most", "equal"
NEW, CUMULATIVE, STOCK = "new", "cumulative", "stock"
ONGOING = "ongoing"
IMPORT, LEAVE = "导入", "不导入"
MERGE, SEPARATE = "合并", "各自保留"
ALONE = "单独一项"
CONVERT, AS_THEY_ARE = "按百分数换算", "不换算"
MOVED, AS_WRITTEN, ONE_BY_ONE = "一律改到计划年度的同一天", "照表中所写的年份", "逐项确认"
# What the page sends where someone has looked and nothing is to be changed.
KEEP = "已核对"


@dataclass(frozen=True)
class TaskRow:
    """One task as the table states it; None and () where it does not, or not for sure."""

    no: str | None = None
    task: str | None = None
    target: Decimal | None = None
    unit: str | None = None
    lead_units: tuple[str, ...] = ()
    supporting_units: tuple[str, ...] = ()
    deadline: str | None = None
    splits: tuple[tuple[str, Decimal], ...] = ()
    contact: str | None = None
    kind: str = QUALITATIVE
    direction: str = AT_LEAST
    approximate: bool = False
    count_basis: str = ""
    target_text: str = ""
    stated_total: Decimal | None = None
    section: tuple[str, ...] = ()
    standard: str = ""
    measures: str = ""
    source: str = ""
    leader: str = ""
    note: str = ""
    source_text: str = ""
    sheet: str = ""
    row: int = 0
    hidden: bool = False

    def to_plain(self) -> dict[str, Any]:
        """The nine public fields, for JSON."""
        return {
            "no": self.no,
            "task": self.task,
            "target": json_number(self.target),
            "unit": self.unit,
            "lead_units": list(self.lead_units),
            "supporting_units": list(self.supporting_units),
            "deadline": self.deadline,
            "splits": {county: json_number(value) for county, value in self.splits},
            "contact": self.contact,
        }


@dataclass(frozen=True)
class Question:
    """What the table does not say for sure. `row` counts from 1 as shown, `column` is the column's letter.

    `key` names the question in `answers`: it stays the same as long as the file does.
    """

    sheet: str
    row: int | None
    column: str | None
    field: str
    said: Said
    proposals: tuple[str, ...] = ()
    nth: int = 1

    @property
    def text(self) -> str:
        """The sentence in simplified Chinese."""
        return self.said.text

    @property
    def key(self) -> str:
        """The place and the field, as one text; a further question about the same is numbered."""
        again = f"~{self.nth}" if self.nth > 1 else ""
        return f"{self.sheet}!{self.column or ''}{self.row or ''}#{self.field}{again}"

    def to_plain(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "field": self.field,
            "text": self.text,
            "proposals": list(self.proposals),
        }


@dataclass(frozen=True)
class Preview:
    """A sheet as it was seen: texts by row, the head rows, and what each column was taken for."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    first_row: int = 1
    head_rows: tuple[int, int] | None = None
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Reading:
    """Everything that was read from one file."""

    tasks: tuple[TaskRow, ...]
    questions: tuple[Question, ...]
    title: str = ""
    year: int | None = None
    sheets: tuple[Preview, ...] = ()
    remarks: tuple[Said, ...] = ()

    def to_plain(self) -> dict[str, Any]:
        """Tasks and questions, for JSON."""
        return {
            "tasks": [task.to_plain() for task in self.tasks],
            "questions": [question.to_plain() for question in self.questions],
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """The public answer of `zhicheng goals import --json`."""
        return json.dumps(self.to_plain(), ensure_ascii=False, indent=indent)


def json_number(value: Decimal | None) -> int | float | None:
    """A decimal as JSON shows it: whole numbers without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def shown(value: Decimal, unit: str = "") -> str:
    """A value with its unit, as a proposal shows it."""
    return f"{format_number(value)}{unit}"


@dataclass
class Desk:
    """Keeps the questions of one reading and hands out the answers that were given before."""

    answers: Mapping[str, str] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    _said: dict[str, Said] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    def ask(
        self,
        field_name: str,
        said: Said,
        proposals: tuple[str, ...] = (),
        *,
        sheet: str,
        row: int | None = None,
        column: str | None = None,
    ) -> str | None:
        """The answer if there is one; else the question is kept and None comes back.

        One place and field has one open question at a time: the next comes up when the first is answered.
        """
        nth = 1
        while True:
            question = Question(sheet, row, column, field_name, said, proposals, nth)
            first = self._said.setdefault(question.key, said)
            answer = self.answers.get(question.key)
            if first == said:
                break
            if answer is None:
                return None
            nth += 1
        if answer is None and question.key not in self._open:
            self._open.add(question.key)
            self.questions.append(question)
        return None if answer == KEEP else answer
