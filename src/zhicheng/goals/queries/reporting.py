"""How the reporting of a programme stands: unit by unit within a period, and units by periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.utils.timezone import get_current_timezone

from zhicheng.core.access import Actor
from zhicheng.goals.models import Assignment
from zhicheng.goals.queries.programmes import sees_whole, visible_programme
from zhicheng.goals.rules.periods import end_of, ended, name_of
from zhicheng.registry.queries.labels import names_of_organisations

DUE_STATES = ("delivered", "signed", "fixed")


@dataclass(frozen=True)
class PeriodLine:
    """A period that has ended, and whether its reporting was opened."""

    slug: str
    name: str
    end: date
    opened: bool
    may_open: bool


@dataclass(frozen=True)
class ReportingLine:
    """A unit in a period: due, handed in, of those verified and returned, and not handed in."""

    organisation: str
    name: str
    role: str
    due: int
    submitted: int
    verified: int
    returned: int

    @property
    def reported(self) -> int:
        """Handed in and not sent back."""
        return self.submitted + self.verified

    @property
    def owing(self) -> int:
        """Neither handed in nor sent back."""
        return max(0, self.due - self.submitted - self.verified - self.returned)


def periods(programme: int, actor: Actor, *, on: date) -> list[PeriodLine]:
    """The periods of a programme that have ended, the newest first. Raises: Missing."""
    row = visible_programme(programme, actor)
    opened = end_of(row.opened_period) if row.opened_period else None
    found = ended(row.first_year, row.last_year, row.reporting, on=on)
    return [
        PeriodLine(
            slug, name_of(slug), end, opened is not None and end <= opened,
            row.state == "issued" and (opened is None or end > opened),
        )
        for slug, end in reversed(found)
    ]  # fmt: skip


def reporting(programme: int, actor: Actor, *, period: str) -> list[ReportingLine]:
    """Every unit's reports of a period, those that owe most first: two counts and the names. Raises: Missing."""
    row = visible_programme(programme, actor)
    parts = Assignment.objects.all() if sees_whole(row, actor) else Assignment.objects.visible_to(actor)
    last = _moment_after(period)
    due = parts.filter(task__programme=row, state__in=DUE_STATES, delivered_at__lt=last)
    due = due.exclude(role="support").order_by()
    counts: dict[str, dict[str, int]] = {}
    roles: dict[str, str] = {}
    for code, role, n in due.values_list("organisation", "role").annotate(n=Count("pk")):
        group = counts.setdefault(code, {})
        group["due"] = group.get("due", 0) + n
        roles[code] = role if role == "county" else roles.get(code, role)
    reports = due.filter(reports__period=period)
    for code, state, n in reports.values_list("organisation", "reports__state").annotate(n=Count("pk")):
        counts[code][state] = n
    names = names_of_organisations(counts)
    lines = [_line(code, names.get(code, code), roles.get(code, ""), group) for code, group in counts.items()]
    return sorted(lines, key=lambda each: (-each.owing, -each.returned, each.organisation))


def _moment_after(period: str) -> datetime:
    # The end of the last day as a moment: comparing dates would turn every row's moment into a day first.
    return datetime.combine(end_of(period) + timedelta(days=1), time(), tzinfo=get_current_timezone())


@dataclass(frozen=True)
class UnitRow:
    """A unit with its line in each of several periods; of all periods together in `whole`."""

    organisation: str
    name: str
    role: str
    cells: Mapping[str, ReportingLine]
    whole: ReportingLine


def reporting_matrix(programme: int, actor: Actor, *, periods: Sequence[str]) -> list[UnitRow]:
    """Every unit in every one of the periods, counties first, of each those that owe most: two counts and the names,
    however many units and periods; no period, no unit. Raises: Missing.
    """
    row = visible_programme(programme, actor)
    parts = Assignment.objects.all() if sees_whole(row, actor) else Assignment.objects.visible_to(actor)
    due = parts.filter(task__programme=row, state__in=DUE_STATES).exclude(role="support").order_by()
    lasts = {period: _moment_after(period) for period in periods}
    if not lasts:
        return []
    counted = {
        f"due_{place}": Count("pk", filter=Q(delivered_at__lt=last)) for place, last in enumerate(lasts.values())
    }
    counts: dict[tuple[str, str], dict[str, int]] = {}
    roles: dict[str, str] = {}
    for code, role, *numbers in due.values_list("organisation", "role").annotate(**counted):
        roles[code] = role if role == "county" else roles.get(code, role)
        for period, n in zip(lasts, numbers, strict=True):
            group = counts.setdefault((code, period), {})
            group["due"] = group.get("due", 0) + n
    handed = reduce(or_, (Q(reports__period=period, delivered_at__lt=last) for period, last in lasts.items()))
    found = due.filter(handed, reports__period__in=lasts).values_list(
        "organisation", "reports__period", "reports__state"
    )
    for code, period, state, n in found.annotate(n=Count("pk")):
        counts[code, period][state] = n
    names = names_of_organisations(roles)
    rows = [_unit_row(code, names.get(code, code), role, periods, counts) for code, role in roles.items()]
    return sorted(
        (each for each in rows if each.whole.due),
        key=lambda each: (each.role != "county", -each.whole.owing, -each.whole.returned, each.organisation),
    )


def _unit_row(
    code: str, name: str, role: str, periods: Sequence[str], counts: Mapping[tuple[str, str], dict[str, int]]
) -> UnitRow:
    cells = {period: _line(code, name, role, counts.get((code, period), {})) for period in periods}
    return UnitRow(code, name, role, cells, totals(list(cells.values())))


def _line(code: str, name: str, role: str, group: dict[str, int]) -> ReportingLine:
    return ReportingLine(
        code, name, role, group.get("due", 0), group.get("submitted", 0), group.get("verified", 0),
        group.get("returned", 0),
    )  # fmt: skip


def totals(lines: Sequence[ReportingLine]) -> ReportingLine:
    """All units together."""
    return ReportingLine(
        "",
        "",
        "",
        *(sum(getattr(line, name) for line in lines) for name in ("due", "submitted", "verified", "returned")),
    )
