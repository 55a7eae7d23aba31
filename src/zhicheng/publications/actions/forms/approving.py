"""A filled form on its way out: submitted, approved by somebody else, its file made and kept, handed back, or given up."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.evidence.actions import attach
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState
from zhicheng.indicators.queries import editions
from zhicheng.publications.actions.forms.holding import held, me
from zhicheng.publications.entries.forms import (
    FormApproved,
    FormHandedBack,
    FormSentBack,
    FormSubmitted,
    FormWithdrawn,
)
from zhicheng.publications.forms.answers import Draft
from zhicheng.publications.forms.workflow import FORM
from zhicheng.publications.models import ArrivedForm, FormRequest
from zhicheng.publications.permissions import P
from zhicheng.publications.queries.form_files import filled_files
from zhicheng.statutes.actions import withdraw_clocks


@transaction.atomic
def submit_form(form: int, *, note: str = "", by: Actor, at: datetime) -> ArrivedForm:
    """Hand a filled form to whoever approves it. What stays blank, or contradicts itself, needs a word.

    Raises: Missing, NotAllowed, WrongState, RuleBroken (questions or requests are open; gaps without a word).
    """
    row = held(form, P.FORM_FILL, by)
    FORM.move(row, "submit")
    draft = Draft.from_plain(row.draft)
    if draft.questions:
        raise RuleBroken(_("还有%(n)s个问题没有确认，不能送审。"), code="questions-open", n=len(draft.questions))
    if FormRequest.objects.filter(form=row, state="asked").exists():
        raise RuleBroken(_("还有单位没有答复。请等待答复，或撤回要数后再送审。"), code="requests-open")
    if (draft.gaps or draft.contradictions) and not note.strip():
        raise RuleBroken(
            _("还有%(gaps)s个空格没有数、%(contradictions)s处相互矛盾。照此送审的，请写明理由。"), code="no-reason",
            gaps=len(draft.gaps), contradictions=len(draft.contradictions),
        )  # fmt: skip
    row.submitted_by, row.submitted_at, row.submitted_note = me(by), at, note.strip()
    row.returned_reason = ""
    row.save(update_fields=["state", "submitted_by", "submitted_at", "submitted_note", "returned_reason"])
    record(FormSubmitted(row.pk, row.stamp, len(draft.gaps)), by=by, at=at, subject=row.subject)
    return row


def approve_form(form: int, *, by: Actor, at: datetime) -> ArrivedForm:
    """Approve a form that somebody else filled, and make the file that goes back.

    The file is made before the transaction: it takes seconds, and counts only if nothing was changed meanwhile.
    Raises: Missing, NotAllowed (also for one's own), WrongState (also where it was changed meanwhile), RuleBroken (the
    edition was replaced or withdrawn).
    """
    before = ArrivedForm.objects.visible_to(by).filter(pk=form).first()
    if before is None:
        raise Missing(_("没有这份上级报表，或您的岗位不能查看。请回到上级报表列表。"))
    _check_approver(before, by)
    made = filled_files(before)
    return _approved(form, before.stamp, made, by=by, at=at)


def _check_approver(row: ArrivedForm, by: Actor) -> None:
    FORM.transition(row.state, "approve")
    typed = {each.get("by") for each in row.given.values() if each.get("how") in ("hand", "blank")}
    if me(by) in typed | {row.submitted_by}:
        raise NotAllowed(_("填报人不能审核自己填的报表。请由市质量强市办其他人员审核。"), code="own-form")
    head = editions.edition_head(row.edition, SYSTEM)
    if head.state in ("superseded", "withdrawn"):
        raise RuleBroken(
            _("这份报表所用的数据版本“%(edition)s”已被替代或撤回。请退回修改，换用新的版本后再审核。"),
            edition=row.edition,
        )


@transaction.atomic
def _approved(form: int, stamp: int, files: list[tuple[str, bytes]], *, by: Actor, at: datetime) -> ArrivedForm:
    row = held(form, P.FORM_APPROVE, by)
    if row.stamp != stamp:
        raise WrongState(_("报表刚刚被修改。请刷新页面，看过再审核。"), code="overtaken")
    _check_approver(row, by)
    FORM.move(row, "approve")
    kept = [
        attach(
            BytesIO(content), name=name, subject=f"{row.subject}:filled", scope=row.scope, permission=P.FORM_FILL,
            needs=P.FORM_APPROVE, by=by, at=at, macros=True,
        )
        for name, content in files
    ]  # fmt: skip
    row.approved_by, row.approved_at, row.filled_sha256 = me(by), at, kept[0].sha256
    row.save(update_fields=["state", "approved_by", "approved_at", "filled_sha256"])
    record(FormApproved(row.pk, row.stamp, row.filled_sha256, row.edition), by=by, at=at, subject=row.subject)
    return row


@transaction.atomic
def send_back_form(form: int, *, reason: str, by: Actor, at: datetime) -> ArrivedForm:
    """Back to be changed, with the reason. Raises: Missing, NotAllowed, WrongState, RuleBroken (no reason)."""
    row = held(form, P.FORM_APPROVE, by)
    if not reason.strip():
        raise RuleBroken(_("请写明退回的理由。"), code="no-reason")
    FORM.move(row, "send-back")
    row.returned_reason, row.approved_by, row.approved_at, row.filled_sha256 = reason.strip(), "", None, ""
    row.save(update_fields=["state", "returned_reason", "approved_by", "approved_at", "filled_sha256"])
    record(FormSentBack(row.pk, row.stamp), by=by, at=at, subject=row.subject)
    return row


@transaction.atomic
def hand_back(form: int, *, by: Actor, at: datetime) -> ArrivedForm:
    """Note that the approved file went to the superior. Raises: Missing, NotAllowed, WrongState."""
    row = held(form, P.FORM_FILL, by)
    FORM.move(row, "hand-back")
    row.handed_back_by, row.handed_back_at = me(by), at
    row.save(update_fields=["state", "handed_back_by", "handed_back_at"])
    record(FormHandedBack(row.pk, row.filled_sha256), by=by, at=at, subject=row.subject)
    return row


@transaction.atomic
def withdraw_form(form: int, *, reason: str, by: Actor, at: datetime) -> ArrivedForm:
    """Give a form up; units are asked no longer. Raises: Missing, NotAllowed, WrongState, RuleBroken (no reason)."""
    row = held(form, P.FORM_FILL, by)
    if not reason.strip():
        raise RuleBroken(_("请写明作废的理由。"), code="no-reason")
    FORM.move(row, "withdraw")
    row.withdrawn_reason = reason.strip()
    row.save(update_fields=["state", "withdrawn_reason"])
    waiting = FormRequest.objects.filter(form=row, state="asked")
    withdraw_clocks([each.subject for each in waiting], by=by, at=at)
    waiting.update(state="withdrawn")
    record(FormWithdrawn(row.pk), by=by, at=at, subject=row.subject)
    return row
