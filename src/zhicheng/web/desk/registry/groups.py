"""The leading group, its office and members, and who leads which field of quality."""

from __future__ import annotations

from collections.abc import Iterable
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
from zhicheng.core.refusal import Missing
from zhicheng.registry import actions, queries
from zhicheng.registry.kinds import FIELDS
from zhicheng.registry.permissions import P
from zhicheng.web.desk.registry.fields import OrganisationField, region_choices
from zhicheng.web.desk.registry.names import POSITIONS
from zhicheng.web.desk.registry.organisations import PUBLIC_KINDS, detail_url
from zhicheng.web.desk.registry.stale import WatchfulForm, mark_of
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form


def _region(request: CityRequest) -> str:
    return request.GET.get("region", "") or settings.CITY.region


def _back(region: str) -> str:
    return f"{reverse('desk-group')}?region={region}"


@page(P.REGISTRY_VIEW)
def overview(request: CityRequest) -> HttpResponse:
    """The leading group of a region and its lead organisations."""
    region = _region(request)
    place = queries.region(region, on=request.today) if region else None
    group = queries.leading_group(region, on=request.today)
    leads = queries.leads_of(region, on=request.today)
    names = queries.names_on({code for codes in leads.values() for code in codes}, request.today)
    fields = [
        {
            "slug": slug, "name": str(field.names),
            "leads": [(detail_url(code), names[code]) for code in leads.get(slug, ())],
        }
        for slug, field in FIELDS.items()
    ]  # fmt: skip
    context = {
        "place": place,
        "region": region,
        "regions": region_choices(request.today, townships=False),
        "group": group,
        "positions": [(str(POSITIONS.get(p.position, p.position)), p) for p in group.positions] if group else [],
        "members": [(detail_url(code), name) for code, name in group.members] if group else [],
        "office_url": detail_url(group.office) if group else "",
        "fields": fields,
        "may_edit": may(request.actor, P.REGISTRY_EDIT, Scope(region)),
    }
    return render(request, "desk/registry/group.html", context)


class OfficesField(forms.MultipleChoiceField):
    """Several of the offices of a region, ticked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, region: str, on: Any, **kwargs: Any) -> None:
        offices = queries.organisations_in(region, on=on, kinds=PUBLIC_KINDS)
        super().__init__(choices=[(each.code, each.name) for each in offices], **kwargs)


def _names(request: CityRequest, codes: Iterable[str]) -> str:
    return "、".join(queries.names_on(codes, request.today).values()) or _("未确定")


class LeadForm(WatchfulForm):
    """Who leads a field of quality, from which day."""

    def __init__(self, *args: Any, region: str, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisations"] = OfficesField(
            region, on, label=_("牵头单位"), required=False, help_text=_("可选一个或几个。")
        )
        self.fields["on"] = DayField(label=_("自何日起"))


@page(P.REGISTRY_EDIT)
def set_leads(request: CityRequest, field: str) -> HttpResponse:
    """Say who leads a field of quality."""
    if field not in FIELDS:
        raise Missing(_("没有这个质量领域。"))
    region = _region(request)
    held = queries.lead_organisations(field, region=region, on=request.today)
    form = LeadForm(
        request.POST or None, region=region, on=request.today, initial={"organisations": held, "on": request.today},
        mark=mark_of(sorted(held)), now=_names(request, held),
    )  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            lambda: actions.set_lead_organisations(
                field, given["organisations"], region=region, on=given["on"], by=request.actor, at=request.now
            ),
        )
        if done:
            messages.success(request, _("已确定“%(field)s”的牵头单位。") % {"field": FIELDS[field].names})
            return HttpResponseRedirect(_back(region))
    title = _("“%(field)s”由谁牵头") % {"field": FIELDS[field].names}
    return form_page(request, form, title=title, verb=_("确定"), back=_back(region))


class GroupForm(Form):
    """A leading group: its name, where its office is, since when."""

    name = forms.CharField(label=lazy("名称"), max_length=120)
    office = OrganisationField(label=lazy("办公室设在"))
    valid_from = DayField(label=lazy("成立日期"))


@page(P.REGISTRY_EDIT)
def set_group(request: CityRequest) -> HttpResponse:
    """Set up the leading group of a region."""
    region = _region(request)
    form = GroupForm(request.POST or None, initial={"valid_from": request.today})
    if form.is_valid():
        given = {**form.cleaned_data, "office": form.cleaned_data["office"].code}
        done = attempt(
            form, lambda: actions.set_leading_group(**given, region=region, by=request.actor, at=request.now)
        )  # fmt: skip
        if done:
            messages.success(request, _("已设立“%(name)s”。接着可确定成员单位。") % given)
            return HttpResponseRedirect(_back(region))
    return form_page(request, form, title=_("设立领导小组"), verb=_("设立"), back=_back(region))


class MembersForm(WatchfulForm):
    """The member organisations from a day."""

    def __init__(self, *args: Any, region: str, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"] = OfficesField(region, on, label=_("成员单位"), required=False)
        self.fields["on"] = DayField(label=_("自何日起"))


@page(P.REGISTRY_EDIT)
def set_members(request: CityRequest) -> HttpResponse:
    """Say which organisations are members."""
    region = _region(request)
    group = queries.leading_group(region, on=request.today)
    if group is None:
        raise Missing(_("该地区今日没有领导小组。请先设立。"))
    held = [code for code, _name in group.members]
    form = MembersForm(
        request.POST or None, region=region, on=request.today, initial={"members": held, "on": request.today},
        mark=mark_of(sorted(held)), now=_names(request, held),
    )  # fmt: skip
    if form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            lambda: actions.set_members(group.code, given["members"], on=given["on"], by=request.actor, at=request.now),
        )
        if done:
            messages.success(request, _("已确定成员单位。"))
            return HttpResponseRedirect(_back(region))
    title = _("“%(name)s”的成员单位") % {"name": group.name}
    return form_page(request, form, title=title, verb=_("确定"), back=_back(region))


class PositionForm(Form):
    """Who takes which position in the group."""

    position = forms.ChoiceField(label=lazy("职务"), choices=list(POSITIONS.items()))
    post = forms.ChoiceField(label=lazy("由哪个岗位担任"))
    on = DayField(label=lazy("自何日起"))

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = forms.ChoiceField(label=_("由哪个岗位担任"), choices=posts)
        self.order_fields(["position", "post", "on"])


@page(P.REGISTRY_EDIT)
def give_position(request: CityRequest) -> HttpResponse:
    """Let a post's holder chair the group, stand in, or direct the office."""
    region = _region(request)
    group = queries.leading_group(region, on=request.today)
    if group is None:
        raise Missing(_("该地区今日没有领导小组。请先设立。"))
    posts = [
        (post.code, f"{post.person_name} · {post.organisation_name}{post.title}")
        for role in ("leader", "office", "county-office", "lead-department")
        for post in queries.holders(role, on=request.today, region=region)
    ]
    form = PositionForm(request.POST or None, posts=posts, initial={"on": request.today})
    if form.is_valid() and attempt(
        form, lambda: actions.give_position(group.code, **form.cleaned_data, by=request.actor, at=request.now)
    ):
        messages.success(request, _("已确定领导小组职务。"))
        return HttpResponseRedirect(_back(region))
    return form_page(request, form, title=_("领导小组职务"), verb=_("确定"), back=_back(region))
