"""How a table is set: size of its type, widths of its columns, standing or lying paper; and which ones are refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import RuleBroken
from zhicheng.publications.blocks import TableBlock
from zhicheng.publications.rendering.plain_text import plain, width, words
from zhicheng.publications.rendering.wording import word

MOST_ROWS = 2_000  # of one document, all its tables together
MOST_COLUMNS = 30
STANDING, LYING = 156.0, 225.0  # millimetres that the columns share
SIZES = (12.0, 10.5, 9.0)  # points: 小四, 五号, 小五
_PADDING = 3.4  # millimetres of a cell beside its words, both sides
_MM_OF_POINT = 25.4 / 72
_WRAPPED = 5.0  # characters that a column of words keeps in a line at least
_PREFERRED = 18.0  # characters after which a column of words may as well wrap


@dataclass(frozen=True)
class TableSheet:
    """A table ready to be drawn: plain texts, widths in millimetres, type in points; `lies` on turned paper."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    aligns: tuple[str, ...]
    widths: tuple[float, ...]
    size: float
    lies: bool
    note: str
    language: str


def refuse_too_many(tables: Sequence[TableBlock]) -> None:
    """Raises: RuleBroken where a document holds more rows than anybody reads."""
    rows = sum(len(each.rows) for each in tables)
    if rows > MOST_ROWS:
        longest = max(tables, key=lambda each: len(each.rows))
        raise RuleBroken(
            _(
                "公文中的表格共有%(rows)d行，超过上限%(limit)d行，其中《%(table)s》%(longest)d行。"
                "请在公文中只列汇总或需要关注的行，完整名单作为数据文件另行公开，并在文中注明网址。"
            ),
            code="too-many-rows", rows=rows, limit=MOST_ROWS, table=plain(longest.caption) or longest.number,
            longest=len(longest.rows),
        )  # fmt: skip


def table_sheet(table: TableBlock, language: str, *, heading: str = "") -> TableSheet:
    """The table with its measures; it shrinks first, then lies down. Raises: RuleBroken where both do not do."""
    heads = tuple(
        word("unit", language, title=plain(each.title), unit=plain(each.unit)) if each.unit else plain(each.title)
        for each in table.columns
    )
    count = len(heads)
    rows = tuple(tuple(words(cell) for cell in (*row, *([()] * count))[:count]) for row in table.rows)
    least, liked = _needs(heads, rows, [each.align for each in table.columns])
    declared = [max(each.width, 0.05) for each in table.columns]
    title = heading or (". " if language == "en" else "\u3000").join(
        each for each in (table.number, plain(table.caption)) if each
    )
    for room, sizes in ((STANDING, SIZES), (LYING, SIZES[1:])):
        for size in sizes:
            widths = _shared(least, liked, declared, room, size)
            if widths:
                note = word("note", language, text=plain(table.note)) if table.note else ""
                aligns = tuple(each.align for each in table.columns)
                return TableSheet(title, heads, rows, aligns, widths, size, room == LYING, note, language)
    raise RuleBroken(
        _(
            "表格《%(table)s》有%(columns)d列，横排在A4纸上用小五号字仍放不下。"
            "请减少列数、缩短列名，或拆成两张表；完整的表可作为数据文件公开。"
        ),
        code="table-too-wide", table=plain(table.caption) or title, columns=count,
    )  # fmt: skip


def _needs(
    heads: Sequence[str], rows: Sequence[Sequence[str]], aligns: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Characters that each column needs at least, and those it would like to have in one line."""
    least, liked = [], []
    for place, head in enumerate(heads):
        cells = [width(row[place]) for row in rows]
        longest = max(cells, default=0.0)
        # A head wraps into two or three lines before a column grows for it.
        head_needs = max(2.2, min(width(head), 4.4))
        least.append(max(head_needs, longest if aligns[place] == "right" else min(longest, _WRAPPED)))
        liked.append(max(least[-1], min(width(head), 5.0), min(longest, _PREFERRED)))
    return least, liked


def _shared(
    least: Sequence[float], liked: Sequence[float], declared: Sequence[float], room: float, size: float
) -> tuple[float, ...] | None:
    """Widths that fill the room, none below its least; None where they do not fit or words would be squeezed."""
    if not least or len(least) > MOST_COLUMNS:
        return None
    unit = size * _MM_OF_POINT
    low = [each * unit + _PADDING for each in least]
    if sum(low) > room:
        return None
    given = len(set(declared)) > 1
    wishes = [each * room / sum(declared) for each in declared] if given else [each * unit + _PADDING for each in liked]
    if not given and room == STANDING and size > SIZES[-1] and sum(wishes) > room * 1.1:
        return None  # a smaller type reads better than a table of one character a line
    return tuple(round(each, 2) for each in _filled(low, wishes, room))


def _filled(low: Sequence[float], wishes: Sequence[float], room: float) -> list[float]:
    """Room shared out: the small wishes are met first, then what is left goes to the wide columns."""
    found, spare = list(low), room - sum(low)
    missing = sorted(
        (max(wish - least, 0.0), place) for place, (wish, least) in enumerate(zip(wishes, low, strict=True))
    )
    for count, (more, place) in enumerate(missing):
        given = min(more, spare / (len(missing) - count))
        found[place] += given
        spare -= given
    total = sum(found)
    return [each + spare * each / total for each in found]
