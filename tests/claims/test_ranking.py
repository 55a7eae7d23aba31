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
