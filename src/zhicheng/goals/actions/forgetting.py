"""Tables that were uploaded and never stored are let go after the declared time; the ledger keeps that they came."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from zhicheng.core.access import Actor
from zhicheng.core.evidence.actions import discard
from zhicheng.core.ledger import record
from zhicheng.goals.entries.imports import ImportForgotten
from zhicheng.goals.models import ImportSession
from zhicheng.statutes.queries import parameter

RETENTION = "retention-abandoned-days"
# Stored tables are where tasks come from; undone and refused ones say why there are none.
ABANDONED = ("reading", "asked", "ready")


def forget_imports(*, by: Actor, at: datetime) -> int:
    """Let go of tables that nobody stored in time, rows and bytes, each in its own transaction; how many went."""
    rows = ImportSession.objects.filter(state__in=ABANDONED).select_related("programme")
    due = [row.pk for row in rows.defer("reading") if row.made_at < _limit(row, at)]
    return sum(_forgotten(key, by=by, at=at) for key in due)


def _limit(row: ImportSession, at: datetime) -> datetime:
    return at - timedelta(days=int(parameter(RETENTION, on=localdate(at), region=row.programme.region).value))


@transaction.atomic
def _forgotten(key: int, *, by: Actor, at: datetime) -> bool:
    row = ImportSession.objects.select_for_update().filter(pk=key, state__in=ABANDONED).first()
    if row is None:
        return False  # stored meanwhile
    discard(row.subject)
    told, subject = ImportForgotten(row.pk, row.sha256), row.subject
    row.delete()
    record(told, by=by, at=at, subject=subject)
    return True
