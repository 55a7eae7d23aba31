"""Standings reckoned from what is verified, without storing them: as of now, or as a period's edition counts them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, QuerySet
from django.utils.timezone import make_aware

from zhicheng.goals.models import Assignment, Milestone, MilestoneClaim, Report, RosterRow, Standing, Task
from zhicheng.goals.rules.lights import Light, Margins, Progress, Step, light_of, percent_of_target
from zhicheng.goals.rules.periods import end_of
from zhicheng.statutes.queries import overdue_subjects, parameter

ZERO = Decimal(0)


@dataclass(frozen=True)
class Until:
    """Only periods that ended by `end`, only what was verified by the end of the day `cut_off`.

    What has been superseded or returned since is not counted either: it is known to be wrong.
    """

    end: date
    cut_off: date

    @property
    def on(self) -> date:
        """The day for which progress is judged: the period's last, so that it is compared with what it covers."""
        return min(self.end, self.cut_off)

    @property
    def before(self) -> datetime:
        """The first moment that is too late."""
        return make_aware(datetime.combine(self.cut_off + timedelta(days=1), time()))


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


def reckon(tasks: Sequence[int], *, on: date, until: Until | None = None) -> list[Standing]:
    """The standings of these tasks and of their parts, not stored. Queries do not grow with tasks."""
    rows = list(Task.objects.filter(pk__in=tasks).select_related("programme"))
    parts = list(Assignment.objects.filter(task__in=rows).exclude(state__in=("planned", "withdrawn")))
    figures = _figures(parts, until)
    margins = margins_on(on)
    overdue = _overdue(on, until)
    of_task: dict[int, list[Assignment]] = defaultdict(list)
    for part in parts:
        of_task[part.task_id].append(part)
    return [
        standing for task in rows for standing in _standings_of(task, of_task[task.pk], figures, margins, overdue, on)
    ]


def _overdue(on: date, until: Until | None) -> set[str]:
    # A report's clock is `goals.assignment:7:2025Q3`; its part is the subject before the last colon.
    found = {subject.rpartition(":") for subject in overdue_subjects("report", on=until.cut_off if until else on)}
    return {part for part, _, period in found if until is None or end_of(period) <= until.end}


def _figures(parts: Sequence[Assignment], until: Until | None) -> dict[int, PartFigures]:
    keys = [part.pk for part in parts]
    found: dict[int, PartFigures] = {key: PartFigures() for key in keys}
    counted = RosterRow.objects.filter(assignment__in=keys, status="done", state__in=("live", "verified"))
    if until is not None:
        counted = counted.filter(report__in=counted_reports(until), state="verified")
    for row in counted.values("assignment", "state").annotate(n=Count("pk")):
        entry = found[row["assignment"]]
        if row["state"] == "verified":
            entry.verified_rows = row["n"]
        else:
            entry.live_rows = row["n"]
    reports = Report.objects.filter(assignment__in=keys, state__in=("submitted", "verified", "returned"))
    if until is not None:
        reports = reports.filter(period_end__lte=until.end, submitted_at__lt=until.before)
    for report in reports.order_by("period_end", "pk"):
        entry = found[report.assignment_id]
        if report.state != "returned":
            entry.latest = report
        # A report whose returned rows were handed in again waits once more, but what was verified stays verified.
        late = until is not None and (report.decided_at is None or report.decided_at >= until.before)
        if report.verified_count is not None and report.state != "returned" and not late:
            entry.verified = report
            entry.history.append(report)
    _add_steps(found, until)
    return found


def counted_reports(until: Until) -> QuerySet[Report]:
    """Reports of which something was verified by then and still stands."""
    return Report.objects.filter(
        state__in=("submitted", "verified"), period_end__lte=until.end, decided_at__lt=until.before
    )


def _add_steps(found: dict[int, PartFigures], until: Until | None) -> None:
    met = None
    if until is not None:
        # A step that nobody claimed in a report was met by hand; whoever claimed it had it verified with the report.
        claims = MilestoneClaim.objects.filter(milestone__assignment__in=list(found))
        claimed = set(claims.values_list("milestone", flat=True))
        met = set(claims.filter(report__in=counted_reports(until)).values_list("milestone", flat=True))
    for step in Milestone.objects.filter(assignment__in=list(found)).order_by("due"):
        if met is not None and step.pk in claimed and step.pk not in met:
            step.met_on = None  # not saved: the step as it stood by then
        found[step.assignment_id].steps.append(step)


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
