"""The head of a table with what was answered about it: columns chosen, hidden columns taken in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from zhicheng.core.intake import Sheet
from zhicheng.goals.contracts.columns import Head
from zhicheng.goals.contracts.headers import find_head
from zhicheng.goals.contracts.results import IMPORT, LEAVE, Desk
from zhicheng.goals.contracts.said import say

_ROUNDS = 8


def chosen_head(
    sheet: Sheet, start: int, desk: Desk, letters: Callable[[int], str], known: Head | None = None
) -> tuple[Sheet, Head | None]:
    """The next head from a row on, and the sheet with those hidden columns shown that are to be imported.

    `known` is the head if it has been found before.
    """
    choices: dict[int, str] = dict(known.given) if known else {}
    head = known or find_head(sheet, start)
    for _round in range(_ROUNDS):
        if head is None:
            return sheet, None
        fresh = _chosen(sheet, head, desk, letters)
        shown = _shown(sheet, head, desk, letters)
        if shown == sheet.hidden_columns and fresh.items() <= choices.items():
            break
        choices.update(fresh)
        sheet = replace(sheet, hidden_columns=shown)
        head = find_head(sheet, start, choices=choices)
    return sheet, head


def _chosen(sheet: Sheet, head: Head, desk: Desk, letters: Callable[[int], str]) -> dict[int, str]:
    """What was answered about columns between which the words leave a choice."""
    found: dict[int, str] = {}
    for doubt in head.doubts:
        answer = desk.ask(
            doubt.field,
            say("of-column", why=doubt.why, label=doubt.column.label),
            tuple(doubt.outcomes),
            sheet=sheet.name,
            row=head.bottom + 1,
            column=letters(doubt.column.index),
        )
        found.update(doubt.outcomes.get(answer or "", {}))
    return found


def _shown(sheet: Sheet, head: Head, desk: Desk, letters: Callable[[int], str]) -> frozenset[int]:
    """The hidden columns that stay hidden."""
    hidden = set(sheet.hidden_columns)
    for column in head.columns:
        if not column.hidden or not (column.field or column.county) or column.field in ("no", "progress"):
            continue
        if all(sheet.cell(row, column.index).empty for row in range(head.bottom + 1, len(sheet.rows))):
            continue
        said = say("column-hidden", label=column.label)
        place = {"sheet": sheet.name, "row": head.bottom + 1, "column": letters(column.index)}
        if desk.ask("column", said, (IMPORT, LEAVE), **place) == IMPORT:  # type: ignore[arg-type]
            hidden.discard(column.index)
    return frozenset(hidden)
