"""Suspending, resuming and extending one clock, each with its reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, Scope, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, RuleBroken, WrongState
from zhicheng.statutes.actions.recomputing import reckon
from zhicheng.statutes.entries import ClockExtended, ClockResumed, ClockSuspended
from zhicheng.statutes.models import Clock, later, rule_of
from zhicheng.statutes.permissions import P
from zhicheng.statutes.queries.calendars import calendar
from zhicheng.statutes.rules.remaining import is_overdue


@transaction.atomic
def suspend_clock(subject: str, duty: str, *, reason: str, by: Actor, at: datetime) -> Clock:
    """Let a time limit stand still from now on.

    Raises: NotAllowed, Missing, WrongState (it stands still already, or has passed), RuleBroken (no reason).
    """
    clock = _locked(subject, duty)
    require(by, P.CLOCK_SUSPEND, _scope(clock))
    reason = _reason(reason)
    if clock.state == Clock.State.SUSPENDED:
        raise WrongState(_("该时限已经中止，不必再次中止。"))
    _refuse_overdue(clock, at=at)
    since = later(at, clock.trigger_at)
    clock.suspensions.create(since=since, reason=reason)
    clock.state = Clock.State.SUSPENDED
    clock.save(update_fields=["state"])
    record(ClockSuspended(duty=duty, since=since.isoformat()), by=by, at=at, subject=subject)
    return clock


@transaction.atomic
def resume_clock(subject: str, duty: str, *, by: Actor, at: datetime) -> Clock:
    """Let a suspended time limit run on; its end moves by the time that it stood still.

    Raises: NotAllowed, Missing, WrongState (it is not suspended).
    """
    clock = _locked(subject, duty)
    require(by, P.CLOCK_SUSPEND, _scope(clock))
    interval = clock.suspensions.filter(until=None).first()
    if interval is None:
        raise WrongState(_("该时限没有中止，不需要恢复。"))
    interval.until = later(at, interval.since)
    interval.save(update_fields=["until"])
    clock.state = Clock.State.RUNNING
    reckon(clock, rule=rule_of(clock.rule, clock.terms), days=calendar())
    clock.save()
    resumed = ClockResumed(duty=duty, until=interval.until.isoformat(), due=clock.due_on.isoformat())
    record(resumed, by=by, at=at, subject=subject)
    return clock


@transaction.atomic
def extend_clock(subject: str, duty: str, *, amount: int, reason: str, by: Actor, at: datetime) -> Clock:
    """Lengthen a time limit before it has passed, by an amount in the unit of its rule.

    Raises: NotAllowed, Missing, WrongState (it has passed), RuleBroken (no reason, nothing added).
    """
    clock = _locked(subject, duty)
    require(by, P.CLOCK_EXTEND, _scope(clock))
    reason = _reason(reason)
    if amount < 1:
        raise RuleBroken(_("延长的数量 %(amount)s 不合理。延长只能增加时限。"), code="bad-extension", amount=amount)
    if clock.state == Clock.State.RUNNING:
        _refuse_overdue(clock, at=at)
    old = clock.due_on
    clock.extensions.create(amount=amount, reason=reason, granted_by=by.person, granted_at=at)
    clock.extension += amount
    reckon(clock, rule=rule_of(clock.rule, clock.terms), days=calendar())
    clock.save()
    extended = ClockExtended(
        duty=duty, amount=amount, unit=clock.unit.value, old=old.isoformat(), new=clock.due_on.isoformat()
    )
    record(extended, by=by, at=at, subject=subject)
    return clock


def _locked(subject: str, duty: str) -> Clock:
    clock = Clock.objects.open().select_for_update().filter(subject=subject, duty=duty).first()
    if clock is None:
        raise Missing(
            _("没有正在计时的时限（%(subject)s，%(duty)s），可能已经办结。请刷新页面后再看。"),
            subject=subject,
            duty=duty,
        )
    return clock


def _scope(clock: Clock) -> Scope:
    return Scope(region=clock.region, organisations=frozenset({clock.owner_organisation} - {""}))


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not 1 <= len(reason) <= 200:
        raise RuleBroken(_("请写明理由，不超过 200 字。理由随时限留存，可供核查。"), code="no-reason")
    return reason


def _refuse_overdue(clock: Clock, *, at: datetime) -> None:
    if is_overdue(clock.due_at, at=at, overdue_noted_at=clock.overdue_noted_at):
        raise WrongState(
            _("该时限已于 %(day)s 届满，逾期后不能再中止或延长。如确需调整，请由批准机关重新确定时限。"),
            code="clock-overdue",
            day=clock.due_on.isoformat(),
        )
