"""A file by its content, and where it is attached."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class File(models.Model):
    """Bytes that were kept once; the name on disk is their SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_is_named_by_its_hash"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.sha256


class Attachment(models.Model):
    """A file as evidence for a subject, in the subject's scope. Withdrawn ones stay, and are no longer served."""

    file = models.ForeignKey(File, on_delete=models.PROTECT, related_name="attachments")
    subject = models.CharField(max_length=120)
    region = models.CharField(max_length=12, blank=True)
    organisations = models.JSONField(default=list)
    permission = models.CharField(max_length=80)
    original_name = models.CharField(max_length=120)
    account = models.BigIntegerField(null=True, blank=True)
    person = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=40, blank=True)
    withdrawn_because = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="attachments_of_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "subject"], condition=Q(withdrawn_at=None), name="one_open_attachment_of_a_file"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""), name="a_withdrawal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.original_name}"
