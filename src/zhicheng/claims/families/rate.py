"""Rates of what was counted: 合格率, 不合格率, 办结率, 覆盖率 and every other …率, with the counts they are made of.

A rate is tried only where its own word stands with a count (合格 485 批次, 合格率) and a whole is in reach; other rates
are left in peace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.groups import related
from zhicheng.claims.judging import Computed, agrees, shown, to_decimal
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.pairs import FAR, SCOPES, Pair, contrary, negative, pattern_of, pool, speaks, stem_core, wholes
from zhicheng.claims.passages import Passage, Said
from zhicheng.claims.roles import REMAIN
from zhicheng.claims.subjects import subject_of
from zhicheng.claims.topics import RATE, Topic, topic_of
from zhicheng.claims.units import alike

_SURE = 4  # below it the text does not tie part and whole plainly enough to say anything
_PAST = re.compile(r"去年|上年|上一年|同期|前年|上季|上月|目标|要求|不低于|全国|全省|力争|确保|预计")
_OTHER_SUBJECT = re.compile(r"其中|分别|[、]")


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each rate whose counts are given."""
    said = passage.said
    last: dict[str, int] = {}
    for stated in said:
        if not stated.percent:
            continue
        topic = topic_of(stated)
        if topic.name != RATE:
            continue
        key = f"{negative(topic.stem)}{stem_core(topic.stem)}"
        since = last.get(key, -1)
        last[key] = stated.index
        if _PAST.search(stated.before):
            continue
        draft = _of_rate(passage, said, stated, topic, since)
        if draft is not None:
            yield draft


def _of_rate(passage: Passage, said: Sequence[Said], stated: Said, topic: Topic, since: int) -> Draft | None:
    found = next((pairs for scope in SCOPES if (pairs := _pairs(passage, stated, topic, since, scope))), [])
    if not found:
        return None
    if not _speaks_of_them(passage, stated, topic, found[0]):
        return None
    tried = [(pair, computed) for pair in found if (computed := pair.computed()) is not None]
    good = [item for item in tried if agrees(stated.figure, item[1]) and item[0].score >= _SURE]
    if good:
        pair, computed = good[0]
        return _draft(passage, stated, pair, [computed], Verdict.HOLDS)
    if not tried or tried[0][0].score < _SURE or any(agrees(stated.figure, one) for one in _sums(said, stated, topic)):
        return None
    best = tried[0][0]
    chosen = [computed for pair, computed in tried if pair.score >= best.score - 1][:2]
    if abs(chosen[0].value - stated.figure.value) > (30 if stated.figure.value == 100 else FAR):
        return None
    if any(figure.rough for figure in best.figures) and _close(stated, chosen):
        return None
    return _draft(passage, stated, best, chosen, Verdict.CONTRADICTED)


_PLAIN_QUALIFIERS = re.compile(
    r"产品|商品|样品|检验|抽检|抽查|抽验|检测|监督|批次|总体|综合|平均|总|整体|质量|监测|例行|评价性|全市|全县|全区|全年|累计|任务|目标|计划|预算|项目|事项|案件|工作|企业|年度|本期|本次|本季度|按时|及时|一次性|发现|初检|其中|的"
)


def _speaks_of_them(passage: Passage, stated: Said, topic: Topic, pair: Pair) -> bool:
    """The rate names no other thing than the counts: 一次交验合格率 is not made of 抽检 and 合格."""
    rest = _PLAIN_QUALIFIERS.sub("", topic.stem[: -len(stem_core(topic.stem))])
    if "一次" in stated.lead and "一次" not in passage.between(pair.whole[0].start - 20, pair.whole[0].start):
        return "一次" in passage.between(min(f.start for f in pair.figures), max(f.end for f in pair.figures))
    if len(rest) < 2:
        return True
    words = passage.between(min(f.start for f in pair.figures) - 40, stated.start - len(topic.stem) - 1)
    return any(rest[i : i + 2] in words for i in range(len(rest) - 1))


def _close(stated: Said, computed: Sequence[Computed]) -> bool:
    return any(abs(one.value - stated.figure.value) < 5 for one in computed)


def _pairs(passage: Passage, stated: Said, topic: Topic, since: int, scope: str) -> list[Pair]:
    """The pairs of counts that the rate may be made of, the likeliest first."""
    counts = pool(passage.said, stated, scope=scope)
    forward = scope == "after"
    core = stem_core(topic.stem)
    wrong = negative(topic.stem)
    pattern = pattern_of(core)
    found: list[Pair] = []
    for part in counts:
        if part.index <= since and not (forward and part.index > stated.index):
            continue
        tone = _tone(part, pattern, contrary(core), wrong=wrong)
        if not tone:
            continue
        near = 2 if stated.sentence == part.sentence else 0
        for score, whole in wholes(counts, part, stated)[:3]:
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


_FAILED = re.compile(r"不合格|不符合?|不达标|未通过|未达标|问题|超标|检出|阳性|不良|违法|违规|不满意|差错|异常|缺陷")


def _tone(part: Said, pattern: re.Pattern[str], opposite: re.Pattern[str] | None, *, wrong: bool) -> int:
    """1 where a count is what the rate counts, -1 where it is the rest of the whole, 0 where it is neither."""
    text = f"{part.before[-14:]}|{part.after[:10]}"
    if wrong:
        return 1 if _FAILED.search(text) else 0
    return speaks(part, pattern) or (-1 if opposite is not None and opposite.search(text) else 0)


def _sums(said: Sequence[Said], stated: Said, topic: Topic) -> list[Computed]:
    """Rates of sums, for a total rate after its parts; they are good only to keep silent."""
    counts = [s for s in pool(said, stated) if s.figure.unit]
    pattern = pattern_of(stem_core(topic.stem))
    parts = [s for s in counts if speaks(s, pattern) > 0]
    rest = [s for s in counts if speaks(s, pattern) == 0]
    tries: list[Computed] = []
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
