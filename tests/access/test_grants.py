"""Grants in the tables: days, ends, moves, and who reaches a region."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from zhicheng.core.access import Grant
from zhicheng.core.access.actions import end_grants, grant_role, move_grants, move_region_grants
from zhicheng.core.access.models import RoleGrant
from zhicheng.core.access.queries import (
    actor_of,
    grants_of,
    grants_of_many,
    holders_reaching,
    open_grants_of,
    persons_with,
)
from zhicheng.core.accounts.permissions import P

pytestmark = [pytest.mark.clause("A1"), pytest.mark.django_db]
FIRST, ON, LAST = date(2025, 1, 1), date(2025, 10, 22), date(2025, 12, 31)


def grant(person: str, role: str = "unit", *, region: str = "990101", post: str = "T1", **more: Any) -> None:
    values = {"organisation": "O1", "valid_from": FIRST, "valid_to": None, **more}
    grant_role(person, role, region=region, post=post, **values)


def test_the_last_day_counts_and_the_next_does_not() -> None:
    grant("P1", valid_to=LAST)
    assert grants_of("P1", on=LAST) == (Grant("unit", "990101", "O1"),)
    assert grants_of("P1", on=date(2026, 1, 1)) == grants_of("P1", on=date(2024, 12, 31)) == ()
    assert grants_of("", on=ON) == ()


def test_ending_cuts_what_runs_and_removes_what_has_not_begun() -> None:
    grant("P1")
    grant("P2", valid_from=LAST)
    assert end_grants("T1", last_day=ON) == 1
    assert [row.valid_to for row in RoleGrant.objects.all()] == [ON]


def test_an_earlier_end_is_not_put_off() -> None:
    grant("P1", valid_to=date(2025, 2, 1))
    end_grants("T1", last_day=ON)
    assert RoleGrant.objects.get().valid_to == date(2025, 2, 1)


def test_moves_follow_a_merger() -> None:
    grant("P1")
    assert move_grants(organisation="O1", to="O2") == 1
    assert move_region_grants(region="990101", to="990104") == 1
    assert grants_of("P1", on=ON) == (Grant("unit", "990104", "O2"),)


def test_reach_is_by_prefix_and_by_the_roles_permissions() -> None:
    grant("P-CITY", "administrator", region="990100")
    grant("P-COUNTY", "administrator", region="990101")
    grant("P-OFFICE", "office", region="990100")
    assert holders_reaching(P.ACCOUNT_MANAGE, "990101", on=ON) == {"P-CITY", "P-COUNTY"}
    assert holders_reaching(P.ACCOUNT_MANAGE, "990100", on=ON) == {"P-CITY"}
    assert persons_with(["office"], on=ON) == {"P-OFFICE"}


def test_what_is_granted_later_is_open_but_not_in_force() -> None:
    grant("P1", valid_from=LAST)
    assert grants_of("P1", on=ON) == ()
    assert open_grants_of("P1", on=ON) == (Grant("unit", "990101", "O1"),)


def test_many_persons_are_one_query(django_assert_max_num_queries: Callable[[int], Any]) -> None:
    for number in range(20):
        grant(f"P{number}")
    with django_assert_max_num_queries(1):
        assert len(grants_of_many([f"P{number}" for number in range(20)], on=ON)) == 20
    with django_assert_max_num_queries(1):
        assert actor_of(account_id=1, person="P3", name="三", on=ON).organisations == ("O1",)


def test_a_grant_of_a_role_that_is_gone_permits_nothing() -> None:
    grant("P1", "emperor")
    assert not actor_of(account_id=1, person="P1", name="一", on=ON).holds(P.ACCOUNT_MANAGE)


def test_the_database_refuses_a_grant_that_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError, match="begins"), transaction.atomic():
        grant("P1", valid_to=date(2024, 1, 1))
