"""Who lags and why: the tasks that are late or owe a report, with the units that hold them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When

from zhicheng.core.access import Actor
from zhicheng.goals.models import Standing, Task
from zhicheng.goals.queries.lines import figures_of, reason_of
from zhicheng.goals.queries.programmes import sees_whole, visible_programme
from zhicheng.registry.queries.labels import names_of_organisations

BAD = ("late", "none", "care")
_WORST_FIRST = Case(
    *(When(light=light, then=Value(place)) for place, light in enumerate(BAD)), default=Value(9),
    output_field=IntegerField(),
)  # fmt: skip

# What a line tells; the page has hundreds of standings behind it, and their other figures are not shown.
TOLD = ("reason", "facts")
SHOWN = (
    "light", "as_of", "target", "verified", "base", "unlisted", "claimed", "actual_percent", "expected_percent",
    "claimed_percent", "milestones_met", "milestones_set", "task__number", "task__order", "task__title", "task__field",
    "task__kind", *TOLD,
)  # fmt: skip


@dataclass(frozen=True)
class Holding:
    """A unit whose part holds a task up, with the reason."""

    organisation: str
    name: str
    light: str
    reason: str


@dataclass(frozen=True)
class LagLine:
    """A task that is not on schedule: why, and because of whom."""

    task: int
    number: str
    title: str
    field: str
    light: str
    reason: str
    arithmetic: str
    units: Sequence[Holding]


def lagging(programme: int, actor: Actor, *, limit: int = 20) -> list[LagLine]:
    """The tasks that are late, then those that owe a report, then those that need care: four queries."""
    bad = Standing.objects.filter(programme=programme, assignment=None, light__in=BAD)
    if not sees_whole(visible_programme(programme, actor), actor):
        bad = bad.filter(task__in=Task.objects.visible_to(actor).filter(programme=programme).values("pk"))
    rows = list(bad.select_related("task").only(*SHOWN).order_by(_WORST_FIRST, "task__order")[:limit])
    held: dict[int, list[Standing]] = {}
    parts = Standing.objects.filter(task__in=[row.task_id for row in rows], light__in=BAD).exclude(assignment=None)
    for part in parts.only("task_id", "organisation", "light", *TOLD).order_by(_WORST_FIRST, "assignment__pk"):
        held.setdefault(part.task_id, []).append(part)
    names = names_of_organisations({part.organisation for group in held.values() for part in group})
    return [_line(row, held.get(row.task_id, []), names) for row in rows]


def _line(row: Standing, parts: Sequence[Standing], names: dict[str, str]) -> LagLine:
    task = row.task
    return LagLine(
        task=task.pk, number=task.number or str(task.order), title=task.title, field=task.field, light=row.light,
        reason=reason_of(row), arithmetic=figures_of(row, task.kind).arithmetic,
        units=[
            Holding(part.organisation, names.get(part.organisation, ""), part.light, reason_of(part)) for part in parts
        ],
    )  # fmt: skip
