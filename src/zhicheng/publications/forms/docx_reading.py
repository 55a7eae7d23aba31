"""A superior's blank Word table, inside the reading child: its cells with their count in the document.

Tables inside other tables are tables of their own here, because their cells can be filled by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhicheng.core.intake.archive import Package, whole
from zhicheng.core.intake.limits import Limits
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
)
from zhicheng.publications.forms.sheet import Box, FormFile, FormSheet, Place

_LEAD = 6


def read_document(path: Path, limits: Limits) -> FormFile:
    """The document's tables. Raises Refused."""
    package = Package(path, limits)
    part = document_part(package)
    root = package.tree(part)
    body = next((child for child in root if local_name(child) == "body"), None)
    if body is None:
        raise Refused("damaged")
    # Elements are the same objects only as long as somebody holds them: the keys of this table do.
    reader = _Reader(part, limits, {cell: number for number, cell in enumerate(root.iter("{*}tc"))})
    reader.walk(body)
    if not reader.sheets:
        raise Refused("blank")
    return FormFile("docx", tuple(reader.sheets), (*package.remarks, *_remarks(package, part)))


def document_part(package: Package) -> str:
    """The part with the text."""
    return next((t for t in package.relations("").values() if t.lower().endswith("document.xml")), "word/document.xml")


def _remarks(package: Package, part: str) -> list[str]:
    found = []
    settings = next((t for t in package.relations(part).values() if t.lower().endswith("settings.xml")), "")
    if settings in package:
        protection = child_of(package.tree(settings), "documentProtection")
        if protection is not None and is_on_text(attribute(protection, "enforcement")):
            found.append("structure-locked")
    stories = [part, *(t for t in package.relations(part).values() if "footer" in t.lower() or "header" in t.lower())]
    if any(
        b"NUMPAGES" in package.part(each) or b"SECTIONPAGES" in package.part(each)
        for each in stories
        if each in package
    ):
        found.append("pages-counted")
    return found


def is_on_text(value: str | None) -> bool:
    """An attribute that says yes."""
    return (value or "").lower() in ("1", "true", "on")


@dataclass
class _Reader:
    part: str
    limits: Limits
    places: dict[Any, int]
    sheets: list[FormSheet] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    cells: int = 0

    def walk(self, container: Any) -> None:
        """Paragraphs and tables in reading order."""
        for element in paragraphs_and_tables(container):
            if local_name(element) == "p":
                text = paragraph_text(element)
                if text:
                    self.said.append(text)
            else:
                lead, self.said = tuple(self.said[-_LEAD:]), []
                self._table(element, lead)

    def _table(self, table: Any, lead: tuple[str, ...]) -> None:
        boxes: dict[Place, Box] = {}
        merges: list[tuple[int, int, int, int]] = []
        above: dict[int, tuple[int, int]] = {}
        hidden, inner = set(), []
        rows = rows_of(table)
        if len(rows) > self.limits.rows:
            raise Refused("too-many-rows", limit=self.limits.rows)
        place = len(self.sheets)
        self.sheets.append(FormSheet(""))
        width = 0
        for number, row in enumerate(rows):
            properties = child_of(row, "trPr")
            if is_on(properties, "hidden"):
                hidden.add(number)
            column = min(max(0, whole(attribute(child_of(properties, "gridBefore"), "val"))), self.limits.columns)
            for item in cells_of(row):
                span = max(1, whole(attribute(child_of(child_of(item, "tcPr"), "gridSpan"), "val"), 1))
                self._check(column, span)
                if not self._goes_on(item, column, above, number, merges, span):
                    nested = [each for each in paragraphs_and_tables(item) if local_name(each) == "tbl"]
                    inner += nested
                    text = cell_text(item)
                    boxes[number, column] = Box(
                        number, column, text, place=self.places.get(item, -1), nested=bool(nested),
                        locked=child_of(item, "sdt") is not None,
                    )  # fmt: skip
                column += span
            width = max(width, column)
        self._close(above, merges, len(rows))
        self.sheets[place] = FormSheet(
            f"表{place + 1}", self.part, boxes, tuple(merges), hidden_rows=frozenset(hidden), height=len(rows),
            width=width, lead=lead,
        )  # fmt: skip
        for each in inner:
            self._table(each, ())

    def _check(self, column: int, span: int) -> None:
        self.cells += span
        if column + span > self.limits.columns:
            raise Refused("too-many-columns", limit=self.limits.columns)
        if self.cells > self.limits.cells:
            raise Refused("too-many-cells")

    @staticmethod
    def _goes_on(
        item: Any, column: int, above: dict[int, tuple[int, int]], row: int,
        merges: list[tuple[int, int, int, int]], span: int,
    ) -> bool:  # fmt: skip
        """Does the cell continue the one above it? Otherwise what came down to here ends."""
        merge = child_of(child_of(item, "tcPr"), "vMerge")
        if merge is not None and (attribute(merge, "val") or "continue") == "continue" and column in above:
            return True
        for start in [each for each in above if column <= each < column + span]:
            top, wide = above.pop(start)
            if row - 1 > top or wide > 1:
                merges.append((top, start, row - 1, start + wide - 1))
        if merge is not None:
            above[column] = (row, span)
        elif span > 1:
            merges.append((row, column, row, column + span - 1))
        return False

    @staticmethod
    def _close(above: dict[int, tuple[int, int]], merges: list[tuple[int, int, int, int]], end: int) -> None:
        for start, (top, wide) in above.items():
            if end - 1 > top or wide > 1:
                merges.append((top, start, end - 1, start + wide - 1))


def cell_text(item: Any) -> str:
    """The words of a cell, without those of tables inside it."""
    return "\n".join(
        text for each in paragraphs_and_tables(item) if local_name(each) == "p" and (text := paragraph_text(each))
    )


def paragraph_text(element: Any) -> str:
    """The words of a paragraph that stand: no deletions, nothing hidden."""
    pieces: list[str] = []
    _gather(element, pieces)
    return "".join(sign for sign in "".join(pieces) if sign.isprintable() or sign in "\n\t\u3000\xa0").strip()


def _gather(element: Any, pieces: list[str]) -> None:
    for child in element:
        local = local_name(child)
        if local in GONE or local in ("pPr", "rPr", "txbxContent", "tbl", "Fallback"):
            continue
        if local == "t":
            pieces.append(child.text or "")
        elif local in ("tab", "br", "cr"):
            pieces.append("\n" if local != "tab" else "\t")
        elif local == "r" and is_on(child_of(child, "rPr"), "vanish"):
            continue
        else:
            _gather(child, pieces)
