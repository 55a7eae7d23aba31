"""Tables with a column for each unit and a mark for its role (▲牵头 ○配合) where it has one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhicheng.core.intake import Cell, Sheet
from zhicheng.core.text import fold
from zhicheng.goals.contracts import words
from zhicheng.goals.contracts.columns import Column, Head, cells_below
from zhicheng.goals.contracts.organisations import looks_like_unit

MARKED = "marked"
MARKS = "▲△●○◎★☆■□◆◇√✓✔"
_LEGEND = re.compile(
    rf"([{MARKS}])\s*[“\"]?\s*(?:为|表示|代表|是|指|[:：—-])?\s*(?:总)?(牵头|主办|主责|责任|配合|协办|参与|协同)"
)
_LEADS = ("牵头", "主办", "主责", "责任")
_FEWEST = 2


def with_marks(sheet: Sheet, head: Head, columns: list[Column]) -> list[Column]:
    """The columns; those that are headed by a unit and hold nothing but marks are known as such."""
    found = {column.index for column in columns if _is_marked(sheet, head, column)}
    if len(found) < _FEWEST:
        return columns
    return [replace(column, field=MARKED, options=()) if column.index in found else column for column in columns]


def _is_marked(sheet: Sheet, head: Head, column: Column) -> bool:
    label = column.label
    if column.options or column.county or words.is_place(label) or not looks_like_unit(label):
        return False
    cells = cells_below(sheet, head, column.index)
    return bool(cells) and all(cell.text.strip() in MARKS for cell in cells)


def legend_of(texts: Sequence[str]) -> dict[str, str]:
    """What each mark means, as lines above and below the table say."""
    return {match[1]: match[2] for text in texts for match in _LEGEND.finditer(fold(text))}


def roles(marks: Mapping[str, str], legend: Mapping[str, str]) -> Cell | None:
    """The units of one row as one cell: each with its role behind it, where the legend gives one."""
    said = [(unit, legend.get(fold(mark), "")) for unit, mark in marks.items()]
    if not said:
        return None
    known = all(role for _unit, role in said)
    names = [f"{unit}（{'牵头' if role in _LEADS else '配合'}）" if known else unit for unit, role in said]
    text = "、".join(names)
    return Cell(text, text)
