"""Reports: the list, and one of them with its rows, its evidence and what may be done with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.access import Actor
from zhicheng.core.evidence.queries import attachments_of
from zhicheng.core.ledger.queries import entries_about
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import drafts, programmes, reports
from zhicheng.goals.queries.lines import arithmetic_of, plain
from zhicheng.goals.queries.rosters import earlier_names, rows_by_state
from zhicheng.goals.workflow import REPORT
from zhicheng.web.desk.goals.units_filters import period_words, unit_words
from zhicheng.web.desk.telling import retold
from zhicheng.web.shared import drawings, paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.fields import KeptField
from zhicheng.web.shared.numbers import number
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

EXPORT_ROWS = 100_000
ROWS_SHOWN = 200
LIGHT_OF = {"draft": "none", "submitted": "care", "returned": "late", "verified": "ok", "superseded": "none"}


class FilterForm(Form):
    """Which reports."""

    show = forms.ChoiceField(label=lazy("范围"), required=False)
    programme = forms.ChoiceField(label=lazy("计划"), required=False)
    state = forms.ChoiceField(label=lazy("状态"), required=False)
    period = KeptField(label=lazy("报送期"), words=period_words, max_length=8)
    unit = KeptField(label=lazy("单位"), words=unit_words, max_length=40)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = programmes.programmes(actor)
        listed = [("", _("全部"))]
        shows = [("", _("全部")), ("mine", _("待我核实"))] if actor.holds(P.REPORT_VERIFY) else listed
        self.fields["show"] = forms.ChoiceField(label=lazy("范围"), required=False, choices=shows)
        plans = [*listed, *((each.code, each.title) for each in self.programmes)]
        self.fields["programme"] = forms.ChoiceField(label=lazy("计划"), required=False, choices=plans)
        states = [*listed, *((slug, str(names)) for slug, names in REPORT.states.items())]
        self.fields["state"] = forms.ChoiceField(label=lazy("状态"), required=False, choices=states)


class EvidenceForm(Form):
    """One file."""

    file = forms.FileField(
        label=lazy("佐证材料"), help_text=lazy("PDF、图片、Word、Excel、CSV 或文本，每个不超过 20 MB。"),
        error_messages={"required": lazy("请选择要上传的文件。"), "empty": lazy("文件是空的，请检查后重新选择。")},
    )  # fmt: skip


@page(P.TASK_VIEW)
def listed(request: CityRequest) -> HttpResponse:
    """Reports, the newest first; a lead department begins with those that wait for it."""
    verifies = request.actor.holds(P.REPORT_VERIFY)
    if verifies and not request.GET:
        # In the address, so that the next page and the downloads keep to it.
        return HttpResponseRedirect(f"{reverse('desk-reports')}?show=mine")
    form = FilterForm(request.GET or None, actor=request.actor)
    given = form.cleaned_data if form.is_valid() else {}
    size = EXPORT_ROWS if wants_export(request) else paging.PAGE_SIZE
    after = paging.read_key(request)
    chosen = next((each.pk for each in form.programmes if each.code == given.get("programme")), None)
    mine = given.get("show") == "mine"
    rows = reports.reports(
        request.actor, programme=chosen, state="" if mine else given.get("state", ""), period=given.get("period", ""),
        unit=given.get("unit", ""), to_verify=mine, after=after if isinstance(after, int) else None, limit=size + 1,
    )  # fmt: skip
    part = paging.cut(rows, size=size, key=lambda row: row.pk)
    table = _table(part.rows, mine=mine)
    if wants_export(request):
        return export(request, table, _("报送"))
    waiting = reports.count_to_verify(request.actor) if verifies else 0
    answer = _("%(n)s 份报送待您核实。") % {"n": waiting} if waiting else ""
    if not answer:
        answer = _("没有待您核实的报送。") if verifies else _("每期报送和核实情况。")
    context = {"form": form, "table": table, "part": part, "answer": answer, "mine": mine}
    return render(request, "desk/goals/units/reports.html", context)


def _table(rows: Any, *, mine: bool) -> Table:
    waiting = lazy("没有待核实的报送。责任单位报送后，会出现在这里，并开始计时。")
    empty = lazy("没有符合条件的报送。报送期结束后，责任单位填报的进展会出现在这里。")
    return Table(
        columns=[
            Column(lazy("任务"), lambda row: f"{row.task.number} {row.task.title}", _title, lead=True),
            Column(lazy("单位"), lambda row: row.unit),
            Column(lazy("报送期"), lambda row: row.period_name),
            Column(lazy("有名单"), lambda row: None if row.task.kind in ("rate", "qualitative") else row.listed, number=True),
            Column(lazy("无名单"), lambda row: row.unlisted, _unlisted, number=True),
            Column(lazy("分母"), lambda row: row.base, export_only=True),
            Column(lazy("经核实累计"), lambda row: row.verified_count, number=True),
            Column(lazy("报送时间"), lambda row: row.submitted_at),
            Column(lazy("状态"), lambda row: row.state_name, state_mark),
        ],
        rows=rows, caption=lazy("报送"), empty=waiting if mine else empty,
    )  # fmt: skip


def _title(row: Any) -> SafeString:
    return link(reverse("desk-report", args=[row.pk]), f"{row.task.number} {row.task.title}")


def _unlisted(row: Any) -> str:
    return f"{number(row.unlisted)} ÷ {number(row.base)}" if row.base else number(row.unlisted)


def state_mark(row: Any) -> SafeString:
    """A report's state with its colour and shape, and the rate that does not agree with its counts."""
    mark = drawings.status_mark(LIGHT_OF[row.state], row.state_name)
    if row.rate is None or row.rate.agrees:
        return mark
    return format_html('<div>{}<div class="quiet">{}</div></div>', mark, _("自报完成率与所列数不符"))


@page(P.TASK_VIEW)
def detail(request: CityRequest, key: int) -> HttpResponse:
    """One report."""
    return report_page(request, key)


def report_page(
    request: CityRequest, key: int, *, problem: str = "", typed: Any = None, evidence: Any = None, status: int = 200
) -> HttpResponse:
    """A report as its page shows it, with what was typed where something was refused."""
    after = paging.read_key(request)
    start = after if isinstance(after, int) else 0
    report = reports.report(key, request.actor, after=start, limit=ROWS_SHOWN + 1)
    part = paging.cut(report.rows, size=ROWS_SHOWN, key=lambda row: row.line)
    states = rows_by_state(key)
    line, mine = report.line, bool(report.may_write)
    draft = line.state == "draft"
    problems = drafts.problems_of_draft(key) if draft and mine else ()
    earlier_count, earlier = earlier_names(line.part, line.period) if line.task.kind != "qualitative" else (0, [])
    context = {
        "report": report, "line": line, "task": line.task, "rows": _rows(part.rows, problems, typed or {}), "part": part,
        "row_count": sum(states.values()), "live": states.get("live", 0), "returned": states.get("returned", 0),
        "problems": len(problems), "seen": drafts.stamp_of(line.part, line.period) if draft else "", "mine": mine,
        "earlier_count": earlier_count, "earlier": earlier, "files": attachments_of(report.subject),
        "evidence": evidence or EvidenceForm(), "may_attach": mine and line.state != "superseded",
        "may_withdraw": mine and line.state not in ("verified", "superseded"),
        "history": retold(entries_about(report.subject, limit=30), request.actor, on=request.today), "problem": problem, "typed": typed or {},
        "light": LIGHT_OF[line.state], "sums": sums_of(report), "rate": rate_words(report),
        "paged": part.next_key is not None or bool(start),
    }  # fmt: skip
    return render(request, "desk/goals/units/report.html", context, status=status)


def _rows(rows: Any, problems: Any, typed: Any) -> list[dict[str, Any]]:
    said: dict[int, list[str]] = {}
    for each in problems:
        said.setdefault(each.line, []).append(each.sentence)
    chosen, reasons = typed.get("chosen", set()), typed.get("reasons", {})
    return [
        {
            "row": row,
            "problems": said.get(row.line, []),
            "chosen": row.line in chosen,
            "typed": reasons.get(row.line, ""),
        }
        for row in rows
    ]


def sums_of(report: reports.ReportDetail) -> list[str]:
    """How the figures come about, so that anyone can recompute them."""
    line, found = report.line, []
    if line.task.kind == "rate":
        text = arithmetic_of("rate", line.unlisted, line.base, None)
        return [text] if text else []
    if line.task.kind == "qualitative":
        return []
    if line.unlisted is not None:
        found.append(
            _("有名单 %(listed)s，无名单 %(unlisted)s") % {"listed": line.listed, "unlisted": plain(line.unlisted)}
        )
    if line.whole:
        counts = {"n": plain(line.counted), "unit": line.task.unit}
        found.append(
            _("连同以前各期核实的，累计 %(n)s %(unit)s：") % counts
            + arithmetic_of("counted", line.counted, None, line.whole)
        )
    return found


def rate_words(report: reports.ReportDetail) -> str:
    """Where a stated rate does not agree with its own counts, the rate that they give."""
    rate = report.line.rate
    if rate is None or rate.agrees:
        return ""
    return _("自报完成率 %(stated)s%%，与所列数不符，按所列数计算为 %(computed)s%%。") % {
        "stated": number(rate.stated), "computed": number(rate.computed),
    }  # fmt: skip
