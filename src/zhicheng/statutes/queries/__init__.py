"""What others may read: values of law, the calendar, and the clocks that run."""

from zhicheng.statutes.queries.calendars import CalendarVersion, calendar, calendar_gap, calendar_years
from zhicheng.statutes.queries.clocks import RunningClock, clocks_of, overdue_subjects, running_clocks
from zhicheng.statutes.queries.law import clock_rule, clock_rules_in_force, parameter, parameters_in_force
from zhicheng.statutes.rules.calendar import Calendar, DayKind, Holiday
from zhicheng.statutes.rules.clock import ClockRule, Due, Suspension, Unit, deadline
from zhicheng.statutes.rules.dated import Parameter, Sureness

__all__ = [
    "Calendar", "CalendarVersion", "ClockRule", "DayKind", "Due", "Holiday", "Parameter", "RunningClock", "Sureness",
    "Suspension", "Unit", "calendar", "calendar_gap", "calendar_years", "clock_rule", "clock_rules_in_force",
    "clocks_of", "deadline", "overdue_subjects", "parameter", "parameters_in_force", "running_clocks",
]  # fmt: skip
