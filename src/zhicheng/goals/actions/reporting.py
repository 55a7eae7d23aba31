"""A unit reports on its part for a period: written, checked, submitted, corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken, WrongState
from zhicheng.goals.actions.manifest import manifest_of
from zhicheng.goals.actions.standings import refresh_tasks
from zhicheng.goals.entries.reporting import ReportingOpened, ReportSubmitted, ReportSuperseded, RowsCorrected
from zhicheng.goals.models import Assignment, Matter, Milestone, MilestoneClaim, Programme, Report, RosterRow, Task
from zhicheng.goals.permissions import P
from zhicheng.goals.queries.drafts import stored_rows
from zhicheng.goals.queries.rosters import counted_elsewhere, roster_problems
from zhicheng.goals.rules import periods
from zhicheng.goals.rules.rosters import (
    Problem,
    Row,
    code_key,
    duplicate_problems,
    key_of,
    name_key,
    once_of,
)
from zhicheng.goals.workflow import REPORT
from zhicheng.registry.queries.labels import organisations_named
from zhicheng.statutes.actions import ClockStart, start_clocks, stop_clocks


class RosterRefused(RuleBroken):
    """Rows of a roster cannot count; `problems` says line by line which, why and what to do."""

    code = "roster-refused"

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = "；".join(f"第 {each.line} 行：{each.sentence}" for each in problems[:3])
        super().__init__(_("名单有 %(count)s 处须改正，整份未保存。%(first)s"), count=len(problems), first=first)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class ReportText:
    """What a unit writes beside its count."""

    progress: str = ""
    problems: str = ""
    coordination: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class Count:
    """What a unit counts beside the names: done without names (in all), base of a rate, pipeline, stated rate."""

    unlisted: Decimal | None = None
    base: Decimal | None = None
    in_progress: int | None = None
    applied: int | None = None
    stated_percent: Decimal | None = None


@dataclass(frozen=True)
class Draft:
    """A whole report as it comes from a form or a sheet. `met` names milestones with the day each was met."""

    text: ReportText = field(default_factory=ReportText)
    count: Count = field(default_factory=Count)
    rows: Sequence[Row] = ()
    met: Mapping[int, date] = field(default_factory=dict)


@transaction.atomic
def open_reporting(programme: int, *, period: str, by: Actor, at: datetime) -> int:
    """A period has ended: the clock of every part's report starts. Opening a period twice does nothing.

    Raises: RuleBroken (no such period), WrongState (the period has not ended, or the programme is not issued).
    """
    row = Programme.objects.select_for_update().get(pk=programme)
    require(by, P.TASK_ASSIGN, row.scope)
    end = periods.end_of(period)
    if row.state != "issued" or end >= localdate(at):
        raise WrongState(_("%(period)s 尚未结束，或计划未在执行中，不能开始报送。"), period=period)
    if row.opened_period and periods.end_of(row.opened_period) >= end:
        return 0
    parts = Assignment.objects.filter(
        task__programme=row, state__in=("delivered", "signed", "fixed"), delivered_at__date__lte=end
    ).exclude(role="support")
    owed = parts.exclude(reports__period=period, reports__state__in=("submitted", "verified", "returned"))
    starts = [
        ClockStart(
            rule="goals-report", subject=f"{part.subject}:{period}", duty="report",
            owner_organisation=part.organisation, region=row.region, trigger=end,
        )
        for part in owed.order_by("pk")
    ]  # fmt: skip
    start_clocks(starts, by=by, at=at)
    row.opened_period = period
    row.save(update_fields=["opened_period"])
    record(ReportingOpened(row.pk, period, len(starts)), by=by, at=at, subject=row.subject)
    return len(starts)


@transaction.atomic
def save_report(assignment: int, *, period: str, draft: Draft, by: Actor, at: datetime) -> Report:
    """Keep a report as a draft; shape and duplicates of its rows are checked when it is submitted.

    Raises: NotAllowed, WrongState (the part is not fixed, or the period's report is already submitted).
    """
    part = Assignment.objects.locked(assignment)
    require(by, P.REPORT_WRITE, part.scope)
    report = _writable(part, period, by=by, at=at)
    _write(report, draft, by=by, at=at)
    return report


@transaction.atomic
def submit_report(
    assignment: int, *, period: str, draft: Draft, by: Actor, at: datetime, in_bulk: bool = False
) -> Report:
    """Hand a report in for verification; a returned one is replaced, never overwritten.

    `in_bulk` leaves the entry and the standing to a caller that submits a whole sheet. Raises: NotAllowed, WrongState,
    RosterRefused (rows that cannot count), RuleBroken (nothing said, a rate without base).
    """
    part = Assignment.objects.locked(assignment)
    require(by, P.REPORT_WRITE, part.scope)
    if periods.end_of(period) > localdate(at) and period != current_period(part.task.programme, on=localdate(at)):
        raise WrongState(_("%(period)s 尚未开始，不能报送。"), period=periods.name_of(period))
    _check(part, period, draft)
    report = _writable(part, period, by=by, at=at)
    _write(report, draft, handed_in=True, by=by, at=at)
    REPORT.move(report, "submit")
    report.submitted_by, report.submitted_at = by.person or str(by.account_id), at
    report.save(update_fields=["state", "submitted_by", "submitted_at"])
    _raise_matter(report, at=at)
    _move_clocks(part, report, by=by, at=at)
    if not in_bulk:
        refresh_tasks({part.task_id}, on=localdate(at))
        record(submitted_entry(report, draft), by=by, at=at, subject=report.subject)
    return report


def current_period(programme: Programme, *, on: date) -> str:
    """The period that a report made on this day speaks of: the running one."""
    every = periods.periods_of(programme.first_year, programme.last_year, programme.reporting)
    return next((slug for slug, end in every if end >= on), every[-1][0])


def submitted_entry(report: Report, draft: Draft) -> ReportSubmitted:
    """What the ledger keeps of a submitted report: counts, and one hash over its rows and words."""
    manifest = manifest_of([asdict(draft.text), asdict(draft.count), *(asdict(row) for row in draft.rows)])
    unlisted = "" if draft.count.unlisted is None else str(draft.count.unlisted)
    return ReportSubmitted(report.pk, report.assignment_id, report.period, len(draft.rows), unlisted, manifest)


def _check(part: Assignment, period: str, draft: Draft) -> None:
    task, said = part.task, draft.text
    if not any((said.progress.strip(), draft.rows, draft.met, draft.count.unlisted is not None)):
        raise RuleBroken(_("请至少填写进展、名单、数量或已完成的节点之一。"))
    if task.kind == "rate" and (draft.count.unlisted is None) != (draft.count.base is None):
        raise RuleBroken(_("比率类任务须同时填写分子和分母，系统据此计算比率。"))
    if task.kind == "rate" and draft.count.base is not None and (draft.count.unlisted or 0) > draft.count.base:
        raise RuleBroken(_("分子大于分母。请核对。"))
    if task.kind == "qualitative" and (draft.rows or draft.count.unlisted is not None):
        raise RuleBroken(_("定性任务按节点报送，不填数量。请在节点后填写完成日期。"))
    _check_rows(part, period, draft.rows)


def _check_rows(part: Assignment, period: str, rows: Sequence[Row]) -> None:
    problems = roster_problems(part, period, rows)
    if problems:
        raise RosterRefused(sorted(problems, key=lambda each: each.line))


def _writable(part: Assignment, period: str, *, by: Actor, at: datetime) -> Report:
    if part.state != "fixed":
        raise WrongState(_("五定未齐，不能报送进展。请先签收并完成五定。"))
    current = part.reports.filter(period=period).exclude(state="superseded").first()
    if current is not None and current.state == "draft":
        return current
    if current is not None and current.state in ("submitted", "verified"):
        raise WrongState(
            _("%(period)s 的报告%(state)s，不能再改。如有错误，请提出更正并写明理由。"),
            period=periods.name_of(period), state=str(REPORT.states[current.state]),
        )  # fmt: skip
    if current is not None:
        _supersede(current, by=by, at=at)
    # Not saved yet: `_write` fills it in and saves it once.
    return Report(assignment=part, replaces=current, period=period, period_end=periods.end_of(period))


def _supersede(report: Report, *, by: Actor, at: datetime) -> None:
    REPORT.move(report, "supersede")
    report.save(update_fields=["state"])
    report.rows.filter(state__in=("live", "verified")).update(state="withdrawn")
    Milestone.objects.filter(claims__report=report).update(met_on=None)
    # A limit for correcting runs on until the new report is handed in.
    stop_clocks([f"{report.assignment.subject}:{report.period}"], duty="verify", by=by, at=at)


@transaction.atomic
def correct_report(report: int, *, reason: str, by: Actor, at: datetime) -> Report:
    """Begin the correction of a report that was handed in: a new draft with the same content replaces it.

    The old one stays on record and no longer counts, so that a figure known to be wrong is not published meanwhile.
    Raises: NotAllowed, WrongState, RuleBroken (no reason).
    """
    old = Report.objects.locked(report)
    require(by, P.REPORT_WRITE, old.assignment.scope)
    if not reason.strip():
        raise RuleBroken(_("请写明更正的理由。"))
    rows = stored_rows(old.pk)
    met = {claim.milestone_id: claim.met_on for claim in old.claims.all()}
    _supersede(old, by=by, at=at)
    new = Report.objects.create(
        assignment=old.assignment, replaces=old, period=old.period, period_end=old.period_end,
        written_by=by.person or str(by.account_id), written_at=at,
    )  # fmt: skip
    text = ReportText(old.progress, old.problems, old.coordination, old.next_step)
    count = Count(old.unlisted, old.base, old.in_progress, old.applied, old.stated_percent)
    _write(new, Draft(text=text, count=count, rows=rows, met=met), by=by, at=at)
    owe_correction(new, by=by, at=at)
    refresh_tasks({old.assignment.task_id}, on=localdate(at))
    record(ReportSuperseded(old.pk, old.period, reason.strip()), by=by, at=at, subject=old.subject)
    return new


def owe_correction(report: Report, *, by: Actor, at: datetime) -> None:
    """A report, or rows of it, have to come again: the limit for correcting starts."""
    part = report.assignment
    subject = f"{part.subject}:{report.period}"
    stop_clocks([subject], duty="correct", by=by, at=at)
    start = ClockStart(
        rule="goals-correct", subject=subject, duty="correct", owner_organisation=part.organisation,
        region=part.task.programme.region, trigger=at,
    )  # fmt: skip
    start_clocks([start], by=by, at=at)


@transaction.atomic
def resubmit_rows(report: int, *, rows: Mapping[int, Row], by: Actor, at: datetime) -> Report:
    """Hand returned rows in again, corrected: `rows` by the line of the returned one; the verified ones stay.

    Raises: NotAllowed, WrongState, RuleBroken (a line that was not returned), RosterRefused.
    """
    row = Report.objects.locked(report)
    part = row.assignment
    require(by, P.REPORT_WRITE, part.scope)
    returned = {each.line: each for each in row.rows.filter(state="returned")}
    if not rows or set(rows) - set(returned):
        raise RuleBroken(_("只能补正被退回的行。请刷新页面后再试。"))
    first = (row.rows.order_by("-line").values_list("line", flat=True).first() or 0) + 1
    fresh = [replace(rows[line], line=first + n) for n, line in enumerate(sorted(rows))]
    # Told by the lines that were returned: those are what the unit has before its eyes.
    _check_rows(part, row.period, [replace(rows[line], line=line) for line in sorted(rows)])
    REPORT.move(row, "resubmit")
    row.submitted_by, row.submitted_at = by.person or str(by.account_id), at
    row.save(update_fields=["state", "submitted_by", "submitted_at"])
    row.rows.filter(line__in=rows).update(state="withdrawn")
    _add_rows(row, fresh, handed_in=True)
    _move_clocks(part, row, by=by, at=at)
    refresh_tasks({part.task_id}, on=localdate(at))
    manifest = manifest_of(asdict(each) for each in fresh)
    record(RowsCorrected(row.pk, row.period, len(fresh), manifest), by=by, at=at, subject=row.subject)
    return row


def _write(report: Report, draft: Draft, *, handed_in: bool = False, by: Actor, at: datetime) -> None:
    for name, value in (*asdict(draft.text).items(), *asdict(draft.count).items()):
        setattr(report, name, value)
    report.written_by, report.written_at = by.person or str(by.account_id), at
    if report.pk is not None:
        report.rows.all().delete()
        report.claims.all().delete()
    report.save()
    _add_rows(report, draft.rows, handed_in=handed_in)
    if draft.met:
        MilestoneClaim.objects.bulk_create(
            MilestoneClaim(report=report, milestone=step, met_on=draft.met[step.pk])
            for step in report.assignment.milestones.filter(pk__in=draft.met)
        )


def _add_rows(report: Report, rows: Sequence[Row], *, handed_in: bool) -> None:
    if not rows:
        return
    task = report.assignment.task
    once = once_of(task.series, task.basis, report.period_end.year)
    firms = organisations_named([code_key(row.code) for row in rows], [row.name.strip() for row in rows])
    state = "live" if handed_in else "draft"
    try:
        with transaction.atomic():
            RosterRow.objects.bulk_create(
                [_row(report, task, row, once, firms, state) for row in rows], batch_size=1000
            )
    except IntegrityError:
        # Somebody else's roster took a name between our check and our writing.
        counted = counted_elsewhere(report.assignment, report.period, rows)
        raise RosterRefused(
            duplicate_problems(rows, counted) or [Problem(1, "name", str(_("名单中有重复的行。请核对后再报。")))]
        )


def _row(report: Report, task: Task, row: Row, once: str, firms: Mapping[str, str], state: str) -> RosterRow:
    return RosterRow(
        report=report, assignment_id=report.assignment_id, task=task, line=row.line, name=row.name.strip(),
        code=row.code.strip(), happened_on=row.happened_on, status=row.status, state=state, remark=row.remark, once=once,
        key=key_of(row), name_key=name_key(row.name),
        organisation=firms.get(code_key(row.code), "") or firms.get(row.name.strip(), ""),
    )  # fmt: skip


def _raise_matter(report: Report, *, at: datetime) -> None:
    if report.coordination.strip():
        Matter.objects.create(report=report, text=report.coordination.strip(), raised_at=at)


def _move_clocks(part: Assignment, report: Report, *, by: Actor, at: datetime) -> None:
    programme = part.task.programme
    subject = f"{part.subject}:{report.period}"
    stop_clocks([subject], duty=("report", "correct"), by=by, at=at)
    starts = [(f"{subject}", "verify", "goals-verify", verifier_of(part))]
    if report.coordination.strip():
        starts.append((report.matter.subject, "coordinate", "goals-coordinate", programme.office))
    clocks = [
        ClockStart(rule=rule, subject=name, duty=duty, owner_organisation=owner, region=programme.region, trigger=at)
        for name, duty, rule, owner in starts
    ]
    start_clocks(clocks, by=by, at=at)


def verifier_of(part: Assignment) -> str:
    """Whose duty the verification is: the task's lead unit; the office for the lead's own report."""
    leads = part.task.assignments.filter(role__in=("lead", "co-lead")).exclude(state__in=("planned", "withdrawn"))
    lead = leads.exclude(organisation=part.organisation).order_by("-role", "pk").first()
    if part.role in ("lead", "co-lead") or lead is None:
        return part.task.programme.office
    return lead.organisation
