"""The stored tasks as rows of a decomposition table, for a sheet that can be read in again."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhicheng.core.access import Actor
from zhicheng.goals.contracts.results import ONGOING, TaskRow
from zhicheng.goals.models import Assignment, Task, TaskSource
from zhicheng.goals.queries.lines import target_text
from zhicheng.goals.queries.tasks import Filters, filtered
from zhicheng.registry.queries.labels import names_of_organisations


def decomposition_rows(programme: int, actor: Actor, *, filters: Filters | None = None) -> list[TaskRow]:
    """Tasks with their units, in the table's order. Four queries, however many rows."""
    found = list(filtered(programme, actor, filters or Filters()).order_by("order"))
    keys = [row.pk for row in found]
    parts: dict[int, list[Assignment]] = {}
    held = Assignment.objects.visible_to(actor).filter(task__in=keys, parent=None).exclude(state="withdrawn")
    for part in held.order_by("pk"):
        parts.setdefault(part.task_id, []).append(part)
    names = names_of_organisations({part.organisation for group in parts.values() for part in group})
    sources: dict[int, dict[str, None]] = {}
    links = TaskSource.objects.filter(task__in=keys).order_by("pk")
    for task, title in links.values_list("task", "sentence__source__title"):
        sources.setdefault(task, {})[title] = None
    return [_row(row, parts.get(row.pk, ()), names, "、".join(sources.get(row.pk, ()))) for row in found]


def _row(row: Task, parts: Sequence[Assignment], names: dict[str, str], source: str) -> TaskRow:
    def named(*roles: str) -> tuple[str, ...]:
        held = sorted((part for part in parts if part.role in roles), key=lambda part: roles.index(part.role))
        return tuple(names.get(part.organisation, part.organisation) for part in held)

    shares = [(part.organisation, part.share) for part in parts if part.role == "county" and part.share is not None]
    return TaskRow(
        no=row.number or None, task=row.title, target=_exact(row.target), unit=row.unit or None,
        lead_units=named("lead", "co-lead"), supporting_units=named("support"),
        deadline=ONGOING if row.ongoing else (row.deadline.isoformat() if row.deadline else None),
        splits=tuple((names.get(code, code), _exact(share) or Decimal(0)) for code, share in shares),
        contact=row.contact or None, kind=row.kind, direction=row.direction,
        count_basis=row.basis if row.kind == "counted" else "", target_text=target_text(row),
        section=tuple(part for part in row.section.split(" / ") if part), standard=row.standard, measures=row.measures,
        source=source, note=row.remark,
    )  # fmt: skip


def _exact(value: Decimal | None) -> Decimal | None:
    """Without the zeros that the column adds."""
    if value is None:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
