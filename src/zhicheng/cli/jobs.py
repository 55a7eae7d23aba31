"""`zhicheng jobs work`: the worker's loop."""

from __future__ import annotations

import logging
import signal
import threading
import time
from typing import Annotated

import typer
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from zhicheng.core.jobs import runner

logger = logging.getLogger(__name__)

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback()
def jobs() -> None:
    """后台任务：导入、导出和每天定时的工作。"""


@app.command("work")
def work_until_asked(once: Annotated[bool, typer.Option("--once", help="只办完已到时间的任务就结束")] = False) -> None:
    """办理后台任务，直到按 Ctrl-C 或收到结束信号；手头的任务会先办完。"""
    work(once)


def work(once: bool = False, poll: float = 1.0, *, stop: threading.Event | None = None) -> int:
    """Run jobs until told to stop (SIGTERM, SIGINT or `stop`); the job at hand is finished first.

    With `once`, run what is due now and return. Returns how many jobs were run.
    """
    stop = stop or threading.Event()
    if threading.current_thread() is threading.main_thread() and not once:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_received: stop.set())
    worker, count, next_look = runner.worker_name(), 0, 0.0
    while not stop.is_set():
        try:
            if time.monotonic() >= next_look:
                runner.free_jobs_of_dead_workers(now=timezone.now())
                runner.run_schedule(now=timezone.now())
                next_look = time.monotonic() + 30
            job = runner.run_next(worker=worker, clock=timezone.now)
        except DatabaseError:
            # The database may be away for a while (restart, full disk): the worker stays and says so.
            logger.exception("the worker cannot reach the queue")
            job = None
            close_old_connections()
            if once:
                raise
        if job is not None:
            count += 1
        elif once:
            return count
        else:
            stop.wait(poll)
    return count
