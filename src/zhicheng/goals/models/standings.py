"""The standing of a task, or of one unit's part, on a day: light, figures and reason."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zhicheng.goals.kinds import LIGHTS, choices
from zhicheng.goals.models.programmes import Programme
from zhicheng.goals.models.tasks import Assignment, Task


class Standing(models.Model):
    """Computed, never typed: refreshed by each verification and each morning. `assignment` is empty for the task."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="standings")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="standings")
    assignment = models.OneToOneField(
        Assignment, on_delete=models.CASCADE, null=True, blank=True, related_name="standing"
    )
    # Who holds the part, beside it: a programme's units are counted from one index.
    organisation = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=10, blank=True)
    as_of = models.DateField()
    light = models.CharField(max_length=8, choices=choices(LIGHTS))
    target = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    verified = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    base = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unlisted = models.DecimalField(max_digits=18, decimal_places=4, default=0)
    claimed = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    # Percent of the target, exact to four decimals; the page rounds once.
    actual_percent = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    expected_percent = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    claimed_percent = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    milestones_met = models.PositiveSmallIntegerField(default=0)
    milestones_set = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(assignment=None), name="a_task_has_one_standing"),
        ]
        indexes = [
            models.Index(fields=["programme", "assignment", "light"]),
            models.Index(fields=["programme", "organisation", "role", "light"], name="standing_of_units"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.light}"
