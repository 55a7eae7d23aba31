"""Tables: lists of holidays as they were entered, and running clocks with what stopped or lengthened them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from zhicheng.core.text import Names
from zhicheng.statutes.rules.clock import ClockRule, Suspension, Unit
from zhicheng.statutes.rules.dated import Sureness


class CalendarYear(models.Model):
    """One year's list as entered by form. A correction is a new version; the older ones stay."""

    year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    current = models.BooleanField(default=True)
    citation = models.CharField(max_length=200)
    reason = models.CharField(max_length=200, blank=True)
    entered_by = models.CharField(max_length=40, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "version"], name="calendar_version_once"),
            models.UniqueConstraint(fields=["year"], condition=Q(current=True), name="calendar_one_current"),
            models.CheckConstraint(condition=~Q(citation=""), name="calendar_has_citation"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="calendar_new_version_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.year} ({self.version})"


class CalendarDay(models.Model):
    """A stretch of days off, or one rest day worked in exchange, under the holiday it belongs to."""

    class Kind(models.TextChoices):
        """Off or worked."""

        HOLIDAY = "holiday"
        MAKEUP = "makeup"

    calendar = models.ForeignKey(CalendarYear, on_delete=models.PROTECT, related_name="days")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()  # of the holiday in its list: ties make-up days to it
    first = models.DateField()
    last = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar", "kind", "first"], name="calendar_day_once"),
            models.CheckConstraint(condition=Q(kind__in=["holiday", "makeup"]), name="calendar_day_kind_known"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="calendar_day_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(name=""), name="calendar_day_has_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first}"


class ClockQuerySet(models.QuerySet["Clock"]):
    """Clocks of many subjects."""

    def running(self) -> ClockQuerySet:
        """Those that run now."""
        return self.filter(state=Clock.State.RUNNING)

    def open(self) -> ClockQuerySet:
        """Those that run or stand still: neither stopped nor withdrawn."""
        return self.filter(state__in=Clock.OPEN)

    def of_owners(
        self,
        *,
        organisations: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        persons: Sequence[str] | None = None,
    ) -> ClockQuerySet:
        """Those of the organisations, regions and persons that are given; None asks for all of them."""
        narrowed = self
        if organisations is not None:
            narrowed = narrowed.filter(owner_organisation__in=list(organisations))
        if regions is not None:
            narrowed = narrowed.filter(region__in=list(regions))
        if persons is not None:
            narrowed = narrowed.filter(owner_person__in=list(persons))
        return narrowed


class Clock(models.Model):
    """A time limit that runs for a subject: who owes what until when, by which rule, and how it was reckoned.

    `terms` is the rule as it was when the clock was reckoned and `steps` the reckoning, so that a clock explains itself
    with the figures it was given. Being overdue is never a state: it follows from `due_at` and the time of asking.
    """

    class State(models.TextChoices):
        """Whether the clock runs."""

        RUNNING = "running"
        SUSPENDED = "suspended"
        STOPPED = "stopped"
        WITHDRAWN = "withdrawn"

    OPEN = (State.RUNNING, State.SUSPENDED)

    subject = models.CharField(max_length=120)
    duty = models.SlugField(max_length=40, db_index=False)
    rule = models.SlugField(max_length=60, db_index=False)
    owner_organisation = models.CharField(max_length=40, blank=True)
    owner_person = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=12, blank=True)
    trigger_at = models.DateTimeField()
    started_by = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()
    extension = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    due_on = models.DateField()
    provisional = models.BooleanField(default=False)
    terms = models.JSONField()
    steps = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    stopped_by = models.CharField(max_length=40, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    overdue_noted_at = models.DateTimeField(null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "duty"], condition=Q(state__in=["running", "suspended"]), name="clock_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["running", "suspended", "stopped", "withdrawn"]), name="clock_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["running", "suspended"], stopped_at__isnull=True)
                | Q(state__in=["stopped", "withdrawn"], stopped_at__isnull=False),
                name="clock_stopped_with_time",
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(duty="") & ~Q(rule=""), name="clock_names_what_it_runs_for"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("trigger_at")), name="clock_due_not_before_trigger"),
            models.CheckConstraint(condition=Q(late=False) | Q(state="stopped"), name="clock_late_only_when_stopped"),
        ]
        indexes = [
            models.Index(fields=["owner_organisation", "due_at"], condition=Q(state="running"), name="clock_by_owner"),
            models.Index(fields=["region", "due_at"], condition=Q(state="running"), name="clock_by_region"),
            models.Index(fields=["owner_person", "due_at"], condition=Q(state="running"), name="clock_by_person"),
            models.Index(fields=["due_at"], condition=Q(state="running"), name="clock_by_due"),
            models.Index(fields=["duty", "due_on"], condition=Q(state="running"), name="clock_by_duty"),
            models.Index(fields=["due_on"], condition=Q(provisional=True, state="running"), name="clock_provisional"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.duty}"

    @property
    def unit(self) -> Unit:
        """In what the limit is counted."""
        return Unit(self.terms["unit"])

    def intervals(self) -> list[Suspension]:
        """The suspensions that are over; one that lasts has no end to reckon with yet."""
        return [Suspension(each.since, each.until) for each in self.suspensions.all() if each.until is not None]


class ClockSuspension(models.Model):
    """An interval in which a clock stood still; open while it still does."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="suspensions")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(until__isnull=True), name="suspension_one_open"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="suspension_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.since} – {self.until or ''}"


class ClockExtension(models.Model):
    """What was added to a time limit, in the unit of its rule, and why."""

    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="extensions")
    amount = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    granted_by = models.CharField(max_length=40, blank=True)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="extension_adds_something"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
        ]

    def __str__(self) -> str:
        return f"+{self.amount}"


def terms_of(rule: ClockRule) -> dict[str, Any]:
    """A rule as it is kept with a clock."""
    return {
        "amount": rule.amount, "unit": rule.unit.value, "counts_event_day": rule.counts_event_day, "rolls": rule.rolls,
        "basis": rule.basis, "valid_from": rule.valid_from.isoformat(), "sureness": rule.sureness.value,
        "zh": rule.names.zh, "en": rule.names.en,
    }  # fmt: skip


def rule_of(slug: str, terms: dict[str, Any]) -> ClockRule:
    """The rule that was kept with a clock."""
    return ClockRule(
        slug=slug, amount=terms["amount"], unit=Unit(terms["unit"]), names=Names(terms["zh"], terms["en"]),
        basis=terms["basis"], valid_from=date.fromisoformat(terms["valid_from"]), rolls=terms["rolls"],
        counts_event_day=terms["counts_event_day"], sureness=Sureness(terms["sureness"]),
    )  # fmt: skip


def later(first: datetime, second: datetime) -> datetime:
    """The later of two moments: where the server's clock was set back, time does not run backwards in a row."""
    return max(first, second)
