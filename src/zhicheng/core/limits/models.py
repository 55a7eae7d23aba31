"""What was drawn of each limit: a row for whoever asks and a window of time; gone an hour after its window."""

from __future__ import annotations

from django.db import models


class Drawn(models.Model):
    """How many requests the workers have drawn for one asker in one window. Keys are hashes and name nobody."""

    key = models.CharField(max_length=64)
    # Seconds since 1970: a window is arithmetic, not a date of the law.
    starts = models.BigIntegerField(db_index=True)
    used = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "starts"], name="one_count_a_key_and_window")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.starts} {self.used}"
