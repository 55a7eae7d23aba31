"""The shipped calendar, and short ways to write a rule."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from zhicheng.core.text import Names
from zhicheng.statutes.declared import SHIPPED_HOLIDAYS, read_lists
from zhicheng.statutes.rules.calendar import SHANGHAI, Calendar
from zhicheng.statutes.rules.clock import ClockRule, Unit

SHIPPED = Calendar(read_lists(SHIPPED_HOLIDAYS, source="shipped"))


def a_rule(amount: int, unit: str, **changes: object) -> ClockRule:
    """A rule of so many units, made up for a test."""
    plain = ClockRule(
        slug="made-up", amount=amount, unit=Unit(unit), names=Names("办理", "Do it"), basis="演示依据第一条"
    )
    return ClockRule(**{**plain.__dict__, **changes})  # type: ignore[arg-type]


def moment(text: str) -> datetime:
    """`2026-02-05 09:30` in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def day(text: str) -> date:
    """`2026-02-05`."""
    return date.fromisoformat(text)


@pytest.fixture
def shipped() -> Calendar:
    """The calendar of the shipped lists, 2020 to 2026."""
    return SHIPPED
