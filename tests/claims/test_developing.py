"""The developing part of the corpus: what later rules were written against; it keeps what they have won."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.claims_corpus import arithmetic
from benchmarks.claims_corpus.passages import BUILDING, GRAVE, Passage, passages
from benchmarks.claims_corpus.scores import Scores, compared
from zhicheng.claims import check

DEVELOPING = "developing"


@pytest.fixture(scope="module")
def everything() -> list[Passage]:
    return list(passages(DEVELOPING))


def test_the_labels_agree_with_exact_arithmetic(everything):
    odd = [
        one.id
        for one in everything
        for label in one.labels
        if label.row["computed_percent"] != [arithmetic.percent(each) for each in label.row["arithmetic"]]
    ]
    assert not odd


@pytest.mark.parametrize("part", [BUILDING, DEVELOPING])
def test_a_labelled_figure_is_a_whole_number_of_the_text(part):
    """`figures` 20 must not be found in the 2025 before it."""
    odd = [
        one.id
        for one in passages(part)
        for label in one.labels
        for start, end in label.figures
        if one.prose.text[start - 1 : start].isdigit() or one.prose.text[end : end + 1].isdigit()
    ]
    assert not odd


def test_nearly_every_rate_that_the_counts_allow_is_named_and_no_other(everything):
    scores = Scores()
    for one in everything:
        scores.add(one, check(one.prose).claims)
    assert (scores.recall("unstated") or 0) >= 0.94
    assert (scores.precision("unstated") or 0) >= 0.99
    assert (scores.recall("contradicted") or 0) >= 0.85
    assert not [verdict for verdict in GRAVE if scores.found[verdict] != scores.matched[verdict]]


def test_the_named_rate_is_that_of_the_label(everything):
    odd = []
    for one in everything:
        for label, claim in compared(one, check(one.prose).claims).pairs:
            if not any(float(value) == label.row["computed_percent"][0] for value in claim.computed_percent):
                odd.append(one.id)
    assert len(odd) <= 1, odd  # one sentence whose two tasks are told in one breath


def test_clean_passages_in_one_paragraph_are_not_held_against_each_other():
    """What is said of one task is no rate of the task before it."""
    clean = [one.prose.text.strip() for part in (BUILDING, DEVELOPING) for one in passages(part) if _joinable(one)]
    draw = Random(5)
    wrong = []
    for _ in range(150):
        text = "".join(each if each.endswith("。") else each + "。" for each in draw.sample(clean, 6))
        wrong += [claim.quote for claim in check(text).claims if claim.verdict in GRAVE]
    assert not wrong


def _joinable(one: Passage) -> bool:
    return one.clean and "text" in one.row and "\n" not in one.row["text"]
