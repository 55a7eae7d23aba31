"""The forms of signing in, in the city's words; what they check is allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthCodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from zhicheng.web.shared.wording import Form, OwnWords

PASSWORD_HELP = _("至少 10 个字符，不能是常见密码，也不能与用户名、姓名相近。")


def _word(form: forms.Form, name: str, label: Any, help_text: Any = "", **attrs: str) -> None:
    field = form.fields[name]
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attrs)


class SignInForm(OwnWords, LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "login", _("用户名"), autocapitalize="none", spellcheck="false")
        _word(self, "password", _("密码"))


class PasswordAgainForm(OwnWords, AllauthReauthenticateForm):
    """The password once more, before something that protects the account is changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password", _("密码"))


class ChangePasswordForm(OwnWords, AllauthChangePasswordForm):
    """The old password and twice the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", _("当前密码"))
        _word(self, "password1", _("新密码"), PASSWORD_HELP)
        _word(self, "password2", _("再填一次新密码"))


def _code(form: forms.Form, help_text: Any) -> None:
    _word(form, "code", _("验证码"), help_text, inputmode="numeric", autofocus="")


class CodeForm(OwnWords, AllauthAuthenticateForm):
    """The second factor at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("验证器上的六位数字；手机不在身边时，可填一个未用过的恢复码。"))


class CodeAgainForm(OwnWords, AllauthCodeAgainForm):
    """The second factor once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("验证器上的六位数字，或一个未用过的恢复码。"))


class SecondFactorForm(OwnWords, AllauthActivateTOTPForm):
    """The first code of a newly set-up authenticator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self, _("扫码后，验证器会显示六位数字，每 30 秒更换一次。"))


class FirstPasswordForm(Form):
    """The password that whoever was invited chooses."""

    password1 = forms.CharField(
        label=_("设置密码"), strip=False, help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    password2 = forms.CharField(
        label=_("再填一次密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, account: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean(self) -> dict[str, Any]:
        """Both the same, and strong enough for this person."""
        given = super().clean() or {}
        first, again = given.get("password1"), given.get("password2")
        if first and again and first != again:
            self.add_error("password2", _("两次填写的密码不一致，请重填。"))
        elif first:
            try:
                validate_password(first, self.account)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return given
