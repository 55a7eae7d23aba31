"""Writing into the ledger: the last line of every action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.jobs.enqueueing import enqueue
from zhicheng.core.ledger.chain import GENESIS, digest, moment_text
from zhicheng.core.ledger.declare import payload_of

SUBJECT_LENGTH = 120  # SQLite would take more, PostgreSQL would not


def record(thing: Any, *, by: Actor, at: datetime, subject: str = "") -> int:
    """Append a declared entry in the caller's transaction and return its sequence.

    Call it last: it locks the head of the chain, and every other writer waits until the transaction ends. Entries
    follow the order of writing; a clock that was set back does not matter. Whoever listens to the entry by the table of
    reactions finds a job in the same transaction. Raises: TypeError for what is no entry,
    ValueError for a moment without time zone or a subject that is no code.
    """
    payload, kind = payload_of(thing), type(thing).slug
    if len(subject) > SUBJECT_LENGTH:
        raise ValueError(f"the subject of a ledger entry is a code of at most {SUBJECT_LENGTH} characters: {subject!r}")
    with transaction.atomic():
        head = _locked_head()
        sequence, previous = head.sequence + 1, head.hash
        account, moment = by.account_id, moment_text(at)
        texts = (str(sequence), kind, payload, subject, "" if account is None else str(account), by.person, moment)
        head.sequence, head.hash = sequence, digest([text.encode() for text in (*texts, previous)])
        _model("Entry").objects.create(
            sequence=sequence, kind=kind, payload=payload, subject=subject, account=account, person=by.person,
            at=moment, previous=previous, hash=head.hash,
        )  # fmt: skip
        head.save(update_fields=["sequence", "hash"])
        for job in reactions().get(kind, ()):
            enqueue(job, {"entry": sequence, "kind": kind, "subject": subject}, by=SYSTEM, at=at, subject=subject)
    return sequence


@cache
def reactions() -> Mapping[str, tuple[str, ...]]:
    """Kind of entry to the kinds of job that it asks for, as declared at the top of the house."""
    table: Mapping[str, tuple[str, ...]] = import_string(settings.REACTIONS)
    return table


def _model(name: str) -> Any:
    # By name, because this module is reached from the package's `__init__`, before Django has loaded the tables.
    return apps.get_model("ledger", name)


def _locked_head() -> Any:
    heads = _model("Head").objects
    head = heads.select_for_update().filter(pk=1).first()
    if head is None:
        heads.bulk_create([heads.model(sequence=0, hash=GENESIS)], ignore_conflicts=True)
        head = heads.select_for_update().get(pk=1)
    return head
