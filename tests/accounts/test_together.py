"""Invitations by the sheet: who may, what the ledger keeps, and who sees which account."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from zhicheng.core.access import SYSTEM, Actor, Grant
from zhicheng.core.access.actions import end_grants, grant_role
from zhicheng.core.accounts import actions, queries, together
from zhicheng.core.accounts.models import Account
from zhicheng.core.ledger.models import Entry
from zhicheng.core.refusal import Missing, NotAllowed, WrongState

pytestmark = [pytest.mark.clause("A1"), pytest.mark.django_db]
ON, FOUNDED = date(2025, 10, 22), date(2015, 1, 1)
CITY, COUNTY, OTHER = "990100", "990101", "990104"
PASSWORD = "演示-long-enough-8862"


@pytest.fixture
def numbers(at: datetime) -> dict[str, int]:
    """Officers of the city, a county and another county, with accounts but no password."""
    found = {}
    for name, region in (("city", CITY), ("county", COUNTY), ("other", OTHER)):
        grant_role(
            f"P-{name}", "county-office", region=region, organisation=f"O-{name}", post=f"T-{name}", valid_from=FOUNDED
        )
        found[name] = actions.create_account(name, person=f"P-{name}", name=f"演示{name}", by=SYSTEM, at=at)
    return found


@pytest.fixture
def keeper() -> Actor:
    """The administrator of one county."""
    return Actor(None, "P-KEEPER", "区管理员", (Grant("administrator", COUNTY, "O-1"),))


def test_all_who_wait_are_invited_in_one_act(numbers: dict[str, int], administrator: Actor, at: datetime) -> None:
    old = actions.invite(numbers["city"], by=administrator, at=at)
    before = Entry.objects.count()
    invited = together.invite_many(numbers.values(), by=administrator, at=at)
    assert [each.username for each in invited] == ["city", "county", "other"]
    [entry] = Entry.objects.order_by("sequence")[before:]
    assert entry.kind == "core.accounts-invited"
    assert not any(each.secret in entry.payload or each.secret in repr(each) for each in invited)
    with pytest.raises(Missing):
        actions.accept_invitation(old, password=PASSWORD, at=at)
    actions.accept_invitation(invited[0].secret, password=PASSWORD, at=at)
    again = together.invite_many(numbers.values(), by=administrator, at=at)
    assert [each.username for each in again] == ["county", "other"]
    with pytest.raises(WrongState, match="都已设置密码"):
        together.invite_many([numbers["city"]], by=administrator, at=at)


def test_nobody_invites_outside_of_his_reach(
    numbers: dict[str, int], keeper: Actor, office: Actor, citizen: Actor, at: datetime
) -> None:
    assert len(together.invite_many([numbers["county"]], by=keeper, at=at)) == 1
    for by, wanted in ((keeper, ["county", "other"]), (keeper, ["city"]), (office, ["county"]), (citizen, ["county"])):
        with pytest.raises(NotAllowed):
            together.invite_many([numbers[each] for each in wanted], by=by, at=at)


def test_an_administrator_sees_the_accounts_that_he_manages(
    numbers: dict[str, int], keeper: Actor, administrator: Actor
) -> None:
    assert [each.username for each in queries.accounts(on=ON, by=keeper)] == ["county"]
    assert len(queries.accounts(on=ON, by=administrator)) == 3
    assert queries.account(numbers["county"], on=ON, by=keeper).username == "county"
    for hidden in ("city", "other"):
        with pytest.raises(Missing, match="管理范围"):
            queries.account(numbers[hidden], on=ON, by=keeper)


def test_accounts_are_found_by_a_part_of_the_name_in_either_script(
    numbers: dict[str, int], administrator: Actor
) -> None:
    Account.objects.filter(pk=numbers["city"]).update(name="陈张明")
    for wanted in ("陳張", "张明", "CIT"):
        assert [each.username for each in queries.accounts(on=ON, by=administrator, query=wanted)] == ["city"]
    assert len(queries.accounts(on=ON, by=administrator, unset=True)) == 3


def test_somebody_who_left_belongs_to_where_he_left(numbers: dict[str, int], keeper: Actor, at: datetime) -> None:
    end_grants("T-other", last_day=date(2025, 1, 1))
    with pytest.raises(NotAllowed):
        actions.invite(numbers["other"], by=keeper, at=at)


def test_a_batch_is_all_or_nothing(numbers: dict[str, int], administrator: Actor, at: datetime) -> None:
    wanted: Any = [together.NewAccount("fresh", "P-NEW", "新"), together.NewAccount("city", "P-NEW2", "又")]
    with pytest.raises(WrongState, match="没有导入任何一行"):
        together.open_many(wanted, by=administrator, at=at)
    assert not Account.objects.filter(username="fresh").exists()
