"""Organisations and what they are, were and are shortly called."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhicheng.registry.models.dated import DatedQuerySet, ends_after_it_begins


class Organisation(models.Model):
    """A body that the city's work names. `name` is today's; names of other days stand in OrganisationName.

    `kind` is a declared slug; no list of them stands in the table, so that a new kind needs no migration.
    """

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=18, blank=True)
    kind = models.SlugField(max_length=20)
    region = models.CharField(max_length=12, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uscc"], condition=~Q(uscc=""), name="one_organisation_a_uscc"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(valid_to__isnull=False), name="a_merged_organisation_is_closed"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("id")), name="merged_into_another_organisation"
            ),
            ends_after_it_begins("organisation_ends_after_it_begins"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "region"], name="organisation_kind_region")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"


class Succession(models.Model):
    """A body among which a split one was divided; a merged one has its single successor in `merged_into`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="predecessions")
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "successor"], name="a_successor_once"),
            models.CheckConstraint(condition=~Q(organisation=models.F("successor")), name="nobody_succeeds_himself"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} → {self.successor_id}"


class OrganisationName(models.Model):
    """One name in its days: the official one of that time, or a short one that tables use. `folded` is for matching."""

    OFFICIAL = "official"
    SHORT = "short"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=120, db_index=True, editable=False)
    kind = models.CharField(max_length=10, choices=[(OFFICIAL, "全称"), (SHORT, "简称")])
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(kind="official", valid_to=None), name="one_official_name_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(kind="short", valid_to=None), name="a_short_name_once"
            ),
            ends_after_it_begins("name_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name
