"""What a file holds, as plain frozen values that travel from the child process as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

Value = None | str | int | float | bool | date


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the stored value, and the text as a person sees it.

    `text` leaves out words that are struck through when others in the cell are not; those stand in `struck_text`.
    `struck` says that the whole cell is struck. `deleted` holds words of a tracked deletion, `hidden_text` words
    that Word does not show. `merged_from` is the (row, column) of the cell that a merged area shows here, from 0.
    """

    value: Value = None
    text: str = ""
    number_format: str = ""
    formula: str = ""
    struck: bool = False
    struck_text: str = ""
    deleted: str = ""
    hidden_text: str = ""
    merged_from: tuple[int, int] | None = None

    @property
    def empty(self) -> bool:
        """Nothing to see in it."""
        return not self.text.strip() and not self.struck_text and not self.formula


EMPTY = Cell()


@dataclass(frozen=True)
class Sheet:
    """One sheet, or one table of a document; rows and columns count from 0.

    `merges` are (top, left, bottom, right), `comments` are (row, column, text) of what readers noted beside a cell.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...] = ()
    hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    deleted_rows: frozenset[int] = frozenset()
    widths: tuple[tuple[int, float], ...] = ()
    has_nested: bool = False
    since_1904: bool = False
    comments: tuple[tuple[int, int, str], ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """The cell, or an empty one outside the used area."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return EMPTY

    @cached_property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def empty(self) -> bool:
        """No cell holds anything."""
        return all(cell.empty for row in self.rows for cell in row)


@dataclass(frozen=True)
class Book:
    """The sheets of a file in their order; `remarks` name what was left aside (macros, links, objects)."""

    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Block:
    """A paragraph (with its automatic number) or a table of a document."""

    text: str = ""
    number: str = ""
    struck: bool = False
    deleted: str = ""
    table: Sheet | None = None


@dataclass(frozen=True)
class Document:
    """A document's paragraphs and tables in reading order."""

    blocks: tuple[Block, ...]
    remarks: tuple[str, ...] = ()

    @property
    def tables(self) -> Iterator[Sheet]:
        """Its tables, in order."""
        return (block.table for block in self.blocks if block.table is not None)


def column_letter(column: int) -> str:
    """The letter of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def json_safe(value: Value) -> Any:
    """A cell's value for JSON: dates as {"d": ISO}, everything else as it is."""
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value


def value_from_json(value: Any) -> Value:
    """The inverse of `json_safe`."""
    if isinstance(value, dict):
        moment = datetime.fromisoformat(value["d"])
        return moment if "T" in value["d"] else moment.date()
    plain: Value = value
    return plain


_CELL_FIELDS = ("text", "number_format", "formula", "struck", "struck_text", "deleted", "hidden_text")


def _cell_to_plain(cell: Cell) -> Any:
    if cell is EMPTY:
        return 0
    extra = {
        name: getattr(cell, name)
        for name in _CELL_FIELDS
        if getattr(cell, name) and not (name == "text" and cell.text == cell.value)
    }
    if cell.merged_from:
        extra["merged_from"] = cell.merged_from
    value = json_safe(cell.value)
    return [value, extra] if extra else [value]


def _cell_from_plain(plain: Any) -> Cell:
    if plain == 0:
        return EMPTY
    value = value_from_json(plain[0])
    extra = dict(plain[1]) if len(plain) > 1 else {}
    if "text" not in extra:
        extra["text"] = value if isinstance(value, str) else ""
    if "merged_from" in extra:
        extra["merged_from"] = tuple(extra["merged_from"])
    return Cell(value, **extra)


def sheet_to_plain(sheet: Sheet) -> dict[str, Any]:
    """A sheet as JSON."""
    return {
        "name": sheet.name,
        "rows": [[_cell_to_plain(cell) for cell in row] for row in sheet.rows],
        "hidden": sheet.hidden,
        "merges": sheet.merges,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "deleted_rows": sorted(sheet.deleted_rows),
        "widths": sheet.widths,
        "has_nested": sheet.has_nested,
        "since_1904": sheet.since_1904,
        "comments": sheet.comments,
    }


def sheet_from_plain(plain: dict[str, Any]) -> Sheet:
    """The inverse of `sheet_to_plain`."""
    return Sheet(
        name=plain["name"],
        rows=tuple(tuple(_cell_from_plain(cell) for cell in row) for row in plain["rows"]),
        hidden=plain["hidden"],
        merges=tuple((m[0], m[1], m[2], m[3]) for m in plain["merges"]),
        hidden_rows=frozenset(plain["hidden_rows"]),
        hidden_columns=frozenset(plain["hidden_columns"]),
        deleted_rows=frozenset(plain["deleted_rows"]),
        widths=tuple((w[0], w[1]) for w in plain["widths"]),
        has_nested=plain["has_nested"],
        since_1904=plain["since_1904"],
        comments=tuple((c[0], c[1], c[2]) for c in plain["comments"]),
    )


def book_to_plain(book: Book) -> dict[str, Any]:
    """A book as JSON."""
    return {"sheets": [sheet_to_plain(sheet) for sheet in book.sheets], "remarks": book.remarks}


def book_from_plain(plain: dict[str, Any]) -> Book:
    """The inverse of `book_to_plain`."""
    return Book(tuple(sheet_from_plain(sheet) for sheet in plain["sheets"]), tuple(plain["remarks"]))


def document_to_plain(document: Document) -> dict[str, Any]:
    """A document as JSON."""
    return {
        "blocks": [
            [block.text, block.number, block.struck, block.deleted, block.table and sheet_to_plain(block.table)]
            for block in document.blocks
        ],
        "remarks": document.remarks,
    }


def document_from_plain(plain: dict[str, Any]) -> Document:
    """The inverse of `document_to_plain`."""
    return Document(
        tuple(
            Block(text, number, struck, deleted, table and sheet_from_plain(table))
            for text, number, struck, deleted, table in plain["blocks"]
        ),
        tuple(plain["remarks"]),
    )
