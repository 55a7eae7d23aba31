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

from zhicheng.core.accounts.queries import account_of
from zhicheng.core.refusal import Missing
from zhicheng.registry import actions, queries
from zhicheng.registry.permissions import P
from zhicheng.web.desk.registry.fields import OrganisationField, region_choices, role_choices
from zhicheng.web.desk.registry.organisations import post_table
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.fields import DayField
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest

MOST_SHOWN = 100


class FilterForm(forms.Form):
    """Whom to look for."""

    q = forms.CharField(label=lazy("姓名"), max_length=30, required=False)


def person_url(code: str) -> str:
    """Where a person is shown."""
    return reverse("desk-person", args=[code])


@page(P.REGISTRY_VIEW)
def search(request: CityRequest) -> HttpResponse:
    """People by name; without a name those who hold posts in the city's offices."""
    form = FilterForm(request.GET)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if query:
        found = queries.find_persons(query, on=request.today, limit=MOST_SHOWN)
        held = queries.people.posts_of_many([each.code for each in found], on=request.today)
        posts = [post for person in found for post in held.get(person.code, ())]
        idle = [person for person in found if person.code not in held]
    else:
        posts, idle = list(_posts_in_city(request)), []
    table = post_table(posts, offices=True)
    if wants_export(request):
        return export(request, table, _("岗位名册"))
    context = {"form": form, "table": table, "idle": idle, "may_edit": request.actor.holds(P.REGISTRY_EDIT)}
    return render(request, "desk/registry/people.html", context)


def _posts_in_city(request: CityRequest) -> Any:
    for role, _names in role_choices():
        yield from queries.holders(role, on=request.today, region=settings.CITY.region)


@page(P.REGISTRY_VIEW)
def detail(request: CityRequest, code: str) -> HttpResponse:
    """One person with all posts, those that ended among them."""
    found = queries.person(code)
    posts = queries.posts_of(code)
    running = [post for post in posts if post.valid_to is None or post.valid_to >= request.today]
    context = {
        "person": found,
        "running": running,
        "table": post_table(running, persons=False, offices=True),
        "ended": post_table([post for post in posts if post not in running], persons=False, offices=True),
        "has_account": account_of(code) is not None,
        "may_edit": request.actor.holds(P.REGISTRY_EDIT),
        "may_appoint": request.actor.holds(P.POST_APPOINT),
    }
    return render(request, "desk/registry/person.html", context)


class PersonForm(forms.Form):
    """A name and a telephone of the office."""

    name = forms.CharField(label=lazy("姓名"), max_length=30)
    work_phone = forms.CharField(
        label=lazy("办公电话"),
        max_length=30,
        required=False,
        help_text=lazy("只登记办公电话，不登记私人手机和身份证号。"),
    )


@page(P.REGISTRY_EDIT)
def enter(request: CityRequest) -> HttpResponse:
    """Enter a person."""
    form = PersonForm(request.POST or None)
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
    form = PersonForm(request.POST or None, initial={"name": found.name, "work_phone": found.work_phone})
    if form.is_valid() and attempt(
        form, lambda: actions.amend_person(code, **form.cleaned_data, by=request.actor, at=request.now)
    ):
        messages.success(request, _("已更正。"))
        return HttpResponseRedirect(person_url(code))
    title = _("更正%(name)s的登记内容") % {"name": found.name}
    return form_page(request, form, title=title, verb=_("更正"), back=person_url(code))


class PostForm(forms.Form):
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


class EndForm(forms.Form):
    """The last day in the post."""

    last_day = DayField(label=lazy("在任最后一日"))


@page(P.POST_APPOINT)
def end_post(request: CityRequest, code: str, post: str) -> HttpResponse:
    """End a post after its last day."""
    held = next((each for each in queries.posts_of(code) if each.code == post), None)
    if held is None:
        raise Missing(_("没有代码为%(post)s的岗位。请刷新后重试。"), post=post)
    form = EndForm(request.POST or None, initial={"last_day": request.today})
    if form.is_valid() and attempt(
        form, lambda: actions.end_post(post, **form.cleaned_data, by=request.actor, at=request.now)
    ):
        messages.success(request, _("已办理离任。"))
        return HttpResponseRedirect(person_url(code))
    facts = {"name": held.person_name, "organisation": held.organisation_name, "title": held.title}
    return form_page(
        request, form, template="confirm.html", title=_("%(name)s离任%(organisation)s%(title)s") % facts,
        verb=_("离任"), back=person_url(code),
        consequence=_("离任后该岗位的权限次日失效；有人接手的，请改在账号页办理移交，未办完的事项一并转交。"),
    )  # fmt: skip


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
