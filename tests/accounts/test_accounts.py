"""Accounts: opened, invited, closed, handed over; who may, who may not, what the ledger says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.test import Client

from zhicheng.core.access import SYSTEM, Actor, Grant
from zhicheng.core.access.actions import grant_role
from zhicheng.core.accounts import actions, queries
from zhicheng.core.accounts.models import Account, HandOver, Invitation
from zhicheng.core.ledger.models import Entry
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState

pytestmark = [pytest.mark.clause("A1"), pytest.mark.django_db]
ON, FOUNDED = date(2025, 10, 22), date(2015, 1, 1)
CITY, COUNTY = "990100", "990101"
PASSWORD = "演示-long-enough-8862"


@pytest.fixture
def posts() -> None:
    """An administrator of the city, one of a county, an officer of a lead department."""
    for person, role, region in (
        ("P-ADMIN", "administrator", CITY), ("P-COUNTY", "administrator", COUNTY), ("P-LEAD", "lead-department", CITY),
    ):  # fmt: skip
        grant_role(person, role, region=region, organisation="O-1", post=f"T-{person}", valid_from=FOUNDED)


@pytest.fixture
def county_administrator() -> Actor:
    return Actor(None, "P-COUNTY", "区管理员", (Grant("administrator", COUNTY, "O-1"),))


def opened(person: str, *, at: datetime, by: Actor = SYSTEM, **more: Any) -> int:
    return actions.create_account(person.lower(), person=person, name=person, by=by, at=at, **more)


def last_entry() -> Any:
    return Entry.objects.order_by("-sequence").first()


def test_an_account_is_opened_and_entered_into_itself_by_invitation(
    administrator: Actor, at: datetime, posts: None
) -> None:
    number = opened("P-LEAD", by=administrator, at=at)
    assert last_entry().kind == "core.account-opened"
    assert not queries.account(number, on=ON, by=SYSTEM).password_set
    secret = actions.invite(number, by=administrator, at=at)
    assert secret not in last_entry().payload
    assert not Invitation.objects.filter(secret_hash=secret).exists()
    assert actions.accept_invitation(secret, password=PASSWORD, at=at + timedelta(hours=71)) == number
    assert Account.objects.get(pk=number).check_password(PASSWORD)
    assert (last_entry().kind, last_entry().person) == ("core.password-set", "P-LEAD")


@pytest.mark.parametrize("case", ["used", "late", "older", "wrong", "closed"])
def test_a_link_works_once_in_time_and_only_the_newest(case: str, at: datetime, posts: None) -> None:
    number = opened("P-LEAD", at=at)
    secret = actions.invite(number, by=SYSTEM, at=at)
    moment = at + timedelta(hours=72 if case == "late" else 1)
    if case == "used":
        actions.accept_invitation(secret, password=PASSWORD, at=moment)
    if case == "older":
        actions.invite(number, by=SYSTEM, at=at)
    if case == "closed":
        actions.close_account(number, by=SYSTEM, at=at)
    with pytest.raises(Missing, match="72小时"):
        actions.accept_invitation("x" * 43 if case == "wrong" else secret, password=PASSWORD, at=moment)


def test_a_weak_password_leaves_the_link_open(at: datetime, posts: None) -> None:
    number = opened("P-LEAD", at=at)
    secret = actions.invite(number, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="密码不合要求"):
        actions.accept_invitation(secret, password="p-lead", at=at)
    actions.accept_invitation(secret, password=PASSWORD, at=at)


@pytest.mark.parametrize(
    ("username", "refusal"), [("a", RuleBroken), ("张 三", RuleBroken), ("P-lead", WrongState), ("x" * 61, RuleBroken)]
)
def test_names_that_cannot_be_taken(username: str, refusal: type[Exception], at: datetime, posts: None) -> None:
    opened("P-LEAD", at=at)
    with pytest.raises(refusal):
        actions.create_account(username, person="P-NEW", name="新", by=SYSTEM, at=at)
    with pytest.raises(WrongState, match="已有在用账号"):
        actions.create_account("another", person="P-LEAD", name="又", by=SYSTEM, at=at)


def test_nobody_sets_anothers_password(administrator: Actor, at: datetime, posts: None) -> None:
    with pytest.raises(NotAllowed, match="本人设置"):
        opened("P-LEAD", by=administrator, at=at, password=PASSWORD)
    number = opened("P-LEAD", by=administrator, at=at, password=PASSWORD, made_up=True)
    assert queries.account(number, on=ON, by=SYSTEM).made_up


def test_only_administrators_manage_accounts(
    office: Actor, lead: Actor, citizen: Actor, at: datetime, posts: None
) -> None:
    number = opened("P-LEAD", at=at)
    written = Entry.objects.count()
    for stranger in (office, lead, citizen):
        for act in (
            lambda by: opened("P-NEW", by=by, at=at),
            lambda by: actions.invite(number, by=by, at=at),
            lambda by: actions.close_account(number, by=by, at=at),
            lambda by: actions.reset_second_factor(number, by=by, at=at),
            lambda by: actions.hand_over("P-LEAD", "P-NEW", reason="调动", by=by, at=at),
        ):
            with pytest.raises(NotAllowed):
                act(stranger)
    assert Entry.objects.count() == written


def test_a_countys_administrator_cannot_take_over_the_citys_account(
    county_administrator: Actor, at: datetime, posts: None
) -> None:
    number = opened("P-ADMIN", at=at)
    for act in (actions.invite, actions.close_account, actions.reset_second_factor):
        with pytest.raises(NotAllowed):
            act(number, by=county_administrator, at=at)
    with pytest.raises(NotAllowed):
        actions.hand_over("P-ADMIN", "P-COUNTY", reason="调动", by=county_administrator, at=at)


def test_closing_ends_open_sessions(administrator: Actor, at: datetime, posts: None) -> None:
    number = opened("P-LEAD", at=at, password=PASSWORD)
    browser = Client()
    browser.force_login(Account.objects.get(pk=number))
    request = HttpRequest()
    request.session = browser.session
    assert get_user(request).is_authenticated
    actions.close_account(number, by=administrator, at=at)
    assert not get_user(request).is_authenticated
    assert last_entry().kind == "core.account-closed"
    assert queries.accounts(on=ON, by=SYSTEM) == ()
    assert [each.active for each in queries.accounts(on=ON, by=SYSTEM, closed=True)] == [False]
    with pytest.raises(WrongState, match="停用"):
        actions.invite(number, by=administrator, at=at)
    assert queries.account_of("P-LEAD") is None


def test_the_last_administrator_cannot_be_closed(at: datetime, posts: None) -> None:
    city = opened("P-ADMIN", at=at)
    county = opened("P-COUNTY", at=at)
    with pytest.raises(RuleBroken, match="最后一名"):
        actions.close_account(city, by=SYSTEM, at=at)
    assert Account.objects.get(pk=city).is_active
    actions.close_account(county, by=SYSTEM, at=at)


def test_a_second_factor_is_reset_by_another_never_by_oneself(administrator: Actor, at: datetime, posts: None) -> None:
    number = opened("P-LEAD", at=at)
    own = opened("P-ADMIN", at=at)
    with pytest.raises(WrongState, match="没有绑定"):
        actions.reset_second_factor(number, by=administrator, at=at)
    for each in (number, own):
        Authenticator.objects.create(user_id=each, type=Authenticator.Type.TOTP, data={})
    assert queries.account(number, on=ON, by=SYSTEM).second_factor
    actions.reset_second_factor(number, by=administrator, at=at)
    assert last_entry().kind == "core.second-factor-reset"
    assert not queries.account(number, on=ON, by=SYSTEM).second_factor
    with pytest.raises(NotAllowed, match="自己"):
        actions.reset_second_factor(own, by=replace(administrator, account_id=own), at=at)


def test_work_is_handed_over_to_someone_else_with_a_reason(administrator: Actor, at: datetime, posts: None) -> None:
    number = actions.hand_over("P-LEAD", "P-NEW", reason="岗位调整", by=administrator, at=at)
    assert HandOver.objects.get(to_person="P-NEW").pk == number
    assert "岗位调整" not in last_entry().payload
    with pytest.raises(RuleBroken, match="同一人"):
        actions.hand_over("P-LEAD", "P-LEAD", reason="岗位调整", by=administrator, at=at)
    with pytest.raises(RuleBroken, match="原因"):
        actions.hand_over("P-LEAD", "P-NEW", reason=" ", by=administrator, at=at)


def test_the_list_shows_posts_and_what_is_asked_in_three_queries(
    at: datetime, posts: None, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for person in ("P-ADMIN", "P-COUNTY", "P-LEAD", "P-NEW"):
        opened(person, at=at)
    with django_assert_max_num_queries(3):
        found = {each.person: each for each in queries.accounts(on=ON, by=SYSTEM)}
    assert found["P-LEAD"].grants == (Grant("lead-department", CITY, "O-1"),)
    assert found["P-LEAD"].needs_second_factor
    assert not found["P-NEW"].needs_second_factor
    assert [each.person for each in queries.accounts(on=ON, by=SYSTEM, after="p-county")] == ["P-LEAD", "P-NEW"]
    with pytest.raises(Missing):
        queries.account(999_999, on=ON, by=SYSTEM)


def test_the_database_refuses_broken_accounts(at: datetime) -> None:
    first = Account.objects.create_account("one", person="P1", name="一")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create_account("two", person="P1", name="二")
    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        Account.objects.filter(pk=first.pk).update(closed_at=at)
    with pytest.raises(IntegrityError, match="expires"), transaction.atomic():
        Invitation.objects.create(account=first, secret_hash="x", made_at=at, expires_at=at)
    with pytest.raises(IntegrityError, match="someone_else"), transaction.atomic():
        HandOver.objects.create(from_person="P1", to_person="P1", reason="x", made_at=at)
