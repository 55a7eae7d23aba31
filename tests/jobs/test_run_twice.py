"""Every job of the timetable may be run twice: a worker that dies behind the work and in front of the note of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.town import Town
from zhicheng.config.jobs import JOBS, SCHEDULE
from zhicheng.core.access import SYSTEM
from zhicheng.core.jobs import enqueue, runner
from zhicheng.core.jobs.models import Job
from zhicheng.core.ledger.models import Entry
from zhicheng.core.ledger.verification import verify
from zhicheng.statutes.actions import ClockStart, start_clocks

NOW = datetime(2026, 3, 2, 18, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def city(settings: Any, tmp_path: Path) -> None:
    """A city folder of its own, so that no test finds another's anchors."""
    settings.CITY = replace(settings.CITY, folder=tmp_path)


@pytest.mark.parametrize("kind", sorted(SCHEDULE))
def test_a_worker_that_dies_behind_the_work_doubles_nothing(
    kind: str, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_clocks(
        [ClockStart(rule="goals-sign", subject="goals.assignment:1", duty="sign", owner_organisation="O000001",
                    region="990100", trigger=datetime(2025, 1, 6, 2, 0, tzinfo=UTC))],
        by=SYSTEM, at=NOW,
    )  # fmt: skip
    Job.objects.create(kind=kind, state="done", enqueued_at=NOW, run_after=NOW, finished_at=NOW - timedelta(days=99))
    job = enqueue(kind, {"on": "2026-03-03"}, by=SYSTEM, at=NOW)
    finish = runner._finish
    monkeypatch.setattr(runner, "_finish", lambda *_arguments: None)
    assert runner.run_next(worker="here:1:dead", clock=lambda: NOW) == job.pk
    entered = Entry.objects.count()
    monkeypatch.setattr(runner, "_finish", finish)
    later = NOW + timedelta(minutes=2)
    runner.run_next(worker="here:2:next", clock=lambda: later)
    job.refresh_from_db()
    assert job.state == "done"
    assert Entry.objects.count() == entered
    assert verify().ok


def test_the_timetable_names_jobs_that_there_are() -> None:
    assert set(SCHEDULE) <= set(JOBS)
