"""The five fixed: person, duty, standard, schedule, deadline; which of them are still open."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.core.text import Names

FIVE = {
    "person": Names("定人", "Person"),
    "duty": Names("定责", "Duty"),
    "standard": Names("定标准", "Standard"),
    "schedule": Names("定进度", "Schedule"),
    "deadline": Names("定时限", "Deadline"),
}


@dataclass(frozen=True)
class Fixing:
    """What stands on a part and its task."""

    leader: str
    officer: str
    signed: bool
    standard: str
    has_schedule: bool
    has_deadline: bool
    supporting: bool = False


def open_points(fixing: Fixing) -> tuple[str, ...]:
    """Which of the five are not yet fixed; a supporting unit needs no schedule of its own."""
    fixed = {
        "person": bool(fixing.leader and fixing.officer),
        "duty": fixing.signed,
        "standard": bool(fixing.standard),
        "schedule": fixing.has_schedule or fixing.supporting,
        "deadline": fixing.has_deadline,
    }
    return tuple(point for point, done in fixed.items() if not done)
