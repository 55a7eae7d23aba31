"""The calendar in force, where each year's list comes from, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhicheng.statutes.declared import SHIPPED_HOLIDAYS, read_lists
from zhicheng.statutes.models import CalendarDay, CalendarYear, Clock
from zhicheng.statutes.queries.law import Stamp, folder_stamp
from zhicheng.statutes.rules.calendar import Calendar, Holiday, YearList

# The list of the next year is usually published about November.
ASKED_FROM_MONTH = 11


@dataclass(frozen=True)
class CalendarVersion:
    """One year's list as a page shows it. `source` is shipped, city or entered; `version` counts what was entered."""

    year: int
    source: str
    citation: str
    holidays: tuple[Holiday, ...]
    extends: bool = False
    version: int = 0
    reason: str = ""
    entered_by: str = ""
    entered_at: datetime | None = None

    @property
    def days_off(self) -> int:
        """How many days are off, rest days among them included."""
        return sum((each.last - each.first).days + 1 for each in self.holidays)

    @property
    def makeup_days(self) -> int:
        """How many rest days are worked in exchange."""
        return sum(len(each.makeup) for each in self.holidays)


def calendar() -> Calendar:
    """The calendar in force: what was entered stands before the city's files, these before the shipped lists."""
    return _calendar(tuple(_in_force()), settings.TIME_ZONE)


def calendar_years() -> list[CalendarVersion]:
    """The list in force of every year, newest first, and those that extend it."""
    entered = {row.year: row for row in CalendarYear.objects.filter(current=True)}
    found = [_version(each, entered.get(each.year) if each.source == "entered" else None) for each in _in_force()]
    return sorted(found, key=lambda each: (-each.year, each.extends))


def calendar_gap(on: date) -> str:
    """What to do about a list that is missing on that day, as a sentence for the desk; "" where none is."""
    years = {each.year for each in _in_force() if not each.extends}
    wanted = [on.year] if on.year not in years else []
    if not wanted and on.month >= ASKED_FROM_MONTH and on.year + 1 not in years:
        wanted = [on.year + 1]
    if not wanted:
        return ""
    waiting = Clock.objects.running().filter(provisional=True).count()
    sentence = _(
        "%(year)s年放假安排尚未录入。国务院办公厅一般在上一年11月前后公布，收到通知后请录入；"
        "在此之前，涉及%(year)s年的到期日暂按周一至周五计算。"
    ) % {"year": wanted[0]}
    if waiting:
        provisional = ngettext("现有 %(count)s 个时限为暂定。", "现有 %(count)s 个时限为暂定。", waiting)
        sentence += provisional % {"count": waiting}
    return sentence


def list_in_force(year: int) -> YearList | None:
    """The national list of a year as it is in force; None where there is none."""
    return next((each for each in _in_force() if each.year == year and not each.extends), None)


def _version(found: YearList, row: CalendarYear | None) -> CalendarVersion:
    plain = CalendarVersion(
        year=found.year, source=found.source, citation=found.citation, holidays=found.holidays, extends=found.extends
    )
    if row is None:
        return plain
    return replace(plain, version=row.version, reason=row.reason, entered_by=row.entered_by, entered_at=row.entered_at)


def _in_force() -> list[YearList]:
    """For each year the first source that has a list, and every list that extends one."""
    folder = settings.CITY.folder / "holidays"
    lists = (*_entered(), *_local_lists(folder, folder_stamp(folder)), *_shipped_lists())
    national: dict[int, YearList] = {}
    for each in lists:
        if not each.extends:
            national.setdefault(each.year, each)
    return [*national.values(), *(each for each in lists if each.extends)]


def _entered() -> list[YearList]:
    """The lists in the database: one query."""
    days = CalendarDay.objects.filter(calendar__current=True).select_related("calendar")
    by_year: dict[CalendarYear, list[CalendarDay]] = {}
    for day in days.order_by("calendar__year", "position", "kind", "first"):
        by_year.setdefault(day.calendar, []).append(day)
    return [
        YearList(year=row.year, holidays=holidays_of(rows), citation=row.citation, source="entered")
        for row, rows in by_year.items()
    ]


def holidays_of(rows: Iterable[CalendarDay]) -> tuple[Holiday, ...]:
    """Rows of one list as the entries they were."""
    rows = list(rows)
    makeup: dict[int, list[date]] = {}
    for row in rows:
        if row.kind == CalendarDay.Kind.MAKEUP:
            makeup.setdefault(row.position, []).append(row.first)
    return tuple(
        Holiday(name=row.name, first=row.first, last=row.last, makeup=tuple(makeup.get(row.position, ())))
        for row in rows
        if row.kind == CalendarDay.Kind.HOLIDAY
    )


@cache
def _shipped_lists() -> tuple[YearList, ...]:
    return read_lists(SHIPPED_HOLIDAYS, source="shipped")


@lru_cache(maxsize=4)
def _local_lists(folder: Path, stamp: Stamp) -> tuple[YearList, ...]:
    return read_lists(folder, source="city") if stamp else ()


@lru_cache(maxsize=4)
def _calendar(lists: tuple[YearList, ...], zone: str) -> Calendar:
    return Calendar(lists, zone=ZoneInfo(zone))
