"""Blocks as plain JSON values and back, for keeping them with a version."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from zhicheng.publications.blocks import (
    Block,
    ChartBlock,
    Column,
    Figure,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    TableBlock,
    Text,
)

_FIGURE = ("shown", "name", "edition", "key", "exact", "derived_from", "stale")


def to_plain(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """JSON values of blocks."""
    return [_block(each) for each in blocks]


def from_plain(values: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """The blocks of JSON values that `to_plain` gave."""
    return tuple(_READ[each["is"]](each) for each in values)


def print_of(values: Any) -> str:
    """SHA-256 of JSON values in their canonical form."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"is": "heading", "level": block.level, "inlines": _inlines(block.inlines), "number": block.number}
    if isinstance(block, Paragraph):
        return {"is": "paragraph", "inlines": _inlines(block.inlines), "flush": block.flush}
    if isinstance(block, ListBlock):
        return {"is": "list", "points": [_inlines(each) for each in block.points], "ordered": block.ordered}
    if isinstance(block, TableBlock):
        return {
            "is": "table", "caption": block.caption, "note": block.note, "number": block.number,
            "columns": [[each.title, each.unit, each.align, each.width] for each in block.columns],
            "rows": [[_inlines(cell) for cell in row] for row in block.rows],
        }  # fmt: skip
    return {
        "is": "chart", "title": block.title, "spec": dict(block.spec), "alternative": block.alternative,
        "table": _block(block.table), "note": block.note, "number": block.number,
    }  # fmt: skip


def _inlines(inlines: Sequence[Inline]) -> list[Any]:
    """A text is a string, a figure an object without its empty parts."""
    found: list[Any] = []
    for each in inlines:
        if isinstance(each, Text):
            found.append(each.text)
        else:
            found.append({name: value for name in _FIGURE if (value := getattr(each, name))} | {"shown": each.shown})
    return found


def _read_inlines(values: Sequence[Any]) -> tuple[Inline, ...]:
    return tuple(
        Text(each) if isinstance(each, str)
        else Figure(**{"name": "", **each, "derived_from": tuple(each.get("derived_from", ()))})
        for each in values
    )  # fmt: skip


def _read_table(value: Mapping[str, Any]) -> TableBlock:
    return TableBlock(
        value["caption"], tuple(Column(*each) for each in value["columns"]),
        tuple(tuple(_read_inlines(cell) for cell in row) for row in value["rows"]), value["note"], value["number"],
    )  # fmt: skip


_READ: dict[str, Any] = {
    "heading": lambda each: Heading(each["level"], _read_inlines(each["inlines"]), each["number"]),
    "paragraph": lambda each: Paragraph(_read_inlines(each["inlines"]), each["flush"]),
    "list": lambda each: ListBlock(tuple(map(_read_inlines, each["points"])), each["ordered"]),
    "table": _read_table,
    "chart": lambda each: ChartBlock(
        each["title"], each["spec"], each["alternative"], _read_table(each["table"]), each["note"], each["number"]
    ),
}
