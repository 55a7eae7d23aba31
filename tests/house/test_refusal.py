"""One family of errors: a sentence with its facts, a stable code, a status."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Missing, NotAllowed, Refusal, RuleBroken, Unreadable, WrongState


def test_a_refusal_fills_its_sentence_with_the_facts() -> None:
    refused = RuleBroken(_("第 %(row)s 行的数量应为正数。"), code="roster-row", row=7)
    assert (refused.sentence, str(refused), refused.code) == ("第 7 行的数量应为正数。",) * 2 + ("roster-row",)
    assert refused.facts == {"row": 7}


def test_a_sentence_without_facts_may_hold_a_percent_sign() -> None:
    assert Refusal("完成率超过 100 %，请核对。").sentence == "完成率超过 100 %，请核对。"


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        (NotAllowed, "not-allowed", 403),
        (Missing, "missing", 404),
        (WrongState, "wrong-state", 409),
        (RuleBroken, "rule-broken", 422),
        (Unreadable, "unreadable", 422),
    ],
)
def test_each_kind_has_its_code_and_status(kind: type[Refusal], code: str, status: int) -> None:
    assert issubclass(kind, Refusal)
    assert (kind("。").code, kind("。").status) == (code, status)
