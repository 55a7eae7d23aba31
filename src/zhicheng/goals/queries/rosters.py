"""What already counts, so that nothing counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from zhicheng.goals.models import Assignment, RosterRow
from zhicheng.goals.models.reports import LIVE_ROWS
from zhicheng.goals.rules.periods import end_of, name_of
from zhicheng.goals.rules.rosters import (
    Counted,
    Problem,
    Row,
    duplicate_problems,
    key_of,
    name_key,
    once_of,
    shape_problems,
)
from zhicheng.registry.queries.labels import names_of_organisations

CHUNK = 5000


def counted_elsewhere(part: Assignment, period: str, rows: Sequence[Row]) -> list[Counted]:
    """Rows of other reports, in this unit or another, this year or before, that one of these rows would repeat."""
    task = part.task
    once = once_of(task.series, task.basis, end_of(period).year)
    keys = {key_of(row) for row in rows}
    names = {name_key(row.name) for row in rows}
    others = RosterRow.objects.filter(once=once, status="done", state__in=LIVE_ROWS).exclude(
        report__assignment=part, report__period=period
    )
    found: dict[int, RosterRow] = {}
    for column, wanted in (("key__in", sorted(keys)), ("name_key__in", sorted(names))):
        for start in range(0, len(wanted), CHUNK):
            chunk = others.filter(**{column: wanted[start : start + CHUNK]}).select_related("report", "assignment")
            found.update({row.pk: row for row in chunk})
    places = names_of_organisations({row.assignment.organisation for row in found.values()})
    return [
        Counted(
            key=row.key, name_key=row.name_key,
            where=f"{places.get(row.assignment.organisation, '')}{name_of(row.report.period)}名单第 {row.line} 行",
            own=row.assignment_id == part.pk,
        )
        for row in sorted(found.values(), key=lambda each: each.pk)
    ]  # fmt: skip


def roster_problems(part: Assignment, period: str, rows: Sequence[Row]) -> list[Problem]:
    """Why rows cannot count for a part and period: shape, repeats among themselves, what counts elsewhere already."""
    task, end = part.task, end_of(period)
    problems = shape_problems(
        rows, starts_on=task.counted_from or task.programme.starts_on, period_end=min(end, task.cut_off or end),
        basis=task.basis,
    )  # fmt: skip
    done = [row for row in rows if row.status == "done"]
    return problems + duplicate_problems(rows, counted_elsewhere(part, period, done))


@dataclass(frozen=True)
class EarlierName:
    """A name that counted for a part in an earlier period."""

    name: str
    code: str
    happened_on: date | None
    period_name: str


def earlier_names(part: int, period: str, *, limit: int = 100) -> tuple[int, list[EarlierName]]:
    """How many names are verified for a part from earlier periods, and the newest of them."""
    rows = RosterRow.objects.filter(
        assignment=part, status="done", state="verified", report__period_end__lt=end_of(period)
    )
    newest = rows.order_by("-report__period_end", "line").values_list("name", "code", "happened_on", "report__period")
    return rows.count(), [EarlierName(name, code, day, name_of(slug)) for name, code, day, slug in newest[:limit]]


def rows_by_state(report: int) -> dict[str, int]:
    """How many rows of a report are in which state."""
    return dict(RosterRow.objects.filter(report=report).order_by().values_list("state").annotate(n=Count("pk")))
