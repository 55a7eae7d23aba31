"""Names in three languages, and the folding that lets either script find the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.core.text import Names, fold, to_simplified, to_traditional

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(texts)
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(texts, texts)
def test_folding_goes_character_by_character(one: str, other: str) -> None:
    assert fold(one + other) == fold(one) + fold(other)


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [("質量強市", "质量强市"), ("ＡＢＣ１２３％", "abc123%"), ("標準化GB／T", "标准化gb/t"), ("㎡", "㎡"), ("", "")],
)
def test_both_scripts_and_full_width_meet(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_official_words_stay_themselves_in_traditional_characters() -> None:
    assert to_traditional("信息软件干燥皇后头发") == "信息軟件乾燥皇后頭髮"
    assert to_simplified("質量強市") == "质量强市"


def test_a_name_follows_the_language() -> None:
    name = Names("质量强市办", "Quality office")
    assert [name.in_language(code) for code in ("zh-hans", "zh-hant", "en-gb", None)] == [
        "质量强市办", "質量強市辦", "Quality office", "质量强市办",
    ]  # fmt: skip
    assert Names("里", "li", hant="里").in_language("zh-tw") == "里"
