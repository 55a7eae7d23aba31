"""What the reader asks is kept as codes and told in every language; the keys of answers do not depend on the words."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from zhicheng.goals.contracts.proposals import PROPOSALS
from zhicheng.goals.contracts.said import from_plain, say, told, told_proposal
from zhicheng.goals.contracts.sentences import SENTENCES

_CHINESE = re.compile("[\u3400-\u9fff]")
_PLACES = re.compile(r"%\((\w+)\)s")
# Words that a table must hold as they are, or that name a column by its heading.
_QUOTED = re.compile(r"“[^”]*”|[（(]牵头单位：…[)）]")


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_has_the_same_facts_in_both_languages_and_no_chinese_in_english(code: str) -> None:
    names = SENTENCES[code]
    assert sorted(set(_PLACES.findall(names.zh))) == sorted(set(_PLACES.findall(names.en)))
    assert not _CHINESE.search(_QUOTED.sub("", names.en))
    facts = dict.fromkeys(_PLACES.findall(names.zh), "x")
    assert "%(" not in say(code, **facts).in_language("en")


def test_every_proposal_has_its_english() -> None:
    assert all(name.zh == value and not _CHINESE.search(name.en) for value, name in PROPOSALS.items())


def test_a_question_is_told_in_the_language_of_whoever_looks() -> None:
    figures = (say("figure-target", value="60"), say("figure-counties", value="58"))
    said = say("full-stop", why=say("figures-differ", figures=figures))
    assert said.text == "几处数字不一致（目标值60，各县之和58）。"
    assert said.in_language("zh-hant") == "幾處數字不一致（目標值60，各縣之和58）。"
    assert said.in_language("en") == "The figures do not agree (target 60, sum of counties 58)."


def test_words_of_the_file_stay_as_they_stand() -> None:
    said = say("cell-struck", text="发证50%张")
    assert "“发证50%张”帶刪除線" in said.in_language("zh-hant")
    assert "“发证50%张” is struck through" in said.in_language("en")


def test_what_was_kept_comes_back_and_what_was_kept_as_words_alone_is_still_shown() -> None:
    said = say("twice", where=say("sheet-row", sheet="附件1", row=7))
    kept = json.loads(json.dumps({"text": said.text, "said": said.to_plain()}))
    assert from_plain(kept["said"]) == said
    assert told(kept, "en") == "The same task stands in row 7 of “附件1”. Is it a repetition?"
    assert told({"text": "没有写完成时限。"}, "en") == "没有写完成时限。"
    assert told("文件含有宏，没有运行，只读取了单元格。", "en").startswith("文件含有宏")
    assert told({"text": "从前的话", "said": {"code": "no-longer-known"}}, "en") == "从前的话"


@pytest.mark.parametrize(
    ("proposal", "english"),
    [
        ("不导入", "Leave out"),
        ("60家", "60家"),
        ("并入上一行：培育品牌", "Join to the row above：培育品牌"),
        ("目标（第2栏）", "目标 (column 2)"),
    ],
)
def test_a_proposal_is_told_in_other_words_and_kept_in_the_same(proposal: str, english: str) -> None:
    assert told_proposal(proposal, "en") == english
    assert told_proposal(proposal, "zh-hans") == proposal


def test_answers_are_kept_under_the_same_keys_as_ever(read_row: Any) -> None:
    _task, questions = read_row(完成时限="", 目标值="50—60")
    asked = {question.field: question for question in questions}
    assert asked["target"].key == "任务分解表!C2#target"
    assert asked["deadline"].key == "任务分解表!G2#deadline"
    assert asked["target"].to_plain()["text"] == "目标写成了区间。"
