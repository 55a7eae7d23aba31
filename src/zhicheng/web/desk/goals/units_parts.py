"""A unit's own tasks: the list, one of them, and signing for one or several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from zhicheng.core.access import Actor
from zhicheng.core.ledger.queries import EntryRow, entries_about
from zhicheng.core.refusal import RuleBroken
from zhicheng.goals.actions import units as actions
from zhicheng.goals.kinds import LIGHTS
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import parts as queries
from zhicheng.goals.queries import programmes, reports
from zhicheng.goals.rules.periods import name_of
from zhicheng.goals.workflow import ASSIGNMENT
from zhicheng.statutes.queries import clocks_of
from zhicheng.web.desk.goals.units_filters import period_words, unit_words
from zhicheng.web.shared import drawings, paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.fields import KeptField
from zhicheng.web.shared.numbers import number, percent
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

STATES = ("delivered", "signed", "fixed")
MOST_AT_ONCE = 500


class FilterForm(Form):
    """Which of one's own tasks; `due` keeps only those that owe a report for a period, `unit` shows another unit's."""

    programme = forms.ChoiceField(label=lazy("计划"), required=False)
    state = forms.ChoiceField(label=lazy("状态"), required=False)
    light = forms.ChoiceField(label=lazy("进度"), required=False)
    due = KeptField(label=lazy("未报或退回"), words=period_words, max_length=8)
    unit = KeptField(label=lazy("单位"), words=unit_words, max_length=40)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programmes = programmes.programmes(actor)
        listed = [(each.code, each.title) for each in self.programmes]
        self.fields["programme"] = _choice(lazy("计划"), listed)
        self.fields["state"] = _choice(lazy("状态"), [(slug, str(ASSIGNMENT.states[slug])) for slug in STATES])
        self.fields["light"] = _choice(lazy("进度"), [(slug, str(names)) for slug, names in LIGHTS.items()])


def _choice(label: Any, listed: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[("", _("全部")), *listed])


@page(P.TASK_VIEW)
def listed(request: CityRequest) -> HttpResponse:
    """Own tasks, narrowed by what the address says."""
    form = FilterForm(request.GET or None, actor=request.actor)
    given = form.cleaned_data if form.is_valid() else {}
    size = None if wants_export(request) else paging.PAGE_SIZE
    chosen = next((each.pk for each in form.programmes if each.code == given.get("programme")), None)
    unit = given.get("unit", "")
    rows = queries.parts(
        request.actor, programme=chosen, state=given.get("state", ""), light=given.get("light", ""),
        owing=given.get("due", ""), organisation=unit, after=_key(paging.read_key(request)), limit=size and size + 1,
    )  # fmt: skip
    if size is None:
        return export(request, _table(rows), _("我的任务"))
    part = paging.cut(rows, size=size, key=lambda row: row.key)
    signing = [row for row in part.rows if row.line.state == "delivered"]
    may_sign = bool(signing) and not unit and request.actor.holds(P.ASSIGNMENT_SIGN)
    answer = _("%(unit)s承担的任务。") % {"unit": unit_words(unit)} if unit else queries.sentence_of(request.actor)
    context = {
        "form": form, "table": _table(part.rows, choosing=may_sign), "part": part, "may_sign": may_sign,
        "signing": len(signing), "answer": answer, "due": given.get("due", ""), "unit": unit,
        "sheet": _sheet_of(request, given, part.rows),
        "sheets": sheets_of(form.programmes, request.actor),
    }  # fmt: skip
    return render(request, "desk/goals/units/parts.html", context)


def _key(value: Any) -> tuple[int, int] | None:
    """The place in the list that the address names."""
    if isinstance(value, list) and len(value) == 2 and all(type(each) is int for each in value):
        return (value[0], value[1])
    return None


def _sheet_of(request: CityRequest, given: dict[str, Any], rows: Any) -> str:
    """The workbook of the period whose open reports are listed; none where nothing of it may be filled in."""
    programme, due = given.get("programme", ""), given.get("due", "")
    fillable = any(row.reportable for row in rows)
    if not (programme and due and fillable and request.actor.holds(P.REPORT_WRITE)):
        return ""
    return reverse("desk-sheet", args=[programme, due])


def sheets_of(listed: Any, actor: Actor) -> list[tuple[str, str, str]]:
    """The workbooks that have something to fill in, for those who report: programme, period, address."""
    if not actor.holds(P.REPORT_WRITE):
        return []
    return [
        (each.title, name_of(each.last_period), reverse("desk-sheet", args=[each.code, each.last_period]))
        for each in listed if each.state == "issued" and each.last_period
        and queries.parts(actor, programme=each.pk, state="fixed", owing=each.last_period, limit=1)
    ]  # fmt: skip


def _table(rows: Any, *, choosing: bool = False) -> Table:
    columns = [
        Column(lazy("编号"), lambda row: row.task.number),
        Column(lazy("任务"), lambda row: row.task.title, _title, lead=True),
        Column(lazy("计划"), lambda row: row.task.programme_title, export_only=True),
        Column(lazy("角色"), lambda row: row.line.role_name, whole=True),
        Column(lazy("本单位任务数"), lambda row: row.line.share, share_cell, number=True),
        Column(lazy("计量单位"), lambda row: row.task.unit, export_only=True),
        Column(lazy("经核实"), lambda row: row.line.figures.verified, verified_cell, number=True),
        Column(lazy("进度"), lambda row: row.line.figures.light_name, light_cell),
        Column(lazy("完成时限"), deadline_text),
        Column(lazy("状态"), lambda row: row.line.state_name, state_cell, whole=True),
        Column(lazy("五定缺项"), lambda row: "、".join(row.missing), export_only=True),
    ]
    if choosing:
        columns.insert(0, Column(lazy("选择"), lambda row: "", _checkbox, page_only=True))
    return Table(
        columns=columns, rows=rows, caption=lazy("我的任务"),
        empty=lazy("没有符合条件的任务。市质量强市办交办后，本单位承担的任务会出现在这里。"),
    )  # fmt: skip


def _checkbox(row: Any) -> SafeString | str:
    if row.line.state != "delivered":
        return ""
    return format_html(
        '<input class="form-check-input" type="checkbox" name="part" value="{}" aria-label="{}">',
        row.line.pk, _("选择 %(number)s") % {"number": row.task.number},
    )  # fmt: skip


def _title(row: Any) -> SafeString:
    return format_html(
        '{}<div class="quiet fw-normal">{}</div>', link(reverse("desk-part", args=[row.line.pk]), row.task.title),
        row.task.programme_title,
    )  # fmt: skip


def share_cell(row: Any) -> str:
    """A unit's share with its unit of measure, or the task's target where the share is not numbered."""
    return f"{number(row.line.share)} {row.task.unit}".strip() if row.line.share is not None else row.task.target or "—"


def verified_cell(row: Any) -> str:
    """What was verified, with its unit of measure; of a rate the percentage."""
    figures = row.line.figures
    if row.task.kind == "rate" and figures.verified is not None and figures.base:
        return percent(figures.verified / figures.base, 2)
    return f"{number(figures.verified)} {row.task.unit}".strip() if figures.verified is not None else number(None)


def light_cell(row: Any) -> SafeString:
    """The light with its reason."""
    figures = row.line.figures
    mark = drawings.status_mark(figures.light, figures.light_name)
    if figures.reason == figures.light_name:
        return mark
    return format_html('<div>{}<div class="quiet">{}</div></div>', mark, figures.reason)


def deadline_text(row: Any) -> date | str:
    """A part's deadline, else its task's."""
    return row.line.deadline or row.task.deadline or (_("持续推进") if row.task.ongoing else "")


def state_cell(row: Any) -> SafeString | str:
    """The state; where the five are open, which of them."""
    if row.line.state == "signed" and row.missing:
        return format_html('<div>{}<div class="quiet">{}</div></div>', row.line.state_name, missing_text(row.missing))
    return row.line.state_name


def missing_text(missing: Any) -> str:
    """Which of the five are open."""
    return _("缺%(points)s") % {"points": "、".join(missing)}


@page(P.TASK_VIEW)
def detail(request: CityRequest, key: int) -> HttpResponse:
    """One part: what is asked, where it stands, what is to be done next."""
    part = queries.part(key, request.actor)
    clocks = clocks_of([part.subject], at=request.now)[part.subject]
    written = reports.reports(request.actor, part=key, limit=40)
    reported = {each.period for each in written if each.state != "superseded"}
    context = {
        "part": part, "line": part.line, "task": part.task, "clocks": clocks, "figures": part.line.figures,
        "missing": missing_text(part.missing) if part.missing else "", "reports": written,
        "owed": owed_periods(part, reported, on=request.today), "history": history_of(part), "deadline": deadline_text(part),
        "steps": steps_of(part, on=request.today), "changes": reports.changes_of_part(key, request.actor),
        "may_change": part.line.state == "fixed" and part.own and request.actor.holds(P.CHANGE_REQUEST),
    }  # fmt: skip
    return render(request, "desk/goals/units/part.html", context)


def owed_periods(part: queries.Part, reported: set[str], *, on: date) -> list[tuple[str, str]]:
    """Periods without a report: the one whose limit runs first, then the newest others."""
    owed = [each for each in part.task.periods(on=on) if each[0] not in reported]
    return sorted(owed, key=lambda each: each[0] != part.task.opened_period)[:3]


def history_of(part: queries.Part) -> list[EntryRow]:
    """What was done with a part, with its unit's name instead of the code that the ledger keeps."""
    found = entries_about(part.subject, limit=30)
    return [replace(each, sentence=each.sentence.replace(part.line.organisation, part.line.name)) for each in found]


def steps_of(part: queries.Part, *, on: date) -> list[dict[str, Any]]:
    """The schedule with what is reached: a counted step by the verified count, another by its own day."""
    verified = part.line.figures.verified
    steps = []
    for _key, due, title, amount, met_on in part.line.steps:
        reached = met_on is not None or (amount is not None and verified is not None and verified >= amount)
        light = "ok" if reached else ("late" if due < on else "none")
        words = _("已完成") if reached else (_("已过时限") if due < on else _("未到时限"))
        steps.append({"due": due, "title": title, "amount": amount, "met_on": met_on, "light": light, "words": words})
    return steps


@page(P.ASSIGNMENT_SIGN)
@require_POST
def sign(request: CityRequest, key: int) -> HttpResponse:
    """Sign for one part."""
    part = queries.part(key, request.actor)
    actions.sign_assignment(key, by=request.actor, at=request.now)
    messages.success(request, _("已签收“%(title)s”。请在时限内完成五定。") % {"title": part.task.title})
    return HttpResponseRedirect(reverse("desk-part-fix", args=[key]))


@page(P.ASSIGNMENT_SIGN)
@require_POST
def sign_several(request: CityRequest) -> HttpResponse:
    """Sign for the chosen parts, or for none of them."""
    keys = sorted({int(key) for key in request.POST.getlist("part") if key.isdecimal() and len(key) < 19})
    back = request.POST.get("back", "")
    url = reverse("desk-parts") + (f"?{back}" if back and "\n" not in back and "\r" not in back else "")
    if not keys:
        messages.warning(request, _("没有选择任务。请勾选要签收的任务后再签收。"))
        return HttpResponseRedirect(url)
    if len(keys) > MOST_AT_ONCE:
        raise RuleBroken(_("一次最多签收 %(most)s 件。请分批签收。"), most=MOST_AT_ONCE)
    actions.sign_assignments(keys, by=request.actor, at=request.now)
    messages.success(request, _("已签收 %(n)s 件任务。请在时限内完成五定。") % {"n": len(keys)})
    return HttpResponseRedirect(f"{reverse('desk-parts')}?state=signed")
