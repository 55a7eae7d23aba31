"""Jobs for the tests of the queue."""

from __future__ import annotations

import time
from typing import Any

from zhicheng.core.access import SYSTEM
from zhicheng.core.jobs import Progress
from zhicheng.core.ledger import entry, record
from zhicheng.core.refusal import RuleBroken

TABLE = {
    "tests.count": "tests.jobs.work.count",
    "tests.refuse": "tests.jobs.work.refuse",
    "tests.break": "tests.jobs.work.fail",
    "tests.store": "tests.jobs.work.store",
    "tests.gone": "tests.jobs.work.nowhere",
    "tests.nightly": "tests.jobs.work.count",
}
TIMETABLE = {"tests.nightly": (2, 30)}
NO_TIMETABLE: dict[str, tuple[int, int]] = {}


@entry("tests.stored", zh="存入 %(rows)s 行", en="stored %(rows)s rows")
class Stored:
    """What the job stores, once."""

    rows: int


def count(args: dict[str, Any], *, progress: Progress) -> dict[str, int]:
    """Count up to a number."""
    for number in range(args.get("to", 3)):
        progress(number + 1, args.get("to", 3), f"第 {number + 1} 步")
    return {"counted": args.get("to", 3)}


def refuse(args: dict[str, Any], *, progress: Progress) -> None:
    """A file that cannot be taken."""
    with progress.once():
        record(Stored(1), by=SYSTEM, at=progress.at)
        raise RuleBroken("第 %(row)s 行没有牵头单位。请补上后重新提交。", code="no-lead", row=7)


def fail(args: dict[str, Any], *, progress: Progress) -> None:
    """A bug."""
    raise ZeroDivisionError("a bug")


def store(args: dict[str, Any], *, progress: Progress) -> dict[str, int]:
    """Read for a while, then store; `before` and `inside` are pauses in seconds in which a test may kill it."""
    for step in range(10):
        progress(step, 10, "读取")
        time.sleep(args.get("before", 0) / 10)
    with progress.once():
        record(Stored(10), by=SYSTEM, at=progress.at)
        progress(9, 10, "存入")
        time.sleep(args.get("inside", 0))
    progress(10, 10, "完成")
    return {"rows": 10}
