"""Counters that give rows their short, stable codes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Counter(models.Model):
    """The last number given under one prefix; locked while numbers are taken, so that no number is given twice."""

    prefix = models.CharField(max_length=4, unique=True)
    last = models.PositiveIntegerField(default=0)

    DIGITS: ClassVar[int] = 6

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(prefix=""), name="a_counter_has_a_prefix")]

    def __str__(self) -> str:
        return f"{self.prefix}{self.last:0{self.DIGITS}d}"

    @classmethod
    def lock(cls, prefix: str) -> Counter:
        """Let one writer of this kind of row in at a time, until the transaction ends."""
        row = cls.objects.select_for_update().filter(prefix=prefix).first()
        if row is None:
            cls.objects.get_or_create(prefix=prefix)
            row = cls.objects.select_for_update().get(prefix=prefix)
        return row

    @classmethod
    def take(cls, prefix: str, *, count: int = 1) -> list[str]:
        """The next codes, such as `O000001`; call it inside a transaction."""
        row = cls.lock(prefix)
        first, row.last = row.last + 1, row.last + count
        row.save(update_fields=["last"])
        return [f"{prefix}{number:0{cls.DIGITS}d}" for number in range(first, row.last + 1)]
