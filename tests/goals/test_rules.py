"""Rosters, reconciliation, periods and stated rates: plain decisions over plain values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import to_traditional
from zhicheng.goals.rules.claims import check_rate
from zhicheng.goals.rules.fivefix import Fixing, open_points
from zhicheng.goals.rules.periods import end_of, ended, name_of, periods_of
from zhicheng.goals.rules.reconcile import reconcile
from zhicheng.goals.rules.rosters import (
    Counted,
    Row,
    duplicate_problems,
    key_of,
    name_key,
    once_of,
    shape_problems,
    status_of,
)


@pytest.mark.clause("A4")
@pytest.mark.parametrize(
    ("stated", "done", "whole", "agrees", "computed"),
    [("80", 95, 120, False, "79.17"), ("79", 95, 120, True, "79.17"), ("79.2", 95, 120, True, "79.17"),
     ("90", 90, 105, False, "85.71"), ("90", 18, 20, True, "90.00"), ("12.5", 1, 8, True, "12.50"),
     ("12", 1, 8, True, "12.50"), ("13", 1, 8, True, "12.50")],
)  # fmt: skip
def test_a_stated_rate_is_held_against_its_own_counts(
    stated: str, done: int, whole: int, agrees: bool, computed: str
) -> None:
    found = check_rate(Decimal(stated), done=Decimal(done), whole=Decimal(whole))
    assert found is not None
    assert (found.agrees, str(found.computed)) == (agrees, computed)


@pytest.mark.clause("A4")
def test_in_progress_and_applied_for_are_never_done() -> None:
    words = {"正在制定": "in-progress", "在建": "in-progress", "申报省级": "applied", "拟实施": "in-progress",
             "已完成": "done", "": "done", "在辦": "in-progress"}  # fmt: skip
    assert {word: status_of(word, approval_counts=True) for word in words} == words
    assert status_of("立项", approval_counts=True) == "done"
    assert status_of("立项", approval_counts=False) == "in-progress"
    assert status_of("不清楚", approval_counts=True) is None


@pytest.mark.clause("A4")
def test_a_name_counts_once_in_either_script_and_width() -> None:
    first = Counted(
        key=key_of(Row(1, "演示样例食品有限公司")), name_key=name_key("演示样例食品有限公司"), where="砚湖县"
    )
    again = Row(7, "演示樣例食品有限公司 ")
    assert [each.line for each in duplicate_problems([again], [first])] == [7]


def test_two_certificates_of_one_firm_are_two_items() -> None:
    rows = [Row(1, "演示样例机电有限公司", "演示证001"), Row(2, "演示样例机电有限公司", "演示证002")]
    assert duplicate_problems(rows, []) == []
    assert [each.line for each in duplicate_problems([*rows, Row(3, "演示样例机电有限公司", "演示证００１")], [])] == [
        3
    ]


@pytest.mark.clause("A4")
def test_a_stock_is_counted_anew_each_year_and_what_is_new_only_once() -> None:
    assert once_of("采标|家", "stock", 2025) != once_of("采标|家", "stock", 2026)
    assert once_of("采标|家", "new", 2025) == once_of("采标|家", "new", 2026)


def test_a_row_needs_a_name_and_a_day_inside_the_year() -> None:
    rows = [Row(1, "", happened_on=date(2025, 3, 1)), Row(2, "样例甲"), Row(3, "样例乙", happened_on=date(2024, 12, 31)),
            Row(4, "样例丙", happened_on=date(2025, 10, 1)), Row(5, "样例丁", status="applied")]  # fmt: skip
    found = shape_problems(rows, starts_on=date(2025, 1, 1), period_end=date(2025, 9, 30), basis="new")
    assert [(each.line, each.column) for each in found] == [(1, "name"), (2, "date"), (3, "date"), (4, "date")]


@pytest.mark.clause("A3")
def test_parts_reconcile_with_the_whole() -> None:
    even, over = reconcile(Decimal(10), [Decimal(4), Decimal(6)]), reconcile(Decimal(10), [Decimal(7), Decimal(6)])
    under, open_ = reconcile(Decimal(10), [Decimal(4)]), reconcile(Decimal(10), [Decimal(4), None])
    assert [each.verdict for each in (even, over, under, open_)] == ["even", "over", "under", "open"]
    assert (over.difference, under.difference) == (3, -6)
    assert reconcile(Decimal(10), []).verdict == "unsplit"


@given(st.lists(st.decimals(0, 10_000, places=2), max_size=30))
def test_a_whole_made_of_its_parts_is_even(shares: list[Decimal]) -> None:
    assert reconcile(sum(shares, Decimal(0)), shares).verdict == ("even" if shares else "unsplit")


@pytest.mark.clause("A3")
def test_five_fixed_names_what_is_open() -> None:
    bare = Fixing("", "", False, "", False, False)
    assert open_points(bare) == ("person", "duty", "standard", "schedule", "deadline")
    assert open_points(Fixing("甲", "乙", True, "以证书为准", True, True)) == ()
    assert open_points(Fixing("甲", "", True, "以证书为准", False, True, supporting=True)) == ("person",)


def test_periods_have_last_days_and_names() -> None:
    assert periods_of(2025, 2025, "quarter")[2] == ("2025Q3", date(2025, 9, 30))
    assert end_of("2024M2") == date(2024, 2, 29)
    assert [slug for slug, _ in ended(2025, 2025, "quarter", on=date(2025, 9, 30))] == ["2025Q1", "2025Q2"]
    assert [name_of(slug) for slug in ("2025Q3", "2025M9", "2025H1")] == ["2025年三季度", "2025年9月", "2025年上半年"]
    with pytest.raises(RuleBroken, match="2025Q3"):
        end_of("2025Q5")


@given(st.text(alphabet="质量强市监管标准品牌企业认证国际", max_size=12))
def test_either_script_gives_the_same_key(name: str) -> None:
    assert name_key(to_traditional(name)) == name_key(name)
