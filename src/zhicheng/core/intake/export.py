"""Exports that no spreadsheet program takes for a formula, and that our own importer reads back unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

RISKY = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters after which a spreadsheet program may run what follows; with their full-width twins."""


def safe_text(value: object) -> str:
    """A value for a CSV cell: text that could run is led by an apostrophe; numbers are left alone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return "'" + text if text.lstrip("'")[:1] in RISKY else text


def read_back(text: str) -> str:
    """The inverse of `safe_text` for text."""
    return text[1:] if text[:1] == "'" and text.lstrip("'")[:1] in RISKY else text


def safe_csv(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV text with a byte order mark, so that Excel and WPS take it for UTF-8."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_text(value) for value in row])
    return out.getvalue()


def put(sheet: Any, row: int, column: int, value: object, form: Any = None) -> None:
    """One value into an xlsxwriter sheet: text always as text, never as formula or link."""
    if value is None or value == "":
        if form is not None:
            sheet.write_blank(row, column, None, form)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, form)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value, form)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), form)
    elif isinstance(value, date):
        sheet.write_string(row, column, value.isoformat(), form)
    else:
        sheet.write_string(row, column, str(value)[:32_000], form)


def write_sheet(
    columns: Sequence[str], rows: Iterable[Sequence[object]], path: str | Path | io.BytesIO, *, name: str = "数据"
) -> None:
    """A plain Excel list: bold heads, fitting widths, frozen head row."""
    # Heavy, and most importers of this room never write a workbook.
    import xlsxwriter

    target = path if isinstance(path, io.BytesIO) else str(path)
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(sheet_name(name))
        head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#EEF2F7"}
        )
        widths = [_width(column) for column in columns]
        for column, text in enumerate(columns):
            put(sheet, 0, column, text, head)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                put(sheet, number, column, value)
                if number <= 200 and column < len(widths):
                    widths[column] = max(widths[column], _width(value))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(60, width + 2))
        sheet.freeze_panes(1, 0)


def _width(value: object) -> int:
    return max((sum(2 if ord(sign) > 255 else 1 for sign in line) for line in str(value or "").split("\n")), default=0)


def sheet_name(name: str, taken: Iterable[str] = ()) -> str:
    """A name that a workbook accepts: 31 characters, none of the forbidden ones, not taken yet."""
    clean = "".join("_" if sign in "[]:*?/\\" else sign for sign in name).strip("'") or "表"
    used = {other.lower() for other in taken}
    result, number = clean[:31], 2
    while result.lower() in used:
        result, number = f"{clean[:28]}({number})", number + 1
    return result
