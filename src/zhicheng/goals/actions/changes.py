"""After issue nothing is edited: a change is asked for, decided by the office, and both stand on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, may, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import NotAllowed, RuleBroken
from zhicheng.goals.actions.standings import refresh_tasks
from zhicheng.goals.actions.tasks import check_units_keep
from zhicheng.goals.entries.changes import ChangeDecided, ChangeRequested, MatterAnswered
from zhicheng.goals.models import Assignment, ChangeRequest, Matter, Task
from zhicheng.goals.permissions import P
from zhicheng.goals.queries.lines import plain
from zhicheng.goals.workflow import CHANGE, MATTER
from zhicheng.statutes.actions import ClockStart, start_clocks, stop_clocks


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        raise RuleBroken(_("“%(text)s”不是数。请填写阿拉伯数字。"), text=text)
    if value < 0 or not value.is_finite():
        raise RuleBroken(_("数量不能为负。"))
    return value


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RuleBroken(_("“%(text)s”不是日期。请写成 2025-12-31。"), text=text)


def _written(value: Any) -> str:
    """A value as the request keeps it: numbers without the zeros of their column."""
    return plain(value) if value is None or isinstance(value, Decimal) else str(value)


# What may be changed after issue, and how the new value is read.
TASK_FIELDS: dict[str, Callable[[str], Any]] = {
    "target": _number, "deadline": _day, "standard": str.strip, "title": str.strip, "cut_off": _day,
}  # fmt: skip
PART_FIELDS: dict[str, Callable[[str], Any]] = {
    "share": _number, "deadline": _day, "leader": str.strip, "officer": str.strip, "officer_phone": str.strip,
}  # fmt: skip


@transaction.atomic
def request_change(
    task: int, *, assignment: int | None = None, field: str, new: str, reason: str, by: Actor, at: datetime
) -> ChangeRequest:
    """Ask to change a frozen value of a task (the office) or of a part (its unit or the office).

    Raises: NotAllowed, RuleBroken (no reason, nothing new, value unreadable, a unit's deadline after its task's, the
    same change is already asked for).
    """
    row = Task.objects.select_for_update(of=("self",)).select_related("programme").get(pk=task)
    part = Assignment.objects.locked(assignment) if assignment is not None else None
    target: Task | Assignment = row if part is None else part
    if part is None or not may(by, P.CHANGE_REQUEST, part.scope):
        require(by, P.TASK_EDIT, row.programme.scope)
    fields = PART_FIELDS if part else TASK_FIELDS
    if field not in fields or (part is not None and part.task_id != row.pk):
        raise RuleBroken(_("“%(field)s”不能申请变更。"), field=field)
    if not reason.strip():
        raise RuleBroken(_("请写明变更的理由。"))
    value, old = fields[field](new), getattr(target, field)
    if part is not None and field == "deadline":
        old = old or row.deadline
    if value == old:
        raise RuleBroken(_("新值与现值相同，无需变更。"))
    if field == "deadline":
        _check_deadline(row, part, value)
    if ChangeRequest.objects.filter(task=row, assignment=part, field=field, state="requested").exists():
        raise RuleBroken(_("同一内容已有变更申请待审批。请等待审批结果。"))
    change = ChangeRequest.objects.create(
        task=row, assignment=part, field=field, old=_written(old), new=_written(value),
        reason=reason.strip(), requested_by=by.person or str(by.account_id), requested_at=at,
    )  # fmt: skip
    start = ClockStart(
        rule="goals-change", subject=change.subject, duty="decide", owner_organisation=row.programme.office,
        region=row.programme.region, trigger=at,
    )  # fmt: skip
    start_clocks([start], by=by, at=at)
    record(ChangeRequested(change.pk, row.pk, field), by=by, at=at, subject=row.subject)
    return change


@transaction.atomic
def decide_change(change: int, *, approve: bool, note: str = "", by: Actor, at: datetime) -> ChangeRequest:
    """Decide on a change; approved, the new value stands and the old one stays readable in the request.

    Raises: NotAllowed (also for one's own request), WrongState, RuleBroken (a refusal without its reason, a unit's
    deadline after its task's).
    """
    row = ChangeRequest.objects.select_for_update(of=("self",)).select_related("task__programme").get(pk=change)
    require(by, P.CHANGE_DECIDE, row.task.programme.scope)
    me = by.person or str(by.account_id)
    if me == row.requested_by:
        raise NotAllowed(_("申请人不能审批自己的变更申请。请由市质量强市办其他人员审批。"))
    if not approve and not note.strip():
        raise RuleBroken(_("不同意的，请写明理由。"))
    CHANGE.move(row, "approve" if approve else "refuse")
    row.decided_by, row.decided_at, row.note = me, at, note.strip()
    row.save(update_fields=["state", "decided_by", "decided_at", "note"])
    if approve:
        _apply(row)
    stop_clocks([row.subject], duty="decide", by=by, at=at)
    refresh_tasks({row.task_id}, on=localdate(at))
    record(ChangeDecided(row.pk, row.task_id, row.field, row.state), by=by, at=at, subject=row.task.subject)
    return row


def _check_deadline(task: Task, part: Assignment | None, day: date) -> None:
    """No unit's deadline lies after its task's, whichever of the two is to move."""
    if part is None:
        check_units_keep(task, day)
    elif task.deadline is not None and day > task.deadline:
        raise RuleBroken(
            _("单位的时限不能晚于任务时限 %(day)s。如需延期，请先申请变更任务的时限。"), day=task.deadline.isoformat()
        )


def _apply(change: ChangeRequest) -> None:
    target: Task | Assignment = change.task if change.assignment is None else change.assignment
    fields = TASK_FIELDS if change.assignment is None else PART_FIELDS
    value = fields[change.field](change.new)
    if change.field == "deadline":
        _check_deadline(change.task, change.assignment, value)
        if change.assignment is not None and value == change.task.deadline:
            value = None
    setattr(target, change.field, value)
    changed = [change.field]
    if change.assignment is None and change.field == "deadline":
        change.task.ongoing = False
        changed.append("ongoing")
    target.save(update_fields=changed)


@transaction.atomic
def answer_matter(matter: int, *, answer: str, by: Actor, at: datetime) -> Matter:
    """The office answers what a unit cannot settle alone. Raises: NotAllowed, WrongState, RuleBroken (no words)."""
    row = (
        Matter.objects.select_for_update(of=("self",))
        .select_related("report__assignment__task__programme")
        .get(pk=matter)
    )
    require(by, P.COORDINATION_ANSWER, row.report.assignment.task.programme.scope)
    if not answer.strip():
        raise RuleBroken(_("请填写答复。"))
    MATTER.move(row, "answer")
    row.answer, row.answered_by, row.answered_at = answer.strip(), by.person or str(by.account_id), at
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    stop_clocks([row.subject], duty="coordinate", by=by, at=at)
    record(MatterAnswered(row.pk, row.report_id), by=by, at=at, subject=row.report.subject)
    return row
