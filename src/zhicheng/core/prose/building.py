"""A text under construction: what the readers of all kinds write into, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.prose.model import CELL, Block, Prose
from zhicheng.core.prose.remarks import noted

_HAN = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201d\u2026\U00020000-\U0003ffff]"
)


def is_han(sign: str) -> bool:
    """A Chinese character, or a mark that is written between such."""
    return bool(_HAN.match(sign))


@dataclass(frozen=True)
class Laid:
    """A cell before it is written: its place in the table, how far it reaches, its words."""

    row: int
    column: int
    words: str
    rows: int = 1
    columns: int = 1
    where: str = ""
    revised: bool = False


class Spanning(Protocol):
    """Whatever has a place in a table."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def rows(self) -> int: ...
    @property
    def columns(self) -> int: ...


@dataclass
class Draft:
    """The text so far, its blocks, and sentences about the reading."""

    limits: Limits
    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    tables: int = 0
    cells: int = 0

    def write(self, words: str) -> int:
        """Add words as they are; the position at which they begin. Raises Refused where the text grows too long."""
        start = self.length
        if words:
            self.parts.append(words)
            self.length += len(words)
            if self.length > self.limits.characters:
                raise Refused("too-long", limit=self.limits.characters)
        return start

    def block(self, words: str, kind: str, *, where: str, before: str = "", revised: bool = False) -> None:
        """A whole block on a line of its own; blank words leave nothing."""
        if words.strip():
            self.write(before)
            start = self.write(words)
            self.blocks.append(Block(kind, start, self.length, where=where, revised=revised))
            self.write("\n")

    def new_table(self) -> int:
        """The number of the next table."""
        self.tables += 1
        return self.tables - 1

    def count_cell(self) -> None:
        """One cell more. Raises Refused where there are too many."""
        self.cells += 1
        if self.cells > self.limits.cells:
            raise Refused("too-many-cells")

    def table(self, cells: Iterable[Laid]) -> None:
        """A table's cells in reading order: tabs between cells, a line end after each row; empty cells are no blocks."""
        number, line = self.new_table(), None
        for cell in cells:
            self.count_cell()
            if line is not None:
                self.write("\n" if cell.row != line else "\t")
            line = cell.row
            if not cell.words.strip():
                continue
            start = self.write(cell.words)
            where = cell.where or f"表 {number + 1} 第 {cell.row + 1} 行第 {cell.column + 1} 列"
            self.blocks.append(
                Block(
                    CELL,
                    start,
                    self.length,
                    where,
                    number,
                    cell.row,
                    cell.column,
                    cell.rows,
                    cell.columns,
                    cell.revised,
                )
            )
        if line is not None:
            self.write("\n")

    def cell_block(self, start: int, number: int, cell: Spanning, *, where: str, revised: bool) -> None:
        """What was written since `start` is a cell; blank words leave nothing."""
        if "".join(self._since(start)).strip():
            self.blocks.append(
                Block(CELL, start, self.length, where, number, cell.row, cell.column, cell.rows, cell.columns, revised)
            )

    def _since(self, start: int) -> list[str]:
        found, length = [], self.length
        for part in reversed(self.parts):
            if length <= start:
                break
            found.append(part)
            length -= len(part)
        return found

    def remark(self, code: str, **facts: object) -> None:
        """Say something about the reading, once; `prose.remarks` has the sentence."""
        said = noted(code, **facts)
        if said not in self.remarks:
            self.remarks.append(said)

    def finished(self, *, kind: str, name: str) -> Prose:
        """The text. Raises Refused where it holds no words."""
        if not self.blocks:
            raise Refused("blank")
        text = "".join(self.parts).rstrip("\n")
        return Prose(text, tuple(self.blocks), kind, name, tuple(self.remarks))
