"""Programmes, and the documents, down to the sentence, that ask for their tasks."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from zhicheng.core.access import Actor, Scope
from zhicheng.goals.kinds import ORIGINS, PERIODS, PROGRAMME_KINDS, SOURCE_KINDS, VISIBILITIES, choices
from zhicheng.goals.permissions import P
from zhicheng.goals.workflow import PROGRAMME


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    """Many programmes."""

    def visible_to(self, actor: Actor) -> ProgrammeQuerySet:
        """All in the regions where the actor sees everything, opened ones, and those that hold a part of theirs."""
        if not actor.holds(P.TASK_VIEW):
            return self.filter(visibility="public")
        if actor.everything:
            return self
        seen = Q(visibility__in=("system", "public"))
        for prefix in actor.regions_with(P.PROGRAMME_VIEW_ALL):
            seen |= Q(region__startswith=prefix)
        mine = self.model.objects.filter(tasks__assignments__organisation__in=actor.organisations).exclude(
            tasks__assignments__state="planned"
        )
        return self.filter(seen | Q(pk__in=mine.values("pk")))


class Programme(models.Model):
    """A year's or five years' goals of one region, led by its office."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=choices(PROGRAMME_KINDS), default="annual")
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    region = models.CharField(max_length=12)
    office = models.CharField(max_length=40)
    reporting = models.CharField(max_length=8, choices=choices(PERIODS), default="quarter")
    state = models.CharField(max_length=12, choices=PROGRAMME.choices, default="draft")
    visibility = models.CharField(max_length=10, choices=choices(VISIBILITIES), default="internal")
    origin = models.CharField(max_length=10, choices=choices(ORIGINS), default="real")
    issued_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    # Last period whose reporting has been opened, so that each morning's job opens a period once.
    opened_period = models.CharField(max_length=8, blank=True)
    next_number = models.PositiveIntegerField(default=1)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="programme_years_in_order"),
            models.CheckConstraint(
                condition=~Q(visibility="public") | Q(state__in=("issued", "closed")),
                name="only_an_issued_programme_is_public",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject(self) -> str:
        """How the ledger and the clocks name it."""
        return f"goals.programme:{self.pk}"

    @property
    def starts_on(self) -> date:
        """First day of the first year."""
        return date(self.first_year, 1, 1)

    @property
    def ends_on(self) -> date:
        """Last day of the last year."""
        return date(self.last_year, 12, 31)

    @property
    def scope(self) -> Scope:
        """Where it stands, for permissions of the office."""
        return Scope(region=self.region, organisations=frozenset({self.office}))


class Source(models.Model):
    """A document, instruction, decision or task sheet that asks for tasks."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=12, choices=choices(SOURCE_KINDS), default="policy")
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=100, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=PROGRAMME.choices, default="issued")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "title", "number"], name="a_source_is_recorded_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Sentence(models.Model):
    """One sentence of a source, as it was written."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="sentences")
    ordinal = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "ordinal"], name="a_sentence_has_its_own_place")]
        ordering = ("source", "ordinal")

    def __str__(self) -> str:
        return self.text[:40]
