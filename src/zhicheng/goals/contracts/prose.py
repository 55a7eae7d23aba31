"""Documents without a table: headings （一）, numbered tasks, units in brackets behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from zhicheng.core.intake import Block, Cell, Document, Sheet
from zhicheng.goals.contracts import lines as kinds
from zhicheng.goals.contracts import organisations, units_behind
from zhicheng.goals.contracts.columns import Column, Head
from zhicheng.goals.contracts.results import Preview, TaskRow
from zhicheng.goals.contracts.said import Said, say
from zhicheng.goals.contracts.standing import Context
from zhicheng.goals.contracts.tables import TableReader

NAME = "正文"
_BEHIND = re.compile(
    r"[（(〔【\[][^（(）)]*(?:[（(][^（()）]*[)）][^（(）)]*)*(?:牵头|责任单位|责任部门|负责|主办|配合|按职责)[^（(）)]*(?:[（(][^（()）]*[)）][^（(）)]*)*[)）〕】\]][。；;]?\s*$"
)
_LABEL = re.compile(r"^[（(]?(?:牵头|责任|主办|配合|协办|参与)(?:单位|部门)\s*[:：]|^[（(]?完成(?:时限|时间)\s*[:：]")


def headings_after(
    headings: list[tuple[int, str, organisations.Units]], block: Block
) -> list[tuple[int, str, organisations.Units]]:
    """The headings that hold after a paragraph: a numbered short line opens one."""
    text = _full(block)
    if len(text) > 50 or not re.match(
        r"第[一二三四五六七八九十]+[部章编]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]", text
    ):
        return headings
    level = kinds.heading_level(text)
    rest, units = units_behind.take_units_behind(text, alone=False)
    return [entry for entry in headings if entry[0] < level] + [(level, rest, units)]


def _full(block: Block) -> str:
    return f"{block.number}{block.text}" if block.number else block.text


@dataclass
class _Lines:
    """Paragraphs as rows of a table with one column, so that one reader serves both."""

    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add(self, cell: Cell, number: int, *, heading: bool) -> None:
        if heading:
            self.merges.append((len(self.rows), 0, len(self.rows), 2))
            self.rows.append((cell, Cell(cell.value, cell.text, merged_from=(len(self.rows), 0)), Cell()))
        else:
            self.rows.append((Cell(), cell, Cell()))
        self.numbers.append(number)


def tasks_of(document: Document, context: Context) -> tuple[list[TaskRow], Preview]:
    """The tasks that a document's paragraphs state: those with their units behind them."""
    lines = _Lines()
    for number, block in enumerate(document.blocks, start=1):
        text = _full(block)
        if block.table is not None or not text.strip():
            continue
        cell = Cell(text, text, struck=block.struck, deleted=block.deleted)
        if _LABEL.match(text) and lines.rows and not lines.rows[-1][1].empty:
            before = lines.rows[-1][1]
            joined = f"{before.text}\n{text}"
            lines.rows[-1] = (Cell(), Cell(joined, joined, struck=before.struck, deleted=before.deleted), Cell())
        elif _BEHIND.search(text) and (kinds.take_number(text)[0] or len(text) > 30) and not _is_section(text):
            lines.add(cell, number, heading=False)
        elif kinds.heading_level(text) < 3 and len(text) <= 60:
            lines.add(cell, number, heading=True)
        elif kinds.take_number(text)[0]:
            lines.add(cell, number, heading=False)
    kept = [row for row in lines.rows if not row[1].empty]
    preview = Preview(NAME, tuple((_full(block),) for block in document.blocks if block.table is None))
    if not any(units_behind.take_units_behind(row[1].text, alone=False)[1].named for row in kept):
        context.desk.ask("sheet", say("no-prose"), (), sheet=NAME)
        return [], preview
    sheet = Sheet(NAME, tuple(lines.rows), merges=tuple(lines.merges))
    head = Head(-1, -1, [Column(0, "no"), Column(1, "task", ("任务",)), Column(2)])
    reader = _ProseReader(sheet, head, range(len(lines.rows)), context, letters=lambda _column: "")
    reader.paragraphs = lines.numbers
    found = reader.tasks()
    return found, preview


def _is_section(text: str) -> bool:
    return kinds.heading_level(text) < 3 and len(units_behind.take_units_behind(text, alone=False)[0]) <= 20


class _ProseReader(TableReader):
    """A table reader whose rows are paragraphs."""

    paragraphs: list[int]

    def ask(
        self, name: str, said: Said, proposals: tuple[str, ...] = (), *, row: int | None, column: Column | None = None
    ) -> str | None:
        """A question at a paragraph."""
        if row in self.waiting:
            return None
        number = None if row is None else self.paragraphs[row]
        return self.context.desk.ask(name, said, proposals, sheet=NAME, row=number)
