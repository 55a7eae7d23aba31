"""How reporting stands, period by period and unit by unit; a period opened by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.refusal import Missing
from zhicheng.goals.actions import reporting as actions
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import programmes, reporting
from zhicheng.web.desk.goals.office_frame import allows, confirmation, mark_of, programme_page
from zhicheng.web.desk.goals.office_reporting_year import whole_year
from zhicheng.web.shared.drawings import status_mark
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link


@page(P.TASK_VIEW)
def overview(request: CityRequest, key: int) -> HttpResponse:
    """Due, handed in, verified, returned and owing, of every unit in one period."""
    programme = programmes.programme(key, request.actor)
    periods = reporting.periods(key, request.actor, on=request.today)
    asked, year = request.GET.get("period", ""), request.GET.get("year", "")
    years = sorted({each.slug[:4] for each in periods if each.opened}, reverse=True)
    if year:
        return whole_year(request, programme, periods, year=year, years=years)
    opened = [each for each in periods if each.opened]
    period = next((each for each in periods if each.slug == asked), next(iter(opened or periods), None))
    if asked and (period is None or period.slug != asked):
        raise Missing(_("本计划没有“%(period)s”这一已结束的报送期。请从列表中选择。") % {"period": asked})
    rows = reporting.reporting(key, request.actor, period=period.slug) if period else []
    table = _table(key, rows)
    if wants_export(request) and period:
        name = _("%(title)s%(period)s报送情况") % {"title": programme.title, "period": period.name}
        return export(request, table, name, mark=mark_of(programme))
    return programme_page(
        request, "reporting.html", programme, "reporting", periods=periods, period=period, table=table, years=years,
        answer=_answer(period, reporting.totals(rows)), may_begin=allows(request, P.TASK_ASSIGN, programme),
    )  # fmt: skip


def _answer(period: Any, whole: reporting.ReportingLine) -> str:
    if period is None:
        return _("还没有已结束的报送期。")
    if not period.opened:
        return _("%(period)s尚未开始报送。") % {"period": period.name}
    facts = {
        "period": period.name, "due": whole.due, "reported": whole.reported, "verified": whole.verified,
        "returned": whole.returned, "owing": whole.owing,
    }  # fmt: skip
    if not whole.due:
        return _("%(period)s没有应报的任务。") % facts
    return (
        _(
            "%(period)s应报 %(due)s 件，已报 %(reported)s 件（经核实 %(verified)s 件），退回 %(returned)s 件，未报 %(owing)s 件。"
        )
        % facts
    )


def _table(key: int, rows: Any) -> Table:
    tasks = reverse("desk-tasks")
    return Table(
        columns=[
            Column(lazy("单位"), lambda row: row.name,
                   lambda row: link(f"{tasks}?programme={key}&unit={row.organisation}", row.name), lead=True),
            Column(lazy("应报"), lambda row: row.due, number=True),
            Column(lazy("已报"), lambda row: row.reported, number=True),
            Column(lazy("经核实"), lambda row: row.verified, number=True),
            Column(lazy("待核实"), lambda row: row.submitted, number=True),
            Column(lazy("退回"), lambda row: row.returned, lambda row: _mark("care", row.returned), number=True),
            Column(lazy("未报"), lambda row: row.owing, lambda row: _mark("late", row.owing), number=True),
        ],
        rows=rows,
        caption=lazy("各单位报送情况"),
        empty=lazy("这一期没有应报的单位。任务交办后，各单位在报送期结束后应报的件数会列在这里。"),
    )  # fmt: skip


def _mark(light: str, n: int) -> Any:
    return status_mark(light, str(n)) if n else "0"


@page(P.TASK_ASSIGN)
def begin(request: CityRequest, key: int, period: str) -> HttpResponse:
    """Open the reporting of a period by hand, after saying what it starts."""
    programme = programmes.programme(key, request.actor)
    row = next((each for each in reporting.periods(key, request.actor, on=request.today) if each.slug == period), None)
    if row is None:
        raise Missing(_("本计划没有“%(period)s”这一已结束的报送期。请从列表中选择。") % {"period": period})
    back = f"{reverse('desk-reporting', args=[key])}?period={period}"
    form = confirmation(request)
    if request.method == "POST":
        done = attempt(form, lambda: actions.open_reporting(key, period=period, by=request.actor, at=request.now))
        if done:
            facts = {"period": row.name, "n": done.value}
            messages.success(request, _("已开始%(period)s报送，应报 %(n)s 件。") % facts)
            return HttpResponseRedirect(back)
    whole = reporting.totals(reporting.reporting(key, request.actor, period=period))
    return form_page(
        request, form, template="confirm.html", title=_("开始%(period)s报送") % {"period": row.name}, verb=_("开始报送"),
        back=back,
        consequence=_("“%(title)s”%(period)s应报 %(n)s 件，各单位的报送时限自%(end)s次日起算，不能撤回。每天早上也会自动开始已结束的报送期。")
        % {"title": programme.title, "period": row.name, "n": whole.due, "end": row.end.isoformat()},
    )  # fmt: skip
