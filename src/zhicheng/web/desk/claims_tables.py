"""A table of a checked text as it stands in the file: merged cells, the marked ones coloured, long ones cut to those."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhicheng.core.prose import Block

# Of a longer table only its head and the neighbourhood of what is marked is shown.
MOST_ROWS = 300
HEAD, AROUND = 6, 4


@dataclass(frozen=True)
class Mark:
    """Words with their marks, and the gravest verdict among these ("" for none)."""

    words: SafeString
    verdict: str


def drawn(blocks: list[Block], marked: Callable[[Block], Mark]) -> SafeString:
    """The table as HTML."""
    cells = {(block.row or 0, block.column or 0): (block, marked(block)) for block in blocks}
    height = 1 + max(row for row, _column in cells)
    columns = sorted({column for _row, column in cells} | {0})
    width = max((block.column or 0) + block.columns for block in blocks)
    keep = _kept(height, [row for (row, _column), (_block, mark) in cells.items() if mark.verdict])
    body, covered, before = [], _covered(blocks), -1
    by_row: dict[int, dict[int, tuple[Block, Mark]]] = {}
    for (row, column), cell in cells.items():
        by_row.setdefault(row, {})[column] = cell
    for row in sorted(by_row) if keep is None else sorted(keep & by_row.keys()):
        if keep is not None and row > before + 1:
            body.append(_gap(row - before - 1, width - columns[0]))
        body.append(_row(by_row[row], row, range(columns[0], width), covered))
        before = row
    if keep is not None and before < height - 1:
        body.append(_gap(height - 1 - before, width - columns[0]))
    return format_html("<table><tbody>{}</tbody></table>", mark_safe("".join(body)))  # noqa: S308 - built of escaped rows


def _kept(height: int, marked: Iterable[int]) -> set[int] | None:
    """The rows of a long table that are shown; None for a table that is shown whole."""
    if height <= MOST_ROWS:
        return None
    rows = set(range(HEAD))
    for row in marked:
        rows.update(range(row - AROUND, row + AROUND + 1))
    return rows


def _covered(blocks: list[Block]) -> set[tuple[int, int]]:
    """Places that a merged cell reaches over."""
    return {
        (row, column)
        for block in blocks
        if block.rows > 1 or block.columns > 1
        for row in range(block.row or 0, (block.row or 0) + block.rows)
        for column in range(block.column or 0, (block.column or 0) + block.columns)
        if (row, column) != (block.row, block.column)
    }


def _row(cells: dict[int, tuple[Block, Mark]], row: int, columns: range, covered: set[tuple[int, int]]) -> SafeString:
    return format_html(
        "<tr>{}</tr>",
        format_html_join(
            "", "{}", ((_cell(*cells[column]) if column in cells else mark_safe("<td></td>"),)
                       for column in columns if column in cells or (row, column) not in covered)
        ),
    )  # fmt: skip


def _cell(block: Block, mark: Mark) -> SafeString:
    spans = "".join(
        f' {name}="{count}"' for name, count in (("rowspan", block.rows), ("colspan", block.columns)) if count > 1
    )
    seen = format_html(' class="is-{}"', mark.verdict) if mark.verdict else ""
    return format_html("<td{}{}>{}</td>", mark_safe(spans), seen, mark.words)  # noqa: S308 - numbers only


def _gap(rows: int, width: int) -> SafeString:
    words = _("略去 %(n)s 行") % {"n": rows}
    return format_html('<tr class="left-out"><td colspan="{}">{}</td></tr>', width, words)
