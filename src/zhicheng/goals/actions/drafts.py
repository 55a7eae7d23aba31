"""A report while it is being written: kept against a colleague's changes, and handed in as it was last seen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, require
from zhicheng.core.refusal import WrongState
from zhicheng.goals.actions.reporting import Count, Draft, ReportText, save_report, submit_report
from zhicheng.goals.models import Assignment, Report
from zhicheng.goals.permissions import P
from zhicheng.goals.queries.drafts import stamp_of, stored_rows


@transaction.atomic
def keep_draft(assignment: int, *, period: str, draft: Draft, seen: str | None, by: Actor, at: datetime) -> Report:
    """Keep a report as a draft, unless somebody changed it since it was `seen` (see `queries.drafts`).

    None stands for what was not looked at: then a draft of one's own may be written over, a colleague's not.

    Raises: NotAllowed, WrongState.
    """
    part = Assignment.objects.locked(assignment)
    require(by, P.REPORT_WRITE, part.scope)
    _refuse_unseen(part, period, seen, by)
    return save_report(assignment, period=period, draft=draft, by=by, at=at)


@transaction.atomic
def submit_draft(report: int, *, seen: str, by: Actor, at: datetime) -> Report:
    """Hand a draft in exactly as it was `seen`. Raises: NotAllowed, WrongState, RosterRefused, RuleBroken."""
    row = Report.objects.locked(report)
    part = Assignment.objects.locked(row.assignment_id)
    require(by, P.REPORT_WRITE, part.scope)
    if row.state != "draft":
        raise WrongState(_("这份报送已由同事提交，不能重复提交。请刷新页面查看。"))
    _refuse_changed(part, row.period, seen)
    return submit_report(part.pk, period=row.period, draft=stored_draft(row), by=by, at=at)


@transaction.atomic
def hand_in(assignment: int, *, period: str, draft: Draft, seen: str | None, by: Actor, at: datetime) -> Report:
    """Hand a whole report in that a program sends, unless somebody changed it since it was `seen`; None as above.

    Raises: NotAllowed, WrongState, RosterRefused, RuleBroken.
    """
    part = Assignment.objects.locked(assignment)
    require(by, P.REPORT_WRITE, part.scope)
    _refuse_unseen(part, period, seen, by)
    return submit_report(assignment, period=period, draft=draft, by=by, at=at)


def stored_draft(report: Report) -> Draft:
    """A report's content as it would come from a form."""
    return Draft(
        text=ReportText(report.progress, report.problems, report.coordination, report.next_step),
        count=Count(report.unlisted, report.base, report.in_progress, report.applied, report.stated_percent),
        rows=stored_rows(report.pk),
        met={claim.milestone_id: claim.met_on for claim in report.claims.all()},
    )


def _refuse_unseen(part: Assignment, period: str, seen: str | None, by: Actor) -> None:
    if seen is not None:
        _refuse_changed(part, period, seen)
        return
    me = by.person or str(by.account_id)
    if part.reports.filter(period=period, state="draft").exclude(written_by=me).exists():
        raise WrongState(_("同事已经存有草稿，没有写入。请先读取这份报告，核对后再写。"), code="colleagues-draft")


def _refuse_changed(part: Assignment, period: str, seen: str) -> None:
    if stamp_of(part.pk, period) != seen:
        raise WrongState(
            _("您打开页面之后，同事改动了这份报送。您填写的内容未保存，仍在本页；请另开窗口查看最新内容后再改。")
        )
