"""Rounding as a careful clerk rounds: half-up or half-even at the last printed digit, a zero counting as printed."""

from __future__ import annotations

import pytest

from zhicheng.claims.figures import find_figures
from zhicheng.claims.judging import agrees, growth, needed, number, ratio


def _agrees(stated: str, part: str, whole: str) -> bool:
    computed = ratio(find_figures(part), find_figures(whole))
    assert computed is not None
    return agrees(find_figures(stated)[0], computed)


@pytest.mark.parametrize(
    ("stated", "part", "whole", "agreed"),
    [
        ("79.2%", "95家", "120家", True),
        ("79.17%", "95家", "120家", True),
        ("79%", "95家", "120家", True),
        ("80%", "95家", "120家", False),
        ("79.0%", "95家", "120家", False),
        ("12.5%", "1家", "8家", True),
        ("12%", "1家", "8家", True),  # half-even
        ("13%", "1家", "8家", True),  # half-up
        ("38%", "3家", "8家", True),
        ("37%", "3家", "8家", False),
        ("90.0%", "18个", "20个", True),
        ("94.9%", "1186.5万元", "1250万元", True),
        ("70%", "6.3万亩", "9万亩", True),
        ("约90%", "88家", "100家", True),
        ("约90%", "80家", "100家", False),
        ("近九成", "1627家", "1820家", True),
        ("近90%", "94家", "100家", False),
        ("超过80%", "95家", "120家", False),
        ("超过80%", "99家", "120家", True),
        ("不足三成", "14部", "56部", True),
        ("八成", "180家", "240家", False),
        ("三分之二", "8个", "12个", True),
        ("四分之三", "60个", "90个", False),
    ],
)
def test_a_stated_rate_against_its_counts(stated: str, part: str, whole: str, agreed: bool) -> None:
    assert _agrees(stated, part, whole) is agreed


def test_growth_is_on_the_former_value() -> None:
    now, then = find_figures("120件和100件")
    computed = growth(now, then)
    assert computed is not None
    assert (computed.value, computed.formula) == (20, "(120 − 100) ÷ 100")


def test_what_a_rate_takes() -> None:
    percent, whole = find_figures("80%和120家")
    assert needed(percent, whole) == 96


def test_a_whole_of_nothing_gives_no_rate() -> None:
    assert ratio(find_figures("5家"), find_figures("0家")) is None


def test_numbers_in_a_formula_stay_short() -> None:
    figures = find_figures("1186.5万元、78家、2.4亿元")
    assert [number(figure.value) for figure in figures] == ["1186.5万", "78", "2.4亿"]
