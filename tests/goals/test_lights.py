"""The light of a task by the written formula, and the totals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.goals.rules.lights import (
    Margins,
    Progress,
    Step,
    capped_mean,
    expected_percent,
    forecast_percent,
    light_of,
    percent_of_target,
)

MARGINS = Margins(Decimal(15), Decimal(5), 4, 3)
YEAR = Progress(
    kind="counted", direction="at_least", target=Decimal(100), starts_on=date(2025, 1, 1), deadline=date(2025, 12, 31),
    verified=Decimal(0), anything_reported=True,
)  # fmt: skip
MID = date(2025, 7, 2)  # half of the 364 days


@pytest.mark.clause("A5")
@pytest.mark.parametrize(
    ("verified", "light", "reason"),
    [(100, "ok", "complete"), (60, "ok", "on-schedule"), (45, "ok", "on-schedule"), (44, "care", "behind"),
     (35, "care", "behind"), (34, "late", "behind"), (0, "late", "behind")],
)  # fmt: skip
def test_a_light_follows_expected_less_actual(verified: int, light: str, reason: str) -> None:
    found = light_of(replace(YEAR, verified=Decimal(verified)), MARGINS, on=MID)
    assert (found.light, found.reason, found.expected) == (light, reason, Decimal(50))


@pytest.mark.clause("A5")
def test_nothing_reported_when_due_is_a_state_of_its_own_and_never_zero() -> None:
    silent = replace(YEAR, verified=None, anything_reported=False, owed=1)
    found = light_of(silent, MARGINS, on=MID)
    assert (found.light, found.actual) == ("none", None)
    assert light_of(replace(silent, owed=0), MARGINS, on=MID).light == "waiting"


def test_what_is_reported_and_not_verified_moves_no_light() -> None:
    found = light_of(replace(YEAR, verified=None, claimed=Decimal(90)), MARGINS, on=MID)
    assert (found.actual, found.claimed) == (None, Decimal(90))


def test_a_passed_deadline_is_late_even_by_one() -> None:
    missed = replace(YEAR, verified=Decimal(99))
    assert light_of(missed, MARGINS, on=date(2025, 12, 31)).light == "ok"
    assert light_of(missed, MARGINS, on=date(2026, 1, 1)).reason == "deadline-passed"


def test_expectation_runs_straight_inside_a_milestone() -> None:
    steps = [Step(date(2025, 4, 1), Decimal(10)), Step(date(2025, 7, 10), Decimal(60))]
    planned = replace(YEAR, steps=steps)
    assert expected_percent(planned, on=date(2025, 4, 1)) == 10
    assert expected_percent(planned, on=date(2025, 5, 21)) == 35
    assert expected_percent(planned, on=date(2025, 7, 10)) == 60
    assert expected_percent(planned, on=date(2026, 3, 1)) == 100


def test_an_overdue_milestone_is_late_whatever_the_percentage() -> None:
    step = Step(date(2025, 3, 31), Decimal(40), title="一季度完成40家")
    found = light_of(replace(YEAR, verified=Decimal(39), steps=[step]), MARGINS, on=date(2025, 4, 1))
    assert (found.light, found.reason) == ("late", "milestone-overdue")


@pytest.mark.clause("A5")
def test_the_forecast_is_said_only_with_three_reports() -> None:
    points = [(date(2025, 3, 31), Decimal(15)), (date(2025, 6, 30), Decimal(30)), (date(2025, 9, 30), Decimal(45))]
    slow = replace(YEAR, verified=Decimal(73), history=points[:2])
    assert forecast_percent(slow, MARGINS) is None
    ahead = forecast_percent(replace(slow, history=points), MARGINS)
    assert ahead is not None
    assert 59 < ahead < 61
    found = light_of(replace(slow, history=points), MARGINS, on=date(2025, 10, 1))
    assert (found.light, found.reason) == ("care", "forecast-misses")


def test_a_qualitative_task_counts_milestones_and_invents_no_percentage() -> None:
    steps = [
        Step(date(2025, 3, 31), met=True),
        Step(date(2025, 6, 30)),
        Step(date(2025, 9, 30)),
        Step(date(2025, 12, 31)),
    ]
    task = replace(YEAR, kind="qualitative", target=None, verified=None, steps=steps)
    assert light_of(task, MARGINS, on=date(2025, 5, 1)).light == "ok"
    assert light_of(task, MARGINS, on=date(2025, 7, 1)).reason == "milestone-overdue"


def test_a_rate_is_computed_from_its_counts() -> None:
    rate = replace(YEAR, kind="rate", target=Decimal(98), verified=Decimal(588), base=Decimal(600))
    assert percent_of_target(rate.verified, rate.base, rate) == 100
    assert percent_of_target(rate.verified, None, rate) is None
    assert light_of(rate, MARGINS, on=MID).light == "ok"
    assert light_of(replace(rate, verified=Decimal(540)), MARGINS, on=MID).light == "care"


def test_at_most_is_reached_from_above() -> None:
    cap = replace(YEAR, direction="at_most", target=Decimal(10), verified=Decimal(8))
    assert percent_of_target(cap.verified, None, cap) == 100
    assert percent_of_target(Decimal(20), None, cap) == 50


def test_zero_targets_and_zero_values_break_nothing() -> None:
    assert percent_of_target(Decimal(3), None, replace(YEAR, target=Decimal(0))) is None
    assert percent_of_target(Decimal(0), None, replace(YEAR, direction="at_most", target=Decimal(0))) == 100


def test_surplus_never_hides_a_shortfall() -> None:
    assert capped_mean([(Decimal(130), Decimal(1)), (Decimal(50), Decimal(1))]) == 75
    assert capped_mean([(Decimal(130), Decimal(3)), (Decimal(50), Decimal(1))]) == Decimal("87.5")
    assert capped_mean([]) is None


@given(st.integers(0, 364), st.integers(0, 364))
def test_expectation_never_falls(first: int, second: int) -> None:
    early, later = sorted((first, second))
    steps = [
        Step(date(2025, 3, 31), Decimal(20)),
        Step(date(2025, 9, 30), Decimal(20)),
        Step(date(2025, 11, 1), Decimal(70)),
    ]
    planned = replace(YEAR, steps=steps)
    start = date(2025, 1, 1)
    low = expected_percent(planned, on=start + timedelta(early))
    high = expected_percent(planned, on=start + timedelta(later))
    assert low is not None
    assert high is not None
    assert 0 <= low <= high <= 100


@given(st.lists(st.tuples(st.decimals(0, 500, places=2), st.decimals("0.1", 10, places=1)), min_size=1, max_size=30))
def test_the_total_lies_between_its_parts(pairs: list[tuple[Decimal, Decimal]]) -> None:
    mean = capped_mean(pairs)
    capped = [min(percent, Decimal(100)) for percent, _ in pairs]
    assert mean is not None
    assert min(capped) - Decimal("0.0001") <= mean <= max(capped) + Decimal("0.0001")
