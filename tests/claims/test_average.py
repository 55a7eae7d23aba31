"""Averages: what must be found, and what must stay silent."""

from __future__ import annotations

import pytest

from tests.claims.findings import alarms, percents, verdicts
from zhicheng.claims import check

FOUND = [
    ("全市举办培训42期，培训3780人次，平均每期95人次。", ["contradicted"], []),
    ("12名评审专家共评审项目180个，人均18个。", ["contradicted"], []),
    ("全年受理来电36.5万件，日均1100件。", ["contradicted"], []),
    ("常住人口320万人，发明专利拥有量4800件，每万人发明专利拥有量18件。", ["contradicted"], []),
    ("98个监管所共有执法人员588人，平均每所7人。", ["contradicted"], []),
    ("发放补助1280万元，惠及企业160家，户均8.5万元。", ["contradicted"], []),
]
SILENT = [
    "全年受理来电36.5万件，日均1000件。",
    "全年受理来电73万件，日均2950件。",
    "12个县区共建成服务站84个，平均每个县区7个。",
    "全市举办培训42期，培训3780人次，平均每期90人次。",
    "为56家企业减免检测费168万元，平均每家3万元。",
    "12名评审专家共评审项目180个，人均15个。",
    "帮扶企业126家，解决难题258个，平均每家企业解决2个以上。",
]


@pytest.mark.parametrize(("text", "expected", "computed"), FOUND)
def test_found(text: str, expected: list[str], computed: list[str]) -> None:
    assert verdicts(text) == expected
    first = next(claim for claim in check(text).claims if str(claim.verdict) == expected[0])
    assert percents(first) == computed


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert alarms(text) == []
