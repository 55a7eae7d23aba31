"""One unit's parts: the list, one part with its schedule, and what is still open of the five."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import Actor, may
from zhicheng.core.refusal import Missing
from zhicheng.goals.kinds import LIGHTS
from zhicheng.goals.models import Assignment, Programme, Report, Standing, Task
from zhicheng.goals.permissions import P
from zhicheng.goals.queries.lines import target_text
from zhicheng.goals.queries.programmes import sees_whole, visible_programme
from zhicheng.goals.queries.tasks import PartLine, part_line, with_standing
from zhicheng.goals.rules.fivefix import FIVE, Fixing, open_points
from zhicheng.goals.rules.periods import end_of, name_of, periods_of
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
    programme_code: str
    target_value: Decimal | None
    opened_period: str
    first_year: int
    last_year: int
    reporting: str

    def periods(self, *, on: date) -> list[tuple[str, str]]:
        """Periods that may be reported on that day, the newest first: those that ended and the one that runs."""
        every = periods_of(self.first_year, self.last_year, self.reporting)
        open_now = [slug for number, (slug, _end) in enumerate(every) if not number or every[number - 1][1] < on]
        return [(slug, name_of(slug)) for slug in reversed(open_now)]


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
    own: bool
    subject: str
    region: str


def held_task(task: Task) -> HeldTask:
    """A task as its holder sees it."""
    return HeldTask(
        pk=task.pk, programme=task.programme_id, programme_title=task.programme.title,
        number=task.number or str(task.order), title=task.title, kind=task.kind, basis=task.basis,
        target=target_text(task), unit=task.unit, standard=task.standard, deadline=task.deadline,
        ongoing=task.ongoing, approval_counts=task.approval_counts,
        programme_code=task.programme.code, target_value=task.target, opened_period=task.programme.opened_period,
        first_year=task.programme.first_year, last_year=task.programme.last_year, reporting=task.programme.reporting,
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
        own=row.organisation in actor.organisations, subject=row.subject, region=row.region,
    )  # fmt: skip


@dataclass(frozen=True)
class PartRow:
    """A part in a list of one's own."""

    line: PartLine
    task: HeldTask
    missing: Sequence[str]
    running: bool

    @property
    def reportable(self) -> bool:
        """Is it under way, so that a report may be written?"""
        return self.line.state == "fixed"

    @property
    def key(self) -> tuple[int, int]:
        """Its place in the list: what is under way stands before what belongs to a closed programme."""
        return (0 if self.running else 1, self.line.pk)


# The state of a programme whose parts are under way.
RUNNING = "issued"


def parts(
    actor: Actor, *, programme: int | None = None, state: str = "", light: str = "", organisation: str = "",
    owing: str = "", after: tuple[int, int] | None = None, limit: int | None = 50,
) -> list[PartRow]:  # fmt: skip
    """Parts held by the actor's units (or by one organisation that the actor sees): those of programmes under way
    first, then those of closed ones, each in the order of their making. `after` is the key of the last one before.

    `owing` keeps those that owe a report for that period: held when it ended, not handed in, or returned whole.
    Raises: RuleBroken (no such period).
    """
    # One's own delivered parts are visible to oneself; only another's have to be looked for.
    mine = not organisation or organisation in actor.organisations
    seen = Assignment.objects.all() if mine else Assignment.objects.visible_to(actor)
    rows = seen.filter(organisation__in=[organisation] if organisation else list(actor.organisations))
    rows = rows.exclude(state__in=("withdrawn", "planned"))
    if programme is not None:
        # As a subquery: the units' parts of earlier years are passed over without looking up the task of each.
        rows = rows.filter(task__in=Task.objects.filter(programme=programme).order_by().values("pk"))
    if state:
        rows = rows.filter(state=state)
    if light:
        rows = rows.filter(standing__light=light)
    if owing:
        done = Report.objects.filter(period=owing, state__in=("submitted", "verified"))
        rows = rows.filter(delivered_at__date__lte=end_of(owing)).exclude(role="support")
        rows = rows.exclude(pk__in=done.values("assignment"))
    if limit:
        # Which parts is asked apart from what is in them: joined in one statement, every part of the unit would be read.
        rows = Assignment.objects.filter(pk__in=_keys(rows, whole=programme is not None, after=after, limit=limit))
    found = list(with_standing(rows))
    names = names_of_organisations({row.organisation for row in found})
    lines = [
        PartRow(
            part_line(row, names, row.task.kind), held_task(row.task), missing_points(row),
            row.task.programme.state == RUNNING,
        )
        for row in found
    ]  # fmt: skip
    return sorted(lines, key=lambda each: each.key)


def _keys(rows: QuerySet[Assignment], *, whole: bool, after: tuple[int, int] | None, limit: int) -> list[int]:
    """The keys of the next parts; `whole` where all are of one programme and need not be told apart."""
    under_way = Task.objects.filter(programme__state=RUNNING).order_by().values("pk")
    steps = (rows,) if whole else (rows.filter(task__in=under_way), rows.exclude(task__in=under_way))
    finished, last = after or (0, 0)
    found: list[int] = []
    for step, some in enumerate(steps):
        if step < finished and not whole:
            continue
        some = some.filter(pk__gt=last) if whole or step == finished else some
        # "+ 0" keeps PostgreSQL from walking all parts of all units by their keys until it has found enough.
        found += some.order_by(F("pk") + 0).values_list("pk", flat=True)[: limit - len(found)]
        if len(found) >= limit:
            break
    return found


def sentence_of(actor: Actor) -> str:
    """What a person would say of the parts under way that the actor's units hold: how many, to sign for, to fix, and in
    which light.
    """
    running = Programme.objects.filter(state=RUNNING)
    held = Assignment.objects.filter(organisation__in=actor.organisations).exclude(state__in=("withdrawn", "planned"))
    seen = held.filter(task__in=Task.objects.filter(programme__in=running.values("pk")).order_by().values("pk"))
    states = Counter(dict(seen.order_by().values_list("state").annotate(n=Count("pk"))))
    # By programme, as the index of standings begins with it: thousands of parts are counted without reading one.
    lit = Standing.objects.filter(programme__in=running.values("pk"), organisation__in=actor.organisations)
    lights = Counter(dict(lit.order_by().values_list("light").annotate(n=Count("pk"))))
    if not states:
        if held.exists():
            return gettext("本单位没有正在推进的任务，以下是已办结计划的任务。")
        return gettext("还没有交办给本单位的任务。")
    words = [
        gettext("%(n)s 件待签收") % {"n": states["delivered"]} if states["delivered"] else "",
        gettext("%(n)s 件五定未齐") % {"n": states["signed"]} if states["signed"] else "",
        gettext("%(n)s 件滞后") % {"n": lights["late"]} if lights["late"] else "",
        gettext("%(n)s 件未报送") % {"n": lights["none"]} if lights["none"] else "",
        gettext("%(n)s 件需关注") % {"n": lights["care"]} if lights["care"] else "",
    ]
    said = gettext("，").join(word for word in words if word) or gettext("均达到序时进度或未到报送期")
    return gettext("本单位承担任务 %(total)s 件：%(said)s。") % {"total": sum(states.values()), "said": said}


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


@dataclass
class _Tally:
    """What is counted of one unit while the rows come in."""

    roles: list[str] = field(default_factory=list)
    lights: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    def add(self, role: str, light: str, n: int) -> None:
        """So many parts in this role and light."""
        self.roles.append(role)
        self.lights[light] += n


def units(programme: int, actor: Actor) -> list[UnitLine]:
    """Every unit that holds parts of a programme, those that lag first: two counts and the names."""
    row = visible_programme(programme, actor)
    seen = Assignment.objects.filter(task__programme=row).order_by()
    # The task's own standing names no unit; asked this way, the index alone answers.
    lit = Standing.objects.filter(programme=row, organisation__gt="").order_by()
    if not sees_whole(row, actor):
        seen = seen.visible_to(actor)
        lit = lit.filter(assignment__in=seen.values("pk"))
    tally: dict[str, _Tally] = {}
    for organisation, role, light, n in lit.values_list("organisation", "role", "light").annotate(n=Count("pk")):
        tally.setdefault(organisation, _Tally()).add(role, light, n)
    open_parts = seen.filter(state__in=("planned", "delivered", "signed"))
    for organisation, role, state, n in open_parts.values_list("organisation", "role", "state").annotate(n=Count("pk")):
        one = tally.setdefault(organisation, _Tally())
        if state == "planned":
            one.add(role, "waiting", n)
        else:
            one.states[state] += n
    found = {
        code: UnitLine(
            code, "", "county" if "county" in one.roles else one.roles[0], sum(one.lights.values()),
            {light: one.lights[light] for light in LIGHTS}, one.states["delivered"], one.states["signed"],
        )
        for code, one in tally.items() if one.roles
    }  # fmt: skip
    names = names_of_organisations(found)
    lines = [UnitLine(**{**line.__dict__, "name": names.get(code, code)}) for code, line in found.items()]
    return sorted(lines, key=lambda each: (-each.counts["late"], -each.counts["none"], -each.counts["care"], each.name))
