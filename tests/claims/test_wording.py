"""What is said: every reason in every language, and never that a person or a text is wrong."""

from __future__ import annotations

from collections import defaultdict

import pytest

from zhicheng.claims import Verdict, check
from zhicheng.claims.model import Reason
from zhicheng.claims.wording import REASONS, VERDICTS, sentence, summary, verdict_name


@pytest.mark.parametrize("code", sorted(REASONS))
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_reason_has_its_sentence(code: str, language: str) -> None:
    facts: dict[str, str] = defaultdict(lambda: "12")
    said = sentence(Reason(code, facts), language)
    assert said
    assert not any(word in said for word in ("错误", "有误", "造假", "虚报", "wrong", "false", "lie"))


def test_every_verdict_has_its_name() -> None:
    assert set(VERDICTS) == set(Verdict)
    assert verdict_name(Verdict.CONTRADICTED, "zh-hans") == "与所列数不符"
    assert verdict_name(Verdict.PREMATURE, "zh-hant") == "將在辦計入完成"


def test_a_clean_text_is_answered_with_the_number_of_its_figures() -> None:
    audit = check("抽检500批次，合格485批次，合格率97%。")
    assert summary(audit, "zh-hans") == "识别数据 3 处，未见与所列数不符。"
    assert summary(audit, "en") == "3 figures read; none disagrees with the counts given."


def test_every_finding_of_a_text_can_be_said() -> None:
    text = "任务60家，完成50家，完成率90%。由80家增加到100家，增长30%。共30件，其中甲类12件，其他19件。"
    for claim in check(text).claims:
        assert sentence(claim.reason, "zh-hans")
        assert all(sentence(remark, "en") for remark in claim.remarks)
