"""Reports: of one part, one by one with their rows, and those that wait for somebody's look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, may
from zhicheng.core.refusal import Missing
from zhicheng.goals.kinds import ROW_STATUSES
from zhicheng.goals.models import Assignment, ChangeRequest, Matter, Report, RosterRow, Task
from zhicheng.goals.permissions import P
from zhicheng.goals.queries.compared import compared
from zhicheng.goals.queries.parts import HeldTask, held_task
from zhicheng.goals.queries.programmes import sees_whole, visible_programme
from zhicheng.goals.queries.tasks import ChangeLine, change_line
from zhicheng.goals.rules.claims import StatedRate, check_rate
from zhicheng.goals.rules.periods import name_of
from zhicheng.goals.workflow import MATTER, REPORT
from zhicheng.registry.queries.labels import names_of_organisations


@dataclass(frozen=True)
class RowLine:
    """One name of a roster as it stands."""

    line: int
    name: str
    code: str
    happened_on: date | None
    status: str
    status_name: str
    state: str
    reason: str
    remark: str
    compared: str


@dataclass(frozen=True)
class ReportLine:
    """A report in a list."""

    pk: int
    part: int
    unit: str
    organisation: str
    period: str
    period_name: str
    state: str
    state_name: str
    task: HeldTask
    listed: int
    unlisted: Decimal | None
    base: Decimal | None
    verified_count: Decimal | None
    submitted_at: datetime | None
    decided_at: datetime | None
    reason: str
    counted: Decimal
    whole: Decimal | None
    rate: StatedRate | None


@dataclass(frozen=True)
class ReportDetail:
    """A report with its words, its rows and what this actor may do with it."""

    line: ReportLine
    progress: str
    problems: str
    coordination: str
    next_step: str
    in_progress: int | None
    applied: int | None
    stated_percent: Decimal | None
    rows: Sequence[RowLine]
    met: Sequence[tuple[str, date, date]]
    answer: str
    replaces: int | None
    replaced_by: int | None
    may_verify: bool
    may_write: bool
    own: bool
    written_by: str
    submitted_by: str
    decided_by: str
    subject: str


@dataclass(frozen=True)
class _Counts:
    """How many names a report lists as done, and how many of its part were verified in earlier periods."""

    listed: Mapping[int, int]
    verified: Mapping[int, Sequence[tuple[date, int]]]

    def earlier(self, row: Report) -> int:
        """Verified for the same part before this report's period."""
        return sum(n for end, n in self.verified.get(row.assignment_id, ()) if end < row.period_end)


def _page(rows: QuerySet[Report], limit: int) -> list[Report]:
    """The newest of the rows with what a line needs. Which rows is asked apart from what is in them: joined, grouped
    and sorted in one statement, the whole table would be built before the page is cut from it."""
    keys = list(rows.order_by("-pk").values_list("pk", flat=True)[:limit])
    return list(Report.objects.filter(pk__in=keys).select_related("assignment__task__programme").order_by("-pk"))


def _counts(rows: Sequence[Report]) -> _Counts:
    done = RosterRow.objects.filter(status="done").order_by()
    listed = done.filter(report__in=[row.pk for row in rows], state__in=("draft", "live", "verified"))
    verified: dict[int, list[tuple[date, int]]] = {}
    earlier = done.filter(assignment__in={row.assignment_id for row in rows}, state="verified")
    for part, end, n in earlier.values_list("assignment", "report__period_end").annotate(n=Count("pk")):
        verified.setdefault(part, []).append((end, n))
    return _Counts(dict(listed.values_list("report").annotate(n=Count("pk"))), verified)


def _line(row: Report, names: Mapping[str, str], counts: _Counts) -> ReportLine:
    part, listed = row.assignment, counts.listed.get(row.pk, 0)
    whole = part.share if part.share is not None else part.task.target
    # Names are reported period by period, a count without names in all: a stated rate speaks of both together.
    counted = counts.earlier(row) + listed + (row.unlisted or Decimal(0))
    rate_of = (row.unlisted, row.base) if part.task.kind == "rate" else (counted, whole)
    return ReportLine(
        pk=row.pk, part=part.pk, unit=names.get(part.organisation, part.organisation), organisation=part.organisation,
        period=row.period, period_name=name_of(row.period), state=row.state,
        state_name=str(REPORT.states[row.state]), task=held_task(part.task), listed=listed, unlisted=row.unlisted,
        base=row.base, verified_count=row.verified_count, submitted_at=row.submitted_at, decided_at=row.decided_at,
        reason=row.reason, counted=counted, whole=whole,
        rate=check_rate(row.stated_percent, done=rate_of[0], whole=rate_of[1]),
    )  # fmt: skip


def reports(
    actor: Actor, *, part: int | None = None, task: int | None = None, programme: int | None = None, state: str = "",
    period: str = "", unit: str = "", to_verify: bool = False, after: int | None = None, limit: int = 50,
) -> list[ReportLine]:  # fmt: skip
    """Reports that the actor may see, the newest first; `to_verify` only those that wait for this actor's units."""
    rows: QuerySet[Report] = Report.objects.visible_to(actor)
    if part is not None:
        rows = rows.filter(assignment=part)
    if task is not None:
        rows = rows.filter(assignment__task=task)
    if programme is not None:
        rows = rows.filter(assignment__task__programme=programme)
    if period:
        rows = rows.filter(period=period)
    if unit:
        rows = rows.filter(assignment__organisation=unit)
    if state or to_verify:
        rows = rows.filter(state=state or "submitted")
    if to_verify:
        rows = _verifiable(rows, actor)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = _page(rows, limit)
    names, counts = names_of_organisations({row.assignment.organisation for row in found}), _counts(found)
    return [_line(row, names, counts) for row in found]


def _verifiable(rows: QuerySet[Report], actor: Actor) -> QuerySet[Report]:
    """Reports whose verification is the business of the actor's units: as lead, as office, as the county above."""
    if actor.everything:
        return rows
    led = Assignment.objects.filter(
        organisation__in=actor.organisations_with(P.REPORT_VERIFY), role__in=("lead", "co-lead")
    )
    by_lead = Q(assignment__task__in=led.values("task")) & ~Q(assignment__organisation__in=actor.organisations)
    office = Q(pk=None)
    for prefix in actor.regions_with(P.REPORT_VERIFY):
        office |= Q(assignment__task__programme__region__startswith=prefix, assignment__role__in=("lead", "co-lead"))
    above = Q(assignment__parent__organisation__in=actor.organisations_with(P.REPORT_VERIFY))
    return rows.filter(by_lead | office | above)


def count_to_verify(actor: Actor) -> int:
    """How many reports wait for the actor's units to verify them."""
    return _verifiable(Report.objects.visible_to(actor).filter(state="submitted"), actor).count()


def report(
    key: int, actor: Actor, *, after: int = 0, limit: int | None = None, states: Sequence[str] = ()
) -> ReportDetail:
    """One report with its rows, or those after a line. Raises: Missing (also where the actor may not see it)."""
    row = next(iter(_page(Report.objects.visible_to(actor).filter(pk=key), 1)), None)
    if row is None:
        raise Missing(_("没有这份报告，或它不属于您的单位。请回到列表。"))
    names = names_of_organisations({row.assignment.organisation})
    me = actor.person or str(actor.account_id)
    matter = Matter.objects.filter(report=row).first()
    mine = me in (row.submitted_by, row.written_by)
    verifies = row.state == "submitted" and may(actor, P.REPORT_VERIFY, row.assignment.verifying_scope)
    return ReportDetail(
        line=_line(row, names, _counts([row])), progress=row.progress, problems=row.problems, coordination=row.coordination,
        next_step=row.next_step, in_progress=row.in_progress, applied=row.applied,
        stated_percent=row.stated_percent, rows=_rows(row, after, limit, states),
        met=[(claim.milestone.title, claim.milestone.due, claim.met_on)
             for claim in row.claims.select_related("milestone").order_by("milestone__ordinal")],
        answer=matter.answer if matter else "", replaces=row.replaces_id,
        replaced_by=Report.objects.filter(replaces=row).values_list("pk", flat=True).first(),
        may_verify=verifies and not mine, own=verifies and mine,
        may_write=may(actor, P.REPORT_WRITE, row.assignment.scope), written_by=row.written_by,
        submitted_by=row.submitted_by, decided_by=row.decided_by, subject=row.subject,
    )  # fmt: skip


def _rows(report: Report, after: int, limit: int | None, states: Sequence[str]) -> list[RowLine]:
    found = report.rows.filter(line__gt=after).order_by("line")
    found = found.filter(state__in=states) if states else found
    listed = list(found[:limit] if limit else found)
    said = compared(listed)
    return [
        RowLine(
            line=row.line, name=row.name, code=row.code, happened_on=row.happened_on, status=row.status,
            status_name=str(ROW_STATUSES[row.status]), state=row.state, reason=row.reason, remark=row.remark,
            compared=said[row.pk],
        )
        for row in listed
    ]  # fmt: skip


def report_for(part: int, period: str, actor: Actor) -> int | None:
    """The key of a part's current report for a period; None where there is none yet."""
    rows = Report.objects.visible_to(actor).filter(assignment=part, period=period).exclude(state="superseded")
    return rows.values_list("pk", flat=True).first()


@dataclass(frozen=True)
class MatterLine:
    """Something that a unit asks the office to coordinate."""

    pk: int
    text: str
    unit: str
    task: HeldTask
    period_name: str
    report: int
    state: str
    state_name: str
    raised_at: datetime
    answer: str
    answered_at: datetime | None
    subject: str


def matters(
    actor: Actor, *, state: str = "", after: int | None = None, limit: int = 50, key: int | None = None
) -> list[MatterLine]:
    """Matters to coordinate that the actor may see, the newest first."""
    rows = Matter.objects.filter(Exists(Report.objects.visible_to(actor).filter(pk=OuterRef("report"))))
    if key is not None:
        rows = rows.filter(pk=key)
    if state:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("report__assignment__task__programme").order_by("-pk")[:limit])
    names = names_of_organisations({row.report.assignment.organisation for row in found})
    return [
        MatterLine(
            pk=row.pk, text=row.text, unit=names.get(row.report.assignment.organisation, ""),
            task=held_task(row.report.assignment.task), period_name=name_of(row.report.period), report=row.report_id,
            state=row.state, state_name=str(MATTER.states[row.state]), raised_at=row.raised_at, answer=row.answer,
            answered_at=row.answered_at, subject=row.subject,
        )
        for row in found
    ]  # fmt: skip


def waiting(programme: int, actor: Actor) -> tuple[int, int]:
    """How many changes of a programme wait for a decision, and how many matters for an answer."""
    changed = ChangeRequest.objects.filter(task__programme=programme, state="requested")
    # Few matters are open at a time: each is asked whose it is, not each report of the programme what it raised.
    theirs = Report.objects.filter(pk=OuterRef("report"), assignment__task__programme=programme)
    raised = Matter.objects.filter(Exists(theirs), state="open")
    if not sees_whole(visible_programme(programme, actor), actor):
        changed = changed.filter(Exists(Task.objects.visible_to(actor).filter(pk=OuterRef("task"))))
        raised = raised.filter(Exists(Report.objects.visible_to(actor).filter(pk=OuterRef("report"))))
    return changed.count(), raised.count()


def matter(key: int, actor: Actor) -> MatterLine:
    """One matter. Raises: Missing (also where the actor may not see it)."""
    found = matters(actor, key=key, limit=1)
    if not found:
        raise Missing(_("没有这件需协调事项，或您的岗位不能查看。请回到列表。"))
    return found[0]


def change(key: int, actor: Actor) -> ChangeLine:
    """One change. Raises: Missing (also where the actor may not see it)."""
    found = changes(actor, key=key, limit=1)
    if not found:
        raise Missing(_("没有这件变更申请，或您的岗位不能查看。请回到列表。"))
    return found[0]


def changes(
    actor: Actor, *, state: str = "", after: int | None = None, limit: int = 50, key: int | None = None
) -> list[ChangeLine]:
    """Changes asked for on parts and tasks that the actor may see, the newest first."""
    whole = Q(pk=None)
    for prefix in ("",) if actor.everything else actor.regions_with(P.PROGRAMME_VIEW_ALL):
        whole |= Q(task__programme__region__startswith=prefix)
    rows = ChangeRequest.objects.filter(
        whole | Exists(Assignment.objects.visible_to(actor).filter(pk=OuterRef("assignment")))
    )
    if key is not None:
        rows = rows.filter(pk=key)
    if state:
        rows = rows.filter(state=state)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.select_related("task", "assignment").order_by("-pk")[:limit])
    names = names_of_organisations({row.assignment.organisation for row in found if row.assignment})
    return [change_line(row, names) for row in found]


def changes_of_part(part: int, actor: Actor) -> list[ChangeLine]:
    """Changes asked for on one part that the actor may see, the newest first."""
    seen = Assignment.objects.visible_to(actor).filter(pk=part)
    rows = ChangeRequest.objects.filter(assignment__in=seen.values("pk")).select_related("task", "assignment")
    return [change_line(row, {}) for row in rows.order_by("-pk")]
