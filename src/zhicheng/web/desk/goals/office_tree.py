"""The same tasks as a tree: branches with their shares, one of them open at a time."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.goals.kinds import LIGHTS
from zhicheng.goals.permissions import P
from zhicheng.goals.queries import grouping, tasks
from zhicheng.goals.queries.tasks import Filters
from zhicheng.web.desk.goals.office_frame import field_name, light_name, mark_of, programme_page
from zhicheng.web.desk.goals.office_tasks import chosen_programme, task_table
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table

WAYS = {
    "section": lazy("按任务板块"), "field": lazy("按质量领域"), "county": lazy("按县（市、区）"),
    "department": lazy("按部门"), "source": lazy("按任务来源"),
}  # fmt: skip
# Which filter of the list shows the tasks of a branch.
FILTERS = {"section": "section", "field": "field", "county": "unit", "department": "unit", "source": "source"}


@page(P.TASK_VIEW)
def tree(request: CityRequest) -> HttpResponse:
    """Branches by section, field, county, department or source; `open` names the one that shows its tasks."""
    programme = chosen_programme(request)
    if programme is None:
        return render(
            request, "desk/goals/office/no_programme.html", {"may_create": request.actor.holds(P.PROGRAMME_EDIT)}
        )
    by = request.GET.get("by", "section")
    by = by if by in WAYS else "section"
    groups = grouping.task_groups(programme.pk, request.actor, by=by)
    if wants_export(request):
        return export(request, _table(by, groups), f"{programme.title}{WAYS[by]}", mark=mark_of(programme))
    opened = request.GET.get("open", "")
    after = paging.read_key(request)
    part = None
    if opened:
        rows = tasks.tasks(
            programme.pk, request.actor, filters=Filters(**{FILTERS[by]: opened}),
            after=after if isinstance(after, int) else None, limit=paging.PAGE_SIZE + 1,
        )  # fmt: skip
        part = paging.cut(rows, size=paging.PAGE_SIZE, key=lambda row: row.order)
    return programme_page(
        request, "tree.html", programme, "tasks", by=by, ways=list(WAYS.items()), opened=opened, part=part,
        table=task_table(part.rows) if part else None,
        branches=[(group, _name(by, group), group.slug or "-") for group in groups],
    )  # fmt: skip


def _name(by: str, group: grouping.TaskGroup) -> str:
    if by == "field":
        return field_name(group.slug)
    return group.name or _("未分板块")


def _count_of(light: str) -> Callable[[grouping.TaskGroup], int]:
    return lambda group: group.counts[light]


def _table(by: str, groups: list[grouping.TaskGroup]) -> Table:
    lights = [Column(light_name(slug), _count_of(slug), number=True) for slug in LIGHTS]
    columns = [Column(WAYS[by], lambda row: _name(by, row)), Column(lazy("任务数"), lambda row: row.tasks, number=True)]
    return Table(columns=[*columns, *lights], rows=groups)
