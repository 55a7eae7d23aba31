"""Lists with their total: what must be found, and what must stay silent."""

from __future__ import annotations

import pytest

from tests.claims.findings import alarms, percents, verdicts
from zhicheng.claims import check

FOUND = [
    ("现有国家级质检中心2家、省级质检中心7家、市级检测机构15家，共26家。", ["contradicted"], []),
    ("三大产业增加值分别为62.4亿元、548.1亿元、667.0亿元，合计1286.5亿元。", ["contradicted"], []),
    ("分类别看，电器类120批次、服装类86批次、玩具类54批次，合计270批次。", ["contradicted"], []),
    ("1月检测320批、2月检测280批、3月检测400批，一季度共计1100批。", ["contradicted"], []),
    ("2022年、2023年、2024年分别查办案件860件、920件、1050件，三年累计2930件。", ["contradicted"], []),
    ("全区共有食品生产企业86家，小作坊152家，食品销售单位4860家，餐饮单位3620家，共计8178家。", ["contradicted"], []),
    ("全市有公立医院26家、民营医院48家，共84家。", ["contradicted"], []),
    ("5个片区分别完成12项、8项、15项、9项、6项，总计52项。", ["contradicted"], []),
    ("第一批28家、第二批35家、第三批22家，共95家企业通过评审。", ["contradicted"], []),
    ("食品类120起、药品类46起、工业品类84起，共立案260起。", ["contradicted"], []),
    ("上半年立案186件，下半年立案224件，全年共立案420件。", ["contradicted"], []),
]
SILENT = [
    "上半年立案186件，下半年立案224件，全年共立案410件。",
    "现有国家级质检中心2家、省级质检中心7家、市级检测机构15家，共24家。",
    "评出一等奖3名，二等奖6名，三等奖10名，优秀奖21名，合计40名。",
    "三大产业增加值分别为62.4亿元、548.1亿元、676.0亿元，合计1286.5亿元。",
    "分类别看，电器类120批次、服装类86批次、玩具类54批次，合计260批次。",
    "1月检测320批、2月检测280批、3月检测400批，一季度共计1000批。",
    "2022年、2023年、2024年分别查办案件860件、920件、1050件，三年累计2830件。",
    "全区共有食品生产企业86家，小作坊152家，食品销售单位4860家，餐饮单位3620家，共计8718家。",
    "全市有公立医院26家、民营医院48家，共74家。",
    "5个片区分别完成12项、8项、15项、9项、6项，总计50项。",
    "第一批28家、第二批35家、第三批22家，共85家企业通过评审。",
]


@pytest.mark.parametrize(("text", "expected", "computed"), FOUND)
def test_found(text: str, expected: list[str], computed: list[str]) -> None:
    assert verdicts(text) == expected
    first = next(claim for claim in check(text).claims if str(claim.verdict) == expected[0])
    assert percents(first) == computed


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert alarms(text) == []
