"""A completion rate of which the passage gives one count only: it cannot be recomputed, and what is missing is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from zhicheng.claims import lexicon
from zhicheng.claims.drafts import Draft
from zhicheng.claims.judging import exact_decimal
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, DONE, PLAIN, PLAN
from zhicheng.claims.said import Said
from zhicheng.claims.subjects import subject_of
from zhicheng.claims.topics import COMPLETION
from zhicheng.claims.units import alike

_AHEAD = re.compile(r"力争|确保|争取|不低于|预计|目标|要求|下一步|明年|达到20|到20\d\d年|以上|将")
_OF_PLAN = re.compile(rf"(?:完成|占|为|达到?|相当于)[^,;。]{{0,10}}(?:{lexicon.PLAN_NOUNS})[^,;。]{{0,6}}[的之]$")
_PLAN_NAMED = re.compile(rf"(?:{lexicon.PLAN_NOUNS})(?:数|总数|量)?(?:是|为|共|:)?$")
_DONE_NAMED = re.compile(r"(?:已|实际|累计|共)?(?:完成|实现|达成)")


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each completion rate that stands with its plan alone, or with what was done alone."""
    said = passage.said
    for stated in said:
        if not stated.percent or stated.topic.name != COMPLETION or not stated.index or stated.figure.bound:
            continue
        one = said[stated.index - 1]
        if not one.counts or one.item != stated.item or one.figure.weak or one.role in (BASE, CHANGE):
            continue
        others = [other for other in _beside(passage, stated) if other is not one and alike(other.unit, one.unit)]
        if others:
            continue
        if re.search(lexicon.PROGRESS, passage.between(one.end, stated.start)):
            continue
        missing = _missing(one, stated)
        if missing:
            facts = {"stated": stated.figure.text, "given": one.figure.text}
            reason = Reason(f"{missing}-missing", facts)
            counts: dict[str, Decimal | None] = {
                "planned" if missing == "done" else "done": exact_decimal(one.figure.value)
            }
            yield Draft(
                "completion", Verdict.UNCHECKABLE, reason, (one.figure,), stated.figure, (), counts,
                subject=subject_of(passage, one), sure=-1,
            )  # fmt: skip


def _beside(passage: Passage, stated: Said) -> list[Said]:
    """Counts of the sentences around the rate."""
    near = passage.said[max(0, stated.index - 8) : stated.index + 8]
    return [one for one in near if one.counts and abs(one.sentence - stated.sentence) <= 1]


def _missing(one: Said, stated: Said) -> str:
    """plan, done, or '' where the words do not say which of the two the count is."""
    if one.role == PLAN and _PLAN_NAMED.search(one.before) and re.search(r"率", stated.before):
        return "" if _AHEAD.search(re.sub(lexicon.PLAN_NOUNS, "", one.before) + stated.before) else "done"
    if one.role in (DONE, PLAIN) and _OF_PLAN.search(stated.before) and _DONE_NAMED.search(one.lead):
        return "" if _AHEAD.search(one.lead) else "plan"
    return ""
