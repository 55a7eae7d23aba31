"""A roster as offices keep it: pasted from Excel, or a sheet of its own, with the heads in whatever words and script.

`read_roster` gives rows with a line each, and what cannot be read as problems of those lines. Where there is no head
the columns are told by what stands in them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.core.intake import read_plain
from zhicheng.core.intake.export import read_back
from zhicheng.core.refusal import Unreadable
from zhicheng.core.text import fold
from zhicheng.goals.contracts.cells import BadCell, code_of, day_of, text_of
from zhicheng.goals.rules.rosters import Problem, Row, status_of

MOST_ROWS = 30_000
HEAD_WITHIN = 12
Grid = Sequence[Sequence[Any]]

# Head words, folded; a head that holds one of them whole or at its end belongs to the field. Order decides ties.
HEADS: Mapping[str, tuple[str, ...]] = {
    "serial": ("序号", "序", "行号", "no", "no.", "项次"),
    "date": ("日期", "时间", "完成日", "date"),
    "code": ("信用代码", "代码", "编号", "证书号", "文号", "标准号", "登记号", "许可证号", "证号", "code"),
    "status": ("状态", "完成情况", "进展情况", "办理情况", "是否完成", "进展", "status"),
    "remark": ("备注", "说明", "附注", "remark", "note"),
    "name": ("名称", "企业", "单位", "项目", "名单", "姓名", "标准", "品牌", "产品", "主体", "机构", "name"),
}
FIELDS = ("name", "code", "date", "status", "remark")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]|[\s*＊:：]")
_NUMBERED = re.compile(r"^[（(]?\d{1,4}[)）、．.](?=[^\d\s.])")
_SUM = re.compile(
    r"(?:全[市县区]|本[表页县区镇]|以上)?(?:合计|总计|小计|共计|累计)(?:数|[:：])?(?:\d+[家个项件户人名])?[:：]?"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|填表说明)\d?\s*[:：]|(?:填[表报]人|填[表报]单位|填[表报]日期|填[表报]时间|审核人|负责人|联系人|联系电话|制表人?)(?:签[字名章])?\s*[:：]"
)
_MIXED = re.compile(r"(?=.*\d)[0-9a-z./\-—（）()〔〕\[\] 号第字]{4,60}")


@dataclass(frozen=True)
class Roster:
    """What was read: rows, problems by line, and where each line and field stood (row and column from 1)."""

    rows: Sequence[Row] = ()
    problems: Sequence[Problem] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[int, int] = field(default_factory=dict)
    sheet: str = ""

    def cell(self, problem: Problem) -> tuple[str, int, int]:
        """The cell of a problem, for the copy that goes back."""
        return self.sheet, self.places.get(problem.line, 1), self.columns.get(problem.column, 1)


def read_roster(source: Path | str, *, name: str = "", approval_counts: bool = False) -> Roster:
    """Read a roster from a file (in a child process) or from pasted text. Raises: Unreadable."""
    if isinstance(source, str):
        return read_grid(_cells_of(source), approval_counts=approval_counts)
    sheets = [sheet for sheet in read_plain(source, name=name) if any(map(_filled, sheet.rows))]
    if not sheets:
        raise Unreadable(_("表“%(name)s”中没有内容。请核对后重新上传。"), name=name or source.name)
    headed = [sheet for sheet in sheets if _head(sheet.rows) is not None]
    if len(headed) > 1:
        names = "、".join(sheet.name for sheet in headed)
        raise Unreadable(
            _("有几张工作表都是名单（%(names)s），看不出报送哪一张。请合并到一张工作表后再上传。"), names=names
        )
    sheet = (headed or sheets)[0]
    return read_grid(sheet.rows, sheet=sheet.name, hidden=sheet.hidden, approval_counts=approval_counts)


def _cells_of(text: str) -> list[list[str]]:
    """Pasted text as cells: tabs as Excel copies them, else commas of either width."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not text.strip():
        return []
    lines = text.count("\n") + 1
    for sign in ("\t", ",", "，", ";", "；", "|"):
        if text.count(sign) >= max(1, lines // 2):
            break
    else:
        sign = "\t"
    # A quotation mark in a name must not swallow the lines below it; Excel quotes only cells with line ends in them.
    plain = text.count('"') % 2 == 1
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=sign, quoting=csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL
    )
    try:
        return [[read_back(cell.strip()) for cell in row] for row in rows]
    except csv.Error:
        return [[cell.strip() for cell in line.split(sign)] for line in text.split("\n")]


def read_grid(grid: Grid, *, sheet: str = "", hidden: Set[int] = frozenset(), approval_counts: bool = False) -> Roster:
    """Read cells as a roster; empty rows, sums and notes are passed over. `hidden` are rows, from 1, that nobody sees.

    Raises: Unreadable (far too many rows, two lists side by side).
    """
    head = _head(grid)
    if head and _is_doubled(grid[head[0]]):
        raise Unreadable(_("名单分左右几栏排列。请改为每行一个，只留一组表头后再报送。"))
    first, columns = (head[0] + 1, head[1]) if head else (0, _guessed(grid))
    filled = [(number, row) for number, row in enumerate(grid) if number >= first and _filled(row)]
    body = [(number, row) for number, row in filled if not _is_aside(row)]
    if len(body) > MOST_ROWS:
        raise Unreadable(
            _("名单有 %(n)s 行，超过 %(most)s 行的上限。请分期报送，或只填汇总数。"), n=len(body), most=MOST_ROWS
        )
    if body and "name" not in columns:
        columns = {**columns, "name": 0}
    rows, problems, places = [], [], {}
    for line, (number, cells) in enumerate(body, start=1):
        row, bad = read_row(line, cells, columns, approval_counts=approval_counts)
        rows.append(row)
        problems.extend(bad)
        if number + 1 in hidden:
            problems.append(
                Problem(line, "name", _("这一行在表中被隐藏或筛掉了。要计入请取消隐藏，不计入请删去此行。"))
            )
        places[line] = number + 1
    return Roster(rows, problems, {name: place + 1 for name, place in columns.items()}, places, sheet)


def read_row(
    line: int, cells: Sequence[Any], columns: Mapping[str, int], *, approval_counts: bool
) -> tuple[Row, list[Problem]]:
    """One row by the places of its fields (from 0), with what is wrong in it."""
    problems: list[Problem] = []

    def read(name: str, reader: Callable[[Any], Any], otherwise: Any) -> Any:
        try:
            return reader(_at(cells, columns, name))
        except BadCell as bad:
            problems.append(Problem(line, name, str(bad)))
            return otherwise

    row = Row(
        line=line, name=read("name", _name, ""), code=read("code", code_of, ""), happened_on=read("date", day_of, None),
        status=read("status", lambda value: _status(value, approval_counts), "done"),
        remark=read("remark", lambda value: text_of(value)[:200], ""),
    )  # fmt: skip
    state = (
        None
        if text_of(_at(cells, columns, "status")) or len(row.remark) > 6
        else status_of(row.remark, approval_counts=approval_counts)
    )
    # 在建 or 已申报 among the remarks says that it is not done, whether or not there is a column to say so.
    return (replace(row, status=state) if state in ("in-progress", "applied") else row), problems


def _at(cells: Sequence[Any], columns: Mapping[str, int], name: str) -> Any:
    place = columns.get(name)
    return cells[place] if place is not None and place < len(cells) else None


def _name(value: Any) -> str:
    text = _NUMBERED.sub("", text_of(value))
    if len(text) > 200:
        raise BadCell(_("名称超过 200 字。请只填全称，其余写入备注。"))
    return text


def _status(value: Any, approval_counts: bool) -> str:
    found = status_of(text_of(value), approval_counts=approval_counts)
    if found is None:
        raise BadCell(_("认不出状态“%(text)s”。请填 已完成、在办 或 已申报。") % {"text": text_of(value)[:30]})
    return found


def _is_doubled(head: Sequence[Any]) -> bool:
    """The same heads stand twice side by side: two lists on one sheet."""
    words = [_BRACKETS.sub("", fold(text_of(cell))) for cell in head]
    twice = {field_of(text_of(cell)) for cell, word in zip(head, words, strict=True) if word and words.count(word) > 1}
    return {"name", "code"} <= twice or {"name", "date"} <= twice


def _is_aside(row: Sequence[Any]) -> bool:
    """A row of sums, or a note below the list: no thing that could count."""
    texts = [text for cell in row if (text := text_of(cell))]
    return bool(texts) and (
        bool(_SUM.fullmatch(fold(re.sub(r"\s", "", texts[0])))) or bool(_NOTE.match(fold(texts[0])))
    )


def _filled(row: Sequence[Any]) -> bool:
    return any(value is not None and str(value).strip() for value in row)


def field_of(head: Any) -> str | None:
    """Which field a head names; None for a text that is no head."""
    if not isinstance(head, str) or not head.strip() or len(head) > 30:
        return None
    word = _BRACKETS.sub("", fold(head))
    for name, words in HEADS.items():
        if word in words or (name != "serial" and word.endswith(words)):
            return name
    return None


def _head(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row that names the columns, and which field stands where."""
    for number, row in enumerate(grid[:HEAD_WITHIN]):
        found: dict[str, int] = {}
        filled = 0
        for place, value in enumerate(row):
            filled += bool(isinstance(value, str) and value.strip())
            name = field_of(value)
            if name is not None and name not in found:
                found[name] = place
        found.pop("serial", None)
        # A company called …企业 in the first column is no head; two known heads are, or the only cell of the row.
        if "name" in found and (
            len(found) >= 2 or (filled <= 2 and _BRACKETS.sub("", fold(row[found["name"]])) in HEADS["name"])
        ):
            return number, found
    return None


def _guessed(grid: Grid) -> dict[str, int]:
    """The fields of a roster without heads, by what most of its cells are."""
    body = [row for row in grid if _filled(row)][:200]
    found: dict[str, int] = {}
    rest = []
    for place in range(max(map(len, body), default=0)):
        values = [row[place] for row in body if place < len(row) and text_of(row[place])]
        kind = _kind(values, first=place == 0)
        if kind and kind not in found:
            found[kind] = place
        elif kind != "serial":
            rest.append(place)
    found.pop("serial", None)
    # Certificates are numbered in words too (某品〔2025〕第12号): what has figures and stands behind the name is the code.
    order = ["name", "code", "remark"] if _numbered(body, rest[1:2]) else ["name", "remark", "code"]
    for name, place in zip((name for name in order if name not in found), rest, strict=False):
        found[name] = place
    return found


def _numbered(body: Grid, places: Sequence[int]) -> bool:
    """Does most of this column hold short texts with a figure in them?"""
    texts = [text_of(row[place]) for place in places for row in body if place < len(row)]
    return sum(len(text) <= 60 and any(sign.isdigit() for sign in text) for text in texts) > len(texts) / 2


def _kind(values: Sequence[Any], *, first: bool) -> str:
    if not values:
        return "empty"
    texts = [fold(text_of(value)) for value in values]
    half = len(values) / 2
    if first and all(text.isdigit() and len(text) <= 5 for text in texts):
        return "serial"
    if sum(_is_day(value) for value in values) > half:
        return "date"
    if sum(bool(text) and status_of(text, approval_counts=True) is not None for text in texts) > half:
        return "status"
    return "code" if sum(bool(_MIXED.fullmatch(text)) for text in texts) > half else ""


def _is_day(value: Any) -> bool:
    try:
        return day_of(value) is not None
    except BadCell:
        return False


def as_text(rows: Sequence[Row]) -> str:
    """Rows as they can be pasted again, with heads."""
    words = {"done": "已完成", "in-progress": "在办", "applied": "已申报"}
    lines = ["\t".join(("名称", "统一社会信用代码或证书编号", "日期", "状态", "备注"))]
    lines += [
        "\t".join(
            (row.name, row.code, row.happened_on.isoformat() if row.happened_on else "", words[row.status], row.remark)
        )
        for row in rows
    ]
    return "\n".join(lines) if rows else ""
