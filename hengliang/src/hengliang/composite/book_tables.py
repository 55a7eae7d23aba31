"""The first sheet of a workbook as a table; the library that opens it is only loaded where there is one to open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hengliang.composite.problems import refuse
from hengliang.composite.sheet_rows import is_filled
from hengliang.composite.text_tables import WANTED, TextTable


def read_book_table(path: Path, what: str) -> TextTable:
    """Names in the first row, formulas by their last result, empty rows left out. Raises: ProblemsFound ("unreadable")."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # openpyxl raises whatever a broken archive makes it raise
        raise refuse("unreadable", f"{what}: {path.name} cannot be read as a workbook ({error})") from error
    try:
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()
    if any(cell is None for row in rows for cell in row):
        _show_unworked(rows, path)
    numbered = [(line, row) for line, row in enumerate(rows, start=1) if any(map(is_filled, row))]
    if not numbered:
        raise refuse("unreadable", f"{what}: the first sheet of {path.name} is empty: {WANTED}")
    header = ["" if name is None else str(name).strip() for name in numbered[0][1]]
    body, lines = [row for _, row in numbered[1:]], tuple(line for line, _ in numbered[1:])
    return TextTable(header, body, lines)


def _show_unworked(rows: list[list[Any]], path: Path) -> None:
    """Formulas without a stored result in place of the gaps that they look like: a program wrote them, none worked
    them out.
    """
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        for row, said in zip(rows, book.worksheets[0].iter_rows(values_only=True), strict=False):
            for place, cell in enumerate(said[: len(row)]):
                if row[place] is None and isinstance(cell, str) and cell.startswith("="):
                    row[place] = cell
    finally:
        book.close()
