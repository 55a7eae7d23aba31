"""People and the posts they hold: a post gives its role, from its first day to its last."""

from __future__ import annotations

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
from zhicheng.core.accounts.permissions import P as A
from zhicheng.core.accounts.queries import account_of
from zhicheng.registry import actions, queries
from zhicheng.registry.permissions import P
from zhicheng.web.desk.registry.fields import OrganisationField, region_choices, role_choices
from zhicheng.web.desk.registry.organisations import post_table
from zhicheng.web.desk.registry.posts import responsible_for
from zhicheng.web.desk.registry.stale import WatchfulForm, mark_of
from zhicheng.web.shared import paging
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.wording import Form

MOST_SHOWN = 100


class FilterForm(Form):
    """Whom to look for."""

    q = forms.CharField(label=lazy("姓名或编号"), max_length=30, required=False)


def person_url(code: str) -> str:
    """Where a person is shown."""
    return reverse("desk-person", args=[code])


@page(P.REGISTRY_VIEW)
def search(request: CityRequest) -> HttpResponse:
    """People by name; without a name those who hold posts in the city's offices."""
    form = FilterForm(request.GET)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    problem, idle = "", []
    if len(query) == 1:
        problem, part = _("请至少输入两个字再查找。"), paging.Slice([])
    elif query:
        found = queries.find_persons(query, on=request.today, limit=MOST_SHOWN)
        held = queries.people.posts_of_many([each.code for each in found], on=request.today)
        part = paging.Slice([post for person in found for post in held.get(person.code, ())])
        idle = [person for person in found if person.code not in held]
        if len(found) == MOST_SHOWN:
            problem = _("同名或相近的人较多，只列出前 %(most)s 人。请多输入几个字，或直接输入编号。") % {
                "most": MOST_SHOWN
            }
    else:
        part = _posts_in_city(request)
    table = post_table(part.rows, offices=True)
    if wants_export(request):
        return export(request, table, _("岗位名册"))
    context = {"form": form, "table": table, "part": part, "idle": idle, "problem": problem,
               "may_edit": request.actor.holds(P.REGISTRY_EDIT),
               "may_load": request.actor.holds(A.ACCOUNT_MANAGE)}  # fmt: skip
    return render(request, "desk/registry/people.html", context)


def _posts_in_city(request: CityRequest) -> paging.Slice:
    """A page of the city's posts, by organisation; all of them for a file."""
    if wants_export(request):
        return paging.Slice(queries.people.posts_in(settings.CITY.region, on=request.today))
    key = paging.read_key(request)
    known = isinstance(key, list) and len(key) == 2 and all(isinstance(each, str) for each in key)
    rows = queries.people.posts_in(
        settings.CITY.region, on=request.today, after=(key[0], key[1]) if known else None, limit=paging.PAGE_SIZE + 1
    )
    return paging.cut(rows, size=paging.PAGE_SIZE, key=lambda row: (row.organisation, row.code))


@page(P.REGISTRY_VIEW)
def detail(request: CityRequest, code: str) -> HttpResponse:
    """One person with all posts, those that ended among them."""
    found = queries.person(code)
    posts = queries.posts_of(code)
    running = [post for post in posts if post.valid_to is None or post.valid_to >= request.today]
    may_appoint = request.actor.holds(P.POST_APPOINT)
    reached = [post for post in running if _may(request, P.POST_APPOINT, post)]
    current = [post for post in running if post.valid_from <= request.today]
    context = {
        "person": found,
        "running": [post for post in reached if not post.acting_for],
        "acting": [post for post in reached if post.acting_for],
        "deputies": queries.people.deputies_of([post.code for post in posts], on=request.today),
        # What hangs on a person is shown to whoever may move it, and to the person.
        "duties": responsible_for(request, code, current) if reached or request.actor.person == code else None,
        "may_hand_over": bool(reached) and request.actor.holds(A.ACCOUNT_MANAGE),
        "table": post_table(running, persons=False, offices=True),
        "ended": post_table([post for post in posts if post not in running], persons=False, offices=True),
        "has_account": account_of(code) is not None,
        "may_edit": request.actor.holds(P.REGISTRY_EDIT),
        "may_appoint": may_appoint,
    }
    return render(request, "desk/registry/person.html", context)


def _may(request: CityRequest, permission: str, post: queries.PostFacts) -> bool:
    return may(request.actor, permission, Scope(post.region, frozenset({post.organisation})))


class PersonForm(Form):
    """A name and a telephone of the office."""

    name = forms.CharField(label=lazy("姓名"), max_length=60)
    work_phone = forms.CharField(
        label=lazy("办公电话"),
        max_length=30,
        required=False,
        help_text=lazy("只登记办公电话，不登记私人手机和身份证号。"),
    )


class EnterForm(PersonForm):
    """A new person, who may share a name with another."""

    namesake = forms.BooleanField(
        label=lazy("同名的另一人"), required=False, help_text=lazy("已有同名人员登记，而这是另一个人时才勾选。")
    )


class AmendForm(WatchfulForm, PersonForm):
    """The same, put right."""


@page(P.REGISTRY_EDIT)
def enter(request: CityRequest) -> HttpResponse:
    """Enter a person."""
    form = EnterForm(request.POST or None)
    if form.is_valid():
        done = attempt(form, lambda: actions.enter_person(**form.cleaned_data, by=request.actor, at=request.now))
        if done:
            messages.success(request, _("已登记%(name)s。接着可为其任职。") % form.cleaned_data)
            return HttpResponseRedirect(person_url(str(done.value)))
    return form_page(request, form, title=_("登记人员"), verb=_("登记"), back=reverse("desk-people"))


@page(P.REGISTRY_EDIT)
def amend(request: CityRequest, code: str) -> HttpResponse:
    """Put a person's name or telephone right."""
    found = queries.person(code)
    form = AmendForm(
        request.POST or None, initial={"name": found.name, "work_phone": found.work_phone},
        mark=mark_of(found.name, found.work_phone), now=f"{found.name} {found.work_phone}".strip(),
    )  # fmt: skip
    if form.is_valid() and attempt(
        form, lambda: actions.amend_person(code, **form.cleaned_data, by=request.actor, at=request.now)
    ):
        messages.success(request, _("已更正。"))
        return HttpResponseRedirect(person_url(code))
    title = _("更正%(name)s的登记内容") % {"name": found.name}
    return form_page(request, form, title=title, verb=_("更正"), back=person_url(code))


class PostForm(Form):
    """A post: where, as what, with which role, from when."""

    organisation = OrganisationField()
    title = forms.CharField(label=lazy("职务"), max_length=60)
    duty = forms.CharField(
        label=lazy("分工"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    role = forms.ChoiceField(label=lazy("岗位权限"), help_text=lazy("决定能看什么、能办什么；自任职之日起生效。"))
    region = forms.ChoiceField(
        label=lazy("管理范围"), required=False, help_text=lazy("按地区管理的岗位才需要选；不选即为单位所在地区。")
    )
    valid_from = DayField(label=lazy("任职日期"))
    valid_to = DayField(label=lazy("任期末日"), required=False, help_text=lazy("不定期任职的留空。"))

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("role", role_choices()), ("region", [("", "—"), *region_choices(on)])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
            field.choices = choices


@page(P.POST_APPOINT)
def appoint(request: CityRequest, code: str) -> HttpResponse:
    """Give a person a post."""
    found = queries.person(code)
    start = {"valid_from": request.today, "organisation": request.GET.get("organisation", ""), "role": "unit"}
    form = PostForm(request.POST or None, on=request.today, initial=start)
    if form.is_valid():
        given = {**form.cleaned_data, "organisation": form.cleaned_data["organisation"].code}
        if attempt(form, lambda: actions.appoint(code, **given, by=request.actor, at=request.now)):
            messages.success(request, _("%(name)s已任职。") % {"name": found.name})
            return HttpResponseRedirect(person_url(code))
    title = _("%(name)s任职") % {"name": found.name}
    return form_page(request, form, title=title, verb=_("任职"), back=person_url(code))


@page(P.REGISTRY_VIEW)
def options(request: CityRequest) -> HttpResponse:
    """Proposals for a person field while one types."""
    text = request.GET.get(request.htmx.trigger_name or "q", "").strip()
    found = queries.find_persons(text, on=request.today, limit=12) if text else ()
    held = queries.people.posts_of_many([each.code for each in found], on=request.today)
    labels = [
        (f"{each.name} {each.code}", "、".join(f"{p.organisation_name}{p.title}" for p in held.get(each.code, ())))
        for each in found
    ]
    return render(request, "desk/registry/options.html", {"options": labels})
