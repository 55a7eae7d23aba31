"""The office plans who answers for what, hands it out, and units split, sign for and fix their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import RuleBroken, WrongState
from zhicheng.goals.actions.manifest import manifest_of
from zhicheng.goals.actions.standings import refresh_tasks
from zhicheng.goals.entries.assigning import TasksDelivered, TasksPlanned
from zhicheng.goals.models import Assignment, Programme, Task
from zhicheng.goals.permissions import P
from zhicheng.registry.queries.labels import names_of_organisations, regions_of_organisations
from zhicheng.statutes.actions import ClockStart, start_clocks


@dataclass(frozen=True)
class UnitPart:
    """A unit's planned part: which role, how much, by when where it has a deadline of its own (None: the task's)."""

    organisation: str
    role: str
    share: Decimal | None = None
    deadline: date | None = None


@dataclass(frozen=True)
class TaskPlan:
    """What the office fixes of one task: standard, deadline, field of quality, and the units with their parts.

    None leaves a value as it is. With `ongoing` said, the deadline is written as given, also where it is None.
    """

    task: int
    parts: Sequence[UnitPart]
    standard: str | None = None
    deadline: date | None = None
    ongoing: bool | None = None
    quality: str | None = None


@transaction.atomic
def plan_tasks(programme: int, *, plans: Sequence[TaskPlan], by: Actor, at: datetime) -> int:
    """Write the planned parts of many tasks at once; planned parts are replaced, handed-out ones stay.

    Raises: NotAllowed, RuleBroken (unit twice, no such unit, a unit's deadline after its task's), WrongState (a named
    task is handed out already).
    """
    owner = Programme.objects.select_for_update().get(pk=programme)
    require(by, P.TASK_ASSIGN, owner.scope)
    tasks = {task.pk: task for task in owner.tasks.filter(pk__in=[plan.task for plan in plans])}
    _check_plans(plans, tasks)
    regions = regions_of_organisations({part.organisation for plan in plans for part in plan.parts})
    unknown = sorted({part.organisation for plan in plans for part in plan.parts} - set(regions))
    if unknown:
        raise RuleBroken(_("单位库中没有：%(units)s。请先登记单位。"), units="、".join(unknown))
    for plan in plans:
        task = tasks[plan.task]
        task.standard = plan.standard if plan.standard is not None else task.standard
        task.field = plan.quality if plan.quality is not None else task.field
        if plan.ongoing is not None:
            task.ongoing, task.deadline = plan.ongoing, None if plan.ongoing else plan.deadline
        elif plan.deadline is not None:
            task.ongoing, task.deadline = False, plan.deadline
        _check_deadlines(plan, task)
    Task.objects.bulk_update(tasks.values(), ["standard", "field", "deadline", "ongoing"], batch_size=500)
    Assignment.objects.filter(task__in=tasks, state="planned").delete()
    Assignment.objects.bulk_create(
        [
            Assignment(
                task=tasks[plan.task], organisation=part.organisation, region=regions[part.organisation],
                role=part.role, share=part.share,
                deadline=None if part.deadline == tasks[plan.task].deadline else part.deadline,
            )
            for plan in plans
            for part in plan.parts
        ],
        batch_size=500,
    )  # fmt: skip
    rows = [
        [plan.task, part.organisation, part.role, part.share, part.deadline] for plan in plans for part in plan.parts
    ]
    record(TasksPlanned(owner.pk, len(plans), manifest_of(rows)), by=by, at=at, subject=owner.subject)
    return len(rows)


def _check_plans(plans: Sequence[TaskPlan], tasks: Mapping[int, Task]) -> None:
    missing = [plan.task for plan in plans if plan.task not in tasks]
    if missing:
        raise RuleBroken(_("有 %(count)s 项任务不在本计划中。请刷新页面后再试。"), count=len(missing))
    for plan in plans:
        units = [part.organisation for part in plan.parts]
        if len(units) != len(set(units)):
            twice = sorted({unit for unit in units if units.count(unit) > 1})
            raise RuleBroken(
                _("任务 %(number)s 中同一单位出现两次（%(units)s）。一个单位在一项任务中只担任一种角色。"),
                number=tasks[plan.task].number, units="、".join(twice),
            )  # fmt: skip
    handed = Assignment.objects.filter(task__in=tasks).exclude(state__in=("planned", "withdrawn"))
    first = handed.select_related("task").first()
    if first is not None:
        raise WrongState(_("任务 %(number)s 已交办，不能重新分工。请提出变更申请。"), number=first.task.number)


def _check_deadlines(plan: TaskPlan, task: Task) -> None:
    late = [part for part in plan.parts if task.deadline and part.deadline and part.deadline > task.deadline]
    if late:
        names = names_of_organisations([part.organisation for part in late])
        raise RuleBroken(
            _("任务 %(number)s 中 %(units)s 的时限晚于任务时限 %(day)s。请改早，或不另定时限。"), number=task.number,
            units="、".join(names.get(part.organisation, part.organisation) for part in late), day=str(task.deadline),
        )  # fmt: skip


@transaction.atomic
def deliver_tasks(programme: int, *, tasks: Sequence[int] | None = None, by: Actor, at: datetime) -> int:
    """Hand the planned parts of the named tasks (None: of all) to their units; each unit's clock for signing starts.

    Raises: NotAllowed, WrongState (the programme is not issued), RuleBroken (a task without standard, deadline, or
    unit that answers for it).
    """
    owner = Programme.objects.select_for_update().get(pk=programme)
    require(by, P.TASK_ASSIGN, owner.scope)
    if owner.state != "issued":
        raise WrongState(_("计划尚未印发，不能交办。请先印发计划。"))
    planned = Assignment.objects.filter(task__programme=owner, state="planned").select_related("task")
    if tasks is not None:
        planned = planned.filter(task__in=tasks)
    parts = list(planned.order_by("pk"))
    if not parts:
        raise RuleBroken(_("没有待交办的任务。请先确定责任单位。"))
    _check_ready(parts)
    planned.update(state="delivered", delivered_at=at)
    starts = [
        ClockStart(
            rule="goals-sign", subject=part.subject, duty="sign", owner_organisation=part.organisation,
            region=owner.region, trigger=at,
        )
        for part in parts
    ]  # fmt: skip
    start_clocks(starts, by=by, at=at)
    refresh_tasks({part.task_id for part in parts}, on=localdate(at))
    rows = [[part.pk, part.organisation, part.role, part.share] for part in parts]
    record(TasksDelivered(owner.pk, len(parts), manifest_of(rows)), by=by, at=at, subject=owner.subject)
    return len(parts)


def _check_ready(parts: Sequence[Assignment]) -> None:
    tasks = {part.task_id: part.task for part in parts}
    answering = {part.task_id for part in parts if part.role in ("lead", "county")}
    problems = {
        _("缺验收标准"): [task for task in tasks.values() if not task.standard.strip()],
        _("缺完成时限"): [task for task in tasks.values() if task.deadline is None and not task.ongoing],
        _("缺牵头单位或责任县（市、区）"): [task for key, task in tasks.items() if key not in answering],
    }
    lines = [
        f"{label}：{'、'.join(task.number or str(task.order) for task in found[:10])}{'等' if len(found) > 10 else ''}"
        f"（{len(found)} 项）"
        for label, found in problems.items()
        if found
    ]
    if lines:
        raise RuleBroken(_("交办前须确定单位、验收标准和时限。%(lines)s。请补齐后再交办。"), lines="；".join(lines))
