"""A job is a row that ends one way or another, and always says how."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.jobs import work
from zhicheng.cli import jobs as cli
from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.jobs import LeaseLost, Progress, actions, enqueue, enqueueing, queries, runner
from zhicheng.core.jobs.models import Job
from zhicheng.core.ledger.models import Entry
from zhicheng.core.refusal import Missing, WrongState

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ALICE = Actor(account_id=1, person="p-alice", name="甲")
BOB = Actor(account_id=2, person="p-bob", name="乙")


class Clock:
    """A clock that a test sets."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(autouse=True)
def _table(settings, db):
    settings.JOBS = "tests.jobs.work.TABLE"
    settings.SCHEDULE = "tests.jobs.work.TIMETABLE"
    enqueueing.functions.cache_clear()
    yield
    enqueueing.functions.cache_clear()


@pytest.fixture
def clock():
    return Clock()


def run(kind, args=None, *, clock, by=ALICE):
    job = enqueue(kind, args or {}, by=by, at=NOW, subject="import/1")
    runner.run_next(worker="here:1:a", clock=clock)
    return queries.job_progress(job.pk, by)


def test_a_job_runs_and_tells_its_result(clock):
    row = run("tests.count", {"to": 4}, clock=clock)
    assert (row.state, row.result, row.done, row.total, row.percent) == ("done", {"counted": 4}, 4, 4, 100)
    assert row.sentence == "第 4 步"


def test_a_refused_job_shows_the_refusal_and_stores_nothing(clock):
    row = run("tests.refuse", clock=clock)
    assert (row.state, row.refusal_code) == ("failed", "no-lead")
    assert row.refusal == "第 7 行没有牵头单位。请补上后重新提交。"
    assert not Entry.objects.exists()


def test_a_bug_is_logged_kept_and_told_by_number_only(clock, caplog):
    row = run("tests.break", clock=clock)
    assert row.state == "failed"
    assert f"编号 {row.id}" in row.sentence
    assert "ZeroDivisionError" not in row.sentence
    assert "ZeroDivisionError: a bug" in Job.objects.get(pk=row.id).error
    assert "failed" in caplog.text


def test_a_function_that_is_not_there_is_a_bug(clock):
    assert run("tests.gone", clock=clock).state == "failed"


def test_what_is_stored_once_is_done_in_the_same_transaction(clock):
    row = run("tests.store", clock=clock)
    assert (row.state, row.result) == ("done", {"rows": 10})
    assert Entry.objects.count() == 1


def test_a_kind_that_is_not_in_the_table_cannot_be_enqueued():
    with pytest.raises(ValueError, match="no job of kind"):
        enqueue("tests.unknown", {}, by=ALICE, at=NOW)


def test_a_job_is_rolled_back_with_its_cause():
    with transaction.atomic():
        enqueue("tests.count", {}, by=ALICE, at=NOW)
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_a_key_makes_a_job_unique():
    first = enqueue("tests.count", {}, by=ALICE, at=NOW, key="file/1")
    assert enqueue("tests.count", {}, by=ALICE, at=NOW, key="file/1").pk == first.pk


def test_jobs_run_in_the_order_in_which_they_are_due(clock):
    later = enqueue("tests.count", {}, by=ALICE, at=NOW, run_after=NOW + timedelta(hours=1))
    first = enqueue("tests.count", {}, by=ALICE, at=NOW - timedelta(minutes=1))
    second = enqueue("tests.count", {}, by=ALICE, at=NOW)
    assert [runner.run_next(worker="here:1:a", clock=clock) for _number in range(3)] == [first.pk, second.pk, None]
    clock.now = NOW + timedelta(hours=2)
    assert runner.run_next(worker="here:1:a", clock=clock) == later.pk


def claimed(clock, *, worker="here:1:dead"):
    job = enqueue("tests.store", {}, by=ALICE, at=NOW)
    return runner._claim(worker, clock()) or job


def test_a_running_job_is_left_alone_while_its_lease_holds(clock):
    claimed(clock)
    clock.now = NOW + timedelta(seconds=20)
    assert runner.run_next(worker="here:2:b", clock=clock) is None


def test_progress_told_by_file_is_shown_and_holds_the_lease(clock, settings, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL the heartbeat writes into the row")
    settings.CITY = replace(settings.CITY, folder=tmp_path)
    job = claimed(clock)
    beat = {"worker": job.worker, "lease_until": (NOW + timedelta(minutes=5)).isoformat(), "done": 7, "total": 9,
            "sentence": "存入"}  # fmt: skip
    (tmp_path / "jobs").mkdir()
    (tmp_path / "jobs" / f"{job.pk}.json").write_text(json.dumps(beat))
    row = queries.job_progress(job.pk, ALICE)
    assert (row.done, row.total, row.percent, row.sentence) == (7, 9, 77, "存入")
    clock.now = NOW + timedelta(minutes=4)
    assert runner.run_next(worker="here:2:b", clock=clock) is None
    clock.now = NOW + timedelta(minutes=6)
    assert runner.run_next(worker="here:2:b", clock=clock) == job.pk


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells by /proc who has ended and awaits burial")
def test_a_dead_worker_that_nobody_has_buried_yet_holds_nothing(clock):
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL only the lease says who is alive")
    dead = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
    claimed(clock, worker=f"{socket.gethostname()[:60]}:{dead.pid}:dead")
    freed = runner.free_jobs_of_dead_workers(now=clock())
    dead.wait()
    assert freed == 1


def test_a_job_whose_lease_ran_out_is_taken_up_again_and_stores_once(clock):
    job = claimed(clock)
    clock.now = NOW + timedelta(seconds=31)
    assert runner.run_next(worker="here:2:b", clock=clock) == job.pk
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert Entry.objects.count() == 1


def test_a_worker_that_comes_back_late_stores_nothing(clock):
    job = claimed(clock)
    clock.now = NOW + timedelta(seconds=31)
    runner.run_next(worker="here:2:b", clock=clock)
    late = Progress(job=job.pk, attempt=1, worker="here:1:dead", by=ALICE, at=NOW, clock=clock)
    with pytest.raises(LeaseLost):
        work.store({}, progress=late)
    with pytest.raises(LeaseLost), late.once():
        Entry.objects.count()
    assert Entry.objects.count() == 1


def test_a_job_that_kills_its_workers_is_given_up(clock):
    job = claimed(clock)
    for number in range(1, 4):
        clock.now = NOW + timedelta(minutes=number)
        runner._claim(f"here:{number}:x", clock())
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("failed", 3)
    assert "died in each of 3 attempts" in job.error


def test_a_waiting_job_is_cancelled_at_once(clock):
    job = enqueue("tests.count", {}, by=ALICE, at=NOW)
    actions.request_cancel(job.pk, by=ALICE, at=NOW)
    assert runner.run_next(worker="here:1:a", clock=clock) is None
    assert queries.job_progress(job.pk, ALICE).state == "cancelled"
    with pytest.raises(WrongState):
        actions.request_cancel(job.pk, by=ALICE, at=NOW)


def test_a_running_job_that_is_to_stop_stops_when_it_tells_its_progress(clock):
    job = claimed(clock)
    actions.request_cancel(job.pk, by=ALICE, at=NOW)
    clock.now = NOW + timedelta(seconds=31)
    runner.run_next(worker="here:2:b", clock=clock)
    assert queries.job_progress(job.pk, ALICE).state == "cancelled"
    assert not Entry.objects.exists()


def test_somebody_elses_job_is_not_shown_nor_cancelled(clock):
    job = enqueue("tests.count", {}, by=ALICE, at=NOW)
    with pytest.raises(Missing):
        queries.job_progress(job.pk, BOB)
    with pytest.raises(Missing):
        actions.request_cancel(job.pk, by=BOB, at=NOW)
    assert queries.jobs_of(BOB) == []
    assert [row.id for row in queries.jobs_of(ALICE)] == [job.pk]


def test_scheduled_work_is_not_shown_to_those_without_account_or_person():
    enqueue("tests.count", {}, by=SYSTEM, at=NOW)
    assert queries.jobs_of(Actor(account_id=None, person="", name="")) == []


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 3, 1, 18, 29, tzinfo=UTC), []),  # 02:29 in Shanghai
        (datetime(2026, 3, 1, 18, 30, tzinfo=UTC), ["tests.nightly"]),
        (datetime(2026, 3, 2, 9, 0, tzinfo=UTC), ["tests.nightly"]),  # the machine slept until 17:00
    ],
)
def test_the_timetable_runs_once_a_day_even_if_the_machine_slept(moment, expected):
    assert runner.run_schedule(now=moment) == expected
    assert runner.run_schedule(now=moment) == []
    assert runner.run_schedule(now=moment - timedelta(minutes=10)) == []


def test_the_timetable_runs_again_the_next_day():
    assert runner.run_schedule(now=NOW) == ["tests.nightly"]
    assert runner.run_schedule(now=NOW + timedelta(days=1)) == ["tests.nightly"]
    assert Job.objects.filter(args__on="2026-03-03").count() == 1


@pytest.mark.parametrize(
    "values", [{"state": "lost"}, {"state": "running"}, {"state": "done"}, {"state": "running", "worker": "w"}]
)
def test_the_database_refuses_a_job_that_makes_no_sense(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="tests.count", enqueued_at=NOW, run_after=NOW, **values)


def test_asking_for_a_job_that_is_not_due_costs_one_query(clock, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert runner.run_next(worker="here:1:a", clock=clock) is None


def test_the_command_works_off_what_is_due_and_returns():
    enqueue("tests.count", {}, by=ALICE, at=NOW)
    enqueue("tests.break", {}, by=ALICE, at=NOW)
    assert cli.work(once=True) >= 2
    assert set(Job.objects.filter(person="p-alice").values_list("state", flat=True)) == {"done", "failed"}
