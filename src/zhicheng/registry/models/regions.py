"""The dated tree of regions: one row for each code and each span of days in which nothing about it changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhicheng.registry.kinds import REGION_LEVELS
from zhicheng.registry.models.dated import DatedQuerySet, ends_after_it_begins


class Region(models.Model):
    """A region under one name and one superior, from a day to a day.

    Codes are GB/T 2260 with 6 digits, from the township down 12. That the spans of one code do not overlap is kept
    by the database: an exclusion constraint on PostgreSQL, triggers on SQLite (both in migration 0001).
    """

    code = models.CharField(max_length=12, db_index=True)
    name = models.CharField(max_length=60)
    folded = models.CharField(max_length=60, editable=False)
    level = models.CharField(max_length=10, choices=[(slug, each.names.zh) for slug, each in REGION_LEVELS.items()])
    parent = models.CharField(max_length=12, blank=True, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # Where a closed code went, and from where a split or renumbered one came.
    successor = models.CharField(max_length=12, blank=True)
    predecessor = models.CharField(max_length=12, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_row_a_region_and_first_day"),
            models.UniqueConstraint(fields=["code"], condition=Q(valid_to=None), name="one_open_row_a_region"),
            models.CheckConstraint(condition=Q(code__regex=r"^([0-9]{6}|[0-9]{12})$"), name="region_code_is_digits"),
            models.CheckConstraint(condition=~Q(code=models.F("parent")), name="a_region_is_not_its_own_superior"),
            models.CheckConstraint(condition=Q(level__in=list(REGION_LEVELS)), name="region_level_is_known"),
            ends_after_it_begins("region_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.code}"
