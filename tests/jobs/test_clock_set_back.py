"""The clock of the computer is set back: nobody waits until it comes round again, and nothing is done twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from zhicheng.core.access import SYSTEM
from zhicheng.core.jobs import LeaseLost, enqueue, enqueueing, runner
from zhicheng.core.jobs.models import Job
from zhicheng.core.ledger.models import Entry

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
WRONG = NOW + timedelta(days=3)


@pytest.fixture(autouse=True)
def _table(settings, db):
    settings.JOBS = "tests.jobs.work.TABLE"
    settings.SCHEDULE = "tests.jobs.work.TIMETABLE"
    enqueueing.functions.cache_clear()
    yield
    enqueueing.functions.cache_clear()


def run(worker: str = "here:1:a", *, at: datetime) -> int | None:
    return runner.run_next(worker=worker, clock=lambda: at)


def test_a_job_that_was_asked_for_in_what_is_now_the_future_runs_now():
    job = enqueue("tests.count", {}, by=SYSTEM, at=WRONG)
    assert run(at=NOW) == job.pk
    job.refresh_from_db()
    assert job.state == "done"


def test_a_job_that_is_to_wait_still_waits():
    enqueue("tests.count", {}, by=SYSTEM, at=NOW, run_after=NOW + timedelta(seconds=10))
    assert run(at=NOW) is None


def test_a_lease_of_a_dead_worker_that_ends_in_the_future_holds_nobody_up():
    job = enqueue("tests.store", {}, by=SYSTEM, at=WRONG)
    assert runner._claim("elsewhere:7:dead", WRONG) is not None
    assert run(at=NOW) == job.pk
    assert Entry.objects.count() == 1


def test_a_lease_that_was_given_now_holds():
    enqueue("tests.store", {}, by=SYSTEM, at=NOW)
    assert runner._claim("elsewhere:7:b", NOW) is not None
    assert run(at=NOW + timedelta(seconds=5)) is None
    assert run(at=NOW - timedelta(seconds=5)) is None


def test_the_worker_that_was_overtaken_stores_nothing():
    """It lives on behind its lease of before; what it does is rolled back when it would be stored."""
    job = enqueue("tests.store", {}, by=SYSTEM, at=WRONG)
    first = runner._claim("elsewhere:7:slow", WRONG)
    assert run(at=NOW) == job.pk
    progress = runner.Progress(
        job=first.pk, attempt=first.attempts, worker=first.worker, by=SYSTEM, at=WRONG, clock=lambda: NOW
    )
    with pytest.raises(LeaseLost), progress.once():
        pass
    assert Entry.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only on SQLite a heartbeat is a file")
def test_a_heartbeat_file_of_the_future_holds_nobody_up(settings, tmp_path):
    job = enqueue("tests.store", {}, by=SYSTEM, at=WRONG)
    assert runner._claim("elsewhere:7:dead", WRONG) is not None
    beat = runner.beat_file(job.pk)
    beat.parent.mkdir(parents=True, exist_ok=True)
    until = (WRONG + timedelta(seconds=30)).isoformat()
    beat.write_text(
        f'{{"worker": "elsewhere:7:dead", "lease_until": "{until}", "done": 0, "total": 0, "sentence": ""}}'
    )
    try:
        assert run(at=NOW) == job.pk
    finally:
        beat.unlink(missing_ok=True)


def test_what_ran_too_early_runs_again_when_its_day_comes():
    assert runner.run_schedule(now=WRONG) == ["tests.nightly"]
    assert run(at=WRONG) is not None
    assert runner.run_schedule(now=NOW) == ["tests.nightly"]
    assert run(at=NOW) is not None
    assert runner.run_schedule(now=NOW + timedelta(minutes=1)) == []
    assert runner.run_schedule(now=WRONG + timedelta(minutes=1)) == ["tests.nightly"]
    assert Job.objects.filter(kind="tests.nightly").count() == 3
