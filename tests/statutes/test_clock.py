"""Time limits, reckoned and explained: tables that an official can read."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from tests.statutes.conftest import SHIPPED, a_rule, day, moment
from zhicheng.core.refusal import RuleBroken
from zhicheng.statutes.rules.calendar import Calendar
from zhicheng.statutes.rules.clock import Suspension, deadline

READABLE = [
    # trigger, amount, unit, end, sentence
    ("2026-02-05", 15, "calendar_days", "2026-02-24",
     "自 2026-02-05 次日起 15 日，末日 02-20 在春节假期内，顺延至 02-24"),
    ("2026-02-10", 5, "working_days", "2026-02-24",
     "自 2026-02-10 次日起 5 个工作日，春节假期 9 日不计，02-14 调休上班计入，末日 02-24"),
    ("2026-03-02", 5, "working_days", "2026-03-09", "自 2026-03-02 次日起 5 个工作日，末日 03-09"),
    ("2026-03-02", 5, "calendar_days", "2026-03-09",
     "自 2026-03-02 次日起 5 日，末日 03-07 为周六，顺延至 03-09"),
    ("2026-03-02", 0, "calendar_days", "2026-03-02", "限 2026-03-02 当日，末日 03-02"),
    ("2026-02-20", 0, "working_days", "2026-02-24", "限 2026-02-20 当日，末日 02-20 在春节假期内，顺延至 02-24"),
    ("2026-01-31", 1, "months", "2026-02-28", "自 2026-01-31 次日起 1 个月，末日 02-28"),
    ("2026-01-20", 1, "months", "2026-02-24",
     "自 2026-01-20 次日起 1 个月，末日 02-20 在春节假期内，顺延至 02-24"),
    ("2026-12-25", 10, "working_days", "2027-01-08",
     "自 2026-12-25 次日起 10 个工作日，末日 2027-01-08，暂定（2027年放假安排尚未公布）"),
    ("2019-03-01", 5, "working_days", "2019-03-08",
     "自 2019-03-01 次日起 5 个工作日，末日 03-08，暂定（2019年放假安排未录入）"),
]  # fmt: skip


@pytest.mark.clause("A3")
@pytest.mark.parametrize(("trigger", "amount", "unit", "end", "sentence"), READABLE)
def test_a_time_limit_ends_and_explains_itself(trigger: str, amount: int, unit: str, end: str, sentence: str) -> None:
    due = deadline(day(trigger), rule=a_rule(amount, unit), calendar=SHIPPED)
    assert (due.day.isoformat(), due.sentence) == (end, sentence)


def test_a_day_limit_ends_with_the_last_moment_of_the_day(shipped: Calendar) -> None:
    due = deadline(moment("2026-03-02 16:20"), rule=a_rule(1, "working_days"), calendar=shipped)
    assert moment("2026-03-03 23:59") < due.moment < moment("2026-03-04 00:00")


def test_the_day_of_the_event_counts_where_the_rule_says_so(shipped: Calendar) -> None:
    rule = a_rule(5, "working_days", counts_event_day=True)
    due = deadline(day("2026-03-02"), rule=rule, calendar=shipped)
    assert due.sentence == "自 2026-03-02 当日起 5 个工作日，末日 03-06"
    month = a_rule(1, "months", counts_event_day=True)
    said = deadline(day("2026-03-05"), rule=month, calendar=shipped).sentence
    assert said == "自 2026-03-05 当日起 1 个月，末日 04-04 在清明节假期内，顺延至 04-07"
    assert deadline(day("2026-01-31"), rule=month, calendar=shipped).day == day("2026-02-28")  # a worked Saturday


def test_a_rule_that_does_not_roll_ends_on_the_rest_day(shipped: Calendar) -> None:
    rule = a_rule(15, "calendar_days", rolls=False)
    assert deadline(day("2026-02-05"), rule=rule, calendar=shipped).sentence == "自 2026-02-05 次日起 15 日，末日 02-20"
    assert not deadline(day("2027-02-05"), rule=rule, calendar=shipped).provisional


def test_hours_run_on_over_rest_days_and_do_not_roll(shipped: Calendar) -> None:
    due = deadline(moment("2026-02-14 09:30"), rule=a_rule(24, "hours"), calendar=shipped)
    assert due.moment == moment("2026-02-15 09:30")
    assert due.sentence == "自 2026-02-14 09:30 起 24 小时，至 02-15 09:30"
    at_once = deadline(moment("2026-02-14 09:30"), rule=a_rule(0, "hours"), calendar=shipped)
    assert at_once.moment == moment("2026-02-14 09:30")


def test_hours_from_a_day_without_time_are_refused(shipped: Calendar) -> None:
    with pytest.raises(RuleBroken, match="必须写明时刻"):
        deadline(day("2026-02-14"), rule=a_rule(24, "hours"), calendar=shipped)
    with pytest.raises(RuleBroken, match="没有时区"):
        deadline(moment("2026-02-14 09:30").replace(tzinfo=None), rule=a_rule(24, "hours"), calendar=shipped)


def test_a_moment_late_in_the_evening_belongs_to_its_local_day(shipped: Calendar) -> None:
    from_utc = moment("2026-03-03 00:30").astimezone(tz=None)
    assert deadline(from_utc, rule=a_rule(1, "working_days"), calendar=shipped).day == day("2026-03-04")


# 10 days from 2026-03-02 end on 03-12, a Thursday.
SUSPENDED = [
    ("in the middle", "2026-03-05", "2026-03-09", "2026-03-16", "中止 4 日，"),
    ("begun and ended on one day", "2026-03-05", "2026-03-05", "2026-03-12", ""),
    ("begun on the last day", "2026-03-12", "2026-03-13", "2026-03-13", "中止 1 日，"),
    ("begun after the last day", "2026-03-13", "2026-03-20", "2026-03-12", ""),
    ("ended on the first counted day", "2026-02-20", "2026-03-03", "2026-03-12", "中止 1 日，"),
    ("ended one day later", "2026-02-20", "2026-03-04", "2026-03-13", "中止 2 日，"),
]


@pytest.mark.parametrize(("case", "since", "until", "end", "said"), SUSPENDED)
def test_a_suspension_stops_the_clock_at_both_ends(case: str, since: str, until: str, end: str, said: str) -> None:
    stop = Suspension(day(since), day(until))
    due = deadline(day("2026-03-02"), rule=a_rule(10, "calendar_days"), calendar=SHIPPED, suspensions=[stop])
    assert due.day.isoformat() == end
    assert due.sentence == f"自 2026-03-02 次日起 10 日，{said}末日 {end[5:]}"


def test_suspensions_that_overlap_are_counted_once(shipped: Calendar) -> None:
    stops = [Suspension(day("2026-03-04"), day("2026-03-07")), Suspension(day("2026-03-05"), day("2026-03-09"))]
    due = deadline(day("2026-03-02"), rule=a_rule(10, "calendar_days"), calendar=shipped, suspensions=stops)
    assert due.sentence == "自 2026-03-02 次日起 10 日，中止 5 日，末日 03-17"


def test_a_last_day_moved_into_a_suspension_waits_for_its_end(shipped: Calendar) -> None:
    stop = Suspension(day("2026-03-08"), day("2026-03-11"))  # the last day is Saturday 03-07
    due = deadline(day("2026-03-02"), rule=a_rule(5, "calendar_days"), calendar=shipped, suspensions=[stop])
    assert due.day == day("2026-03-11")


def test_hours_stand_still_to_the_minute(shipped: Calendar) -> None:
    stop = Suspension(moment("2026-03-02 12:00"), moment("2026-03-02 13:30"))
    due = deadline(moment("2026-03-02 09:30"), rule=a_rule(24, "hours"), calendar=shipped, suspensions=[stop])
    assert due.sentence == "自 2026-03-02 09:30 起 24 小时，中止 90 分钟，至 03-03 11:00"


def test_a_suspension_that_ends_before_it_begins_is_refused(shipped: Calendar) -> None:
    stop = Suspension(day("2026-03-08"), day("2026-03-07"))
    with pytest.raises(RuleBroken, match="早于中止时间"):
        deadline(day("2026-03-02"), rule=a_rule(5, "calendar_days"), calendar=shipped, suspensions=[stop])


def test_an_extension_adds_in_the_same_unit(shipped: Calendar) -> None:
    due = deadline(day("2026-03-02"), rule=a_rule(5, "working_days"), calendar=shipped, extension=3)
    assert due.sentence == "自 2026-03-02 次日起 5 个工作日，延长 3 个工作日，末日 03-12"
    with pytest.raises(RuleBroken):
        deadline(day("2026-03-02"), rule=a_rule(5, "working_days"), calendar=shipped, extension=-1)


def test_an_amount_below_zero_is_refused() -> None:
    with pytest.raises(RuleBroken, match="made-up"):
        a_rule(-1, "working_days")


def test_the_sentence_is_written_in_the_language_of_the_reader(shipped: Calendar) -> None:
    due = deadline(day("2026-02-05"), rule=a_rule(15, "calendar_days"), calendar=shipped)
    with override("zh-hans"):
        assert "春节假期" in due.sentence
    with override("en"):
        assert "Spring Festival" in due.sentence
    assert shipped.reason(day("2026-02-20")) == "春节假期"
