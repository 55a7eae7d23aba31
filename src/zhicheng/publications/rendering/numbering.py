"""Numbers of headings (一、（一）1.（1）), tables and charts, given where a document has none of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from zhicheng.publications.blocks import Block, ChartBlock, Heading, TableBlock
from zhicheng.publications.rendering.wording import word

DEEPEST = 4
_DIGITS = "〇一二三四五六七八九"


def chinese(number: int) -> str:
    """1 to 99 as Chinese writes it: 一, 十, 十二, 二十."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def heading_number(level: int, counts: list[int], language: str) -> str:
    """The number of a heading of this level; `counts` are those of the levels above and its own."""
    own = counts[level - 1]
    if language == "en":
        return f"{'.'.join(map(str, counts[:level]))}{'.' if level == 1 else ''} "
    written = chinese(own) if own < 100 else str(own)
    return (f"{written}、", f"（{written}）", f"{own}.", f"（{own}）")[level - 1]


def numbered(blocks: Iterable[Block], language: str = "zh-hans") -> tuple[Block, ...]:
    """Blocks with their numbers. Levels that leave one out are drawn up, so that the order of headings is whole."""
    counts = [0] * DEEPEST
    tables = charts = depth = 0
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            depth = max(1, min(block.level, depth + 1, DEEPEST))
            counts[depth - 1] += 1
            counts[depth:] = [0] * (DEEPEST - depth)
            block = replace(block, level=depth, number=block.number or heading_number(depth, counts, language))
        elif isinstance(block, TableBlock):
            tables += 1
            block = replace(block, number=block.number or word("table", language, number=tables))
        elif isinstance(block, ChartBlock):
            charts += 1
            block = replace(block, number=block.number or word("chart", language, number=charts))
        found.append(block)
    return tuple(found)
