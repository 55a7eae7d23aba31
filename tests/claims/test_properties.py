"""What must hold of the data check whatever the text: a figure that is put wrong is found, a spelling changes nothing.

Everything runs over the building part of the corpus, so a failure may show its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from benchmarks.claims_corpus import arithmetic
from benchmarks.claims_corpus.passages import BUILDING, Label, Passage, passages, shifted
from zhicheng.claims import Claim, Verdict, check
from zhicheng.core.prose import Prose, plain_prose
from zhicheng.core.text import to_simplified, to_traditional

PASSAGES = tuple(passages(BUILDING))
TEXTS = tuple(one for one in PASSAGES if "text" in one.row)

DIGITS = "〇一二三四五六七八九"
FULL_WIDTH = str.maketrans("0123456789%", "０１２３４５６７８９％")
# Whole numbers that count something, and percents; dates, numbers of articles and everything with a sign beside it stay.
COUNT = re.compile(r"(?<![\d第.,，:：/〔0-9a-zA-Z—－-])(\d{1,5})(?=[家件个個项項批人台臺名张張处處场場户戶万萬只具份])")
PERCENT = re.compile(r"(?<![\d.,:—－-])(\d{1,3})(?:\.(\d+))?%")
# Where ranges, dates and lists in digits are the point of a passage, their spelling in words is another text.
LEFT_ALONE = frozenset({"clean-noise", "clean-target", "clean-approx", "repeated-rounded"})

BEFORE = "同志们：\n质量工作关系发展全局，各地各部门要提高认识，抓好落实，现将有关情况报告如下。"
AFTER = "下一步，要坚持问题导向，压实各方责任，推动质量强市建设不断取得新成效。\n特此报告。"
AFTER_WITH_NUMBERS = (
    "以上请予审议。\n附件：演政发〔2025〕12号，2025年10月22日印发，依据第十二条第三款，联系电话0999-88880012。"
)


def verdicts_of(claims: tuple[Claim, ...]) -> list[tuple[Verdict, int, int]]:
    return sorted((claim.verdict, claim.start, claim.end) for claim in claims)


@dataclass(frozen=True)
class Stated:
    """A percent of a clean passage that the counts beside it bear out, and that the check recognised."""

    passage: Passage
    label: Label

    def with_percent(self, figure: str) -> Prose:
        """The passage with another percent in its place."""
        (start, end), text = self.label.figures[0], self.passage.prose.text
        return plain_prose(f"{text[:start]}{figure}%{text[end:]}")


@cache
def recognised() -> tuple[Stated, ...]:
    return tuple(_recognised())


def _recognised() -> Iterator[Stated]:
    for one in TEXTS:
        found = check(one.prose).claims if one.clean else ()
        for label in one.labels:
            stated = label.row.get("stated", "")
            if label.verdict != "holds" or not stated.endswith("%") or not re.match(r"[\d.]+%$", _figure(one, label)):
                continue
            if any(claim.verdict == Verdict.HOLDS and _covers(claim, label.figures[0]) for claim in found):
                yield Stated(one, label)


def _figure(one: Passage, label: Label) -> str:
    start, end = label.figures[0]
    return one.prose.text[start:end]


def _covers(claim: Claim, place: tuple[int, int]) -> bool:
    return claim.start <= place[0] and place[1] <= claim.end


def test_most_percents_that_hold_are_recognised():
    labelled = [
        label
        for one in TEXTS
        if one.clean
        for label in one.labels
        if label.verdict == "holds" and re.match(r"[\d.]+%$", label.row.get("stated", ""))
    ]
    assert len(recognised()) >= 0.8 * len(labelled)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(choice=st.integers(0, 10_000), step=st.integers(-400, 400).filter(bool))
def test_a_percent_put_wrong_in_a_clean_passage_is_found(choice, step):
    one = recognised()[choice % len(recognised())]
    figure = _figure(one.passage, one.label).rstrip("%")
    decimals = len(figure.partition(".")[2])
    # Steps of a tenth of a percent where tenths are printed, of a whole one where not.
    wrong = Decimal(figure) + (Decimal(step) / 10).quantize(Decimal(1).scaleb(-decimals))
    assume(0 < wrong < 300)
    assume(not any(arithmetic.agrees(each, f"{wrong}%") for each in one.label.row["arithmetic"]))
    changed = one.with_percent(str(wrong))
    place = one.label.figures[0][0], one.label.figures[0][0] + len(f"{wrong}%")
    found = check(changed).claims
    assert any(claim.verdict == Verdict.CONTRADICTED and _covers(claim, place) for claim in found), changed.text


def test_two_digits_swapped_in_a_percent_are_found():
    missed = []
    for one in recognised():
        figure = _figure(one.passage, one.label).rstrip("%")
        swapped = figure[1] + figure[0] + figure[2:] if re.match(r"[1-9][1-9]", figure) else figure
        if any(arithmetic.agrees(each, f"{swapped}%") for each in one.label.row["arithmetic"]):
            continue
        place = one.label.figures[0]
        found = check(one.with_percent(swapped)).claims
        if not any(claim.verdict == Verdict.CONTRADICTED and _covers(claim, place) for claim in found):
            missed.append((one.passage.id, figure, swapped))
    assert not missed


def test_the_other_script_changes_no_verdict():
    changed = []
    for one in PASSAGES:
        turn = to_simplified if one.row["script"] == "hant" else to_traditional
        other = turn(one.prose.text)
        if len(other) != len(one.prose.text):
            continue
        before, after = check(one.prose).claims, check(Prose(other, one.prose.blocks)).claims
        if verdicts_of(before) != verdicts_of(after):
            changed.append(one.id)
    assert not changed


def test_full_width_digits_change_no_verdict():
    changed = []
    for one in PASSAGES:
        other = Prose(one.prose.text.translate(FULL_WIDTH), one.prose.blocks)
        if verdicts_of(check(one.prose).claims) != verdicts_of(check(other).claims):
            changed.append(one.id)
    assert not changed


def test_chinese_numerals_change_no_verdict():
    changed = []
    for one in TEXTS:
        if one.kind in LEFT_ALONE:
            continue
        other = PERCENT.sub(_percent_in_words, COUNT.sub(_count_in_words, one.prose.text))
        before, after = (_in_order(check(prose).claims) for prose in (one.prose, plain_prose(other)))
        if before != after:
            changed.append((one.id, other))
    assert not changed


@pytest.mark.parametrize("after", [AFTER, AFTER_WITH_NUMBERS], ids=["words", "numbers"])
def test_prose_around_changes_no_verdict(after):
    changed = []
    for one in PASSAGES:
        move = len(BEFORE) + 1
        inside = [(verdict, start + move, end + move) for verdict, start, end in verdicts_of(check(one.prose).claims)]
        if verdicts_of(check(shifted(one, BEFORE, after).prose).claims) != inside:
            changed.append(one.id)
    assert not changed


def test_two_texts_after_each_other_keep_their_verdicts():
    """A heading between them parts two passages; what the one says is no evidence against the other."""
    changed = []
    for one, other in pairwise(TEXTS):
        if one.kind == other.kind:
            continue
        first = f"一、第一方面工作情况\n{one.prose.text}\n二、另一方面工作情况\n"
        both = check(plain_prose(first + other.prose.text)).claims
        alone = [*_grave(check(one.prose).claims), *_grave(check(other.prose).claims)]
        if sorted(_grave(both)) != sorted(alone):
            changed.append((one.id, other.id))
    assert not changed


def _grave(claims: tuple[Claim, ...]) -> list[Verdict]:
    return [claim.verdict for claim in claims if claim.verdict in (Verdict.CONTRADICTED, Verdict.PREMATURE)]


def _in_order(claims: tuple[Claim, ...]) -> list[Verdict]:
    return [claim.verdict for claim in sorted(claims, key=lambda claim: (claim.start, claim.end))]


def _count_in_words(found: re.Match[str]) -> str:
    # 一个 is as often an article as a count, so a single thing keeps its digit.
    return found[1] if found[1] == "1" else in_words(int(found[1]))


def _percent_in_words(found: re.Match[str]) -> str:
    decimals = "点" + "".join(DIGITS[int(digit)] for digit in found[2]) if found[2] else ""
    return f"百分之{in_words(int(found[1]))}{decimals}"


def in_words(number: int) -> str:
    """A whole number below 100,000 as it is spoken: 10 十, 105 一百零五, 12000 一万二千."""
    if number == 0:
        return "零"
    if number >= 10_000:
        rest = number % 10_000
        return in_words(number // 10_000) + "万" + ("" if not rest else ("零" if rest < 1000 else "") + in_words(rest))
    words, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            words, gap = words + ("零" if gap and words else "") + DIGITS[digit] + unit, False
        else:
            gap = True
    return words.removeprefix("一") if 10 <= number < 20 else words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (10, "十"),
        (18, "十八"),
        (105, "一百零五"),
        (120, "一百二十"),
        (2000, "二千"),
        (12050, "一万二千零五十"),
    ],
)
def test_numbers_are_spelt_as_they_are_spoken(number, words):
    assert in_words(number) == words


def test_the_spellings_reach_many_passages():
    """The properties above would mean nothing if the patterns matched nowhere."""
    for pattern in (COUNT, PERCENT):
        assert sum(bool(pattern.search(one.prose.text)) for one in TEXTS) > 0.4 * len(TEXTS)
