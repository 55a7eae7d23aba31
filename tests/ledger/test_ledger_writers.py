"""Many writers at once make one chain."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from tests.ledger.cast import ALICE, START, ReportVerified
from zhicheng.core.ledger import record
from zhicheng.core.ledger.verification import verify


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_do_not_fork_the_chain():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a SQLite database in memory has one connection; the same test runs on PostgreSQL")
    failures: list[Exception] = []

    def write(name: str) -> None:
        try:
            for number in range(10):
                with transaction.atomic():
                    record(ReportVerified(f"{name}-{number}"), by=ALICE, at=START)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in ("a", "b", "c", "d")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    verdict = verify()
    assert failures == []
    assert (verdict.ok, verdict.entries) == (True, 40)
