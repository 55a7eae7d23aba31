"""What all dated rows share: a first day, a last day that still counts, and the question "which hold on this day"."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q


def in_force(on: date) -> Q:
    """Rows that have begun and have not ended on that day."""
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """The check that every dated table carries, under a name of its own."""
    return models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name=name)


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with `valid_from` and `valid_to`."""

    def in_force(self, on: date) -> Self:
        """Those that hold on that day."""
        return self.filter(in_force(on))
