"""Reporting periods: their slugs, their last days, and which have ended by a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import RuleBroken

MONTHS = {"month": 1, "quarter": 3, "half": 6}
LETTER = {"month": "M", "quarter": "Q", "half": "H"}


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def periods_of(first_year: int, last_year: int, reporting: str) -> list[tuple[str, date]]:
    """All periods of a programme with their last days, in order: `("2025Q3", date(2025, 9, 30))`."""
    step = MONTHS[reporting]
    return [
        (f"{year}{LETTER[reporting]}{number}", last_day(year, number * step))
        for year in range(first_year, last_year + 1)
        for number in range(1, 12 // step + 1)
    ]


def ended(first_year: int, last_year: int, reporting: str, *, on: date) -> list[tuple[str, date]]:
    """Periods whose last day is behind."""
    return [(slug, end) for slug, end in periods_of(first_year, last_year, reporting) if end < on]


def end_of(period: str) -> date:
    """The last day of a period by its slug. Raises: RuleBroken for a slug that is no period."""
    for reporting, letter in LETTER.items():
        year, found, number = period.partition(letter)
        if found and year.isdigit() and number.isdigit() and 1 <= int(number) * MONTHS[reporting] <= 12:
            return last_day(int(year), int(number) * MONTHS[reporting])
    raise RuleBroken(
        _("“%(period)s”不是报送期。请写成 2025Q3（三季度）、2025M9（9月）或 2025H1（上半年）。"), period=period
    )


def name_of(period: str) -> str:
    """How an official says it: 2025年三季度, 2025年9月, 2025年上半年."""
    year, letter, number = period[:4], period[4:5], period[5:]
    if letter == "Q":
        return f"{year}年{'一二三四'[int(number) - 1]}季度"
    if letter == "H":
        return f"{year}年{'上下'[int(number) - 1]}半年"
    return f"{year}年{number}月"
