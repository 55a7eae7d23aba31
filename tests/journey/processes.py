"""The processes of a site as the operating system sees them, and their sudden end."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

from tests.journey.conftest import Site, until


def children(parent: int) -> list[int]:
    """Numbers of the processes directly beneath one."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name of the program stands in brackets and may hold anything; the parent is the second field after it.
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(folder.name))
    return found


def descendants(parent: int) -> list[int]:
    """Numbers of all processes beneath one, however deep."""
    found = children(parent)
    return found + [below for each in found for below in descendants(each)]


def command_of(process: int) -> str:
    """The command line of a process; empty where it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def worker_of(site: Site) -> int | None:
    """The process that runs background jobs."""
    return next((each for each in children(site.process.pid) if "jobs work" in command_of(each)), None)


def cut_power(site: Site) -> None:
    """End the site with all that belongs to it at once, without asking any of them."""
    beneath = descendants(site.process.pid)
    for each in (site.process.pid, *beneath):
        with contextlib.suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    site.process.wait(60)
    until(lambda: not any(map(command_of, beneath)), "a process outlived the power cut")
