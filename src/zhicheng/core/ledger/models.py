"""The table of entries and the row that holds the chain's head."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """One link of the chain. Never updated, never deleted: the database refuses both (`guards`)."""

    # Set by `record`, without gaps; an automatic field because SQLite then keeps the rows in this order.
    sequence = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=80)
    payload = models.TextField()
    subject = models.CharField(max_length=120, blank=True)
    account = models.BigIntegerField(null=True, blank=True)
    person = models.CharField(max_length=40, blank=True)
    # Text, not a timestamp: it is hashed as it stands, on both engines alike.
    at = models.CharField(max_length=32)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["subject", "-sequence"], name="ledger_about_newest_first")]
        constraints = [models.CheckConstraint(condition=Q(sequence__gt=0), name="ledger_begins_at_one")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class Head(models.Model):
    """The last link. Locking this one row makes the writers wait in line."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_ledger_head")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash[:12]}"
