"""A unit's period as one workbook: which tasks it holds, and what is left to report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor
from zhicheng.core.refusal import Missing
from zhicheng.goals.contracts.quarter_sheet import SheetTask
from zhicheng.goals.kinds import ORIGINS
from zhicheng.goals.models import Assignment, Report
from zhicheng.goals.queries.lines import target_text
from zhicheng.goals.queries.programmes import visible_programme
from zhicheng.goals.queries.tasks import with_standing
from zhicheng.goals.rules.periods import name_of, periods_of
from zhicheng.registry.queries.labels import names_of_organisations


@dataclass(frozen=True)
class PeriodSheet:
    """What goes into the workbook, and how many tasks stay out of it and why."""

    programme: int
    programme_code: str
    programme_title: str
    origin: str
    organisation: str
    unit: str
    period: str
    period_name: str
    tasks: Sequence[SheetTask]
    reported: int
    unfixed: int


def period_sheet(programme: str, period: str, organisation: str, actor: Actor, *, on: date) -> PeriodSheet:
    """A unit's tasks that may be reported for a period. Raises: Missing (also where the actor may not see it)."""
    row = visible_programme(programme, actor)
    every = periods_of(row.first_year, row.last_year, row.reporting)
    begun = [slug for number, (slug, _end) in enumerate(every) if not number or every[number - 1][1] < on]
    if period not in begun or not organisation:
        raise Missing(_("没有这个报送期，或它还没有开始。请回到我的任务。"))
    held = Assignment.objects.visible_to(actor).filter(task__programme=row, organisation=organisation)
    held = held.exclude(state__in=("planned", "withdrawn")).exclude(role="support")
    done = set(
        Report.objects.filter(assignment__in=held.values("pk"), period=period, state__in=("submitted", "verified"))
        .values_list("assignment", flat=True)
    )  # fmt: skip
    parts = list(with_standing(held))
    open_parts = [part for part in parts if part.state == "fixed" and part.pk not in done]
    names = names_of_organisations([organisation])
    return PeriodSheet(
        programme=row.pk, programme_code=row.code, programme_title=row.title, origin=str(ORIGINS[row.origin]),
        organisation=organisation, unit=names.get(organisation, organisation), period=period,
        period_name=name_of(period), tasks=_tasks(open_parts), reported=len(done),
        unfixed=sum(part.state != "fixed" for part in parts),
    )  # fmt: skip


def _tasks(parts: Sequence[Assignment]) -> list[SheetTask]:
    """Parts as lines of the workbook; a number that two tasks share gets the part's key behind it."""
    numbers = Counter(part.task.number or str(part.task.order) for part in parts)
    lines = []
    for part in sorted(parts, key=lambda each: each.task.order):
        task, number = part.task, part.task.number or str(part.task.order)
        standing = getattr(part, "standing", None)
        deadline = part.deadline or task.deadline
        lines.append(
            SheetTask(
                part=part.pk, number=number if numbers[number] == 1 else f"{number}#{part.pk}", title=task.title,
                kind=task.kind, target=target_text(task), share=part.share,
                verified=standing.verified if standing else None,
                deadline=str(_("持续推进")) if task.ongoing else (deadline.isoformat() if deadline else ""),
                approval_counts=task.approval_counts,
                steps=[(step.pk, step.title, step.due) for step in part.milestones.all() if step.met_on is None],
            )
        )  # fmt: skip
    return lines
