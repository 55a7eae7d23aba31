"""What the night clears away, and what it leaves alone."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from zhicheng.config.city import load
from zhicheng.core.access import SYSTEM
from zhicheng.core.jobs import runner
from zhicheng.core.jobs.models import Job
from zhicheng.core.jobs.sweeping import Swept, sweep
from zhicheng.core.ledger.models import Entry

NOW = datetime(2026, 3, 2, 18, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch, db):
    """A city and a folder for temporary files of this test alone."""
    settings.CITY = replace(settings.CITY, folder=tmp_path / "city", keep_jobs_days=30, keep_failed_jobs_days=180)
    (tmp_path / "temporary").mkdir()
    (tmp_path / "city" / "jobs").mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path


def job(state: str, *, days: int) -> Job:
    """A job that ended so many days ago, or that waits or runs since then."""
    then = NOW - timedelta(days=days)
    ended = {"finished_at": then} if state in ("done", "failed", "cancelled") else {}
    held = {"worker": "here:1:a", "lease_until": then} if state == "running" else {}
    return Job.objects.create(kind="goals.read-import", state=state, enqueued_at=then, run_after=then, **ended, **held)


def left(file: Path, *, days: float) -> Path:
    """A file that nobody has touched for so many days."""
    file.write_text("{}")
    moment = (NOW - timedelta(days=days)).timestamp()
    os.utime(file, (moment, moment))
    return file


def test_jobs_are_removed_after_their_time_and_failed_ones_later():
    kept = [job("done", days=29), job("failed", days=31), job("failed", days=179), job("queued", days=400),
            job("running", days=400)]  # fmt: skip
    gone = [job("done", days=31), job("cancelled", days=31), job("failed", days=181)]
    assert sweep(by=SYSTEM, at=NOW) == Swept(3, 1, 0)
    assert set(Job.objects.values_list("pk", flat=True)) == {each.pk for each in kept}
    assert not Job.objects.filter(pk__in=[each.pk for each in gone]).exists()


def test_the_city_says_how_long(settings):
    settings.CITY = replace(settings.CITY, keep_jobs_days=7, keep_failed_jobs_days=14)
    job("done", days=8)
    job("failed", days=8)
    assert sweep(by=SYSTEM, at=NOW) == Swept(1, 0, 0)


def test_failed_jobs_are_never_kept_shorter_than_the_others(settings):
    settings.CITY = replace(settings.CITY, keep_jobs_days=60, keep_failed_jobs_days=5)
    job("failed", days=30)
    assert sweep(by=SYSTEM, at=NOW).ended == 0


def test_heartbeats_of_jobs_that_run_stay_and_stale_ones_go(folder):
    running = job("running", days=0)
    beats = folder / "city" / "jobs"
    # Numbers of jobs go on from test to test on PostgreSQL, so the others are counted from this one.
    others = [f"{running.pk + number}" for number in (1, 2, 3)]
    kept = [left(beats / f"{running.pk}.json", days=3), left(beats / f"{others[0]}.json", days=0.5)]
    gone = [left(beats / f"{others[1]}.json", days=2), left(beats / f"{others[2]}.new", days=2)]
    assert sweep(by=SYSTEM, at=NOW).files == 2
    assert [file.exists() for file in (*kept, *gone)] == [True, True, False, False]


def test_left_over_uploads_go_and_everybody_elses_files_stay(folder):
    place = folder / "temporary"
    gone = [left(place / "zhicheng-abc", days=2), left(place / "tmpabc.upload.xlsx", days=2)]
    kept = [left(place / "zhicheng-new", days=0.1), left(place / "letter.txt", days=9)]
    (place / "zhicheng-folder").mkdir()
    (place / "zhicheng-link").symlink_to(kept[1])
    assert sweep(by=SYSTEM, at=NOW).files == 2
    assert [file.exists() for file in (*gone, *kept, place / "zhicheng-folder")] == [False, False, True, True, True]
    assert (place / "zhicheng-link").is_symlink()


def test_what_was_removed_stands_in_the_ledger_and_nothing_makes_no_entry():
    sweep(by=SYSTEM, at=NOW)
    assert not Entry.objects.exists()
    job("failed", days=200)
    sweep(by=SYSTEM, at=NOW)
    sweep(by=SYSTEM, at=NOW)
    entry = Entry.objects.get()
    assert (entry.kind, entry.payload) == ("core.jobs.swept", '{"ended":1,"failed":1,"files":0}')


def test_the_night_sweeps_by_the_timetable():
    job("done", days=31)
    due = runner.run_schedule(now=NOW)
    assert {"core.jobs.sweep", "core.evidence.sweep", "core.accounts.forget-sessions"} <= set(due)
    while runner.run_next(worker="here:1:a", clock=lambda: NOW):
        pass
    done = dict(Job.objects.filter(key__startswith="core.").values_list("kind", "state"))
    assert done["core.jobs.sweep"] == done["core.evidence.sweep"] == done["core.accounts.forget-sessions"] == "done"


@pytest.mark.parametrize("value", ["0", "-3", '"30"', "true"])
def test_a_number_of_days_that_is_none_is_said_at_the_start(tmp_path, value):
    (tmp_path / "city.toml").write_text(f"keep_jobs_days = {value}\n")
    with pytest.raises(ValueError, match="keep_jobs_days is a number of days"):
        load(tmp_path)
