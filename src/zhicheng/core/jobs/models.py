"""The queue: one row a job, with who asked, who is at it until when, how far it is and how it ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

QUEUED, RUNNING, DONE, FAILED, CANCELLED = "queued", "running", "done", "failed", "cancelled"
STATES = (QUEUED, RUNNING, DONE, FAILED, CANCELLED)
OVER = (DONE, FAILED, CANCELLED)


class JobQuerySet(models.QuerySet["Job"]):
    """Many jobs."""

    def due(self, now: datetime, *, longest_lease: timedelta) -> JobQuerySet:
        """Those that wait for a worker: queued and due, or running under a lease that ran out.

        Where the clock was set back, what was asked for later than now is due now, and a lease that ends later than any
        lease given now could end is one of before: nobody waits for the clock to come round again.
        """
        queued = Q(state=QUEUED) & (Q(run_after__lte=now) | Q(enqueued_at__gt=now))
        ran_out = Q(lease_until__lt=now) | Q(lease_until__gt=now + 2 * longest_lease)
        return self.filter(queued | Q(state=RUNNING) & ran_out)


class Job(models.Model):
    """One piece of work in the background."""

    kind = models.CharField(max_length=80)
    args = models.JSONField(default=dict)
    subject = models.CharField(max_length=120, blank=True, db_index=True)
    # A key makes a job unique for ever: the day's run of a timetable, the import of one file.
    key = models.CharField(max_length=160, null=True, blank=True, unique=True)
    account = models.BigIntegerField(null=True, blank=True)
    person = models.CharField(max_length=40, blank=True)
    enqueued_at = models.DateTimeField()
    run_after = models.DateTimeField()

    state = models.CharField(max_length=10, default=QUEUED)
    worker = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    cancel_requested = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    sentence = models.CharField(max_length=300, blank=True)
    result = models.JSONField(null=True, blank=True)
    # A refusal is an answer for the person who asked; an error is a bug, for those who look after the system.
    refusal = models.TextField(blank=True)
    refusal_code = models.CharField(max_length=60, blank=True)
    error = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["run_after", "id"], condition=Q(state__in=(QUEUED, RUNNING)), name="open_jobs"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="job_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=RUNNING) | (Q(lease_until__isnull=False) & ~Q(worker="")),
                name="a_running_job_has_worker_and_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OVER) | Q(finished_at__isnull=False), name="a_job_that_is_over_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state}"
