"""How fast the ledger is checked: entries a second, on the database that the settings name."""

from __future__ import annotations

import time

from django.db import connection, transaction

from zhicheng.core.ledger import guards
from zhicheng.core.ledger.chain import GENESIS, digest
from zhicheng.core.ledger.models import Entry, Head
from zhicheng.core.ledger.verification import verify


def fill(entries: int) -> None:
    """Write a chain of so many entries into an empty ledger, in bulk."""
    previous, batch = GENESIS, []
    with transaction.atomic():
        for sequence in range(1, entries + 1):
            values = {
                "kind": "goals.report-verified", "subject": f"goals/task/{sequence % 2000}", "person": "p-000017",
                "payload": f'{{"count":{sequence % 97},"report":"2025-{sequence:06d}","row":"a-{sequence:08d}"}}',
                "at": "2026-03-02T01:00:00.000000+00:00", "previous": previous,
            }  # fmt: skip
            order = (str(sequence), values["kind"], values["payload"], values["subject"], "17", values["person"],
                     values["at"], previous)  # fmt: skip
            previous = digest([text.encode() for text in order])
            batch.append(Entry(sequence=sequence, account=17, hash=previous, **values))
            if len(batch) == 5000 or sequence == entries:
                Entry.objects.bulk_create(batch)
                batch = []
        Head.objects.update_or_create(pk=1, defaults={"sequence": entries, "hash": previous})


def entries_per_second(entries: int = 200_000) -> float:
    """Check a ledger of so many entries, filled for this purpose; only in a database made for measuring."""
    if Entry.objects.exists():
        raise RuntimeError("the ledger is not empty: measure in a database of its own")
    fill(entries)
    began = time.perf_counter()
    verdict = verify()
    taken = time.perf_counter() - began
    if not verdict.ok or verdict.entries != entries:
        raise RuntimeError(verdict.sentence)
    guards.remove(connection)
    Entry.objects.all().delete()
    Head.objects.all().delete()
    guards.build(connection)
    return entries / taken
