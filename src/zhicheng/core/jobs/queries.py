"""What a page shows of jobs, as finished rows, to those who asked for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhicheng.core.access import Actor
from zhicheng.core.jobs.models import CANCELLED, DONE, FAILED, OVER, QUEUED, RUNNING, Job
from zhicheng.core.jobs.progress import keeps_files, read_beat
from zhicheng.core.refusal import Missing

STATE_NAMES = {
    QUEUED: gettext_lazy("排队中"),
    RUNNING: gettext_lazy("办理中"),
    DONE: gettext_lazy("已完成"),
    FAILED: gettext_lazy("未完成"),
    CANCELLED: gettext_lazy("已取消"),
}


@dataclass(frozen=True)
class JobRow:
    """A job as it is shown. `percent` is None while the whole is not known."""

    id: int
    kind: str
    subject: str
    state: str
    state_name: str
    done: int
    total: int
    percent: int | None
    sentence: str
    refusal: str
    refusal_code: str
    result: Any
    enqueued_at: datetime
    finished_at: datetime | None
    is_over: bool


def job_progress(job: int, actor: Actor) -> JobRow:
    """How far a job is. Raises: Missing, also where it is somebody else's."""
    return _row(visible_job(job, actor))


def jobs_of(actor: Actor, *, subject: str = "", limit: int = 20) -> list[JobRow]:
    """The newest jobs that this person asked for, about one subject or all."""
    found = _visible(actor).filter(subject=subject) if subject else _visible(actor)
    return [_row(each) for each in found.order_by("-pk")[:limit]]


def jobs_about(subject: str, *, limit: int = 20) -> list[JobRow]:
    """The newest jobs about a subject. Whoever shows them has asked whether the subject may be seen."""
    return [_row(each) for each in Job.objects.filter(subject=subject).order_by("-pk")[:limit]]


def visible_job(job: int, actor: Actor) -> Job:
    """The row of a job that this person asked for. Raises: Missing."""
    found = _visible(actor).filter(pk=job).first()
    if found is None:
        raise Missing(gettext_lazy("没有这项任务，或者不是您提交的。请从“我的任务”重新进入。"))
    return found


def _visible(actor: Actor) -> Any:
    if actor.everything:
        return Job.objects.all()
    mine = Q(account=actor.account_id) if actor.account_id is not None else Q(pk=None)
    return Job.objects.filter(mine | Q(person=actor.person) if actor.person else mine)


def _row(job: Job) -> JobRow:
    done, total, sentence = job.done, job.total, job.sentence
    told = read_beat(job.pk) if job.state == RUNNING and keeps_files() else None
    if told and told.get("worker") == job.worker:
        done, total, sentence = told["done"], told["total"], told["sentence"]
    if job.state == FAILED and not job.refusal:
        sentence = _("系统出错，任务没有完成，未留下半成品。请把任务编号 %(job)s 告诉系统管理员。") % {"job": job.pk}
    return JobRow(
        id=job.pk, kind=job.kind, subject=job.subject, state=job.state, state_name=str(STATE_NAMES[job.state]),
        done=done, total=total, percent=min(100, done * 100 // total) if total else None, sentence=sentence,
        refusal=job.refusal, refusal_code=job.refusal_code, result=job.result, enqueued_at=job.enqueued_at,
        finished_at=job.finished_at, is_over=job.state in OVER,
    )  # fmt: skip


def waiting_since(*, now: datetime) -> datetime | None:
    """Since when the job waits that has waited longest for a worker; None where none is due."""
    due = Job.objects.filter(state=QUEUED, run_after__lte=now).order_by("run_after").values_list("run_after", flat=True)
    return due.first()
