"""The year a table is read for, and deadlines of other years: asked once for the file, not once for each task.

Last year's table is often this year's template, and Excel stores the year in which somebody typed 6月30日. One such
day may be a slip and is asked about by itself; several of one year are one question with one answer for all.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zhicheng.goals.contracts.fields import When
from zhicheng.goals.contracts.results import AS_WRITTEN, KEEP, MOVED, ONE_BY_ONE, ONGOING, Desk
from zhicheng.goals.contracts.said import say

# So many deadlines of one other year are the table's way, not a slip.
_SEVERAL = 3
_KEY = "!#year"


@dataclass(frozen=True)
class TableYear:
    """The year for days that name none; `other` is one that the table states and that was not chosen for it.

    `moves` says whether deadlines of the other year are moved to `year`; None while nobody has said so.
    """

    year: int | None
    other: int | None = None
    moves: bool | None = None


def year_of(desk: Desk, given: int | None, stated: int | None) -> TableYear:
    """The programme's year, the one in the table's title, or the one that someone answered where they differ."""
    if given is None or stated is None or given == stated:
        answer = desk.answers.get(_KEY)
        return TableYear(given or stated or (int(answer) if answer and answer.isdigit() else None))
    said = say("year-differs", stated=str(stated), given=str(given))
    answer = desk.ask("year", said, (str(given), str(stated)), sheet="")
    if answer is None:
        return TableYear(given, stated, False if desk.answers.get(_KEY) == KEEP else None)
    chosen = int(answer) if answer.isdigit() else given
    return TableYear(chosen, stated if chosen != stated else None, True)


def other_year(when: When, year: int | None) -> int | None:
    """The other year than the table's in which a deadline lies: an earlier one, or one that its cell hides."""
    if year is None:
        return None
    if when.hidden_year is not None:
        return when.hidden_year
    if when.text is None or when.text == ONGOING or int(when.text[:4]) >= year:
        return None
    return int(when.text[:4])


def settled(whens: Sequence[When], table: TableYear, desk: Desk) -> list[When]:
    """The deadlines of one table, those of other years as they were answered for the whole file."""
    others = [other_year(when, table.year) for when in whens]
    counts = Counter(other for other in others if other is not None)
    answers = {other: _answer(other, count, table, desk) for other, count in sorted(counts.items())}
    return [
        when if other is None else _settled(when, other, answers[other], table.year)
        for when, other in zip(whens, others, strict=True)
    ]


def _answer(other: int, count: int, table: TableYear, desk: Desk) -> str | None:
    """What happens to the deadlines of another year; None where it is asked for the file and not yet answered."""
    if other == table.other:
        return None if table.moves is None else MOVED if table.moves else AS_WRITTEN
    if count < _SEVERAL:
        return ONE_BY_ONE
    said = say("deadlines-other-year", other=str(other), year=str(table.year))
    answer = desk.ask("deadline", said, (MOVED, AS_WRITTEN, ONE_BY_ONE), sheet="")
    return answer if answer in (MOVED, AS_WRITTEN, None) else ONE_BY_ONE


def _settled(when: When, other: int, answer: str | None, year: int | None) -> When:
    if answer == ONE_BY_ONE or year is None:
        if when.hidden_year is not None or when.text is None:
            return when
        both = (when.text, _moved(when.text, year) if year else when.text)
        return When(when.text, why=say("deadline-early", day=when.text, year=str(year)), proposals=both)
    moved, written = when.proposals if when.hidden_year is not None else (_moved(when.text or "", year), when.text)
    if answer is None:
        return When(when.text)
    return When(moved if answer == MOVED else written)


def _moved(day: str, year: int) -> str:
    """The same day of another year; the last of February stays the last."""
    old = date.fromisoformat(day)
    return date(year, old.month, min(old.day, monthrange(year, old.month)[1])).isoformat()
