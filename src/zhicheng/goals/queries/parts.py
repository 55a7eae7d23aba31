"""One unit's parts: the list, one part with its schedule, and what is still open of the five."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, may
from zhicheng.core.refusal import Missing
from zhicheng.goals.models import Assignment, Task
from zhicheng.goals.permissions import P
from zhicheng.goals.queries.lines import target_text
from zhicheng.goals.queries.tasks import PartLine, part_line, with_standing
from zhicheng.goals.rules.fivefix import FIVE, Fixing, open_points
from zhicheng.goals.rules.reconcile import Reconciliation, reconcile
from zhicheng.registry.queries.labels import names_of_organisations


@dataclass(frozen=True)
class HeldTask:
    """What a holder needs to know of the task behind a part."""

    pk: int
    programme: int
    programme_title: str
    number: str
    title: str
    kind: str
    basis: str
    target: str
    unit: str
    standard: str
    deadline: date | None
    ongoing: bool
    approval_counts: bool


@dataclass(frozen=True)
class Part:
    """A part with its task, what is open of the five, its own parts, and what this actor may do with it."""

    line: PartLine
    task: HeldTask
    missing: Sequence[str]
    below: Sequence[PartLine]
    reconciliation: Reconciliation
    may_sign: bool
    may_fix: bool
    may_split: bool
    may_report: bool
    subject: str


def held_task(task: Task) -> HeldTask:
    """A task as its holder sees it."""
    return HeldTask(
        pk=task.pk, programme=task.programme_id, programme_title=task.programme.title,
        number=task.number or str(task.order), title=task.title, kind=task.kind, basis=task.basis,
        target=target_text(task), unit=task.unit, standard=task.standard, deadline=task.deadline,
        ongoing=task.ongoing, approval_counts=task.approval_counts,
    )  # fmt: skip


def missing_points(part: Assignment) -> list[str]:
    """Names of the five that are still open on a part; needs its milestones."""
    fixing = Fixing(
        leader=part.leader, officer=part.officer, signed=part.signed_at is not None, standard=part.task.standard,
        has_schedule=bool(part.milestones.all()), supporting=part.role == "support",
        has_deadline=bool(part.deadline or part.task.deadline or part.task.ongoing),
    )  # fmt: skip
    return [str(FIVE[point]) for point in open_points(fixing)]


def part(key: int, actor: Actor) -> Part:
    """One part. Raises: Missing (also where the actor may not see it)."""
    row = with_standing(Assignment.objects.visible_to(actor)).filter(pk=key).first()
    if row is None:
        raise Missing(_("没有这件任务，或它不属于您的单位。请回到我的任务。"))
    below = list(with_standing(row.parts.exclude(state="withdrawn")))
    names = names_of_organisations({row.organisation, *(each.organisation for each in below)})
    kind = row.task.kind
    return Part(
        line=part_line(row, names, kind), task=held_task(row.task), missing=missing_points(row),
        below=[part_line(each, names, kind) for each in below],
        reconciliation=reconcile(row.share, [each.share for each in below]),
        may_sign=row.state == "delivered" and may(actor, P.ASSIGNMENT_SIGN, row.scope),
        may_fix=row.state == "signed" and may(actor, P.ASSIGNMENT_FIX, row.scope),
        may_split=row.role == "county" and row.state in ("signed", "fixed")
        and may(actor, P.ASSIGNMENT_SPLIT, row.scope),
        may_report=row.state == "fixed" and may(actor, P.REPORT_WRITE, row.scope),
        subject=row.subject,
    )  # fmt: skip


@dataclass(frozen=True)
class PartRow:
    """A part in a list of one's own."""

    line: PartLine
    task: HeldTask
    missing: Sequence[str]


def parts(
    actor: Actor, *, programme: int | None = None, state: str = "", light: str = "", organisation: str = "",
    after: int | None = None, limit: int | None = 50,
) -> list[PartRow]:  # fmt: skip
    """Parts held by the actor's units (or by one organisation that the actor sees), in the order of their making."""
    seen = Assignment.objects.visible_to(actor).exclude(state__in=("withdrawn", "planned"))
    rows = seen.filter(organisation__in=[organisation] if organisation else list(actor.organisations))
    if programme is not None:
        rows = rows.filter(task__programme=programme)
    if state:
        rows = rows.filter(state=state)
    if light:
        rows = rows.filter(standing__light=light)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    rows = with_standing(rows)
    found = list(rows[:limit] if limit else rows)
    names = names_of_organisations({row.organisation for row in found})
    return [PartRow(part_line(row, names, row.task.kind), held_task(row.task), missing_points(row)) for row in found]


@dataclass(frozen=True)
class UnitLine:
    """A county or a department with how many of its parts are in which light."""

    organisation: str
    name: str
    role: str
    parts: int
    counts: dict[str, int]
    unsigned: int
    unfixed: int
    completed: Decimal | None = None
    subjects: Sequence[str] = ()


def units(programme: int, actor: Actor) -> list[UnitLine]:
    """Every unit that holds parts of a programme, those that lag first: two queries and the names."""
    seen = Assignment.objects.visible_to(actor).filter(task__programme=programme).exclude(state__in=("withdrawn",))
    found: dict[str, UnitLine] = {}
    rows = seen.values_list("organisation", "role", "state", "standing__light")
    for organisation, role, state, light in rows.order_by("organisation"):
        line = found.setdefault(
            organisation, UnitLine(organisation, "", role, 0, dict.fromkeys(("ok", "care", "late", "none", "waiting"), 0), 0, 0)
        )
        line.counts[light or "waiting"] += 1
        found[organisation] = UnitLine(
            organisation, "", role if role == "county" else line.role, line.parts + 1, line.counts,
            line.unsigned + (state == "delivered"), line.unfixed + (state == "signed"),
        )  # fmt: skip
    names = names_of_organisations(found)
    lines = [UnitLine(**{**line.__dict__, "name": names.get(code, code)}) for code, line in found.items()]
    return sorted(lines, key=lambda each: (-each.counts["late"], -each.counts["none"], -each.counts["care"], each.name))
