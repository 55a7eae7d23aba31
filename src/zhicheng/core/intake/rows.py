"""Big plain tables, read fast inside the child: calamine for workbooks, a decoder for CSV."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from zhicheng.core.intake.archive import Package
from zhicheng.core.intake.export import read_back
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.model import EMPTY, Book, Cell, Sheet, book_to_plain
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.intake.workbook import hidden_rows

_TEXT_ENCODINGS = ("utf-8-sig", "gb18030")


def read(path: Path, kind: str, limits: Limits) -> list[Any]:
    """[[sheet name, rows, numbers of hidden rows from 1], …] with dates as {"d": ISO}."""
    if kind == "csv":
        return [[path.stem, read_csv(path, limits), []]]
    hidden = hidden_rows(Package(path, limits))
    # Heavy and needed only for workbooks.
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = list(workbook.sheet_names)
        sheets = []
        for name in names:
            sheet = workbook.get_sheet_by_name(name)
            if sheet.total_height > limits.rows:
                raise Refused("too-many-rows", limit=limits.rows)
            if sheet.total_width > limits.columns:
                raise Refused("too-many-columns", limit=limits.columns)
            rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            sheets.append([name, rows, hidden.get(name, [])])
    except (CalamineError, OSError) as error:
        raise Refused("damaged") from error
    return sheets


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value or None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, datetime):
        return {"d": (value.date() if value.time() == time() else value).isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    return value


def read_csv(path: Path, limits: Limits) -> list[list[str | None]]:
    """Rows of a CSV in UTF-8 or GB18030, separated by comma, semicolon or tab; UTF-16 as Excel's 'Unicode text'."""
    text = _decode(path.read_bytes())
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=first.count)
    rows: list[list[str | None]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(rows) >= limits.rows:
                raise Refused("too-many-rows", limit=limits.rows)
            if len(row) > limits.columns:
                raise Refused("too-many-columns", limit=limits.columns)
            rows.append([read_back(value) or None for value in row])
    except csv.Error as error:
        raise Refused("damaged") from error
    return rows


def _decode(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _TEXT_ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused("encoding")


def read_as_book(path: Path, limits: Limits) -> Any:
    """A CSV in the shape of a workbook with one sheet."""
    rows = tuple(tuple(Cell(value, value) if value else EMPTY for value in row) for row in read_csv(path, limits))
    return book_to_plain(Book((Sheet(path.stem, rows),)))
