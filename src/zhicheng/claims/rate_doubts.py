"""Reasons to keep silent about a rate: its counts are those of another rate, of one part, or too far away."""

from __future__ import annotations

import re
from fractions import Fraction

from zhicheng.claims.judging import Computed, agrees, to_decimal
from zhicheng.claims.pairs import FAR, Pair, stem_core
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, DONE, REMAIN
from zhicheng.claims.said import Said, Topic
from zhicheng.claims.slips import slipped
from zhicheng.claims.topics import RATE
from zhicheng.claims.units import alike

SURE = 4  # below it the text does not tie part and whole plainly enough to say anything

_SURVEYED = re.compile(r"调查|访|查询|询问|抽取|问卷|发放|回收|样本|样卷|评价|参评|评议|测评|受评")

_LEVELS = frozenset(("覆盖", "绿地", "绿化", "普及", "达标", "保有", "利用"))

_AREAS = frozenset(("亩", "公顷", "平方公里", "平方千米", "平方米"))


def of_another(passage: Passage, stated: Said, topic: Topic, pair: Pair) -> bool:
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


def of_one_part(passage: Passage, stated: Said, pair: Pair) -> bool:
    """The counts are parts of a breakdown that has ended before the rate: the rate is the whole's."""
    starts = {figure.start for figure in pair.figures}
    closed = [one for one in passage.breakdowns.values() if one.last.index < stated.index]
    return any(part.start in starts for one in closed for part in one.parts)


def within_reach(stated: Said, tried: list[tuple[Pair, Computed]]) -> list[tuple[Pair, Computed]]:
    """排查 68.4 万户，危房 4126 户，整治 4019 户，整治率: the count far off gives way to the one right before the part."""
    if abs(tried[0][1].value - stated.figure.value) <= FAR:
        return tried
    near = [
        (pair, one) for pair, one in tried if pair.part[0].start == tried[0][0].part[0].start and pair.score >= SURE
    ]
    near = [(pair, one) for pair, one in near if abs(one.value - stated.figure.value) <= FAR]
    beside = [item for item in near if 0 < item[0].part[0].start - item[0].whole[0].end <= _BESIDE]
    return beside[:1] or tried


_WIDE = 15  # points off beyond which a count that is itself something done is hardly the whole

_FAR_WITH_OTHERS = 30  # points off beyond which counts with other things between them are hardly part and whole

_BESIDE = 14  # signs between a whole and its part in one breath

OPENS = re.compile(r"抽检|抽查|抽验|检查|检验|检定|检测|受理|接到|接获|办理|排查|筛查|稽查|查处|送检|收到|登记|开展")


def its_own(passage: Passage, stated: Said, pair: Pair, computed: Computed) -> bool:
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
        return digit_off(stated, computed)
    wholes_told = [s for s in passage.said if s.start == pair.whole[0].start and s.role == DONE]
    if wide and any(not OPENS.search(s.lead) for s in wholes_told):
        return digit_off(stated, computed)
    counts = [s for s in between if s.counts and s.role not in (BASE, CHANGE, REMAIN)]
    kin = [s for s in counts if any(alike(s.unit, figure.unit) for figure in pair.whole)]
    if any(OPENS.search(s.lead) and "其中" not in s.lead for s in kin):
        return False
    rates = [s for s in between if s.percent and s.topic.name == RATE]
    siblings = sum((s.figure.value for s in kin), Fraction(0)) + pair.part[0].value <= pair.whole[0].value
    aside = siblings and all(s.sentence == stated.sentence and s.unit == pair.whole[0].unit for s in kin)
    if _rated_before(passage, stated, pair.whole[0].start, last) and not digit_off(stated, computed):
        return False
    if (len(kin) > 1 and not aside) or len(rates) > 1:
        return digit_off(stated, computed)
    return True


def _rated_before(passage: Passage, stated: Said, whole: int, last: int) -> bool:
    """A whole that has had its own rates, and only then the part."""
    core = stem_core(stated.topic.stem)
    between = [s for s in passage.said if whole < s.start < last and s.percent and s.topic.name == RATE]
    return any(stem_core(s.topic.stem) != core for s in between)


def digit_off(stated: Said, computed: Computed) -> bool:
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


def speaks_of_them(passage: Passage, stated: Said, topic: Topic, pair: Pair) -> bool:
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
