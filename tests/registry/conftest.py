"""The small town in the registry: a city, two counties with townships, their offices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from zhicheng.core.access import SYSTEM
from zhicheng.core.ledger.models import Entry
from zhicheng.registry import actions
from zhicheng.registry.rules.regions import RegionRow

FOUNDED = date(2015, 1, 1)
ON = date(2025, 10, 22)
CITY, COUNTY, OTHER_COUNTY = "990100", "990101", "990104"
TREE = (
    RegionRow(CITY, "演示市", "city"),
    RegionRow(COUNTY, "墨溪区", "county", CITY),
    RegionRow(OTHER_COUNTY, "砚湖县", "county", CITY),
    RegionRow("990101001000", "纸坊溪街道", "township", COUNTY),
    RegionRow("990101002000", "墨香街道", "township", COUNTY),
    RegionRow("990104001000", "砚前镇", "township", OTHER_COUNTY),
)
OFFICES: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "market": ("演示市市场监督管理局", "department", CITY, ("市市场监管局", "市场监管局", "市监局")),
    "reform": ("演示市发展和改革委员会", "department", CITY, ("市发展改革委", "发改委")),
    "housing": ("演示市住房和城乡建设局", "department", CITY, ("市住建局", "建设局")),
    "county": ("墨溪区人民政府", "government", COUNTY, ()),
    "county-market": ("墨溪区市场监督管理局", "department", COUNTY, ("区市场监管局",)),
    "other": ("砚湖县人民政府", "government", OTHER_COUNTY, ()),
    "street": ("纸坊溪街道办事处", "government", "990101001000", ()),
    "firm": ("演示市样例水务集团有限公司", "enterprise", CITY, ("市水务集团",)),
}


@pytest.fixture
def tree(db: None, at: datetime) -> None:
    """The regions of the small town."""
    actions.load_regions(TREE, on=FOUNDED, by=SYSTEM, at=at)


@pytest.fixture
def town(tree: None, at: datetime) -> dict[str, str]:
    """The offices of the small town: what each is for → its code."""
    return {
        key: actions.enter_organisation(
            name, kind=kind, region=region, short_names=short, valid_from=FOUNDED, by=SYSTEM, at=at
        )
        for key, (name, kind, region, short) in OFFICES.items()
    }


@pytest.fixture
def last_entry(db: None) -> Callable[[], Any]:
    """The newest line of the ledger."""
    return lambda: Entry.objects.order_by("-sequence").first()
