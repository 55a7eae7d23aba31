"""How far a running job is, and the heartbeat that holds its lease.

The job's own connection may be inside a long transaction, where nobody else would see what it writes. So progress is
told by the heart, a thread beside the job: on PostgreSQL through a connection of its own into the row; on SQLite,
where a second writer would have to wait for that very transaction, into a small file in the city folder
(`jobs/<id>.json`). SQLite means one computer, so every reader can see the file.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from zhicheng.core.access import Actor

logger = logging.getLogger(__name__)


class JobCancelled(Exception):
    """Somebody asked for the job to stop; the runner ends it without a trace of its work."""


class LeaseLost(Exception):
    """Another worker has taken the job up: what this one did is rolled back."""


def lease() -> timedelta:
    """How long a worker holds a job without a heartbeat."""
    return timedelta(seconds=getattr(settings, "JOB_LEASE_SECONDS", 30))


@dataclass
class Beat:
    """What the heart tells: how far, and until when the worker holds the job."""

    done: int = 0
    total: int = 0
    sentence: str = ""


@dataclass
class Progress:
    """What a job function is given: who asked, the moment this attempt began, and a way to say how far it is."""

    job: int
    attempt: int
    worker: str
    by: Actor
    at: datetime
    clock: Callable[[], datetime]
    subject: str = ""
    finished: bool = False
    beat: Beat = field(default_factory=Beat)
    heart: Heart | None = None

    def __call__(self, done: int, total: int, sentence: Any = "") -> None:
        """Say how far the job is. Raises: JobCancelled, LeaseLost; both are for the runner."""
        self.beat = Beat(done, total, str(sentence)[:300])
        if self.finished:
            return
        if self.heart is None:
            if self._row().update(done=done, total=total, sentence=self.beat.sentence) == 0:
                raise LeaseLost
            if self._row().filter(cancel_requested=True).exists():
                raise JobCancelled
            return
        self.heart.tell()
        if self.heart.lost:
            raise LeaseLost
        if self.heart.cancelled:
            raise JobCancelled

    @contextmanager
    def once(self) -> Iterator[None]:
        """A transaction that also marks the job done: all that the job stores, stored exactly once.

        Raises: LeaseLost at its end, where another worker has taken the job up meanwhile; nothing is stored then.
        """
        with transaction.atomic():
            yield
            now = self.clock()
            if not self._row().update(state="done", finished_at=now, refusal="", error=""):
                raise LeaseLost
        self.finished = True

    def _row(self) -> Any:
        return row_of(self.job, self.worker, self.attempt)


def row_of(job: int, worker: str, attempt: int) -> Any:
    """The job's row as long as this worker holds it in this attempt."""
    jobs = apps.get_model("jobs", "Job").objects
    return jobs.filter(pk=job, worker=worker, attempts=attempt, state="running")


class Heart:
    """Beats while a job runs: renews the lease, tells progress, and hears whether the job is to stop."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.cancelled = self.lost = False
        self._stop, self._news = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"job {progress.job}", daemon=True)

    def __enter__(self) -> Heart:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._news.set()
        self._thread.join()
        if keeps_files():
            beat_file(self.progress.job).unlink(missing_ok=True)

    def tell(self) -> None:
        """There is news; told within half a second."""
        self._news.set()

    def _run(self) -> None:
        pause = lease().total_seconds() / 6
        try:
            while not self._stop.is_set():
                self._beat()
                self._stop.wait(min(0.5, pause))
                self._news.wait(pause)
                self._news.clear()
        finally:
            connection.close()

    def _beat(self) -> None:
        try:
            held = self._tell_file() if keeps_files() else self._tell_row()
            # While `once` commits, the row is no longer running, and that is as it should be.
            self.lost = not held and not self._stop.is_set() and not self._is_done()
            self.cancelled = row_of(*self._held).filter(cancel_requested=True).exists()
        except (DatabaseError, OSError):
            logger.warning("job %s: a heartbeat failed", self.progress.job, exc_info=True)

    @property
    def _held(self) -> tuple[int, str, int]:
        return self.progress.job, self.progress.worker, self.progress.attempt

    def _is_done(self) -> bool:
        return bool(apps.get_model("jobs", "Job").objects.filter(pk=self.progress.job, state="done").exists())

    def _tell_row(self) -> bool:
        now, beat = self.progress.clock(), self.progress.beat
        return bool(
            row_of(*self._held).update(
                lease_until=now + lease(), heartbeat_at=now, done=beat.done, total=beat.total, sentence=beat.sentence
            )
        )

    def _tell_file(self) -> bool:
        if not row_of(*self._held).exists():
            return False
        beat = self.progress.beat
        file = beat_file(self.progress.job)
        file.parent.mkdir(parents=True, exist_ok=True)
        values = {
            "worker": self.progress.worker, "lease_until": (self.progress.clock() + lease()).isoformat(),
            "done": beat.done, "total": beat.total, "sentence": beat.sentence,
        }  # fmt: skip
        temporary = file.with_suffix(".new")
        temporary.write_text(json.dumps(values, ensure_ascii=False), "utf-8")
        temporary.replace(file)
        return True


def keeps_files() -> bool:
    """Is progress told by files beside the database?"""
    return connection.vendor == "sqlite"


def beat_file(job: int) -> Path:
    """Where the progress of a job stands on SQLite."""
    return beat_folder() / f"{job}.json"


def beat_folder() -> Path:
    """Where the progress of all jobs stands on SQLite."""
    return Path(settings.CITY.folder) / "jobs"


def read_beat(job: int) -> dict[str, Any] | None:
    """The last beat that was told by file; None where there is none."""
    try:
        values: dict[str, Any] = json.loads(beat_file(job).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return values
