"""Lists of shares of one whole: A占 41%、B占 34%、其他占 25% make up 100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhicheng.claims.drafts import Draft
from zhicheng.claims.families.hundreds import hundred
from zhicheng.claims.model import Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.said import Said
from zhicheng.claims.subjects import subject_of
from zhicheng.claims.topics import SHARE, topic_of

OBJECT = re.compile(r"占(?P<object>[^,;。()]{0,40}?)(?:的?(?:比重|比例|份额|比率)?(?:为|达到?|约|近|超过|是|仅)?|的)$")
GENERIC = re.compile(
    r"^(?:比|到|了|其|全部|总数|总量|总额|全|全市|全区|全县|全省|其中|整体|总体|总|全部总数|的)?(?:为|约|达|近)?$"
)
_LAST = re.compile(r"其他|其它|其余|余下")
_COMPLEMENT = re.compile(r"^[ ]?其[余他它](?:各类|部分)?的?(?:均|则)?占比?(?:为)?$")  # 商品类占 62.4%，其余占 37.6%
_MANY = re.compile(r"多选|可多|同时|重复|交叉")


def lists(passage: Passage) -> Iterator[Draft]:
    """A占 41%、B占 34%、其他占 25%: shares of one whole up to 100."""
    run: list[Said] = []
    for one in [*passage.said, None]:
        if one is not None and one.counts and run:
            continue
        if (
            one is not None
            and one.percent
            and topic_of(one).name == SHARE
            and GENERIC.match(_object_of(one))
            and not one.figure.rough
            and (not run or one.sentence == run[-1].sentence)
        ):
            run.append(one)
            continue
        if len(run) >= 3 or (len(run) == 2 and _COMPLEMENT.search(run[-1].before)):
            yield from _hundred(passage, run)
        run = []
        if (
            one is not None
            and one.percent
            and topic_of(one).name == SHARE
            and GENERIC.match(_object_of(one))
            and not one.figure.rough
        ):
            run = [one]


def _object_of(one: Said) -> str:
    match = OBJECT.search(one.lead[-60:])
    return match["object"] if match else "的" if re.search(r"占比", one.lead) else "?"


def _hundred(passage: Passage, run: Sequence[Said]) -> Iterator[Draft]:
    """Shares that reach the last part of a whole, or more than the whole, are held against 100."""
    draft = hundred([one.figure for one in run], subject=subject_of(passage, run[0]), sure=3)
    value = sum((one.figure.value for one in run), Fraction(0))
    closed = bool(_LAST.search(run[-1].lead)) and "其中" not in run[-1].lead
    over = 100 < value <= 106 and not _MANY.search(passage.between(run[0].start - 120, run[-1].end + 60))
    if draft.verdict == Verdict.HOLDS or (closed and 85 <= value <= 115) or over:
        yield draft
