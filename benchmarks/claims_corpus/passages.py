"""The labelled passages as texts with their blocks; a passage with a table is put together as a file would be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from zhicheng.core.prose import Block, Prose, plain_prose
from zhicheng.core.prose.model import CELL, PARAGRAPH

FOLDER = Path(__file__).resolve().parent
BUILDING, HELD_OUT = "building", "held_out"
GRAVE = frozenset({"contradicted", "premature"})


@dataclass(frozen=True)
class Label:
    """A claim as a careful person marked it. `figures` are the stretches of the text that a finding has to cover."""

    start: int
    end: int
    verdict: str
    figures: tuple[tuple[int, int], ...]
    row: dict[str, Any]


@dataclass(frozen=True)
class Passage:
    """A passage with its labels; `row` is its line of the file."""

    id: str
    kind: str
    prose: Prose
    labels: tuple[Label, ...]
    row: dict[str, Any]

    @property
    def clean(self) -> bool:
        """Nothing in it is contradicted or premature."""
        return not any(label.verdict in GRAVE for label in self.labels)


def rows(part: str) -> list[dict[str, Any]]:
    """The lines of a part as they are written."""
    with (FOLDER / f"{part}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def passages(part: str) -> Iterator[Passage]:
    """The passages of a part."""
    yield from map(passage, rows(part))


def passage(row: dict[str, Any]) -> Passage:
    """A line of a part as a passage. Raises ValueError where a quote is not in the text."""
    prose = composed(row)
    labels = tuple(_label(claim, prose) for claim in row["claims"])
    return Passage(id=row["id"], kind=row["kind"], prose=prose, labels=labels, row=row)


def composed(row: dict[str, Any]) -> Prose:
    """The text of a passage; cells are parted by tabs, rows by line ends, as the reading of files puts them."""
    if "text" in row:
        return plain_prose(row["text"])
    text, blocks = "", list[Block]()
    for line in filter(None, row["before"].split("\n")):
        blocks.append(Block(PARAGRAPH, len(text), len(text) + len(line), where=f"第 {len(blocks) + 1} 段"))
        text += line + "\n"
    for number, cells in enumerate(row["table"]):
        for column, words in enumerate(cells):
            where = f"表 1 第 {number + 1} 行第 {column + 1} 列"
            blocks.append(Block(CELL, len(text), len(text) + len(words), where, table=0, row=number, column=column))
            text += words + ("\t" if column + 1 < len(cells) else "\n")
    for line in filter(None, row["after"].split("\n")):
        blocks.append(Block(PARAGRAPH, len(text), len(text) + len(line), where="表后"))
        text += line + "\n"
    return Prose(text, tuple(blocks))


def shifted(one: Passage, before: str, after: str) -> Passage:
    """The same passage with paragraphs around it; labels move along."""
    move = len(before) + 1
    front, back = plain_prose(before).blocks, plain_prose(after).blocks
    text = f"{before}\n{one.prose.text.rstrip(chr(10))}\n"
    blocks = (
        *front,
        *(replace(block, start=block.start + move, end=block.end + move) for block in one.prose.blocks),
        *(replace(block, start=block.start + len(text), end=block.end + len(text)) for block in back),
    )
    labels = tuple(
        replace(
            label,
            start=label.start + move,
            end=label.end + move,
            figures=tuple((start + move, end + move) for start, end in label.figures),
        )
        for label in one.labels
    )
    return replace(one, prose=Prose(text + after, blocks), labels=labels)


def _label(claim: dict[str, Any], prose: Prose) -> Label:
    quote = claim["quote"]
    start = _cell_start(prose, *claim["cell"]) if "cell" in claim else prose.text.index(quote)
    end = start + len(quote)
    if prose.text[start:end] != quote:
        raise ValueError(f"the quote is not in the text: {quote}")
    return Label(start=start, end=end, verdict=claim["verdict"], figures=_figures(claim, start), row=claim)


def _figures(claim: dict[str, Any], start: int) -> tuple[tuple[int, int], ...]:
    """Of two figures the first is the first in the quote, the last the last; a single one is the stated one."""
    quote, figures = claim["quote"], claim["figures"]
    places = [quote.rindex(each) for each in figures]
    if len(figures) > 1:
        places[0] = quote.index(figures[0])
    return tuple((start + place, start + place + len(each)) for place, each in zip(places, figures, strict=True))


def _cell_start(prose: Prose, row: int, column: int) -> int:
    return next(block.start for block in prose.blocks if (block.row, block.column) == (row, column))
