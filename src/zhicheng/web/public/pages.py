"""The public pages: home, programmes, one task with its items, the data, how it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.goals.queries import opened
from zhicheng.goals.queries.programmes import Group, ProgrammeLine
from zhicheng.registry.kinds import FIELDS
from zhicheng.statutes.queries import parameter
from zhicheng.web.public.tables import field_name, items_table, tasks_table
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.wording import Form

ITEMS_SHOWN = 200


@dataclass(frozen=True)
class GroupLine:
    """A field of work on the page: its name, how many tasks, in which lights, and the worst in words."""

    slug: str
    name: str
    tasks: int
    counts: dict[str, int]
    light: str
    words: str


def group_lines(groups: Any) -> list[GroupLine]:
    """Fields of work in the order in which they are declared."""
    order = {slug: place for place, slug in enumerate(FIELDS)}
    return [_group_line(group) for group in sorted(groups, key=lambda each: order.get(each.slug, len(order)))]


def _group_line(group: Group) -> GroupLine:
    said = (("late", _("滞后 %(n)s 项")), ("none", _("未报送 %(n)s 项")), ("care", _("需关注 %(n)s 项")))
    light, words = next(
        ((slug, text % {"n": group.counts[slug]}) for slug, text in said if group.counts[slug]),
        ("ok", _("达到序时进度")) if group.counts["ok"] else _unlit(group),
    )
    return GroupLine(group.slug or "-", field_name(group.slug), group.tasks, dict(group.counts), light, words)


def _unlit(group: Group) -> tuple[str, str]:
    return ("waiting", _("未到报送期")) if group.counts["waiting"] else ("undated", _("不判定进度"))


def mark_of(programme: ProgrammeLine) -> str:
    """What kind of data it is, for pages and exports: nothing for a real city's own."""
    if programme.origin != "real":
        return programme.origin_name
    return _("虚构") if settings.CITY.made_up else ""


@page(public=True)
def home(request: HttpRequest) -> HttpResponse:
    """First the answer, as a sentence; then the fields of work; then the way to everything else."""
    programmes = opened.open_programmes()
    own = next((each for each in programmes if each.origin != "quoted"), None)
    if own is None:
        return render(request, "public/home.html", {"programmes": programmes, "programme": None})
    programme, summary = opened.open_programme(own.code)
    others = [each for each in programmes if each.code != own.code]
    told = {"programme": programme, "summary": summary, "groups": group_lines(summary.groups), "programmes": others}
    return render(request, "public/home.html", told)


@page(public=True)
def programmes(request: HttpRequest) -> HttpResponse:
    """Every opened programme."""
    return render(request, "public/programmes.html", {"programmes": opened.open_programmes()})


class TaskFilter(Form):
    """Which tasks of a programme."""

    field = forms.ChoiceField(label=lazy("领域"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("全部")), *((slug, str(each.names)) for slug, each in FIELDS.items()), ("-", field_name(""))]
        self.fields["field"] = forms.ChoiceField(label=_("领域"), required=False, choices=every)


@page(public=True)
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """One opened programme: its tasks with verified figures, and the same as CSV, Excel and JSON."""
    line, summary = opened.open_programme(code)
    form = TaskFilter(request.GET or None)
    field = form.cleaned_data["field"] if form.is_bound and form.is_valid() else ""
    table = tasks_table(code, opened.open_tasks(code, field=field))
    if wants_export(request):
        return export(request, table, f"{line.title}-{_('进展')}", mark=mark_of(line))
    told = {
        "programme": line, "summary": summary, "groups": group_lines(summary.groups), "table": table, "form": form,
        "field": field_name(field) if field else "",
    }  # fmt: skip
    return render(request, "public/programme.html", told)


@page(public=True)
def task(request: HttpRequest, code: str, key: int) -> HttpResponse:
    """One task: the figure, its arithmetic, and every verified item behind it."""
    line, _summary = opened.open_programme(code)
    found = opened.open_task(code, key)
    if wants_export(request):
        table = items_table(opened.open_items(code, task=key))
        return export(request, table, f"{found.number}-{_('经核实明细')}", mark=mark_of(line))
    items = list(islice(opened.open_items(code, task=key), ITEMS_SHOWN + 1))
    told = {
        "programme": line, "task": found, "table": items_table(items[:ITEMS_SHOWN], kind=found.kind), "more": len(items) > ITEMS_SHOWN,
        "shown": ITEMS_SHOWN, "total": found.figures.verified,
    }  # fmt: skip
    return render(request, "public/task.html", told)


@page(public=True)
def items(request: HttpRequest, code: str) -> HttpResponse:
    """All verified items of a programme as one file."""
    line, _summary = opened.open_programme(code)
    if not wants_export(request):
        return render(request, "public/items.html", {"programme": line})
    return export(request, items_table(opened.open_items(code)), f"{line.title}-{_('经核实明细')}", mark=mark_of(line))


@page(public=True)
def data(request: HttpRequest) -> HttpResponse:
    """Every table as a file, with what its columns mean."""
    return render(request, "public/data.html", {"programmes": opened.open_programmes()})


@page(public=True)
def method(request: HttpRequest) -> HttpResponse:
    """How a thing is counted, and how the light is found."""
    on = request.today  # type: ignore[attr-defined]
    slugs = ("goals-late-margin", "goals-care-margin", "goals-forecast-periods", "goals-forecast-minimum")
    found = [parameter(slug, on=on) for slug in slugs]
    return render(request, "public/method.html", {"parameters": found, "late": found[0], "care": found[1]})
