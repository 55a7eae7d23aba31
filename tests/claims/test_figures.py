"""Figures in running text: value, unit, bound; and what looks like one and counts nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from zhicheng.claims.figures import Kind, find_figures
from zhicheng.core.text import fold


def _found(text: str) -> list[tuple[Fraction, str]]:
    return [(figure.value, figure.unit) for figure in find_figures(fold(text))]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("完成78家", 78, "家"),
        ("完成７８家", 78, "家"),
        ("完成七十八家", 78, "家"),
        ("完成 1,286 項", 1286, "项"),
        ("投资2.4亿元", 240_000_000, "元"),
        ("实有3万户", 30_000, "户"),
        ("合格率85.7%", Fraction(857, 10), "%"),
        ("合格率百分之八十五点七", Fraction(857, 10), "%"),
        ("占七成", 70, "%"),
        ("占八成五", 85, "%"),
        ("占三分之二", Fraction(200, 3), "%"),
        ("出生率6.5‰", Fraction(13, 20), "%"),
        ("提高2.5个百分点", Fraction(5, 2), "个百分点"),
        ("增长3倍", 3, "倍"),
        ("已有四个正在制定", 4, "个"),
        ("目前25项", 25, "项"),
        ("燃气表五千四百只", 5400, "只"),
    ],
)
def test_a_figure_is_read_with_its_unit(text: str, value: Fraction, unit: str) -> None:
    assert _found(text) == [(value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "2024年12月31日",
        "1—9月",
        "前三季度",
        "“十四五”时期",
        "演政发〔2024〕18号",
        "第三十五条",
        "GB/T 19580—2012",
        "ISO9001",
        "《2025年标准化工作要点》",
        "“113”工程",
        "咨询电话：0999-12345678",
        "12315平台",
        "8:30—17:30",
        "双随机、一公开",
        "一批重点项目",
        "PM2.5",
        "三级甲等",
        "一是抓标准；二是抓品牌",
        "前10名",
    ],
)
def test_dates_numbers_of_documents_and_names_are_no_figures(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("超过80%", "at_least"),
        ("80%以上", "at_least"),
        ("1200多人次", "at_least"),
        ("不足三成", "at_most"),
        ("约90%", "about"),
        ("近九成", "near"),
        ("达到90%", ""),
    ],
)
def test_words_of_a_bound_are_kept(text: str, bound: str) -> None:
    (figure,) = find_figures(fold(text))
    assert figure.bound == bound


def test_a_range_is_one_figure_and_from_to_is_two() -> None:
    (figure,) = find_figures("增长10%~15%")
    assert (figure.value, figure.upper) == (10, 15)
    assert len(find_figures("由80家到100家")) == 2


def test_a_whole_number_printed_in_full_is_exact_and_one_in_ten_thousands_is_not() -> None:
    full, short = find_figures("12000家和1.2万家")
    assert (full.low, full.high) == (12000, 12000)
    assert (short.low, short.high) == (11500, 12500)


def test_ranks_are_kept_apart() -> None:
    kinds = [figure.kind for figure in find_figures("由第9位上升到第4位，前移5位")]
    assert kinds == [Kind.RANK, Kind.RANK, Kind.COUNT]
