"""The second speech of the golden material, figure by figure; and the same passage in other words and numbers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from zhicheng.claims import Claim, Verdict, check
from zhicheng.claims.wording import sentence, summary

SPEECHES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "speeches.txt"

# planned, done, in progress, added, stated, verdict, computed
GOLDEN = [
    (60, 78, None, None, None, "unstated", ["130.00"]),
    (65, 70, None, None, None, "unstated", ["107.69"]),
    (105, 90, None, 7, 90, "contradicted", ["85.71", "92.38"]),
    (20, 18, None, None, 90, "holds", ["90.00"]),
    (4, None, 3, None, 75, "premature", ["0.00"]),
    (10, 1, 8, None, None, "unstated", ["10.00"]),
    (120, 95, None, None, 80, "contradicted", ["79.17"]),
]

OTHER_WORDS = (
    "省里下达的各项任务推进顺利，其中，推行首席质量官制度企业任务50家，完成64家；推广精益管理企业任务80家，完成84家；"
    "集体商标使用企业任务140家，完成119家，今年新增9家，完成率88%；建设标准化示范园任务25个，市级项目立项15个，区级项目5个，"
    "合计20个，完成率80%；我市企业主持起草国际标准和国家标准5个，已有4个正在起草，完成率为80%；"
    "实施服务认证试点项目12个，已经确定3个，申报国家级7个；采用先进方法标准企业任务130家，已采用103家，完成率80%。"
)
OTHER_NUMBERS = [
    (50, 64, None, None, None, "unstated", ["128.00"]),
    (80, 84, None, None, None, "unstated", ["105.00"]),
    (140, 119, None, 9, 88, "contradicted", ["85.00", "91.43"]),
    (25, 20, None, None, 80, "holds", ["80.00"]),
    (5, None, 4, None, 80, "premature", ["0.00"]),
    (12, 3, 7, None, None, "unstated", ["25.00"]),
    (130, 103, None, None, 80, "contradicted", ["79.23"]),
]


def _row(claim: Claim) -> tuple[object, ...]:
    numbers = (claim.planned, claim.done, claim.in_progress, claim.added, claim.stated_percent)
    return (*numbers, str(claim.verdict), [str(value) for value in claim.computed_percent])


@pytest.fixture(scope="module")
def speeches() -> str:
    if not SPEECHES.exists():
        pytest.skip("the speeches of ../shared/data are not here")
    return SPEECHES.read_text(encoding="utf-8")


@pytest.mark.clause("A4")
def test_the_second_speech_comes_out_as_the_golden_table_says(speeches: str) -> None:
    assert [_row(claim) for claim in check(speeches).claims if claim.kind == "completion"] == GOLDEN


def test_a_place_among_others_is_the_only_other_claim(speeches: str) -> None:
    (claim,) = [claim for claim in check(speeches).claims if claim.kind != "completion"]
    assert (claim.quote, claim.verdict, claim.kind) == ("申報企業數名列全省前茅", Verdict.UNCHECKABLE, "ranking")


def test_every_quote_is_verbatim_and_starts_and_ends_with_a_figure(speeches: str) -> None:
    for claim in check(speeches).claims:
        assert speeches[claim.start : claim.end] == claim.quote
        assert claim.spans[0][0] == claim.start
        assert claim.spans[-1][1] == claim.end


def test_what_the_page_says_of_the_second_speech(speeches: str) -> None:
    audit = check(speeches)
    said = [sentence(claim.reason, "zh-hans") for claim in audit.claims if claim.kind == "completion"]
    rows = [claim for claim in audit.claims if claim.kind == "completion"]
    assert summary(audit, "zh-hans") == (
        "7 处完成情况：1 处相符，2 处与所列数不符，1 处将在办计入完成，3 处未列完成率。另有 1 处无法复算。"
    )
    assert said[2] == "与所列数不符：列 90%，按所列数计算为 85.7% 或 92.4%"
    assert said[0].startswith("未列完成率，按所列数计算为 130.0%")
    assert "达到 80% 需 96家" in said[6]
    assert [remark.code for remark in rows[3].remarks] == ["approved-as-done"]


@pytest.mark.clause("A4")
def test_the_same_passage_in_other_words_and_numbers() -> None:
    assert [_row(claim) for claim in check(OTHER_WORDS).claims] == OTHER_NUMBERS


def test_the_subject_is_what_is_counted() -> None:
    subjects = [claim.subject for claim in check(OTHER_WORDS).claims]
    assert subjects[1] == "推广精益管理企业"
    assert subjects[2] == "集体商标使用企业"


def test_numbers_are_exact_decimals() -> None:
    claim = check(OTHER_WORDS).claims[0]
    assert claim.planned == Decimal(50)
    assert claim.verdict == Verdict.UNSTATED
    assert [reading.formula for reading in claim.readings] == ["64 ÷ 50"]
