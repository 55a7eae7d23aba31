"""kill -9 in the middle of a job: nothing is lost, nothing is stored twice. Slow (some seconds), because real."""

from __future__ import annotations

import json
import os
import secrets
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]


class Office:
    """A database of its own, on the engine of this run, and workers that are real processes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.server = os.environ.get("DATABASE_URL", "")
        self.on_server = self.server.startswith("postgres")
        self.name = f"killed_{os.getpid()}_{secrets.token_hex(3)}"
        self.url = f"sqlite:///{folder / 'zhicheng.sqlite3'}"
        if self.on_server:
            self.administer(f"CREATE DATABASE {self.name}")
            self.url = urlsplit(self.server)._replace(path=f"/{self.name}").geturl()
        self.run("prepare")

    def administer(self, statement: str) -> None:
        url = urlsplit(self.server)._replace(path="/postgres").geturl()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement)

    def _start(self, *arguments: str, **how: Any) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "ZHICHENG_CITY": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "tests.jobs.worker_settings", "DATABASE_URL": self.url,
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.jobs.worker_main", *arguments]
        return subprocess.Popen(command, env=environment, cwd=ROOT, **how)

    def run(self, *arguments: str) -> str:
        process = self._start(*arguments, stdout=subprocess.PIPE)
        output, _errors = process.communicate(timeout=60)
        assert process.returncode == 0
        return output.decode().strip()

    def worker(self) -> subprocess.Popen[bytes]:
        self.workers.append(self._start("work", stderr=subprocess.DEVNULL))
        return self.workers[-1]

    def execute(self, statement: str) -> tuple[object, ...]:
        """Run a statement; the first row of its answer, if it has one."""
        if self.on_server:
            with psycopg.connect(self.url) as server:
                cursor = server.execute(statement)
                return tuple(cursor.fetchone() or ()) if cursor.description else ()
        with closing(sqlite3.connect(self.folder / "zhicheng.sqlite3", timeout=20)) as file, file:
            return tuple(file.execute(statement).fetchone() or ())

    def wait(self, question: str, expected: tuple[object, ...]) -> None:
        deadline = time.monotonic() + 60
        while self.execute(question) != expected:
            assert time.monotonic() < deadline, self.execute("SELECT state, attempts, error FROM jobs_job")
            time.sleep(0.05)

    def wait_for_progress(self, sentence: str) -> None:
        if self.on_server:
            self.wait("SELECT sentence FROM jobs_job", (sentence,))
            return
        deadline = time.monotonic() + 60
        file = self.folder / "jobs" / "1.json"
        while not (file.exists() and json.loads(file.read_text())["sentence"] == sentence):
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()
            worker.wait()
        if self.on_server:
            self.administer(f"DROP DATABASE {self.name} WITH (FORCE)")


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.close()


@pytest.mark.parametrize(
    ("pauses", "last_word"), [({"before": 30}, "读取"), ({"inside": 30}, "存入")], ids=["reading", "storing"]
)
def test_a_job_whose_worker_was_killed_is_finished_once_by_the_next(office, pauses, last_word):
    office.run("enqueue", json.dumps(pauses))
    killed = office.worker()
    office.wait("SELECT state, attempts FROM jobs_job", ("running", 1))
    office.wait_for_progress(last_word)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert office.execute("SELECT COUNT(*) FROM ledger_entry") == (0,)
    # The next attempt is quick: the pauses are taken out, as if the machine were less busy.
    office.execute("UPDATE jobs_job SET args = '{}'")
    office.worker()
    office.wait("SELECT state, attempts FROM jobs_job", ("done", 2))
    assert office.execute("SELECT COUNT(*) FROM ledger_entry") == (1,)


def test_a_long_transaction_keeps_its_lease_beside_a_second_worker(office):
    office.run("enqueue", json.dumps({"inside": 4}))  # twice the lease of these workers
    office.worker()
    office.wait_for_progress("存入")
    office.worker()
    office.wait("SELECT state, attempts FROM jobs_job", ("done", 1))
    assert office.execute("SELECT COUNT(*) FROM ledger_entry") == (1,)


def test_a_worker_told_to_stop_finishes_its_job_first(office):
    office.run("enqueue", json.dumps({"before": 1}))
    worker = office.worker()
    office.wait("SELECT state FROM jobs_job", ("running",))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0
    assert office.execute("SELECT state FROM jobs_job") == ("done",)
