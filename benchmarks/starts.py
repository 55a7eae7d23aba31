"""How long `make run` takes to its first page: in a clone that is set up, and in one where nothing is."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 300


def set_up_seconds() -> float:
    """The second start: packages and city are there. The first one, which makes the city, is not counted."""
    folder = Path(tempfile.mkdtemp(prefix="zhicheng-run-"))
    try:
        first = _start(ROOT, folder / "city")
        sys.stderr.write(f"  first start with packages there, city made: {first:.1f} s\n")
        return _start(ROOT, folder / "city")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def first_seconds() -> float:
    """A clone with nothing set up, once uv holds the downloads: environment, city, first page.

    The clone is set up twice, because the limit counts from after the downloads.
    """
    folder = Path(tempfile.mkdtemp(prefix="zhicheng-clone-"))
    try:
        clone, cache = folder / "clone", folder / "cache"
        shutil.copytree(
            ROOT, clone, ignore=shutil.ignore_patterns(".venv", ".city", ".artifacts", ".git", "__pycache__")
        )
        os.environ["UV_CACHE_DIR"] = str(cache)
        _start(clone, folder / "city-1")
        shutil.rmtree(clone / ".venv")
        return _start(clone, folder / "city-2")
    finally:
        os.environ.pop("UV_CACHE_DIR", None)
        shutil.rmtree(folder, ignore_errors=True)


def _start(root: Path, city: Path) -> float:
    """Seconds from the command to the first page; everything is ended afterwards."""
    port = _free_port()
    environment = {**os.environ, "ZHICHENG_CITY": str(city)}
    for name in ("ZHICHENG_ANCHOR_KEY", "ZHICHENG_STATIC", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    began = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"], cwd=root, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not _answers(port):
            if process.poll() is not None or time.perf_counter() - began > LONGEST:
                raise RuntimeError("make run showed no page")
            time.sleep(0.05)
        return time.perf_counter() - began
    finally:
        if process.poll() is None:
            # The group is our own: make, the command, and the processes that it started.
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(30)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
