"""Somebody else looks: verify a report, return rows of it, or return the whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import NotAllowed, RuleBroken
from zhicheng.goals.actions.reporting import owe_correction
from zhicheng.goals.actions.standings import refresh_tasks
from zhicheng.goals.entries.reporting import ReportReturned, ReportVerified
from zhicheng.goals.models import Report, RosterRow
from zhicheng.goals.permissions import P
from zhicheng.goals.workflow import REPORT
from zhicheng.statutes.actions import stop_clocks


def _require_someone_else(report: Report, by: Actor) -> None:
    require(by, P.REPORT_VERIFY, report.assignment.verifying_scope)
    me = by.person or str(by.account_id)
    if me in (report.submitted_by, report.written_by):
        raise NotAllowed(_("填报人不能核实自己的报送。请由本单位或牵头部门的其他人员核实。"))


@transaction.atomic
def verify_report(
    report: int, *, returned: Mapping[int, str] | None = None, seen_rows: int | None = None, by: Actor, at: datetime
) -> Report:
    """Verify a report; `returned` names lines that are sent back, each with its reason.

    `seen_rows` is how many rows the verifier was shown, so that nobody verifies what arrived meanwhile.
    Raises: NotAllowed (own report, not the lead), WrongState, RuleBroken (no such line, no reason).
    """
    row = Report.objects.locked(report)
    _require_someone_else(row, by)
    REPORT.transition(row.state, "verify")
    back = dict(returned or {})
    open_rows = {each.line: each for each in row.rows.filter(state="live")}
    if seen_rows is not None and seen_rows != len(open_rows):
        raise RuleBroken(_("名单在您查看之后有变化。请重新查看后再核实。"))
    _check_returned(back, open_rows)
    REPORT.move(row, "verify")
    for line, reason in back.items():
        row.rows.filter(line=line).update(state="returned", reason=reason.strip()[:200])
    row.rows.filter(state="live").update(state="verified")
    for claim in row.claims.select_related("milestone"):
        claim.milestone.met_on = claim.met_on
        claim.milestone.save(update_fields=["met_on"])
    row.decided_by, row.decided_at, row.reason = by.person or str(by.account_id), at, ""
    row.verified_count = _verified_in_all(row)
    row.save(update_fields=["state", "decided_by", "decided_at", "reason", "verified_count"])
    _move_clocks(row, bool(back), by=by, at=at)
    refresh_tasks({row.assignment.task_id}, on=localdate(at))
    entry = ReportVerified(row.pk, row.assignment_id, row.period, str(row.verified_count or ""), len(back))
    row.ledger_entry = record(entry, by=by, at=at, subject=row.subject)
    row.save(update_fields=["ledger_entry"])
    return row


def _check_returned(back: Mapping[int, str], rows: Mapping[int, RosterRow]) -> None:
    unknown = sorted(set(back) - set(rows))
    if unknown:
        raise RuleBroken(_("名单中没有第 %(lines)s 行。请刷新页面后再试。"), lines="、".join(map(str, unknown)))
    silent = sorted(line for line, reason in back.items() if not reason.strip())
    if silent:
        raise RuleBroken(_("第 %(lines)s 行退回须写明理由。"), lines="、".join(map(str, silent)))


def _verified_in_all(report: Report) -> Decimal | None:
    """Names verified for this part up to this period, and what was accepted without names."""
    if report.assignment.task.kind == "qualitative":
        return None
    names = RosterRow.objects.filter(
        assignment=report.assignment_id, status="done", state="verified", report__period_end__lte=report.period_end
    ).count()
    return names + (report.unlisted or Decimal(0))


@transaction.atomic
def return_report(
    report: int, *, reason: str, rows: Mapping[int, str] | None = None, by: Actor, at: datetime
) -> Report:
    """Send a whole report back with its reason; nothing of it counts until it comes again.

    Raises: NotAllowed, WrongState, RuleBroken (no reason).
    """
    row = Report.objects.locked(report)
    _require_someone_else(row, by)
    if not reason.strip():
        raise RuleBroken(_("退回须写明理由，让填报单位知道改什么。"))
    REPORT.move(row, "return")
    row.decided_by, row.decided_at, row.reason = by.person or str(by.account_id), at, reason.strip()
    row.verified_count = None
    row.save(update_fields=["state", "decided_by", "decided_at", "reason", "verified_count"])
    row.rows.filter(state__in=("live", "verified")).update(state="returned")
    for line, why in (rows or {}).items():
        row.rows.filter(line=line).update(reason=why.strip()[:200])
    _move_clocks(row, True, by=by, at=at)
    refresh_tasks({row.assignment.task_id}, on=localdate(at))
    record(ReportReturned(row.pk, row.assignment_id, row.period), by=by, at=at, subject=row.subject)
    return row


def _move_clocks(report: Report, to_correct: bool, *, by: Actor, at: datetime) -> None:
    part = report.assignment
    subject = f"{part.subject}:{report.period}"
    stop_clocks([subject], duty="verify", by=by, at=at)
    if to_correct:
        owe_correction(report, by=by, at=at)
