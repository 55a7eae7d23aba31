"""Tasks in lists and one by one, with parts, reconciliation, sources and changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, may
from zhicheng.core.refusal import Missing
from zhicheng.core.search.queries import find
from zhicheng.goals.kinds import COUNT_BASES, LIGHTS, TASK_KINDS, UNIT_ROLES
from zhicheng.goals.models import Assignment, ChangeRequest, Standing, Task, TaskSource
from zhicheng.goals.permissions import P
from zhicheng.goals.queries.lines import Figures, figures_of, plain, target_text
from zhicheng.goals.rules.reconcile import Reconciliation, reconcile
from zhicheng.goals.workflow import ASSIGNMENT, CHANGE
from zhicheng.registry.queries.labels import names_of_organisations

PAGE = 50
# What a form that amends a task begins with.
RAW = (
    "number", "section", "field", "title", "measures", "kind", "direction", "target", "unit", "basis", "cut_off",
    "standard", "approval_counts", "deadline", "ongoing", "points", "contact", "remark",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; each one stands in the address."""

    field: str = ""
    light: str = ""
    kind: str = ""
    unit: str = ""
    state: str = ""
    source: str = ""
    words: str = ""
    section: str = ""


@dataclass(frozen=True)
class TaskLine:
    """A task in a list."""

    pk: int
    order: int
    number: str
    section: str
    field: str
    title: str
    kind: str
    kind_name: str
    basis_name: str
    target: str
    target_value: Decimal | None
    unit: str
    deadline: date | None
    ongoing: bool
    lead: str
    units: int
    figures: Figures
    reconciliation: Reconciliation
    parts: Sequence[tuple[str, str, Decimal | None]] = ()

    @property
    def deadline_text(self) -> str:
        """The deadline in a cell."""
        return str(_("持续推进")) if self.ongoing else (self.deadline.isoformat() if self.deadline else "")


def filtered(programme: int, actor: Actor, filters: Filters) -> QuerySet[Task]:
    """The tasks that the actor may see, narrowed. For the queries of this module."""
    rows = Task.objects.visible_to(actor).filter(programme=programme)
    if filters.field:
        rows = rows.filter(field="" if filters.field == "-" else filters.field)
    if filters.section:
        rows = rows.filter(section="" if filters.section == "-" else filters.section)
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.light:
        lit = Standing.objects.filter(programme=programme, assignment=None, light=filters.light)
        rows = rows.filter(pk__in=lit.values("task"))
    if filters.unit:
        held = Assignment.objects.filter(organisation=filters.unit).exclude(state="withdrawn")
        rows = rows.filter(pk__in=held.values("task"))
    if filters.state == "unassigned":
        rows = rows.exclude(pk__in=Assignment.objects.exclude(state="withdrawn").values("task"))
    elif filters.state:
        rows = rows.filter(pk__in=Assignment.objects.filter(state=filters.state).values("task"))
    if filters.source:
        rows = rows.filter(pk__in=TaskSource.objects.filter(sentence__source=int(filters.source)).values("task"))
    if filters.words:
        rows = rows.filter(pk__in=[int(code) for code in find("goals.task", filters.words, limit=2000)])
    return rows


def light_counts(programme: int, actor: Actor, *, filters: Filters) -> dict[str, int]:
    """How many of the tasks that the actor sees, narrowed so, are in which light: two queries."""
    rows = filtered(programme, actor, filters).order_by()
    counts = dict.fromkeys(LIGHTS, 0)
    lit = Standing.objects.filter(programme=programme, assignment=None, task__in=rows.values("pk")).order_by()
    counts.update(lit.values_list("light").annotate(n=Count("pk")))
    counts["waiting"] += rows.count() - sum(counts.values())
    return counts


def tasks(
    programme: int, actor: Actor, *, filters: Filters | None = None, after: int | None = None, limit: int | None = PAGE
) -> list[TaskLine]:
    """Tasks in the table's order, `limit` from after the given place (None: all). Queries do not grow with rows."""
    rows = filtered(programme, actor, filters or Filters()).select_related("programme").order_by("order")
    if after is not None:
        rows = rows.filter(order__gt=after)
    found = list(rows[:limit] if limit else rows)
    standings = {
        each.task_id: each for each in Standing.objects.filter(task__in=[row.pk for row in found], assignment=None)
    }
    parts: dict[int, list[Assignment]] = {}
    held = Assignment.objects.filter(task__in=[row.pk for row in found]).exclude(state="withdrawn").order_by("pk")
    for part in held:
        parts.setdefault(part.task_id, []).append(part)
    names = names_of_organisations({part.organisation for group in parts.values() for part in group})
    return [_line(row, standings.get(row.pk), parts.get(row.pk, []), names) for row in found]


def _line(row: Task, standing: Standing | None, parts: Sequence[Assignment], names: Mapping[str, str]) -> TaskLine:
    leads = [names.get(part.organisation, "") for part in parts if part.role in ("lead", "co-lead")]
    shares = [part.share for part in parts if part.role == "county"]
    return TaskLine(
        pk=row.pk, order=row.order, number=row.number or str(row.order), section=row.section, field=row.field,
        title=row.title, kind=row.kind, kind_name=str(TASK_KINDS[row.kind]),
        basis_name=str(COUNT_BASES[row.basis]) if row.kind == "counted" else "", target=target_text(row),
        target_value=row.target, unit=row.unit, deadline=row.deadline, ongoing=row.ongoing, lead="、".join(leads),
        units=len(parts), figures=figures_of(standing, row.kind), reconciliation=reconcile(row.target, shares),
        parts=tuple((part.role, names.get(part.organisation, ""), part.share) for part in parts),
    )  # fmt: skip


@dataclass(frozen=True)
class PartLine:
    """One unit's part of a task."""

    pk: int
    organisation: str
    name: str
    role: str
    role_name: str
    parent: int | None
    share: Decimal | None
    deadline: date | None
    state: str
    state_name: str
    leader: str
    leader_post: str
    officer: str
    officer_phone: str
    delivered_at: datetime | None
    signed_at: datetime | None
    fixed_at: datetime | None
    figures: Figures
    steps: Sequence[tuple[int, date, str, Decimal | None, date | None]] = ()


@dataclass(frozen=True)
class ChangeLine:
    """A change that was asked for."""

    pk: int
    task: int
    task_title: str
    unit: str
    field: str
    old: str
    new: str
    reason: str
    state: str
    state_name: str
    requested_at: datetime
    note: str


@dataclass(frozen=True)
class TaskDetail:
    """A task with everything about it that this actor may see."""

    line: TaskLine
    programme: int
    standard: str
    measures: str
    contact: str
    remark: str
    section: str
    basis: str
    cut_off: date | None
    counted_from: date | None
    approval_counts: bool
    points: Decimal | None
    series: str
    handed_out: bool
    parts: Sequence[PartLine]
    asked_by: Sequence[tuple[str, str, str]]
    changes: Sequence[ChangeLine]
    may_edit: bool
    subject: str
    raw: Mapping[str, Any]


def task(key: int, actor: Actor) -> TaskDetail:
    """One task. Raises: Missing (also where the actor may not see it)."""
    row = Task.objects.visible_to(actor).select_related("programme").filter(pk=key).first()
    if row is None:
        raise Missing(_("没有这项任务，或您的岗位不能查看。请回到任务列表。"))
    seen = Assignment.objects.visible_to(actor).filter(task=row).exclude(state="withdrawn")
    standing = Standing.objects.filter(task=row, assignment=None).first()
    everyone = list(Assignment.objects.filter(task=row).exclude(state="withdrawn").order_by("pk"))
    names = names_of_organisations({part.organisation for part in everyone})
    parts = [part_line(part, names, row.kind) for part in with_standing(seen)]
    changes = ChangeRequest.objects.filter(task=row).select_related("task", "assignment").order_by("-pk")
    visible = {part.pk for part in parts}
    return TaskDetail(
        line=_line(row, standing, everyone, names), programme=row.programme_id, standard=row.standard,
        measures=row.measures, contact=row.contact, remark=row.remark, section=row.section, basis=row.basis,
        cut_off=row.cut_off, counted_from=row.counted_from, approval_counts=row.approval_counts, points=row.points,
        series=row.series, handed_out=any(part.state != "planned" for part in everyone), parts=parts,
        asked_by=[(link.sentence.source.title, link.sentence.source.number, link.sentence.text)
                  for link in row.asked_by.select_related("sentence__source")],
        changes=[change_line(each, names) for each in changes
                 if each.assignment_id is None or each.assignment_id in visible],
        may_edit=may(actor, P.TASK_EDIT, row.programme.scope), subject=row.subject,
        raw={name: getattr(row, name) for name in RAW},
    )  # fmt: skip


def with_standing(parts: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """Parts with their standing and schedule fetched beside them."""
    return parts.select_related("standing", "task__programme").prefetch_related(Prefetch("milestones")).order_by("pk")


def part_line(part: Assignment, names: Mapping[str, str], kind: str) -> PartLine:
    """A part as a finished line; needs `with_standing`."""
    return PartLine(
        pk=part.pk, organisation=part.organisation, name=names.get(part.organisation, part.organisation),
        role=part.role, role_name=str(UNIT_ROLES[part.role]), parent=part.parent_id, share=part.share,
        deadline=part.deadline or part.task.deadline, state=part.state, state_name=str(ASSIGNMENT.states[part.state]), leader=part.leader,
        leader_post=part.leader_post, officer=part.officer, officer_phone=part.officer_phone,
        delivered_at=part.delivered_at, signed_at=part.signed_at, fixed_at=part.fixed_at,
        figures=figures_of(getattr(part, "standing", None), kind),
        steps=[(step.pk, step.due, step.title, step.amount, step.met_on) for step in part.milestones.all()],
    )  # fmt: skip


def change_line(row: ChangeRequest, names: Mapping[str, str]) -> ChangeLine:
    """A change as a finished line."""
    unit = names.get(row.assignment.organisation, "") if row.assignment else ""
    return ChangeLine(
        pk=row.pk, task=row.task_id, task_title=f"{row.task.number} {row.task.title}".strip(), unit=unit,
        field=row.field, old=row.old, new=row.new, reason=row.reason, state=row.state,
        state_name=str(CHANGE.states[row.state]), requested_at=row.requested_at, note=row.note,
    )  # fmt: skip


def plain_number(value: Decimal | None) -> str:
    """A number for a form field."""
    return plain(value)
