"""What others may read of the ledger, as finished rows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.accounts.models import Account
from zhicheng.core.jobs.queries import JobRow, job_progress, jobs_of
from zhicheng.core.ledger.declare import sentence_of
from zhicheng.core.ledger.models import Entry
from zhicheng.core.ledger.permissions import P
from zhicheng.core.ledger.verification import Verdict
from zhicheng.core.refusal import Missing, NotAllowed

# The subject of the jobs that check the chain.
CHECK = "core.ledger:verify"


@dataclass(frozen=True)
class EntryRow:
    """One entry as it is shown."""

    sequence: int
    kind: str
    sentence: str
    at: datetime
    account: str
    person: str
    subject: str
    facts: dict[str, Any]
    hash: str


def entries_about(subject: str, *, limit: int = 50, before: int | None = None) -> list[EntryRow]:
    """The newest entries about a subject. Whoever shows them has asked whether the subject may be seen."""
    found = Entry.objects.filter(subject=subject)
    return _rows(_page(found, before=before, limit=limit))


def latest(actor: Actor, *, limit: int = 50, before: int | None = None, kind: str = "") -> list[EntryRow]:
    """The newest entries of all, paged by `before` (a sequence). Raises: NotAllowed."""
    require_view(actor)
    found = Entry.objects.filter(kind__startswith=kind) if kind else Entry.objects.all()
    return _rows(_page(found, before=before, limit=limit))


def require_view(actor: Actor) -> None:
    """Raises: NotAllowed for whoever may not see the whole ledger."""
    if not actor.holds(P.LEDGER_VIEW):
        raise NotAllowed(_("您的岗位不能查看全部操作记录。如需查看，请联系系统管理员。"))


@dataclass(frozen=True)
class Check:
    """A check of the whole chain that a person asked for. `verdict` is None until it is over, or where it failed."""

    job: int
    is_over: bool
    at: datetime
    verdict: Verdict | None


def check(job: int, actor: Actor) -> Check:
    """One check. Raises: NotAllowed, Missing (also another person's)."""
    require_view(actor)
    row = job_progress(job, actor)
    if row.subject != CHECK:
        raise Missing(_("没有这次核对。请回到操作记录重新核对。"))
    return _check(row)


def last_check(actor: Actor) -> Check | None:
    """The newest check that this person asked for; None where there is none."""
    row = next(iter(jobs_of(actor, subject=CHECK, limit=1)), None)
    return None if row is None else _check(row)


def _check(row: JobRow) -> Check:
    found = row.result if row.state == "done" else None
    verdict = Verdict(**{**found, "doubts": tuple(found["doubts"])}) if found else None
    return Check(row.id, row.is_over, row.finished_at or row.enqueued_at, verdict)


def _page(found: Any, *, before: int | None, limit: int) -> list[Entry]:
    if before is not None:
        found = found.filter(sequence__lt=before)
    return list(found.order_by("-sequence")[:limit])


def _rows(found: Iterable[Entry]) -> list[EntryRow]:
    found = list(found)
    ids = {each.account for each in found if each.account is not None}
    names = dict(Account.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [
        EntryRow(
            sequence=each.sequence, kind=each.kind, sentence=sentence_of(each.kind, each.payload),
            at=datetime.fromisoformat(each.at), account=_account_name(each, names), person=each.person,
            subject=each.subject, facts=json.loads(each.payload), hash=each.hash,
        )
        for each in found
    ]  # fmt: skip


def _account_name(each: Entry, names: dict[int, str]) -> str:
    if each.account is None:
        return each.person or SYSTEM.name
    return names.get(each.account, each.person)
