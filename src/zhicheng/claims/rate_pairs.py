"""Which two counts a stated rate may be made of, the likeliest first."""

from __future__ import annotations

import re

from zhicheng.claims.nouns import related
from zhicheng.claims.pairs import Pair, contrary, negative, pattern_of, pool, speaks, stem_core, wholes
from zhicheng.claims.passages import Passage
from zhicheng.claims.rate_doubts import OPENS
from zhicheng.claims.roles import ADDED, DONE, REMAIN
from zhicheng.claims.said import Said, Topic
from zhicheng.claims.topics import RATE
from zhicheng.claims.units import alike


def likely_pairs(passage: Passage, stated: Said, topic: Topic, since: int, scope: str) -> list[Pair]:
    """The pairs of counts that the rate may be made of, the likeliest first."""
    counts = pool(passage.said, stated, scope=scope)
    forward = scope == "after"
    core = stem_core(topic.stem)
    wrong = negative(topic.stem)
    pattern = pattern_of(core)
    negated = negated_words(topic.stem) if not wrong else None
    found: list[Pair] = []
    for part in counts:
        if part.index <= since and not (forward and part.index > stated.index):
            continue
        tone = speaks(part, negated) if negated else _tone(part, pattern, contrary(core), wrong=wrong)
        if not tone:
            continue
        near = 2 if stated.sentence == part.sentence else 0
        for score, whole in wholes(counts, part, stated)[:3]:
            if whole.index > part.index and re.search(r"累计|总[数量]达", whole.before):
                continue
            if negated and speaks(whole, negated) > 0:
                continue
            if _no_whole(whole, part, pattern, tone):
                continue
            if core == "优良" and re.search(r"(?:[优良]|污染)$", whole.before):
                continue
            if forward and part.index > stated.index and not _told_first(passage, stated, part, whole):
                continue
            less = (part.figure,) if tone < 0 else ()
            top = (whole.figure,) if tone < 0 else (part.figure,)
            penalty = 2 if tone < 0 and part.role != REMAIN and any(speaks(o, pattern) > 0 for o in counts) else 0
            last = 1 if part.index == stated.index - 1 else 0
            if whole.sentence != part.sentence and not related(passage, whole, part):
                penalty += 4
            if alike(whole.unit, part.unit) < 2:
                penalty += 5
            found.append(Pair(top, (whole.figure,), less, score + near + last - penalty))
    return sorted(found, key=lambda pair: -pair.score)


def negated_words(stem: str) -> re.Pattern[str] | None:
    """不起诉率, 未成年率: a rate of what was not done is made of the counts that say so themselves."""
    match = re.search(r"[不未非无][\u4e00-\u9fff]{1,2}$", stem)
    return re.compile(f"{match[0][0]}[\u4e00-\u9fff]{{0,2}}?{match[0][1:]}") if match else None


def _no_whole(whole: Said, part: Said, pattern: re.Pattern[str], tone: int) -> bool:
    """优良天数 298 天 is no whole of 重污染 2 天; nor is 建成 6248 套, told after it, one of 开工 4862 套."""
    named = OPENS.search(whole.lead) is not None
    if tone < 0 and not named and speaks(whole, pattern) > 0:
        return True
    return whole.index > part.index and whole.role in (DONE, ADDED) and not named


def _told_first(passage: Passage, stated: Said, part: Said, whole: Said) -> bool:
    """合格率 98%，其中合格 49 批次: the counts of a rate that stands before them follow it at once."""
    last = max(part.index, whole.index)
    if any(s.percent and s.topic.name == RATE and s.item == part.item for s in passage.said[last + 1 : last + 2]):
        return False
    if whole.index < stated.index:
        return part.index == stated.index + 1
    first = min(part.index, whole.index)
    own = [s for s in passage.said[: stated.index] if s.counts and s.item == stated.item]
    return first == stated.index + 1 and not own


_FAILED = re.compile(r"不合格|不符合?|不达标|未通过|未达标|问题|超标|检出|阳性|不良|违法|违规|不满意|差错|异常|缺陷")


def _tone(part: Said, pattern: re.Pattern[str], opposite: re.Pattern[str] | None, *, wrong: bool) -> int:
    """1 where a count is what the rate counts, -1 where it is the rest of the whole, 0 where it is neither."""
    text = f"{part.before[-14:]}|{part.after[:10]}"
    if wrong:
        return 1 if _FAILED.search(text) else 0
    return speaks(part, pattern) or (-1 if opposite is not None and opposite.search(text) else 0)
