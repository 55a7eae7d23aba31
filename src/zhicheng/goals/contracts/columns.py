"""Columns of a table: what their cells say where their words leave a choice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from zhicheng.core.intake import Cell, Sheet
from zhicheng.core.quantities import parse_deadline, parse_quantity
from zhicheng.core.quantities.amounts import is_unit
from zhicheng.core.text import fold
from zhicheng.goals.contracts import words
from zhicheng.goals.contracts.organisations import looks_like_unit, split_units
from zhicheng.goals.contracts.said import Said, say

_SAMPLE = 200


@dataclass(frozen=True)
class Column:
    """One column: what it holds, its headings from top to bottom, the county it is for, a unit in its heading."""

    index: int
    field: str = ""
    path: tuple[str, ...] = ()
    county: str = ""
    unit: str = ""
    options: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def label(self) -> str:
        """The lowest heading."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True)
class Doubt:
    """Columns between which someone must choose; each answer says what the columns then hold, by index."""

    column: Column
    why: Said
    outcomes: Mapping[str, Mapping[int, str]]
    field: str


@dataclass
class Head:
    """Where the head stands (rows from 0) and its columns."""

    top: int
    bottom: int
    columns: list[Column] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    given: Mapping[int, str] = field(default_factory=dict)

    def all(self, name: str) -> list[Column]:
        """The visible columns of a field."""
        return [column for column in self.columns if name in column.field.split("+") and not column.hidden]

    def one(self, name: str) -> Column | None:
        """The first visible column of a field."""
        return next(iter(self.all(name)), None)

    @property
    def counties(self) -> list[Column]:
        """The visible columns with a county's share."""
        return [column for column in self.columns if column.county and not column.hidden]

    @property
    def labels(self) -> tuple[str, ...]:
        """The lowest headings, for comparing a repeated head."""
        return tuple(words.clean_label(column.label) for column in self.columns)


def squeeze(text: str) -> str:
    """A heading without the blanks and breaks that offices put in to spread it."""
    return re.sub(r"[\s\u3000\xa0]+", "", text)


def own_cell(sheet: Sheet, row: int, column: int) -> Cell | None:
    cell = sheet.cell(row, column)
    return cell if cell.text.strip() and (cell.merged_from in (None, (row, column))) else None


def cells_below(sheet: Sheet, head: Head, column: int) -> list[Cell]:
    """The filled data cells of a column, each merged area once."""
    found = []
    for row in range(head.bottom + 1, min(len(sheet.rows), head.bottom + 1 + _SAMPLE)):
        cell = own_cell(sheet, row, column)
        if cell is not None and cell.text.strip() and not is_head_row_cheap(cell):
            found.append(cell)
    return found


def is_head_row_cheap(cell: Cell) -> bool:
    """The cell of a repeated head."""
    return (
        isinstance(cell.value, str)
        and len(cell.text) < 8
        and words.fields_of(squeeze(cell.text)) != ()
        and not is_unit(cell.text)
    )


def numeric(sheet: Sheet, head: Head, index: int) -> bool:
    cells = cells_below(sheet, head, index)
    short = [cell for cell in cells if not isinstance(cell.value, str) or len(cell.text.strip()) <= 10]
    return not cells or len(short) >= 0.7 * len(cells)


def share(cells: list[Cell], test: Callable[[Cell], object]) -> float:
    return sum(1 for cell in cells if test(cell)) / len(cells) if cells else 0.0


def _is_amount(cell: Cell) -> bool:
    if isinstance(cell.value, int | float):
        return True
    return parse_quantity(cell.text) is not None or fold(cell.text.strip()) in ("全覆盖", "定性", "-", "—", "/")


def _all_units(cell: Cell) -> bool:
    pieces = split_units(cell.text)[0]
    return bool(pieces) and all(looks_like_unit(piece) for piece in pieces)


def field_by_cells(sheet: Sheet, head: Head, column: Column, columns: list[Column]) -> str:
    options = column.options
    if not options:
        return ""
    if len(options) == 1:
        return options[0]
    cells = cells_below(sheet, head, column.index)
    if "unit" in options:
        units, offices = share(cells, lambda cell: is_unit(cell.text)), share(cells, _all_units)
        if max(units, offices) < 0.6 or not cells:
            others = {option for other in columns if other is not column for option in other.options}
            if cells:
                outcomes = {"计量单位": {column.index: "unit"}, "责任单位": {column.index: "responsible"}}
                head.doubts.append(Doubt(column, say("column-unit"), outcomes, "column"))
                return ""
            return "unit" if others & {"lead", "responsible"} else "responsible"
        return "unit" if units > offices else "responsible"
    if set(options) & {"deadline"} and "measures" in options:
        dated = share(cells, lambda cell: hasattr(cell.value, "year") or parse_deadline(cell.text, 2000) is not None)
        return "deadline" if dated >= 0.5 or not cells else "measures"
    if "target" in options and "task" in options:
        others_tasks = [
            other
            for other in columns
            if other is not column and "task" in other.options and "target" not in other.options
        ]
        amounts = share(cells, _is_amount)
        if others_tasks:
            # Beside a column of numbers, one of words that is headed …任务 is a second one for tasks.
            counted = [other for other in columns if other is not column and "target" in other.options]
            named = amounts < 0.3 and words.clean_label(column.label).endswith("任务")
            filled = any(
                cells_below(sheet, head, other.index) and numeric(sheet, head, other.index) for other in counted
            )
            return "task" if named and filled else "target"
        rivals = [
            other
            for other in columns
            if other is not column and other.options and {"task", "target"} <= set(other.options)
        ]
        if rivals and amounts >= 0.5:
            return "target"
        return "task"
    return options[0]


def settle(sheet: Sheet, head: Head) -> None:
    """Where several columns claim one field, keep one; where that is not plain, leave a doubt."""
    if not head.one("task"):
        target = head.one("target")
        if target and share(cells_below(sheet, head, target.index), _is_amount) < 0.3 and head.all("target"):
            _rename(head, target, "task")
    _settle_tasks(sheet, head)
    _lift_detail(sheet, head)
    _settle_targets(sheet, head)
    if head.all("lead"):
        _settle_leads(head)
        for column in head.all("responsible"):
            _rename(head, column, "support")
    else:
        _settle_responsible(head)
    if not head.one("deadline"):
        return
    deadlines = head.all("deadline")
    for column in deadlines[1:]:
        outcomes = _either(deadlines, "deadline", "milestone")
        head.doubts.append(Doubt(column, say("two-deadlines"), outcomes, "deadline"))
        _rename(head, column, "")


def _either(columns: Sequence[Column], chosen: str, others: str) -> dict[str, dict[int, str]]:
    """One of the columns is the field, the others are something else."""
    names = [column.label for column in columns]
    return {
        label if names.count(label) == 1 else f"{label}（第{place}栏）": {
            other.index: chosen if other is column else others for other in columns
        }
        for place, (label, column) in enumerate(zip(names, columns, strict=True), start=1)
    }


def _settle_leads(head: Head) -> None:
    """City and counties each with a column for who leads: the counties' leaders help with the city's task."""
    first, *others = head.all("lead")
    for column in others:
        group = words.clean_label("".join(column.path[:-1]))
        if len(column.path) < 2 or column.path[:-1] == first.path[:-1] or not re.search("县|区|镇|乡|街道|属地", group):
            continue
        outcomes = {"列为配合单位": {column.index: "support"}, "同为牵头单位": {column.index: "lead"}}
        head.doubts.append(Doubt(column, say("two-leads", group=column.path[0]), outcomes, "lead_units"))
        if not head.given.get(column.index):
            _rename(head, column, "support")


def _settle_responsible(head: Head) -> None:
    columns = head.all("responsible")
    for position, column in enumerate(columns):
        _rename(head, column, "lead" if position == 0 else "support")
    if len(columns) > 1:
        same_group = len({column.path[0] for column in columns}) == 1 and len(columns[0].path) > 1
        if not same_group:
            outcomes = _either(columns, "lead", "support")
            head.doubts.append(Doubt(columns[1], say("two-responsible"), outcomes, "lead_units"))


def _rename(head: Head, column: Column, field_name: str) -> None:
    head.columns[head.columns.index(column)] = replace(column, field=field_name)


_DETAIL = re.compile(r"内容|具体|描述|要求|及措施|二级|三级|指标")


def _settle_tasks(sheet: Sheet, head: Head) -> None:
    tasks = head.all("task")
    if len(tasks) < 2:
        return
    counts = {column.index: len(cells_below(sheet, head, column.index)) for column in tasks}
    most = max(counts.values())
    dense = [column for column in tasks if counts[column.index] >= 0.8 * most]
    for column in tasks:
        if column not in dense:
            _rename(head, column, "category" if column.index < dense[0].index else "measures")
    if len(dense) < 2:
        return
    chosen = dense[0]
    if _repeats(sheet, head, dense[0]) and not _repeats(sheet, head, dense[1]):
        _rename(head, dense[0], "category")
        chosen = dense[1]
    for column in dense:
        if column is chosen or column.index < chosen.index:
            continue
        _rename(head, column, "detail")
        if not _DETAIL.search(column.label):
            outcomes = _either(dense, "task", "detail")
            head.doubts.append(Doubt(column, say("two-tasks", label=chosen.label), outcomes, "task"))


def _lift_detail(sheet: Sheet, head: Head) -> None:
    """The task column only groups rows, and another text column holds what is to be done: that one is the task."""
    task = head.one("task")
    others = [c for name in ("detail", "standard", "measures") for c in head.all(name)]
    anchors = {"lead", "responsible", "target", "deadline", "total"}
    if task is None or not others:
        return
    rows = range(head.bottom + 1, min(len(sheet.rows), head.bottom + 1 + _SAMPLE))
    under = [row for row in rows if (cell := sheet.cell(row, task.index)).merged_from and cell.merged_from[0] < row]
    facts = [column.index for column in head.columns if column.field in anchors and not column.hidden]
    if not any(own_cell(sheet, row, index) for row in under for index in facts):
        return
    for column in others:
        filled = [row for row in under if own_cell(sheet, row, column.index)]
        if under and len(filled) >= 0.8 * len(under):
            _rename(head, task, "category")
            _rename(head, column, "task")
            return


def _repeats(sheet: Sheet, head: Head, column: Column) -> bool:
    texts = [cell.text.strip() for cell in cells_below(sheet, head, column.index)]
    return len(texts) > 3 and len(set(texts)) <= 0.6 * len(texts)


def _settle_targets(sheet: Sheet, head: Head) -> None:
    targets = head.all("target")
    total = head.one("total")
    if not targets:
        if total is not None:
            _rename(head, total, "target")
        return
    if len(targets) < 2:
        return
    numeric = [c for c in targets if share(cells_below(sheet, head, c.index), _is_amount) >= 0.6]
    if len(numeric) == 1:
        for column in targets:
            if column is not numeric[0]:
                _rename(head, column, "target_text")
        return
    rivals = numeric or targets
    _by_year(head, targets, rivals)


def _by_year(head: Head, targets: list[Column], rivals: list[Column]) -> None:
    years = {column.index: re.search(r"20\d\d", "".join(column.path)) for column in rivals}
    stated = {index: int(match[0]) for index, match in years.items() if match}
    for column in targets:
        if column not in rivals:
            _rename(head, column, "target_text")
    if len(stated) == len(rivals) and len(set(stated.values())) == len(rivals):
        for column in rivals:
            _rename(head, column, f"target@{stated[column.index]}")
        return
    unnamed = [column for column in rivals if column.index not in stated]
    if stated and len(unnamed) == 1:
        for column in rivals:
            if column.index in stated:
                _rename(head, column, f"target@{stated[column.index]}")
        return
    outcomes = _either(rivals, "target", "baseline")
    head.doubts.append(Doubt(rivals[0], say("rival-targets"), outcomes, "target"))
    for column in rivals:
        _rename(head, column, "rival_target")
