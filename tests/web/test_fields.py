"""Fields of forms that offices need: days as notices print them."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from zhicheng.web.desk.statutes import HolidayForm
from zhicheng.web.shared.fields import DaysField


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2月14日（周六）、2月28日", (date(2026, 2, 14), date(2026, 2, 28))),
        ("2026-02-14，2026年2月28日(星期六)", (date(2026, 2, 14), date(2026, 2, 28))),
        ("", ()),
    ],
)
def test_days_are_read_as_a_notice_prints_them(written: str, days: tuple[date, ...]) -> None:
    given = {"name": "春节", "first": "2026-02-15", "last": "2026-02-23", "makeup": written}
    form = HolidayForm(given)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["makeup"] == days


def test_a_day_before_new_year_belongs_to_the_old_year() -> None:
    form = HolidayForm({"name": "元旦", "first": "2027-01-01", "last": "2027-01-03", "makeup": "12月26日"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["makeup"] == (date(2026, 12, 26),)


def test_a_leap_day_is_read_although_the_years_beside_have_none() -> None:
    form = HolidayForm({"name": "春节", "first": "2028-01-26", "last": "2028-02-01", "makeup": "2月29日"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["makeup"] == (date(2028, 2, 29),)


@pytest.mark.parametrize("written", ["2月30日", "2027-02-29"])
def test_a_day_that_is_none_is_refused_by_name(written: str) -> None:
    form = HolidayForm({"name": "春节", "first": "2027-02-05", "last": "2027-02-11", "makeup": written})
    assert not form.is_valid()
    assert "这一天" in str(form.errors["makeup"])


def test_a_day_without_its_year_is_refused_where_no_year_is_near() -> None:
    with pytest.raises(ValidationError, match="2月14日"):
        DaysField().clean("2月14日")
