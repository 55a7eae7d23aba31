"""What is cleared away each night: jobs that ended long ago, and files that dead processes left behind."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from zhicheng.core.access import Actor
from zhicheng.core.jobs.entries import JobsSwept
from zhicheng.core.jobs.models import CANCELLED, DONE, FAILED, RUNNING, Job
from zhicheng.core.jobs.progress import beat_folder
from zhicheng.core.ledger import record

# Older than this, a file of a process that is gone is nobody's; an upload takes minutes.
LEFT_OVER = timedelta(days=1)
# What an upload lies in while it is read: our own copies, and the framework's.
UPLOADS = ("zhicheng-*", "tmp*.upload*")


@dataclass(frozen=True)
class Swept:
    """How much was removed."""

    ended: int
    failed: int
    files: int


def sweep(*, by: Actor, at: datetime) -> Swept:
    """Remove ended jobs and left-over files; entered into the ledger where anything was removed.

    How long an ended job is kept is the city's (`keep_jobs_days`); one that failed is kept longer, because it is read
    when somebody looks for the cause. Jobs that wait or run are never touched, nor those of the running day.
    """
    ended_before = at - timedelta(days=settings.CITY.keep_jobs_days)
    longer = max(settings.CITY.keep_failed_jobs_days, settings.CITY.keep_jobs_days)
    files = sum(_unlink(file) for file in (*_stale_beats(at), *_stale_uploads(at)))
    with transaction.atomic():
        done, _each = Job.objects.filter(state__in=(DONE, CANCELLED), finished_at__lt=ended_before).delete()
        old_failures = Job.objects.filter(state=FAILED, finished_at__lt=at - timedelta(days=longer))
        failed, _each = old_failures.delete()
        swept = Swept(done + failed, failed, files)
        if swept.ended or swept.files:
            record(JobsSwept(swept.ended, swept.failed, swept.files), by=by, at=at)
    return swept


def refresh_statistics() -> None:
    """What the planner knows of the tables. PostgreSQL looks after that by itself; SQLite has to be asked."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


def _stale_beats(at: datetime) -> Iterator[Path]:
    """Heartbeats of jobs that do not run."""
    running = {str(pk) for pk in Job.objects.filter(state=RUNNING).values_list("pk", flat=True)}
    for file in _old_files(beat_folder(), ("*.json", "*.new"), at):
        if file.stem not in running:
            yield file


def _stale_uploads(at: datetime) -> Iterator[Path]:
    """Uploads whose process was killed. The folder is the computer's own: only what is ours and a plain file."""
    for file in _old_files(Path(tempfile.gettempdir()), UPLOADS, at):
        if file.lstat().st_uid == os.getuid():
            yield file


def _old_files(folder: Path, patterns: Iterable[str], at: datetime) -> Iterator[Path]:
    before = (at - LEFT_OVER).timestamp()
    for pattern in patterns:
        for file in folder.glob(pattern):
            try:
                facts = file.lstat()
            except FileNotFoundError:
                continue
            if stat.S_ISREG(facts.st_mode) and facts.st_mtime < before:
                yield file


def _unlink(file: Path) -> int:
    try:
        file.unlink()
    except OSError:
        return 0
    return 1
