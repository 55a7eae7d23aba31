"""One region at a time: added, renamed, moved, merged; found by two characters; the tree goes out and comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tests.registry.conftest import CITY, COUNTY, FOUNDED, ON, OTHER_COUNTY
from zhicheng.core.access import SYSTEM, Actor, Grant
from zhicheng.core.refusal import NotAllowed, RuleBroken, WrongState
from zhicheng.registry import actions
from zhicheng.registry.models import Region
from zhicheng.registry.queries import children, region, regions
from zhicheng.registry.rules.regions import RegionRow

pytestmark = [pytest.mark.clause("A1"), pytest.mark.usefixtures("tree")]
NEW = RegionRow("990101003", "松墨镇", "township", COUNTY)


def test_a_single_region_is_added_from_a_day(office: Actor, at: datetime, last_entry: Callable[[], Any]) -> None:
    actions.enter_region(NEW, on=ON, by=office, at=at)
    assert region("990101003000", on=ON).name == "松墨镇"
    assert "990101003000" not in {each.code for each in children(COUNTY, on=date(2025, 10, 21))}
    assert last_entry().kind == "registry.region-entered"
    with pytest.raises(WrongState, match="已有区划"):
        actions.enter_region(NEW, on=ON, by=office, at=at)
    with pytest.raises(WrongState, match="已有区划"):
        actions.enter_region(NEW, on=date(2020, 1, 1), by=office, at=at)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (RegionRow("99010", "松墨镇", "township", COUNTY), "数字"),
        (RegionRow("990101003", "", "township", COUNTY), "名称"),
        (RegionRow("990101003", "松墨镇😀", "township", COUNTY), "U\\+1F600"),
        (RegionRow("990101003", "松\x00墨镇", "township", COUNTY), "U\\+0000"),
        (RegionRow("990101003", "松墨镇", "empire", COUNTY), "级别"),
        (RegionRow("990101003", "松墨镇", "township", CITY), "上级不能是"),
        (RegionRow("990104003", "松墨镇", "township", COUNTY), "号段"),
        (RegionRow("990101003", "松墨镇", "township", "990199"), "未登记"),
    ],
)
def test_a_region_that_cannot_be(row: RegionRow, said: str, at: datetime) -> None:
    before = Region.objects.count()
    with pytest.raises(RuleBroken, match=said):
        actions.enter_region(row, on=ON, by=SYSTEM, at=at)
    assert Region.objects.count() == before


def test_a_county_adds_and_changes_in_its_own_digits_only(at: datetime, town: dict[str, str]) -> None:
    county = Actor(None, "P9", "区质量办", (Grant("office", COUNTY, town["county"]),))
    actions.enter_region(NEW, on=ON, by=county, at=at)
    for act in (
        lambda: actions.enter_region(
            RegionRow("990104002", "砚后镇", "township", OTHER_COUNTY), on=ON, by=county, at=at
        ),
        lambda: actions.change_region(OTHER_COUNTY, name="改名县", on=ON, by=county, at=at),
        lambda: actions.change_region("990101001000", parent=OTHER_COUNTY, on=ON, by=county, at=at),
        lambda: actions.merge_regions([COUNTY], OTHER_COUNTY, on=ON, by=county, at=at),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    ("code", "change", "refusal", "said"),
    [
        (CITY, {"parent": COUNTY}, RuleBroken, "不能|上级"),
        (COUNTY, {"parent": "990101001000"}, RuleBroken, "上级不能是"),
        (COUNTY, {"parent": COUNTY}, RuleBroken, "自己"),
        (COUNTY, {"name": "  "}, RuleBroken, "名称"),
        (COUNTY, {"name": "墨\u202e溪区"}, RuleBroken, "U\\+202E"),
        (COUNTY, {"name": "墨溪区"}, WrongState, "没有变更"),
    ],
)
def test_no_circle_no_odd_name_no_empty_change(
    code: str, change: dict[str, str], refusal: type[Exception], said: str, at: datetime
) -> None:
    with pytest.raises(refusal, match=said):
        actions.change_region(code, on=ON, by=SYSTEM, at=at, **change)
    assert regions.history(code)[-1].valid_from == FOUNDED


def test_dates_in_the_wrong_order_are_refused(at: datetime) -> None:
    actions.change_region(COUNTY, name="墨渠区", on=ON, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="之后的日期"):
        actions.change_region(COUNTY, name="墨池区", on=date(2020, 1, 1), by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="之后的日期"):
        actions.merge_regions([OTHER_COUNTY], COUNTY, on=date(2020, 1, 1), by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="同级"):
        actions.merge_regions([COUNTY], "990104001000", on=date(2026, 1, 1), by=SYSTEM, at=at)


def test_regions_are_found_by_two_characters_old_name_and_code(at: datetime) -> None:
    actions.change_region(COUNTY, name="松墨区", on=date(2025, 6, 1), by=SYSTEM, at=at)
    [found] = [each for each in regions.find_regions("墨溪", on=ON) if each.region.code == COUNTY]
    assert (found.region.name, found.via, found.ended) == ("松墨区", "墨溪区", False)
    assert regions.find_regions("硯湖", on=ON)[0].region.code == OTHER_COUNTY
    assert [each.region.code for each in regions.find_regions("990104", on=ON)] == [OTHER_COUNTY, "990104001000"]
    assert regions.find_regions("松墨", on=date(2025, 1, 1)) == ()
    actions.merge_regions([OTHER_COUNTY], COUNTY, on=date(2025, 9, 1), by=SYSTEM, at=at)
    assert regions.find_regions("砚湖", on=ON)[0].ended
    with pytest.raises(RuleBroken, match="2个字"):
        regions.find_regions("墨", on=ON)


def test_groups_and_leads_stay_in_their_region_and_after_what_holds(town: dict[str, str], at: datetime) -> None:
    with pytest.raises(RuleBroken, match="不在本地区"):
        actions.set_leading_group("小组", region=COUNTY, office=town["other"], valid_from=FOUNDED, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="不在本地区"):
        actions.set_lead_organisations("works", [town["other"]], region=COUNTY, on=ON, by=SYSTEM, at=at)
    actions.set_lead_organisations("works", [town["market"]], region=CITY, on=ON, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken, match="更早"):
        actions.set_lead_organisations("works", [town["reform"]], region=CITY, on=FOUNDED, by=SYSTEM, at=at)


@pytest.mark.parametrize("name", ["演示😀局", "演示\u200b局", "演示\x1b局", "局"])
def test_an_organisation_is_not_called_so(name: str, town: dict[str, str], at: datetime) -> None:
    with pytest.raises(RuleBroken):
        actions.enter_organisation(name, kind="department", region=CITY, valid_from=ON, by=SYSTEM, at=at)
    with pytest.raises(RuleBroken):
        actions.amend_organisation(town["market"], short_names=["好\x07局"], on=ON, by=SYSTEM, at=at)
