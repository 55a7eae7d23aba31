"""A Word document's paragraphs and tables, inside the child: insertions read, deletions apart, numbers counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhicheng.core.intake.archive import Package, whole
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.model import EMPTY, Block, Cell, Document, Sheet, document_to_plain
from zhicheng.core.intake.numbering import Numbering
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.intake.workbook import spread_merges

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
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
_GONE = {"del", "moveFrom"}


def read(path: Path, limits: Limits) -> Any:
    """The document as plain JSON values."""
    return document_to_plain(read_document(path, limits))


def read_document(path: Path, limits: Limits) -> Document:
    """The document. Raises Refused."""
    package = Package(path, limits)
    part = next((t for t in package.relations("").values() if t.lower().endswith("document.xml")), "word/document.xml")
    root = package.tree(part)
    body = next((child for child in root if _local(child) == "body"), None)
    if body is None:
        raise Refused("damaged")
    numbering_part = next((t for t in package.relations(part).values() if t.lower().endswith("numbering.xml")), "")
    styles_part = next((t for t in package.relations(part).values() if t.lower().endswith("styles.xml")), "")
    numbering = Numbering(
        package.tree(numbering_part) if numbering_part in package else None,
        package.tree(styles_part) if styles_part in package else None,
    )
    reader = _Reader(numbering, limits)
    reader.walk(body)
    return Document(tuple(reader.blocks), package.remarks)


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _child(element: Any, name: str) -> Any:
    return next((child for child in element if _local(child) == name), None) if element is not None else None


def _attribute(element: Any, name: str) -> str | None:
    if element is None:
        return None
    return element.get(_W + name) or element.get(_STRICT + name)


def _on(properties: Any, name: str) -> bool:
    element = _child(properties, name)
    return element is not None and (_attribute(element, "val") or "1").lower() not in ("0", "false", "off", "none")


@dataclass
class _Words:
    """Text of a paragraph or cell, sorted by whether it stands."""

    kept: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    nested: bool = False

    def gather(self, element: Any, *, gone: bool = False) -> None:
        """Everything readable below a paragraph or run container."""
        for child in element:
            local = _local(child)
            if local in _GONE:
                self.gather(child, gone=True)
            elif local == "r":
                self._run(child, gone=gone)
            elif local in _CONTAINERS:
                self.gather(child, gone=gone)
            elif local == "AlternateContent":
                choice = _child(child, "Choice")
                if choice is not None:
                    self.gather(choice, gone=gone)

    def _run(self, run: Any, *, gone: bool) -> None:
        properties = _child(run, "rPr")
        text = "".join(_run_text(run))
        if gone:
            self.deleted.append(text)
        elif _on(properties, "vanish"):
            self.hidden.append(text)
        elif _on(properties, "strike") or _on(properties, "dstrike"):
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
        local = _local(child)
        if local in ("t", "delText"):
            parts.append(child.text or "")
        elif local in ("tab", "ptab"):
            parts.append("\t")
        elif local in ("br", "cr"):
            parts.append("\n")
        elif local == "noBreakHyphen":
            parts.append("-")
        elif local == "sym":
            parts.append(_symbol(_attribute(child, "char")))
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
    blocks: list[Block] = field(default_factory=list)
    cells: int = 0
    tables: int = 0

    def walk(self, body: Any) -> None:
        """Paragraphs and tables of the body, also inside content controls and insertions."""
        for element in body:
            local = _local(element)
            if local == "p":
                words = _Words()
                words.gather(element)
                number = self.numbering.label(element)
                text, struck = words.text, _tidy("".join(words.struck))
                if text or struck or words.deleted:
                    whole = bool(struck) and not text
                    self.blocks.append(Block(struck if whole else text, number, whole, _tidy("".join(words.deleted))))
            elif local == "tbl":
                self.tables += 1
                self.blocks.append(Block(table=self._table(element, name=f"表{self.tables}")))
            elif local in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
                self.walk(element)

    def _table(self, table: Any, *, name: str) -> Sheet:
        grid: list[list[Cell]] = []
        merges: list[tuple[int, int, int, int]] = []
        open_merges: dict[int, tuple[int, int]] = {}
        deleted: set[int] = set()
        hidden: set[int] = set()
        nested = False
        for number, row in enumerate(_rows(table)):
            if number >= self.limits.rows:
                raise Refused("too-many-rows", limit=self.limits.rows)
            properties = _child(row, "trPr")
            if _child(properties, "del") is not None:
                deleted.add(number)
            if _on(properties, "hidden"):
                hidden.add(number)
            line: list[Cell] = []
            skipped = _attribute(_child(properties, "gridBefore"), "val")
            line.extend([EMPTY] * min(max(0, whole(skipped)), self.limits.columns))
            for item in _cells(row):
                nested |= self._place(item, line, grid, merges, open_merges, number)
            grid.append(line)
        self._close(open_merges, merges, len(grid))
        spread_merges(grid, merges, columns=self.limits.columns)
        return Sheet(
            name, tuple(tuple(row) for row in grid), merges=tuple(merges), hidden_rows=frozenset(hidden),
            deleted_rows=frozenset(deleted), has_nested=nested,
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
        properties = _child(item, "tcPr")
        span_text = _attribute(_child(properties, "gridSpan"), "val") or "1"
        span = max(1, whole(span_text, 1))
        column = len(line)
        if column + span > self.limits.columns:
            raise Refused("too-many-columns", limit=self.limits.columns)
        self.cells += span
        if self.cells > self.limits.cells:
            raise Refused("too-many-cells")
        merge = _child(properties, "vMerge")
        going_on = merge is not None and (_attribute(merge, "val") or "continue") == "continue"
        if going_on and column in open_merges:
            line.extend([EMPTY] * span)
            return False
        self._close({column: open_merges.pop(column)} if column in open_merges else {}, merges, row)
        words = self._cell_words(item)
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
        for element in _flat(item):
            if _local(element) == "tbl":
                words.nested = True
                for row in _rows(element):
                    inner = [self._cell_words(cell).text for cell in _cells(row)]
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


def _flat(container: Any) -> list[Any]:
    found = []
    for element in container:
        local = _local(element)
        if local in ("p", "tbl"):
            found.append(element)
        elif local in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            found.extend(_flat(element))
    return found


def _named(container: Any, name: str) -> list[Any]:
    found = []
    for element in container:
        local = _local(element)
        if local == name:
            found.append(element)
        elif local in ("sdt", "sdtContent", "ins", "customXml"):
            found.extend(_named(element, name))
    return found


def _rows(table: Any) -> list[Any]:
    return _named(table, "tr")


def _cells(row: Any) -> list[Any]:
    return _named(row, "tc")
