"""A unit's whole period as one workbook: written with its tasks filled in, read back with every bad cell named.

Three sheets: 进展 (a row a task, the reported figures and words), 名单 (a row a name), 节点 (a row a milestone of a
task without a count). A task with nothing filled in is not reported; whatever is filled in must be right, or nothing
of the workbook is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.core.intake.export import put
from zhicheng.core.refusal import Unreadable
from zhicheng.core.text import fold
from zhicheng.goals.contracts.cells import (
    BadCell,
    CellProblem,
    count_of,
    day_of,
    long_text_of,
    number_of,
    text_of,
)
from zhicheng.goals.contracts.rosters import MOST_ROWS, read_row
from zhicheng.goals.rules.rosters import Row

PROGRESS, NAMES, STEPS = "进展", "名单", "节点"
HEAD_WITHIN = 8

# Field → head and width; those marked given are filled in by us and only compared when they come back.
GIVEN = {
    "number": ("编号", 9), "title": ("任务", 42), "target": ("目标", 12), "share": ("本单位任务数", 10),
    "verified": ("已核实", 9), "deadline": ("完成时限", 12),
}  # fmt: skip
NUMBERS: Mapping[str, tuple[str, int, Callable[[Any], Any]]] = {
    "unlisted": ("累计完成（无名单）", 11, number_of), "base": ("分母（仅比率类）", 11, number_of),
    "in_progress": ("在办", 8, count_of), "applied": ("已申报", 8, count_of),
    "stated_percent": ("自报完成率（%）", 11, number_of),
}  # fmt: skip
TEXTS = {
    "progress": ("进展", 40), "problems": ("问题", 28), "coordination": ("需协调事项", 28), "next_step": ("下一步", 28),
}  # fmt: skip
NAME_HEADS = {
    "number": ("编号", 9), "name": ("名称", 36), "code": ("统一社会信用代码或证书编号", 26), "date": ("日期", 13),
    "status": ("状态", 10), "remark": ("备注", 24),
}  # fmt: skip
STEP_HEADS = {
    "number": ("编号", 9), "title": ("任务", 42), "step": ("节点", 42), "due": ("应完成", 13), "met": ("完成日期", 13),
}  # fmt: skip


@dataclass(frozen=True)
class SheetTask:
    """A task as it is written into the sheet; `number` is unique within it. Steps are (key, title, due)."""

    part: int
    number: str
    title: str
    kind: str = "counted"
    target: str = ""
    share: Decimal | None = None
    verified: Decimal | None = None
    deadline: str = ""
    approval_counts: bool = False
    steps: Sequence[tuple[int, str, date]] = ()


@dataclass(frozen=True)
class FilledTask:
    """What came back for one task; `row` is its row in 进展, and each name's line is its row in 名单, from 1."""

    part: int
    row: int
    numbers: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    rows: Sequence[Row] = ()
    met: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True)
class FilledSheet:
    """A workbook that came back: what is filled in, what is wrong, which columns hold what."""

    tasks: Sequence[FilledTask]
    problems: Sequence[CellProblem]
    columns: Mapping[tuple[str, str], int]


def write_quarter_sheet(tasks: Sequence[SheetTask], *, unit: str, period: str, mark: str = "") -> bytes:
    """The workbook to fill in; `mark` says what kind of data it holds (虚构 in a made-up city)."""
    # Heavy, and needed only where a workbook is written.
    import xlsxwriter

    body = BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        form = _Forms(book)
        title = _("%(unit)s%(period)s质量强市任务进展%(mark)s") % {
            "unit": unit, "period": period, "mark": f"（{mark}）" if mark else "",
        }  # fmt: skip
        _write_progress(book.add_worksheet(PROGRESS), tasks, title, form)
        _write_names(book.add_worksheet(NAMES), tasks, title, form)
        _write_steps(book.add_worksheet(STEPS), tasks, title, form)
    return body.getvalue()


class _Forms:
    """The few formats of the workbook."""

    def __init__(self, book: Any) -> None:
        plain = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C5CED6"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.note = book.add_format({"font_color": "#5F6C78"})
        self.given_head = book.add_format({**plain, "bold": True, "bg_color": "#E6EAEE"})
        self.head = book.add_format({**plain, "bold": True, "bg_color": "#DCE9F5"})
        self.given = book.add_format({**plain, "bg_color": "#F5F6F4"})
        self.cell = book.add_format(plain)
        self.text = book.add_format({**plain, "num_format": "@"})
        self.closed = book.add_format({**plain, "bg_color": "#ECEFF1"})
        self.day = book.add_format({**plain, "num_format": "yyyy-mm-dd"})


def _start(page: Any, title: str, note: str, heads: Sequence[tuple[str, int, bool]], form: _Forms) -> None:
    put(page, 0, 0, title, form.title)
    put(page, 1, 0, note, form.note)
    for column, (head, width, given) in enumerate(heads):
        page.set_column(column, column, width)
        put(page, 2, column, head, form.given_head if given else form.head)
    page.freeze_panes(3, 2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)


def _write_progress(page: Any, tasks: Sequence[SheetTask], title: str, form: _Forms) -> None:
    heads = [(*head, True) for head in GIVEN.values()]
    heads += [(head, width, False) for head, width, _reader in NUMBERS.values()]
    heads += [(*head, False) for head in TEXTS.values()]
    note = _(
        "灰底栏由系统填好，请勿改动；蓝色表头各栏由本单位填写。有名单的任务请填“名单”表，不必填“累计完成（无名单）”；没有进展的任务整行留空。"
    )
    _start(page, title, note, heads, form)
    for number, task in enumerate(tasks, start=3):
        given = (task.number, task.title, task.target, task.share, task.verified, task.deadline)
        for column, value in enumerate(given):
            put(page, number, column, value, form.given)
        for column, name in enumerate(NUMBERS, start=len(given)):
            closed = task.kind == "qualitative" or (name == "base" and task.kind != "rate")
            page.write_blank(number, column, None, form.closed if closed else form.cell)
        for column in range(len(given) + len(NUMBERS), len(heads)):
            page.write_blank(number, column, None, form.cell)


def _write_names(page: Any, tasks: Sequence[SheetTask], title: str, form: _Forms) -> None:
    note = _(
        "一行一个，只填本期新增的；编号与“进展”表一致。日期写作 2025-06-30；状态填 已完成、在办 或 已申报，不填视为已完成。"
    )
    _start(page, title, note, [(*head, False) for head in NAME_HEADS.values()], form)
    page.set_column(2, 2, NAME_HEADS["code"][1], form.text)
    page.data_validation(3, 4, MOST_ROWS, 4, {"validate": "list", "source": ["已完成", "在办", "已申报"]})
    counted = [task.number for task in tasks if task.kind in ("counted", "coverage")]
    if counted and len(",".join(counted)) < 250 and not any("," in each for each in counted):
        page.data_validation(3, 0, MOST_ROWS, 0, {"validate": "list", "source": counted, "error_type": "warning"})


def _write_steps(page: Any, tasks: Sequence[SheetTask], title: str, form: _Forms) -> None:
    note = _("定性任务按节点填报：已完成的节点填完成日期，未完成的留空。")
    _start(page, title, note, [(*head, name != "met") for name, head in STEP_HEADS.items()], form)
    steps = [(task, step) for task in tasks if task.kind == "qualitative" for step in task.steps]
    for number, (task, (_key, words, due)) in enumerate(steps, start=3):
        for column, value in enumerate((task.number, task.title, words, due.isoformat())):
            put(page, number, column, value, form.given)
        page.write_blank(number, 4, None, form.day)


def read_quarter_sheet(
    sheets: Sequence[tuple[str, Sequence[Sequence[Any]]]], tasks: Sequence[SheetTask]
) -> FilledSheet:
    """Read a workbook that came back against the tasks that it may speak of. Raises: Unreadable (not this workbook)."""
    pages = {fold(name.strip()): (name, rows) for name, rows in sheets}
    if fold(PROGRESS) not in pages:
        raise Unreadable(_("表中没有“%(name)s”工作表，不是下载的填报表。请下载预填表，填好后整表上传。"), name=PROGRESS)
    reader = _Reader({fold(task.number): task for task in tasks})
    reader.progress(*pages[fold(PROGRESS)])
    for name, read in ((NAMES, reader.names), (STEPS, reader.steps)):
        if fold(name) in pages:
            read(*pages[fold(name)])
    return reader.result()


class _Reader:
    """Gathers what the three sheets say of each task."""

    def __init__(self, tasks: Mapping[str, SheetTask]) -> None:
        self.tasks = tasks
        self.found: dict[str, dict[str, Any]] = {}
        self.problems: list[CellProblem] = []
        self.columns: dict[tuple[str, str], int] = {}

    def progress(self, sheet: str, rows: Sequence[Sequence[Any]]) -> None:
        heads = {name: head for name, (head, _width) in GIVEN.items()}
        heads |= {name: head for name, (head, _width, _reader) in NUMBERS.items()}
        heads |= {name: head for name, (head, _width) in TEXTS.items()}
        seen: dict[str, int] = {}
        for number, row in self._body(sheet, rows, heads, needed=("number", "progress")):
            filled = {name: row.get(name) for name in (*NUMBERS, *TEXTS) if text_of(row.get(name))}
            task = self._task(sheet, number, row, needed=bool(filled))
            if task is None:
                # Whose row it is must be put right; what else is wrong in it is told at once.
                for name, (_head, _width, number_of) in NUMBERS.items():
                    self._cell(sheet, number, name, row, number_of)
                continue
            if task.number in seen:
                self._bad(sheet, number, "number", _("编号 %(number)s 与第 %(row)s 行重复。请只保留一行。")
                          % {"number": task.number, "row": seen[task.number]})  # fmt: skip
                continue
            seen[task.number] = number
            if text_of(row.get("title")) and fold(text_of(row["title"])) != fold(text_of(task.title)):
                self._bad(sheet, number, "title", _("任务与编号 %(number)s 对不上。请勿改动灰底栏，可重新下载预填表。")
                          % {"number": task.number})  # fmt: skip
            if filled:
                self._take(task, row=number)
                self._figures(sheet, number, row, task)

    def _figures(self, sheet: str, number: int, row: Mapping[str, Any], task: SheetTask) -> None:
        into = self.found[task.number]
        for name, (head, _width, reader) in NUMBERS.items():
            value = self._cell(sheet, number, name, row, reader)
            if value is not None and task.kind == "qualitative":
                self._bad(sheet, number, name, _("定性任务不填“%(head)s”，请在“节点”表填完成日期。") % {"head": head})
            elif value is not None and name == "base" and task.kind != "rate":
                self._bad(sheet, number, name, _("只有比率类任务填分母。请清空此格。"))
            elif value is not None and name == "stated_percent" and value >= 100_000:
                self._bad(sheet, number, name, _("完成率过大。请核对。"))
            elif value == 0 and name == "base":
                self._bad(sheet, number, name, _("分母不能为 0。请核对。"))
            elif value is not None:
                into["numbers"][name] = value
        for name in TEXTS:
            into["texts"][name] = self._cell(sheet, number, name, row, long_text_of) or ""

    def names(self, sheet: str, rows: Sequence[Sequence[Any]]) -> None:
        heads = {name: head for name, (head, _width) in NAME_HEADS.items()}
        place = {name: index for index, name in enumerate(("name", "code", "date", "status", "remark"))}
        body = list(self._body(sheet, rows, heads, needed=("number", "name")))
        if len(body) > MOST_ROWS:
            raise Unreadable(
                _("“名单”有 %(n)s 行，超过 %(most)s 行的上限。请分成几个文件上传。"), n=len(body), most=MOST_ROWS
            )
        for number, row in body:
            task = self._task(sheet, number, row, needed=True)
            if task is not None and task.kind not in ("counted", "coverage"):
                self._bad(sheet, number, "number", _("编号 %(number)s 不是按名单计数的任务。请核对编号。")
                          % {"number": task.number})  # fmt: skip
                continue
            cells = [row.get(name) for name in place]
            read, bad = read_row(number, cells, place, approval_counts=task is None or task.approval_counts)
            if task is not None:
                self._take(task, row=0)["rows"].append(read)
            for problem in bad:
                self._bad(sheet, number, problem.column, problem.sentence)

    def steps(self, sheet: str, rows: Sequence[Sequence[Any]]) -> None:
        heads = {name: head for name, (head, _width) in STEP_HEADS.items()}
        for number, row in self._body(sheet, rows, heads, needed=("number", "step", "met")):
            met = self._cell(sheet, number, "met", row, day_of)
            task = self._task(sheet, number, row, needed=met is not None)
            if task is None or met is None:
                continue
            words, due = fold(text_of(row.get("step"))), text_of(row.get("due"))
            matching = [each for each in task.steps if fold(text_of(each[1])) == words]
            exact = [each for each in matching if each[2].isoformat() == due] or matching
            if len(exact) != 1:
                self._bad(sheet, number, "step", _("编号 %(number)s 没有这个节点。请勿改动灰底栏，可重新下载预填表。")
                          % {"number": task.number})  # fmt: skip
                continue
            self._take(task, row=0)["met"][exact[0][0]] = met

    def result(self) -> FilledSheet:
        tasks = [
            FilledTask(part=self.tasks[fold(number)].part, **{**values, "row": values["row"] or 1})
            for number, values in self.found.items()
        ]
        return FilledSheet(tasks, self.problems, self.columns)

    def _body(
        self, sheet: str, rows: Sequence[Sequence[Any]], heads: Mapping[str, str], *, needed: Sequence[str]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        folded = {fold(head): name for name, head in heads.items()}
        first = 0
        for row in rows[:HEAD_WITHIN]:
            first += 1
            found = {folded[text]: place for place, value in enumerate(row) if (text := fold(text_of(value))) in folded}
            if set(needed) <= set(found):
                break
        else:
            words = "、".join(heads[name] for name in needed)
            raise Unreadable(_("“%(sheet)s”表前几行中找不到表头（%(words)s）。请下载预填表，不要改动表头。"),
                             sheet=sheet, words=words)  # fmt: skip
        self.columns |= {(sheet, name): place + 1 for name, place in found.items()}
        for index, cells in enumerate(rows[first:], start=first + 1):
            values = {name: cells[place] for name, place in found.items() if place < len(cells)}
            if any(text_of(value) for value in values.values()):
                yield index, values

    def _task(self, sheet: str, number: int, row: Mapping[str, Any], *, needed: bool) -> SheetTask | None:
        code = text_of(row.get("number"))
        task = self.tasks.get(fold(code))
        if task is None and needed:
            said = (
                _("缺任务编号。请按“进展”表填写。")
                if not code
                else _("编号“%(number)s”不在本单位本期可填报的任务中。请核对编号，或重新下载预填表。")
                % {"number": code[:30]}
            )
            self._bad(sheet, number, "number", said)
        return task

    def _take(self, task: SheetTask, *, row: int) -> dict[str, Any]:
        into = self.found.setdefault(task.number, {"row": row, "numbers": {}, "texts": {}, "rows": [], "met": {}})
        into["row"] = into["row"] or row
        return into

    def _cell(self, sheet: str, number: int, name: str, row: Mapping[str, Any], reader: Callable[[Any], Any]) -> Any:
        try:
            return reader(row.get(name))
        except BadCell as bad:
            self._bad(sheet, number, name, str(bad))
            return None

    def _bad(self, sheet: str, number: int, name: str, sentence: str) -> None:
        self.problems.append(CellProblem(sheet, number, self.columns.get((sheet, name), 1), sentence))
