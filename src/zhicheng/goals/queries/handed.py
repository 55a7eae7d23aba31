"""Everything that a programme has handed out, in one list: for whoever acts on many parts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhicheng.core.access import Actor
from zhicheng.goals.models import Assignment


@dataclass(frozen=True)
class HandedPart:
    """A part with its task, its holder and its steps (key, due, amount)."""

    pk: int
    task: int
    parent: int | None
    organisation: str
    role: str
    share: Decimal | None
    state: str
    steps: Sequence[tuple[int, date, Decimal | None]]


def handed_parts(programme: int, actor: Actor) -> list[HandedPart]:
    """The parts of a programme that the actor sees, in the order of their making: two queries."""
    rows = Assignment.objects.visible_to(actor).filter(task__programme=programme).exclude(state="withdrawn")
    return [
        HandedPart(
            pk=row.pk, task=row.task_id, parent=row.parent_id, organisation=row.organisation, role=row.role,
            share=row.share, state=row.state,
            steps=[(step.pk, step.due, step.amount) for step in row.milestones.all()],
        )
        for row in rows.prefetch_related("milestones").order_by("pk")
    ]  # fmt: skip
