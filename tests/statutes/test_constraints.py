"""What must never be false: each constraint of the database, broken once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from tests.statutes.conftest import a_rule, day, moment
from zhicheng.statutes.models import CalendarDay, CalendarYear, Clock, ClockExtension, ClockSuspension, terms_of

pytestmark = pytest.mark.django_db

AT = moment("2026-03-02 09:00")


def a_clock(**changes: Any) -> Clock:
    plain = {
        "subject": "t", "duty": "sign", "rule": "made-up", "trigger_at": AT, "started_at": AT,
        "due_at": AT + timedelta(days=3), "due_on": day("2026-03-05"), "terms": terms_of(a_rule(3, "calendar_days")),
        "steps": [],
    }  # fmt: skip
    return Clock.objects.create(**{**plain, **changes})


def a_year(**changes: Any) -> CalendarYear:
    return CalendarYear.objects.create(**{"year": 2027, "citation": "通知", "entered_at": AT, **changes})


def a_day(**changes: Any) -> CalendarDay:
    first = day("2027-01-01")
    year = changes.pop("calendar", None) or a_year()
    plain = {"kind": "holiday", "name": "元旦", "position": 0, "first": first, "last": first}
    return CalendarDay.objects.create(calendar=year, **{**plain, **changes})


def a_pause(**changes: Any) -> ClockSuspension:
    clock = changes.pop("clock", None) or a_clock()
    return ClockSuspension.objects.create(clock=clock, **{"since": AT, "reason": "等待批复", **changes})


def an_extension(**changes: Any) -> ClockExtension:
    plain = {"amount": 1, "reason": "重新核定", "granted_at": AT}
    return ClockExtension.objects.create(clock=a_clock(), **{**plain, **changes})


def twice(make: Callable[..., models.Model], **shared: Any) -> None:
    make(**shared)
    make(**shared)


def two_days_alike() -> None:
    year = a_year()
    a_day(calendar=year)
    a_day(calendar=year, last=day("2027-01-02"))


def two_open_pauses() -> None:
    clock = a_clock()
    a_pause(clock=clock)
    a_pause(clock=clock, since=AT + timedelta(days=1))


BREAKS: dict[str, Callable[[], Any]] = {
    "clock_runs_once": lambda: twice(a_clock),
    "clock_state_known": lambda: a_clock(state="lost"),
    "clock_stopped_with_time": lambda: a_clock(state="stopped"),
    "clock_names_what_it_runs_for": lambda: a_clock(subject=""),
    "clock_due_not_before_trigger": lambda: a_clock(due_at=AT - timedelta(seconds=1)),
    "clock_late_only_when_stopped": lambda: a_clock(late=True),
    "suspension_one_open": two_open_pauses,
    "suspension_ends_after_it_begins": lambda: a_pause(until=AT - timedelta(seconds=1)),
    "suspension_has_reason": lambda: a_pause(reason=""),
    "extension_adds_something": lambda: an_extension(amount=0),
    "extension_has_reason": lambda: an_extension(reason=""),
    "calendar_version_once": lambda: (a_year(), a_year(current=False)),
    "calendar_one_current": lambda: (a_year(), a_year(version=2, reason="更正")),
    "calendar_has_citation": lambda: a_year(citation=""),
    "calendar_new_version_has_reason": lambda: a_year(version=2),
    "calendar_day_once": two_days_alike,
    "calendar_day_kind_known": lambda: a_day(kind="feast"),
    "calendar_day_ends_after_it_begins": lambda: a_day(last=day("2026-12-31")),
    "calendar_day_has_name": lambda: a_day(name=""),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses_what_must_never_be(name: str) -> None:
    # SQLite names the columns of a unique constraint, PostgreSQL the constraint.
    said = "UNIQUE|" + name if name.endswith(("once", "current", "open")) else name
    with pytest.raises(IntegrityError, match=said), transaction.atomic():
        BREAKS[name]()


def test_every_constraint_is_broken_once() -> None:
    tables = (CalendarYear, CalendarDay, Clock, ClockSuspension, ClockExtension)
    assert {each.name for table in tables for each in table._meta.constraints} == set(BREAKS)


def test_a_running_and_a_stopped_clock_stand_side_by_side() -> None:
    a_clock(state="stopped", stopped_at=AT, late=True)
    a_clock()
    assert Clock.objects.open().count() == 1
