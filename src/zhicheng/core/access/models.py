"""Grants with dates: what a held post lets a person do, as plain codes."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


class GrantQuerySet(models.QuerySet["RoleGrant"]):
    """Grants of many persons."""

    def in_force(self, on: date) -> GrantQuerySet:
        """Those that have begun and have not ended on that day (the last day counts)."""
        return self.filter(Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on)))


class RoleGrant(models.Model):
    """A role that a person holds through a post, from a day to a day."""

    person = models.CharField(max_length=40, db_index=True)
    role = models.SlugField(max_length=40)
    region = models.CharField(max_length=12, blank=True)
    organisation = models.CharField(max_length=40, blank=True)
    post = models.CharField(max_length=40, blank=True, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="grant_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role}"
