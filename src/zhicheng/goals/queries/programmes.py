"""Programmes as others may read them, with what a person would say aloud about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, DecimalField, ExpressionWrapper, F, Max, Q, Sum, Value
from django.db.models.functions import Cast, Coalesce, Least, NullIf, Round
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhicheng.core.access import Actor, may
from zhicheng.core.refusal import Missing
from zhicheng.goals.kinds import LIGHTS, ORIGINS, PROGRAMME_KINDS, VISIBILITIES
from zhicheng.goals.models import Programme, Sentence, Source, Standing, Task
from zhicheng.goals.permissions import P
from zhicheng.goals.queries.lines import half_up
from zhicheng.goals.workflow import PROGRAMME


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme in a list."""

    pk: int
    code: str
    title: str
    kind: str
    years: str
    state: str
    state_name: str
    visibility: str
    visibility_name: str
    origin: str
    origin_name: str
    region: str
    office: str
    reporting: str
    issued_on: date | None
    verbs: Sequence[tuple[str, str]]
    last_period: str


@dataclass(frozen=True)
class Group:
    """A field of work with how many of its tasks are in which light."""

    slug: str
    tasks: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Summary:
    """Counts of each light, and the mean of completion capped at 100 % (no surplus hides a shortfall)."""

    tasks: int
    counts: Mapping[str, int]
    groups: Sequence[Group]
    mean_percent: Decimal | None
    mean_tasks: int
    surplus: int
    as_of: date | None
    sentence: str


def programme_line(row: Programme) -> ProgrammeLine:
    """A row as a finished line."""
    years = str(row.first_year) if row.first_year == row.last_year else f"{row.first_year}—{row.last_year}"
    return ProgrammeLine(
        pk=row.pk, code=row.code, title=row.title, kind=str(PROGRAMME_KINDS[row.kind]), years=years, state=row.state,
        state_name=str(PROGRAMME.states[row.state]), visibility=row.visibility,
        visibility_name=str(VISIBILITIES[row.visibility]), origin=row.origin, origin_name=str(ORIGINS[row.origin]),
        region=row.region, office=row.office, reporting=row.reporting, issued_on=row.issued_on,
        verbs=[(step.verb, str(step.names)) for step in PROGRAMME.open_verbs(row.state)],
        last_period=row.opened_period,
    )  # fmt: skip


def programmes(actor: Actor) -> list[ProgrammeLine]:
    """The programmes that the actor may see, the newest first."""
    rows = Programme.objects.visible_to(actor).order_by("-first_year", "kind", "pk")
    return [programme_line(row) for row in rows]


def visible_programme(programme: int | str, actor: Actor) -> Programme:
    """One programme's row by key or code. Raises: Missing (also where the actor may not see it)."""
    named = {"code": programme} if isinstance(programme, str) else {"pk": programme}
    row = Programme.objects.filter(**named).first()
    # Whoever sees it whole need not be looked for among the holders of its parts.
    whole = row is not None and actor.holds(P.TASK_VIEW) and sees_whole(row, actor)
    if row is None or not (whole or Programme.objects.visible_to(actor).filter(pk=row.pk).exists()):
        raise Missing(gettext_lazy("没有这个计划，或您的岗位不能查看。请回到计划列表。"))
    return row


def sees_whole(programme: Programme, actor: Actor) -> bool:
    """Does the actor see every part of this programme? Then nobody need ask it part by part."""
    return actor.everything or any(
        programme.region.startswith(prefix) for prefix in actor.regions_with(P.PROGRAMME_VIEW_ALL)
    )


def programme(key: int | str, actor: Actor) -> ProgrammeLine:
    """One programme, with the steps that this actor may take. Raises: Missing."""
    row = visible_programme(key, actor)
    steps = [step for step in PROGRAMME.open_verbs(row.state) if may(actor, step.permission, row.scope)]
    return replace(programme_line(row), verbs=[(step.verb, str(step.names)) for step in steps])


def summary(programme: int) -> Summary:
    """What the whole programme looks like, from the stored standings: two queries."""
    standings = Standing.objects.filter(programme=programme, assignment=None).order_by()
    rows = standings.values_list("task__field", "light").annotate(
        n=Count("pk"), as_of=Max("as_of"), surplus=Count("pk", filter=_NUMBERED & Q(actual_percent__gt=100)),
        numbered=Count("pk", filter=_NUMBERED), weight=Sum(_WEIGHT, filter=_NUMBERED),
        weighted=Sum(_CAPPED * _WEIGHT, filter=_NUMBERED),
    )  # fmt: skip
    found = [_LightOfField(*row) for row in rows]
    by_field: dict[str, dict[str, int]] = {}
    for each in sorted(found, key=lambda each: (each.field, each.light)):
        by_field.setdefault(each.field, {})[each.light] = each.n
    counts = {light: sum(group.get(light, 0) for group in by_field.values()) for light in LIGHTS}
    counts["waiting"] += Task.objects.filter(programme=programme).count() - sum(counts.values())
    weight, weighted = (sum(getattr(each, name) or 0 for each in found) for name in ("weight", "weighted"))
    return Summary(
        tasks=sum(counts.values()), counts=counts,
        groups=[Group(slug, sum(group.values()), {light: group.get(light, 0) for light in LIGHTS})
                for slug, group in by_field.items()],
        mean_percent=half_up(Decimal(weighted) / weight / _SCALE) if weight else None,
        mean_tasks=sum(each.numbered for each in found), surplus=sum(each.surplus for each in found),
        as_of=max((each.as_of for each in found), default=None), sentence=sentence_of(counts),
    )  # fmt: skip


# The mean of completion as `rules.lights.capped_mean` has it, in whole numbers, so that both engines sum it exactly:
# a percentage and the points of a task have four places at most.
_SCALE = 10_000
_NUMBERED = ~Q(task__kind="qualitative") & Q(actual_percent__isnull=False)


def _whole(value: Any) -> Cast:
    scaled = ExpressionWrapper(
        value * Value(Decimal(_SCALE)), output_field=DecimalField(max_digits=28, decimal_places=4)
    )
    return Cast(Round(scaled), BigIntegerField())


_CAPPED = _whole(
    Least(F("actual_percent"), Value(Decimal(100)), output_field=DecimalField(max_digits=18, decimal_places=4))
)
_WEIGHT = _whole(
    Coalesce(
        NullIf(F("task__points"), Value(Decimal(0))),
        Value(Decimal(1)),
        output_field=DecimalField(max_digits=18, decimal_places=4),
    )
)


class _LightOfField(NamedTuple):
    """One light of one field, with what the mean is made of."""

    field: str
    light: str
    n: int
    as_of: date
    surplus: int
    numbered: int
    weight: int | None
    weighted: int | None


def light_counts(keys: Sequence[int]) -> dict[int, dict[str, int]]:
    """How many tasks of each of these programmes are in which light: two queries."""
    found: dict[int, dict[str, int]] = {key: dict.fromkeys(LIGHTS, 0) for key in keys}
    lit = Standing.objects.filter(programme__in=keys, assignment=None).order_by()
    for key, light, n in lit.values_list("programme", "light").annotate(n=Count("pk")):
        found[key][light] += n
    whole = Task.objects.filter(programme__in=keys).order_by().values_list("programme").annotate(n=Count("pk"))
    for key, n in whole:
        found[key]["waiting"] += n - sum(found[key].values())
    return found


def sentence_of(counts: Mapping[str, int], *, narrowed: bool = False) -> str:
    """What a person would say aloud; built from the same counts, so it can never disagree with them."""
    total = sum(counts.values())
    if not total:
        return _("没有符合条件的任务。") if narrowed else _("还没有任务。")
    words = [
        _("%(n)s 项达到序时进度") % {"n": counts["ok"]} if counts["ok"] else "",
        _("%(n)s 项需关注") % {"n": counts["care"]} if counts["care"] else "",
        _("%(n)s 项滞后") % {"n": counts["late"]} if counts["late"] else "",
        _("%(n)s 项未报送") % {"n": counts["none"]} if counts["none"] else "",
        _("%(n)s 项未到报送期") % {"n": counts["waiting"]} if counts["waiting"] else "",
        _("%(n)s 项不判定进度") % {"n": counts["undated"]} if counts.get("undated") else "",
    ]
    listed = _("，").join(word for word in words if word)
    said = _("符合条件的 %(total)s 项任务中，%(listed)s。") if narrowed else _("%(total)s 项任务中，%(listed)s。")
    return said % {"total": total, "listed": listed}


@dataclass(frozen=True)
class SourceLine:
    """A document with its sentences and how many tasks each asks for."""

    pk: int
    kind: str
    title: str
    number: str
    issuer: str
    issued_on: date | None
    state: str
    state_name: str
    verbs: Sequence[tuple[str, str]]
    sentences: Sequence[tuple[int, int, str, int]]


def sources(programme: int, actor: Actor) -> list[SourceLine]:
    """The documents that ask for a programme's tasks. Raises: Missing."""
    row = visible_programme(programme, actor)
    asked: dict[int, list[tuple[int, int, str, int]]] = {}
    for each in Sentence.objects.filter(source__programme=row).annotate(tasks=Count("asks_for")):
        asked.setdefault(each.source_id, []).append((each.pk, each.ordinal, each.text, each.tasks))
    return [
        SourceLine(
            pk=each.pk, kind=each.get_kind_display(), title=each.title, number=each.number, issuer=each.issuer,
            issued_on=each.issued_on, state=each.state, state_name=str(PROGRAMME.states[each.state]),
            verbs=[(step.verb, str(step.names)) for step in PROGRAMME.open_verbs(each.state) if step.verb != "close"],
            sentences=asked.get(each.pk, []),
        )
        for each in Source.objects.filter(programme=row).order_by("pk")
    ]  # fmt: skip


def source_titles(programme: int, actor: Actor) -> list[tuple[int, str]]:
    """Keys and titles of a programme's documents, for a filter. Raises: Missing."""
    row = visible_programme(programme, actor)
    return list(Source.objects.filter(programme=row).order_by("pk").values_list("pk", "title"))
