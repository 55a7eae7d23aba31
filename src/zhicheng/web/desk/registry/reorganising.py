"""Organisations that end: merged into another, divided among several, closed; what they hold is shown and answered for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.access import Scope, require
from zhicheng.goals.actions.reorganising import close_unit, divide_unit, merge_units
from zhicheng.goals.queries.held import HeldPart, parts_of_unit
from zhicheng.registry import queries
from zhicheng.registry.actions import Division
from zhicheng.registry.kinds import FIELDS
from zhicheng.registry.permissions import P
from zhicheng.registry.queries.groups import GroupHold, groups_of, lead_fields_of
from zhicheng.web.desk.registry.fields import OrganisationField
from zhicheng.web.desk.registry.organisations import detail_url, role_name
from zhicheng.web.desk.registry.stale import WatchfulForm, mark_of
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table
from zhicheng.web.shared.wording import Form

MOST_HEIRS = 6


def part_table(parts: Any) -> Table:
    """The tasks that a unit answers for."""
    return Table(
        columns=[
            Column(lazy("任务"), lambda row: f"{row.number} {row.title}", lead=True),
            Column(lazy("计划"), lambda row: row.programme_title),
            Column(lazy("承担"), lambda row: row.role),
            Column(lazy("状态"), lambda row: row.state, whole=True),
        ],
        rows=parts,
        caption=lazy("未办结任务"),
        empty=lazy("没有未办结的任务。"),
    )


def _found(request: CityRequest, code: str) -> queries.OrganisationFacts:
    found = queries.organisation(code)
    require(request.actor, P.REGISTRY_EDIT, Scope(found.region, frozenset({code})))
    return found


class MergeForm(Form):
    """Into which organisation, from which day."""

    into = OrganisationField(label=lazy("并入哪个单位"))
    on = DayField(label=lazy("自何日起"))


@page(P.REGISTRY_EDIT)
def merge(request: CityRequest, code: str) -> HttpResponse:
    """Merge an organisation into another."""
    found = _found(request, code)
    parts = parts_of_unit(code)
    form = MergeForm(request.POST or None, initial={"on": request.today})
    if form.is_valid():
        into = form.cleaned_data["into"]
        done = attempt(
            form,
            # The highest module that holds work of a unit: it moves its own and calls the registry in the same act.
            lambda: merge_units(code, into.code, on=form.cleaned_data["on"], by=request.actor, at=request.now),
        )
        if done:
            messages.success(request, _("“%(old)s”已并入“%(new)s”。") % {"old": found.name, "new": into.name})
            return HttpResponseRedirect(detail_url(into.code))
    return form_page(
        request, form, template="desk/registry/ending.html", title=_("将“%(name)s”并入另一单位") % {"name": found.name},
        verb=_("并入"), back=detail_url(code), parts=part_table(parts), part_count=len(parts),
        consequence=_("并入后本单位即行终止，岗位、牵头职责、成员单位身份、承担的任务和办理中的期限一并转到并入的单位，不能撤回；原名称仍可查到。"),
    )  # fmt: skip


class CloseForm(Form):
    """The last day."""

    last_day = DayField(label=lazy("最后一日"))


@page(P.REGISTRY_EDIT)
def close(request: CityRequest, code: str) -> HttpResponse:
    """Close an organisation that has no successor and no task."""
    found = _found(request, code)
    parts = parts_of_unit(code)
    form = CloseForm(request.POST or None, initial={"last_day": request.today})
    if form.is_valid() and attempt(
        form, lambda: close_unit(code, **form.cleaned_data, by=request.actor, at=request.now)
    ):
        messages.success(request, _("“%(name)s”已撤销。") % {"name": found.name})
        return HttpResponseRedirect(detail_url(code))
    return form_page(
        request, form, template="desk/registry/ending.html", title=_("撤销“%(name)s”") % {"name": found.name},
        verb=_("撤销"), back=detail_url(code), parts=part_table(parts), part_count=len(parts),
        consequence=_("撤销后不能再办理业务，也不能撤回；职能转到其他单位的，请改办并入或拆分。历史记录保留。"),
    )  # fmt: skip


class HeirsForm(Form):
    """The bodies that come after, and the day from which."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_HEIRS + 1):
            self.fields[f"into{number}"] = OrganisationField(
                label=_("承接单位%(number)s") % {"number": number}, required=number <= 2,
                help_text=_("新设的单位请先登记，再办拆分。") if number == 1 else "",
            )  # fmt: skip
        self.fields["on"] = DayField(label=_("自何日起"), help_text=_("原单位到前一日终止。"))

    @property
    def heirs(self) -> list[queries.OrganisationFacts]:
        """The organisations that were named, each once."""
        named = [self.cleaned_data.get(f"into{number}") for number in range(1, MOST_HEIRS + 1)]
        return list({each.code: each for each in named if each}.values())


class DivisionForm(WatchfulForm):
    """Where each thing goes that the unit holds; what is left open goes to the main successor."""

    def __init__(
        self, *args: Any, heirs: list[queries.OrganisationFacts], posts: Any, leads: tuple[str, ...],
        groups: tuple[GroupHold, ...], parts: tuple[HeldPart, ...], **kwargs: Any,
    ) -> None:  # fmt: skip
        mark = mark_of(posts, leads, groups, [part.pk for part in parts])
        super().__init__(*args, mark=mark, now=_("岗位、职责或任务有增减"), **kwargs)
        choices = [(each.code, each.name) for each in heirs]
        self.fields["heir"] = forms.ChoiceField(
            label=_("主要承接单位"), choices=[("", _("请选择")), *choices],
            help_text=_("下面没有逐项指定的，都由它承接，包括办理中的期限。"),
        )  # fmt: skip
        self.sections: list[tuple[str, list[tuple[str, str, str]]]] = [
            (_("未办结任务"), [
                (f"part-{part.pk}", f"{part.number} {part.title}", f"{part.programme_title} · {part.role} · {part.state}")
                for part in parts]),
            (_("岗位"), [
                (f"post-{post.code}", f"{post.person_name} {post.title}", str(role_name(post))) for post in posts]),
            (_("牵头领域"), [
                (f"lead-{slug}", str(FIELDS[slug].names) if slug in FIELDS else slug, "") for slug in leads]),
            (_("领导小组"), [
                (f"group-{group.code}", group.name, _("办公室设在本单位") if group.office else _("成员单位"))
                for group in groups]),
        ]  # fmt: skip
        for _title, rows in self.sections:
            for name, label, _note in rows:
                self.fields[name] = forms.ChoiceField(
                    label=label, required=False, choices=[("", _("由主要承接单位承接")), *choices]
                )

    @property
    def tables(self) -> list[tuple[str, list[tuple[str, str, Any]]]]:
        """Each kind of thing with its rows: what it is, what is to know of it, where it goes."""
        return [
            (title, [(label, note, self[name]) for name, label, note in rows]) for title, rows in self.sections if rows
        ]

    def went(self, kind: str) -> dict[str, str]:
        """What was chosen for the things of one kind, by code."""
        chosen = {name.partition("-"): where for name, where in self.cleaned_data.items() if where}
        return {code: str(where) for (each, _dash, code), where in chosen.items() if each == kind and code}


@page(P.REGISTRY_EDIT)
def divide(request: CityRequest, code: str) -> HttpResponse:
    """Divide an organisation: first among whom, then what goes where."""
    found = _found(request, code)
    first = HeirsForm(request.GET or None, initial={"on": request.today})
    if not request.GET or not first.is_valid():
        context = {"form": first, "found": found, "back": detail_url(code)}
        return render(request, "desk/registry/divide_among.html", context, status=422 if first.errors else 200)
    on, heirs, parts = first.cleaned_data["on"], first.heirs, parts_of_unit(code)
    form = DivisionForm(
        request.POST or None, heirs=heirs, posts=queries.persons_of(code, on=on), leads=lead_fields_of(code, on=on),
        groups=groups_of(code, on=on), parts=parts,
    )  # fmt: skip
    if form.is_valid():
        division = Division(
            into=tuple(each.code for each in heirs), heir=form.cleaned_data["heir"], posts=form.went("post"),
            lead_roles=form.went("lead"), groups=form.went("group"),
        )  # fmt: skip
        going = {int(pk): where for pk, where in form.went("part").items()}
        done = attempt(
            form, lambda: divide_unit(code, division, parts=going, on=on, by=request.actor, at=request.now)
        )  # fmt: skip
        if done:
            messages.success(request, _divided(found.name, heirs, done.value or {}))
            return HttpResponseRedirect(detail_url(code))
    context = {
        "form": form, "found": found, "heirs": heirs, "on": on, "part_count": len(parts), "back": request.path,
    }  # fmt: skip
    return render(request, "desk/registry/divide.html", context, status=422 if form.errors else 200)


def _divided(name: str, heirs: list[queries.OrganisationFacts], went: dict[int, str]) -> str:
    counts = "、".join(
        _("%(name)s %(count)s 件") % {"name": each.name, "count": list(went.values()).count(each.code)}
        for each in heirs
    )
    return _("“%(name)s”已拆分，任务去向：%(counts)s。") % {"name": name, "counts": counts}
