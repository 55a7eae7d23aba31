"""Ranks: what must be found, and what must stay silent."""

from __future__ import annotations

import pytest

from tests.claims.findings import alarms, percents, verdicts
from zhicheng.claims import check

FOUND = [
    ("综合指数在全省排名由第8位上升至第5位，前移2位。", ["contradicted"], []),
    ("由去年的第12名跃升至第7名，提升6个名次。", ["contradicted"], []),
    ("质量竞争力指数位居全省第9位，较上年的第11位上升3位。", ["contradicted"], []),
]
SILENT = [
    "综合指数在全省排名由第7位上升至第5位，前移2位。",
    "由去年的第12名跃升至第7名，提升5个名次。",
]


@pytest.mark.parametrize(("text", "expected", "computed"), FOUND)
def test_found(text: str, expected: list[str], computed: list[str]) -> None:
    assert verdicts(text) == expected
    first = next(claim for claim in check(text).claims if str(claim.verdict) == expected[0])
    assert percents(first) == computed


@pytest.mark.parametrize("text", SILENT)
def test_silent(text: str) -> None:
    assert alarms(text) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("申報企業數名列全省前茅。", "申報企業數名列全省前茅"),
        ("综合得分91.2分，居全省第3位。", "综合得分91.2分，居全省第3位"),
        ("高技术产业增速全省第一。", "高技术产业增速全省第一"),
        ("质量工作连续三年走在全省前列。", "质量工作连续三年走在全省前列"),
        (
            "我市在全国文明城市测评中得分92.36分，位列全国地级市第18名。",
            "我市在全国文明城市测评中得分92.36分，位列全国地级市第18名",
        ),
    ],
)
def test_a_place_among_others_cannot_be_recomputed(text: str, quote: str) -> None:
    (claim,) = check(text).claims
    assert (claim.quote, str(claim.verdict), claim.reason.code) == (quote, "uncheckable", "others-missing")


@pytest.mark.parametrize(
    "text",
    [
        "力争走在全省前列。",
        "打造全国领先的质量高地。",
        "要力争在质量工作上领跑全国。",
        "全省第一批试点企业正式授牌。",
        "全市第一家国家级质检中心建成。",
    ],
)
def test_wishes_and_mottoes_are_left_in_peace(text: str) -> None:
    assert check(text).claims == ()
