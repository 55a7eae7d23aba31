"""What changes after issue, and what units ask the office to coordinate."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhicheng.goals.models.reports import Report
from zhicheng.goals.models.tasks import Assignment, Task
from zhicheng.goals.workflow import CHANGE, MATTER


class ChangeRequest(models.Model):
    """A change of a frozen value: what stood, what is asked for, why, and who decided."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="changes")
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, null=True, blank=True, related_name="changes")
    field = models.CharField(max_length=20)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=CHANGE.choices, default="requested")
    requested_by = models.CharField(max_length=40)
    requested_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_change_has_its_reason"),
            models.UniqueConstraint(
                fields=["task", "field"], condition=Q(state="requested", assignment=None),
                name="one_open_change_a_task_field",
            ),
            models.UniqueConstraint(
                fields=["assignment", "field"], condition=Q(state="requested"), name="one_open_change_a_part_field"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.task_id} {self.field}"

    @property
    def subject(self) -> str:
        """How the ledger and the clocks name it."""
        return f"goals.change:{self.pk}"


class Matter(models.Model):
    """Something a unit cannot settle alone, raised in a report and answered by the office."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="matter")
    text = models.TextField()
    state = models.CharField(max_length=10, choices=MATTER.choices, default="open")
    raised_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="answered") | ~Q(answer=""), name="an_answered_matter_has_words"),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def subject(self) -> str:
        """How the ledger and the clocks name it."""
        return f"goals.matter:{self.pk}"
