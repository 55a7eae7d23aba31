"""A Word table's cells with their places: merged ones once, rows that a tracked change deletes left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhicheng.core.intake.archive import whole
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused


@dataclass
class Box:
    """A cell of the table: its element, its place from 0, and over how many rows and columns it reaches."""

    element: Any
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    revised: bool = False


def laid_out(table: Any, w: str, limits: Limits) -> list[Box]:
    """The cells in reading order. Raises Refused where there are too many rows or columns."""
    boxes: list[Box] = []
    reaching: dict[int, Box] = {}
    number = 0
    for row in _named(table, w, "tr"):
        properties = row.find(f"{w}trPr")
        if properties is not None and properties.find(f"{w}del") is not None:
            continue
        if number >= limits.rows:
            raise Refused("too-many-rows", limit=limits.rows)
        inserted = properties is not None and properties.find(f"{w}ins") is not None
        column = max(0, _number(properties, w, "gridBefore", 0))
        for item in _named(row, w, "tc"):
            column = _place(item, boxes, reaching, Box(item, number, column, revised=inserted), w)
            if column > limits.columns:
                raise Refused("too-many-columns", limit=limits.columns)
        number += 1
    return boxes


def _place(item: Any, boxes: list[Box], reaching: dict[int, Box], box: Box, w: str) -> int:
    """Enter a cell, or let the one above reach down; the column after it."""
    properties = item.find(f"{w}tcPr")
    box.columns = max(1, _number(properties, w, "gridSpan", 1))
    merge = properties.find(f"{w}vMerge") if properties is not None else None
    after = box.column + box.columns
    if merge is not None and (merge.get(w + "val") or "continue") == "continue":
        above = reaching.get(box.column)
        if above is not None:
            above.rows = box.row - above.row + 1
            return after
    reaching.pop(box.column, None)
    if merge is not None:
        reaching[box.column] = box
    boxes.append(box)
    return after


def _number(properties: Any, w: str, name: str, otherwise: int) -> int:
    element = properties.find(w + name) if properties is not None else None
    return whole(element.get(w + "val"), otherwise) if element is not None else otherwise


def _named(holder: Any, w: str, name: str) -> Iterator[Any]:
    wanted, holders = w + name, {w + each for each in ("sdt", "sdtContent", "ins", "customXml")}
    for element in holder:
        if element.tag == wanted:
            yield element
        elif element.tag in holders:
            yield from _named(element, w, name)
