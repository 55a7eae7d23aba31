"""How much of a time limit is left, in the words of the desk: 还有 2 个工作日, 今日 24:00, 逾期 3 个工作日."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from zhicheng.statutes.rules.calendar import Calendar
from zhicheng.statutes.rules.clock import Unit
from zhicheng.statutes.rules.explaining import length

HOUR = timedelta(hours=1)


def is_overdue(due_at: datetime, *, at: datetime, overdue_noted_at: datetime | None = None) -> bool:
    """Has the time limit passed? One that was once noted as overdue stays so, though the server's clock is set back."""
    return overdue_noted_at is not None or at > due_at


def left(due_at: datetime, *, unit: Unit, at: datetime, calendar: Calendar) -> str:
    """What is left of a running clock, or by how much it is overdue, counted as its rule counts."""
    today, last = calendar.local_day(at), calendar.local_day(due_at)
    if at > due_at:
        return _overdue(due_at, last, today, unit=unit, at=at, calendar=calendar)
    if today == last:
        end = "24:00" if unit is not Unit.HOURS else due_at.astimezone(calendar.zone).strftime("%H:%M")
        return _("今日 %(time)s") % {"time": end}
    if unit is Unit.HOURS and due_at - at < 48 * HOUR:
        return _("还有 %(length)s") % {"length": length((due_at - at) // HOUR, "hours")}
    return _("还有 %(length)s") % {"length": _days(today, last, unit=unit, calendar=calendar)}


def _overdue(due_at: datetime, last: date, today: date, *, unit: Unit, at: datetime, calendar: Calendar) -> str:
    if unit is Unit.HOURS and at - due_at < 48 * HOUR:
        gone = at - due_at
        minutes = max(1, gone // timedelta(minutes=1))
        text = length(minutes, "minutes") if gone < HOUR else length(gone // HOUR, "hours")
        return _("逾期 %(length)s") % {"length": text}
    return _("逾期 %(length)s") % {"length": _days(last, today, unit=unit, calendar=calendar)}


def _days(start: date, end: date, *, unit: Unit, calendar: Calendar) -> str:
    """Working days for a limit in working days, days otherwise; over a weekend alone nothing but days is left."""
    working = calendar.working_days_between(start, end) if unit is Unit.WORKING_DAYS else 0
    return length(working, "working_days") if working else length((end - start).days, "calendar_days")
