"""A roster as offices keep it: pasted from Excel, or a sheet of its own, with the heads in whatever words and script.

`read_roster` gives rows with a line each, and what cannot be read as problems of those lines. Where there is no head
the columns are told by what stands in them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.core.intake import read_rows
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
    sheets = [(title, rows) for title, rows in read_rows(source, name=name) if any(map(_filled, rows))]
    if not sheets:
        raise Unreadable(_("表“%(name)s”中没有内容。请核对后重新上传。"), name=name or source.name)
    title, rows = next(((t, r) for t, r in sheets if _head(r) is not None), sheets[0])
    return read_grid(rows, sheet=title, approval_counts=approval_counts)


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


def read_grid(grid: Grid, *, sheet: str = "", approval_counts: bool = False) -> Roster:
    """Read cells as a roster; empty rows are passed over. Raises: Unreadable (far too many rows)."""
    head = _head(grid)
    first, columns = (head[0] + 1, head[1]) if head else (0, _guessed(grid))
    body = [(number, row) for number, row in enumerate(grid) if number >= first and _filled(row)]
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
        places[line] = number + 1
    return Roster(rows, problems, {name: place + 1 for name, place in columns.items()}, places, sheet)


def read_row(
    line: int, cells: Sequence[Any], columns: Mapping[str, int], *, approval_counts: bool
) -> tuple[Row, list[Problem]]:
    """One row by the places of its fields (from 0), with what is wrong in it."""
    problems: list[Problem] = []

    def read(name: str, reader: Callable[[Any], Any], otherwise: Any) -> Any:
        place = columns.get(name)
        value = cells[place] if place is not None and place < len(cells) else None
        try:
            return reader(value)
        except BadCell as bad:
            problems.append(Problem(line, name, str(bad)))
            return otherwise

    row = Row(
        line=line, name=read("name", _name, ""), code=read("code", code_of, ""), happened_on=read("date", day_of, None),
        status=read("status", lambda value: _status(value, approval_counts), "done"),
        remark=read("remark", lambda value: text_of(value)[:200], ""),
    )  # fmt: skip
    return row, problems


def _name(value: Any) -> str:
    text = text_of(value)
    if len(text) > 200:
        raise BadCell(_("名称超过 200 字。请只填全称，其余写入备注。"))
    return text


def _status(value: Any, approval_counts: bool) -> str:
    found = status_of(text_of(value), approval_counts=approval_counts)
    if found is None:
        raise BadCell(_("认不出状态“%(text)s”。请填 已完成、在办 或 已申报。") % {"text": text_of(value)[:30]})
    return found


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
