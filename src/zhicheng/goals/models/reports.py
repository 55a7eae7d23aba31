"""Reports with their rosters: what a unit says is done, name by name, and what was verified of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zhicheng.core.access import Actor
from zhicheng.goals.kinds import ROW_STATUSES, choices
from zhicheng.goals.models.tasks import Assignment, Milestone, Task, seen_parts
from zhicheng.goals.workflow import REPORT

LIVE_ROWS = ("live", "verified")


class ReportQuerySet(models.QuerySet["Report"]):
    """Many reports."""

    def locked(self, pk: int) -> Report:
        """The report with its row locked until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("assignment__task__programme").get(pk=pk)

    def visible_to(self, actor: Actor) -> ReportQuerySet:
        """Reports on parts that the actor sees; a draft only for those who write it."""
        if actor.everything:
            return self
        own = Q(assignment__organisation__in=actor.organisations)
        return self.filter(seen_parts(actor, "assignment__"), own | ~Q(state="draft"))


class Report(models.Model):
    """One unit's report on its part for one period; a correction is a new report that replaces the old one."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reports")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    period = models.CharField(max_length=8)
    period_end = models.DateField()
    state = models.CharField(max_length=12, choices=REPORT.choices, default="draft")
    progress = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    coordination = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    # Done without names, in all up to the period's end; for a rate the numerator.
    unlisted = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    base = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    in_progress = models.PositiveIntegerField(null=True, blank=True)
    applied = models.PositiveIntegerField(null=True, blank=True)
    stated_percent = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    written_by = models.CharField(max_length=40)
    written_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=40, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    # What stood verified for this part at the end of the period, names and unlisted together.
    verified_count = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    ledger_entry = models.PositiveBigIntegerField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "period"], condition=~Q(state="superseded"), name="one_report_a_period"
            ),
            models.CheckConstraint(condition=Q(unlisted=None) | Q(unlisted__gte=0), name="a_count_is_not_negative"),
            models.CheckConstraint(condition=Q(base=None) | Q(base__gt=0), name="a_base_is_positive"),
            models.CheckConstraint(
                condition=~Q(state="verified") | ~Q(submitted_by=F("decided_by")) | Q(decided_by=""),
                name="nobody_verifies_their_own_report",
            ),
        ]
        indexes = [models.Index(fields=["state", "period"])]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.period}"

    @property
    def subject(self) -> str:
        """How the ledger and the clocks name it."""
        return f"goals.report:{self.pk}"


class RosterRow(models.Model):
    """One name of a count. `once` and `key` say within what and as what it may count a single time."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="rows")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="rows")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=60, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=12, choices=choices(ROW_STATUSES), default="done")
    # draft: not handed in; live: reported; verified: counted; returned and withdrawn: not counted.
    state = models.CharField(max_length=10, default="draft")
    reason = models.CharField(max_length=200, blank=True)
    remark = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=40, blank=True)
    once = models.CharField(max_length=90)
    key = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "line"], name="a_row_has_its_own_line"),
            models.UniqueConstraint(
                fields=["once", "key"], condition=Q(status="done", state__in=LIVE_ROWS), name="nothing_counts_twice"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "live", "verified", "returned", "withdrawn")),
                name="a_row_state_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["assignment", "state", "status"]),
            models.Index(fields=["once", "name_key"]),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.name}"


class MilestoneClaim(models.Model):
    """A report says that a milestone was met on a day; it is met when the report is verified."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="claims")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="claims")
    met_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "milestone"], name="a_milestone_is_claimed_once")]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.met_on}"
