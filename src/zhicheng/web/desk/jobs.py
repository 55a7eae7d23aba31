"""Background work as the person who asked for it sees it: how far, how it ended, and where to go then."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhicheng.core.jobs.actions import request_cancel
from zhicheng.core.jobs.queries import JobRow, job_progress, jobs_of
from zhicheng.web.shared.drawings import status_mark
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.templatetags.zhicheng import said

# htmx stops asking when it is answered with this.
STOP_POLLING = 286
LIGHTS = {"done": "ok", "failed": "late", "running": "care"}


@page()
@never_cache
def mine(request: CityRequest) -> HttpResponse:
    """The newest jobs that this person asked for."""
    table = Table(
        columns=[
            Column(lazy("任务"), lambda row: row.id,
                   lambda row: link(reverse("desk-job", args=[row.id]), said(row.sentence) or row.kind), lead=True),
            Column(lazy("状态"), lambda row: row.state_name, lambda row: status_mark(light(row), row.state_name)),
            Column(lazy("提交时间"), lambda row: row.enqueued_at),
            Column(lazy("结束时间"), lambda row: row.finished_at),
        ],
        rows=jobs_of(request.actor),
        caption=lazy("我提交的后台任务"),
        empty=lazy("没有后台任务。上传大表、整理复核数据包时，进度会显示在这里。"),
    )  # fmt: skip
    return render(request, "desk/jobs/mine.html", {"table": table})


def light(row: JobRow) -> str:
    """The light of a job's state."""
    return LIGHTS.get(row.state, "none")


@page()
@never_cache
def progress(request: CityRequest, number: int) -> HttpResponse:
    """How far a job is; `?next=` says where its result is to be seen. Asked again by htmx, or by the page itself."""
    row = job_progress(number, request.actor)
    address = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    context = {"job": row, "light": light(row), "result_url": address if safe else ""}
    if request.htmx:
        return render(request, "desk/jobs/part.html", context, status=STOP_POLLING if row.is_over else 200)
    return render(request, "desk/jobs/progress.html", context)


@page()
@require_POST
def cancel(request: CityRequest, number: int) -> HttpResponse:
    """Ask a job to stop."""
    request_cancel(number, by=request.actor, at=request.now)
    return HttpResponseRedirect(reverse("desk-job", args=[number]))


urlpatterns = [
    path("", mine, name="desk-jobs"),
    path("<int:number>/", progress, name="desk-job"),
    path("<int:number>/cancel/", cancel, name="desk-job-cancel"),
]
