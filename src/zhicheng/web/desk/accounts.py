"""Desk pages on accounts: opened by invitation, closed when somebody leaves, handed over with the posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from zhicheng.core.access import role
from zhicheng.core.accounts import actions, queries, together
from zhicheng.core.accounts.permissions import P
from zhicheng.core.ledger.queries import entries_about
from zhicheng.registry.queries import people
from zhicheng.web.desk.handing_out import handed_out
from zhicheng.web.desk.registry.fields import PersonField
from zhicheng.web.desk.registry.names import told
from zhicheng.web.shared import paging
from zhicheng.web.shared.drawings import status_mark
from zhicheng.web.shared.exports import export, wants_export
from zhicheng.web.shared.forms import attempt, form_page
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest
from zhicheng.web.shared.tables import Column, Table, link
from zhicheng.web.shared.wording import Form

EXPORT_ROWS = 10_000
MOST_INVITED = 500


def account_url(number: int) -> str:
    """Where an account is shown."""
    return reverse("desk-account", args=[number])


class FilterForm(Form):
    """Whose, and with the closed ones or without."""

    q = forms.CharField(label=lazy("姓名或用户名"), max_length=60, required=False)
    closed = forms.ChoiceField(
        label=lazy("范围"), required=False, choices=[("", lazy("在用的账号")), ("1", lazy("在用和已停用的账号"))]
    )  # fmt: skip


@page(P.ACCOUNT_MANAGE)
def overview(request: CityRequest) -> HttpResponse:
    """The accounts, by user name."""
    form = FilterForm(request.GET)
    closed = form.is_valid() and form.cleaned_data["closed"] == "1"
    after = paging.read_key(request)
    after = after if isinstance(after, str) else ""
    size = EXPORT_ROWS if wants_export(request) else paging.PAGE_SIZE
    query = form.cleaned_data["q"] if form.is_valid() else ""
    found = queries.accounts(
        on=request.today, by=request.actor, closed=closed, query=query, after=after, limit=size + 1
    )
    part = paging.cut(found, size=size, key=lambda row: row.username)
    table = _table(part.rows)
    if wants_export(request):
        return export(request, table, _("账号名册"))
    unset, lacking = queries.not_set_up(on=request.today, by=request.actor)
    context = {"form": form, "table": table, "part": part, "unset": unset, "lacking": lacking}
    return render(request, "desk/accounts/overview.html", context)


def _table(rows: Any) -> Table:
    return Table(
        columns=[
            Column(lazy("用户名"), lambda row: row.username, lambda row: link(account_url(row.number), row.username),
                   lead=True),
            Column(lazy("姓名"), lambda row: row.name),
            Column(lazy("岗位权限"), _roles),
            Column(lazy("状态"), lambda row: str(_state(row)[1]), lambda row: status_mark(*_state(row))),
            Column(lazy("动态口令"), _second_factor),
            Column(lazy("上次登录"), lambda row: row.last_sign_in),
        ],
        rows=rows,
        caption=lazy("账号名册"),
        empty=lazy("没有账号。为登记过的人员开通后，会列在这里。"),
    )  # fmt: skip


def _roles(row: queries.AccountFacts) -> str:
    found = [declared for grant in row.grants if (declared := role(grant.role)) is not None]
    return "、".join(dict.fromkeys(str(each.names) for each in found))


def _state(row: queries.AccountFacts) -> tuple[str, str]:
    if not row.active:
        return "none", _("已停用")
    return ("ok", _("在用")) if row.password_set else ("care", _("待设置密码"))


def _second_factor(row: queries.AccountFacts) -> str:
    if row.made_up:
        return _("演示账号不设")
    if row.second_factor:
        return _("已启用")
    return _("须启用，登录后先设置") if row.needs_second_factor else _("未启用")


@page(P.ACCOUNT_MANAGE)
def detail(request: CityRequest, number: int) -> HttpResponse:
    """One account and what can be done with it."""
    found = queries.account(number, on=request.today, by=request.actor)
    context = {
        "account": found,
        "posts": people.posts_of(found.person, on=request.today) if found.person else (),
        "roles": _roles(found),
        "light": _state(found),
        "second_factor": _second_factor(found),
        "own": found.number == request.actor.account_id,
        "history": told(entries_about(found.person, limit=20), on=request.today) if found.person else [],
    }
    return render(request, "desk/accounts/account.html", context)


class OpenForm(Form):
    """For whom, under which name."""

    person = PersonField(help_text=lazy("须先在“单位和人员”中登记；有同名的，从提示中选择带编号的一项。"))
    username = forms.CharField(
        label=lazy("用户名"), max_length=60, help_text=lazy("2 至 60 个字母、数字、汉字或 . @ + - _，登录时用。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip


@page(P.ACCOUNT_MANAGE)
@never_cache
def open_account(request: CityRequest) -> HttpResponse:
    """Open an account and show its invitation once."""
    form = OpenForm(request.POST or None)
    if form.is_valid():
        person = form.cleaned_data["person"]
        done = attempt(
            form,
            lambda: actions.create_account(
                form.cleaned_data["username"], person=person.code, name=person.name, by=request.actor, at=request.now
            ),
        )
        if done and done.value is not None:
            return _invited(request, done.value)
    lead = _("开通后得到一个邀请链接，交给本人设置密码；管理员不经手密码。")
    return form_page(request, form, title=_("开通账号"), verb=_("开通"), lead=lead, back=reverse("desk-accounts"))


@page(P.ACCOUNT_MANAGE)
@never_cache
def invite(request: CityRequest, number: int) -> HttpResponse:
    """Make a new invitation: for a first password, or for a forgotten one."""
    found = queries.account(number, on=request.today, by=request.actor)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _invited(request, number)
    return form_page(
        request, form, template="confirm.html", title=_("重新邀请%(name)s设置密码") % {"name": found.name},
        verb=_("生成邀请链接"), back=account_url(number),
        consequence=_("之前未用的邀请链接立即作废。原密码在新密码设好之前仍可使用。"),
    )  # fmt: skip


def _invited(request: CityRequest, number: int) -> HttpResponse:
    secret = actions.invite(number, by=request.actor, at=request.now)
    context = {
        "account": queries.account(number, on=request.today, by=request.actor),
        "link": request.build_absolute_uri(reverse("invitation", args=[secret])),
        "hours": actions.INVITATION_HOURS,
    }
    return render(request, "desk/accounts/invited.html", context)


@page(P.ACCOUNT_MANAGE)
def close(request: CityRequest, number: int) -> HttpResponse:
    """Close an account."""
    found = queries.account(number, on=request.today, by=request.actor)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: actions.close_account(number, by=request.actor, at=request.now)):
        messages.success(request, _("账号“%(username)s”已停用。") % {"username": found.username})
        return HttpResponseRedirect(reverse("desk-accounts"))
    return form_page(
        request, form, template="confirm.html", title=_("停用%(name)s的账号") % {"name": found.name}, verb=_("停用"),
        back=account_url(number),
        consequence=_("停用后立即退出登录，不能恢复，只能另开新账号；岗位须另办离任或移交，历史记录保留。"),
    )  # fmt: skip


@page(P.ACCOUNT_MANAGE)
def reset_second_factor(request: CityRequest, number: int) -> HttpResponse:
    """Remove somebody's second factor, who has lost the telephone."""
    found = queries.account(number, on=request.today, by=request.actor)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, lambda: actions.reset_second_factor(number, by=request.actor, at=request.now)):
        messages.success(request, _("已清除%(name)s的动态口令，下次登录时须重新设置。") % {"name": found.name})
        return HttpResponseRedirect(account_url(number))
    return form_page(
        request, form, template="confirm.html", title=_("清除%(name)s的动态口令") % {"name": found.name},
        verb=_("清除"), back=account_url(number),
        consequence=_("请先当面或电话核实确是本人换了手机。清除后原验证器和恢复码作废，本人下次登录时须重新设置。"),
    )  # fmt: skip


class PendingForm(Form):
    """Which accounts that wait for their first password."""

    def __init__(self, *args: Any, waiting: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["accounts"] = forms.TypedMultipleChoiceField(
            label=_("待设置密码的账号"), coerce=int, widget=forms.CheckboxSelectMultiple,
            choices=[(row.number, f"{row.name}（{row.username}）") for row in waiting],
        )  # fmt: skip


@page(P.ACCOUNT_MANAGE)
@never_cache
def invite_many(request: CityRequest) -> HttpResponse:
    """New invitations for all accounts that wait for a password, in one sheet."""
    waiting = queries.accounts(on=request.today, by=request.actor, unset=True, limit=MOST_INVITED)
    if not waiting and request.method == "GET":
        messages.info(request, _("没有待设置密码的账号，无须邀请。"))
        return HttpResponseRedirect(reverse("desk-accounts"))
    form = PendingForm(request.POST or None, waiting=waiting, initial={"accounts": [row.number for row in waiting]})
    if form.is_valid():
        done = attempt(
            form, lambda: together.invite_many(form.cleaned_data["accounts"], by=request.actor, at=request.now)
        )
        if done and done.value is not None:
            title = _("已为 %(count)s 个账号生成邀请链接。") % {"count": len(done.value)}
            return handed_out(request, done.value, title=title, back=reverse("desk-accounts"))
    lead = _("之前发出、还没有用的邀请链接立即作废。")
    return form_page(
        request, form, title=_("生成邀请表"), verb=_("生成邀请链接"), lead=lead, back=reverse("desk-accounts")
    )


urlpatterns = [
    path("", overview, name="desk-accounts"),
    path("invitations/", invite_many, name="desk-accounts-invite"),
    path("open/", open_account, name="desk-account-open"),
    path("<int:number>/", detail, name="desk-account"),
    path("<int:number>/invite/", invite, name="desk-account-invite"),
    path("<int:number>/close/", close, name="desk-account-close"),
    path("<int:number>/second-factor/", reset_second_factor, name="desk-account-second-factor"),
]
