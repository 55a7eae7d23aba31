"""Linear time, and an end with a sentence for texts that were built to have none."""

from __future__ import annotations

import time

import pytest

from zhicheng.claims import check
from zhicheng.claims.wording import sentence

HOSTILE = {
    "digits": "1" * 2_000_000,
    "numerals": "一二三十百千" * 300_000,
    "plans": "任务60家，完成78家，" * 100_000,
    "brackets": "(" * 1_000_000,
    "changes": ("增长5%，" * 1900 + "\n") * 20,
    "parts": ("其中5家，" * 1900 + "\n") * 20,
    "ordinals": ("第" * 5000 + "\n") * 40,
    "quotes": "“" * 200_000 + "一" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_ends_soon(name: str) -> None:
    begin = time.perf_counter()
    audit = check(HOSTILE[name])
    assert time.perf_counter() - begin < 10
    if audit.unfinished is not None:
        assert sentence(audit.unfinished, "zh-hans")


def test_what_was_left_unchecked_is_said() -> None:
    audit = check("任务60家，完成78家。\n" * 50, most_characters=100)
    assert audit.unfinished is not None
    assert audit.unfinished.code == "text-too-long"
    assert 0 < len(audit.claims) < 50
    assert check("任务60家，完成78家。\n" * 50, most_claims=5).unfinished is not None
    assert check("任务60家，完成78家。\n" * 50, most_figures=9).unfinished is not None


def test_two_hundred_pages_take_about_a_second() -> None:
    page = "各部门压实责任，狠抓落实。全市抽检产品1860批次，合格1771批次，合格率95.2%，同比提高0.8个百分点。" * 12
    begin = time.perf_counter()
    audit = check("\n".join([page] * 200))
    assert len(audit.claims) == 2400
    assert time.perf_counter() - begin < 6  # a slow, shared machine; alone it is below two
