"""The clocks of an office, a region or a person, by what ends first, each with its reckoning."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import F, Prefetch, Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from zhicheng.core.text import Names
from zhicheng.statutes.models import Clock, ClockQuerySet, ClockSuspension, later
from zhicheng.statutes.queries.calendars import calendar
from zhicheng.statutes.rules.calendar import Calendar
from zhicheng.statutes.rules.clock import Unit
from zhicheng.statutes.rules.explaining import sentence
from zhicheng.statutes.rules.remaining import is_overdue, left

ASKED_AT_ONCE = 500


@dataclass(frozen=True)
class RunningClock:
    """One time limit as a page shows it; texts are in the language that is active when it is asked for."""

    subject: str
    duty: str
    rule: str
    names: Names
    owner_organisation: str
    owner_person: str
    region: str
    trigger_at: datetime
    due_at: datetime
    due_on: date
    provisional: bool
    state: str
    overdue: bool
    left: str
    explanation: str
    basis: str
    stopped_at: datetime | None = None


def running_clocks(
    *,
    organisations: Sequence[str] | None,
    regions: Sequence[str] | None = None,
    persons: Sequence[str] | None = None,
    duties: Sequence[str] | None = None,
    at: datetime,
    due_by: date | None = None,
    limit: int = 200,
) -> list[RunningClock]:
    """Clocks that run for any of the organisations (None: all), what ends first in front.

    `regions`, `persons` and `duties` narrow further where they are given; `due_by` leaves out what ends after that
    day. A clock that stands still is not here: nothing is due while it does. Two queries, however many there are.
    """
    rows = Clock.objects.running().of_owners(organisations=organisations, regions=regions, persons=persons)
    if duties is not None:
        rows = rows.filter(duty__in=list(duties))
    if due_by is not None:
        rows = rows.filter(due_on__lte=due_by)
    reading = _Reading(at, calendar())
    return [_shown(row, reading) for row in _as_text(rows).order_by("due_at", "pk")[:limit]]


def clocks_of(subjects: Sequence[str], *, at: datetime, closed: bool = False) -> dict[str, list[RunningClock]]:
    """The open clocks of each subject, what ends first in front; with `closed` those stopped or withdrawn as well."""
    reading = _Reading(at, calendar())
    open_intervals = Prefetch("suspensions", ClockSuspension.objects.filter(until=None), to_attr="open_suspensions")
    found: dict[str, list[RunningClock]] = {subject: [] for subject in subjects}
    for start in range(0, len(subjects), ASKED_AT_ONCE):
        rows = Clock.objects.filter(subject__in=list(subjects[start : start + ASKED_AT_ONCE]))
        rows = rows if closed else rows.open()
        for row in _as_text(rows).prefetch_related(open_intervals).order_by("due_at", "pk"):
            found[row.subject].append(_shown(row, reading))
    return found


def overdue_subjects(duty: str, *, on: date) -> set[str]:
    """Subjects whose limit of that duty still runs though its last day lies before that day: one query."""
    rows = Clock.objects.running().filter(duty=duty)
    overdue = rows.filter(Q(due_on__lt=on) | Q(overdue_noted_at__isnull=False))
    return set(overdue.values_list("subject", flat=True))


def _as_text(rows: ClockQuerySet) -> ClockQuerySet:
    """Rows whose reckoning comes as the text that is stored: hundreds of clocks share a few of them."""
    texts = {"terms_text": Cast(F("terms"), TextField()), "steps_text": Cast(F("steps"), TextField())}
    return rows.defer("terms", "steps").annotate(**texts)


@dataclass
class _Reading:
    """One look at many clocks: what is said alike of several is put into words once."""

    at: datetime
    days: Calendar
    _terms: dict[str, dict[str, Any]] = field(default_factory=dict)
    _sentences: dict[str, str] = field(default_factory=dict)
    _left: dict[tuple[datetime, Unit, datetime], str] = field(default_factory=dict)

    def terms(self, text: str) -> dict[str, Any]:
        """The rule that was kept with a clock."""
        if text not in self._terms:
            self._terms[text] = json.loads(text)
        return self._terms[text]

    def sentence(self, text: str) -> str:
        """The reckoning in words."""
        if text not in self._sentences:
            self._sentences[text] = sentence(json.loads(text))
        return self._sentences[text]

    def left(self, due_at: datetime, unit: Unit, moment: datetime) -> str:
        """How much is left at that moment."""
        key = (due_at, unit, moment)
        if key not in self._left:
            self._left[key] = left(due_at, unit=unit, at=moment, calendar=self.days)
        return self._left[key]


def _shown(row: Any, reading: _Reading) -> RunningClock:
    terms = reading.terms(row.terms_text)
    return RunningClock(
        subject=row.subject, duty=row.duty, rule=row.rule, names=Names(terms["zh"], terms["en"]),
        owner_organisation=row.owner_organisation, owner_person=row.owner_person, region=row.region,
        trigger_at=row.trigger_at, due_at=row.due_at, due_on=row.due_on, provisional=row.provisional, state=row.state,
        overdue=_overdue(row, at=reading.at), left=_left(row, Unit(terms["unit"]), reading),
        explanation=reading.sentence(row.steps_text), basis=terms["basis"], stopped_at=row.stopped_at,
    )  # fmt: skip


def _overdue(row: Clock, *, at: datetime) -> bool:
    if row.state == Clock.State.RUNNING:
        return is_overdue(row.due_at, at=at, overdue_noted_at=row.overdue_noted_at)
    return row.late


def _left(row: Clock, unit: Unit, reading: _Reading) -> str:
    if row.state == Clock.State.WITHDRAWN:
        return _("已撤回")
    if row.state == Clock.State.STOPPED:
        return _("逾期办结") if row.late else _("按期办结")
    if row.state == Clock.State.SUSPENDED:
        since = next((each.since for each in getattr(row, "open_suspensions", ())), None)
        return _("已中止（自 %(day)s 起）") % {"day": reading.days.local_day(since)} if since else _("已中止")
    moment = later(reading.at, row.overdue_noted_at) if row.overdue_noted_at else reading.at
    return reading.left(row.due_at, unit, moment)
