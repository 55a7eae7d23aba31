"""What already counts, so that nothing counts twice."""

from __future__ import annotations

from collections.abc import Sequence

from zhicheng.goals.models import Assignment, RosterRow
from zhicheng.goals.models.reports import LIVE_ROWS
from zhicheng.goals.rules.periods import end_of, name_of
from zhicheng.goals.rules.rosters import Counted, Row, key_of, name_key, once_of
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
