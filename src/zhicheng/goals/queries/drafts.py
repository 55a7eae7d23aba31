"""A report on its way: what is stored so far, and the mark by which one notices that a colleague changed it."""

from __future__ import annotations

from collections.abc import Sequence

from zhicheng.goals.models import Assignment, Report, RosterRow
from zhicheng.goals.queries.rosters import roster_problems
from zhicheng.goals.rules.rosters import Problem, Row


def stamp_of(part: int, period: str) -> str:
    """A mark that changes with every change of a part's report for a period; "" where there is none yet."""
    rows = Report.objects.filter(assignment=part, period=period).exclude(state="superseded")
    found = rows.values_list("pk", "state", "written_at", "submitted_at").first()
    if found is None:
        return ""
    key, state, written, submitted = found
    return f"{key}-{state}-{written.timestamp():.6f}-{submitted.timestamp() if submitted else 0:.6f}"


def stored_rows(report: int, *, state: str = "") -> list[Row]:
    """The rows of a report as plain values, without those that were replaced; only those in one state if named."""
    rows = RosterRow.objects.filter(report=report).exclude(state="withdrawn")
    rows = rows.filter(state=state) if state else rows
    fields = ("line", "name", "code", "happened_on", "status", "remark")
    return [Row(*values) for values in rows.order_by("line").values_list(*fields)]


def problems_of_draft(report: int) -> Sequence[Problem]:
    """What would be refused if the stored draft were handed in now."""
    row = Report.objects.select_related("assignment__task__programme").get(pk=report)
    return problems_of_rows(row.assignment_id, row.period, stored_rows(report))


def problems_of_rows(part: int, period: str, rows: Sequence[Row]) -> Sequence[Problem]:
    """What would be refused if these rows were handed in for a part and period now."""
    held = Assignment.objects.select_related("task__programme").get(pk=part)
    return sorted(roster_problems(held, period, rows), key=lambda each: each.line)
