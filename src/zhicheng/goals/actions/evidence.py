"""Files that prove a report: attached by those who write it, taken back only while nobody has verified it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.evidence.actions import attach, withdraw
from zhicheng.core.evidence.queries import AttachmentRow, attachments_of
from zhicheng.core.refusal import Missing, WrongState
from zhicheng.goals.models import Report
from zhicheng.goals.permissions import P


def attach_evidence(
    report: int, *, content: BinaryIO | Iterable[bytes], name: str, by: Actor, at: datetime
) -> AttachmentRow:
    """Attach a file to a report. Raises: NotAllowed, WrongState (corrected since), Unreadable, Refusal (disk full)."""
    row = Report.objects.select_related("assignment__task__programme", "assignment__parent").get(pk=report)
    require(by, P.REPORT_WRITE, row.assignment.scope)
    if row.state == "superseded":
        raise WrongState(_("这份报送已被更正的报送代替，请把佐证附到新的报送。"))
    part = row.assignment
    # Seen by the unit and by whoever may verify it; the page asks besides whether the report itself may be seen.
    scope = Scope(part.scope.region, part.verifying_scope.organisations | part.scope.organisations)
    return attach(
        content, name=name, subject=row.subject, scope=scope, permission=P.TASK_VIEW, needs=P.REPORT_WRITE, by=by, at=at
    )


@transaction.atomic
def withdraw_evidence(report: int, *, attachment: int, because: str, by: Actor, at: datetime) -> None:
    """Take a file back with a reason. Raises: NotAllowed, Missing, WrongState (verified), RuleBroken (no reason)."""
    row = Report.objects.locked(report)
    require(by, P.REPORT_WRITE, row.assignment.scope)
    if row.state in ("verified", "superseded"):
        raise WrongState(_("这份报送%(state)s，佐证不能再撤回。如有错误，请提出更正。"), state=row.get_state_display())
    if attachment not in {each.id for each in attachments_of(row.subject)}:
        raise Missing(_("没有这份佐证材料。请刷新页面。"))
    withdraw(attachment, because=because, needs=P.REPORT_WRITE, by=by, at=at)
