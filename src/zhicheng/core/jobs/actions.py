"""Asking a job to stop; what the night clears away is in `sweeping`."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.jobs.models import CANCELLED, OVER, QUEUED, Job
from zhicheng.core.jobs.queries import visible_job
from zhicheng.core.jobs.sweeping import Swept, sweep
from zhicheng.core.refusal import WrongState

__all__ = ["Swept", "request_cancel", "sweep"]


@transaction.atomic
def request_cancel(job: int, *, by: Actor, at: datetime) -> None:
    """Stop a job: one that waits ends at once, one that runs ends when it next says how far it is.

    Raises: Missing (not this person's), WrongState (it is over).
    """
    visible_job(job, by)
    row = Job.objects.select_for_update().get(pk=job)
    if row.state in OVER:
        raise WrongState(_("这项任务已经结束，不能再取消。请刷新页面查看结果。"))
    row.cancel_requested = True
    if row.state == QUEUED:
        row.state, row.finished_at = CANCELLED, at
    row.save(update_fields=["cancel_requested", "state", "finished_at"])
