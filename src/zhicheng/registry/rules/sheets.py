"""Plain tables as offices fill them in: find the header, name the columns, keep each row's place for the problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.core.refusal import Unreadable
from zhicheng.core.text import fold

HEADER_ROWS = 10


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its key, how it may be headed (in simplified script), whether it must be there."""

    key: str
    headings: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell; row and column count from 0 in the file that was sent."""

    row: int
    column: int
    sentence: str


@dataclass(frozen=True)
class SheetRow:
    """One filled row: the texts by column key, and where they stand."""

    row: int
    texts: Mapping[str, str]
    columns: Mapping[str, int]

    def __getitem__(self, key: str) -> str:
        return self.texts.get(key, "")

    def problem(self, key: str, sentence: str) -> Problem:
        """A problem at the cell of this row under that column."""
        return Problem(self.row, self.columns.get(key, 0), sentence)


def read_table(grid: Sequence[Sequence[Any]], columns: Sequence[Column]) -> list[SheetRow]:
    """The filled rows beneath the header, which is looked for in the first rows.

    Raises: Unreadable where no row holds all required headings.
    """
    best: list[str] = [column.headings[0] for column in columns if column.required]
    for number, line in enumerate(grid[:HEADER_ROWS]):
        places = _places(line, columns)
        missing = [column.headings[0] for column in columns if column.required and column.key not in places]
        if not missing:
            return [row for row in (_row(index, grid[index], places) for index in range(number + 1, len(grid))) if row]
        best = min(best, missing, key=len)
    raise Unreadable(
        _("表中找不到列：%(columns)s。请在前%(rows)s行内写明表头后重新上传。"),
        columns="、".join(best), rows=HEADER_ROWS,
    )  # fmt: skip


def _places(line: Sequence[Any], columns: Sequence[Column]) -> dict[str, int]:
    headings = [_heading(cell) for cell in line]
    found: dict[str, int] = {}
    for column in columns:
        # The earlier of a column's headings is the better one: a code says more than a name that two places may share.
        wanted = [place for heading in column.headings for place, each in enumerate(headings) if each == heading]
        free = [place for place in wanted if place not in found.values()]
        if free:
            found[column.key] = free[0]
    return found


def _heading(cell: Any) -> str:
    return "".join(fold(str(cell or "")).split()).strip("*:")


def _row(number: int, line: Sequence[Any], places: Mapping[str, int]) -> SheetRow | None:
    texts = {key: cell_text(line[place]) if place < len(line) else "" for key, place in places.items()}
    return SheetRow(number, texts, places) if any(texts.values()) else None


def cell_text(value: Any) -> str:
    """A cell's value as text: whole numbers without a decimal point, blanks around it removed."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()
