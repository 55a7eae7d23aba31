"""Starting and stopping clocks, one or thousands.

They are called inside the action of the module that owns the subject: it has asked for its own permission and writes
the one ledger entry that tells the act. Nothing here writes an entry, and nothing here knows what a subject is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.refusal import WrongState
from zhicheng.statutes.models import Clock, ClockQuerySet, ClockSuspension, terms_of
from zhicheng.statutes.queries.calendars import calendar
from zhicheng.statutes.queries.law import clock_rule
from zhicheng.statutes.rules.calendar import Calendar
from zhicheng.statutes.rules.clock import ClockRule, Due, deadline

AT_ONCE = 500


@dataclass(frozen=True)
class ClockStart:
    """What sets a time limit running: for which subject and duty, by which rule, from when, and who owes it."""

    subject: str
    duty: str
    rule: str
    trigger: date | datetime
    owner_organisation: str
    owner_person: str = ""
    region: str = ""


def start_clock(start: ClockStart, *, by: Actor, at: datetime) -> Clock:
    """Start one time limit; see `start_clocks`."""
    return start_clocks([start], by=by, at=at)[0]


@transaction.atomic
def start_clocks(starts: Sequence[ClockStart], *, by: Actor, at: datetime) -> list[Clock]:
    """Start many time limits, each by the rule in force on the day of its trigger.

    Raises: WrongState (a limit for that subject and duty runs already; none is started then), RuleBroken (no such rule
    on that day). Equal triggers under equal rules are reckoned once, so thousands cost little more than the insert.
    """
    reckoned = _Reckoning(calendar())
    rows = [_row(start, reckoned, by=by, at=at) for start in starts]
    try:
        with transaction.atomic():
            return Clock.objects.bulk_create(rows)
    except IntegrityError:
        _refuse_running(starts)
        raise


def stop_clock(subject: str, duty: str, *, by: Actor, at: datetime) -> bool:
    """Stop a time limit because its duty is done; False where none was open, which is no failure."""
    return stop_clocks([subject], duty, by=by, at=at) > 0


@transaction.atomic
def stop_clocks(subjects: Iterable[str], duty: str | Sequence[str], *, by: Actor, at: datetime) -> int:
    """Stop the open limits of that duty, or of these, and keep whether each was met; returns how many there were."""
    duties = [duty] if isinstance(duty, str) else list(duty)
    passed = Q(state=Clock.State.RUNNING) & (Q(due_at__lt=at) | Q(overdue_noted_at__isnull=False))
    late = Case(When(passed, then=Value(True)), default=Value(False), output_field=models.BooleanField())
    stopped = 0
    for rows in _open_rows(subjects):
        stopped += _close(rows.filter(duty__in=duties), Clock.State.STOPPED, late=late, by=by, at=at)
    return stopped


@transaction.atomic
def withdraw_clocks(subjects: Iterable[str], duty: str = "", *, by: Actor, at: datetime) -> int:
    """Take back the open limits of the subjects (of one duty, or all) because nothing is owed any more."""
    withdrawn = 0
    for rows in _open_rows(subjects):
        rows = rows.filter(duty=duty) if duty else rows
        withdrawn += _close(rows, Clock.State.WITHDRAWN, late=Value(False), by=by, at=at)
    return withdrawn


def move_clocks(*, organisation: str, to: str, subjects: Iterable[str] | None = None, by: Actor, at: datetime) -> int:
    """Give the open limits of an organisation that ends to its successor; the caller records who ended it and when.

    With `subjects` only their limits, and those of what stands beneath them (`subject:part`), are given.
    """
    rows = Clock.objects.open().filter(owner_organisation=organisation)
    if subjects is None:
        return rows.update(owner_organisation=to)
    wanted = tuple(subjects)
    mine = [
        pk for pk, subject in rows.values_list("pk", "subject")
        if subject in wanted or subject.startswith(tuple(f"{each}:" for each in wanted))
    ]  # fmt: skip
    return Clock.objects.filter(pk__in=mine).update(owner_organisation=to)


class _Reckoning:
    """Rules and deadlines that many starts share, each looked up and reckoned once."""

    def __init__(self, days: Calendar) -> None:
        self.days = days
        self._rules: dict[tuple[str, date, str], tuple[ClockRule, dict[str, object]]] = {}
        self._dues: dict[tuple[str, date | datetime, str], Due] = {}

    def rule(self, slug: str, trigger: date | datetime, region: str) -> tuple[ClockRule, dict[str, object]]:
        """The rule in force on the day of the trigger, and its terms as they are kept."""
        key = (slug, self.days.local_day(trigger), region)
        if key not in self._rules:
            found = clock_rule(slug, on=key[1], region=region)
            self._rules[key] = found, terms_of(found)
        return self._rules[key]

    def due(self, slug: str, trigger: date | datetime, region: str) -> Due:
        """The deadline by that rule from that trigger."""
        rule, _terms = self.rule(slug, trigger, region)
        key = (slug, trigger, region)
        if key not in self._dues:
            self._dues[key] = deadline(trigger, rule=rule, calendar=self.days)
        return self._dues[key]


def _row(start: ClockStart, reckoned: _Reckoning, *, by: Actor, at: datetime) -> Clock:
    _rule, terms = reckoned.rule(start.rule, start.trigger, start.region)
    due = reckoned.due(start.rule, start.trigger, start.region)
    moment = start.trigger
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min, tzinfo=reckoned.days.zone)
    return Clock(
        subject=start.subject, duty=start.duty, rule=start.rule, owner_organisation=start.owner_organisation,
        owner_person=start.owner_person, region=start.region, trigger_at=moment, started_by=by.person, started_at=at,
        due_at=due.moment, due_on=due.day, provisional=due.provisional, terms=terms, steps=due.steps,
    )  # fmt: skip


def _open_rows(subjects: Iterable[str]) -> Iterator[ClockQuerySet]:
    """The open clocks of the subjects, in portions that a database takes in one statement."""
    codes = list(subjects)
    for start in range(0, len(codes), AT_ONCE):
        yield Clock.objects.open().filter(subject__in=codes[start : start + AT_ONCE])


def _close(rows: ClockQuerySet, state: Clock.State, *, late: models.Expression, by: Actor, at: datetime) -> int:
    open_now = dict(rows.values_list("pk", "state"))
    if not open_now:
        return 0
    if Clock.State.SUSPENDED in open_now.values():
        # A server clock set back between suspending and closing gives an interval of no length, not a failure.
        still = ClockSuspension.objects.filter(clock__in=list(open_now), until=None)
        still.update(until=Greatest(F("since"), Value(at, output_field=models.DateTimeField())))
    return rows.filter(pk__in=list(open_now)).update(state=state, stopped_at=at, stopped_by=by.person, late=late)


def _refuse_running(starts: Sequence[ClockStart]) -> None:
    """Say which limit was to be started twice."""
    wanted: set[tuple[str, str]] = set()
    for start in starts:
        key = (start.subject, start.duty)
        if key in wanted or Clock.objects.open().filter(subject=start.subject, duty=start.duty).exists():
            raise WrongState(
                _("时限（%(subject)s，%(duty)s）已在计时，不能重复开始。请先办结或撤回原时限。"),
                code="clock-runs",
                subject=start.subject,
                duty=start.duty,
            )
        wanted.add(key)
