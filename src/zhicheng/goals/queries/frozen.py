"""Everything that an edition freezes, read in bulk: for the module above, which has asked whether it may.

What counts is what was verified by the end of the cut-off day, of periods that ended by the edition's period, and still
stands. Progress is judged for the period's last day. Queries grow with batches of tasks, not with rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Scope
from zhicheng.core.refusal import Missing
from zhicheng.goals.kinds import COUNT_BASES, LIGHTS, ORIGINS, TASK_KINDS
from zhicheng.goals.models import Assignment, Programme, Report, RosterRow, Standing, Task
from zhicheng.goals.queries.lines import figures_of, target_text
from zhicheng.goals.queries.opened import PUBLIC_CODES
from zhicheng.goals.queries.reckoning import Until, counted_reports, reckon
from zhicheng.goals.rules.periods import end_of, name_of, periods_of
from zhicheng.registry.queries.labels import names_of_organisations

BATCH = 400
FOUR_PLACES = Decimal("0.0001")
LIGHT_ORDER = ("none", "late", "care", "waiting", "undated", "ok")  # of several units in one county the first is told


@dataclass(frozen=True)
class FrozenProgramme:
    """A programme as an edition names it, with its periods and their last days."""

    pk: int
    code: str
    title: str
    region: str
    scope: Scope
    visibility: str
    mark: str
    periods: tuple[tuple[str, date], ...]


@dataclass(frozen=True)
class FrozenFigures:
    """Where a task, or a county's part of it, stood: counts in the task's unit, percents with four places."""

    light: str
    target: Decimal | None
    verified: Decimal | None
    base: Decimal | None
    unlisted: Decimal | None
    percent: Decimal | None
    expected: Decimal | None
    milestones_met: int
    milestones_set: int
    complete: bool


@dataclass(frozen=True)
class FrozenTask:
    """A task with its figures, those of each county by region code, and the reports behind them, newest first."""

    pk: int
    number: str
    title: str
    field: str
    kind: str
    direction: str
    unit: str
    points: Decimal | None
    facts: Mapping[str, str]
    figures: FrozenFigures
    counties: Mapping[str, FrozenFigures]
    reports: Sequence[FrozenReport] = ()


@dataclass(frozen=True)
class FrozenReport:
    """A verified report that counts: whose, and the entry of the ledger that says so."""

    pk: int
    region: str
    organisation: str
    unit: str
    ledger_entry: int | None
    decided_at: datetime | None


@dataclass(frozen=True)
class FrozenItem:
    """One verified item of a count; nameless where its code may lead to a person, or where no list was given."""

    task: int
    region: str
    name: str
    code: str
    quantity: Decimal
    happened_on: date | None
    period: str
    unit: str
    ledger_entry: int | None


@dataclass(frozen=True)
class FrozenCounts:
    """What an edition would hold, before it is made: reports that count, those too late, those not verified yet."""

    tasks: int
    reports: int
    too_late: int
    unverified: int
    by_field: Mapping[str, int] = field(default_factory=dict)


def frozen_programme(programme: int | str) -> FrozenProgramme:
    """A programme by key or code. Raises: Missing."""
    named = {"code": programme} if isinstance(programme, str) else {"pk": programme}
    row = Programme.objects.filter(**named).first()
    if row is None:
        raise Missing(_("没有这个计划，或您的岗位不能查看。请回到计划列表。"))
    return FrozenProgramme(
        pk=row.pk, code=row.code, title=row.title, region=row.region, scope=row.scope, visibility=row.visibility,
        mark=ORIGINS[row.origin].zh, periods=tuple(periods_of(row.first_year, row.last_year, row.reporting)),
    )  # fmt: skip


def name_of_period(period: str) -> str:
    """How an official says a period: 2026年三季度."""
    return name_of(period)


def frozen_counts(programme: int, *, period: str, cut_off: date) -> FrozenCounts:
    """How much would be in an edition: three queries."""
    until = Until(end_of(period), cut_off)
    rows = Task.objects.filter(programme=programme).order_by()
    by_field = dict(rows.values_list("field").annotate(n=Count("pk")))
    mine = Report.objects.filter(assignment__task__programme=programme, period_end__lte=until.end)
    told = mine.aggregate(
        verified=Count("pk", filter=Q(pk__in=counted_reports(until).values("pk"))),
        later=Count("pk", filter=Q(state="verified", decided_at__gte=until.before)),
        unverified=Count("pk", filter=Q(state="submitted", decided_at=None)),
    )
    return FrozenCounts(sum(by_field.values()), told["verified"], told["later"], told["unverified"], by_field)


def frozen_tasks(
    programme: int, *, period: str, cut_off: date, counties: Mapping[str, str] | None = None
) -> list[FrozenTask]:
    """The tasks of a programme in the table's order, as that edition counts them.

    `counties` leads from a part's region to the county that it counts for; a region that is not in it is its own.
    """
    until = Until(end_of(period), cut_off)
    rows = list(Task.objects.filter(programme=programme).order_by("order"))
    found: list[FrozenTask] = []
    for start in range(0, len(rows), BATCH):
        found += _batch(rows[start : start + BATCH], until, counties or {})
    return found


def _batch(rows: Sequence[Task], until: Until, counties: Mapping[str, str]) -> list[FrozenTask]:
    keys = [row.pk for row in rows]
    standings: dict[int, list[Standing]] = defaultdict(list)
    for standing in reckon(keys, on=until.on, until=until):
        standings[standing.task_id].append(standing)
    parts = Assignment.objects.filter(task__in=keys).exclude(state__in=("planned", "withdrawn"))
    regions, leads = {}, defaultdict(list)
    for part in parts.order_by("pk"):
        regions[part.pk] = counties.get(part.region, part.region)
        if part.role in ("lead", "co-lead"):
            leads[part.task_id].append(part.organisation)
    reports = _reports(until, regions)
    names = names_of_organisations({code for group in leads.values() for code in group})
    return [
        _task(row, standings[row.pk], regions, [names.get(code, "") for code in leads[row.pk]], reports.get(row.pk, ()))
        for row in rows
    ]


def _reports(until: Until, regions: Mapping[int, str]) -> dict[int, list[FrozenReport]]:
    rows = counted_reports(until).filter(assignment__in=list(regions)).select_related("assignment")
    latest = {row.assignment_id: row for row in rows.order_by("period_end", "pk")}
    names = names_of_organisations({row.assignment.organisation for row in latest.values()})
    found: dict[int, list[FrozenReport]] = defaultdict(list)
    for row in sorted(latest.values(), key=lambda each: (each.decided_at, each.pk), reverse=True):
        part = row.assignment
        found[part.task_id].append(
            FrozenReport(
                pk=row.pk, region=regions[part.pk], organisation=part.organisation, ledger_entry=row.ledger_entry,
                unit=names.get(part.organisation, part.organisation), decided_at=row.decided_at,
            )
        )  # fmt: skip
    return found


def _task(
    row: Task, standings: Iterable[Standing], regions: Mapping[int, str], leads: Sequence[str],
    reports: Sequence[FrozenReport],
) -> FrozenTask:  # fmt: skip
    of_task: Standing | None = None
    of_county: dict[str, list[FrozenFigures]] = defaultdict(list)
    for standing in standings:
        if standing.assignment_id is None:
            of_task = standing
        elif standing.role == "county":
            of_county[regions[standing.assignment_id]].append(_figures(standing))
    told = figures_of(of_task, row.kind)
    facts = {
        "target": target_text(row), "unit": row.unit, "deadline": row.deadline.isoformat() if row.deadline else "",
        "ongoing": "1" if row.ongoing else "", "lead": "、".join(leads), "kind": row.kind,
        "kind_name": TASK_KINDS[row.kind].zh, "basis_name": COUNT_BASES[row.basis].zh if row.kind == "counted" else "",
        "section": row.section, "standard": row.standard, "light_words": LIGHTS[told.light].zh, "reason": told.reason,
        "arithmetic": told.arithmetic, "direction": row.direction,
        "cut_off": row.cut_off.isoformat() if row.cut_off else "",
    }  # fmt: skip
    return FrozenTask(
        pk=row.pk, number=row.number or str(row.order), title=row.title, field=row.field, kind=row.kind,
        direction=row.direction, unit=row.unit, points=row.points,
        facts={key: value for key, value in facts.items() if value}, figures=_figures(of_task) if of_task else NOTHING,
        counties={region: _joined(group, row.kind) for region, group in of_county.items() if region}, reports=reports,
    )  # fmt: skip


# A task that nobody holds yet.
NOTHING = FrozenFigures("waiting", None, None, None, None, None, None, 0, 0, complete=False)


def _figures(row: Standing) -> FrozenFigures:
    return FrozenFigures(
        light=row.light, target=row.target, verified=row.verified, base=row.base,
        unlisted=None if row.verified is None else row.unlisted, percent=row.actual_percent,
        expected=row.expected_percent, milestones_met=row.milestones_met, milestones_set=row.milestones_set,
        complete=row.reason == "complete",
    )  # fmt: skip


def _joined(group: Sequence[FrozenFigures], kind: str) -> FrozenFigures:
    """Several units of one county as one: counts add up, the worst light is told."""
    if len(group) == 1:
        return group[0]
    target = _sum(each.target for each in group) if kind != "rate" else group[0].target
    verified, base = _sum(each.verified for each in group), _sum(each.base for each in group)
    percent = None
    if kind != "rate" and target and verified is not None:
        percent = (verified / target * 100).quantize(FOUR_PLACES, ROUND_HALF_UP)
    elif kind == "rate" and target and base and verified is not None:
        percent = (verified / base * 100 / target * 100).quantize(FOUR_PLACES, ROUND_HALF_UP)
    return replace(
        min(group, key=lambda each: LIGHT_ORDER.index(each.light)), target=target, verified=verified, base=base,
        unlisted=_sum(each.unlisted for each in group), percent=percent, expected=None,
        milestones_met=sum(each.milestones_met for each in group),
        milestones_set=sum(each.milestones_set for each in group), complete=all(each.complete for each in group),
    )  # fmt: skip


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def frozen_items(programme: int, *, period: str, cut_off: date) -> Iterator[FrozenItem]:
    """Every verified item behind the counts, in the table's order: whoever adds up `quantity` by task gets them."""
    until = Until(end_of(period), cut_off)
    rows = RosterRow.objects.filter(task__programme=programme, status="done", state="verified")
    rows = rows.filter(report__in=counted_reports(until)).exclude(assignment__state__in=("planned", "withdrawn"))
    reports = {
        row.assignment_id: row
        for row in counted_reports(until)
        .filter(assignment__task__programme=programme)
        .exclude(verified_count=None)
        .exclude(assignment__state__in=("planned", "withdrawn"))
        .select_related("assignment__task")
        .order_by("period_end", "pk")
    }
    names = names_of_organisations({row.assignment.organisation for row in reports.values()})
    listed = rows.order_by("task__order", "pk").values_list(
        "task", "assignment__region", "assignment__organisation", "name", "code", "happened_on", "report__period",
        "report__ledger_entry",
    )  # fmt: skip
    for task, region, organisation, name, code, happened_on, of_period, entry in listed.iterator(chunk_size=2000):
        named = code.upper()[:2] in PUBLIC_CODES and len(code) == 18
        yield FrozenItem(
            task, region, name if named else "", code if named else "", Decimal(1), happened_on, of_period,
            names.get(organisation, ""), entry,
        )  # fmt: skip
    for report in sorted(reports.values(), key=lambda each: (each.assignment.task.order, each.pk)):
        if report.unlisted is not None:
            part = report.assignment
            yield FrozenItem(
                part.task_id, part.region, "", "", report.unlisted, None, report.period,
                names.get(part.organisation, ""), report.ledger_entry,
            )  # fmt: skip


def report_origins(keys: Iterable[int]) -> dict[int, tuple[str, datetime]]:
    """Whose a verified report is and when it was decided, by key: two queries."""
    rows = list(
        Report.objects.filter(pk__in=list(keys)).exclude(decided_at=None)
        .values_list("pk", "assignment__organisation", "decided_at")
    )  # fmt: skip
    names = names_of_organisations({organisation for _, organisation, _ in rows})
    return {pk: (names.get(organisation, organisation), moment) for pk, organisation, moment in rows if moment}


def public_programmes() -> list[str]:
    """Codes of the programmes that are open to everybody now."""
    return list(Programme.objects.filter(visibility="public").values_list("code", flat=True))
