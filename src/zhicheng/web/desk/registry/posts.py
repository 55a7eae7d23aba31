"""What becomes of a post on a day: its holder leaves, hands it over, or is stood in for; with what hangs on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.access import Scope, may, require
from zhicheng.core.accounts.permissions import P as A
from zhicheng.core.refusal import Missing
from zhicheng.goals.actions.reorganising import hand_over_work
from zhicheng.goals.queries.held import HeldPart, parts_of_person
from zhicheng.registry import actions, queries
from zhicheng.registry.permissions import P
from zhicheng.web.desk.registry.fields import PersonField
from zhicheng.web.desk.registry.groups import POSITIONS
from zhicheng.web.desk.registry.organisations import role_name
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form


def duty_table(name: str, parts: Any, positions: Any) -> Table:
    """What a person is responsible for: tasks that carry the name, positions in leading groups."""
    rows = [(_("领导小组职务"), f"{each.group_name} {POSITIONS.get(each.position, each.position)}", "",
             f"{reverse('desk-group')}?region={each.region}") for each in positions]  # fmt: skip
    rows += [(_named_as(each, name), f"{each.number} {each.title}", each.programme_title, "") for each in parts]
    return Table(
        columns=[
            Column(lazy("事项"), lambda row: row[1], lambda row: link(row[3], row[1]) if row[3] else row[1], lead=True),
            Column(lazy("身份"), lambda row: row[0]),
            Column(lazy("计划"), lambda row: row[2]),
        ],
        rows=rows,
        caption=lazy("负责的事项"),
        empty=lazy("没有写明由其负责的任务，也没有领导小组职务。"),
    )


def _named_as(part: HeldPart, name: str) -> str:
    words = [(part.leader, _("责任领导")), (part.officer, _("责任人"))]
    return "、".join(word for named, word in words if named == name)


def responsible_for(request: CityRequest, code: str, posts: Any) -> Table:
    """The table of what hangs on these posts of a person today."""
    positions = queries.people.positions_of([post.code for post in posts], on=request.today)
    parts = parts_of_person(code, {post.organisation for post in posts}, on=request.today)
    return duty_table(queries.person(code).name, parts, positions)


def _held(request: CityRequest, code: str, post: str) -> queries.PostFacts:
    held = next((each for each in queries.posts_of(code) if each.code == post), None)
    if held is None:
        raise Missing(_("没有代码为%(post)s的岗位。请刷新后重试。"), post=post)
    require(request.actor, P.POST_APPOINT, Scope(held.region, frozenset({held.organisation})))
    return held


class EndForm(Form):
    """The last day in the post."""

    last_day = DayField(label=lazy("在任最后一日"), help_text=lazy("次日起，该岗位的权限失效。"))


@page(P.POST_APPOINT)
def end_post(request: CityRequest, code: str, post: str) -> HttpResponse:
    """End a post after its last day."""
    held = _held(request, code, post)
    form = EndForm(request.POST or None, initial={"last_day": request.today})
    if form.is_valid() and attempt(
        form, lambda: actions.end_post(post, **form.cleaned_data, by=request.actor, at=request.now)
    ):
        messages.success(request, _("已办理离任。"))
        return HttpResponseRedirect(reverse("desk-person", args=[code]))
    facts = {"name": held.person_name, "organisation": held.organisation_name, "title": held.title}
    return form_page(
        request, form, template="desk/registry/leaving.html", title=_("%(name)s离任%(organisation)s%(title)s") % facts,
        verb=_("离任"), back=reverse("desk-person", args=[code]), duties=responsible_for(request, code, [held]),
        consequence=_("离任后该岗位的权限次日失效，领导小组职务随之终止；有人接手的，请改办移交，由其负责的任务一并转交。"),
    )  # fmt: skip


class DeputyForm(Form):
    """Who stands in, between which days, why."""

    person = PersonField(label=lazy("代理人"))
    valid_from = DayField(label=lazy("代理首日"))
    valid_to = DayField(label=lazy("代理末日"), help_text=lazy("次日起代理权限自动失效；一次最长一年。"))
    reason = forms.CharField(
        label=lazy("代理缘由"), max_length=200, help_text=lazy("如：出差、脱产学习、岗位空缺；记在代理岗位的分工里。")
    )


@page(P.POST_APPOINT)
def deputise(request: CityRequest, code: str, post: str) -> HttpResponse:
    """Let somebody stand in for a post."""
    held = _held(request, code, post)
    form = DeputyForm(request.POST or None, initial={"valid_from": request.today})
    if form.is_valid():
        given = {**form.cleaned_data, "person": form.cleaned_data["person"].code}
        if attempt(form, lambda: actions.deputise(post, **given, by=request.actor, at=request.now)):
            facts = {"name": form.cleaned_data["person"].name, "title": held.title}
            messages.success(request, _("已由%(name)s代理“%(title)s”。") % facts)
            return HttpResponseRedirect(reverse("desk-person", args=[code]))
    facts = {"name": held.person_name, "organisation": held.organisation_name, "title": held.title}
    lead = _("代理期间，代理人按该岗位办理；原任职不变。")
    return form_page(
        request, form, title=_("由谁代理%(name)s的%(organisation)s%(title)s") % facts, verb=_("代理"), lead=lead,
        back=reverse("desk-person", args=[code]),
    )  # fmt: skip


class HandOverForm(Form):
    """Which posts and which tasks, to whom, from when, why."""

    to = PersonField(label=lazy("接手人"))
    on = DayField(label=lazy("自何日起由接手人办理"))
    reason = forms.CharField(label=lazy("移交原因"), max_length=200)

    def __init__(self, *args: Any, posts: Any, parts: tuple[HeldPart, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["posts"] = forms.MultipleChoiceField(
            label=_("移交哪些岗位"), widget=forms.CheckboxSelectMultiple,
            choices=[(post.code, f"{post.organisation_name} {post.title}（{role_name(post)}）") for post in posts],
        )  # fmt: skip
        self.fields["parts"] = forms.TypedMultipleChoiceField(
            label=_("一并移交由其负责的任务"), widget=forms.CheckboxSelectMultiple, required=False, coerce=int,
            choices=[(part.pk, f"{part.organisation_name} · {part.number} {part.title}") for part in parts],
            help_text="" if parts else _("没有写明由其负责的任务。"),
        )  # fmt: skip
        self.order_fields(["posts", "parts", "to", "on", "reason"])


@page(A.ACCOUNT_MANAGE)
def hand_over(request: CityRequest, code: str) -> HttpResponse:
    """Hand the posts of one person to another, with the tasks that carry the name."""
    found = queries.person(code)
    posts = [post for post in queries.posts_of(code, on=request.today) if _may_appoint(request, post)]
    if not posts:
        raise Missing(_("%(name)s今日没有可由您办理移交的岗位。请核对在任岗位。"), name=found.name)
    parts = parts_of_person(code, {post.organisation for post in posts}, on=request.today)
    start = {"on": request.today, "posts": [each.code for each in posts], "parts": [each.pk for each in parts]}
    form = HandOverForm(request.POST or None, posts=posts, parts=parts, initial=start)
    if form.is_valid():
        given = {**form.cleaned_data}
        taker = given.pop("to")
        done = attempt(
            form, lambda: hand_over_work(code, taker.code, **given, by=request.actor, at=request.now)
        )  # fmt: skip
        if done:
            names = {"from": found.name, "to": taker.name, "count": len(given["parts"])}
            messages.success(request, _("%(from)s的岗位已移交给%(to)s，任务 %(count)s 件一并转交。") % names)
            return HttpResponseRedirect(reverse("desk-person", args=[code]))
    return form_page(
        request, form, title=_("移交%(name)s的岗位") % {"name": found.name}, verb=_("移交"),
        back=reverse("desk-person", args=[code]),
        lead=_("移交后，岗位连同权限自该日起归接手人，原任职到前一日为止；所选任务的责任人改为接手人。"),
    )  # fmt: skip


def _may_appoint(request: CityRequest, post: queries.PostFacts) -> bool:
    return may(request.actor, P.POST_APPOINT, Scope(post.region, frozenset({post.organisation})))
