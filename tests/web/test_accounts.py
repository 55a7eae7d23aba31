"""Signing in: passwords, the second factor, the made-up city's people, invitations."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tests.web.conftest import PASSWORD
from zhicheng.core.access import SYSTEM
from zhicheng.core.accounts import actions
from zhicheng.core.accounts.models import Account
from zhicheng.web.shared import paging


def sign_in(client: Client, username: str, password: str = PASSWORD) -> str:
    """Send the sign-in form; where it leads, or "" where it stays."""
    response = client.post("/accounts/login/", {"login": username, "password": password})
    return response.get("Location", "")


def code_now(secret: str) -> str:
    """What the authenticator shows."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_person_signs_in_with_user_name_and_password(client: Client, town: dict[str, str]) -> None:
    assert sign_in(client, "unit") == "/desk/"
    assert client.get("/accounts/").status_code == 200


def test_an_account_without_a_password_is_offered_none_to_change(client: Client, town: dict[str, str]) -> None:
    account = Account.objects.get(username="unit")
    account.set_unusable_password()
    account.save()
    client.force_login(account)
    refused = client.get("/accounts/password/")
    assert refused.status_code == 409
    assert "没有密码" in refused.content.decode()
    assert "修改密码" not in client.get("/accounts/").content.decode()


def test_a_wrong_password_is_told_beside_the_form(client: Client, town: dict[str, str]) -> None:
    response = client.post("/accounts/login/", {"login": "unit", "password": "wrong"})
    assert response.status_code == 200
    assert "用户名或密码不对" in response.content.decode()


def test_guessing_is_slowed_down(client: Client, town: dict[str, str]) -> None:
    for _try in range(6):
        response = client.post("/accounts/login/", {"login": "unit", "password": "wrong"})
    assert "连续多次未能登录" in response.content.decode()
    assert sign_in(client, "unit") == ""


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password", "account_set_password"])
def test_nobody_signs_up_or_resets_by_mail(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("username", ["administrator", "office", "lead"])
def test_roles_that_verify_or_administer_set_up_the_second_factor_first(
    client: Client, town: dict[str, str], username: str
) -> None:
    sign_in(client, username)
    response = client.get("/desk/registry/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/2fa/totp/activate/"


def test_other_roles_work_without_a_second_factor(client: Client, town: dict[str, str]) -> None:
    sign_in(client, "unit")
    assert client.get("/desk/registry/").status_code == 200


def test_the_second_factor_is_set_up_with_a_picture_that_the_content_policy_allows(
    client: Client, town: dict[str, str]
) -> None:
    sign_in(client, "office")
    response = client.get("/accounts/2fa/totp/activate/")
    page = response.content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    assert "img-src 'self' data:" in response["Content-Security-Policy"]
    secret = re.search(r'class="secret">([A-Z2-7]+)<', page)
    assert secret is not None
    response = client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret[1])})
    assert response["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get(response["Location"]).status_code == 200
    assert client.get("/desk/registry/").status_code == 200


def test_the_second_factor_is_asked_at_sign_in(client: Client, town: dict[str, str]) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    TOTP.activate(Account.objects.get(username="office"), secret)
    assert sign_in(client, "office") == "/accounts/2fa/authenticate/"
    assert client.get("/desk/registry/").status_code == 302
    assert "六位数字" in client.get("/accounts/2fa/authenticate/").content.decode()
    wrong = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    response = client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert response["Location"] == "/desk/"
    assert client.get("/desk/registry/").status_code == 200


def test_a_made_up_account_works_on_this_computer(client: Client, town: dict[str, str], made_up: None) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert "演示账号" in page
    assert "沈主任" in page
    response = client.post("/accounts/demo/", {"username": "office", "next": "/desk/registry/"})
    assert response["Location"] == "/desk/registry/"
    assert client.get("/desk/registry/").status_code == 200


REMOTE = [{"REMOTE_ADDR": "10.1.2.3"}, {"HTTP_X_FORWARDED_FOR": "10.1.2.3"}, {"REMOTE_ADDR": ""}]


@pytest.mark.parametrize("meta", REMOTE)
def test_a_made_up_account_is_refused_from_elsewhere(
    client: Client, town: dict[str, str], made_up: None, meta: dict[str, str]
) -> None:
    page = client.get("/accounts/login/", **meta).content.decode()
    assert "演示账号" not in page
    assert client.post("/accounts/demo/", {"username": "office"}, **meta).status_code == 403
    response = client.post("/accounts/login/", {"login": "office", "password": PASSWORD}, **meta)
    assert response.status_code == 403
    assert "_auth_user_id" not in client.session


def test_a_made_up_session_ends_when_it_comes_from_elsewhere(browser: Callable[[str], Client]) -> None:
    client = browser("office")
    assert client.get("/desk/registry/").status_code == 200
    assert client.get("/desk/registry/", REMOTE_ADDR="10.1.2.3").status_code == 403
    assert "_auth_user_id" not in client.session


def test_in_a_real_city_nobody_signs_in_without_a_password(client: Client, town: dict[str, str]) -> None:
    assert client.post("/accounts/demo/", {"username": "office"}).status_code == 403
    Account.objects.filter(username="office").update(made_up=True)
    assert client.post("/accounts/demo/", {"username": "office"}).status_code == 403


def test_an_invitation_sets_a_password_once(client: Client, town: dict[str, str]) -> None:
    now = timezone.now()
    account = Account.objects.get(username="unit")
    secret = actions.invite(account.pk, by=SYSTEM, at=now)
    address = f"/accounts/invitation/{secret}/"
    page = client.get(address)
    assert "许科长" in page.content.decode()
    assert page["Referrer-Policy"] == "strict-origin"  # "no-referrer" makes browsers post with "Origin: null"
    differ = client.post(address, {"password1": "yanqi-lu-2026", "password2": "yanqi-lu-2027"})
    assert differ.status_code == 422
    assert client.post(address, {"password1": "yanqi-lu-2026", "password2": "yanqi-lu-2026"}).status_code == 302
    assert client.get(address).status_code == 404
    assert sign_in(client, "unit", "yanqi-lu-2026") == "/desk/"


def test_an_invitation_does_not_go_round_the_second_factor(client: Client, town: dict[str, str]) -> None:
    account = Account.objects.get(username="office")
    TOTP.activate(account, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    secret = actions.invite(account.pk, by=SYSTEM, at=timezone.now())
    client.post(f"/accounts/invitation/{secret}/", {"password1": "yanqi-lu-2026", "password2": "yanqi-lu-2026"})
    assert "_auth_user_id" not in client.session


def test_changing_the_password_asks_for_the_old_one(client: Client, town: dict[str, str]) -> None:
    sign_in(client, "unit")
    new = {"password1": "yanqi-lu-2026", "password2": "yanqi-lu-2026"}
    assert client.post("/accounts/password/", {"oldpassword": "wrong", **new}).status_code == 200
    assert client.post("/accounts/password/", {"oldpassword": PASSWORD, **new}).status_code == 302
    assert Account.objects.get(username="unit").password_changed_at is not None


def test_a_closed_account_is_told_so(client: Client, town: dict[str, str], at: datetime) -> None:
    actions.close_account(Account.objects.get(username="unit").pk, by=SYSTEM, at=at)
    assert sign_in(client, "unit") == ""
    assert client.get("/accounts/inactive/").status_code == 200


def test_a_reset_second_factor_has_to_be_set_up_anew(browser: Callable[[str], Client], town: dict[str, str]) -> None:
    office = Account.objects.get(username="office")
    TOTP.activate(office, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    client = browser("administrator")
    page = client.get(f"/desk/accounts/{office.pk}/second-factor/").content.decode()
    assert "换了手机" in page
    assert client.post(f"/desk/accounts/{office.pk}/second-factor/").status_code == 302
    assert not Authenticator.objects.filter(user=office).exists()


def test_too_many_requests_are_told_in_the_citys_words(client: Client, town: dict[str, str]) -> None:
    for _try in range(40):
        response = client.post("/accounts/login/", {})
        if response.status_code == 429:
            break
    assert response.status_code == 429
    assert "请求过于频繁" in response.content.decode()


def test_the_headline_speaks_of_every_account_and_not_of_the_page(
    client: Client, town: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    for account in Account.objects.exclude(username="administrator"):
        account.set_unusable_password()
        account.save()
    administrator = Account.objects.get(username="administrator")
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(administrator)
    page = client.get("/desk/accounts/").content.decode()
    heading = re.search(r"<h1>(.*?)</h1>", page)
    assert heading is not None
    assert heading[1] == "4 个账号还没有设置密码，3 个账号须启用动态口令。"
    assert "下一页" in page
