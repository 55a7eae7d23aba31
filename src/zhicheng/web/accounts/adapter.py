"""How allauth behaves here: nobody signs up alone, no mail is sent, the made-up city's people stay on this computer."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhicheng.core.accounts.models import Account
from zhicheng.core.refusal import NotAllowed
from zhicheng.web.shared.faults import refusal_response
from zhicheng.web.shared.middleware import may_use_made_up

JUST_NOW_SECONDS = 300


class AccountAdapter(DefaultAccountAdapter):
    """The account adapter of the settings."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("用户名或密码不对，请核对后重填。忘记密码请联系本单位管理员重新开通。"),
        "invalid_login": _("用户名或密码不对，请核对后重填。"),
        "account_inactive": _("这个账号已停用。"),
        "too_many_login_attempts": _("连续多次未能登录，请过五分钟再试。"),
        "enter_current_password": _("当前密码不对，请重填。"),
        "incorrect_password": _("密码不对，请重填。"),
        "rate_limited": _("请求过于频繁，请稍候再试。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened by an administrator."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """No mail: an office's computer often has no way out."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """No mail."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """No "you are signed in" banner: the page that opens says so."""

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """Refuse an account of the made-up city from anywhere but this computer."""
        if user.made_up and not may_use_made_up(request):
            refusal = NotAllowed(_("演示账号只能在本机使用。请用您自己的账号登录，或在安装本系统的电脑上打开。"))
            raise ImmediateHttpResponse(refusal_response(request, refusal))
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again before the account's safety is changed, save right after signing in."""
        request = context.request
        records = get_authentication_records(request, request.user)
        just_now = any(request.now.timestamp() - each["at"] < JUST_NOW_SECONDS for each in records)
        return not just_now and bool(super().is_reauthentication_required(app=app, **kwargs))

    def set_password(self, user: Account, password: str) -> None:
        """Keep the moment of the change beside the password."""
        user.password_changed_at = timezone.now()
        super().set_password(user, password)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The adapter of the second factor."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("验证码不对或已过期，请填写验证器上正在显示的六位数字。"),
        "rate_limited": _("连续多次填错，请过五分钟再试。"),
    }
