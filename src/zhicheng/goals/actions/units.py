"""What a unit does with its part: sign for it, fix the five, split it among its townships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, require
from zhicheng.core.ledger import record
from zhicheng.core.refusal import Missing, RuleBroken, WrongState
from zhicheng.goals.actions.manifest import manifest_of
from zhicheng.goals.actions.standings import refresh_tasks
from zhicheng.goals.entries.assigning import AssignmentFixed, AssignmentSigned, AssignmentSplit
from zhicheng.goals.models import Assignment, Milestone
from zhicheng.goals.permissions import P
from zhicheng.goals.rules.fivefix import FIVE, Fixing, open_points
from zhicheng.goals.workflow import ASSIGNMENT
from zhicheng.registry.queries.labels import regions_of_organisations
from zhicheng.registry.queries.regions import within
from zhicheng.statutes.actions import ClockStart, start_clocks, stop_clocks


@dataclass(frozen=True)
class StepPlan:
    """A milestone as the unit writes it."""

    due: date
    title: str
    amount: Decimal | None = None


@transaction.atomic
def sign_assignment(assignment: int, *, by: Actor, at: datetime) -> Assignment:
    """A unit signs for its part; its clock for fixing the five starts. Raises: NotAllowed, WrongState."""
    row = Assignment.objects.locked(assignment)
    require(by, P.ASSIGNMENT_SIGN, row.scope)
    ASSIGNMENT.move(row, "sign")
    row.signed_at = at
    row.save(update_fields=["state", "signed_at"])
    stop_clocks([row.subject], duty="sign", by=by, at=at)
    start = ClockStart(
        rule="goals-fix", subject=row.subject, duty="fix", owner_organisation=row.organisation,
        region=row.task.programme.region, trigger=at,
    )  # fmt: skip
    start_clocks([start], by=by, at=at)
    record(AssignmentSigned(row.pk, row.organisation), by=by, at=at, subject=row.subject)
    return row


@transaction.atomic
def sign_assignments(assignments: Sequence[int], *, by: Actor, at: datetime) -> int:
    """Sign for several parts, or for none. Raises: Missing, NotAllowed, WrongState (a colleague was quicker)."""
    rows = list(Assignment.objects.visible_to(by).filter(pk__in=assignments).select_related("task").order_by("pk"))
    if len(rows) != len(set(assignments)):
        raise Missing(_("所选任务中有不存在或不属于您单位的。请刷新页面后重选。"))
    signed = [row for row in rows if row.state != "delivered"]
    if signed:
        titles = "、".join(f"{row.task.number}{row.task.title[:20]}" for row in signed[:3])
        raise WrongState(
            _("所选任务中有 %(count)s 件已不在待签收状态（%(titles)s），可能已由同事签收，本次未签收。请刷新后重选。"),
            count=len(signed), titles=titles,
        )  # fmt: skip
    for row in rows:
        sign_assignment(row.pk, by=by, at=at)
    return len(rows)


@transaction.atomic
def fix_assignment(
    assignment: int, *, leader: str, leader_post: str, officer: str, officer_phone: str = "",
    steps: Sequence[StepPlan], by: Actor, at: datetime,
) -> Assignment:  # fmt: skip
    """A unit names leader, person and schedule: the five are fixed, and from here on change by request only.

    Raises: NotAllowed, WrongState, RuleBroken (one of the five is open, a milestone outside of the term or not rising).
    """
    row = Assignment.objects.locked(assignment)
    require(by, P.ASSIGNMENT_FIX, row.scope)
    ASSIGNMENT.transition(row.state, "fix")
    deadline = row.deadline or row.task.deadline
    _check_steps(steps, row, deadline)
    missing = open_points(
        Fixing(
            leader=leader.strip(), officer=officer.strip(), signed=True, standard=row.task.standard,
            has_schedule=bool(steps), has_deadline=deadline is not None or row.task.ongoing,
            supporting=row.role == "support",
        )
    )  # fmt: skip
    if missing:
        names = "、".join(str(FIVE[point]) for point in missing)
        raise RuleBroken(_("五定未齐：还缺%(missing)s。请补齐后再提交。"), missing=names)
    ASSIGNMENT.move(row, "fix")
    row.leader, row.leader_post, row.officer, row.officer_phone = leader, leader_post, officer, officer_phone
    row.fixed_at = at
    row.save(update_fields=["state", "leader", "leader_post", "officer", "officer_phone", "fixed_at"])
    row.milestones.all().delete()
    ordered = sorted(steps, key=lambda step: step.due)
    Milestone.objects.bulk_create(
        Milestone(assignment=row, ordinal=n, due=step.due, title=step.title, amount=step.amount)
        for n, step in enumerate(ordered, 1)
    )
    stop_clocks([row.subject], duty="fix", by=by, at=at)
    refresh_tasks({row.task_id}, on=localdate(at))
    record(AssignmentFixed(row.pk, row.organisation, len(ordered)), by=by, at=at, subject=row.subject)
    return row


def _check_steps(steps: Sequence[StepPlan], row: Assignment, deadline: date | None) -> None:
    programme = row.task.programme
    last = deadline or programme.ends_on
    for step in steps:
        if not step.title.strip():
            raise RuleBroken(_("每个节点须写明做到什么。"))
        if not programme.starts_on <= step.due <= last:
            raise RuleBroken(
                _("节点“%(title)s”的日期 %(due)s 不在 %(first)s 至 %(last)s 之间。请改正日期。"),
                title=step.title, due=step.due, first=programme.starts_on, last=last,
            )  # fmt: skip
    amounts = [step.amount for step in sorted(steps, key=lambda step: step.due) if step.amount is not None]
    if amounts != sorted(amounts):
        raise RuleBroken(_("节点数量应为累计数，后一节点不能少于前一节点。请核对。"))
    whole = row.share if row.share is not None else row.task.target
    if amounts and whole is not None and row.task.kind == "counted" and amounts[-1] > whole:
        raise RuleBroken(_("节点累计数 %(amount)s 超过任务数 %(whole)s。请核对。"), amount=amounts[-1], whole=whole)


@transaction.atomic
def split_assignment(
    assignment: int, *, parts: Sequence[tuple[str, Decimal | None]], by: Actor, at: datetime
) -> list[Assignment]:
    """A county hands parts of its part on to townships. Raises: NotAllowed, WrongState, RuleBroken (outside of it)."""
    row = Assignment.objects.locked(assignment)
    require(by, P.ASSIGNMENT_SPLIT, row.scope)
    if row.role != "county" or row.state not in ("signed", "fixed"):
        raise WrongState(_("签收后的责任县（市、区）任务才能分解到乡镇（街道）。"))
    regions = regions_of_organisations({row.organisation, *(unit for unit, _share in parts)})
    own = {each.code for each in within(regions.get(row.organisation, row.region), on=localdate(at))}
    outside = sorted(unit for unit, _share in parts if regions.get(unit, "") not in own)
    if outside or len({unit for unit, _share in parts}) != len(parts):
        raise RuleBroken(_("只能分解到本县（市、区）的乡镇（街道），且每个单位一次。请核对：%(units)s"),
                         units="、".join(outside))  # fmt: skip
    taken = set(row.task.assignments.values_list("organisation", flat=True))
    again = sorted({unit for unit, _share in parts} & taken)
    if again:
        raise RuleBroken(_("%(units)s 已承担本任务。如需调整数量，请提出变更申请。"), units="、".join(again))
    made = Assignment.objects.bulk_create(
        Assignment(
            task=row.task, parent=row, organisation=unit, region=regions[unit], role="township", share=share,
            deadline=row.deadline, state="delivered", delivered_at=at,
        )
        for unit, share in parts
    )  # fmt: skip
    starts = [
        ClockStart(
            rule="goals-sign", subject=part.subject, duty="sign", owner_organisation=part.organisation,
            region=row.task.programme.region, trigger=at,
        )
        for part in made
    ]  # fmt: skip
    start_clocks(starts, by=by, at=at)
    rows = [[unit, share] for unit, share in parts]
    record(AssignmentSplit(row.pk, row.organisation, len(made), manifest_of(rows)), by=by, at=at, subject=row.subject)
    return made
