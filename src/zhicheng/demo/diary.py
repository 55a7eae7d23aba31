"""What happens when: acts in the order of their moments, up to the moment at which the city is looked at."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import count
from random import Random

from django.utils.timezone import get_current_timezone, localdate

from zhicheng.statutes.queries import Calendar, calendar

Act = Callable[[datetime], object]


class Diary:
    """Acts still to come, each at its moment; those at or after `until` never happen."""

    def __init__(self, until: datetime, random: Random) -> None:
        self.until, self.random = until, random
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = count()

    @cached_property
    def days(self) -> Calendar:
        """Working days and holidays."""
        return calendar()

    @property
    def today(self) -> date:
        """The day on which the city is looked at."""
        return localdate(self.until)

    def note(self, moment: datetime, act: Act) -> None:
        """Let this happen at that moment."""
        if moment < self.until:
            heapq.heappush(self._acts, (moment, next(self._order), act))

    def live(self) -> int:
        """Let everything happen in its order; acts may note further ones. Returns how many."""
        done = 0
        while self._acts:
            moment, _order, act = heapq.heappop(self._acts)
            act(moment)
            done += 1
        return done

    def moment(self, day: date, hour: int | None = None) -> datetime:
        """A moment of that day, in working hours unless an hour is given."""
        minutes = self.random.randrange(9 * 60, 17 * 60) if hour is None else hour * 60
        return datetime.combine(day, time(minutes // 60, minutes % 60), tzinfo=get_current_timezone())

    def working_days(self, first: date, last: date) -> list[date]:
        """The working days from a day to a day."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in days if self.days.is_working(day)]

    def after(self, day: date, working_days: int) -> date:
        """The day so many working days later."""
        for _each in range(working_days):
            day = self.days.next_working(day + timedelta(days=1))
        return day

    def ago(self, working_days: int) -> date:
        """The day so many working days before the day on which the city is looked at."""
        day = self.today
        while working_days:
            day -= timedelta(days=1)
            working_days -= self.days.is_working(day)
        return day
