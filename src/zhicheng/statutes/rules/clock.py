"""The clock: from a trigger, by a rule, on a calendar, to the day or moment at which a time limit ends.

Day of the event not counted unless the rule says so; a last day on a rest day moves to the next working day unless the
rule says not; hours run on. A month ends on the same day of the month, or on the last day of a month that lacks it
(Civil Code art. 200 to 203). While a suspension lasts the clock stands still: the day on which it begins no longer
counts, the day on which it ends counts again.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import Names
from zhicheng.statutes.rules.calendar import DAY, Calendar
from zhicheng.statutes.rules.dated import Sureness
from zhicheng.statutes.rules.explaining import Step, explain_days, explain_hours, sentence


class Unit(StrEnum):
    """In what a time limit is counted."""

    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


Point = TypeVar("Point", date, datetime)
LONGEST = {Unit.HOURS: 87_600, Unit.CALENDAR_DAYS: 3_660, Unit.WORKING_DAYS: 3_660, Unit.MONTHS: 1_200}


@dataclass(frozen=True)
class ClockRule:
    """A time limit as law or a local decision sets it. Zero is a limit like any other: the day itself."""

    slug: str
    amount: int
    unit: Unit
    names: Names
    basis: str
    valid_from: date = date(2000, 1, 1)
    valid_to: date | None = None
    counts_event_day: bool = False
    rolls: bool = True
    region: str = ""
    sureness: Sureness = Sureness.TEXT

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= LONGEST[self.unit]:
            raise RuleBroken(
                _("时限 %(slug)s 的数量 %(amount)s 不在 0 至 %(longest)s 之间。"),
                code="bad-amount",
                slug=self.slug,
                amount=self.amount,
                longest=LONGEST[self.unit],
            )


@dataclass(frozen=True)
class Suspension:
    """An interval during which the clock stands still: from `since`, to just before `until`."""

    since: date | datetime
    until: date | datetime


@dataclass(frozen=True)
class Due:
    """When a time limit ends: the last day, its last moment, whether a missing list may move it, and why."""

    day: date
    moment: datetime
    provisional: bool
    steps: tuple[Step, ...]

    @property
    def sentence(self) -> str:
        """The reckoning in one sentence, in the language that is active."""
        return sentence(self.steps)


def deadline(
    trigger: date | datetime,
    *,
    rule: ClockRule,
    calendar: Calendar,
    suspensions: Iterable[Suspension] = (),
    extension: int = 0,
) -> Due:
    """The end of a time limit that `trigger` sets running; `extension` adds to the amount in the rule's unit.

    Raises: RuleBroken (a negative extension, a suspension that ends before it begins, hours from a day without time).
    """
    if not 0 <= extension <= LONGEST[rule.unit]:
        raise RuleBroken(_("延长的数量 %(amount)s 不合理。延长只能增加时限。"), code="bad-extension", amount=extension)
    if rule.unit is Unit.HOURS:
        return _in_hours(trigger, rule=rule, calendar=calendar, suspensions=suspensions, extension=extension)
    still = _merged((calendar.local_day(each.since), calendar.local_day(each.until)) for each in suspensions)
    return _in_days(calendar.local_day(trigger), rule=rule, calendar=calendar, still=still, extension=extension)


def _in_hours(
    trigger: date | datetime,
    *,
    rule: ClockRule,
    calendar: Calendar,
    suspensions: Iterable[Suspension],
    extension: int,
) -> Due:
    if not isinstance(trigger, datetime):
        raise RuleBroken(_("时限 %(slug)s 按小时计算，起点必须写明时刻。"), code="no-time", slug=rule.slug)
    calendar.local_day(trigger)  # refuses a moment without time zone
    moment = trigger + timedelta(hours=rule.amount + extension)
    stood = timedelta()
    for since, until in _merged((_moment(s.since, calendar), _moment(s.until, calendar)) for s in suspensions):
        if until > trigger and since < moment:
            pause = until - max(since, trigger)
            moment, stood = moment + pause, stood + pause
    start, end = trigger.astimezone(calendar.zone), moment.astimezone(calendar.zone)
    steps = explain_hours(start, end, amount=rule.amount, extension=extension, stood=stood)
    return Due(day=end.date(), moment=end, provisional=False, steps=steps)


def _in_days(
    start: date, *, rule: ClockRule, calendar: Calendar, still: Sequence[tuple[date, date]], extension: int
) -> Due:
    def stands(day: date) -> bool:
        return any(since <= day < until for since, until in still)

    def counts(day: date) -> bool:
        return not stands(day) and (rule.unit is not Unit.WORKING_DAYS or calendar.is_working(day))

    last = _nth(start, rule=rule, amount=rule.amount + extension, counts=counts)
    due = last
    if rule.unit is not Unit.WORKING_DAYS and rule.rolls:
        while stands(due) or not calendar.is_working(due):
            due += DAY
    relied_on = start if rule.unit is Unit.WORKING_DAYS else last if rule.rolls else due + DAY
    missing = _first_missing(relied_on, due, calendar)
    steps = explain_days(
        start, last, due, calendar=calendar, amount=rule.amount, unit=rule.unit.value, extension=extension,
        same_day=rule.counts_event_day, stands=stands, missing=missing,
    )  # fmt: skip
    end = datetime.combine(due, time.max, tzinfo=calendar.zone)
    return Due(day=due, moment=end, provisional=missing is not None, steps=steps)


def _nth(start: date, *, rule: ClockRule, amount: int, counts: Callable[[date], bool]) -> date:
    """The day on which the counted days are full; for an amount of zero the first day that counts at all."""
    left = _days_of_months(start, amount, rule.counts_event_day) if rule.unit is Unit.MONTHS else amount
    day = start if left == 0 or rule.counts_event_day else start + DAY
    while not counts(day) or left > 1:
        left -= counts(day)
        day += DAY
    return day


def _days_of_months(start: date, months: int, counts_event_day: bool) -> int:
    """The length in days of that many months from `start`."""
    if months == 0:
        return 0
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    length = gregorian.monthrange(year, month)[1]
    end = date(year, month, min(start.day, length))
    whole = counts_event_day and start.day <= length  # the event's own day is in: the day before closes the month
    return (end - start).days + counts_event_day - whole


def _first_missing(start: date, end: date, calendar: Calendar) -> int | None:
    for n in range((end - start).days + 1):
        missing = calendar.missing_list(start + timedelta(days=n))
        if missing is not None:
            return missing
    return None


def _moment(when: date | datetime, calendar: Calendar) -> datetime:
    calendar.local_day(when)
    return when if isinstance(when, datetime) else datetime.combine(when, time.min, tzinfo=calendar.zone)


def _merged(intervals: Iterable[tuple[Point, Point]]) -> list[tuple[Point, Point]]:
    """The intervals in order, those that touch or overlap joined, so that no time is counted twice."""
    joined: list[tuple[Point, Point]] = []
    for since, until in sorted(intervals):
        if until < since:
            raise RuleBroken(
                _("中止期间的恢复时间 %(until)s 早于中止时间 %(since)s。"),
                code="bad-suspension",
                since=since.isoformat(),
                until=until.isoformat(),
            )
        if joined and since <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], until))
        else:
            joined.append((since, until))
    return joined
