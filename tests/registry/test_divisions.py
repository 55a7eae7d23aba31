"""One body becomes several on a day: everything it held is somewhere, and its name leads to all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tests.registry.conftest import CITY, COUNTY, FOUNDED, ON
from zhicheng.core.access import SYSTEM, Actor, Grant
from zhicheng.core.access.queries import grants_of
from zhicheng.core.refusal import NotAllowed, RuleBroken, WrongState
from zhicheng.registry import actions
from zhicheng.registry.actions import Division
from zhicheng.registry.queries import (
    find_organisations,
    lead_organisations,
    leading_group,
    match_units,
    organisation,
    organisations,
)

pytestmark = pytest.mark.clause("A1")


@pytest.fixture
def held(town: dict[str, str], at: datetime) -> dict[str, str]:
    """The housing office: two people, two fields, the office of the leading group."""
    posts = {}
    for key, name, title in (("one", "演示甲", "局长"), ("two", "演示乙", "科长")):
        person = actions.enter_person(name, by=SYSTEM, at=at)
        posts[key] = actions.appoint(
            person, organisation=town["housing"], title=title, role="unit", valid_from=FOUNDED, by=SYSTEM, at=at
        )
        posts[f"{key}-person"] = person
    posts["group"] = actions.set_leading_group(
        "演示市质量强市领导小组", region=CITY, office=town["housing"], members=[town["housing"]], valid_from=FOUNDED,
        by=SYSTEM, at=at,
    )  # fmt: skip
    for field in ("works", "service"):
        actions.set_lead_organisations(field, [town["housing"]], region=CITY, on=FOUNDED, by=SYSTEM, at=at)
    return posts


def split(town: dict[str, str], *, by: Actor, at: datetime, on: date = ON, **more: Any) -> Any:
    into = more.pop("into", (town["market"], town["reform"]))
    division = Division(into=into, heir=more.pop("heir", town["market"]), **more)
    return actions.divide_organisation(town["housing"], division, on=on, by=by, at=at)


def test_what_is_named_goes_there_and_the_rest_to_the_heir(
    town: dict[str, str], held: dict[str, str], office: Actor, at: datetime, last_entry: Callable[[], Any]
) -> None:
    moved = split(
        town, by=office, at=at, posts={held["two"]: town["reform"]}, lead_roles={"service": town["reform"]}
    )  # fmt: skip
    assert {old for old, _new in moved.posts} == {held["one"], held["two"]}
    assert grants_of(held["one-person"], on=ON) == (Grant("unit", CITY, town["market"]),)
    assert grants_of(held["two-person"], on=ON) == (Grant("unit", CITY, town["reform"]),)
    assert lead_organisations("works", region=CITY, on=ON) == (town["market"],)
    assert lead_organisations("service", region=CITY, on=ON) == (town["reform"],)
    group = leading_group(CITY, on=ON)
    assert group is not None
    assert (group.office, group.members[0][0]) == (town["market"], town["market"])
    assert organisation(town["housing"]).valid_to == date(2025, 10, 21)
    assert last_entry().kind == "registry.organisation-divided"


def test_a_former_name_is_found_and_leads_to_all_of_them(town: dict[str, str], at: datetime) -> None:
    split(town, by=SYSTEM, at=at)
    assert find_organisations("住建")[0].code == town["housing"]
    assert find_organisations("建設局")[0].code == town["housing"]
    after = tuple(sorted((town["market"], town["reform"])))
    assert organisations.followed_by(town["housing"]) == after
    assert organisations.heirs(town["housing"]) == after
    found = match_units(["市住建局"], region=CITY, on=ON)["市住建局"]
    assert found.ambiguous
    assert set(found.candidates) == set(after)
    actions.merge_organisations([town["reform"]], town["market"], on=date(2025, 10, 23), by=SYSTEM, at=at)
    assert match_units(["市住建局"], region=CITY, on=date(2025, 10, 23))["市住建局"].code == town["market"]


@pytest.mark.parametrize(
    ("into", "heir", "said"),
    [
        (("market",), "market", "至少有两个"),
        (("market", "market"), "market", "至少有两个"),
        (("market", "housing"), "market", "自己"),
        (("market", "reform"), "street", "承接单位"),
    ],
)
def test_what_is_no_division(town: dict[str, str], at: datetime, into: tuple[str, ...], heir: str, said: str) -> None:
    with pytest.raises(RuleBroken, match=said):
        split(town, by=SYSTEM, at=at, into=tuple(town[each] for each in into), heir=town[heir])
    assert organisation(town["housing"]).valid_to is None


def test_a_division_needs_the_right_over_all_and_happens_once(
    town: dict[str, str], held: dict[str, str], lead: Actor, at: datetime
) -> None:
    county_office = Actor(None, "P9", "区质量办", (Grant("office", COUNTY, town["county"]),))
    for by in (lead, county_office):
        with pytest.raises(NotAllowed):
            split(town, by=by, at=at)
    with pytest.raises(RuleBroken, match="2015-01-01"):
        split(town, by=SYSTEM, at=at, on=FOUNDED)
    with pytest.raises(RuleBroken, match="不在该单位"):
        split(town, by=SYSTEM, at=at, posts={"T999999": town["reform"]})
    split(town, by=SYSTEM, at=at)
    with pytest.raises(WrongState, match="终止"):
        split(town, by=SYSTEM, at=at)


def test_closing_leaves_nothing_open_behind(town: dict[str, str], at: datetime) -> None:
    actions.set_lead_organisations("works", [town["reform"]], region=CITY, on=ON, by=SYSTEM, at=at)
    actions.close_organisation(town["reform"], last_day=date(2025, 10, 1), by=SYSTEM, at=at)
    assert lead_organisations("works", region=CITY, on=ON) == ()
    with pytest.raises(RuleBroken, match="不能早于"):
        actions.close_organisation(town["market"], last_day=date(2014, 1, 1), by=SYSTEM, at=at)
    actions.set_leading_group("领导小组", region=CITY, office=town["housing"], valid_from=FOUNDED, by=SYSTEM, at=at)
    with pytest.raises(WrongState, match="办公室"):
        actions.close_organisation(town["housing"], last_day=ON, by=SYSTEM, at=at)
