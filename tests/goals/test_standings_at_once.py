"""Standings after many acts at once, and lights of what can be lost again or was never dated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.goals.conftest import Town
from zhicheng.goals.actions.standings import standings_later
from zhicheng.goals.models import Standing
from zhicheng.goals.rules.lights import Margins, Progress, light_of

MARGINS = Margins(Decimal(15), Decimal(5), 4, 3)
RATE = Progress(
    kind="rate", direction="at_least", target=Decimal(98), starts_on=date(2025, 1, 1), deadline=date(2025, 12, 31),
    verified=Decimal(99), base=Decimal(100), anything_reported=True,
)  # fmt: skip


@pytest.mark.django_db
def test_many_acts_leave_the_standings_until_the_end_and_then_they_are_right(town: Town) -> None:
    task = town.task(town.programme(), target=Decimal(4))
    with standings_later(on=date(2025, 10, 22)):
        parts = town.hand_out(task, county=4)
        town.fix(parts["county"], "county", ("2025-12-31", 4))
        town.report(parts["county"], "county", "演示甲公司")
        assert not Standing.objects.filter(task=task).exists()
    after = Standing.objects.get(task=task, assignment=None)
    assert (after.as_of, after.claimed) == (date(2025, 10, 22), 1)


@pytest.mark.django_db
def test_after_many_acts_each_single_one_counts_at_once_again(town: Town) -> None:
    with pytest.raises(ZeroDivisionError), standings_later(on=date(2025, 10, 22)):
        raise ZeroDivisionError
    task = town.task(town.programme())
    town.hand_out(task, county=120)
    assert Standing.objects.filter(task=task, assignment=None).exists()


def test_a_rate_that_was_kept_is_complete_once_its_deadline_is_past_and_not_before() -> None:
    assert light_of(RATE, MARGINS, on=date(2025, 12, 31)).reason == "on-schedule"
    assert light_of(RATE, MARGINS, on=date(2026, 1, 1)).reason == "complete"
    missed = replace(RATE, verified=Decimal(90))
    assert light_of(missed, MARGINS, on=date(2026, 1, 1)).reason == "deadline-passed"


def test_what_was_never_dated_is_complete_or_not_and_never_late() -> None:
    counted = replace(RATE, kind="counted", base=None, dated=False, target=Decimal(120), verified=Decimal(95))
    assert (light_of(counted, MARGINS, on=date(2030, 1, 1)).light, "undated") == ("undated", light_of(
        counted, MARGINS, on=date(2030, 1, 1)).reason)  # fmt: skip
    assert light_of(replace(counted, verified=Decimal(120)), MARGINS, on=date(2030, 1, 1)).light == "ok"
