"""Forms from above that have served are let go after the declared time; the ledger keeps that they were there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from zhicheng.core.access import Actor
from zhicheng.core.evidence.actions import discard
from zhicheng.core.ledger import record
from zhicheng.publications.entries.forms import FormForgotten
from zhicheng.publications.forms.workflow import OPEN
from zhicheng.publications.models import ArrivedForm
from zhicheng.statutes.actions import withdraw_clocks
from zhicheng.statutes.queries import parameter

ABANDONED, HANDED_BACK = "retention-abandoned-days", "retention-forms-days"
# What waits for approval or was approved is somebody's work still: it never goes by itself.
STATES = {ABANDONED: (*OPEN, "withdrawn"), HANDED_BACK: ("returned",)}


def forget_forms(*, by: Actor, at: datetime) -> int:
    """Let go of every form whose time is over, each in a transaction of its own; how many went.

    The time runs from the last thing that happened to a form: its arrival, a typed cell, a request, an answer, its way
    back. What was remembered of its labels stays, so that the same form asks nothing again.
    """
    return sum(_forgotten(key, by=by, at=at) for key in list(_due(at)))


def _due(at: datetime) -> Iterator[int]:
    for slug, states in STATES.items():
        rows = ArrivedForm.objects.filter(state__in=states).prefetch_related("requests")
        for row in rows.defer("layout", "draft"):
            days = parameter(slug, on=localdate(at), region=row.region).value
            if _touched(row) < at - timedelta(days=int(days)):
                yield row.pk


def _touched(row: ArrivedForm) -> datetime:
    """The moment of the last thing that happened to a form."""
    moments = [row.made_at, row.submitted_at, row.approved_at, row.handed_back_at]
    moments += [datetime.fromisoformat(each["at"]) for each in row.given.values() if each.get("at")]
    for request in row.requests.all():
        moments += [request.asked_at, request.answered_at]
    return max(each for each in moments if each is not None)


@transaction.atomic
def _forgotten(key: int, *, by: Actor, at: datetime) -> bool:
    row = ArrivedForm.objects.locked(key)
    slug = next((slug for slug, states in STATES.items() if row is not None and row.state in states), None)
    if row is None or slug is None:
        return False  # somebody has taken it up meanwhile
    requests = list(row.requests.all())
    withdraw_clocks([each.subject for each in requests], by=by, at=at)
    for subject in (row.subject, f"{row.subject}:filled"):
        discard(subject)
    told = FormForgotten(row.pk, row.state, row.sha256)
    subject = row.subject
    row.requests.all().delete()
    row.delete()
    record(told, by=by, at=at, subject=subject)
    return True
