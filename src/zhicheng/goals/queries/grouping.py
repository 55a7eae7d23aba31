"""The tasks of a programme as a tree: groups by section, field, county, department or source, counted in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Min, QuerySet

from zhicheng.core.access import Actor
from zhicheng.goals.kinds import LIGHTS
from zhicheng.goals.models import Assignment, Source, Standing, Task
from zhicheng.goals.queries.programmes import sees_whole, visible_programme
from zhicheng.registry.queries.labels import names_of_organisations

DEPARTMENT_ROLES = ("lead", "co-lead", "support")


@dataclass(frozen=True)
class TaskGroup:
    """A branch of the tree: how many tasks (or parts, for units) it holds and in which lights."""

    slug: str
    name: str
    tasks: int
    counts: Mapping[str, int]


def task_groups(programme: int, actor: Actor, *, by: str) -> list[TaskGroup]:
    """The branches, in the order of the table, of the codes, or of the documents. Queries do not grow with rows."""
    seen = Task.objects.visible_to(actor).filter(programme=programme)
    if by in ("county", "department"):
        return _by_unit(programme, actor, ("county",) if by == "county" else DEPARTMENT_ROLES)
    if by == "source":
        return _by_source(programme, seen)
    return _by_column(seen, by)


def _by_column(seen: QuerySet[Task], column: str) -> list[TaskGroup]:
    found: dict[str, dict[str, int]] = {}
    whole = seen.order_by().values_list(column).annotate(n=Count("pk"), first=Min("order")).order_by("first")
    lit = Standing.objects.filter(assignment=None, task__in=seen.values("pk"))
    for slug, light, n in lit.order_by().values_list(f"task__{column}", "light").annotate(n=Count("pk")):
        found.setdefault(slug, {})[light] = n
    return [_group(slug, slug, tasks, found.get(slug, {})) for slug, tasks, _first in whole]


def _by_unit(programme: int, actor: Actor, roles: Iterable[str]) -> list[TaskGroup]:
    seen = Assignment.objects.visible_to(actor).exclude(state="withdrawn")
    rows = seen.filter(task__programme=programme, role__in=list(roles)).order_by()
    found: dict[str, dict[str, int]] = {}
    for code, light, n in rows.values_list("organisation", "standing__light").annotate(n=Count("pk")):
        counts = found.setdefault(code, {})
        counts[light or "waiting"] = counts.get(light or "waiting", 0) + n
    names = names_of_organisations(found)
    return [_group(code, names.get(code, code), sum(found[code].values()), found[code]) for code in sorted(found)]


def _by_source(programme: int, seen: QuerySet[Task]) -> list[TaskGroup]:
    found: dict[int, dict[str, int]] = {}
    links = Task.objects.filter(pk__in=seen.values("pk"), asked_by__isnull=False).order_by()
    pairs = links.values_list(
        "asked_by__sentence__source", "pk", "standings__assignment", "standings__light"
    ).distinct()
    for source, _task, part, light in pairs:
        if part is None:
            counts = found.setdefault(source, {})
            counts[light or "waiting"] = counts.get(light or "waiting", 0) + 1
    titles = Source.objects.filter(programme=programme).order_by("pk").values_list("pk", "title")
    return [_group(str(key), title, sum(found.get(key, {}).values()), found.get(key, {})) for key, title in titles]


def _group(slug: str, name: str, tasks: int, counts: Mapping[str, int]) -> TaskGroup:
    full = {light: counts.get(light, 0) for light in LIGHTS}
    full["waiting"] += tasks - sum(full.values())
    return TaskGroup(slug, name, tasks, full)


def holders(programme: int, actor: Actor) -> list[tuple[str, str]]:
    """Codes and names of the units that hold a part of the programme, for a filter.

    Who sees the programme whole is answered from two indexes: a delivered part has a standing that names its unit, and
    the planned ones are few. Asked of the parts themselves, every part of the programme would be read for a select.
    """
    rows = Assignment.objects.filter(task__programme=programme)
    if sees_whole(visible_programme(programme, actor), actor):
        lit = Standing.objects.filter(programme=programme, organisation__gt="").order_by()
        codes = set(lit.values_list("organisation", flat=True).distinct())
        rows = rows.filter(state="planned")
    else:
        codes, rows = set(), rows.exclude(state="withdrawn").visible_to(actor)
    codes |= set(rows.order_by().values_list("organisation", flat=True).distinct())
    return sorted(names_of_organisations(codes).items())
