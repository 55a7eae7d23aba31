"""An import of a decomposition table, kept from the first look to the undo."""

from __future__ import annotations

from django.db import models

from zhicheng.goals.models.programmes import Programme
from zhicheng.goals.workflow import IMPORT


class ImportSession(models.Model):
    """One file: what was read, what was asked, what was answered, and whether its tasks are stored."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=IMPORT.choices, default="reading")
    job = models.PositiveBigIntegerField(null=True, blank=True)
    # What the reader made of the file, and the answers to its questions by the question's key.
    reading = models.JSONField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    stored_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"goals.import:{self.pk}"
