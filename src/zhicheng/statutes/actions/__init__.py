"""What others may do: enter a calendar; start, stop, suspend, extend and recompute clocks."""

from zhicheng.statutes.actions.calendars import enter_calendar
from zhicheng.statutes.actions.clocks import (
    ClockStart,
    move_clocks,
    start_clock,
    start_clocks,
    stop_clock,
    stop_clocks,
    withdraw_clocks,
)
from zhicheng.statutes.actions.interruptions import extend_clock, resume_clock, suspend_clock
from zhicheng.statutes.actions.recomputing import Recomputed, forget_overdue, note_overdue, recompute_clocks
from zhicheng.statutes.rules.calendar import Holiday

__all__ = [
    "ClockStart", "Holiday", "Recomputed", "enter_calendar", "extend_clock", "forget_overdue", "move_clocks",
    "note_overdue", "recompute_clocks", "resume_clock", "start_clock", "start_clocks", "stop_clock", "stop_clocks",
    "suspend_clock", "withdraw_clocks",
]  # fmt: skip
