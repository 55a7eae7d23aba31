"""Standings brought up to a day: what is verified, what was expected, which light; nothing here is typed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Count

from zhicheng.goals.models import Assignment, Milestone, Programme, Report, RosterRow, Standing, Task
from zhicheng.goals.rules.lights import Light, Margins, Progress, Step, light_of, percent_of_target
from zhicheng.statutes.queries import overdue_subjects, parameter

BATCH = 400
ZERO = Decimal(0)
_held_back: ContextVar[set[int] | None] = ContextVar("held_back", default=None)


@dataclass
class PartFigures:
    """What is on record for one part."""

    verified_rows: int = 0
    live_rows: int = 0
    verified: Report | None = None
    latest: Report | None = None
    history: list[Report] = field(default_factory=list)
    steps: list[Milestone] = field(default_factory=list)

    @property
    def unlisted(self) -> Decimal:
        """Verified without names."""
        return (self.verified.unlisted if self.verified else None) or ZERO

    @property
    def counted(self) -> Decimal | None:
        """Verified names and verified count without names; None where nothing was ever verified."""
        return None if self.verified is None and not self.verified_rows else self.verified_rows + self.unlisted

    @property
    def claimed(self) -> Decimal | None:
        """What the newest report says, verified or not; None where nothing was reported."""
        if self.latest is None:
            return None
        return self.verified_rows + self.live_rows + (self.latest.unlisted or ZERO)


def margins_on(on: date) -> Margins:
    """The dated parameters of the light."""
    value = {slug: parameter(slug, on=on).value for slug in
             ("goals-late-margin", "goals-care-margin", "goals-forecast-periods", "goals-forecast-minimum")}  # fmt: skip
    return Margins(
        late=Decimal(value["goals-late-margin"]), care=Decimal(value["goals-care-margin"]),
        forecast_periods=int(value["goals-forecast-periods"]), forecast_minimum=int(value["goals-forecast-minimum"]),
    )  # fmt: skip


def refresh_programme(programme: int, *, on: date) -> int:
    """Bring all standings of a programme up to a day; returns how many tasks. In batches, each its own transaction."""
    keys = list(Task.objects.filter(programme=programme).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        _refresh(keys[start : start + BATCH], on=on)
    return len(keys)


def refresh_all(*, on: date) -> int:
    """Every morning: all programmes that are not closed."""
    running = Programme.objects.exclude(state="closed").values_list("pk", flat=True)
    return sum(refresh_programme(programme, on=on) for programme in running)


@transaction.atomic
def refresh_tasks(tasks: Collection[int], *, on: date) -> None:
    """Bring the named tasks and their parts up to a day, in one transaction; queries grow with batches, not tasks."""
    held = _held_back.get()
    if held is not None:
        held.update(tasks)
        return
    keys = sorted(tasks)
    for start in range(0, len(keys), BATCH):
        _refresh(keys[start : start + BATCH], on=on)


@contextmanager
def standings_later(*, on: date) -> Iterator[None]:
    """Inside, acts leave the standings as they are; at the end the tasks that were touched are brought up to the day.

    For thousands of acts at once. Whoever opens it holds a transaction around it, so that nobody reads what is behind.
    """
    token = _held_back.set(set())
    try:
        yield
        touched = _held_back.get() or set()
    finally:
        _held_back.reset(token)
    refresh_tasks(touched, on=on)


@transaction.atomic
def _refresh(tasks: Sequence[int], *, on: date) -> None:
    rows = list(Task.objects.filter(pk__in=tasks).select_related("programme"))
    parts = list(Assignment.objects.filter(task__in=rows).exclude(state__in=("planned", "withdrawn")))
    figures = _figures(parts)
    margins = margins_on(on)
    # A report's clock is `goals.assignment:7:2025Q3`; its part is the subject before the last colon.
    overdue = {subject.rpartition(":")[0] for subject in overdue_subjects("report", on=on)}
    of_task: dict[int, list[Assignment]] = defaultdict(list)
    for part in parts:
        of_task[part.task_id].append(part)
    standings = [
        standing for task in rows for standing in _standings_of(task, of_task[task.pk], figures, margins, overdue, on)
    ]
    Standing.objects.filter(task__in=rows).delete()
    Standing.objects.bulk_create(standings, batch_size=500)


def _figures(parts: Sequence[Assignment]) -> dict[int, PartFigures]:
    keys = [part.pk for part in parts]
    found: dict[int, PartFigures] = {key: PartFigures() for key in keys}
    counted = RosterRow.objects.filter(assignment__in=keys, status="done", state__in=("live", "verified"))
    for row in counted.values("assignment", "state").annotate(n=Count("pk")):
        entry = found[row["assignment"]]
        if row["state"] == "verified":
            entry.verified_rows = row["n"]
        else:
            entry.live_rows = row["n"]
    reports = Report.objects.filter(assignment__in=keys, state__in=("submitted", "verified", "returned"))
    for report in reports.order_by("period_end", "pk"):
        entry = found[report.assignment_id]
        if report.state != "returned":
            entry.latest = report
        # A report whose returned rows were handed in again waits once more, but what was verified stays verified.
        if report.verified_count is not None and report.state != "returned":
            entry.verified = report
            entry.history.append(report)
    for step in Milestone.objects.filter(assignment__in=keys).order_by("due"):
        found[step.assignment_id].steps.append(step)
    return found


def _standings_of(
    task: Task, parts: Sequence[Assignment], figures: dict[int, PartFigures], margins: Margins, overdue: set[str],
    on: date,
) -> Iterable[Standing]:  # fmt: skip
    children: dict[int, list[Assignment]] = defaultdict(list)
    for part in parts:
        if part.parent_id is not None:
            children[part.parent_id].append(part)
    progresses = {}
    for part in parts:
        group = [part, *children[part.pk]]
        owed = 1 if part.subject in overdue else 0
        whole = part.share if part.share is not None else (task.target if _answers_alone(part, parts) else None)
        progresses[part.pk] = _progress(task, whole, group, figures, part.deadline or task.deadline, owed)
        light = light_of(progresses[part.pk], margins, on=on)
        yield _standing(task, part, progresses[part.pk], light, _unlisted(group, figures), on)
    owing = sum(1 for part in parts if part.subject in overdue)
    reporting = [part for part in parts if part.role != "support"]
    owed = owing if reporting and owing >= len(reporting) else 0
    progress = _progress(
        task, task.target, parts, figures, task.deadline, owed, _weighted(parts, progresses, margins, on)
    )
    light = light_of(progress, margins, on=on)
    if owing:
        light.facts["owing"] = owing
    yield _standing(task, None, progress, light, _unlisted(parts, figures), on)


def _answers_alone(part: Assignment, parts: Sequence[Assignment]) -> bool:
    # A lead without counties under it answers for the whole; beside counties it answers for what it reports itself.
    return part.role == "lead" and not any(each.role in ("county", "co-lead") for each in parts)


def _weighted(
    parts: Sequence[Assignment], progresses: dict[int, Progress], margins: Margins, on: date
) -> Decimal | None:
    top = [part for part in parts if part.parent_id is None and part.share]
    if not top:
        return None
    lights = [(light_of(progresses[part.pk], margins, on=on).expected, part.share or ZERO) for part in top]
    if any(expected is None for expected, _ in lights):
        return None
    weight = sum((share for _, share in lights), ZERO)
    total = sum(((expected or ZERO) * share for expected, share in lights), ZERO)
    return (total / weight).quantize(Decimal("0.0001"))


def _progress(
    task: Task, target: Decimal | None, group: Sequence[Assignment], figures: dict[int, PartFigures],
    deadline: date | None, owed: int, expected: Decimal | None = None,
) -> Progress:  # fmt: skip
    of_group = [figures[part.pk] for part in group]
    counted = [each.counted for each in of_group if each.counted is not None]
    claimed = [each.claimed for each in of_group if each.claimed is not None]
    own_steps = of_group[0].steps if of_group and expected is None and task.kind != "qualitative" else []
    steps = own_steps if task.kind != "qualitative" else [step for each in of_group for step in each.steps]
    if task.kind != "qualitative" and deadline is None and target is not None:
        deadline = task.programme.ends_on
    progress = Progress(
        kind=task.kind, direction=task.direction, target=task.target if task.kind == "rate" else target,
        starts_on=task.programme.starts_on, deadline=deadline,
        verified=sum(counted, ZERO) if counted else None,
        base=_base(each.verified for each in of_group), claimed=sum(claimed, ZERO) if claimed else None,
        claimed_base=_base(each.latest for each in of_group),
        steps=[Step(step.due, step.amount, step.met_on is not None, step.title) for step in steps],
        owed=owed, anything_reported=any(each.latest is not None for each in of_group), expected=expected,
        dated=task.programme.origin != "quoted",
    )  # fmt: skip
    return _with_history(progress, of_group)


def _with_history(progress: Progress, group: Sequence[PartFigures]) -> Progress:
    ends = sorted({report.period_end for each in group for report in each.history})
    history = []
    for end in ends:
        reports = [[report for report in each.history if report.period_end <= end][-1:] for each in group]
        known = [report for found in reports for report in found]
        value = sum((report.verified_count or ZERO for report in known), ZERO)
        percent = percent_of_target(value, _base(known), progress)
        if percent is not None:
            history.append((end, percent))
    return Progress(**{**progress.__dict__, "history": history})


def _unlisted(group: Sequence[Assignment], figures: dict[int, PartFigures]) -> Decimal:
    return sum((figures[part.pk].unlisted for part in group), ZERO)


def _base(reports: Iterable[Report | None]) -> Decimal | None:
    bases = [report.base for report in reports if report is not None and report.base is not None]
    return sum(bases, ZERO) if bases else None


def _standing(
    task: Task, part: Assignment | None, progress: Progress, light: Light, unlisted: Decimal, on: date
) -> Standing:
    return Standing(
        programme_id=task.programme_id, task=task, assignment=part, as_of=on, light=light.light,
        organisation=part.organisation if part else "", role=part.role if part else "",
        target=progress.target, verified=progress.verified, base=progress.base, claimed=progress.claimed,
        unlisted=unlisted, actual_percent=light.actual, expected_percent=light.expected, claimed_percent=light.claimed,
        milestones_met=sum(1 for step in progress.steps if step.met), milestones_set=len(progress.steps),
        reason=light.reason, facts=light.facts,
    )  # fmt: skip
