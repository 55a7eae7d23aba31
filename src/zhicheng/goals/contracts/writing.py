"""The decomposition table as a sheet that imports again without a difference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from zhicheng.core.intake.export import put
from zhicheng.core.quantities import format_number
from zhicheng.goals.contracts.results import ONGOING, TaskRow

_KINDS = {"counted": "定量", "qualitative": "定性", "coverage": "全覆盖", "rate": "比率"}
_DIRECTIONS = {"at_least": "不低于", "at_most": "不高于", "equal": "等于"}
_BASES = {"new": "新增", "cumulative": "累计", "stock": "存量", "": ""}
GROUP = "各县（市、区）任务数"

_COLUMNS: tuple[tuple[str, int, Callable[[TaskRow], object]], ...] = (
    ("序号", 6, lambda task: task.no),
    ("任务类别", 18, lambda task: "｜".join(task.section)),
    ("重点任务", 46, lambda task: task.task),
    ("任务类型", 8, lambda task: _KINDS[task.kind]),
    ("目标值", 9, lambda task: _target(task)),
    ("计量单位", 8, lambda task: task.unit),
    ("目标方向", 8, lambda task: _DIRECTIONS[task.direction]),
    ("计数口径", 8, lambda task: _BASES[task.count_basis]),
    ("目标原文", 16, lambda task: task.target_text),
    ("牵头单位", 20, lambda task: "、".join(task.lead_units)),
    ("配合单位", 28, lambda task: "、".join(task.supporting_units)),
    ("完成时限", 12, lambda task: "持续推进" if task.deadline == ONGOING else task.deadline),
    ("验收标准", 22, lambda task: task.standard),
    ("工作措施", 26, lambda task: task.measures),
    ("任务来源", 18, lambda task: task.source),
    ("联系人", 16, lambda task: task.contact),
    ("分管领导", 10, lambda task: task.leader),
    ("备注", 16, lambda task: task.note),
)


def write_decomposition(
    tasks: Sequence[TaskRow], path: str | Path | BytesIO, *, title: str, year: int, origin_mark: str = ""
) -> None:
    """Write tasks as one sheet: title, a line that says where it comes from, a two-line head, one row a task.

    `origin_mark` is printed under the title (虚构, 引自公开讲话).
    """
    # Heavy, and reading does without it.
    import xlsxwriter

    counties = list(dict.fromkeys(county for task in tasks for county, _value in task.splits))
    target = path if isinstance(path, BytesIO) else str(path)
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        forms = {
            "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
            "mark": book.add_format({"font_color": "#5B6470", "align": "right"}),
            "head": book.add_format(
                {
                    "bold": True,
                    "border": 1,
                    "align": "center",
                    "valign": "vcenter",
                    "text_wrap": True,
                    "bg_color": "#EEF2F7",
                }
            ),
            "cell": book.add_format({"border": 1, "valign": "vcenter", "text_wrap": True}),
        }
        sheet = book.add_worksheet(f"{year}年任务分解表")
        last = _head(sheet, counties, forms, with_total=any(task.stated_total is not None for task in tasks))
        sheet.merge_range(0, 0, 0, last, title, forms["title"])
        sheet.merge_range(1, 0, 1, last, origin_mark, forms["mark"])
        for number, task in enumerate(tasks, start=4):
            _row(sheet, number, task, counties, forms["cell"], last)
        sheet.freeze_panes(4, 3)
        sheet.set_landscape()
        sheet.repeat_rows(2, 3)


def _head(sheet: Any, counties: Sequence[str], forms: dict[str, Any], *, with_total: bool) -> int:
    for column, (label, width, _get) in enumerate(_COLUMNS):
        sheet.merge_range(2, column, 3, column, label, forms["head"])
        sheet.set_column(column, column, width)
    last = len(_COLUMNS) - 1
    if counties:
        first = last + 1
        last = first + len(counties) - 1
        if len(counties) > 1:
            sheet.merge_range(2, first, 2, last, GROUP, forms["head"])
        else:
            put(sheet, 2, first, GROUP, forms["head"])
        for column, county in enumerate(counties, start=first):
            put(sheet, 3, column, county, forms["head"])
            sheet.set_column(column, column, 8)
        last += 1
        sheet.merge_range(2, last, 3, last, "未分解数", forms["head"])
    if with_total:
        last += 1
        sheet.merge_range(2, last, 3, last, "合计", forms["head"])
    return last


def _row(sheet: Any, number: int, task: TaskRow, counties: Sequence[str], form: Any, last: int) -> None:
    for column, (_label, _width, get) in enumerate(_COLUMNS):
        put(sheet, number, column, get(task), form)
    shares = dict(task.splits)
    column = len(_COLUMNS)
    for county in counties:
        put(sheet, number, column, shares.get(county), form)
        column += 1
    if counties:
        put(sheet, number, column, _unallocated(task), form)
        column += 1
    if column <= last:
        put(sheet, number, column, task.stated_total, form)


def _target(task: TaskRow) -> object:
    """The target as a cell; percent with its sign, so that 0.5 % is never taken for 50 %."""
    if task.target is not None and task.unit in ("%", "‰"):
        return f"{format_number(task.target)}{task.unit}"
    return task.target


def _unallocated(task: TaskRow) -> Decimal | None:
    """What of the target no county has been given; None where it comes out even or is no count."""
    if task.target is None or not task.splits or task.kind not in ("counted", "coverage"):
        return None
    return task.target - sum((value for _county, value in task.splits), Decimal(0)) or None
