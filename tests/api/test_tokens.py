"""Personal tokens: made by oneself, shown once, as far as one's posts reach and no longer than they last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.conftest import Program
from tests.web.goals_units.conftest import Desk
from zhicheng.core.access import SYSTEM
from zhicheng.core.accounts.actions import close_account
from zhicheng.core.accounts.models import Account, Token
from zhicheng.core.accounts.tokens import MOST, PREFIX, end_token, make_token
from zhicheng.core.ledger.models import Entry
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState

Bearer = Callable[..., Program]


@pytest.fixture
def county(desk: Desk, folder: Any, client: Client) -> Client:
    """The county's officer at her own account."""
    Account.objects.update(made_up=True)
    client.force_login(Account.objects.get(username="county"))
    return client


def secret_on(page: str) -> str:
    """The token that a page shows."""
    return PREFIX + page.split(PREFIX)[1].split("<")[0]


@pytest.mark.clause("H2")
def test_a_token_is_made_at_ones_account_seen_once_and_opens_ones_own_tasks(desk: Desk, county: Client) -> None:
    part = desk.held()
    made = county.post("/accounts/tokens/", {"name": "统计系统", "scope": "report", "days": "90"})
    secret = secret_on(made.content.decode())
    assert "no-store" in made["Cache-Control"]
    assert secret not in county.get("/accounts/tokens/").content.decode()
    rows = Program(Client(), secret).get("my/parts")["data"]
    assert [row["part"] for row in rows] == [part]
    page = county.get("/accounts/tokens/").content.decode()
    assert "统计系统" in page
    assert secret[-4:] in page


def test_nothing_stored_or_entered_reveals_a_token(desk: Desk, county: Client) -> None:
    made = county.post("/accounts/tokens/", {"name": "统计系统", "scope": "read", "days": "30"})
    secret = secret_on(made.content.decode())
    assert not Token.objects.filter(secret_hash__contains=secret).exists()
    told = " ".join(str(row) for row in Entry.objects.values_list("kind", "payload"))
    assert "core.token-made" in told
    assert secret not in told
    assert "统计系统" not in told


def test_a_reload_of_the_form_makes_no_second_token(county: Client, desk: Desk) -> None:
    given = {"name": "统计系统", "scope": "read", "days": "30"}
    county.post("/accounts/tokens/", given)
    again = county.post("/accounts/tokens/", given)
    assert again.status_code == 422
    assert "已有名为“统计系统”的令牌" in again.content.decode()
    assert Token.objects.count() == 1


def test_an_ended_token_opens_nothing(desk: Desk, county: Client) -> None:
    secret = secret_on(county.post("/accounts/tokens/", {"name": "甲", "scope": "read", "days": "30"}).content.decode())
    program = Program(Client(), secret)
    program.get("my/parts")
    county.post(f"/accounts/tokens/{Token.objects.get().pk}/end/")
    refused = program.ask("GET", "my/parts")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, 'Bearer realm="zhicheng"')
    assert refused.json()["type"] == "urn:zhicheng:token-needed"


def test_a_token_ends_with_its_days_its_account_and_its_persons_posts(
    desk: Desk, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.held()
    program = bearer()
    monkeypatch.setattr(timezone, "now", lambda: desk.at + timedelta(days=31))
    assert program.ask("GET", "my/parts").status_code == 401
    monkeypatch.setattr(timezone, "now", lambda: desk.at)
    close_account(Account.objects.get(username="county").pk, by=SYSTEM, at=desk.at)
    assert program.ask("GET", "my/parts").status_code == 401


@pytest.mark.parametrize("shown", ["", "x", PREFIX, f"{PREFIX}{'a' * 43}", "a" * 5000, "令牌"])
def test_what_is_no_token_opens_nothing(desk: Desk, folder: Any, shown: str) -> None:
    answer = Client().get("/api/v1/my/parts", headers={"Authorization": f"Bearer {shown}".encode().decode("latin-1")})
    assert answer.status_code == 401


def test_another_persons_token_cannot_be_ended(desk: Desk) -> None:
    make_token("甲", days=30, may_report=False, by=desk.people["county"], at=desk.at)
    with pytest.raises(Missing):
        end_token(Token.objects.get().pk, by=desk.people["stranger"], at=desk.at)
    assert Token.objects.get().ended_at is None


def test_bad_input_is_refused_with_a_sentence(desk: Desk) -> None:
    by, at = desk.people["county"], desk.at
    with pytest.raises(RuleBroken, match="60个字"):
        make_token(" ", days=30, may_report=False, by=by, at=at)
    with pytest.raises(RuleBroken, match="有效期"):
        make_token("甲", days=9999, may_report=False, by=by, at=at)
    with pytest.raises(NotAllowed):
        make_token("甲", days=30, may_report=False, by=SYSTEM, at=at)
    for number in range(MOST):
        make_token(f"第{number}个", days=30, may_report=False, by=by, at=at)
    with pytest.raises(WrongState, match="最多"):
        make_token("再一个", days=30, may_report=False, by=by, at=at)


def test_the_name_of_a_token_that_ran_out_is_free_again(desk: Desk) -> None:
    by = desk.people["county"]
    make_token("甲", days=30, may_report=False, by=by, at=desk.at)
    make_token("甲", days=30, may_report=False, by=by, at=desk.at + timedelta(days=31))
    assert Token.objects.filter(ended_at=None).count() == 1


def test_whoever_needs_a_second_factor_and_has_none_is_sent_to_set_it_up(
    desk: Desk, bearer: Bearer, settings: Any
) -> None:
    program = bearer()
    Account.objects.update(made_up=False)
    refused = program.ask("GET", "my/parts")
    assert refused.status_code == 403
    assert "动态口令" in refused.json()["detail"]


def test_a_made_up_persons_token_works_on_this_computer_only(desk: Desk, bearer: Bearer) -> None:
    program = bearer()
    refused = program.ask("GET", "my/parts", **{"X-Forwarded-For": "203.0.113.7"})
    assert refused.status_code == 403
    assert "只能在本机使用" in refused.json()["detail"]
