"""The marked copy of a sheet that was refused, as an address from which the page lets it be downloaded."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from zhicheng.core.intake import Book, Limits, read_any, returned_copy
from zhicheng.core.refusal import Unreadable
from zhicheng.goals.contracts.cells import CellProblem
from zhicheng.goals.contracts.rosters import Roster

# A marked copy larger than this is not put into the page; the list of problems still names every cell.
LARGEST = 3_000_000
MOST_MARKS = 2000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Twenty thousand names are much more than a table drawn by hand.
LIMITS = Limits(rows=40_000, columns=60, cells=800_000)


def roster_copy(path: Path, name: str, roster: Roster, problems: Sequence[Any]) -> str:
    """The uploaded roster with its bad cells marked."""
    return _copy(path, name, ((*roster.cell(each), each.sentence) for each in problems))


def sheet_copy(path: Path, name: str, problems: Sequence[CellProblem]) -> str:
    """The uploaded workbook with its bad cells marked."""
    return _copy(path, name, ((each.sheet, each.row, each.column, each.sentence) for each in problems))


def _copy(path: Path, name: str, marked: Any) -> str:
    """A data address; "" where the file is too large to be sent back marked."""
    marks: dict[tuple[str, int, int], str] = {}
    for sheet, row, column, sentence in marked:
        place = (sheet, row, column)
        marks[place] = f"{marks[place]} {sentence}" if place in marks else sentence
    try:
        book = read_any(path, name=name, limits=LIMITS)
    except Unreadable:
        return ""
    if not isinstance(book, Book):
        return ""
    body = BytesIO()
    returned_copy(book, _first(_named(book, marks)), body)
    content = body.getvalue()
    return "" if len(content) > LARGEST else f"data:{XLSX};base64,{base64.b64encode(content).decode()}"


def _named(book: Book, marks: Mapping[tuple[str, int, int], str]) -> dict[tuple[str, int, int], str]:
    """A CSV's only sheet is named after the temporary file, so its marks go to whatever that is called."""
    names = {sheet.name for sheet in book.sheets}
    only = book.sheets[0].name if book.sheets else ""
    return {(sheet if sheet in names else only, row, column): said for (sheet, row, column), said in marks.items()}


def _first(marks: dict[tuple[str, int, int], str]) -> dict[tuple[str, int, int], str]:
    return dict(list(marks.items())[:MOST_MARKS])
