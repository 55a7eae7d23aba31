"""The tree of regions, and sheets that bring regions and organisations."""

from __future__ import annotations

import base64
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

from zhicheng.core.intake import column_letter
from zhicheng.core.refusal import RuleBroken
from zhicheng.registry import actions
from zhicheng.registry.kinds import REGION_LEVELS
from zhicheng.registry.permissions import P
from zhicheng.registry.queries import RegionFacts, regions
from zhicheng.web.desk.registry.fields import kind_choices
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.uploads import SheetField, arrived
from zhicheng.web.shared.wording import Form

SHOWN_PROBLEMS = 200
# A marked copy larger than this is not put into the page; the list of problems still names every cell.
LARGEST_COPY = 2_000_000


LEVELS = ("city", "county", "zone", "township")


@page(P.REGISTRY_VIEW)
def tree(request: CityRequest) -> HttpResponse:
    """The tree as it is on a day; with a name the regions that bear or bore it."""
    form = TreeForm(request.GET or None, initial={"day": request.today})
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    day, problem = given.get("day") or request.today, ""
    hits: tuple[regions.FoundRegion, ...] = ()
    if given.get("q"):
        try:
            hits = regions.find_regions(given["q"], on=day, within=settings.CITY.region)
        except RuleBroken as refusal:
            problem = refusal.sentence
    if wants_export(request):
        whole = regions.within(settings.CITY.region, on=day)
        if given.get("q"):
            whole = tuple(hit.region for hit in hits)
        return export(request, _table(whole), _("行政区划"))
    found = regions.within(settings.CITY.region, on=day, levels=LEVELS)
    below: dict[str, list[RegionFacts]] = {}
    for each in found:
        below.setdefault(each.parent, []).append(each)
    upper = [each for each in found if each.level in ("county", "zone")]
    context = {
        "form": form, "day": day, "city_region": next((each for each in found if each.level == "city"), None),
        "counties": [(each, below.get(each.code, [])) for each in upper], "count": len(upper),
        "townships": sum(each.level == "township" for each in found), "searched": bool(given.get("q")),
        "hits": _hits(hits), "problem": problem, "may_edit": request.actor.holds(P.REGISTRY_EDIT),
    }  # fmt: skip
    return render(request, "desk/registry/regions.html", context)


class TreeForm(Form):
    """Which name, and the tree of which day."""

    q = forms.CharField(label=lazy("名称或代码"), max_length=30, required=False)
    day = DayField(label=lazy("哪一日的区划"), required=False)


def _hits(found: Any) -> Table:
    return Table(
        columns=[
            Column(lazy("名称"), lambda row: row.region.name, _hit, lead=True),
            Column(lazy("级别"), lambda row: str(REGION_LEVELS[row.region.level].names)),
            Column(lazy("代码"), lambda row: row.region.code),
            Column(lazy("自"), lambda row: row.region.valid_from),
            Column(lazy("至"), lambda row: row.region.valid_to),
        ],
        rows=found,
        caption=lazy("区划"),
        empty=lazy("没有找到这个名称。可改写其中两个字再查，或换一个日期。"),
    )


def _hit(row: Any) -> Any:
    shown = link(reverse("desk-region", args=[row.region.code]), row.region.name)
    if row.via:
        shown = format_html('{} <span class="quiet">{}</span>', shown, _("曾用名：%(name)s") % {"name": row.via})
    if row.ended:
        shown = format_html('{} <span class="status is-none">{}</span>', shown, _("已撤并"))
    return shown


def _table(found: Any) -> Table:
    return Table(
        columns=[
            Column(lazy("代码"), lambda row: row.code),
            Column(lazy("名称"), lambda row: row.name, lead=True),
            Column(lazy("级别"), lambda row: str(REGION_LEVELS[row.level].names)),
            Column(lazy("上级代码"), lambda row: row.parent),
        ],
        rows=found,
    )


class SheetForm(Form):
    """A sheet and the day from which it holds."""

    sheet = SheetField()
    on = DayField(label=lazy("自何日起"))


class OrganisationSheetForm(SheetForm):
    """The kind for rows that say none."""

    kind = forms.ChoiceField(label=lazy("类别"), help_text=lazy("表中没有“类别”一列时，按此登记。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("类别"), choices=kind_choices(), help_text=_("表中没有“类别”一列时，按此登记。")
        )


@page(P.REGISTRY_EDIT)
def load_regions(request: CityRequest) -> HttpResponse:
    """Load a sheet of regions."""
    form = SheetForm(request.POST or None, request.FILES or None, initial={"on": request.today})
    if form.is_valid():
        with arrived(form.cleaned_data["sheet"]) as file:
            done = attempt(
                form,
                lambda: actions.load_region_file(
                    file.path, name=file.name, on=form.cleaned_data["on"], by=request.actor, at=request.now
                ),
            )
        if done and done.value is not None:
            counts = {"new": len(done.value.opened), "changed": len(done.value.changed) + len(done.value.corrected)}
            messages.success(request, _("已导入区划：新增 %(new)s 个，变更 %(changed)s 个。") % counts)
            return HttpResponseRedirect(reverse("desk-regions"))
    lead = _("表头须有：代码、名称、级别、上级代码。有一处不对就整表不导入，并逐处标明。")
    return upload_page(request, form, title=_("导入行政区划"), lead=lead, back=reverse("desk-regions"))


@page(P.REGISTRY_EDIT)
def load_organisations(request: CityRequest) -> HttpResponse:
    """Load a sheet of organisations, enterprises above all."""
    form = OrganisationSheetForm(
        request.POST or None, request.FILES or None, initial={"on": request.today, "kind": "enterprise"}
    )
    if form.is_valid():
        given = form.cleaned_data
        with arrived(given["sheet"]) as file:
            done = attempt(
                form,
                lambda: actions.load_organisation_file(
                    file.path, name=file.name, kind=given["kind"], on=given["on"], by=request.actor, at=request.now
                ),
            )
        if done and done.value is not None:
            counts = {"new": len(done.value.entered), "changed": len(done.value.changed), "same": done.value.unchanged}
            messages.success(
                request, _("已导入单位：新登记 %(new)s 个，变更 %(changed)s 个，无变化 %(same)s 个。") % counts
            )
            return HttpResponseRedirect(reverse("desk-registry"))
    lead = _(
        "表头须有：名称、所属地区，企业还须有统一社会信用代码；可有：类别、简称。有一处不对就整表不导入，并逐处标明。"
    )
    return upload_page(request, form, title=_("导入单位名录"), lead=lead, back=reverse("desk-registry"))


def upload_page(
    request: CityRequest, form: forms.Form, *, title: str, lead: str, back: str,
    template: str = "desk/registry/upload.html",
) -> HttpResponse:  # fmt: skip
    """A page that takes a sheet, and gives a refused one back with its marks."""
    problems, copy = form_refusal(form)
    return form_page(
        request, form, title=title, verb=_("上传"), lead=lead, back=back, template=template, problems=problems,
        copy=copy,
    )  # fmt: skip


def form_refusal(form: forms.BaseForm) -> tuple[list[dict[str, Any]], str]:
    """The bad cells that the last attempt found, and the marked copy as an address that downloads it."""
    refusal = getattr(form, "refusal", None)
    problems = list(getattr(refusal, "problems", ()))
    shown = [
        {"cell": f"{column_letter(each.column)}{each.row + 1}", "sentence": each.sentence}
        for each in problems[:SHOWN_PROBLEMS]
    ]
    copy: bytes = getattr(refusal, "copy", b"") or b""
    if not copy or len(copy) > LARGEST_COPY:
        return shown, ""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return shown, f"data:{kind};base64,{base64.b64encode(copy).decode()}"
