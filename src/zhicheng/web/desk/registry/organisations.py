"""Organisations: found, shown with their former names and posts, entered, renamed, merged, closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.access import Scope, may, role
from zhicheng.core.ledger.queries import entries_about
from zhicheng.core.refusal import RuleBroken
from zhicheng.registry import actions, queries
from zhicheng.registry.kinds import FIELDS, ORGANISATION_KINDS
from zhicheng.registry.permissions import P
from zhicheng.registry.queries import organisations
from zhicheng.web.desk.registry.fields import kind_choices, region_choices
from zhicheng.web.desk.registry.names import told
from zhicheng.web.desk.registry.stale import WatchfulForm, mark_of
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

EXPORT_ROWS = 100_000
PUBLIC_KINDS = tuple(slug for slug, kind in ORGANISATION_KINDS.items() if kind.public)
OFFICES = "offices"


class FilterForm(Form):
    """Which organisations."""

    q = forms.CharField(label=lazy("名称或统一社会信用代码"), max_length=60, required=False)
    kind = forms.ChoiceField(label=lazy("类别"), required=False)
    region = forms.ChoiceField(label=lazy("地区"), required=False)

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [("", _("全部")), (OFFICES, _("机关和事业单位")), *kind_choices()]
        self.fields["kind"] = forms.ChoiceField(label=lazy("类别"), required=False, choices=kinds)
        places = [("", _("全市")), *region_choices(on)]
        self.fields["region"] = forms.ChoiceField(label=lazy("地区"), required=False, choices=places)


def detail_url(code: str) -> str:
    """Where an organisation is shown."""
    return reverse("desk-organisation", args=[code])


@page(P.REGISTRY_VIEW)
def search(request: CityRequest) -> HttpResponse:
    """The list of organisations: by name from two characters, else by kind and region."""
    form = FilterForm(request.GET or {"kind": OFFICES}, on=request.today)
    given = form.cleaned_data if form.is_valid() else {}
    problem = ""
    try:
        part = _found(request, given, size=EXPORT_ROWS if wants_export(request) else paging.PAGE_SIZE)
    except RuleBroken as refusal:
        part, problem = paging.Slice([]), refusal.sentence
    table = _table(request, part.rows)
    if wants_export(request):
        return export(request, table, _("单位名录"))
    context = {
        "form": form, "table": table, "part": part, "problem": problem,
        "may_edit": request.actor.holds(P.REGISTRY_EDIT),
    }  # fmt: skip
    return render(request, "desk/registry/organisations.html", context)


def _found(request: CityRequest, given: dict[str, Any], *, size: int) -> paging.Slice:
    kind, region = given.get("kind", ""), given.get("region", "")
    if given.get("q"):
        only = kind if kind and kind != OFFICES else None
        found = queries.find_organisations(given["q"], kind=only, region=region, limit=min(size, 200))
        return paging.Slice([each for each in found if kind != OFFICES or each.kind in PUBLIC_KINDS])
    kinds = PUBLIC_KINDS if kind == OFFICES else (kind,) if kind else ()
    after = paging.read_key(request)
    rows = queries.organisations_in(
        region or settings.CITY.region, on=request.today, kinds=kinds, below=True,
        after=after if isinstance(after, str) else "", limit=size + 1,
    )  # fmt: skip
    return paging.cut(rows, size=size, key=lambda row: row.code)


def _table(request: CityRequest, rows: Any) -> Table:
    places = queries.region_names({row.region for row in rows}, on=request.today)
    # Only in the file, where it imports again; the page would ask for nothing with it.
    short = organisations.short_names_of(row.code for row in rows) if wants_export(request) else {}
    return Table(
        columns=[
            Column(lazy("名称"), lambda row: row.name, _name, lead=True),
            Column(lazy("类别"), lambda row: kind_name(row.kind)),
            Column(lazy("地区"), lambda row: places.get(row.region, row.region)),
            Column(lazy("统一社会信用代码"), lambda row: row.uscc),
            Column(lazy("编号"), lambda row: row.code),
            Column(lazy("区划代码"), lambda row: row.region, export_only=True),
            Column(lazy("简称"), lambda row: "、".join(short.get(row.code, ())), export_only=True),
            Column(lazy("撤并日期"), lambda row: row.valid_to, export_only=True),
        ],
        rows=rows,
        caption=lazy("单位名录"),
        empty=lazy("没有符合条件的单位。可放宽类别或地区，或登记新单位。"),
    )


def _name(row: queries.OrganisationFacts) -> Any:
    shown = link(detail_url(row.code), row.name)
    if row.via:
        shown = format_html('{} <span class="quiet">{}</span>', shown, _("又名或曾用名：%(name)s") % {"name": row.via})
    if row.valid_to:
        ended = _("%(day)s撤并") % {"day": row.valid_to.isoformat()}
        shown = format_html('{} <span class="status is-none">{}</span>', shown, ended)
    return shown


def kind_name(slug: str) -> str:
    """A kind in the active language."""
    return str(ORGANISATION_KINDS[slug].names) if slug in ORGANISATION_KINDS else slug


@page(P.REGISTRY_VIEW)
def detail(request: CityRequest, code: str) -> HttpResponse:
    """One organisation: what it is and was called, who holds its posts, what it leads, what was done with it."""
    found = queries.organisation(code)
    names = organisations.names_of(code)
    leads = queries.leads_of(settings.CITY.region, on=request.today)
    context = {
        "organisation": found,
        "kind": kind_name(found.kind),
        "region": queries.region_names([found.region], on=request.today).get(found.region, found.region),
        "successors": [queries.organisation(each) for each in organisations.followed_by(code)],
        "former": [each for each in names if each.kind == "official" and each.valid_to],
        "short": [each.name for each in names if each.kind == "short" and not each.valid_to],
        "posts": post_table(queries.persons_of(code, on=request.today)),
        "leads": [str(FIELDS[field].names) for field, codes in leads.items() if code in codes and field in FIELDS],
        "history": told(entries_about(code, limit=20), on=request.today),
        "may_edit": _may(request, P.REGISTRY_EDIT, found) and not found.valid_to,
        "may_appoint": _may(request, P.POST_APPOINT, found) and not found.valid_to,
    }
    return render(request, "desk/registry/organisation.html", context)


def _may(request: CityRequest, permission: str, found: queries.OrganisationFacts) -> bool:
    return may(request.actor, permission, Scope(found.region, frozenset({found.code})))


def post_table(posts: Any, *, persons: bool = True, offices: bool = False) -> Table:
    """Posts with their holders, with their organisations, or with both."""
    columns = [
        Column(lazy("姓名"), lambda row: row.person_name,
               lambda row: link(reverse("desk-person", args=[row.person]), row.person_name), lead=persons),
        Column(lazy("单位"), lambda row: row.organisation_name,
               lambda row: link(detail_url(row.organisation), row.organisation_name), lead=not persons),
        Column(lazy("职务"), lambda row: _("%(title)s（代理）") % {"title": row.title} if row.acting_for else row.title),
        Column(lazy("分工"), lambda row: row.duty),
        Column(lazy("岗位权限"), role_name),
        Column(lazy("任职"), lambda row: row.valid_from),
        Column(lazy("离任"), lambda row: row.valid_to),
    ]  # fmt: skip
    return Table(
        columns=[*columns[: int(persons)], *columns[1 : 1 + int(offices)], *columns[2:]],
        rows=posts,
        caption=lazy("岗位"),
        empty=lazy("今日没有在任的岗位。任职后，其权限即日起按岗位生效。"),
    )


def role_name(row: Any) -> str:
    """The role of a post, in words."""
    found = role(row.role)
    return str(found.names) if found else row.role


class EnterForm(Form):
    """A new organisation."""

    name = forms.CharField(label=lazy("全称"), max_length=120)
    kind = forms.ChoiceField(label=lazy("类别"))
    region = forms.ChoiceField(label=lazy("所属地区"))
    uscc = forms.CharField(label=lazy("统一社会信用代码"), max_length=18, required=False)
    short_names = forms.CharField(
        label=lazy("简称"), max_length=200, required=False, help_text=lazy("表格中常用的叫法，可写多个，用顿号隔开。")
    )
    valid_from = DayField(label=lazy("成立或启用日期"))

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(label=lazy("类别"), choices=kind_choices())
        self.fields["region"] = forms.ChoiceField(label=lazy("所属地区"), choices=region_choices(on))
        self.order_fields(["name", "kind", "region", "uscc", "short_names", "valid_from", "on"])

    def clean_short_names(self) -> list[str]:
        """The names one by one."""
        return split_names(self.cleaned_data["short_names"])


def split_names(text: str) -> list[str]:
    """Names that stand in one line: 市监局、市场监管局."""
    for sign in "，,；;\n":
        text = text.replace(sign, "、")
    return [name.strip() for name in text.split("、") if name.strip()]


@page(P.REGISTRY_EDIT)
def enter(request: CityRequest) -> HttpResponse:
    """Enter an organisation."""
    form = EnterForm(request.POST or None, on=request.today, initial={"valid_from": request.today})
    if form.is_valid():
        done = attempt(
            form, lambda: actions.enter_organisation(**form.cleaned_data, by=request.actor, at=request.now)
        )  # fmt: skip
        if done:
            messages.success(request, _("已登记“%(name)s”。") % form.cleaned_data)
            return HttpResponseRedirect(detail_url(str(done.value)))
    return form_page(request, form, title=_("登记单位"), verb=_("登记"), back=reverse("desk-registry"))


class AmendForm(WatchfulForm, EnterForm):
    """What the register says, put right."""

    on = DayField(label=lazy("自何日起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["valid_from"]


@page(P.REGISTRY_EDIT)
def amend(request: CityRequest, code: str) -> HttpResponse:
    """Put an organisation's facts right."""
    found = queries.organisation(code)
    short = "、".join(
        each.name for each in organisations.names_of(code) if each.kind == "short" and not each.valid_to
    )  # fmt: skip
    initial = {
        "kind": found.kind, "region": found.region, "uscc": found.uscc, "short_names": short, "on": request.today
    }  # fmt: skip
    form = AmendForm(
        request.POST or None, on=request.today, initial=initial,
        mark=mark_of(found.kind, found.region, found.uscc, short),
        now="；".join(each for each in (kind_name(found.kind), found.region, found.uscc, short) if each),
    )  # fmt: skip
    if form.is_valid() and attempt(
        form, lambda: actions.amend_organisation(code, **form.cleaned_data, by=request.actor, at=request.now)
    ):
        messages.success(request, _("已更正“%(name)s”的登记内容。") % {"name": found.name})
        return HttpResponseRedirect(detail_url(code))
    title = _("更正“%(name)s”的登记内容") % {"name": found.name}
    return form_page(request, form, title=title, verb=_("更正"), back=detail_url(code))


class RenameForm(WatchfulForm):
    """A new name and its first day."""

    name = forms.CharField(label=lazy("新名称"), max_length=120)
    on = DayField(label=lazy("更名日期"), help_text=lazy("自这一日起用新名称；之前的文件和数据仍显示原名。"))


@page(P.REGISTRY_EDIT)
def rename(request: CityRequest, code: str) -> HttpResponse:
    """Give an organisation a new name from a day."""
    found = queries.organisation(code)
    form = RenameForm(request.POST or None, initial={"on": request.today}, mark=mark_of(found.name), now=found.name)
    if form.is_valid() and attempt(
        form, lambda: actions.rename_organisation(code, **form.cleaned_data, by=request.actor, at=request.now)
    ):
        messages.success(request, _("“%(old)s”已更名，原名作为曾用名保留。") % {"old": found.name})
        return HttpResponseRedirect(detail_url(code))
    return form_page(
        request, form, title=_("“%(name)s”更名") % {"name": found.name}, verb=_("更名"), back=detail_url(code)
    )


@page(P.REGISTRY_VIEW)
def options(request: CityRequest) -> HttpResponse:
    """Proposals for an organisation field while one types."""
    text = request.GET.get(request.htmx.trigger_name or "q", "")
    try:
        found = queries.find_organisations(text, limit=12)
    except RuleBroken:
        found = ()
    return render(request, "desk/registry/options.html", {"options": [(each.name, each.code) for each in found]})
