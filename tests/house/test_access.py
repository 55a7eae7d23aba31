"""Who may do what: reach by region and by organisation, asked of one thing and of many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.config.roles import ROLES
from zhicheng.core.access import SYSTEM, Actor, Grant, Scope, may, region_prefix, require
from zhicheng.core.refusal import NotAllowed
from zhicheng.goals.permissions import P

HERE = Scope(region="990101", organisations=frozenset({"O-COUNTY"}))

region_codes = st.tuples(*(st.integers(1, 99) for _ in range(3)), st.integers(1, 999), st.integers(1, 999)).map(
    lambda parts: "{:02d}{:02d}{:02d}{:03d}{:03d}".format(*parts)
)


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("", ""),
        ("990000", "99"),
        ("990100", "9901"),
        ("990101", "990101"),
        ("990101000000", "990101"),
        ("990101002000", "990101002"),
        ("990101002003", "990101002003"),
    ],
)
def test_a_region_is_the_digits_that_everything_inside_it_shares(code: str, prefix: str) -> None:
    assert region_prefix(code) == prefix


@given(region_codes, st.sampled_from([2, 4, 6, 9]))
def test_a_region_contains_what_lies_in_it_and_not_its_neighbour(village: str, size: int) -> None:
    above = village[:size].ljust(12, "0")
    neighbour = f"{(int(village[:size]) + 1) % 10**size:0{size}d}".ljust(12, "0")
    assert village.startswith(region_prefix(above))
    assert not village.startswith(region_prefix(neighbour))


def test_an_office_reaches_every_county_of_its_city(office: Actor) -> None:
    assert may(office, P.TASK_ASSIGN, HERE)
    assert not may(office, P.TASK_ASSIGN, Scope(region="990201"))


def test_a_county_reaches_what_names_its_office_and_nothing_of_the_other_county(county: Actor, stranger: Actor) -> None:
    assert may(county, P.REPORT_WRITE, HERE)
    assert not may(stranger, P.REPORT_WRITE, HERE)
    assert not may(county, P.TASK_ASSIGN, HERE)


def test_somebody_without_a_post_may_nothing(citizen: Actor) -> None:
    assert not any(may(citizen, permission, HERE) for role in ROLES for permission in role.permissions)


def test_a_role_that_is_declared_no_more_permits_nothing() -> None:
    assert not may(Actor(None, "P", "x", (Grant("abolished", "990100", "O-COUNTY"),)), P.TASK_VIEW, HERE)


def test_scheduled_work_may_everything_everywhere() -> None:
    require(SYSTEM, P.TASK_ASSIGN, HERE)
    assert SYSTEM.regions_with(P.TASK_ASSIGN) == ("",)


def test_which_ones_answers_as_may_she_does(office: Actor, county: Actor, stranger: Actor) -> None:
    for who in (office, county, stranger):
        by_region = any(HERE.region.startswith(prefix) for prefix in who.regions_with(P.TASK_VIEW))
        by_name = bool(HERE.organisations & set(who.organisations_with(P.TASK_VIEW)))
        assert (by_region or by_name) == may(who, P.TASK_VIEW, HERE)


def test_the_refusal_says_what_to_do(county: Actor) -> None:
    with pytest.raises(NotAllowed, match="联系本单位管理员") as refused:
        require(county, P.TASK_ASSIGN, HERE)
    assert refused.value.facts == {"permission": P.TASK_ASSIGN}


def test_roles_that_verify_open_or_administer_ask_for_a_second_factor() -> None:
    grave = {P.REPORT_VERIFY, P.PROGRAMME_OPEN, "core.account.manage"}
    assert {role.slug for role in ROLES if role.permissions & grave} == {
        role.slug for role in ROLES if role.second_factor
    }


def test_a_slug_is_declared_once_and_its_names_stand_in_every_language() -> None:
    slugs = [role.slug for role in ROLES]
    assert len(slugs) == len(set(slugs))
    for role in ROLES:
        assert role.names.in_language("en").isascii()
        assert role.names.in_language("zh-hant")
