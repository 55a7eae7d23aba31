"""Somebody stands in for a post between two days; who left keeps nothing the day after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.registry.conftest import CITY, COUNTY, FOUNDED, ON
from zhicheng.core.access import SYSTEM, Actor, Grant
from zhicheng.core.access.queries import grants_of
from zhicheng.core.refusal import NotAllowed, RuleBroken, WrongState
from zhicheng.registry import actions
from zhicheng.registry.models import Post
from zhicheng.registry.queries import people, posts_of

pytestmark = pytest.mark.clause("A1")
LAST = date(2025, 11, 30)


@pytest.fixture
def staff(town: dict[str, str], at: datetime) -> dict[str, str]:
    """A holder with a post, and somebody who could stand in."""
    holder = actions.enter_person("演示甲", by=SYSTEM, at=at)
    post = actions.appoint(
        holder, organisation=town["market"], title="科长", role="lead-department", valid_from=FOUNDED, by=SYSTEM, at=at
    )
    return {"holder": holder, "post": post, "deputy": actions.enter_person("演示乙", by=SYSTEM, at=at)}


def stand_in(staff: dict[str, str], *, by: Actor, at: datetime, **more: Any) -> str:
    values = {"person": staff["deputy"], "valid_from": ON, "valid_to": LAST, "reason": "脱产学习", **more}
    return actions.deputise(staff["post"], by=by, at=at, **values)


def test_a_deputy_holds_the_rights_between_the_days_and_the_holder_keeps_his(
    town: dict[str, str], staff: dict[str, str], administrator: Actor, at: datetime, last_entry: Callable[[], Any]
) -> None:
    acting = stand_in(staff, by=administrator, at=at)
    wanted = (Grant("lead-department", CITY, town["market"]),)
    assert grants_of(staff["deputy"], on=date(2025, 10, 21)) == ()
    assert grants_of(staff["deputy"], on=ON) == wanted
    assert grants_of(staff["deputy"], on=LAST) == wanted
    assert grants_of(staff["deputy"], on=date(2025, 12, 1)) == ()
    assert grants_of(staff["holder"], on=ON) == wanted
    assert last_entry().kind == "registry.post-deputised"
    [deputy] = people.deputies_of([staff["post"]], on=ON)
    assert (deputy.acting, deputy.person_name, deputy.valid_to) == (acting, "演示乙", LAST)
    [held] = posts_of(staff["deputy"], on=ON)
    assert held.acting_for == staff["post"]
    actions.end_post(acting, last_day=ON, by=administrator, at=at)
    assert grants_of(staff["deputy"], on=date(2025, 10, 23)) == ()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"valid_to": date(2025, 10, 1)}, "早于"),
        ({"valid_to": date(2027, 1, 1)}, "一年"),
        ({"valid_from": date(2014, 1, 1), "valid_to": date(2014, 2, 1)}, "无人在任"),
        ({"reason": " "}, "缘由"),
        ({"reason": "😀"}, "表情"),
    ],
)
def test_what_no_deputising_may_be(staff: dict[str, str], at: datetime, more: dict[str, Any], said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        stand_in(staff, by=SYSTEM, at=at, **more)
    assert Post.objects.count() == 1


def test_one_deputy_at_a_time_never_the_holder_never_oneself(
    town: dict[str, str], staff: dict[str, str], administrator: Actor, lead: Actor, at: datetime
) -> None:
    with pytest.raises(RuleBroken, match="自己的岗位"):
        stand_in(staff, by=SYSTEM, at=at, person=staff["holder"])
    with pytest.raises(NotAllowed, match="自己"):
        stand_in(staff, by=replace(administrator, person=staff["deputy"]), at=at)
    county = Actor(None, "P9", "区管理员", (Grant("administrator", COUNTY, town["county"]),))
    for by in (lead, county):
        with pytest.raises(NotAllowed):
            stand_in(staff, by=by, at=at)
    acting = stand_in(staff, by=SYSTEM, at=at)
    with pytest.raises(WrongState, match="已由演示乙代理"):
        stand_in(staff, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="不能再由别人代理"):
        actions.deputise(
            acting, person=staff["holder"], valid_from=ON, valid_to=LAST, reason="又", by=SYSTEM, at=at
        )  # fmt: skip


def test_a_post_that_fell_vacant_is_stood_in_for(staff: dict[str, str], at: datetime) -> None:
    actions.end_post(staff["post"], last_day=date(2025, 10, 21), by=SYSTEM, at=at)
    stand_in(staff, by=SYSTEM, at=at)
    assert grants_of(staff["holder"], on=ON) == ()
    assert grants_of(staff["deputy"], on=ON) != ()


def test_the_same_post_in_overlapping_days_is_refused(
    town: dict[str, str], staff: dict[str, str], at: datetime
) -> None:
    given = {"organisation": town["reform"], "title": "挂职", "role": "unit", "by": SYSTEM, "at": at}
    actions.appoint(staff["deputy"], valid_from=ON, valid_to=LAST, **given)
    for first, last in ((ON, LAST), (LAST, None), (date(2025, 1, 1), ON), (date(2025, 1, 1), None)):
        with pytest.raises(WrongState, match="重叠"):
            actions.appoint(staff["deputy"], valid_from=first, valid_to=last, **given)
    actions.appoint(staff["deputy"], valid_from=date(2025, 12, 1), **given)


def test_a_namesake_has_to_be_meant(db: None, at: datetime) -> None:
    actions.enter_person("演示甲", namesake=False, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="同名"):
        actions.enter_person("演示 甲", namesake=False, by=SYSTEM, at=at)
    actions.enter_person("演示甲", namesake=True, by=SYSTEM, at=at)


def test_a_countys_office_amends_nobody_elsewhere(town: dict[str, str], staff: dict[str, str], at: datetime) -> None:
    county = Actor(None, "P9", "区质量办", (Grant("office", COUNTY, town["county"]),))
    with pytest.raises(NotAllowed):
        actions.amend_person(staff["holder"], name="改名", by=county, at=at)
    actions.end_post(staff["post"], last_day=ON, by=SYSTEM, at=at)
    with pytest.raises(NotAllowed):
        actions.amend_person(staff["holder"], name="改名", by=county, at=at)
    actions.amend_person(staff["deputy"], name="演示丙", by=county, at=at)
