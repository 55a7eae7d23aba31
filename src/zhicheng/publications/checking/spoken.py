"""A document's blocks as one text for the data check, with the way back from a place in it to its block."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from zhicheng.core.prose import Block as Stretch
from zhicheng.core.prose import Prose
from zhicheng.publications.blocks import Block, ChartBlock, Heading, Inline, ListBlock, Paragraph, TableBlock, Text


def words(inlines: Sequence[Inline]) -> str:
    """The words of a run, figures as they are printed."""
    return "".join(each.text if isinstance(each, Text) else each.shown for each in inlines)


def typed(inlines: Sequence[Inline]) -> str:
    """The words of a run that somebody typed; a figure leaves a sign that joins nothing."""
    return "".join(each.text if isinstance(each, Text) else "\ufffc" for each in inlines)


def lines(block: Block) -> list[tuple[Inline, ...]]:
    """The paragraphs, points or captions of a block; the cells of tables are apart."""
    if isinstance(block, (Heading, Paragraph)):
        return [block.inlines]
    if isinstance(block, ListBlock):
        return list(block.points)
    if isinstance(block, ChartBlock):
        return [(Text(block.title),)]
    return [(Text(block.caption),)]


@dataclass(frozen=True)
class Spoken:
    """The text with its stretches, and at which character each block begins."""

    prose: Prose
    starts: tuple[int, ...]

    def block_of(self, position: int) -> int:
        """The number of the block that holds a character; -1 in the title."""
        return bisect_right(self.starts, position) - 1


def spoken(title: str, blocks: Sequence[Block]) -> Spoken:
    """The whole text: title, then block by block."""
    parts: list[str] = []
    stretches: list[Stretch] = []
    length = tables = 0

    def write(text: str) -> int:
        nonlocal length
        start = length
        parts.append(text)
        length += len(text)
        return start

    def line(text: str, kind: str) -> None:
        if text.strip():
            start = write(text)
            stretches.append(Stretch(kind, start, length))
            write("\n")

    line(title, "heading")
    starts = []
    for block in blocks:
        starts.append(length)
        for inlines in lines(block):
            line(words(inlines), "heading" if isinstance(block, Heading) else "paragraph")
        if isinstance(block, TableBlock):
            heads = [f"{each.title}（{each.unit}）" if each.unit else each.title for each in block.columns]
            rows = [heads, *([words(cell) for cell in row] for row in block.rows)]
            for row_number, row in enumerate(rows):
                for column, text in enumerate(row):
                    if column:
                        write("\t")
                    start = write(text)
                    if text.strip():
                        stretches.append(Stretch("cell", start, length, table=tables, row=row_number, column=column))
                write("\n")
            tables += 1
            write("\n")
    return Spoken(Prose("".join(parts), tuple(stretches)), tuple(starts))
