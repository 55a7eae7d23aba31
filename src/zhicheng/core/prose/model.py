"""A text with its blocks: one string, and for each stretch of it what it was in the file and where it stands there."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from zhicheng.core.prose.text_tables import runs

PARAGRAPH, HEADING, CELL, NOTE = "paragraph", "heading", "cell", "note"


Remark = tuple[int, int, str, str]
"""From and to which character, whose remark, and what it says."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text: a paragraph, a heading, a footnote, or a cell of a table.

    `start` and `end` count characters of the whole text, end exclusive. `table`, `row` and `column` count from 0 and
    are given for cells only; `rows` and `columns` say over how many a merged cell reaches. `where` is what a person
    looks for in the file: "第 3 段", "表 2 第 4 行第 3 列", "工作表“汇总” C5", "第 2 页". `revised` says that the stretch
    holds tracked changes; it is read as if they were accepted.
    """

    kind: str
    start: int
    end: int
    where: str = ""
    table: int | None = None
    row: int | None = None
    column: int | None = None
    rows: int = 1
    columns: int = 1
    revised: bool = False


@dataclass(frozen=True)
class Prose:
    """A text as it was read. `kind` is the file's kind ("docx", "pdf", "html", "txt", "xlsx"), "" for a bare string.

    The text of a txt file is the file, character for character, line ends included. Blocks stand in the order of the
    text and never overlap; what lies between them are line ends, cell ends and Word's automatic numbers, which nobody
    has typed. The text of a csv file is the file too, its cells without their quotes. `remarks` are sentences about the reading itself (pages without text, hidden rows left out).
    """

    text: str
    blocks: tuple[Block, ...]
    kind: str = ""
    name: str = ""
    remarks: tuple[str, ...] = field(default=())

    @cached_property
    def _starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def place_of(self, position: int) -> int:
        """The number of the last block that begins at or before a position; -1 where there is none."""
        return bisect_right(self._starts, position) - 1

    def block_at(self, position: int) -> Block | None:
        """The block that holds a character of the text; None between two blocks."""
        place = self.place_of(position)
        if place < 0 or position >= self.blocks[place].end:
            return None
        return self.blocks[place]

    def label_before(self, place: int) -> str:
        """The automatic number that Word shows before a block, which is no part of it; "" for most."""
        if self.kind != "docx":
            return ""
        after = self.blocks[place - 1].end if place else 0
        between = self.text[after : self.blocks[place].start]
        return between.rpartition("\n")[2].rpartition("\t")[2]

    def tables(self) -> Iterator[tuple[int, list[Block]]]:
        """Each table's number with its cells in reading order."""
        found: dict[int, list[Block]] = {}
        for block in self.blocks:
            if block.table is not None:
                found.setdefault(block.table, []).append(block)
        yield from found.items()


_LINE_ENDS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"


def plain_prose(text: str, *, kind: str = "", name: str = "") -> Prose:
    """A bare string as a text: each line that is not empty is a paragraph, lines that form a table are its cells."""
    lines: list[tuple[int, str]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        lines.append((start, line.rstrip(_LINE_ENDS)))
        start += len(line)
    blocks: list[Block] = []
    done = 0
    for number, (first, end, rows) in enumerate(runs(lines)):
        blocks += _paragraphs(lines[done:first], len(blocks))
        blocks += _cells(number, rows)
        done = end
    blocks += _paragraphs(lines[done:], len(blocks))
    return Prose(text, tuple(blocks), kind=kind, name=name)


def _paragraphs(lines: Sequence[tuple[int, str]], before: int) -> list[Block]:
    told = [(start, words) for start, words in lines if words.strip()]
    return [
        Block(PARAGRAPH, start, start + len(words), where=f"第 {place} 段")
        for place, (start, words) in enumerate(told, before + 1)
    ]


def _cells(number: int, rows: Sequence[Sequence[tuple[int, int]]]) -> list[Block]:
    return [
        Block(CELL, start, end, f"表 {number + 1} 第 {row + 1} 行第 {column + 1} 列", number, row, column)
        for row, cells in enumerate(rows)
        for column, (start, end) in enumerate(cells)
        if end > start
    ]


def print_of(text: str) -> str:
    """By which a text is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
