"""Shares told in a row: 用于 A 1080 万元、B 720 万元、C 600 万元，分别占 45%、30% 和 25%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.judging import Computed, ratio, shown, to_decimal
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.respective import in_order
from zhicheng.claims.said import Said
from zhicheng.claims.subjects import subject_of

_SHARE = re.compile(r"占(?!地)|占比|比重|比例")
_OWN_WHOLE = re.compile(r"占[^,;。]{2,}$")
_ALL = re.compile(
    r"占(?:比|全部|总数|总量|总额|全市|其|到|了|合计|总投入|总支出|总投资|总件数|总数量)?(?:的)?(?:比重|比例)?(?:分别)?(?:为|达)?$"
)


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each share of a list whose counts are told in the same order."""
    seen = -1
    for one in passage.said:
        if not one.percent or one.index <= seen:
            continue
        run = in_order(passage, one)
        if run and one is run[0]:
            seen = run[-1].index
            if _SHARE.search(one.lead) and not (_OWN_WHOLE.search(one.lead) and not _ALL.search(one.lead)):
                yield from _of_run(passage, run)


def _of_run(passage: Passage, run: Sequence[Said]) -> Iterator[Draft]:
    """The counts before the list, as many as it has shares, of the whole before them or of their own sum."""
    count = len(run)
    before = passage.said[max(0, run[0].index - count - 1) : run[0].index]
    parts = before[-count:]
    if len(parts) < count or any(not s.counts or s.unit != parts[0].unit or s.figure.rough for s in parts):
        return
    if parts[0].sentence != run[0].sentence:
        return
    whole = before[0] if len(before) > count else None
    if whole is None or not whole.counts or whole.unit != parts[0].unit or whole.figure.rough:
        return
    if sum((s.figure.value for s in parts), Fraction(0)) > whole.figure.high:
        return
    tried = [(s, part, computed) for s, part in zip(run, parts, strict=True) if (computed := _share(part, whole))]
    off = [s for s, _, computed in tried if judged(s.figure, [computed])[0] == Verdict.CONTRADICTED]
    if len(off) > 1 or len(tried) < count:
        return
    for stated, part, computed in tried:
        verdict = Verdict.CONTRADICTED if stated in off else Verdict.HOLDS
        facts = {
            "stated": stated.figure.text,
            "computed": shown(to_decimal(computed.value)),
            "formula": computed.formula,
        }
        code = "rate-holds" if verdict == Verdict.HOLDS else "rate-differs"
        yield Draft(
            "share", verdict, Reason(code, facts), (whole.figure, part.figure), stated.figure, (computed,),
            subject=subject_of(passage, part), sure=5,
        )  # fmt: skip


def _share(part: Said, whole: Said) -> Computed | None:
    return ratio([part.figure], [whole.figure])
