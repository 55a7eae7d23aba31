"""What must hold for every time limit, whatever the day, the amount and the interruptions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.statutes.conftest import SHIPPED, a_rule
from zhicheng.statutes.rules.clock import ClockRule, Due, Suspension, Unit, deadline

days = st.dates(date(2019, 6, 1), date(2028, 6, 1))
moments = st.datetimes(datetime(2019, 6, 1), datetime(2028, 6, 1), timezones=st.just(UTC))
amounts = st.integers(0, 90)
day_units = st.sampled_from(["calendar_days", "working_days", "months"])
switches = st.booleans()


@st.composite
def rules(draw: st.DrawFn) -> ClockRule:
    """Any rule that is counted in days."""
    return a_rule(draw(amounts), draw(day_units), counts_event_day=draw(switches), rolls=draw(switches))


@st.composite
def suspensions(draw: st.DrawFn) -> list[Suspension]:
    """Up to three intervals, in any order, overlapping or not."""
    starts = draw(st.lists(days, max_size=3))
    return [Suspension(start, start + timedelta(days=draw(st.integers(0, 40)))) for start in starts]


def end(trigger: date | datetime, rule: ClockRule, stops: list[Suspension] | None = None, extension: int = 0) -> Due:
    return deadline(trigger, rule=rule, calendar=SHIPPED, suspensions=stops or [], extension=extension)


@given(days, rules(), suspensions())
def test_a_deadline_never_lies_before_its_trigger(trigger: date, rule: ClockRule, stops: list[Suspension]) -> None:
    assert end(trigger, rule, stops).day >= trigger


@given(days, st.integers(0, 30), rules(), suspensions())
def test_a_later_trigger_never_ends_earlier(
    trigger: date, later: int, rule: ClockRule, stops: list[Suspension]
) -> None:
    if rule.unit is Unit.MONTHS:
        stops = []  # months differ in length, so what a suspension takes out of one need not fit into another
    assert end(trigger + timedelta(days=later), rule, stops).day >= end(trigger, rule, stops).day


@given(days, rules(), st.integers(0, 30), suspensions())
def test_a_longer_limit_or_an_extension_never_ends_earlier(
    trigger: date, rule: ClockRule, more: int, stops: list[Suspension]
) -> None:
    longer = ClockRule(**{**rule.__dict__, "amount": rule.amount + more})
    assert end(trigger, longer, stops).day >= end(trigger, rule, stops).day
    assert end(trigger, rule, stops, extension=more).day == end(trigger, longer, stops).day


@given(days, rules(), suspensions())
def test_a_suspension_never_shortens(trigger: date, rule: ClockRule, stops: list[Suspension]) -> None:
    assert end(trigger, rule, stops).day >= end(trigger, rule).day


@given(days, amounts, suspensions())
def test_a_limit_in_working_days_ends_on_a_working_day(trigger: date, amount: int, stops: list[Suspension]) -> None:
    assert SHIPPED.is_working(end(trigger, a_rule(amount, "working_days"), stops).day)


@given(days, st.integers(1, 90))
def test_so_many_working_days_lie_between_trigger_and_end(trigger: date, amount: int) -> None:
    due = end(trigger, a_rule(amount, "working_days"))
    assert SHIPPED.working_days_between(trigger, due.day) == amount


@given(days, amounts)
def test_calendar_days_without_rolling_are_plain_addition(trigger: date, amount: int) -> None:
    assert end(trigger, a_rule(amount, "calendar_days", rolls=False)).day == trigger + timedelta(days=amount)


@given(days, rules(), suspensions())
def test_every_deadline_has_a_sentence_with_its_days(trigger: date, rule: ClockRule, stops: list[Suspension]) -> None:
    due = end(trigger, rule, stops)
    assert trigger.isoformat() in due.sentence
    assert due.day.isoformat()[5:] in due.sentence
    assert ("暂定" in due.sentence) == due.provisional


@given(moments, amounts, st.lists(st.tuples(moments, st.integers(0, 5000)), max_size=3))
def test_hours_are_exact_and_a_suspension_never_shortens_them(
    trigger: datetime, amount: int, intervals: list[tuple[datetime, int]]
) -> None:
    rule = a_rule(amount, "hours")
    stops = [Suspension(since, since + timedelta(minutes=minutes)) for since, minutes in intervals]
    assert end(trigger, rule).moment == trigger + timedelta(hours=amount)
    assert end(trigger, rule).moment <= end(trigger, rule, stops).moment
