"""One act moves posts, grants, lead roles, memberships, offices and clocks; names of older days still lead there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import transaction

from tests.registry.conftest import CITY, COUNTY, FOUNDED, ON
from zhicheng.core.access import SYSTEM, Actor, Grant
from zhicheng.core.access.queries import grants_of
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState
from zhicheng.registry import actions
from zhicheng.registry.models import LeadRole
from zhicheng.registry.queries import (
    find_organisations,
    lead_organisations,
    leading_group,
    match_units,
    organisation,
    organisations,
    persons_of,
)

pytestmark = pytest.mark.clause("A1")
BEFORE = date(2025, 10, 21)


@pytest.fixture
def held(town: dict[str, str], at: datetime) -> dict[str, str]:
    """What the housing office holds: a post that chairs, a lead role, a membership."""
    person = actions.enter_person("演示甲", by=SYSTEM, at=at)
    post = actions.appoint(
        person, organisation=town["housing"], title="局长", role="lead-department", valid_from=FOUNDED, by=SYSTEM, at=at
    )
    group = actions.set_leading_group(
        "演示市质量强市领导小组", region=CITY, office=town["housing"], members=[town["market"], town["housing"]],
        valid_from=FOUNDED, by=SYSTEM, at=at,
    )  # fmt: skip
    actions.give_position(group, post=post, position="deputy", on=FOUNDED, by=SYSTEM, at=at)
    actions.set_lead_organisations("works", [town["housing"]], region=CITY, on=FOUNDED, by=SYSTEM, at=at)
    return {"person": person, "post": post, "group": group}


def test_a_merger_moves_everything_and_lists_it(
    town: dict[str, str], held: dict[str, str], office: Actor, at: datetime, last_entry: Callable[[], Any]
) -> None:
    moved = actions.merge_organisations([town["housing"]], town["reform"], by=office, at=at)
    assert [old for old, _new in moved.posts] == [held["post"]]
    assert (moved.lead_roles, moved.memberships, moved.offices) == (("works",), (held["group"],), (held["group"],))
    assert organisation(town["housing"]).merged_into == town["reform"]
    assert organisation(town["housing"]).valid_to == BEFORE
    assert grants_of(held["person"], on=ON) == (Grant("lead-department", CITY, town["reform"]),)
    assert grants_of(held["person"], on=BEFORE) == (Grant("lead-department", CITY, town["housing"]),)
    assert lead_organisations("works", region=CITY, on=ON) == (town["reform"],)
    assert lead_organisations("works", region=CITY, on=BEFORE) == (town["housing"],)
    assert [each.person for each in persons_of(town["reform"], on=ON)] == [held["person"]]
    group = leading_group(CITY, on=ON)
    assert group is not None
    assert group.office == town["reform"]
    assert {code for code, _name in group.members} == {town["market"], town["reform"]}
    assert [each.position for each in group.positions] == ["deputy"]
    assert last_entry().kind == "registry.organisations-merged"


def test_former_names_lead_through_a_chain_of_mergers(town: dict[str, str], at: datetime) -> None:
    actions.merge_organisations([town["housing"]], town["reform"], on=date(2020, 1, 1), by=SYSTEM, at=at)
    actions.merge_organisations([town["reform"]], town["market"], on=date(2022, 1, 1), by=SYSTEM, at=at)
    assert match_units(["市建设局"], region=CITY, on=ON)["市建设局"].code == town["market"]
    assert match_units(["市建设局"], region=CITY, on=date(2019, 1, 1))["市建设局"].code == town["market"]
    assert organisations.successors([town["housing"]]) == {town["housing"]: town["market"]}
    assert find_organisations("建设局")[0].merged_into == town["reform"]


def test_a_lead_role_that_both_hold_is_held_once(town: dict[str, str], held: dict[str, str], at: datetime) -> None:
    actions.set_lead_organisations(
        "works", [town["housing"], town["reform"]], region=CITY, on=FOUNDED, by=SYSTEM, at=at
    )
    actions.merge_organisations([town["housing"]], town["reform"], by=SYSTEM, at=at)
    assert lead_organisations("works", region=CITY, on=ON) == (town["reform"],)
    assert LeadRole.objects.filter(organisation__code=town["reform"]).count() == 1


@pytest.mark.parametrize("into", ["housing", "nowhere"])
def test_a_merger_into_itself_or_nowhere_is_refused(town: dict[str, str], at: datetime, into: str) -> None:
    with pytest.raises((RuleBroken, Missing)):
        actions.merge_organisations([town["housing"]], town.get(into, "O999999"), by=SYSTEM, at=at)


def test_a_merger_needs_the_right_over_both_and_two_living_bodies(
    town: dict[str, str], at: datetime, lead: Actor, county: Actor
) -> None:
    county_office = Actor(None, "P9", "区质量办", (Grant("office", COUNTY, town["county"]),))
    for by in (lead, county, county_office):
        with pytest.raises(NotAllowed):
            actions.merge_organisations([town["county-market"]], town["market"], by=by, at=at)
    with pytest.raises(RuleBroken, match="2015-01-01"):
        actions.merge_organisations([town["housing"]], town["reform"], on=FOUNDED, by=SYSTEM, at=at)
    actions.merge_organisations([town["housing"]], town["reform"], by=SYSTEM, at=at)
    with pytest.raises(WrongState):
        actions.merge_organisations([town["housing"]], town["market"], by=SYSTEM, at=at)


def test_a_merger_inside_an_outer_act_goes_with_it(town: dict[str, str], held: dict[str, str], at: datetime) -> None:
    with transaction.atomic():
        actions.merge_organisations([town["housing"]], town["reform"], by=SYSTEM, at=at)
        transaction.set_rollback(True)
    assert organisation(town["housing"]).valid_to is None
    assert grants_of(held["person"], on=ON) == (Grant("lead-department", CITY, town["housing"]),)


def test_a_split_moves_the_named_posts(
    town: dict[str, str], held: dict[str, str], at: datetime, last_entry: Callable[[], Any]
) -> None:
    moved = actions.split_organisation(town["housing"], posts={held["post"]: town["reform"]}, on=ON, by=SYSTEM, at=at)
    assert grants_of(held["person"], on=ON) == (Grant("lead-department", CITY, town["reform"]),)
    assert len(moved.posts) == 1
    assert last_entry().kind == "registry.organisation-split"
    with pytest.raises(RuleBroken, match="不在该单位"):
        actions.split_organisation(town["housing"], posts={held["post"]: town["market"]}, on=ON, by=SYSTEM, at=at)
