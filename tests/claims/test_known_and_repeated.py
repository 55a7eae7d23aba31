"""A figure that the house has verified, and a quantity that a text states twice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.claims.findings import verdicts
from zhicheng.claims import KnownFigure, check

FIGURE = KnownFigure(
    indicator="制造业产品质量合格率",
    aliases=("产品质量合格率",),
    area="演示市",
    period="2024",
    value=Decimal("95.12"),
    unit="%",
    as_of=date(2024, 12, 31),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年，全市制造业产品质量合格率为95.12%。", ["holds"]),
        ("2024年，全市制造业产品质量合格率达95.1%。", ["holds"]),
        ("2024年，全市製造業產品質量合格率為96.12%。", ["contradicted"]),
        ("截至2025年6月底，2024年制造业产品质量合格率为96.12%。", ["uncheckable"]),
        ("2023年，制造业产品质量合格率为94.6%。", []),
        ("力争制造业产品质量合格率达到96%。", []),
        ("制造业产品质量合格率比上年提高0.5个百分点。", []),
        ("榴山县制造业产品质量合格率为93.4%。", []),
    ],
)
def test_a_verified_figure_is_compared(text: str, expected: list[str]) -> None:
    assert [str(claim.verdict) for claim in check(text, known=[FIGURE]).claims if claim.kind == "known"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年检查企业1865家。在检查的1685家企业中，发现问题126家。", ["contradicted"]),
        ("全年检查企业1865家。在检查的1865家企业中，发现问题126家。", []),
        ("全市共有认证机构38家。\n综上，全市认证机构36家。", ["contradicted"]),
        ("全市共有认证机构38家。\n综上，全市认证机构38家。", []),
        ("全市共有认证机构38家。\n综上，墨溪区认证机构36家。", []),
        ("2023年全市认证机构38家。\n总的看，2024年全市认证机构36家。", []),
        ("培训人员1234人次。这1200多人次的培训很有成效。", []),
        ("检查甲类企业320家。在抽查的86家乙类企业中，发现问题12家。", []),
    ],
)
def test_one_quantity_with_two_values(text: str, expected: list[str]) -> None:
    assert verdicts(text) == expected
