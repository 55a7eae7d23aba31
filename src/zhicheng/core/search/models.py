"""What can be found: one row a thing, with its text as given and folded."""

from __future__ import annotations

from django.db import models


class Indexed(models.Model):
    """A thing that can be found by its names. The indexes on it are each engine's own (second migration)."""

    kind = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    text = models.TextField()
    key = models.TextField()
    start = models.CharField(max_length=40)
    region = models.CharField(max_length=12, blank=True)
    # Codes between bars, `|a|b|`, so that one of them is found by a plain comparison on both engines.
    organisations = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="indexed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
