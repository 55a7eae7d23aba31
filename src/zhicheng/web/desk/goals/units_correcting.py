"""What came back is put right: returned rows one by one, or a whole report that was handed in wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.refusal import Refusal
from zhicheng.goals.actions.reporting import RosterRefused, correct_report, resubmit_rows
from zhicheng.goals.contracts.cells import BadCell, day_of
from zhicheng.goals.kinds import ROW_STATUSES
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import reports
from zhicheng.goals.rules.rosters import Row
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form

MOST_ROWS = 300
FIELDS = ("name", "code", "day", "status", "remark")
LENGTHS = {"name": 200, "code": 60, "day": 20, "status": 12, "remark": 200}


@page(P.REPORT_WRITE)
def rows(request: CityRequest, key: int) -> HttpResponse:
    """Put returned rows right and hand them in again; the verified ones stay."""
    report = reports.report(key, request.actor, states=("returned",), limit=MOST_ROWS)
    if report.line.state != "verified" or not report.may_write or not report.rows:
        messages.warning(request, _("没有可以补正的行；整份退回的请重新填报。"))
        return HttpResponseRedirect(reverse("desk-report", args=[key]))
    lines = [_line(request, row) for row in report.rows]
    problem = ""
    if request.method == "POST":
        chosen = {each["row"].line: _read(each) for each in lines if not each["left"]}
        if not chosen:
            problem = _("没有选择要补正的行。请改正后再报送；不再计入的行可以不报。")
        elif not any(each["errors"] for each in lines):
            problem = _resubmitted(request, key, chosen, lines)
            if not problem:
                messages.success(request, _("已补正 %(n)s 行，等待核实。") % {"n": len(chosen)})
                return HttpResponseRedirect(reverse("desk-report", args=[key]))
        else:
            problem = _("有的行还须改正，尚未报送。")
    context = {
        "report": report, "line": report.line, "task": report.line.task, "rows": lines, "problem": problem,
        "statuses": [(slug, str(names)) for slug, names in ROW_STATUSES.items()],
    }  # fmt: skip
    return render(request, "desk/goals/units/rows.html", context, status=422 if problem else 200)


def _line(request: CityRequest, row: reports.RowLine) -> dict[str, Any]:
    stored = {
        "name": row.name, "code": row.code, "day": row.happened_on.isoformat() if row.happened_on else "",
        "status": row.status, "remark": row.remark,
    }  # fmt: skip
    if request.method == "POST":
        typed = {name: request.POST.get(f"{name}-{row.line}", "").strip()[: LENGTHS[name]] for name in FIELDS}
        return {"row": row, "typed": typed, "left": bool(request.POST.get(f"leave-{row.line}")), "errors": []}
    return {"row": row, "typed": stored, "left": False, "errors": []}


def _read(line: dict[str, Any]) -> Row:
    typed, day = line["typed"], None
    try:
        day = day_of(typed["day"])
    except BadCell as bad:
        line["errors"].append(str(bad))
    if typed["status"] not in ROW_STATUSES:
        line["errors"].append(_("请选择状态。"))
    return _row(line["row"].line, typed, day)


def _row(number: int, typed: dict[str, str], day: date | None) -> Row:
    return Row(number, typed["name"], typed["code"], day, typed["status"], typed["remark"])


def _resubmitted(request: CityRequest, key: int, chosen: dict[int, Row], lines: list[dict[str, Any]]) -> str:
    try:
        resubmit_rows(key, rows=chosen, by=request.actor, at=request.now)
    except RosterRefused as refused:
        by_line = {each["row"].line: each for each in lines}
        for each in refused.problems:
            by_line.get(each.line, by_line[min(chosen)])["errors"].append(each.sentence)
        return _("有 %(n)s 处须改正，尚未报送。") % {"n": len(refused.problems)}
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return refusal.sentence
    return ""


class ReasonForm(Form):
    """Why a report is corrected."""

    reason = forms.CharField(label=lazy("更正理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


@page(P.REPORT_WRITE)
def correct(request: CityRequest, key: int) -> HttpResponse:
    """Take a report that was handed in back for correction."""
    report = reports.report(key, request.actor, limit=1)
    back = reverse("desk-report", args=[key])
    if not report.may_write or report.line.state not in ("submitted", "verified"):
        messages.warning(request, _("这份报送现在是“%(state)s”，不需要更正。") % {"state": report.line.state_name})
        return HttpResponseRedirect(back)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        done = attempt(
            form, lambda: correct_report(key, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
        )
        if done and done.value is not None:
            messages.success(request, _("原报送已停止计入，内容已带入新的草稿。请改正后重新报送。"))
            return HttpResponseRedirect(reverse("desk-report-write", args=[report.line.part, report.line.period]))
    title = _("更正%(period)s“%(task)s”的报送") % {"period": report.line.period_name, "task": report.line.task.title}
    return form_page(
        request, form, template="confirm.html", title=title, verb=_("更正"), back=back,
        consequence=_("更正后，原报送立即停止计入进度并留作记录，须重新报送、重新核实；更正理由会留下记录，不能撤回。"),
    )  # fmt: skip
