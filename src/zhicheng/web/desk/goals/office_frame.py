"""What all pages of one programme share: its line, what this visitor may do with it, and links to the other pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.access import Scope, may
from zhicheng.goals.kinds import LIGHTS
from zhicheng.goals.permissions import P
from zhicheng.goals.queries.programmes import ProgrammeLine
from zhicheng.registry.kinds import FIELDS
from zhicheng.web.shared.request import CityRequest

# The parts of a programme's pages: slug, page, words, permission.
TABS = (
    ("detail", "desk-programme", lazy("进展"), P.TASK_VIEW),
    ("tasks", "desk-tasks", lazy("任务"), P.TASK_VIEW),
    ("sources", "desk-sources", lazy("任务来源"), P.TASK_VIEW),
    ("imports", "desk-imports", lazy("导入"), P.TASK_IMPORT),
    ("assigning", "desk-assigning", lazy("交办"), P.TASK_ASSIGN),
    ("reporting", "desk-reporting", lazy("报送情况"), P.TASK_VIEW),
)


def allows(request: CityRequest, permission: str, programme: ProgrammeLine) -> bool:
    """May this visitor do this with this programme?"""
    return may(request.actor, permission, Scope(programme.region, frozenset({programme.office})))


def programme_page(
    request: CityRequest, template: str, programme: ProgrammeLine, tab: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """A page of a programme under its tabs."""
    tabs = [
        (slug, _tab_address(name, programme.pk), words)
        for slug, name, words, permission in TABS
        if permission == P.TASK_VIEW or allows(request, permission, programme)
    ]
    shared = {"programme": programme, "tabs": tabs, "tab": tab, **context}
    return render(request, f"desk/goals/office/{template}", shared, status=status)


def _tab_address(name: str, programme: int) -> str:
    if name == "desk-tasks":
        return f"{reverse(name)}?programme={programme}"
    return reverse(name, args=[programme])


def confirmation(request: CityRequest) -> forms.Form:
    """A form that asks nothing but the press of its button; valid as soon as that was pressed."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    form.is_valid()
    return form


def linked(name: str, *args: Any) -> str:
    """The address of a page that may not be there; empty where it is not."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def field_name(slug: str) -> str:
    """A field of quality in words; 未分领域 where a task names none."""
    return str(FIELDS[slug].names) if slug in FIELDS else (slug or str(lazy("未分领域")))


def in_field_order(groups: Iterable[Any]) -> list[Any]:
    """Groups by field in the order in which the fields are declared, those without a field last."""
    places = {slug: place for place, slug in enumerate(FIELDS)}
    return sorted(groups, key=lambda group: places.get(group.slug, len(places)))


def field_choices(*, blank: Any = "") -> list[tuple[str, Any]]:
    """Fields of quality for a select."""
    first = [("", blank)] if blank else []
    return [*first, *((slug, str(each.names)) for slug, each in FIELDS.items())]


def light_name(slug: str) -> str:
    """A light in words, those that the drawings do not know included."""
    return str(LIGHTS[slug]) if slug in LIGHTS else slug


def mark_of(programme: ProgrammeLine) -> str:
    """What every export says about the nature of its figures."""
    return programme.origin_name or (str(lazy("虚构")) if settings.CITY.made_up else "")
