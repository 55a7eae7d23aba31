"""Numbers, quantities and deadlines as offices write them; what must hold for all of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhicheng.core.quantities import (
    find_quantities,
    format_rate,
    parse_deadline,
    parse_number,
    parse_quantity,
    rate,
    round_half_even,
    round_half_up,
    to_chinese,
)
from zhicheng.core.text import fold, to_traditional

pytestmark = pytest.mark.clause("A3")

NUMBERS = {
    "60": "60", "６０": "60", "1,234": "1234", "1，234": "1234", "1.2万": "12000", "3亿": "300000000", "98%": "0.98", "百分之九十八": "0.98",
    "千分之三": "0.003", "九成": "0.9", "九成五": "0.95", "九成半": "0.95", "十": "10", "二十五": "25", "一百零五": "105", "两千": "2000",
    "三百五": "350", "一万二": "12000", "二〇二五": "2025", "二○二五": "2025", "壹佰": "100", "两万": "20000", "兩萬": "20000", "三点五": "3.5",
    "-5": "-5", "负三": "-3", "+7": "7", "四分之三": "0.75",
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_a_number_is_read(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "若干", "12,34", "三分之二", "60家", "一二三四万五", "六七十", "abc", "１２月"])
def test_what_is_no_exact_number_is_none(text):
    assert parse_number(text) is None


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_go_there_and_back(number):
    assert parse_number(to_chinese(number)) == number


@given(st.integers(0, 10**9), st.sampled_from([0, 1, 2, 3]))
def test_arabic_numerals_of_any_width_and_grouping_are_the_same(number, places):
    value = Decimal(number).scaleb(-places)
    plain, grouped = f"{value:f}", f"{value:,f}"
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in plain)
    assert parse_number(plain) == parse_number(grouped) == parse_number(wide) == value


TEXTS = st.text(
    st.sampled_from("新增达到不少于以上12６0,.%家个万亿一二十百年月底前（）—、质量强市县区以下约"), max_size=30
)


@settings(deadline=None)
@given(TEXTS)
def test_folding_the_script_changes_no_quantity(text):
    def seen(words):
        return [(q.value, q.unit, q.bound, q.start, q.end) for q in find_quantities(words)]

    assert seen(text) == seen(fold(text))
    traditional = to_traditional(text)
    if len(traditional) == len(text) and fold(traditional) == fold(text):
        assert seen(text) == seen(traditional)


@given(TEXTS)
def test_any_text_is_read_without_an_error(text):
    parse_number(text)
    parse_quantity(text)
    parse_deadline(text, 2025)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{y}年{m}月{d}日", "{y}.{m}.{d}", "{y}-{m:02d}-{d:02d}", "{y}/{m}/{d}", "{y}年{m}月{d}日前"]),
)
def test_every_way_of_writing_a_day_is_that_day(day, form):
    found = parse_deadline(form.format(y=day.year, m=day.month, d=day.day), 2025)
    assert found is not None
    assert found.on == day


def test_bounds_and_units_of_quantities():
    quantity = parse_quantity("不低于98％")
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.bound) == (98, "%", "at_least")
    (found,) = find_quantities("到2025年，PM2.5平均浓度控制在30微克/立方米以下")
    assert (found.value, found.unit, found.bound) == (30, "微克/立方米", "at_most")


def test_years_documents_and_names_are_no_quantities():
    text = (
        "2025年贯彻国市监质发〔2024〕97号、GB/T 19580-2012和《三年100家行动》，推进“百千万”工程、5A级景区、十四五规划"
    )
    assert find_quantities(text) == ()


def test_rounding_is_done_once_and_by_the_named_rule():
    assert (round_half_up(Decimal("0.125")), round_half_even(Decimal("0.125"))) == (Decimal("0.13"), Decimal("0.12"))
    assert round_half_up(Decimal("-0.125")) == Decimal("-0.13")
    assert rate(1, 0) is None


def test_a_rate_shows_its_arithmetic():
    assert format_rate(95, 120) == "95 ÷ 120 = 79.17 %"
    assert format_rate(Decimal("1.50"), 0) == "1.5 ÷ 0 = —"
