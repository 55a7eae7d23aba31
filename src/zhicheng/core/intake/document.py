"""A Word document's paragraphs and tables, inside the child: insertions read, deletions apart, numbers counted.

Text boxes are read once, behind the paragraph or table that holds their anchor, though Word writes most of them twice
(mc:Choice for itself, mc:Fallback for old readers). A table that only frames others counts for nothing: what stands in
its cells is read as if it stood in the body.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhicheng.core.intake.archive import Package, whole
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.model import EMPTY, Block, Cell, Document, Sheet, document_to_plain
from zhicheng.core.intake.numbering import Numbering
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.intake.word_elements import (
    GONE,
    attribute,
    cells_of,
    child_of,
    is_on,
    local_name,
    paragraphs_and_tables,
    rows_of,
    text_boxes,
)
from zhicheng.core.intake.workbook import spread_merges

_CONTAINERS = {
    "ins",
    "moveTo",
    "sdt",
    "sdtContent",
    "hyperlink",
    "smartTag",
    "fldSimple",
    "customXml",
    "r",
    "dir",
    "bdo",
}


def read(path: Path, limits: Limits) -> Any:
    """The document as plain JSON values."""
    return document_to_plain(read_document(path, limits))


def read_document(path: Path, limits: Limits) -> Document:
    """The document. Raises Refused."""
    package = Package(path, limits)
    part = next((t for t in package.relations("").values() if t.lower().endswith("document.xml")), "word/document.xml")
    root = package.tree(part)
    body = next((child for child in root if local_name(child) == "body"), None)
    if body is None:
        raise Refused("damaged")
    numbering_part = next((t for t in package.relations(part).values() if t.lower().endswith("numbering.xml")), "")
    styles_part = next((t for t in package.relations(part).values() if t.lower().endswith("styles.xml")), "")
    numbering = Numbering(
        package.tree(numbering_part) if numbering_part in package else None,
        package.tree(styles_part) if styles_part in package else None,
    )
    comments_part = next((t for t in package.relations(part).values() if t.lower().endswith("/comments.xml")), "")
    comments = _comments(package.tree(comments_part)) if comments_part in package else {}
    reader = _Reader(numbering, limits, comments)
    reader.walk(body)
    return Document(tuple(reader.blocks), package.remarks)


def _comments(tree: Any) -> dict[str, str]:
    """What readers noted, by the number with which the text refers to it."""
    found = {}
    for item in tree:
        words = _Words()
        for paragraph in paragraphs_and_tables(item):
            words.gather(paragraph)
        found[attribute(item, "id") or ""] = words.text[:1000]
    return found


@dataclass
class _Words:
    """Text of a paragraph or cell, sorted by whether it stands."""

    kept: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    nested: bool = False

    def gather(self, element: Any, *, gone: bool = False) -> None:
        """Everything readable below a paragraph or run container."""
        for child in element:
            local = local_name(child)
            if local in GONE:
                self.gather(child, gone=True)
            elif local == "r":
                self._run(child, gone=gone)
            elif local in _CONTAINERS:
                self.gather(child, gone=gone)
            elif local == "AlternateContent":
                choice = child_of(child, "Choice")
                if choice is not None:
                    self.gather(choice, gone=gone)

    def _run(self, run: Any, *, gone: bool) -> None:
        properties = child_of(run, "rPr")
        mark = child_of(run, "commentReference")
        if mark is not None:
            self.comments.append(attribute(mark, "id") or "")
        text = "".join(_run_text(run))
        if gone:
            self.deleted.append(text)
        elif is_on(properties, "vanish"):
            self.hidden.append(text)
        elif is_on(properties, "strike") or is_on(properties, "dstrike"):
            self.struck.append(text)
        else:
            self.kept.append(text)

    @property
    def text(self) -> str:
        return _tidy("".join(self.kept))

    def cell(self) -> Cell:
        text, struck = self.text, _tidy("".join(self.struck))
        deleted, hidden = _tidy("".join(self.deleted)), _tidy("".join(self.hidden))
        if not (text or struck or deleted or hidden):
            return EMPTY
        if struck and not text:
            return Cell(struck, struck, struck=True, deleted=deleted, hidden_text=hidden)
        return Cell(text or None, text, struck_text=struck, deleted=deleted, hidden_text=hidden)


def _run_text(run: Any) -> list[str]:
    parts = []
    for child in run:
        local = local_name(child)
        if local in ("t", "delText"):
            parts.append(child.text or "")
        elif local in ("tab", "ptab"):
            parts.append("\t")
        elif local in ("br", "cr"):
            parts.append("\n")
        elif local == "noBreakHyphen":
            parts.append("-")
        elif local == "sym":
            parts.append(_symbol(attribute(child, "char")))
    return parts


def _symbol(code: str | None) -> str:
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    # Ticks and boxes of Wingdings, which lie in the private area.
    return {0xF0FC: "√", 0xF0FE: "√", 0xF052: "√", 0xF0FB: "×"}.get(number, chr(number) if number < 0xE000 else "")


def _tidy(text: str) -> str:
    shown = "".join(sign for sign in text if sign.isprintable() or sign in "\n\t\u3000\xa0")
    return shown.strip(" \n\t\u3000\xa0")


@dataclass
class _Reader:
    numbering: Numbering
    limits: Limits
    comments: dict[str, str] = field(default_factory=dict)
    noted: list[tuple[int, int, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    cells: int = 0
    tables: int = 0

    def walk(self, body: Any) -> None:
        """Paragraphs and tables of the body, also inside content controls and insertions."""
        for element in body:
            local = local_name(element)
            if local == "p":
                words = _Words()
                words.gather(element)
                number = self.numbering.label(element)
                text, struck = words.text, _tidy("".join(words.struck))
                if text or struck or words.deleted:
                    whole = bool(struck) and not text
                    self.blocks.append(Block(struck if whole else text, number, whole, _tidy("".join(words.deleted))))
                self._walk_boxes(element)
            elif local == "tbl" and _is_frame(element):
                for row in rows_of(element):
                    for cell in cells_of(row):
                        self.walk(cell)
            elif local == "tbl":
                self.tables += 1
                self.blocks.append(Block(table=self._table(element, name=f"表{self.tables}")))
                self._walk_boxes(element)
            elif local in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
                self.walk(element)

    def _walk_boxes(self, element: Any) -> None:
        for box in text_boxes(element):
            self.walk(box)

    def _table(self, table: Any, *, name: str) -> Sheet:
        grid: list[list[Cell]] = []
        merges: list[tuple[int, int, int, int]] = []
        open_merges: dict[int, tuple[int, int]] = {}
        deleted: set[int] = set()
        hidden: set[int] = set()
        nested = False
        self.noted = []
        for number, row in enumerate(rows_of(table)):
            if number >= self.limits.rows:
                raise Refused("too-many-rows", limit=self.limits.rows)
            properties = child_of(row, "trPr")
            if child_of(properties, "del") is not None:
                deleted.add(number)
            if is_on(properties, "hidden"):
                hidden.add(number)
            line: list[Cell] = []
            skipped = attribute(child_of(properties, "gridBefore"), "val")
            line.extend([EMPTY] * min(max(0, whole(skipped)), self.limits.columns))
            for item in cells_of(row):
                nested |= self._place(item, line, grid, merges, open_merges, number)
            grid.append(line)
        self._close(open_merges, merges, len(grid))
        spread_merges(grid, merges, columns=self.limits.columns)
        return Sheet(
            name, tuple(tuple(row) for row in grid), merges=tuple(merges), hidden_rows=frozenset(hidden),
            deleted_rows=frozenset(deleted), has_nested=nested, comments=tuple(self.noted),
        )  # fmt: skip

    def _place(
        self,
        item: Any,
        line: list[Cell],
        grid: list[list[Cell]],
        merges: list[tuple[int, int, int, int]],
        open_merges: dict[int, tuple[int, int]],
        row: int,
    ) -> bool:
        properties = child_of(item, "tcPr")
        span_text = attribute(child_of(properties, "gridSpan"), "val") or "1"
        span = max(1, whole(span_text, 1))
        column = len(line)
        if column + span > self.limits.columns:
            raise Refused("too-many-columns", limit=self.limits.columns)
        self.cells += span
        if self.cells > self.limits.cells:
            raise Refused("too-many-cells")
        merge = child_of(properties, "vMerge")
        going_on = merge is not None and (attribute(merge, "val") or "continue") == "continue"
        if going_on and column in open_merges:
            line.extend([EMPTY] * span)
            return False
        # A wide cell ends every merge that came down to it, not only the one at its first column.
        ended = [open_column for open_column in open_merges if column <= open_column < column + span]
        self._close({ended_column: open_merges.pop(ended_column) for ended_column in ended}, merges, row)
        words = self._cell_words(item)
        self.noted.extend((row, column, text) for number in words.comments if (text := self.comments.get(number)))
        cell = words.cell()
        line.extend([cell] + [EMPTY] * (span - 1))
        if merge is not None:
            open_merges[column] = (row, span)
        elif span > 1:
            merges.append((row, column, row, column + span - 1))
        return words.nested

    def _cell_words(self, item: Any) -> _Words:
        words = _Words()
        first = True
        for element in paragraphs_and_tables(item):
            if local_name(element) == "tbl":
                words.nested = True
                for row in rows_of(element):
                    inner = [self._cell_words(cell).text for cell in cells_of(row)]
                    words.kept.append("\n" + " ".join(inner))
                continue
            number = self.numbering.label(element)
            if not first:
                words.kept.append("\n")
            first = False
            words.kept.append(number)
            words.gather(element)
        return words

    @staticmethod
    def _close(open_merges: dict[int, tuple[int, int]], merges: list[tuple[int, int, int, int]], end: int) -> None:
        for column, (top, span) in open_merges.items():
            if end - 1 > top or span > 1:
                merges.append((top, column, end - 1, column + span - 1))


def _is_frame(table: Any) -> bool:
    """The table holds others and has no more than two cells with content in a row: it is there for the layout."""
    rows = [[paragraphs_and_tables(cell) for cell in cells_of(row)] for row in rows_of(table)]
    if not any(local_name(element) == "tbl" for row in rows for cell in row for element in cell):
        return False
    return all(sum(1 for cell in row if _has_content(cell)) <= 2 for row in rows)


def _has_content(elements: list[Any]) -> bool:
    if any(local_name(element) == "tbl" for element in elements):
        return True
    words = _Words()
    for element in elements:
        words.gather(element)
    return bool(words.text)
