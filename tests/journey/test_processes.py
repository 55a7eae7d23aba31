"""The processes of a real city: set up by command, served, ended in peace, and ended with violence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journey.conftest import Site, new_site, until
from tests.journey.processes import children, command_of, descendants, worker_of

pytestmark = pytest.mark.journey


def test_a_city_is_set_up_checked_backed_up_and_restored(real_city: Site, tmp_path: Path) -> None:
    assert "系统管理员：已有" in real_city.run("init").stdout
    checked = real_city.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert real_city.run("ledger", "anchor").returncode == 0
    assert real_city.run("backup", "backup.tar.gz").returncode == 0
    other = new_site(tmp_path / "other")
    assert other.run("restore", "backup.tar.gz").returncode == 0
    verified = other.run("ledger", "verify")
    assert (verified.returncode, verified.stdout[:4]) == (0, "账本完好")
    lacking = other.run("check")
    assert lacking.returncode == 1
    assert "secret.key" in lacking.stdout


def test_the_site_and_its_worker_end_in_peace(real_city: Site) -> None:
    real_city.start("serve")
    until(lambda: worker_of(real_city) is not None, "no worker for jobs")
    processes = children(real_city.process.pid)
    assert real_city.stop() == 0
    assert not [each for each in processes if command_of(each)]


def test_a_second_site_on_the_same_port_is_told_so(real_city: Site) -> None:
    real_city.start("serve")
    refused = real_city.run("serve", "--port", str(real_city.port))
    assert refused.returncode == 1
    assert f"端口 {real_city.port} 已被占用" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_worker_that_was_killed_is_started_again(real_city: Site) -> None:
    real_city.start("serve")
    until(lambda: worker_of(real_city) is not None, "no worker for jobs")
    first = worker_of(real_city)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    until(lambda: worker_of(real_city) not in (None, first), "the worker was not started again")


def test_after_a_violent_end_the_port_is_free_for_the_next_start(real_city: Site) -> None:
    real_city.start("serve")
    processes = children(real_city.process.pid)
    real_city.kill()
    until(lambda: not any(map(command_of, processes)), "a child outlived its parent")
    real_city.start("serve")
    assert real_city.answers()


def test_a_site_that_make_started_ends_with_it(tmp_path: Path) -> None:
    """Whoever ends `make` means the site; one under systemd or behind nohup is nobody's child that matters."""
    site = new_site(tmp_path / "city")
    rule = f"run:\n\t@exec {sys.executable} -m zhicheng.cli demo --port {site.port}\n"
    (tmp_path / "Makefile").write_text(rule, "utf-8")
    make = subprocess.Popen(["make", "run"], cwd=tmp_path, env=site.environment, stdout=subprocess.DEVNULL)
    site.process = make
    try:
        until(site.answers, "the made-up city did not start", seconds=90)
        beneath = descendants(make.pid)
        os.kill(make.pid, signal.SIGKILL)
        make.wait(10)
        until(lambda: not any(map(command_of, beneath)), "the site outlived make")
        assert not site.answers()
    finally:
        for each in descendants(make.pid):
            os.kill(each, signal.SIGKILL)
