"""Persons, posts and what a post grants; nobody raises his own rights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.registry.conftest import CITY, COUNTY, FOUNDED, ON, OTHER_COUNTY
from zhicheng.core.access import SYSTEM, Actor, Grant
from zhicheng.core.access.models import RoleGrant
from zhicheng.core.access.queries import grants_of
from zhicheng.core.accounts.actions import create_account
from zhicheng.core.accounts.models import HandOver
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState
from zhicheng.registry import actions
from zhicheng.registry.models import Person, Post
from zhicheng.registry.queries import find_persons, holders, people, person, persons_of, posts_of

pytestmark = pytest.mark.clause("A1")


@pytest.fixture
def alice(town: dict[str, str], at: datetime) -> str:
    return actions.enter_person("演示甲", work_phone="８２００１２３４", by=SYSTEM, at=at)


@pytest.fixture
def bob(town: dict[str, str], at: datetime) -> str:
    return actions.enter_person("演示乙", by=SYSTEM, at=at)


def take(who: str, where: str, role: str, *, by: Actor, at: datetime, **more: Any) -> str:
    values = {"title": "科长", "valid_from": FOUNDED, **more}
    return actions.appoint(who, organisation=where, role=role, by=by, at=at, **values)


def test_persons_are_entered_amended_and_found_in_either_script(
    alice: str, office: Actor, at: datetime, last_entry: Callable[[], Any]
) -> None:
    assert person(alice).work_phone == "82001234"
    assert actions.amend_person(alice, name="演示張", work_phone="", by=office, at=at) == ("name", "work_phone")
    assert [each.code for each in find_persons("张", on=ON)] == [alice]
    assert "演示" not in last_entry().payload
    with pytest.raises(RuleBroken, match="电话"):
        actions.amend_person(alice, work_phone="写信", by=office, at=at)
    with pytest.raises(Missing):
        person("P999999")


def test_only_who_keeps_the_registry_enters_persons(
    db: None, lead: Actor, county: Actor, citizen: Actor, at: datetime
) -> None:
    for stranger in (lead, county, citizen):
        with pytest.raises(NotAllowed):
            actions.enter_person("演示丙", by=stranger, at=at)
    assert not Person.objects.exists()


def test_a_post_grants_its_role_from_day_to_day(
    town: dict[str, str], alice: str, administrator: Actor, at: datetime, last_entry: Callable[[], Any]
) -> None:
    post = take(alice, town["market"], "lead-department", by=administrator, at=at, duty=" 牵头产品质量 ")
    assert grants_of(alice, on=ON) == (Grant("lead-department", CITY, town["market"]),)
    assert grants_of(alice, on=date(2014, 12, 31)) == ()
    assert last_entry().kind == "registry.post-taken"
    assert [each.person for each in persons_of(town["market"], on=ON)] == [alice]
    assert holders("lead-department", on=ON)[0].duty == "牵头产品质量"
    actions.end_post(post, last_day=ON, by=administrator, at=at)
    assert grants_of(alice, on=ON) != ()
    assert grants_of(alice, on=date(2025, 10, 23)) == ()
    assert last_entry().kind == "registry.post-left"
    assert posts_of(alice, on=date(2025, 10, 23)) == ()
    assert len(posts_of(alice)) == 1
    with pytest.raises(WrongState, match="离任"):
        actions.end_post(post, last_day=ON, by=administrator, at=at)


def test_a_post_that_ends_before_it_begins_grants_nothing(town: dict[str, str], alice: str, at: datetime) -> None:
    post = take(alice, town["market"], "unit", by=SYSTEM, at=at, valid_from=date(2026, 1, 1))
    actions.end_post(post, last_day=ON, by=SYSTEM, at=at)
    assert not RoleGrant.objects.exists()


def test_nobody_appoints_himself(town: dict[str, str], alice: str, administrator: Actor, at: datetime) -> None:
    himself = replace(administrator, person=alice)
    for role in ("office", "administrator", "unit"):
        with pytest.raises(NotAllowed, match="自己"):
            take(alice, town["market"], role, by=himself, at=at)
    assert not Post.objects.exists()


def test_nobody_raises_his_own_rights_by_a_split_a_merger_or_a_hand_over(
    town: dict[str, str], alice: str, bob: str, administrator: Actor, at: datetime
) -> None:
    mine = take(alice, town["housing"], "unit", by=SYSTEM, at=at)
    theirs = take(bob, town["market"], "office", by=SYSTEM, at=at)
    himself = replace(administrator, person=alice)
    with pytest.raises(NotAllowed, match="自己"):
        actions.split_organisation(town["housing"], posts={mine: town["market"]}, by=himself, at=at)
    with pytest.raises(NotAllowed, match="自己"):
        actions.merge_organisations([town["housing"]], town["market"], by=himself, at=at)
    with pytest.raises(NotAllowed, match="自己"):
        actions.hand_over_posts(bob, alice, posts=(theirs,), reason="调动", on=ON, by=himself, at=at)
    assert grants_of(alice, on=ON) == (Grant("unit", CITY, town["housing"]),)


def test_appointing_stays_inside_the_appointers_reach(
    town: dict[str, str], alice: str, office: Actor, lead: Actor, at: datetime
) -> None:
    county_administrator = Actor(None, "P9", "区管理员", (Grant("administrator", COUNTY, town["county"]),))
    take(alice, town["county"], "county-office", by=county_administrator, at=at)
    for by, where, more in (
        (county_administrator, "other", {}),
        (county_administrator, "market", {}),
        (county_administrator, "county", {"region": CITY}),
        (office, "county", {}),
        (lead, "market", {}),
    ):
        with pytest.raises(NotAllowed):
            take(alice, town[where], "administrator", by=by, at=at, **more)


@pytest.mark.parametrize(
    ("more", "refusal", "said"),
    [
        ({"title": ""}, RuleBroken, "职务"),
        ({"valid_to": date(2000, 1, 1)}, RuleBroken, "早于"),
    ],
)
def test_what_no_post_may_be(
    town: dict[str, str], alice: str, at: datetime, more: dict[str, Any], refusal: type[Exception], said: str
) -> None:
    with pytest.raises(refusal, match=said):
        take(alice, town["market"], "unit", by=SYSTEM, at=at, **more)
    with pytest.raises(RuleBroken, match="emperor"):
        take(alice, town["market"], "emperor", by=SYSTEM, at=at)
    take(alice, town["market"], "unit", by=SYSTEM, at=at)
    with pytest.raises(WrongState, match="重复任职"):
        take(alice, town["market"], "unit", by=SYSTEM, at=at)


def test_handing_over_moves_posts_and_what_they_grant(
    town: dict[str, str], alice: str, bob: str, administrator: Actor, at: datetime, last_entry: Callable[[], Any]
) -> None:
    post = take(alice, town["market"], "lead-department", by=SYSTEM, at=at)
    taken = actions.hand_over_posts(alice, bob, posts=(post,), reason="岗位调整", on=ON, by=administrator, at=at)
    assert grants_of(alice, on=ON) == ()
    assert grants_of(bob, on=ON) == (Grant("lead-department", CITY, town["market"]),)
    assert grants_of(alice, on=date(2025, 10, 21)) != ()
    assert [each.code for each in posts_of(bob)] == list(taken.values())
    assert HandOver.objects.get(to_person=bob).reason == "岗位调整"
    assert last_entry().kind == "registry.posts-handed-over"
    with pytest.raises(RuleBroken, match="不由该人员担任"):
        actions.hand_over_posts(bob, alice, posts=(post,), reason="岗位调整", on=ON, by=administrator, at=at)


def test_the_last_administrator_cannot_leave(town: dict[str, str], alice: str, bob: str, at: datetime) -> None:
    post = take(alice, town["market"], "administrator", by=SYSTEM, at=at)
    create_account("alice", person=alice, name="演示甲", by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="最后一名"):
        actions.end_post(post, last_day=ON, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="最后一名"):
        actions.hand_over_posts(alice, bob, posts=(post,), reason="调动", on=ON, by=SYSTEM, at=at)
    create_account("bob", person=bob, name="演示乙", by=SYSTEM, at=at)
    actions.hand_over_posts(alice, bob, posts=(post,), reason="调动", on=ON, by=SYSTEM, at=at)
    assert [each.person for each in holders("administrator", on=ON, region=CITY)] == [bob]
    assert holders("administrator", on=ON, region=OTHER_COUNTY) == ()


def test_posts_of_many_persons_are_one_query(
    town: dict[str, str], alice: str, bob: str, at: datetime, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for who in (alice, bob):
        take(who, town["market"], "unit", by=SYSTEM, at=at)
    with django_assert_max_num_queries(1):
        assert set(people.posts_of_many([alice, bob], on=ON)) == {alice, bob}
    with django_assert_max_num_queries(1):
        assert len(persons_of(town["market"], on=ON)) == 2


def test_the_database_refuses_a_post_twice_and_one_that_ends_before_it_begins(
    town: dict[str, str], alice: str, at: datetime
) -> None:
    row = Post.objects.get(code=take(alice, town["market"], "unit", by=SYSTEM, at=at))
    with pytest.raises(IntegrityError, match="begins"), transaction.atomic():
        Post.objects.filter(pk=row.pk).update(valid_to=date(2000, 1, 1))
    row.pk, row.code = None, "T999999"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    with pytest.raises(IntegrityError, match="has_a_name"), transaction.atomic():
        Person.objects.create(code="P999999", name="")
