"""Signing in and what belongs to one's own account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from zhicheng.core.access import role
from zhicheng.core.accounts import actions, queries
from zhicheng.core.accounts.models import Account
from zhicheng.core.refusal import NotAllowed, WrongState
from zhicheng.registry.queries import PostFacts
from zhicheng.registry.queries.people import posts_of, posts_of_many
from zhicheng.web.accounts import forms
from zhicheng.web.shared.forms import attempt
from zhicheng.web.shared.middleware import asks_second_factor, may_use_made_up
from zhicheng.web.shared.pages import page
from zhicheng.web.shared.request import CityRequest


@dataclass(frozen=True)
class Member:
    """One of the made-up city's people, as the sign-in page lists them."""

    username: str
    name: str
    post: str


class SignInView(LoginView):
    """The sign-in page; on the made-up city's own computer with the list of its people."""

    form_class = forms.SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the list of made-up people where it may be used."""
        cast = _cast(self.request.today) if may_use_made_up(self.request) else []
        return {**super().get_context_data(**kwargs), "cast": cast}


def _cast(on: date) -> list[Member]:
    accounts = list(Account.objects.filter(made_up=True, is_active=True).order_by("pk"))
    posts = posts_of_many([each.person for each in accounts], on=on)
    return [Member(each.username, each.name, _posts_in_words(posts.get(each.person, ()))) for each in accounts]


def _posts_in_words(posts: tuple[PostFacts, ...]) -> str:
    return "、".join(f"{post.organisation_name} {post.title}" for post in posts)


class PasswordAgainView(ReauthenticateView):
    """Asks for the password once more."""

    form_class = forms.PasswordAgainForm


class ChangePasswordView(PasswordChangeView):
    """Changes one's own password; every other session of the account ends."""

    form_class = forms.ChangePasswordForm
    success_url = reverse_lazy("my-account")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """An account without a password has none to change: the made-up city's, and one whose invitation is open."""
        account = request.user
        if isinstance(account, Account) and not account.has_usable_password():
            raise WrongState(_("这个账号没有密码，不用修改。演示账号免密码登录；受邀开通的账号，请用邀请设置密码。"))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it was done."""
        messages.success(self.request, _("密码已修改，在别处的登录已一并退出。"))
        return super().form_valid(form)

    def get_default_success_url(self) -> str:
        """Back to one's own account."""
        return reverse("my-account")


class CodeView(AuthenticateView):
    """The second factor at sign-in."""

    form_class = forms.CodeForm


class CodeOnceMoreView(CodeAgainView):
    """Asks for the second factor once more."""

    form_class = forms.CodeAgainForm


class SetUpSecondFactorView(ActivateTOTPView):
    """Sets up the second factor."""

    form_class = forms.SecondFactorForm


sign_in = SignInView.as_view()
password_again = PasswordAgainView.as_view()
change_password = ChangePasswordView.as_view()
code = CodeView.as_view()
code_once_more = CodeOnceMoreView.as_view()
set_up_second_factor = SetUpSecondFactorView.as_view()


@page(public=True)
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the made-up city's people, on its own computer only."""
    account = Account.objects.filter(
        username=request.POST.get("username", ""), made_up=True, is_active=True
    ).first()  # fmt: skip
    if account is None or not may_use_made_up(request):
        raise NotAllowed(_("演示账号只能在本机使用。请用您自己的账号登录，或在安装本系统的电脑上打开。"))
    get_adapter().login(request, account)
    address = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(address if safe else "/desk/")


@page()
def my_account(request: CityRequest) -> HttpResponse:
    """One's own account: what one's posts grant, the password, the second factor."""
    context = {
        "posts": [(post, role(post.role)) for post in posts_of(request.actor.person, on=request.today)],
        "has_totp": Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists(),
        "must_have_totp": asks_second_factor(request.actor),
    }
    return render(request, "account/mine.html", context)


@page()
def second_factor(request: CityRequest) -> HttpResponse:
    """Allauth's overview of factors is part of one's own account."""
    return HttpResponseRedirect(reverse("my-account"))


@page(public=True)
@never_cache
@sensitive_post_parameters("password1", "password2")
def accept_invitation(request: CityRequest, secret: str) -> HttpResponse:
    """Whoever was invited chooses a password, then signs in with it.

    Nobody is signed in here: someone who has a second factor still has to show it.
    """
    username, name = queries.invited(secret, at=request.now)
    form = forms.FirstPasswordForm(request.POST or None, account=Account(username=username, name=name))
    if form.is_valid():
        password = form.cleaned_data["password1"]
        if attempt(form, lambda: actions.accept_invitation(secret, password=password, at=request.now)):
            messages.success(request, _("密码已设置，请用用户名“%(username)s”登录。") % {"username": username})
            return HttpResponseRedirect(reverse("account_login"))
    context = {"form": form, "invited": {"username": username, "name": name}}
    response = render(request, "account/invitation.html", context, status=422 if form.errors else 200)
    # The address is the secret: a Referer may name the site and nothing more. ("no-referrer" would make browsers send
    # "Origin: null" with the form, and its posting would be refused.)
    response["Referrer-Policy"] = "strict-origin"
    return response
