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
from zhicheng.core.ledger.declare import sentence_of
from zhicheng.core.ledger.models import Entry
from zhicheng.core.ledger.permissions import P
from zhicheng.core.refusal import NotAllowed


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
    if not actor.holds(P.LEDGER_VIEW):
        raise NotAllowed(_("您的岗位不能查看全部操作记录。如需查看，请联系系统管理员。"))
    found = Entry.objects.filter(kind__startswith=kind) if kind else Entry.objects.all()
    return _rows(_page(found, before=before, limit=limit))


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
