"""Rates of what was counted: 合格率, 不合格率, 办结率, 覆盖率 and every other …率, with the counts they are made of.

A rate is tried only where its own word stands with a count (合格 485 批次, 合格率) and a whole is in reach; other rates
are left in peace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.groups import related
from zhicheng.claims.judging import Computed, agrees, shown, to_decimal
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.pairs import FAR, SCOPES, Pair, contrary, negative, pattern_of, pool, speaks, stem_core, wholes
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import ADDED, BASE, CHANGE, DONE, PLAN, REMAIN
from zhicheng.claims.said import Said, Topic
from zhicheng.claims.slips import slipped
from zhicheng.claims.subjects import subject_of
from zhicheng.claims.topics import COMPLETION, RATE, topic_of
from zhicheng.claims.units import alike

_SURE = 4  # below it the text does not tie part and whole plainly enough to say anything
_PAST = re.compile(r"去年|上年|上一年|同期|前年|上季|上月|目标|要求|不低于|全国|全省|力争|确保|预计")
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
    tried = [item for item in tried if not _of_one_part(passage, stated, item[0])]
    if not tried or tried[0][0].score < _SURE or any(agrees(stated.figure, one) for one in _sums(said, stated, topic)):
        return None
    tried = _within_reach(stated, tried)
    best = tried[0][0]
    chosen = [computed for pair, computed in tried if pair.score >= best.score - 1][:2]
    if abs(chosen[0].value - stated.figure.value) > (30 if stated.figure.value == 100 else FAR):
        return None
    if any(figure.rough for figure in best.figures) and _close(stated, chosen):
        return None
    if not _its_own(passage, stated, best, chosen[0]):
        return None
    if _of_another(passage, stated, topic, best) and not _digit_off(stated, chosen[0]):
        return None
    return _draft(passage, stated, best, chosen, Verdict.CONTRADICTED)


_SURVEYED = re.compile(r"调查|访|查询|询问|抽取|问卷|发放|回收|样本|样卷|评价|参评|评议|测评|受评")
_LEVELS = frozenset(("覆盖", "绿地", "绿化", "普及", "达标", "保有", "利用"))
_AREAS = frozenset(("亩", "公顷", "平方公里", "平方千米", "平方米"))


def _of_another(passage: Passage, stated: Said, topic: Topic, pair: Pair) -> bool:
    """A level whose own counts are not told: 森林覆盖率 after areas of other kinds, 满意率 after cases that were closed."""
    core = stem_core(topic.stem)
    if core == "满意":
        first, last = pair.whole[0].end, pair.part[0].start
        asked = passage.between(pair.whole[0].start - 16, first) + passage.between(first, first + 6).partition(",")[0]
        asked_all = pair.whole[0].unit not in ("件", "起", "宗", "项", "单") and last - first < _BESIDE
        surveyed = asked_all or _SURVEYED.search(asked)
        return not surveyed or bool(_SURVEYED.search(passage.between(first, last).partition(",")[2]))
    if pair.whole[0].unit in _AREAS and core in _LEVELS:
        return True
    if core != "覆盖":
        return False
    own = _own_clause(passage, pair)
    return "覆盖" not in own and (stated.figure.value == 100 or topic.stem[:2] not in own + "覆盖")


def _of_one_part(passage: Passage, stated: Said, pair: Pair) -> bool:
    """The counts are parts of a breakdown that has ended before the rate: the rate is the whole's."""
    starts = {figure.start for figure in pair.figures}
    closed = [one for one in passage.breakdowns.values() if one.last.index < stated.index]
    return any(part.start in starts for one in closed for part in one.parts)


def _within_reach(stated: Said, tried: list[tuple[Pair, Computed]]) -> list[tuple[Pair, Computed]]:
    """排查 68.4 万户，危房 4126 户，整治 4019 户，整治率: the count far off gives way to the one right before the part."""
    if abs(tried[0][1].value - stated.figure.value) <= FAR:
        return tried
    near = [
        (pair, one) for pair, one in tried if pair.part[0].start == tried[0][0].part[0].start and pair.score >= _SURE
    ]
    near = [(pair, one) for pair, one in near if abs(one.value - stated.figure.value) <= FAR]
    beside = [item for item in near if 0 < item[0].part[0].start - item[0].whole[0].end <= _BESIDE]
    return beside[:1] or tried


_WIDE = 15  # points off beyond which a count that is itself something done is hardly the whole
_FAR_WITH_OTHERS = 30  # points off beyond which counts with other things between them are hardly part and whole
_BESIDE = 14  # signs between a whole and its part in one breath
_OPENS = re.compile(r"抽检|抽查|抽验|检查|检验|检定|检测|受理|接到|接获|办理|排查|筛查|稽查|查处|送检|收到|登记|开展")


def _its_own(passage: Passage, stated: Said, pair: Pair, computed: Computed) -> bool:
    """The counts stand next to the rate: what lies between may be other values of theirs, but no other task.

    投诉举报受理 5.86 万件，办结率 99.2% is the rate of the complaints, whose closed cases are not told, and not of the
    cases filed before them. Where one count or a row of rates comes between, only a slip of one digit is believed.
    """
    mine = {figure.start for figure in pair.figures}
    last = max((start for start in mine if start < stated.start), default=-1)
    if last < 0:
        return True
    between = [s for s in passage.said if last < s.start < stated.start and s.start not in mine]
    if any(s.percent and agrees(s.figure, computed) for s in between):
        return False  # the counts have their own percent already
    wide = abs(computed.value - stated.figure.value) > _WIDE
    inner = [
        s
        for s in passage.said
        if s.counts and pair.whole[0].start < s.start < pair.part[0].start and not alike(s.unit, pair.whole[0].unit)
    ]
    if inner and abs(computed.value - stated.figure.value) > _FAR_WITH_OTHERS:
        return _digit_off(stated, computed)
    wholes_told = [s for s in passage.said if s.start == pair.whole[0].start and s.role == DONE]
    if wide and any(not _OPENS.search(s.lead) for s in wholes_told):
        return _digit_off(stated, computed)
    counts = [s for s in between if s.counts and s.role not in (BASE, CHANGE, REMAIN)]
    kin = [s for s in counts if any(alike(s.unit, figure.unit) for figure in pair.whole)]
    if any(_OPENS.search(s.lead) and "其中" not in s.lead for s in kin):
        return False
    rates = [s for s in between if s.percent and s.topic.name == RATE]
    siblings = sum((s.figure.value for s in kin), Fraction(0)) + pair.part[0].value <= pair.whole[0].value
    aside = siblings and all(s.sentence == stated.sentence and s.unit == pair.whole[0].unit for s in kin)
    told = min(pair.whole[0].start, last)
    core = stem_core(stated.topic.stem)
    closed = [
        s
        for s in passage.said
        if told < s.start < last and s.percent and s.topic.name == RATE and stem_core(s.topic.stem) != core
    ]
    if closed and pair.whole[0].start < last and not _digit_off(stated, computed):
        return False  # a whole that has had its own rates, and only then the part
    if (len(kin) > 1 and not aside) or len(rates) > 1:
        return _digit_off(stated, computed)
    return True


def _digit_off(stated: Said, computed: Computed) -> bool:
    """The printed rate is the computed one with one digit changed or two in the wrong order."""
    for places in (0, 1, 2):
        scale = 10**places
        printed, exact = stated.figure.value * scale, Fraction(to_decimal(computed.value, places)) * scale
        if printed.denominator == 1:
            return slipped(printed, exact)
    return False


_IN_TIME = re.compile(r"按时|及时|按期|限时|准时|即时|当[日天场]")
_PLAIN_QUALIFIERS = re.compile(
    r"产品|商品|样品|检验|抽检|抽查|抽验|检测|监督|批次|总体|综合|平均|总|整体|质量|监测|例行|评价性|全市|全县|全区|全年|累计|任务|目标|计划|预算|项目|事项|案件|工作|企业|年度|本期|本次|本季度|按时|及时|一次性|发现|初检|其中|的"
)


def _speaks_of_them(passage: Passage, stated: Said, topic: Topic, pair: Pair) -> bool:
    """The rate names no other thing than the counts: 一次交验合格率 is not made of 抽检 and 合格."""
    rest = _PLAIN_QUALIFIERS.sub("", topic.stem[: -len(stem_core(topic.stem))])
    if "一次" in topic.stem and re.search(
        r"整改后|复[检验查测]|补检|二次", passage.between(stated.start - 80, stated.start)
    ):
        return False
    if "一次" in stated.lead and "一次" not in passage.between(pair.whole[0].start - 20, pair.whole[0].start):
        return "一次" in passage.between(min(f.start for f in pair.figures), max(f.end for f in pair.figures))
    if (late := _IN_TIME.search(topic.stem)) and late[0] not in _own_clause(passage, pair):
        return False
    if len(rest) < 2:
        return True
    words = passage.between(min(f.start for f in pair.figures) - 40, stated.start - len(topic.stem) - 1)
    return any(rest[i : i + 2] in words for i in range(len(rest) - 1))


def _own_clause(passage: Passage, pair: Pair) -> str:
    """What is said right around the part."""
    part = pair.part[0]
    return (
        passage.between(part.start - 14, part.start) + re.split(r"[,;。]", passage.between(part.end, part.end + 8))[0]
    )


def _close(stated: Said, computed: Sequence[Computed]) -> bool:
    return any(abs(one.value - stated.figure.value) < 5 for one in computed)


def _pairs(passage: Passage, stated: Said, topic: Topic, since: int, scope: str) -> list[Pair]:
    """The pairs of counts that the rate may be made of, the likeliest first."""
    counts = pool(passage.said, stated, scope=scope)
    forward = scope == "after"
    core = stem_core(topic.stem)
    wrong = negative(topic.stem)
    pattern = pattern_of(core)
    negated = _negated(topic.stem) if not wrong else None
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


def _negated(stem: str) -> re.Pattern[str] | None:
    """不起诉率, 未成年率: a rate of what was not done is made of the counts that say so themselves."""
    match = re.search(r"[不未非无][\u4e00-\u9fff]{1,2}$", stem)
    return re.compile(f"{match[0][0]}[\u4e00-\u9fff]{{0,2}}?{match[0][1:]}") if match else None


def _no_whole(whole: Said, part: Said, pattern: re.Pattern[str], tone: int) -> bool:
    """优良天数 298 天 is no whole of 重污染 2 天; nor is 建成 6248 套, told after it, one of 开工 4862 套."""
    named = _OPENS.search(whole.lead) is not None
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
    own = _negated(topic.stem) or pattern_of(stem_core(topic.stem))
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
