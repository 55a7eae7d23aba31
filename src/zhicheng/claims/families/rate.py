"""Rates of what was counted: 合格率, 不合格率, 办结率, 覆盖率 and every other …率, with the counts they are made of.

A rate is tried only where its own word stands with a count (合格 485 批次, 合格率) and a whole is in reach; other rates
are left in peace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.judging import Computed, agrees, shown, to_decimal
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.pairs import FAR, SCOPES, Pair, made_beside, negative, pattern_of, pool, speaks, stem_core
from zhicheng.claims.passages import Passage
from zhicheng.claims.rate_doubts import SURE, digit_off, its_own, of_another, of_one_part, speaks_of_them, within_reach
from zhicheng.claims.rate_pairs import likely_pairs, negated_words
from zhicheng.claims.roles import PLAN
from zhicheng.claims.said import Said, Topic
from zhicheng.claims.subjects import subject_of
from zhicheng.claims.topics import COMPLETION, RATE, topic_of
from zhicheng.claims.units import alike

_PAST = re.compile(
    r"近[两二三四五]年|历年|去年|上年|上一年|同期|前年|上季|上月|目标|要求|不低于|全国|全省|力争|确保|预计"
)

_OTHER_BASE = re.compile(
    r"(?:节约|节支|节省|溢价|增值|下浮|回报|利润|毛利|负债|周转|出生|死亡|增长|失业|债务)率"
)  # made with a base not told

_OTHER_SUBJECT = re.compile(r"其中|分别|[、]")


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each rate whose counts are given."""
    said = passage.said
    last: dict[str, int] = {}
    for stated in said:
        if not stated.percent:
            continue
        topic = topic_of(stated)
        if topic.name == COMPLETION and (draft := _of_its_noun(passage, stated)) is not None:
            yield draft
        if topic.name != RATE:
            continue
        key = f"{negative(topic.stem)}{stem_core(topic.stem)}"
        since = last.get(key, -1)
        last[key] = stated.index
        if _PAST.search(stated.before) or _OTHER_BASE.search(stated.before):
            continue
        draft = _of_rate(passage, said, stated, topic, since)
        if draft is not None:
            yield draft


_NOUN_DONE = re.compile(r"(?P<noun>[\u4e00-\u9fff]{2})(?:完成|办结|整改)率(?:为|达到?)?$")


def _of_its_noun(passage: Passage, stated: Said) -> Draft | None:
    """应检 12640 人，异常 1286 人，追踪完成 1198 人，追踪完成率 93.2%: it holds by the counts that its own noun stands with."""
    match = _NOUN_DONE.search(stated.before)
    part = passage.said[stated.index - 1] if stated.index > 1 else stated
    whole = passage.said[stated.index - 2] if stated.index > 1 else stated
    if match is None or not part.counts or not whole.counts or match["noun"] not in part.lead:
        return None
    if part.sentence != stated.sentence or whole.sentence != part.sentence or alike(whole.unit, part.unit) < 2:
        return None
    pair = Pair((part.figure,), (whole.figure,))
    computed = pair.computed()
    if PLAN in (part.role, whole.role) or computed is None or not agrees(stated.figure, computed):
        return None
    return _draft(passage, stated, pair, [computed], Verdict.HOLDS)


def _of_rate(passage: Passage, said: Sequence[Said], stated: Said, topic: Topic, since: int) -> Draft | None:
    found = next((pairs for scope in SCOPES if (pairs := likely_pairs(passage, stated, topic, since, scope))), [])
    if not found:
        return None
    if not speaks_of_them(passage, stated, topic, found[0]):
        return None
    tried = [(pair, computed) for pair in found if (computed := pair.computed()) is not None]
    good = [item for item in tried if agrees(stated.figure, item[1]) and item[0].score >= SURE]
    if good:
        pair, computed = good[0]
        return _draft(passage, stated, pair, [computed], Verdict.HOLDS)
    tried = [item for item in tried if not of_one_part(passage, stated, item[0])]
    if not tried or tried[0][0].score < SURE or any(agrees(stated.figure, one) for one in _sums(said, stated, topic)):
        return None
    tried = within_reach(stated, tried)
    best = tried[0][0]
    if made_beside(said, stated) or _from_afar(said, stated, topic, best):
        return None
    chosen = [computed for pair, computed in tried if pair.score >= best.score - 1][:2]
    if abs(chosen[0].value - stated.figure.value) > (30 if stated.figure.value == 100 else FAR):
        return None
    if any(figure.rough for figure in best.figures) and _close(stated, chosen):
        return None
    if not its_own(passage, stated, best, chosen[0]):
        return None
    if of_another(passage, stated, topic, best) and not digit_off(stated, chosen[0]):
        return None
    return _draft(passage, stated, best, chosen, Verdict.CONTRADICTED)


_COUNTED_IN = re.compile(r"(批次|件次|台件|家次|户次|人次|样品|场所)[\u4e00-\u9fff]{0,6}率[\u4e00-\u9fff]{0,3}$")


_ALL = re.compile(
    r"(?:全部|(?<!平)均|都)[^,;。]{1,4},[^,;。]{1,6}率(?:为|达到?)?$"
)  # 12 个水源地水质全部达标，达标率 100%


def _from_afar(said: Sequence[Said], stated: Said, topic: Topic, pair: Pair) -> bool:
    """Counts of another sentence are not held against a rate that has counts beside it: of its own word or of another
    unit; nor those of another unit than the rate names.
    """
    own = [one for one in said[max(0, stated.index - 8) : stated.index] if one.sentence == stated.sentence]
    own = [one for one in own if one.counts and one.unit]
    starts, units = {one.start for one in own}, {figure.unit for figure in pair.figures}
    if {figure.start for figure in pair.figures} <= starts:
        return False
    whole = stated.figure.value == 100 and _ALL.search(stated.opening[-24:])
    if own and (whole or pair.part[0].value > pair.whole[0].value):
        return True
    named = _COUNTED_IN.search(stated.before)
    if named and not any(named[1][0] in unit for unit in units):
        return True
    if own and (len(units) > 1 or not any(alike(one.unit, unit) == 2 for one in own for unit in units)):
        return True
    told = pattern_of(stem_core(topic.stem))
    speaking = [one for one in own if speaks(one, told) > 0]
    return len(speaking) > 1 or (pair.part[0].start not in starts and bool(speaking))


def _close(stated: Said, computed: Sequence[Computed]) -> bool:
    return any(abs(one.value - stated.figure.value) < 5 for one in computed)


def _sums(said: Sequence[Said], stated: Said, topic: Topic) -> list[Computed]:
    """Rates of sums, for a total rate after its parts; they are good only to keep silent."""
    counts = [s for s in pool(said, stated) if s.figure.unit]
    pattern = pattern_of(stem_core(topic.stem))
    parts = [s for s in counts if speaks(s, pattern) > 0]
    rest = [s for s in counts if speaks(s, pattern) == 0]
    tries = _of_both(counts, topic)
    for n in range(2, len(parts) + 1):
        top, bottom = parts[-n:], rest[-n:]
        if len(bottom) == n:
            one = Pair(tuple(s.figure for s in top), tuple(s.figure for s in bottom)).computed()
            if one is not None:
                tries.append(one)
    for whole in rest:
        if len(parts) > 1:
            one = Pair(tuple(s.figure for s in parts), (whole.figure,)).computed()
            if one is not None:
                tries.append(one)
    return tries


def _of_both(counts: Sequence[Said], topic: Topic) -> list[Computed]:
    """提起公诉 5986 人，不起诉 1846 人，不起诉率 23.6%: the part, of itself and the other part beside it."""
    own = negated_words(topic.stem) or pattern_of(stem_core(topic.stem))
    pairs = [(one, other) for one in counts for other in counts if 0 < abs(one.index - other.index) <= 2]
    near = [(s.figure, o.figure) for s, o in pairs if speaks(s, own) and alike(s.unit, o.unit) == 2]
    return [one for s, o in near if (one := Pair((s,), (s, o)).computed()) is not None]


def _draft(passage: Passage, stated: Said, pair: Pair, computed: Sequence[Computed], verdict: Verdict) -> Draft:
    values = list(dict.fromkeys(shown(to_decimal(one.value)) for one in computed))
    facts = {"stated": stated.figure.text, "computed": values[0], "formula": computed[0].formula}
    code = "rate-holds" if verdict == Verdict.HOLDS else "rate-differs"
    if len(values) > 1:
        facts["other"] = values[1]
        code = code if verdict == Verdict.HOLDS else "rate-differs-either"
    remarks = judged(stated.figure, computed)[1] if verdict == Verdict.HOLDS else ()
    return Draft(
        "rate",
        verdict,
        Reason(code, facts),
        pair.figures,
        stated.figure,
        tuple(computed),
        remarks=remarks,
        subject=subject_of(passage, stated),
        sure=4,
    )
