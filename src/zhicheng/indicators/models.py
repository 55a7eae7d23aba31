"""The tables of editions: a head with its state, and the content as the bytes that were hashed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhicheng.core.access import Actor, Scope
from zhicheng.indicators.permissions import P
from zhicheng.indicators.workflow import EDITION


class EditionQuerySet(models.QuerySet["Edition"]):
    """Many editions."""

    def locked(self, code: str) -> Edition | None:
        """The edition with its row locked until the transaction ends; None where there is none."""
        return self.select_for_update().filter(code=code).first()

    def visible_to(self, actor: Actor) -> EditionQuerySet:
        """All in the regions where the actor may see editions; elsewhere those that were ever published."""
        if actor.everything:
            return self
        if not actor.holds(P.EDITION_VIEW):
            return self.none()
        seen = ~Q(state="frozen")
        for prefix in actor.regions_with(P.EDITION_VIEW):
            seen |= Q(region__startswith=prefix)
        return self.filter(seen)


class Edition(models.Model):
    """An edition's head. Once written only its state moves; the database refuses everything else (`guards`).

    The programme is named by code and key, without a relation: an edition outlives whatever it was made of.
    """

    code = models.CharField(max_length=60, unique=True)
    programme = models.CharField(max_length=40)
    programme_key = models.BigIntegerField()
    region = models.CharField(max_length=12)
    office = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    period = models.CharField(max_length=8)
    period_end = models.DateField()
    number = models.PositiveIntegerField()
    cut_off = models.DateField()
    frozen_at = models.DateTimeField()
    frozen_by = models.CharField(max_length=40)
    supersedes = models.CharField(max_length=60, blank=True)
    reason = models.TextField(blank=True)
    mark = models.CharField(max_length=20, blank=True)
    content_hash = models.CharField(max_length=64)
    public_hash = models.CharField(max_length=64)
    values = models.PositiveIntegerField()
    items = models.PositiveIntegerField()

    state = models.CharField(max_length=12, choices=EDITION.choices, default="frozen")
    ledger_entry = models.PositiveBigIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=40, blank=True)
    # The public values that changed against the published edition that this one replaced, as they were told then.
    correction = models.JSONField(null=True, blank=True)
    superseded_by = models.CharField(max_length=60, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "period", "number"], name="an_edition_has_its_own_number"),
            models.UniqueConstraint(
                fields=["programme", "period"], condition=Q(state="published"), name="one_published_edition_a_period"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | (Q(published_at__isnull=False) & ~Q(published_by=F("frozen_by"))),
                name="somebody_else_publishes_an_edition",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="a_withdrawn_edition_says_why",
            ),
            models.CheckConstraint(condition=Q(supersedes="") | ~Q(reason=""), name="a_superseding_edition_says_why"),
            models.CheckConstraint(condition=Q(state__in=tuple(EDITION.states)), name="an_edition_state_is_known"),
        ]
        indexes = [models.Index(fields=["programme", "-period_end", "-number"], name="editions_of_a_programme")]

    def __str__(self) -> str:
        return self.code

    @property
    def subject(self) -> str:
        """How the ledger and jobs name it."""
        return f"indicators.edition:{self.code}"

    @property
    def scope(self) -> Scope:
        """Where it stands, for permissions of the office."""
        return Scope(region=self.region, organisations=frozenset({self.office}))


class EditionContent(models.Model):
    """The frozen content itself: canonical JSON, packed. Never updated, never deleted (`guards`)."""

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, primary_key=True, related_name="content")
    body = models.BinaryField()

    def __str__(self) -> str:
        return str(self.edition_id)


class Series(models.Model):
    """The editions of one period of a programme; locking its row makes those who freeze at once wait in line."""

    programme = models.CharField(max_length=40)
    period = models.CharField(max_length=8)
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "period"], name="a_period_has_one_series")]

    def __str__(self) -> str:
        return f"{self.programme} {self.period}"


class Snapshot(models.Model):
    """How often the published copy on disk has been made; locking this one row makes those who publish wait in line."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    generation = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_snapshot")]

    def __str__(self) -> str:
        return str(self.generation)
