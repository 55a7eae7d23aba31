"""Approval by somebody else than who sent it: with the content that was seen, and a reason for all that is let pass."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.ledger import record
from zhicheng.core.refusal import NotAllowed, RuleBroken, WrongState
from zhicheng.publications.actions.holding import held, me, working
from zhicheng.publications.checking import open_findings
from zhicheng.publications.checking.findings import REASON, from_plain
from zhicheng.publications.entries.documents import DocumentApproved, DocumentReturned
from zhicheng.publications.models import Document, Version
from zhicheng.publications.permissions import P
from zhicheng.publications.queries.freshness import stale_since_check
from zhicheng.publications.workflow import DOCUMENT
from zhicheng.statutes.actions import ClockStart, start_clocks, withdraw_clocks

PUBLISH = "publish"
CLOCK = "disclosure-publish"


@transaction.atomic
def approve_document(
    code: str, *, content: str, waivers: Mapping[str, str] | None = None, by: Actor, at: datetime
) -> Version:
    """Approve exactly the content that was shown. `waivers` give the reason for each finding that is let pass.

    With disclosure 主动公开 the time limit for publication begins. Raises: NotAllowed (also one's own), WrongState
    (changed since it was shown), RuleBroken (a finding without reason, a figure that has become stale).
    """
    document = held(code, P.DOCUMENT_APPROVE, by=by)
    version = working(document)
    DOCUMENT.move(version, "approve")
    if me(by) in (version.submitted_by, version.edited_by):
        raise NotAllowed(_("起草、送签的人不能签发自己的稿子。请由其他有签发权限的人员签发。"))
    if content != version.content_hash:
        raise WrongState(_("您看到的稿子之后又有改动。请刷新本页，看过新稿再签发。"), code="changed")
    findings = from_plain(version.findings)
    allowed = {each.id for each in findings if each.level == REASON}
    given = {key: why.strip() for key, why in (waivers or {}).items() if key in allowed and why.strip()}
    version.waivers = {**version.waivers, **given}
    standing = open_findings(findings, version.waivers)
    if standing:
        raise RuleBroken(
            _("还有 %(n)s 处没有改正，也没有写明放行理由，例如：%(first)s"), code="no-reason",
            n=len(standing), first=standing[0].sentence,
        )  # fmt: skip
    refuse_stale(version, by)
    version.approved_by, version.approved_at, version.dated = me(by), at, localdate(at)
    version.save()
    if version.disclosure == "open":
        _start_clock(document, version, by=by, at=at)
    waived = tuple(sorted(key for key in version.waivers if key in allowed))
    record(DocumentApproved(code, version.number, version.content_hash, waived), by=by, at=at, subject=document.subject)
    return version


def refuse_stale(version: Version, by: Actor) -> None:
    """Raises: RuleBroken where a newer edition has changed a figure since the check."""
    new = [each for each in stale_since_check(version, by) if not version.waivers.get(each.id)]
    if new:
        raise RuleBroken(_("检查之后数据有变化：%(first)s 请退回修改，重新检查。"), code="stale", first=new[0].sentence)


def _start_clock(document: Document, version: Version, *, by: Actor, at: datetime) -> None:
    start = ClockStart(
        rule=CLOCK, subject=version.subject, duty=PUBLISH, owner_organisation=document.office, region=document.region,
        trigger=localdate(at),
    )  # fmt: skip
    start_clocks([start], by=by, at=at)


@transaction.atomic
def return_document(code: str, *, reason: str, by: Actor, at: datetime) -> Version:
    """Send a version back to be changed, also after approval as long as it has not gone out.

    A publication that is being rendered then finds it no longer approved, and nothing is published.
    Raises: NotAllowed, WrongState, RuleBroken (no reason).
    """
    document = held(code, P.DOCUMENT_APPROVE, by=by)
    version = working(document)
    if not reason.strip():
        raise RuleBroken(_("退回修改须写明理由。请填写后再退回。"))
    DOCUMENT.move(version, "return")
    version.returned_reason, version.approved_by, version.approved_at = reason.strip(), "", None
    version.save()
    withdraw_clocks([version.subject], by=by, at=at)
    record(DocumentReturned(code, version.number), by=by, at=at, subject=document.subject)
    return version
