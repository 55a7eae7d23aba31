"""What units cannot settle alone: listed for the office, and answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.goals.actions import changes as actions
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import reports
from zhicheng.web.desk.goals.office_changes import EXPORT_ROWS, FilterForm
from zhicheng.web.desk.goals.office_frame import linked
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.forms import attempt
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form


@page(P.TASK_VIEW)
def listed(request: CityRequest) -> HttpResponse:
    """Matters that the visitor may see, those that wait unless asked otherwise."""
    states = [("", _("全部")), ("open", _("待协调")), ("answered", _("已答复"))]
    form = FilterForm(request.GET or {"state": "open"}, states=states)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    if wants_export(request):
        return export(request, _table(reports.matters(request.actor, state=state, limit=EXPORT_ROWS)), _("需协调事项"))
    after = paging.read_key(request)
    rows = reports.matters(
        request.actor, state=state, after=after if isinstance(after, int) else None, limit=paging.PAGE_SIZE + 1
    )
    part = paging.cut(rows, size=paging.PAGE_SIZE, key=lambda row: row.pk)
    context = {"form": form, "table": _table(part.rows), "part": part, "answer": _answer(state, part)}
    return render(request, "desk/goals/office/matters.html", context)


def _answer(state: str, part: paging.Slice) -> str:
    if state == "open":
        facts = {"n": len(part.rows), "more": _("以上") if part.next_key else ""}
        return _("%(n)s 件%(more)s事项待协调。") % facts if part.rows else _("没有待协调的事项。")
    return _("各单位报送的需协调事项和答复都在这里。")


def _table(rows: Any) -> Table:
    return Table(
        columns=[
            Column(lazy("需协调事项"), lambda row: row.text,
                   lambda row: link(reverse("desk-matter", args=[row.pk]), row.text), lead=True),
            Column(lazy("单位"), lambda row: row.unit),
            Column(lazy("任务"), lambda row: f"{row.task.number} {row.task.title}"),
            Column(lazy("报送期"), lambda row: row.period_name, whole=True),
            Column(lazy("提出时间"), lambda row: row.raised_at),
            Column(lazy("状态"), lambda row: row.state_name, whole=True),
            Column(lazy("答复"), lambda row: row.answer),
            Column(lazy("答复时间"), lambda row: row.answered_at, export_only=True),
        ],
        rows=rows,
        caption=lazy("需协调事项"),
        empty=lazy("没有需协调的事项。单位在报送中写明需协调的，提交后会列在这里。"),
    )  # fmt: skip


class AnswerForm(Form):
    """The office's answer."""

    answer = forms.CharField(label=lazy("答复"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
                             error_messages={"required": lazy("请填写答复。")})  # fmt: skip


@page(P.TASK_VIEW)
def answer(request: CityRequest, key: int) -> HttpResponse:
    """One matter, answered here by those who may."""
    row = reports.matter(key, request.actor)
    may_answer = row.state == "open" and request.actor.holds(P.COORDINATION_ANSWER)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        done = attempt(form, lambda: actions.answer_matter(key, **form.cleaned_data, by=request.actor, at=request.now))
        if done:
            messages.success(request, _("已答复%(unit)s。") % {"unit": row.unit})
            return HttpResponseRedirect(reverse("desk-matters"))
    context = {
        "matter": row, "form": form, "may_answer": may_answer, "report_url": linked("desk-report", row.report)
    }  # fmt: skip
    return render(request, "desk/goals/office/matter.html", context, status=422 if form.errors else 200)
