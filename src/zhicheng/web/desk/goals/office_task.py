"""One task: its target and standard, its parts and whether they add up, its reports, changes and history."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.ledger.queries import entries_about
from zhicheng.core.refusal import WrongState
from zhicheng.goals.actions import tasks as actions
from zhicheng.goals.kinds import COUNT_BASES, DIRECTIONS, TASK_KINDS
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import programmes, reports, tasks
from zhicheng.goals.queries.lines import plain
from zhicheng.web.desk.goals.office_frame import allows, field_choices, field_name, light_name, linked, programme_page
from zhicheng.web.desk.goals.office_tasks import progress_cell
from zhicheng.web.desk.telling import retold
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.numbers import number
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

CHANGE_FIELDS = {
    "target": lazy("目标值"), "deadline": lazy("完成时限"), "standard": lazy("验收标准"), "title": lazy("任务内容"),
    "cut_off": lazy("统计截止日"), "share": lazy("任务数"), "leader": lazy("责任领导"), "officer": lazy("具体责任人"),
    "officer_phone": lazy("具体责任人电话"),
}  # fmt: skip


def reconciled(sums: Any, unit: str = "") -> tuple[str, str]:
    """Whether the counties' numbers add up, as a light and in words with the numbers."""
    facts = {
        "sum": number(sums.allocated), "whole": number(sums.whole), "unit": unit, "n": sums.parts,
        "open": sums.without_number, "gap": number(abs(sums.difference or Decimal(0))),
    }  # fmt: skip
    said = {
        "unsplit": ("none", _("未分解到县（市、区）")),
        "even": ("ok", _("%(n)s 个县（市、区）合计 %(sum)s%(unit)s，与任务数相符")),
        "over": ("care", _("%(n)s 个县（市、区）合计 %(sum)s%(unit)s，比任务数 %(whole)s 超分 %(gap)s")),
        "under": ("late", _("%(n)s 个县（市、区）合计 %(sum)s%(unit)s，比任务数 %(whole)s 少分 %(gap)s")),
        "open": ("none", _("%(n)s 个县（市、区）中 %(open)s 个未定任务数，已分 %(sum)s%(unit)s")),
    }
    light, words = said[sums.verdict]
    return light, words % facts


@page(P.TASK_VIEW)
def detail(request: CityRequest, key: int) -> HttpResponse:
    """One task with all about it that the visitor may see."""
    task = tasks.task(key, request.actor)
    programme = programmes.programme(task.programme, request.actor)
    light, sums = reconciled(task.line.reconciliation, task.line.unit)
    counted = task.line.kind in ("counted", "coverage")
    return programme_page(
        request, "task.html", programme, "tasks", task=task, field=field_name(task.line.field),
        light_word=light_name(task.line.figures.light), sums=sums if counted else "", sums_light=light,
        parts=part_table(task), reports=report_table(reports.reports(request.actor, task=key, limit=12)),
        changes=[(each, CHANGE_FIELDS.get(each.field, each.field)) for each in task.changes],
        may_ask=task.handed_out and allows(request, P.TASK_EDIT, programme),
        may_amend=task.may_edit and not task.handed_out, may_link=task.may_edit,
        may_assign=allows(request, P.TASK_ASSIGN, programme) and not task.handed_out,
        history=retold(entries_about(task.subject, limit=30), request.actor, on=request.today),
    )  # fmt: skip


def part_table(task: tasks.TaskDetail) -> Table:
    """The parts of a task, township parts beneath their county's."""
    own = [part for part in task.parts if part.parent is None]
    below: dict[int | None, list[tasks.PartLine]] = {}
    for part in task.parts:
        below.setdefault(part.parent, []).append(part)
    ordered = [each for part in own for each in (part, *below.get(part.pk, ()))]
    unit = task.line.unit
    return Table(
        columns=[
            Column(lazy("单位"), lambda row: row.name, _part_name, lead=True),
            Column(lazy("角色"), lambda row: row.role_name),
            Column(lazy("任务数"), lambda row: row.share,
                   lambda row: "—" if row.share is None else f"{number(row.share)}{unit}", number=True),
            Column(lazy("时限"), lambda row: row.deadline),
            Column(lazy("状态"), lambda row: row.state_name),
            Column(lazy("责任领导和具体责任人"), _people),
            Column(lazy("进展"), lambda row: light_name(row.figures.light), progress_cell),
        ],
        rows=ordered,
        caption=lazy("责任分工"),
        empty=lazy("还没有确定责任单位。在“交办”页确定牵头单位、配合单位和各县（市、区）任务数。"),
    )  # fmt: skip


def _part_name(row: tasks.PartLine) -> Any:
    address = linked("desk-part", row.pk)
    shown = link(address, row.name) if address else row.name
    return shown if row.parent is None else format_html('<span aria-hidden="true">└ </span>{}', shown)


def _people(row: tasks.PartLine) -> str:
    leader = f"{row.leader}{f'（{row.leader_post}）' if row.leader_post else ''}"
    return "、".join(filter(None, (leader, row.officer)))


def report_table(rows: Any) -> Table:
    """Reports on a task's parts, the newest first."""
    return Table(
        columns=[
            Column(lazy("报送期"), lambda row: row.period_name, _report_link, lead=True),
            Column(lazy("单位"), lambda row: row.unit),
            Column(lazy("状态"), lambda row: row.state_name),
            Column(lazy("名单"), lambda row: row.listed, number=True),
            Column(lazy("无名单数"), lambda row: row.unlisted, number=True),
            Column(lazy("经核实累计"), lambda row: row.verified_count, number=True),
            Column(lazy("报送时间"), lambda row: row.submitted_at),
        ],
        rows=rows,
        caption=lazy("报送记录"),
        empty=lazy("还没有报送。各单位五定完成后，按期报送的进展会列在这里。"),
    )


def _report_link(row: Any) -> Any:
    address = linked("desk-report", row.pk)
    return link(address, row.period_name) if address else row.period_name


class TaskForm(Form):
    """A task as the office writes it."""

    number = forms.CharField(label=lazy("序号"), max_length=20, required=False)
    section = forms.CharField(label=lazy("任务板块"), max_length=200, required=False)
    field = forms.ChoiceField(label=lazy("质量领域"), required=False)
    title = forms.CharField(label=lazy("任务内容"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    kind = forms.ChoiceField(label=lazy("任务类型"))
    direction = forms.ChoiceField(label=lazy("目标方向"))
    target = forms.DecimalField(
        label=lazy("目标值"), max_digits=18, decimal_places=4, min_value=0, required=False,
        help_text=lazy("定性类不填；其他类型必填。"),
    )  # fmt: skip
    unit = forms.CharField(label=lazy("计量单位"), max_length=20, required=False)
    basis = forms.ChoiceField(label=lazy("计数口径"), help_text=lazy("只对数量类有意义。"))
    cut_off = DayField(label=lazy("统计截止日"), required=False)
    standard = forms.CharField(
        label=lazy("验收标准"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False,
        help_text=lazy("什么样才算完成，例如：以采标证书为准。"),
    )  # fmt: skip
    approval_counts = forms.BooleanField(label=lazy("立项、获批即算完成"), required=False)
    deadline = DayField(label=lazy("完成时限"), required=False)
    ongoing = forms.BooleanField(label=lazy("持续推进，不设时限"), required=False)
    points = forms.DecimalField(label=lazy("分值"), max_digits=6, decimal_places=2, min_value=0, required=False)
    measures = forms.CharField(label=lazy("工作措施"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    contact = forms.CharField(label=lazy("联系人"), max_length=200, required=False)
    remark = forms.CharField(label=lazy("备注"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("field", field_choices(blank=_("未分领域"))),
            ("kind", [(slug, str(names)) for slug, names in TASK_KINDS.items()]),
            ("direction", [(slug, str(names)) for slug, names in DIRECTIONS.items()]),
            ("basis", [(slug, str(names)) for slug, names in COUNT_BASES.items()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
            field.choices = choices


@page(P.TASK_EDIT)
def new(request: CityRequest, key: int) -> HttpResponse:
    """Write one task by hand."""
    programme = programmes.programme(key, request.actor)
    form = TaskForm(request.POST or None, initial={"kind": "counted", "direction": "at_least", "basis": "new"})
    if form.is_valid():
        done = attempt(
            form, lambda: actions.record_task(key, values=form.cleaned_data, by=request.actor, at=request.now)
        )  # fmt: skip
        if done and done.value is not None:
            messages.success(request, _("已新增任务。接着请确定责任单位。"))
            return HttpResponseRedirect(reverse("desk-task", args=[done.value.pk]))
    back = f"{reverse('desk-tasks')}?programme={key}"
    lead = _("列入“%(title)s”。") % {"title": programme.title}
    return form_page(request, form, title=_("新增任务"), verb=_("新增"), lead=lead, back=back)


@page(P.TASK_EDIT)
def amend(request: CityRequest, key: int) -> HttpResponse:
    """Change a task before it is handed out."""
    task = tasks.task(key, request.actor)
    back = reverse("desk-task", args=[key])
    if task.handed_out:
        raise WrongState(_("任务已交办，目标、标准和时限已定。如需调整，请在任务页提出变更申请并写明理由。"))
    initial = {**task.raw, "target": plain(task.raw["target"])}
    form = TaskForm(request.POST or None, initial=initial)
    if form.is_valid() and attempt(
        form, lambda: actions.amend_task(key, values=form.cleaned_data, by=request.actor, at=request.now)
    ):
        messages.success(request, _("已修改。"))
        return HttpResponseRedirect(back)
    title = _("修改任务 %(number)s") % {"number": task.line.number}
    return form_page(
        request, form, title=title, verb=_("保存"), back=back, lead=_("交办前可以修改；交办后只能经变更申请调整。")
    )
