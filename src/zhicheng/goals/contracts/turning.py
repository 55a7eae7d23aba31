"""Tables that lie on their side: the head in the first column, each task a column of its own."""

from __future__ import annotations

from dataclasses import replace

from zhicheng.core.intake import Cell, Sheet
from zhicheng.goals.contracts import words
from zhicheng.goals.contracts.columns import Head, squeeze
from zhicheng.goals.contracts.headers import find_head

_REACH = 3
_MOST = 400


def turned(sheet: Sheet) -> Sheet:
    """The sheet with its rows as columns."""
    rows = tuple(
        tuple(_turned_cell(sheet.cell(row, column)) for row in range(len(sheet.rows))) for column in range(sheet.width)
    )
    return replace(
        sheet,
        rows=rows,
        merges=tuple((left, top, right, bottom) for top, left, bottom, right in sheet.merges),
        hidden_rows=sheet.hidden_columns,
        hidden_columns=sheet.hidden_rows | sheet.deleted_rows,
        deleted_rows=frozenset(),
        widths=(),
        comments=tuple((column, row, text) for row, column, text in sheet.comments),
    )


def turned_head(sheet: Sheet) -> tuple[Sheet, Head] | None:
    """The turned sheet and its head, where only that way round there is one; None where there is none."""
    if len(sheet.rows) > _MOST or sheet.width < 2:
        return None
    other = turned(sheet)
    row = _county_row(sheet)
    head = find_head(other) if row is None else find_head(other, choices={row: "task"})
    if head is None or head.top >= _REACH or head.bottom + 1 >= len(other.rows):
        return None
    # Labels among the tasks as well: a card with a label before each value, not a table on its side.
    below = [cell for row in other.rows[head.bottom + 1 :] for cell in row if own_label(cell)]
    return (other, head) if len(below) < 2 else None


def own_label(cell: Cell) -> bool:
    """The cell holds nothing but a word that heads columns."""
    return isinstance(cell.value, str) and cell.merged_from is None and bool(words.fields_of(squeeze(cell.text)))


def card(sheet: Sheet) -> Sheet | None:
    """A card of one task (a label before each value) as a table with one row; None where it is none."""
    labels: list[Cell] = []
    values: list[Cell] = []
    for row, cells in enumerate(sheet.rows):
        own = [cell for column, cell in enumerate(cells) if cell.merged_from in (None, (row, column))]
        while own and own[-1].empty and len(own) % 2:
            own.pop()
        if len(own) % 2 or not own:
            return None
        labels.extend(own[::2])
        values.extend(own[1::2])
    known = [label for label in labels if own_label(replace(label, merged_from=None))]
    names = [squeeze(label.text) for label in labels]
    if len(known) < 3 or len(known) < 0.8 * len(labels) or len(set(names)) < len(names):
        return None
    rows = (tuple(replace(cell, merged_from=None) for cell in line) for line in (labels, values))
    return replace(sheet, rows=tuple(rows), merges=(), hidden_rows=frozenset(), hidden_columns=frozenset(), widths=())


def _county_row(sheet: Sheet) -> int | None:
    """The row that heads a table with a row for each county and a column for each task; None for other tables."""
    for row in range(min(len(sheet.rows), 6)):
        for column in range(min(sheet.width, 2)):
            label = words.clean_label(sheet.cell(row, column).text)
            below = [sheet.cell(other, column).text for other in range(row + 1, len(sheet.rows))]
            places = [text for text in below if text.strip() and words.is_place(text)]
            if words.PLACE_COLUMN.fullmatch(label) and len(places) >= 2:
                return row
    return None


def _turned_cell(cell: Cell) -> Cell:
    place = cell.merged_from
    return cell if place is None else replace(cell, merged_from=(place[1], place[0]))
