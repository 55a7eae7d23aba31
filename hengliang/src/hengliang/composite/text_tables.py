"""CSV files as people save them: UTF-8 with or without a byte order mark, UTF-16, GB 18030; commas, tabs, semicolons.

Quoted cells may hold line breaks. Rows without any content are left out, but every row keeps the number of its line.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hengliang.composite.problems import refuse

BOOKS = {
    b"PK\x03\x04": "a zipped workbook: name it .xlsx",
    b"\xd0\xcf\x11\xe0": "an old .xls workbook: save it as .xlsx",
}
SEPARATORS = ",\t;，|"


WANTED = "a row of column names is needed, and one row for each unit"
LOOKED_AT = 20


@dataclass(frozen=True)
class TextTable:
    """Headings, cells, the line of each row in the file, and remarks on how it was read."""

    header: list[str]
    body: list[list[Any]]
    lines: tuple[int, ...]
    remarks: tuple[str, ...] = ()


def read_text_table(path: Path, what: str) -> TextTable:
    """Raises: ProblemsFound ("unreadable")."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse("unreadable", f"{what}: {path.name} cannot be read ({error.strerror or error})") from error
    for mark, why in BOOKS.items():
        if raw.startswith(mark):
            raise refuse("unreadable", f"{what}: {path.name} is no CSV text but {why}")
    text, remarks = _decoded(raw, path, what)
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    try:
        start = 1
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        raise refuse("unreadable", f"{what}: {path.name}, line {reader.line_num}: {error}") from error
    if not rows:
        raise refuse("unreadable", f"{what}: {path.name} is empty: {WANTED}")
    header = [name.strip() for name in rows[0][1]]
    return TextTable(header, [row for _, row in rows[1:]], tuple(line for line, _ in rows[1:]), remarks)


def _separator(text: str) -> str:
    """The mark that parts the headings most often, quoted text aside; of equals the first in `SEPARATORS`."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n ")).split("\n", 1)[0].split("\r", 1)[0]
    if any(mark in first for mark in SEPARATORS):
        return max(SEPARATORS, key=first.count)
    # A title alone in the first line says nothing, the lines after it do.
    return max(SEPARATORS, key=re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:LOOKED_AT])).count)


def _decoded(raw: bytes, path: Path, what: str) -> tuple[str, tuple[str, ...]]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\x00" in raw:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        remark = f"{what}: {path.name} is not UTF-8 and was read as GB 18030" if encoding == "gb18030" else ""
        return text, (remark,) if remark else ()
    raise refuse("unreadable", f"{what}: {path.name} is no text in UTF-8 or GB 18030; save it as CSV UTF-8")
