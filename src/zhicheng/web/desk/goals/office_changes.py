"""Changes after issue: asked for with a reason, listed, decided by somebody else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.access import Actor
from zhicheng.goals.actions import changes as actions
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import programmes, reports, tasks
from zhicheng.web.desk.goals.office_frame import allows
from zhicheng.web.desk.goals.office_task import CHANGE_FIELDS
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

EXPORT_ROWS = 20_000


class FilterForm(Form):
    """In which state."""

    state = forms.ChoiceField(label=lazy("状态"), required=False, choices=())

    def __init__(self, *args: Any, states: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = states


def what(row: tasks.ChangeLine) -> str:
    """What would change, from which value to which."""
    facts = {"field": CHANGE_FIELDS.get(row.field, row.field), "old": row.old or _("（空）"), "new": row.new}
    return _("%(field)s：%(old)s → %(new)s") % facts


@page(P.CHANGE_DECIDE, P.CHANGE_REQUEST, P.PROGRAMME_VIEW_ALL)
def listed(request: CityRequest) -> HttpResponse:
    """Changes that the visitor may see, those that wait first."""
    states = [("", _("全部")), ("requested", _("待审批")), ("approved", _("已同意")), ("refused", _("不同意"))]
    form = FilterForm(request.GET or {"state": "requested"}, states=states)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    if wants_export(request):
        rows = reports.changes(request.actor, state=state, limit=EXPORT_ROWS)
        return export(request, _table(rows), _("变更申请"))
    after = paging.read_key(request)
    rows = reports.changes(
        request.actor, state=state, after=after if isinstance(after, int) else None, limit=paging.PAGE_SIZE + 1
    )
    part = paging.cut(rows, size=paging.PAGE_SIZE, key=lambda row: row.pk)
    context = {"form": form, "table": _table(part.rows), "part": part, "answer": _answer(state, part)}
    return render(request, "desk/goals/office/changes.html", context)


def _answer(state: str, part: paging.Slice) -> str:
    if state == "requested":
        more = _("以上") if part.next_key else ""
        facts = {"n": len(part.rows), "more": more}
        return _("%(n)s 件%(more)s变更申请待审批。") % facts if part.rows else _("没有待审批的变更申请。")
    return _("任务交办后的每一次调整，申请、理由和审批都在这里。")


def _table(rows: Any) -> Table:
    return Table(
        columns=[
            Column(lazy("任务"), lambda row: row.task_title,
                   lambda row: link(reverse("desk-change", args=[row.pk]), row.task_title), lead=True),
            Column(lazy("单位"), lambda row: row.unit),
            Column(lazy("申请变更"), what),
            Column(lazy("理由"), lambda row: row.reason),
            Column(lazy("申请时间"), lambda row: row.requested_at),
            Column(lazy("状态"), lambda row: row.state_name, whole=True),
            Column(lazy("审批意见"), lambda row: row.note),
        ],
        rows=rows,
        caption=lazy("变更申请"),
        empty=lazy("没有变更申请。任务交办后，单位或质量强市办申请调整目标、时限、标准或人员时，会列在这里。"),
    )  # fmt: skip


class DecisionForm(Form):
    """The verdict and a note."""

    note = forms.CharField(
        label=lazy("审批意见"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=lazy("不同意的，须写明理由。"),
    )  # fmt: skip


@page(P.CHANGE_DECIDE, P.CHANGE_REQUEST, P.PROGRAMME_VIEW_ALL)
def decide(request: CityRequest, key: int) -> HttpResponse:
    """One change, with what approving it does; decided here by those who may."""
    row = reports.change(key, request.actor)
    may_decide = row.state == "requested" and request.actor.holds(P.CHANGE_DECIDE)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        approve = request.POST.get("verdict") == "approve"
        note = form.cleaned_data["note"]
        done = attempt(
            form, lambda: actions.decide_change(key, approve=approve, note=note, by=request.actor, at=request.now)
        )
        if done:
            messages.success(
                request, _("已同意变更，新值自即刻起生效。") if approve else _("已退回变更申请，原值不变。")
            )
            return HttpResponseRedirect(reverse("desk-changes"))
    context = {
        "change": row, "field": CHANGE_FIELDS.get(row.field, row.field), "form": form, "may_decide": may_decide
    }  # fmt: skip
    return render(request, "desk/goals/office/change.html", context, status=422 if form.errors else 200)


class AskForm(Form):
    """Which value, to what, and why. The choice names the part too: `task:target`, `12:share`."""

    what = forms.ChoiceField(label=lazy("变更内容"))
    new = forms.CharField(
        label=lazy("改为"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=lazy("日期写作 2026-12-31，数量写阿拉伯数字。"),
    )  # fmt: skip
    reason = forms.CharField(label=lazy("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = choices


def _choices(task: tasks.TaskDetail, actor: Actor, *, whole: bool) -> list[tuple[str, Any]]:
    """The values that stand, for a select: the task's and each part's for the office, else the unit's own parts."""
    values = {
        "target": task.line.target, "deadline": task.line.deadline, "standard": task.standard,
        "title": task.line.title, "cut_off": task.cut_off,
    }  # fmt: skip
    choices: list[tuple[str, Any]] = []
    if whole:
        own = [(f"task:{name}", _now(name, value)) for name, value in values.items()]
        choices.append((_("任务"), own))
    for part in task.parts:
        if not whole and part.organisation not in actor.organisations:
            continue
        held = {
            "share": tasks.plain_number(part.share),
            "deadline": part.deadline,
            "leader": part.leader,
            "officer": part.officer,
        }
        choices.append((part.name, [(f"{part.pk}:{name}", _now(name, value)) for name, value in held.items()]))
    return choices


def _now(name: str, value: Any) -> str:
    shown = str(value or _("（空）"))
    facts = {"field": CHANGE_FIELDS[name], "value": shown[:24] + ("…" if len(shown) > 24 else "")}
    return _("%(field)s（现为 %(value)s）") % facts


@page(P.CHANGE_REQUEST, P.TASK_EDIT)
def ask(request: CityRequest, key: int) -> HttpResponse:
    """Ask for a change of a frozen value."""
    task = tasks.task(key, request.actor)
    programme = programmes.programme(task.programme, request.actor)
    whole = allows(request, P.TASK_EDIT, programme)
    form = AskForm(
        request.POST or None,
        choices=_choices(task, request.actor, whole=whole),
        initial={"what": request.GET.get("what", "")},
    )
    if form.is_valid():
        holder, _colon, field = form.cleaned_data["what"].partition(":")
        given = {"new": form.cleaned_data["new"], "reason": form.cleaned_data["reason"], "field": field}
        part = None if holder == "task" else int(holder)
        done = attempt(
            form,
            lambda: actions.request_change(key, assignment=part, **given, by=request.actor, at=request.now),
        )
        if done:
            messages.success(request, _("已提出变更申请，待质量强市办其他人员审批；审批前原值不变。"))
            return HttpResponseRedirect(reverse("desk-task", args=[key]))
    title = _("任务 %(number)s 变更申请") % {"number": task.line.number}
    return form_page(
        request, form, title=title, verb=_("提出申请"), lead=task.line.title, back=reverse("desk-task", args=[key])
    )
