"""Reckoning clocks again when law or calendar has changed, and noting which have passed.

Each clock fails alone: what cannot be reckoned keeps its old end, is logged as an error and is named in the report,
while the others go on.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Refusal, RuleBroken
from zhicheng.statutes.entries import ClocksRecomputed, OverdueForgotten, OverdueNoted
from zhicheng.statutes.models import Clock, terms_of
from zhicheng.statutes.permissions import P
from zhicheng.statutes.queries.calendars import calendar
from zhicheng.statutes.queries.law import clock_rule
from zhicheng.statutes.rules.calendar import Calendar
from zhicheng.statutes.rules.clock import ClockRule, deadline

logger = logging.getLogger(__name__)

LISTED_MOVES = 500
AT_ONCE = 500


@dataclass
class Recomputed:
    """What came of a recomputation: how many were looked at, `moves` as "subject duty old new", and the failures."""

    checked: int = 0
    moves: list[str] = field(default_factory=list)
    failures: list[tuple[str, str, str]] = field(default_factory=list)  # subject, duty, why

    @property
    def moved(self) -> int:
        """How many end on another day or moment now."""
        return len(self.moves)

    @property
    def moves_sha256(self) -> str:
        """The hash of all moves, of which the ledger lists the first ones."""
        return hashlib.sha256("\n".join(self.moves).encode()).hexdigest()

    def note_move(self, clock: Clock, answer: Mapping[str, Any]) -> None:
        """Keep that a clock ends at another time; one whose wording alone changed has not moved."""
        if clock.due_at != answer["due_at"]:
            self.moves.append(f"{clock.subject} {clock.duty} {clock.due_on.isoformat()} {answer['due_on'].isoformat()}")


@transaction.atomic
def recompute_clocks(*, by: Actor, at: datetime) -> Recomputed:
    """Reckon every open clock again by the calendar and the rule now in force for its trigger.

    Raises: NotAllowed.
    """
    require_city(by, P.CLOCK_RECOMPUTE)
    done = recompute(at=at)
    entry = ClocksRecomputed(
        checked=done.checked, moved=done.moved, failed=len(done.failures),
        moves=tuple(done.moves[:LISTED_MOVES]), moves_sha256=done.moves_sha256,
    )  # fmt: skip
    record(entry, by=by, at=at)
    return done


@transaction.atomic
def note_overdue(*, by: Actor, at: datetime) -> list[tuple[str, str]]:
    """Note what has passed since the last look; returns subject and duty of each. To be run by the schedule.

    A clock so noted stays overdue for every reader and at its stop, though the server's clock is set back.
    """
    passed = Clock.objects.running().filter(due_at__lt=at, overdue_noted_at=None).select_for_update()
    found = list(passed.order_by("due_at", "pk").values_list("pk", "subject", "duty"))
    for start in range(0, len(found), AT_ONCE):
        keys = [key for key, _subject, _duty in found[start : start + AT_ONCE]]
        Clock.objects.filter(pk__in=keys).update(overdue_noted_at=at)
    if found:
        record(OverdueNoted(count=len(found)), by=by, at=at)
    return [(subject, duty) for _key, subject, duty in found]


@transaction.atomic
def forget_overdue(*, noted_after: datetime, by: Actor, at: datetime) -> int:
    """Take back the notes made after a moment, because the server's clock ran ahead then; returns how many.

    Raises: NotAllowed, RuleBroken (a moment that is still to come).
    """
    require_city(by, P.CLOCK_RECOMPUTE)
    if noted_after > at:
        raise RuleBroken(_("只能撤销已经记下的逾期，所给时间 %(moment)s 尚未到来。"), moment=noted_after.isoformat())
    mistaken = Clock.objects.open().filter(overdue_noted_at__gt=noted_after, due_at__gte=at)
    count = mistaken.update(overdue_noted_at=None)
    record(OverdueForgotten(count=count, after=noted_after.isoformat()), by=by, at=at)
    return count


def require_city(by: Actor, permission: str) -> None:
    """A calendar belongs to the whole city; where the city folder names no region yet, to wherever it is held."""
    region = settings.CITY.region or next(iter(by.regions_with(permission)), "")
    require(by, permission, Scope(region=region))


def reckon(clock: Clock, *, rule: ClockRule, days: Calendar) -> None:
    """Set the end of a clock anew from its trigger, suspensions and extensions; a note of overdue falls if it moved on.

    Raises: Refusal for what the rule or the intervals do not allow.
    """
    for name, value in _reckoned(clock, rule=rule, days=days).items():
        setattr(clock, name, value)
    if clock.overdue_noted_at is not None and clock.due_at >= clock.overdue_noted_at:
        clock.overdue_noted_at = None


def recompute(*, at: datetime) -> Recomputed:
    """Reckon all open clocks in the caller's transaction and save those that changed.

    Clocks of one trigger, rule and history are reckoned once and saved together: a delivery starts thousands of them.
    """
    done, days = Recomputed(), calendar()
    answers: dict[Hashable, dict[str, Any]] = {}
    changed: dict[Hashable, list[int]] = {}
    for clock in _open_clocks():
        done.checked += 1
        alike = _alike(clock)
        try:
            if alike not in answers:
                answers[alike] = _by_rule_in_force(clock, days)
        except (Refusal, ValueError, TypeError, KeyError, ArithmeticError) as error:
            logger.exception("clock %s %s could not be recomputed", clock.subject, clock.duty)
            done.failures.append((clock.subject, clock.duty, str(error)))
            continue
        if any(getattr(clock, name) != value for name, value in answers[alike].items()):
            changed.setdefault(alike, []).append(clock.pk)
            done.note_move(clock, answers[alike])
    for alike, keys in changed.items():
        _save(keys, answers[alike])
    return done


def _open_clocks() -> Iterator[Clock]:
    rows = Clock.objects.open().select_for_update().prefetch_related("suspensions").order_by("pk")
    return rows.iterator(chunk_size=2_000)


def _alike(clock: Clock) -> Hashable:
    """What two clocks share when they must end together."""
    return clock.rule, clock.region, clock.trigger_at, clock.extension, tuple(clock.intervals())


def _by_rule_in_force(clock: Clock, days: Calendar) -> dict[str, Any]:
    rule = clock_rule(clock.rule, on=days.local_day(clock.trigger_at), region=clock.region)
    return _reckoned(clock, rule=rule, days=days)


def _reckoned(clock: Clock, *, rule: ClockRule, days: Calendar) -> dict[str, Any]:
    """The columns that follow from trigger, rule, suspensions and extensions."""
    due = deadline(clock.trigger_at, rule=rule, calendar=days, suspensions=clock.intervals(), extension=clock.extension)
    return {
        "due_at": due.moment, "due_on": due.day, "provisional": due.provisional, "terms": terms_of(rule),
        "steps": [[code, dict(facts)] for code, facts in due.steps],
    }  # fmt: skip


def _save(keys: Sequence[int], answer: Mapping[str, Any]) -> None:
    moved_on = When(overdue_noted_at__lte=answer["due_at"], then=Value(None))
    noted = Case(moved_on, default=F("overdue_noted_at"), output_field=models.DateTimeField())
    for start in range(0, len(keys), AT_ONCE):
        Clock.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(**answer, overdue_noted_at=noted)
