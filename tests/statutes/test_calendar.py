"""The working-day calendar: the State Council's lists, day by day, and what is beyond them."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest

from tests.statutes.conftest import day
from zhicheng.core.refusal import RuleBroken
from zhicheng.statutes.declared import SHIPPED_HOLIDAYS, read_lists
from zhicheng.statutes.rules.calendar import Calendar, DayKind, Holiday, YearList, check_list


@pytest.mark.clause("A3")
def test_every_day_of_the_shipped_years_agrees_with_an_independent_list(shipped: Calendar) -> None:
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2020, 1, 1)).days)]
    assert [d for d in days if shipped.is_working(d) != chinese_calendar.is_workday(d)] == []


def test_every_shipped_list_cites_its_notice() -> None:
    lists = read_lists(SHIPPED_HOLIDAYS, source="shipped")
    assert [each.year for each in lists] == list(range(2020, 2027))
    for each in lists:
        title = f"国务院办公厅关于{each.year}年部分节假日安排的通知"
        assert each.citation.startswith(f"{title}（国办发明电〔{each.year - 1}〕")


@pytest.mark.parametrize(
    ("on", "working", "reason"),
    [
        ("2026-02-20", False, "春节假期"),
        ("2026-02-14", True, "调休上班"),
        ("2026-02-07", False, "周六"),
        ("2026-02-08", False, "周日"),
        ("2026-02-05", True, "工作日"),
        ("2025-10-06", False, "国庆节、中秋节假期"),
        ("2020-02-01", False, "春节假期"),
        ("2022-12-31", False, "元旦假期"),
    ],
)
def test_a_day_says_why_it_is_worked_or_not(shipped: Calendar, on: str, working: bool, reason: str) -> None:
    assert (shipped.is_working(day(on)), shipped.reason(day(on))) == (working, reason)


@pytest.mark.parametrize(
    ("on", "missing"),
    [
        ("2026-12-28", None),
        ("2026-12-29", 2027),  # the next list may reach back to here
        ("2026-12-31", 2027),
        ("2027-01-01", 2027),
        ("2025-12-31", None),
        ("2019-12-30", 2019),
    ],
)
def test_a_day_is_provisional_where_its_list_is_missing(shipped: Calendar, on: str, missing: int | None) -> None:
    assert shipped.missing_list(day(on)) == missing
    assert shipped.is_provisional(day(on)) == (missing is not None)


def test_past_the_last_list_monday_to_friday_is_worked(shipped: Calendar) -> None:
    assert [shipped.is_working(date(2027, 10, 1) + timedelta(days=n)) for n in range(7)] == [
        True, False, False, True, True, True, True,
    ]  # fmt: skip


def test_a_later_list_may_take_back_the_last_days_of_december() -> None:
    before = YearList(2018, (Holiday("国庆节", day("2018-10-01"), day("2018-10-07")),), "通知甲")
    after = YearList(2019, (Holiday("元旦", day("2018-12-30"), day("2019-01-01"), (day("2018-12-29"),)),), "通知乙")
    both = Calendar([after, before])
    assert both.kind(day("2018-12-29")) is DayKind.MAKEUP
    assert both.kind(day("2018-12-31")) is DayKind.HOLIDAY


def test_a_citys_own_days_are_added_to_the_national_list() -> None:
    national = read_lists(SHIPPED_HOLIDAYS, source="shipped")
    founded = Holiday("演示市建市纪念日", day("2026-07-15"), day("2026-07-15"))
    local = YearList(2026, (founded,), "演示市通告", extends=True)
    city = Calendar([*national, local])
    assert city.reason(day("2026-07-15")) == "演示市建市纪念日假期"
    assert city.reason(day("2026-10-01")) == "国庆节假期"


FULL = tuple(
    Holiday(name, day(first), day(last))
    for name, first, last in (
        ("元旦", "2027-01-01", "2027-01-03"),
        ("春节", "2027-02-05", "2027-02-11"),
        ("清明节", "2027-04-03", "2027-04-05"),
        ("劳动节", "2027-05-01", "2027-05-05"),
        ("端午节", "2027-06-09", "2027-06-09"),
        ("国庆节、中秋节", "2027-10-01", "2027-10-07"),
    )
)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (FULL[1:], "festival-missing"),
        ((*FULL, Holiday("春节", day("2027-02-10"), day("2027-02-12"))), "day-twice"),
        ((*FULL, Holiday("补", day("2027-03-02"), day("2027-03-01"))), "bad-range"),
        ((*FULL, Holiday("补", day("2027-03-02"), day("2027-03-02"), (day("2027-03-03"),))), "makeup-on-weekday"),
        ((*FULL, Holiday("补", day("2026-03-02"), day("2026-03-02"))), "other-year"),
        ((*FULL, Holiday(" ", day("2027-03-02"), day("2027-03-02"))), "no-name"),
    ],
)
def test_a_list_that_cannot_be_that_years_is_refused(changed: tuple[Holiday, ...], code: str) -> None:
    check_list(YearList(2027, FULL, "通知"))
    with pytest.raises(RuleBroken) as refusal:
        check_list(YearList(2027, changed, "通知"))
    assert refusal.value.code == code
    assert refusal.value.sentence


def test_a_list_without_its_source_is_refused() -> None:
    with pytest.raises(RuleBroken, match="没有写明依据"):
        check_list(YearList(2027, FULL, " "))
