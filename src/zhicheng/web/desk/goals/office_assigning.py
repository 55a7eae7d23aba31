"""Assigning fast: a table in which units, standards and deadlines are fixed, filled together, checked, handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.refusal import Refusal
from zhicheng.goals.actions import assigning as actions
from zhicheng.goals.actions.assigning import TaskPlan
from zhicheng.goals.kinds import UNIT_ROLES
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import planning, programmes
from zhicheng.goals.queries.programmes import ProgrammeLine
from zhicheng.registry import queries as registry
from zhicheng.registry.queries import regions
from zhicheng.web.desk.goals.office_filling import STANDARDS, FillForm, even_split
from zhicheng.web.desk.goals.office_frame import confirmation, field_choices, programme_page
from zhicheng.web.desk.goals.office_plan_rows import PlanRow, plan_of, row_of, typed_row, units_by_name, units_of
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.numbers import number
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table

MISSING = {"standard": lazy("缺验收标准"), "deadline": lazy("缺时限"), "unit": lazy("缺单位")}


@page(P.TASK_ASSIGN)
def table(request: CityRequest, key: int) -> HttpResponse:
    """The table of tasks that nobody has been handed yet."""
    programme = programmes.programme(key, request.actor)
    lacks, words = request.GET.get("lacks", ""), request.GET.get("words", "").strip()
    if wants_export(request):
        return export(request, _file(planning.plan_lines(key, lacks=lacks, words=words, limit=None)), _("待交办任务"))
    after = paging.read_key(request)
    after = after if isinstance(after, int) else None
    fill, form = FillForm(request.POST or None, initial={"scope": "page"}), confirmation(request)
    part = None
    rows: list[PlanRow] = []
    if request.method == "POST":
        rows, saved = _saved(request, programme, fill, form, lacks=lacks, words=words)
        if saved is not None:
            messages.success(
                request, _("已保存 %(n)s 项任务的分工、标准和时限。") % {"n": saved} if saved else _("内容没有变化。")
            )
            return HttpResponseRedirect(request.get_full_path())
    else:
        lines = planning.plan_lines(key, lacks=lacks, words=words, after=after, limit=paging.PAGE_SIZE + 1)
        part = paging.cut(lines, size=paging.PAGE_SIZE, key=lambda line: line.order)
        rows = [row_of(line) for line in part.rows]
    return _shown(request, programme, rows, fill, form, part=part, lacks=lacks, words=words)


def _shown(
    request: CityRequest, programme: ProgrammeLine, rows: Sequence[PlanRow], fill: FillForm, form: forms.Form,
    *, part: Any, lacks: str, words: str,
) -> HttpResponse:  # fmt: skip
    """The page with these rows."""
    counties = _counties(request, programme)
    ready = planning.readiness(programme.pk)
    missing = [
        ("standard", MISSING["standard"], ready.without_standard), ("deadline", MISSING["deadline"], ready.without_deadline),
        ("unit", MISSING["unit"], ready.without_unit), ("even", _("分解数不符"), ready.uneven),
    ]  # fmt: skip
    failed = bool(form.errors or (fill.is_bound and fill.errors))
    return programme_page(
        request, "assigning.html", programme, "assigning", status=422 if failed else 200, fill=fill, form=form,
        part=part or paging.Slice(rows), ready=ready, missing=missing, lacks=lacks, words=words,
        rows=[_drawn(row, counties) for row in rows], departments=_departments(request, programme), answer=_answer(ready),
        qualities=field_choices(blank=_("未分领域")), filling_open=fill.is_bound and bool(fill.errors),
    )  # fmt: skip


def _drawn(row: PlanRow, counties: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A row for the template: the county inputs in their order, and whether they add up."""
    light, sums = check_sum(row)
    others = [(part.organisation, part.name) for part in row.line.parts if part.role == "county"]
    listed = [*counties, *(pair for pair in others if pair[0] not in dict(counties))]
    inputs = [(code, name, row.shares.get(code, "")) for code, name in listed]
    named, dues = dict(listed), [(each.key, each.name, each.role, row.dues.get(each.key, "")) for each in units_of(row)]
    return {
        "dues": [(key, named.get(key) or name or key, UNIT_ROLES[role], due) for key, name, role, due in dues],
        "own_days": sum(1 for *_unit, due in dues if due), "row": row, "line": row.line, "shares": inputs, "light": light, "sums": sums,
        "missing": [MISSING[each] for each in row.line.missing], "suggestion": STANDARDS[row.line.kind],
    }  # fmt: skip


def check_sum(row: PlanRow) -> tuple[str, str]:
    """Whether the counties' numbers, as typed, make the target."""
    target, allocated = row.line.target_value, row.sum_of_shares
    if not any(row.shares.values()):
        return "none", _("未分解到县（市、区）")
    facts = {"sum": number(allocated), "unit": row.line.unit, "gap": ""}
    if target is None or row.line.kind not in ("counted", "coverage"):
        return "none", _("合计 %(sum)s%(unit)s") % facts
    gap = allocated - target
    facts["gap"] = number(abs(gap))
    if not gap:
        return "ok", _("合计 %(sum)s%(unit)s，与任务数相符") % facts
    return ("care", _("合计 %(sum)s%(unit)s，超分 %(gap)s") % facts) if gap > 0 else (
        "late", _("合计 %(sum)s%(unit)s，少分 %(gap)s") % facts
    )  # fmt: skip


def _answer(ready: planning.Readiness) -> str:
    facts = {"n": ready.tasks, "ready": ready.ready, "lacking": ready.tasks - ready.ready}
    if not ready.tasks:
        return _("没有待交办的任务。")
    if ready.ready == ready.tasks:
        return _("待交办 %(n)s 项，标准、时限、单位都已齐备。") % facts
    return _("待交办 %(n)s 项：%(ready)s 项齐备，%(lacking)s 项还要补齐。") % facts


def _counties(request: CityRequest, programme: ProgrammeLine) -> list[tuple[str, str]]:
    """The governments of the counties, code and short name, in the order of their regions."""
    found = regions.within(programme.region, on=request.today, levels=("county", "zone"))
    names = {each.code: each.name for each in found}
    governments = registry.organisations_in(programme.region, on=request.today, kinds=("government",), below=True)
    pairs = [(each.region, each.code) for each in governments if each.region in names]
    return [(code, names[region]) for region, code in sorted(pairs)]


def _departments(request: CityRequest, programme: ProgrammeLine) -> list[str]:
    """Names proposed while one types a unit."""
    found = registry.organisations_in(
        programme.region, on=request.today, kinds=("department", "institution"), limit=200
    )
    return [each.name for each in found]


def _saved(
    request: CityRequest, programme: ProgrammeLine, fill: FillForm, form: forms.Form, *, lacks: str, words: str
) -> tuple[list[PlanRow], int | None]:
    """The rows as typed (with their errors), and how many were saved; None where something is wrong."""
    posted = request.POST
    keys = [int(each) for each in posted.getlist("task") if each.isdigit()]
    lines = {line.pk: line for line in planning.plan_lines(programme.pk, keys=keys, limit=None)}
    if len(lines) != len(keys):
        form.add_error(
            None,
            _("有 %(n)s 项任务已由他人交办或撤回，本页不再列出；其余内容请核对后再保存。")
            % {"n": len(keys) - len(lines)},
        )
    shown = [typed_row(lines[each], posted, posted.getlist("pick")) for each in keys if each in lines]
    work = shown
    if posted.get("do") == "fill":
        if not fill.is_valid():
            form.add_error(None, _("批量填写的内容有误，请改正后再试。"))
            return shown, None
        filled = _filled(request, programme, fill, shown, lacks=lacks, words=words)
        if filled is None:
            form.add_error(None, _("请先勾选任务，或把“填到”改为本页全部任务。"))
            return shown, None
        work = filled
    plans, checked = _plans(work, programme, request)
    shown = checked[: len(shown)]
    if any(row.errors for row in checked):
        wrong = [row.line.number for row in checked if row.errors]
        form.add_error(
            None, _("任务 %(numbers)s 有误，已在该行标明；整页未保存。") % {"numbers": "、".join(wrong[:10])}
        )
    if form.errors:
        return shown, None
    try:
        if plans:
            actions.plan_tasks(programme.pk, plans=plans, by=request.actor, at=request.now)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
        return shown, None
    return shown, len(plans)


def _filled(
    request: CityRequest, programme: ProgrammeLine, fill: FillForm, shown: list[PlanRow], *, lacks: str, words: str
) -> list[PlanRow] | None:
    """The page's rows, then all others where asked for, with what is filled in; None where no row is meant."""
    filling, scope = fill.filling(), fill.cleaned_data["scope"]
    counties = [code for code, _name in _counties(request, programme)]
    if scope == "picked" and not any(row.picked for row in shown):
        return None
    rows = [filling.into(row, counties) if scope != "picked" or row.picked else row for row in shown]
    if scope == "all":
        there = {row.line.pk for row in shown}
        others = planning.plan_lines(programme.pk, lacks=lacks, words=words, limit=None)
        rows += [filling.into(row_of(line), counties) for line in others if line.pk not in there]
    return rows


def _plans(
    rows: Sequence[PlanRow], programme: ProgrammeLine, request: CityRequest
) -> tuple[list[TaskPlan], list[PlanRow]]:
    """Plans of the rows that changed, and all rows with their errors. A row that somebody else changed is not lost."""
    changed = [row for row in rows if row.state != row.was]
    names = dict(_counties(request, programme)) if any(row.shares for row in changed) else {}
    units = units_by_name(changed, region=programme.region, on=request.today)
    plans, checked = [], []
    for row in rows:
        if row.state == row.was:
            checked.append(row)
            continue
        plan, errors = plan_of(row, units, names)
        if row.was and row_of(row.line).was != row.was:
            errors = [*errors, _("这项任务刚被他人改过，请核对后再保存一次。")]
            row = replace(row, was=row_of(row.line).was)
        if plan is not None and not errors:
            plans.append(plan)
        checked.append(replace(row, errors=errors))
    return plans, checked


@page(P.TASK_ASSIGN)
def check(request: CityRequest, key: int) -> HttpResponse:
    """Whether the numbers of one row, as typed, add up; asked while one types."""
    programme = programmes.programme(key, request.actor)
    task = request.GET.get("check", "")
    lines = planning.plan_lines(programme.pk, keys=[int(task)] if task.isdigit() else [], limit=1)
    if not lines:
        return HttpResponse("")
    row = typed_row(lines[0], request.GET, ())
    if request.GET.get("even"):
        row = replace(row, shares=even_split(lines[0], [code for code, _name in _counties(request, programme)]))
    light, sums = check_sum(row)
    return render(request, "desk/goals/office/sums.html", {"light": light, "sums": sums})


def _own_days(line: planning.PlanLine) -> str:
    return "；".join(f"{part.name} {part.deadline}" for part in line.parts if part.deadline)


def _file(lines: Sequence[planning.PlanLine]) -> Table:
    def named(line: planning.PlanLine, *roles: str) -> str:
        return "、".join(part.name for part in line.parts if part.role in roles)

    return Table(
        columns=[
            Column(lazy("序号"), lambda row: row.number),
            Column(lazy("任务"), lambda row: row.title),
            Column(lazy("目标"), lambda row: row.target),
            Column(lazy("验收标准"), lambda row: row.standard),
            Column(lazy("时限"), lambda row: _("持续推进") if row.ongoing else row.deadline),
            Column(lazy("另定时限的单位"), _own_days),
            Column(lazy("牵头单位"), lambda row: named(row, "lead", "co-lead")),
            Column(lazy("配合单位"), lambda row: named(row, "support")),
            Column(
                lazy("分县任务数合计"), lambda row: row.reconciliation.allocated if row.reconciliation.parts else None
            ),
            Column(lazy("尚缺"), lambda row: "、".join(str(MISSING[each]) for each in row.missing)),
        ],
        rows=lines,
    )


@page(P.TASK_ASSIGN)
def deliver(request: CityRequest, key: int) -> HttpResponse:
    """Hand out all that is ready, after naming how much goes to how many units."""
    programme = programmes.programme(key, request.actor)
    ready = planning.readiness(key)
    back = reverse("desk-assigning", args=[key])
    form = confirmation(request)
    if request.method == "POST":
        done = attempt(
            form,
            lambda: actions.deliver_tasks(key, tasks=planning.ready_tasks(key), by=request.actor, at=request.now),
        )
        if done:
            messages.success(request, _("已交办 %(n)s 件，各单位的签收时限自现在起算。") % {"n": done.value})
            return HttpResponseRedirect(back)
    facts = {
        "tasks": ready.ready, "parts": ready.parts, "units": ready.units, "left": ready.tasks - ready.ready
    }  # fmt: skip
    said = (
        _(
            "%(tasks)s 项任务共 %(parts)s 件分工交给 %(units)s 个单位，签收时限自现在起算；交办后目标、标准和时限只能经变更申请调整。"
        )
        % facts
    )
    if facts["left"]:
        said += _("另有 %(left)s 项尚未齐备，这次不交办。") % facts
    if ready.uneven:
        said += _("请注意：%(n)s 项的分县任务数之和与任务数不符。") % {"n": ready.uneven}
    if programme.state != "issued":
        said = _("计划现为“%(state)s”，印发后才能交办。请先在计划页印发。") % {"state": programme.state_name}
    elif not ready.ready:
        said = _("现在没有齐备的任务可以交办。请先补齐验收标准、时限和单位。")
    return form_page(
        request, form, template="desk/goals/office/go_ahead.html", title=_("交办“%(title)s”") % {"title": programme.title},
        verb=_("交办"), back=back, consequence=said, blocked=not ready.ready or programme.state != "issued",
    )  # fmt: skip
