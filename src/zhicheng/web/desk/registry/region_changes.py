"""One region: what it was called and where it belonged on which days; added, renamed, moved within the tree, merged."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.access import Scope, may
from zhicheng.core.ledger.queries import entries_about
from zhicheng.core.refusal import Missing
from zhicheng.registry import actions
from zhicheng.registry.kinds import REGION_LEVELS
from zhicheng.registry.permissions import P
from zhicheng.registry.queries import RegionFacts, regions
from zhicheng.registry.rules.regions import RegionRow
from zhicheng.web.desk.registry.names import told
from zhicheng.web.desk.registry.stale import WatchfulForm, mark_of
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

DATED = lazy("自这一日起；之前的文件和数据仍按当日的区划显示。")


def region_url(code: str) -> str:
    """Where a region is shown."""
    return reverse("desk-region", args=[code])


def level_name(slug: str) -> str:
    """A level in the active language."""
    return str(REGION_LEVELS[slug].names) if slug in REGION_LEVELS else slug


@page(P.REGISTRY_VIEW)
def detail(request: CityRequest, code: str) -> HttpResponse:
    """One region with its history and what stands directly beneath it."""
    past = regions.history(code)
    if not past:
        raise Missing(_("没有代码为%(region)s的区划。请核对代码。"), region=code)
    last = past[-1]
    holds = last.valid_to is None or last.valid_to >= request.today
    around = {last.parent, last.successor, *(each.parent for each in past)} - {""}
    context = {
        "region": last, "holds": holds, "level": level_name(last.level),
        "parent": last.parent, "names": regions.region_names(around, on=request.today),
        "history": _history(past, regions.region_names({each.parent for each in past}, on=request.today)),
        "below": regions.children(code, on=request.today),
        "organisations": regions.organisations_standing_in(code, on=request.today),
        "entries": told(entries_about(code, limit=20), on=request.today),
        "may_edit": holds and may(request.actor, P.REGISTRY_EDIT, Scope(code)),
    }  # fmt: skip
    return render(request, "desk/registry/region.html", context)


def _history(past: Any, names: dict[str, str]) -> Table:
    return Table(
        columns=[
            Column(lazy("名称"), lambda row: row.name, lead=True),
            Column(lazy("上级"), lambda row: names.get(row.parent, row.parent),
                   lambda row: link(region_url(row.parent), names.get(row.parent, row.parent)) if row.parent else "—"),
            Column(lazy("自"), lambda row: row.valid_from),
            Column(lazy("至"), lambda row: row.valid_to),
        ],
        rows=past,
        caption=lazy("历次登记"),
    )  # fmt: skip


def _choices(on: date, levels: tuple[str, ...]) -> list[tuple[str, str]]:
    found = regions.within(settings.CITY.region, on=on, levels=levels)
    return [(each.code, f"{each.name}（{each.code}）") for each in found]


def _current(code: str) -> RegionFacts:
    past = regions.history(code)
    if not past or past[-1].valid_to is not None:
        raise Missing(_("没有代码为%(region)s的现行区划。请核对代码，或到区划树中查找。"), region=code)
    return past[-1]


class EnterForm(Form):
    """A single new region."""

    code = forms.CharField(
        label=lazy("代码"), max_length=12, help_text=lazy("县级以上6位，乡镇以下9位或12位数字，须在上级的号段内。")
    )
    name = forms.CharField(label=lazy("名称"), max_length=60)
    level = forms.ChoiceField(label=lazy("级别"))
    parent = forms.ChoiceField(label=lazy("上级"))
    on = DayField(label=lazy("设立日期"))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(slug, str(level.names)) for slug, level in REGION_LEVELS.items() if level.parents]
        self.fields["level"] = forms.ChoiceField(label=_("级别"), choices=levels)
        self.fields["parent"] = forms.ChoiceField(
            label=_("上级"), choices=_choices(on, ("city", "county", "zone", "township"))
        )
        self.order_fields(["code", "name", "level", "parent", "on"])


@page(P.REGISTRY_EDIT)
def enter(request: CityRequest) -> HttpResponse:
    """Add one region."""
    initial = {"on": request.today, "parent": request.GET.get("parent", "")}
    form = EnterForm(request.POST or None, on=request.today, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        row = RegionRow(given["code"], given["name"], given["level"], given["parent"])
        if attempt(form, lambda: actions.enter_region(row, on=given["on"], by=request.actor, at=request.now)):
            messages.success(request, _("已登记“%(name)s”。") % {"name": given["name"]})
            return HttpResponseRedirect(reverse("desk-regions"))
    return form_page(request, form, title=_("登记一个区划"), verb=_("登记"), back=reverse("desk-regions"))


class RenameForm(WatchfulForm):
    """A new name and its first day."""

    name = forms.CharField(label=lazy("新名称"), max_length=60)
    on = DayField(label=lazy("更名日期"), help_text=DATED)


@page(P.REGISTRY_EDIT)
def rename(request: CityRequest, code: str) -> HttpResponse:
    """Give a region a new name from a day."""
    found = _current(code)
    form = RenameForm(
        request.POST or None, initial={"on": request.today}, mark=mark_of(found.name, found.parent), now=found.name
    )
    if form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            lambda: actions.change_region(
                code, name=given["name"], on=given["on"], by=request.actor, at=request.now
            ),
        )  # fmt: skip
        if done:
            messages.success(request, _("“%(old)s”已更名，原名仍可查到。") % {"old": found.name})
            return HttpResponseRedirect(region_url(code))
    title = _("“%(name)s”更名") % {"name": found.name}
    return form_page(request, form, title=title, verb=_("更名"), back=region_url(code))


class MoveForm(WatchfulForm):
    """A new superior and its first day."""

    parent = forms.ChoiceField(label=lazy("新的上级"))
    on = DayField(label=lazy("改隶日期"), help_text=DATED)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = forms.ChoiceField(label=_("新的上级"), choices=choices)
        self.order_fields(["parent", "on"])


@page(P.REGISTRY_EDIT)
def move(request: CityRequest, code: str) -> HttpResponse:
    """Hang a region under another superior from a day."""
    found = _current(code)
    form = MoveForm(
        request.POST or None, initial={"on": request.today, "parent": found.parent},
        choices=_choices(request.today, REGION_LEVELS[found.level].parents),
        mark=mark_of(found.name, found.parent), now=f"{found.name} {found.parent}",
    )  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            lambda: actions.change_region(
                code, parent=given["parent"], on=given["on"], by=request.actor, at=request.now
            ),
        )  # fmt: skip
        if done:
            messages.success(request, _("“%(name)s”已改隶。") % {"name": found.name})
            return HttpResponseRedirect(region_url(code))
    lead = _("权限按代码的号段走：代码不在新上级号段内的，请先取得新代码，改办并入新代码。")
    title = _("“%(name)s”改隶") % {"name": found.name}
    return form_page(request, form, title=title, verb=_("改隶"), lead=lead, back=region_url(code))


class MergeForm(Form):
    """Into which region, from which day."""

    into = forms.ChoiceField(label=lazy("并入哪个区划"))
    on = DayField(label=lazy("自何日起"), help_text=DATED)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nothing is chosen beforehand: what is merged by one press too many cannot be taken apart again.
        self.fields["into"] = forms.ChoiceField(label=_("并入哪个区划"), choices=[("", _("请选择")), *choices])
        self.order_fields(["into", "on"])


@page(P.REGISTRY_EDIT)
def merge(request: CityRequest, code: str) -> HttpResponse:
    """Merge a region into another, or give it a new code."""
    found = _current(code)
    alike = ("county", "zone") if found.level in ("county", "zone") else (found.level,)
    choices = [(each, name) for each, name in _choices(request.today, alike) if each != code]
    form = MergeForm(request.POST or None, initial={"on": request.today}, choices=choices)
    if form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            lambda: actions.merge_regions([code], given["into"], on=given["on"], by=request.actor, at=request.now),
        )
        if done and done.value is not None:
            counts = {"name": found.name, "count": done.value["organisations"], "posts": done.value["posts"]}
            messages.success(request, _("“%(name)s”已并入，随迁单位 %(count)s 个、岗位 %(posts)s 个。") % counts)
            return HttpResponseRedirect(region_url(given["into"]))
    return form_page(
        request, form, template="confirm.html", title=_("将“%(name)s”并入另一区划") % {"name": found.name},
        verb=_("并入"), back=region_url(code),
        consequence=_("并入后本代码即行终止，不能撤回；下级区划、单位、岗位和权限随之转到并入的区划。两地的同类单位须另办并入。只换代码的，请先登记新代码，再并入。"),
    )  # fmt: skip
