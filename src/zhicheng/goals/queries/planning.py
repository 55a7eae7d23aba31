"""What the office still has to fix before it hands tasks out, task by task and in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from zhicheng.goals.kinds import TASK_KINDS
from zhicheng.goals.models import Assignment, Task
from zhicheng.goals.queries.lines import target_text
from zhicheng.goals.rules.reconcile import Reconciliation, reconcile
from zhicheng.registry.queries.labels import names_of_organisations

ANSWERING = ("lead", "county")


@dataclass(frozen=True)
class PlannedPart:
    """A planned part: who, as what, how much, and a deadline of its own where it has one."""

    organisation: str
    name: str
    role: str
    share: Decimal | None
    deadline: date | None


@dataclass(frozen=True)
class PlanLine:
    """A task that nobody has been handed yet."""

    pk: int
    order: int
    number: str
    title: str
    kind: str
    kind_name: str
    field: str
    target: str
    target_value: Decimal | None
    unit: str
    standard: str
    deadline: date | None
    ongoing: bool
    parts: Sequence[PlannedPart]
    reconciliation: Reconciliation
    missing: Sequence[str]


@dataclass(frozen=True)
class Readiness:
    """How much is left to hand out, how much of it is ready, and what the rest lacks."""

    tasks: int
    parts: int
    units: int
    without_standard: int
    without_deadline: int
    without_unit: int
    uneven: int
    ready: int


def _open(programme: int) -> QuerySet[Task]:
    handed = Assignment.objects.filter(task__programme=programme).exclude(state__in=("planned", "withdrawn"))
    return Task.objects.filter(programme=programme).exclude(pk__in=handed.values("task"))


def _lacking(programme: int) -> dict[str, Q]:
    answering = Assignment.objects.filter(task__programme=programme, state="planned", role__in=ANSWERING)
    return {
        "standard": Q(standard=""),
        "deadline": Q(deadline=None, ongoing=False),
        "unit": ~Q(pk__in=answering.values("task")),
    }


def _uneven(rows: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks whose counties' numbers do not make the target."""
    counties = Q(assignments__role="county", assignments__state="planned")
    summed = rows.filter(kind__in=("counted", "coverage"), target__isnull=False).annotate(
        allocated=Sum("assignments__share", filter=counties)
    )
    return summed.filter(allocated__isnull=False).exclude(allocated=F("target"))


def readiness(programme: int) -> Readiness:
    """Numbers of what is left to hand out: eight counts, however many tasks."""
    rows, lacking = _open(programme), _lacking(programme)
    ready = rows.exclude(lacking["standard"]).exclude(lacking["deadline"]).exclude(lacking["unit"])
    parts = Assignment.objects.filter(task__in=ready.values("pk"), state="planned").order_by()
    return Readiness(
        tasks=rows.count(), parts=parts.count(), units=parts.values("organisation").distinct().count(),
        without_standard=rows.filter(lacking["standard"]).count(),
        without_deadline=rows.filter(lacking["deadline"]).count(), without_unit=rows.filter(lacking["unit"]).count(),
        uneven=_uneven(rows).count(), ready=ready.count(),
    )  # fmt: skip


def ready_tasks(programme: int) -> list[int]:
    """Keys of the tasks that lack nothing."""
    rows = _open(programme)
    for lacking in _lacking(programme).values():
        rows = rows.exclude(lacking)
    return list(rows.order_by("order").values_list("pk", flat=True))


def plan_lines(
    programme: int, *, lacks: str = "", words: str = "", keys: Sequence[int] | None = None,
    after: int | None = None, limit: int | None = 50,
) -> list[PlanLine]:  # fmt: skip
    """Tasks still to be handed out, in the table's order; `lacks` narrows to what is missing
    (`standard`, `deadline`, `unit`) or to counties that do not make the target (`even`). Three queries.
    """
    rows = _open(programme).order_by("order")
    if lacks in ("standard", "deadline", "unit"):
        rows = rows.filter(_lacking(programme)[lacks])
    if lacks == "even":
        rows = _uneven(rows)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(section__icontains=words) | Q(number=words))
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    if after is not None:
        rows = rows.filter(order__gt=after)
    found = list(rows[:limit] if limit else rows)
    parts: dict[int, list[Assignment]] = {}
    for part in Assignment.objects.filter(task__in=[row.pk for row in found], state="planned").order_by("pk"):
        parts.setdefault(part.task_id, []).append(part)
    names = names_of_organisations({part.organisation for group in parts.values() for part in group})
    return [_line(row, parts.get(row.pk, []), names) for row in found]


def _line(row: Task, parts: Sequence[Assignment], names: dict[str, str]) -> PlanLine:
    missing = [
        word
        for word, lacks in (
            ("standard", not row.standard.strip()),
            ("deadline", row.deadline is None and not row.ongoing),
            ("unit", not any(part.role in ANSWERING for part in parts)),
        )
        if lacks
    ]
    return PlanLine(
        pk=row.pk, order=row.order, number=row.number or str(row.order), title=row.title, kind=row.kind,
        kind_name=str(TASK_KINDS[row.kind]), field=row.field, target=target_text(row), target_value=row.target,
        unit=row.unit, standard=row.standard, deadline=row.deadline, ongoing=row.ongoing,
        parts=[
            PlannedPart(part.organisation, names.get(part.organisation, part.organisation), part.role, part.share,
                        None if part.deadline == row.deadline else part.deadline)
            for part in parts
        ],
        reconciliation=reconcile(row.target, [part.share for part in parts if part.role == "county"]), missing=missing,
    )  # fmt: skip
