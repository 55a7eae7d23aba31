"""A year's list entered by form: versions, sources, and what the desk is told when one is missing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.statutes.conftest import day, moment
from tests.statutes.test_calendar import FULL
from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.ledger.models import Entry
from zhicheng.core.refusal import NotAllowed, RuleBroken
from zhicheng.statutes import actions, queries
from zhicheng.statutes.models import CalendarYear

pytestmark = pytest.mark.django_db

NOTICE = "国务院办公厅关于2027年部分节假日安排的通知"
AT = moment("2026-11-10 09:00")


def test_an_entered_list_is_in_force_at_once_and_recorded() -> None:
    assert queries.calendar().is_provisional(day("2027-02-08"))
    actions.enter_calendar(2027, days=FULL, citation=NOTICE, by=SYSTEM, at=AT)
    calendar = queries.calendar()
    assert calendar.reason(day("2027-02-08")) == "春节假期"
    assert not calendar.is_provisional(day("2027-02-08"))
    newest = queries.calendar_years()[0]
    assert (newest.year, newest.source, newest.citation, newest.version) == (2027, "entered", NOTICE, 1)
    assert newest.holidays == FULL
    assert (newest.days_off, newest.makeup_days) == (26, 0)
    assert Entry.objects.get().kind == "statutes.calendar-entered"


def test_a_correction_is_a_new_version_with_its_reason_and_the_old_one_stays() -> None:
    actions.enter_calendar(2027, days=FULL, citation=NOTICE, by=SYSTEM, at=AT)
    with pytest.raises(RuleBroken, match="写明更改的理由"):
        actions.enter_calendar(2027, days=FULL, citation=NOTICE, by=SYSTEM, at=AT)
    second = actions.enter_calendar(2027, days=FULL, citation=NOTICE, reason="录入有误", by=SYSTEM, at=AT)
    assert (second.version, CalendarYear.objects.filter(year=2027).count()) == (2, 2)
    assert queries.calendar_years()[0].reason == "录入有误"
    shipped = next(each for each in queries.calendar_years() if each.year == 2026)
    with pytest.raises(RuleBroken, match="2026年已有放假安排"):
        actions.enter_calendar(2026, days=shipped.holidays, citation=shipped.citation, by=SYSTEM, at=AT)


def test_entering_a_calendar_needs_the_permission() -> None:
    with pytest.raises(NotAllowed):
        actions.enter_calendar(
            2027, days=FULL, citation=NOTICE, by=Actor(account_id=7, person="P-7", name="张三"), at=AT
        )
    assert CalendarYear.objects.count() == Entry.objects.count() == 0


def test_make_up_days_keep_their_holiday() -> None:
    shipped = next(each for each in queries.calendar_years() if each.year == 2026)
    actions.enter_calendar(
        2026, days=shipped.holidays, citation=shipped.citation, reason="与通知核对", by=SYSTEM, at=AT
    )
    entered = next(each for each in queries.calendar_years() if each.year == 2026)
    assert (entered.source, entered.holidays) == ("entered", shipped.holidays)


def test_the_desk_is_told_from_november_that_the_next_list_is_missing() -> None:
    assert queries.calendar_gap(date(2026, 10, 31)) == ""
    assert queries.calendar_gap(date(2026, 11, 1)).startswith("2027年放假安排尚未录入。")
    assert "暂定" not in queries.calendar_gap(date(2026, 11, 1))
    start = actions.ClockStart("t", "sign", "goals-sign", date(2026, 12, 28), "ORG-1")
    actions.start_clock(start, by=SYSTEM, at=AT)
    assert queries.calendar_gap(date(2027, 3, 1)).endswith("现有 1 个时限为暂定。")
    actions.enter_calendar(2027, days=FULL, citation=NOTICE, by=SYSTEM, at=AT)
    assert queries.calendar_gap(date(2026, 11, 1)) == queries.calendar_gap(date(2027, 3, 1)) == ""


def test_a_citys_own_files_extend_or_replace_the_shipped_lists(tmp_path: Path, settings: SimpleNamespace) -> None:
    settings.CITY = SimpleNamespace(folder=tmp_path, region="990100")
    (tmp_path / "holidays").mkdir()
    (tmp_path / "holidays" / "own.toml").write_text(
        'year = 2026\ncitation = "演示市通告〔2026〕1号"\nextends = true\n'
        '[[holiday]]\nname = "演示市建市纪念日"\nfirst = 2026-07-15\nlast = 2026-07-15\n',
        "utf-8",
    )
    assert queries.calendar().reason(day("2026-07-15")) == "演示市建市纪念日假期"
    assert queries.calendar().reason(day("2026-02-20")) == "春节假期"
    own = [each for each in queries.calendar_years() if each.source == "city"]
    assert [(each.year, each.extends) for each in own] == [(2026, True)]


def test_the_calendar_costs_one_query(django_assert_num_queries: object) -> None:
    actions.enter_calendar(2027, days=FULL, citation=NOTICE, by=SYSTEM, at=AT)
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.calendar()
