"""The worker's side: claim the next job, run it under a heartbeat, and write down how it ended."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import socket
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.access.queries import grants_of
from zhicheng.core.accounts.models import Account
from zhicheng.core.jobs.enqueueing import enqueue, functions
from zhicheng.core.jobs.models import CANCELLED, DONE, FAILED, OVER, QUEUED, RUNNING, Job
from zhicheng.core.jobs.progress import (
    Heart,
    JobCancelled,
    LeaseLost,
    Progress,
    beat_file,
    keeps_files,
    lease,
    read_beat,
    row_of,
)
from zhicheng.core.refusal import Refusal

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]
AGAIN_AFTER = timedelta(seconds=10)  # where the database was out of reach or locked


def worker_name() -> str:
    """A name for this process that no other worker has."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"


def run_next(*, worker: str, clock: Clock) -> int | None:
    """Claim and run one job; its number, or None where nothing is due."""
    job = _claim(worker, clock())
    if job is None:
        return None
    _run(job, clock)
    return job.pk


def run_schedule(*, now: datetime) -> list[str]:
    """Enqueue what is due by the timetable today and has not been enqueued for this day; names the kinds.

    What fell due while the machine slept runs when it wakes on the same day, once. What a clock that was ahead has run
    too early runs again when its day comes.
    """
    Job.objects.filter(key__isnull=False, account=None, person="", enqueued_at__gt=now, state__in=OVER).update(key=None)
    local = timezone.localtime(now)
    table: Mapping[str, tuple[int, int]] = import_string(settings.SCHEDULE)
    day = local.date().isoformat()
    due = {f"{kind}:{day}": kind for kind, moment in table.items() if (local.hour, local.minute) >= moment}
    there = set(Job.objects.filter(key__in=due).values_list("key", flat=True))
    for key, kind in due.items():
        if key not in there:
            enqueue(kind, {"on": day}, by=SYSTEM, at=now, key=key)
    return [kind for key, kind in due.items() if key not in there]


def free_jobs_of_dead_workers(*, now: datetime) -> int:
    """Set free at once what a worker of this computer held when it died, without waiting for the lease.

    Only where the database is a file: there every worker runs on this computer, and a process number says enough.
    """
    if not keeps_files():
        return 0
    gone = [job for job in Job.objects.filter(state=RUNNING) if _is_gone(job.worker)]
    for job in gone:
        beat_file(job.pk).unlink(missing_ok=True)
        row_of(job.pk, job.worker, job.attempts).update(lease_until=now - timedelta(seconds=1))
    return len(gone)


def _is_gone(worker: str) -> bool:
    host, number, _ = worker.rsplit(":", 2)
    if host != socket.gethostname()[:60]:
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _is_unburied(number)


def _is_unburied(number: str) -> bool:
    """Has it ended, and keeps its number only until somebody asks how? In a container nobody may ask for long."""
    try:
        state = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state in ("Z", "X")


def _claim(worker: str, now: datetime) -> Job | None:
    # Looked at first without a transaction: on SQLite that would wait for whoever is writing.
    due = Job.objects.due(now, longest_lease=lease()).order_by("run_after", "pk")
    if not any(_is_free(job, now) for job in due[:20]):
        return None
    with transaction.atomic():
        # SQLite has no row locks: its transactions begin by taking the one write lock, which does as well.
        for job in due.select_for_update(skip_locked=True)[:20]:
            if not _is_free(job, now):
                continue
            if job.attempts >= job.max_attempts:
                _give_up(job, now)
                continue
            job.state, job.worker, job.attempts = RUNNING, worker, job.attempts + 1
            job.lease_until, job.heartbeat_at, job.started_at = now + lease(), now, now
            job.done, job.total, job.sentence = 0, 0, ""
            job.save()
            return job
    return None


def _is_free(job: Job, now: datetime) -> bool:
    """Is nobody at this job that is due? On SQLite the lease is renewed in the file of the heartbeat."""
    told = read_beat(job.pk) if job.state == RUNNING and keeps_files() else None
    if told is None or told.get("worker") != job.worker:
        return True
    until = datetime.fromisoformat(told["lease_until"])
    return until < now or until > now + 2 * lease()


def _give_up(job: Job, now: datetime) -> None:
    logger.error("job %s (%s): its worker died %s times, given up", job.pk, job.kind, job.attempts)
    job.state, job.finished_at, job.error = FAILED, now, f"the worker died in each of {job.attempts} attempts"
    job.save()


def _run(job: Job, clock: Clock) -> None:
    progress = Progress(
        job=job.pk, attempt=job.attempts, worker=job.worker, by=_actor(job, clock()), at=clock(), clock=clock,
        subject=job.subject,
    )  # fmt: skip
    with _heartbeat(progress):
        try:
            function = import_string(functions()[job.kind])
            ended = {"state": DONE, "result": function(job.args, progress=progress)}
        except LeaseLost:
            logger.warning("job %s (%s): taken up by another worker", job.pk, job.kind)
            return
        except JobCancelled:
            ended = {"state": CANCELLED}
        except Refusal as refusal:
            ended = {"state": FAILED, "refusal": refusal.sentence, "refusal_code": refusal.code}
        except OperationalError as error:
            ended = _again(job, error, clock())
        except Exception:
            logger.exception("job %s (%s) failed", job.pk, job.kind)
            ended = {"state": FAILED, "error": traceback.format_exc()}
    _finish(job, progress, ended, clock())


def _heartbeat(progress: Progress) -> contextlib.AbstractContextManager[Any]:
    if connection.in_atomic_block:
        # Called inside a transaction (a test): no other connection would see the row. Progress is told directly.
        return contextlib.nullcontext()
    progress.heart = Heart(progress)
    return progress.heart


def _again(job: Job, error: OperationalError, now: datetime) -> dict[str, Any]:
    if job.attempts >= job.max_attempts:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        return {"state": FAILED, "error": traceback.format_exc()}
    logger.warning("job %s (%s): %s; tried again", job.pk, job.kind, error)
    return {"state": QUEUED, "run_after": now + AGAIN_AFTER}


def _finish(job: Job, progress: Progress, ended: dict[str, Any], now: datetime) -> None:
    if not connection.in_atomic_block:
        close_old_connections()
    beat = progress.beat
    told: dict[str, Any] = {"done": beat.done, "total": beat.total, "sentence": beat.sentence}
    if progress.finished:
        # Stored and marked done already. A fault behind that point is kept beside the result, and was logged.
        after = {name: ended[name] for name in ("result", "error") if name in ended}
        Job.objects.filter(pk=job.pk, attempts=job.attempts, state=DONE).update(**told, **after)
        return
    if ended["state"] != QUEUED:
        ended["finished_at"] = now
    if not row_of(job.pk, job.worker, job.attempts).update(**told, **ended):
        logger.warning("job %s (%s): ended after another worker had taken it up", job.pk, job.kind)


def _actor(job: Job, now: datetime) -> Actor:
    """Who asked, with what this person's posts grant today."""
    if job.account is None and not job.person:
        return SYSTEM
    name = Account.objects.filter(pk=job.account or 0).values_list("name", flat=True).first()
    grants = grants_of(job.person, on=timezone.localtime(now).date())
    return Actor(account_id=job.account, person=job.person, name=name or job.person, grants=grants)
