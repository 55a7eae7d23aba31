"""Leading groups of city and county, and one or several lead organisations for each field of quality."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.registry.conftest import CITY, COUNTY, FOUNDED, ON, OTHER_COUNTY
from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.refusal import Missing, NotAllowed, RuleBroken, WrongState
from zhicheng.registry import actions
from zhicheng.registry.kinds import FIELDS
from zhicheng.registry.models import GroupMember, LeadingGroup, LeadRole, Organisation
from zhicheng.registry.queries import lead_organisations, leading_group, leads_of

pytestmark = pytest.mark.clause("A1")


def test_city_and_county_have_their_groups(
    town: dict[str, str], office: Actor, at: datetime, last_entry: Callable[[], Any]
) -> None:
    city = actions.set_leading_group(
        "演示市质量强市领导小组", region=CITY, office=town["market"], members=[town["market"], town["reform"]],
        valid_from=FOUNDED, by=office, at=at,
    )  # fmt: skip
    actions.set_leading_group(
        "墨溪区质量强区领导小组", region=COUNTY, office=town["county"], valid_from=FOUNDED, by=office, at=at
    )
    assert last_entry().kind == "registry.leading-group-set"
    actions.set_members(city, [town["reform"], town["housing"]], on=ON, by=office, at=at)
    now, before = leading_group(CITY, on=ON), leading_group(CITY, on=date(2025, 10, 21))
    assert now is not None
    assert before is not None
    assert {code for code, _name in now.members} == {town["reform"], town["housing"]}
    assert {code for code, _name in before.members} == {town["market"], town["reform"]}
    assert now.office_name == "演示市市场监督管理局"
    assert leading_group(OTHER_COUNTY, on=ON) is None
    assert last_entry().kind == "registry.group-members-set"


def test_a_second_group_a_street_and_a_stranger_are_refused(
    town: dict[str, str], at: datetime, lead: Actor, county: Actor
) -> None:
    values: dict[str, Any] = {"office": town["market"], "valid_from": FOUNDED, "at": at}
    for stranger in (lead, county):
        with pytest.raises(NotAllowed):
            actions.set_leading_group("小组", region=CITY, by=stranger, **values)
        with pytest.raises(NotAllowed):
            actions.set_lead_organisations("product", [town["market"]], region=CITY, on=ON, by=stranger, at=at)
    with pytest.raises(RuleBroken, match="领导小组"):
        actions.set_leading_group("小组", region="990101001000", by=SYSTEM, **values)
    group = actions.set_leading_group("小组", region=CITY, by=SYSTEM, **values)
    with pytest.raises(WrongState, match="已设"):
        actions.set_leading_group("小组", region=CITY, by=SYSTEM, **values)
    with pytest.raises(Missing):
        actions.set_members("G999999", [], on=ON, by=SYSTEM, at=at)
    for stranger in (lead, county):
        with pytest.raises(NotAllowed):
            actions.set_members(group, [], on=ON, by=stranger, at=at)


def test_a_chair_is_a_post(town: dict[str, str], at: datetime, lead: Actor, last_entry: Callable[[], Any]) -> None:
    group = actions.set_leading_group("小组", region=CITY, office=town["market"], valid_from=FOUNDED, by=SYSTEM, at=at)
    person = actions.enter_person("演示甲", by=SYSTEM, at=at)
    post = actions.appoint(
        person, organisation=town["reform"], title="副市长", role="leader", region=CITY, valid_from=FOUNDED, by=SYSTEM,
        at=at,
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        actions.give_position(group, post=post, position="chair", on=ON, by=lead, at=at)
    with pytest.raises(RuleBroken, match="组长"):
        actions.give_position(group, post=post, position="king", on=ON, by=SYSTEM, at=at)
    actions.give_position(group, post=post, position="chair", on=ON, by=SYSTEM, at=at)
    assert last_entry().kind == "registry.group-position-given"
    with pytest.raises(WrongState):
        actions.give_position(group, post=post, position="chair", on=ON, by=SYSTEM, at=at)
    found = leading_group(CITY, on=ON)
    assert found is not None
    assert [(each.position, each.person_name) for each in found.positions] == [("chair", "演示甲")]
    actions.end_post(post, last_day=ON, by=SYSTEM, at=at)
    later = leading_group(CITY, on=date(2025, 10, 23))
    assert later is not None
    assert later.positions == ()


def test_services_have_two_leads_and_each_field_may_have_several(
    town: dict[str, str], office: Actor, at: datetime, last_entry: Callable[[], Any]
) -> None:
    pair = [town["reform"], town["market"]]
    actions.set_lead_organisations("service", pair, region=CITY, on=FOUNDED, by=office, at=at)
    assert lead_organisations("service", region=CITY, on=ON) == tuple(sorted(pair))
    actions.set_lead_organisations("service", [town["reform"]], region=CITY, on=ON, by=office, at=at)
    assert lead_organisations("service", region=CITY, on=ON) == (town["reform"],)
    assert len(lead_organisations("service", region=CITY, on=date(2025, 10, 21))) == 2
    assert leads_of(CITY, on=ON) == {"service": (town["reform"],)}
    assert last_entry().kind == "registry.lead-role-set"
    with pytest.raises(RuleBroken, match="weather"):
        actions.set_lead_organisations("weather", pair, region=CITY, on=ON, by=office, at=at)


def test_the_four_kinds_of_quality_are_declared() -> None:
    assert [each.slug for each in FIELDS.values() if each.core] == ["product", "works", "service", "environment"]


def test_the_database_refuses_doubles(town: dict[str, str], at: datetime) -> None:
    row = Organisation.objects.get(code=town["market"])
    group = LeadingGroup.objects.create(code="G1", name="组", region=CITY, office=row, valid_from=FOUNDED)
    for table, values in (
        (LeadingGroup, {"code": "G2", "name": "组", "region": CITY, "office": row}),
        (GroupMember, {"group": group, "organisation": row}),
        (LeadRole, {"field": "product", "region": CITY, "organisation": row}),
    ):
        table.objects.get_or_create(valid_from=FOUNDED, **{**values, "code": "G1"} if "code" in values else values)
        with pytest.raises(IntegrityError), transaction.atomic():
            table.objects.create(valid_from=FOUNDED, **values)
