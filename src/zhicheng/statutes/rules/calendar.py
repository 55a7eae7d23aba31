"""The working-day calendar: Monday to Friday, turned round by the State Council's list of each year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhicheng.core.refusal import RuleBroken
from zhicheng.statutes.rules.festivals import NATIONAL, festivals_in, shown

DAY = timedelta(days=1)
SATURDAY = 5
SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKEND_NAMES = {5: gettext_lazy("周六"), 6: gettext_lazy("周日")}

# The list of the next year can reach back into December: that of 2019 moved 29 and 31 December 2018.
REACH_BACK_DAYS = 3


class DayKind(StrEnum):
    """What a day is."""

    ORDINARY = "ordinary"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Holiday:
    """One entry of a list: the days off from `first` to `last`, and the rest days worked in exchange."""

    name: str
    first: date
    last: date
    makeup: tuple[date, ...] = ()
    citation: str = ""  # where another notice than the year's own sets it

    def days(self) -> Iterator[date]:
        """Every day off of this entry."""
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True)
class YearList:
    """One year's list. `extends` marks a city's own days, which are added to the national list and replace none."""

    year: int
    holidays: tuple[Holiday, ...]
    citation: str
    extends: bool = False
    source: str = "shipped"


class Calendar:
    """Which days are worked, as far as the lists reach; beyond them Monday to Friday, and provisional."""

    def __init__(self, lists: Iterable[YearList], *, zone: ZoneInfo = SHANGHAI) -> None:
        """`lists`: at most one national list a year, and the lists that extend it."""
        ordered = sorted(lists, key=lambda each: (each.extends, each.year))
        self.zone = zone
        self.years = frozenset(each.year for each in ordered if not each.extends)
        self._listed: dict[date, tuple[DayKind, str]] = {}
        for each in ordered:  # a later notice may take back what an earlier one said about the turn of the year
            for holiday in each.holidays:
                self._listed.update((day, (DayKind.HOLIDAY, holiday.name)) for day in holiday.days())
                self._listed.update((day, (DayKind.MAKEUP, holiday.name)) for day in holiday.makeup)

    def kind(self, day: date) -> DayKind:
        """Ordinary working day, make-up working day, weekend or holiday."""
        listed = self._listed.get(day)
        if listed is not None:
            return listed[0]
        return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.ORDINARY

    def is_working(self, day: date) -> bool:
        """Is work done on that day?"""
        listed = self._listed.get(day)
        return day.weekday() < SATURDAY if listed is None else listed[0] is DayKind.MAKEUP

    def festival(self, day: date) -> str:
        """The name, as listed, of the holiday on that day or of the one that it makes up for; "" for none."""
        listed = self._listed.get(day)
        return listed[1] if listed is not None else ""

    def reason(self, day: date) -> str:
        """Why the day is worked or not: 春节假期, 周六, 调休上班, 工作日."""
        kind = self.kind(day)
        if kind is DayKind.HOLIDAY:
            return _("%(festival)s假期") % {"festival": shown(self.festival(day))}
        if kind is DayKind.WEEKEND:
            return str(WEEKEND_NAMES[day.weekday()])
        return _("调休上班") if kind is DayKind.MAKEUP else _("工作日")

    def missing_list(self, day: date) -> int | None:
        """The year whose list is still missing to be sure about the day; None where it is sure."""
        if day.year not in self.years:
            return day.year
        last_days = day.month == 12 and day.day > 31 - REACH_BACK_DAYS
        return day.year + 1 if last_days and day.year + 1 not in self.years else None

    def is_provisional(self, day: date) -> bool:
        """Could a list that is not here yet change what this day is?"""
        return self.missing_list(day) is not None

    def next_working(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_working(day):
            day += DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; 0 where `end` is not later."""
        span = (end - start).days
        return sum(self.is_working(start + timedelta(days=n)) for n in range(1, span + 1))

    def local_day(self, moment: date | datetime) -> date:
        """The calendar day of a moment in this calendar's time zone; a plain day is itself.

        Raises: RuleBroken for a moment without time zone, whose day would depend on the server.
        """
        if not isinstance(moment, datetime):
            return moment
        if moment.tzinfo is None:
            raise RuleBroken(gettext_lazy("时间 %(moment)s 没有时区，无法确定是哪一日。"), moment=moment.isoformat())
        return moment.astimezone(self.zone).date()


def check_list(found: YearList) -> None:
    """Raises RuleBroken where a list cannot be the list of that year: what is wrong, at which entry."""
    if not found.citation.strip():
        raise RuleBroken(
            gettext_lazy("%(year)s年放假安排没有写明依据。请写出通知的全称和文号。"),
            code="no-citation",
            year=found.year,
        )
    taken: dict[date, str] = {}
    for holiday in found.holidays:
        _check_holiday(holiday, year=found.year)
        for day in (*holiday.days(), *holiday.makeup):
            if day in taken:
                raise RuleBroken(
                    gettext_lazy("%(day)s 在%(first)s和%(second)s中重复出现。一日只能写一次，请核对通知原文。"),
                    code="day-twice",
                    day=day.isoformat(),
                    first=taken[day],
                    second=holiday.name,
                )
            taken[day] = holiday.name
    if not found.extends:
        _check_complete(found)


def _check_holiday(holiday: Holiday, *, year: int) -> None:
    facts = {"name": holiday.name, "year": year, "first": holiday.first.isoformat(), "last": holiday.last.isoformat()}
    if not festivals_in(holiday.name):
        raise RuleBroken(gettext_lazy("%(first)s 起的假期没有写节日名称。"), code="no-name", **facts)
    if not 0 <= (holiday.last - holiday.first).days < 20:
        raise RuleBroken(
            gettext_lazy("%(name)s假期从 %(first)s 到 %(last)s：末日早于首日，或超过 20 日。请核对起止日期。"),
            code="bad-range",
            **facts,
        )
    earliest, latest = date(year - 1, 12, 20), date(year, 12, 31)
    for day in (holiday.first, holiday.last, *holiday.makeup):
        if not earliest <= day <= latest:
            raise RuleBroken(
                gettext_lazy("%(name)s的 %(day)s 不在%(year)s年的放假安排内。请核对年份。"),
                code="other-year",
                day=day.isoformat(),
                **facts,
            )
    for day in holiday.makeup:
        if day.weekday() < SATURDAY:
            raise RuleBroken(
                gettext_lazy("%(day)s 不是周六、周日，本来就要上班，不能作为%(name)s的调休上班日。请核对日期。"),
                code="makeup-on-weekday",
                day=day.isoformat(),
                **facts,
            )


def _check_complete(found: YearList) -> None:
    named = {festival for holiday in found.holidays for festival in festivals_in(holiday.name)}
    missing = [festival for festival in NATIONAL if festival not in named]
    if missing:
        raise RuleBroken(
            gettext_lazy("%(year)s年放假安排缺少：%(missing)s。两节连休的写作“国庆节、中秋节”。请补齐后再提交。"),
            code="festival-missing",
            year=found.year,
            missing="、".join(missing),
        )
