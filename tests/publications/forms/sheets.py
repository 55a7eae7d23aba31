"""Blank forms for tests, as superiors draw them: small workbooks and documents with every ugliness that real ones have."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import xlsxwriter


def workbook(path: Path, rows: Sequence[Sequence[Any]], *, merges: Sequence[str] = (), name: str = "样表",
             dress: Callable[[Any, Any], None] | None = None, formats: Mapping[str, Mapping[str, Any]] | None = None) -> Path:  # fmt: skip
    """A workbook of one sheet: None is a blank cell with a border, "=…" a formula, "" no cell at all."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(name)
        border = book.add_format({"border": 1})
        dressed = {ref: book.add_format({"border": 1, **wanted}) for ref, wanted in (formats or {}).items()}
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                form = dressed.get(f"{chr(65 + column)}{number + 1}", border)
                if value is None:
                    page.write_blank(number, column, None, form)
                elif isinstance(value, str) and value.startswith("="):
                    page.write_formula(number, column, value, form, 0)
                elif value != "":
                    page.write(number, column, value, form)
        for area in merges:
            first, _colon, _last = area.partition(":")
            text = rows[int(first[1:]) - 1][ord(first[0]) - 65]
            page.merge_range(area, "" if text is None else text, border)
        if dress:
            dress(book, page)
    return path


def document(path: Path, tables: Sequence[Sequence[Sequence[str]]], *, titles: Sequence[str] = (),
             merges: Sequence[tuple[int, tuple[int, int], tuple[int, int]]] = ()) -> Path:  # fmt: skip
    """A Word document of tables; a merge is (table, first cell, last cell)."""
    made = docx.Document()
    drawn = []
    for number, rows in enumerate(tables):
        if number < len(titles):
            made.add_paragraph(titles[number])
        table = made.add_table(len(rows), max(len(row) for row in rows), style="Table Grid")
        drawn.append(table)
        for line, row in enumerate(rows):
            for column, text in enumerate(row):
                if text:
                    table.cell(line, column).text = text
    for number, first, last in merges:
        drawn[number].cell(*first).merge(drawn[number].cell(*last))
    made.save(str(path))
    return path


def parts(content: bytes) -> dict[str, bytes]:
    """Every part of a package."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}
