"""Averages: 平均每期 60 人次, 人均 65 家次, with the total and the number they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.figures import Figure, Kind
from zhicheng.claims.judging import Computed, number, to_decimal
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, PLAN
from zhicheng.claims.said import Said
from zhicheng.claims.subjects import subject_of

_EACH = re.compile(r"每(?:一)?(?P<each>[\u4e00-\u9fff]{1,12})$")
_HEAD = re.compile(
    r"(?P<each>人|户|校|村|镇|企|店|家|案|班|县|场|期|件|所|站|户|批|日|天|个|台|亩)均[\u4e00-\u9fff]{0,10}$"
)
_UNITS = {
    "人": "人 名 位", "户": "户 家 个", "校": "所 校 个", "村": "村 个", "镇": "镇 个", "企": "家 户 个", "店": "家 个", "家": "家 户", "班": "班 期 个", "县": "县 个",
    "场": "场 次 场次", "期": "期", "件": "件", "案": "件 起 宗 案", "所": "所 个", "站": "个 站", "批": "批 批次", "日": "天 日", "天": "天 日", "台": "台", "亩": "亩", "名": "名 人", "位": "位 人 名",
}  # fmt: skip


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each average whose total and number are given."""
    for one in passage.said:
        if one.figure.kind == Kind.COUNT:
            if "均" not in one.before and "每" not in one.before:
                continue
            each = _each(one)
            if _PER_TIME.search(one.before) or _PER_MANY.search(one.before):
                draft = _per_time(passage, one) or _per_many(passage, one)
            elif each:
                draft = _of_average(passage, one, each)
            else:
                continue
            if draft is not None:
                yield draft


def _each(one: Said) -> str:
    """What it is an average for; '' where the figure is none."""
    match = _HEAD.search(one.before) or (_EACH.search(one.before) if re.search(r"平均", one.lead[-16:]) else None)
    if match is None or re.search(r"去年|上年|年均|月均|GDP|生产总值|收入|目标|全国|全省|可支配", one.before):
        return ""
    if re.search(r"标准|补助标准|按", one.before):
        return ""
    return match["each"]


def _of_average(passage: Passage, one: Said, each: str) -> Draft | None:
    near = [
        s
        for s in passage.said[max(0, one.index - 6) : one.index]
        if s.counts and one.sentence - s.sentence <= 1 and s.role not in (BASE, CHANGE)
    ]
    bottoms = [s for s in near if _counts_each(s, each)]
    tops = [s for s in near if s.unit == one.unit and s.figure.value > one.figure.value and s not in bottoms[-1:]]
    if not bottoms or not tops:
        return None
    tried = [
        (top, bottom, _divided(top.figure, bottom.figure))
        for top in reversed(tops)
        for bottom in reversed(bottoms)
        if bottom is not top and bottom.figure.value > 0
    ]
    if not tried:
        return None
    for top, bottom, computed in tried:
        if judged(one.figure, [computed])[0] == Verdict.HOLDS:
            return _draft(passage, one, top, bottom, computed, Verdict.HOLDS)
    top, bottom, computed = tried[0]
    if not Fraction(1, 10) <= computed.value / one.figure.value <= 10 if one.figure.value else True:
        return None
    if (
        len(tried) > 2
        or top.figure.rough
        or bottom.figure.rough
        or passage.breakdowns.keys() & {top.index, bottom.index}
    ):
        return None
    return _draft(passage, one, top, bottom, computed, Verdict.CONTRADICTED)


_PER_TIME = re.compile(
    r"(?P<unit>[日周月季])均[\u4e00-\u9fff]{0,8}$|平均每(?:一)?(?P<each>[天日周月]|个月|个?季度)[\u4e00-\u9fff]{0,8}$"
)
_PER_MANY = re.compile(
    r"每(?P<many>[百千万]|十万|百万)(?P<of>[人户台辆]|名|位)(?:常住人口|人口|口)?[\u4e00-\u9fff]{0,14}$"
)
_PERIODS = (
    (re.compile(r"上半年|下半年"), {"日": (181, 184), "周": (25, 27), "月": (6, 6), "季": (2, 2)}),
    (re.compile(r"季度"), {"日": (90, 92), "周": (12, 14), "月": (3, 3)}),
    (re.compile(r"全年|年度|(?<![\d近])(?:19|20)\d{2}年(?!\d*月)"), {"日": (365, 366), "周": (52, 53), "月": (12, 12), "季": (4, 4)}),
)  # fmt: skip
_WORKING_DAYS = {365: (242, 252), 181: (118, 126), 90: (56, 66)}
_SPECIAL = re.compile(r"去年|上年|同期|其中|最高|最多|高峰|工作日|周末|单日|目标|全国|全省|节假日|同比|比")


def _per_time(passage: Passage, one: Said) -> Draft | None:
    """全年受理 36.5 万件，日均 1000 件: the period that the total is for says how many days it is."""
    match = _PER_TIME.search(one.before)
    top = passage.said[one.index - 1] if one.index else one
    divided = passage.divided(top)
    if divided is not None:
        top = divided
    plain = top.counts and top.unit == one.unit and top.role not in (BASE, CHANGE, PLAN) and not top.figure.rough
    if match is None or not plain or top.sentence != one.sentence or (one.clause - top.clause > 1 and divided is None):
        return None
    if _SPECIAL.search(one.before) or _SPECIAL.search(top.before):
        return None
    each = (match["unit"] or match["each"]).replace("天", "日").replace("个", "")[:1]
    lengths = next((table for words, table in _PERIODS if words.search(top.opening)), {})
    if each not in lengths or re.search(r"\d月|[-—至]", top.opening):
        return None
    few, many = lengths[each]
    computed = _over(top, few, many)
    verdict, _ = judged(one.figure, [computed])
    if verdict == Verdict.CONTRADICTED and each == "日":
        working = _over(top, *_WORKING_DAYS[few])
        if judged(one.figure, [working])[0] == Verdict.HOLDS:
            return None
    if divided is not None and verdict == Verdict.CONTRADICTED:
        return None
    return _draft(passage, one, top, top, computed, verdict)


def _over(top: Said, few: int, many: int) -> Computed:
    value = top.figure.value / few
    return Computed(
        f"{number(top.figure.value)} ÷ {few}", value, top.figure.low / many, top.figure.high / few, top.unit
    )


_MANY = {"百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6}
_OTHER_POPULATION = Fraction(1, 20)  # such rates are often made with another year's population


def _per_many(passage: Passage, one: Said) -> Draft | None:
    """常住人口 320 万人，发明专利 4800 件，每万人拥有 15 件."""
    match = _PER_MANY.search(one.before)
    near = [s for s in passage.said[max(0, one.index - 4) : one.index] if s.sentence == one.sentence and s.counts]
    if match is None or _SPECIAL.search(one.before) or any(s.role in (BASE, PLAN) for s in near):
        return None
    heads = [s for s in near if s.unit in _UNITS.get(match["of"], match["of"]).split() and s.figure.value > 10**4]
    tops = [s for s in near if s.unit == one.unit and s.role != CHANGE and s not in heads]
    if len(heads) != 1 or len(tops) != 1 or heads[0].figure.rough or tops[0].figure.rough:
        return None
    made = _divided(tops[0].figure, heads[0].figure)
    many = _MANY[match["many"]]
    formula = f"{made.formula} × {number(Fraction(many))}"
    computed = Computed(formula, made.value * many, made.low * many, made.high * many, one.unit)
    verdict, _ = judged(one.figure, [computed])
    if verdict == Verdict.CONTRADICTED and abs(one.figure.value / computed.value - 1) <= _OTHER_POPULATION:
        return None
    return _draft(passage, one, tops[0], heads[0], computed, verdict)


def _counts_each(one: Said, each: str) -> bool:
    """The count is of the things that the average is for: 18 个街道, 平均每个街道."""
    if len(each) == 1:
        if one.unit != each and one.unit == "个":
            return bool(re.match(rf"[^,;。]{{0,8}}{each}(?!长|员|费)", one.after))
        return one.unit in _UNITS.get(each, each).split()
    if one.unit and each.startswith(one.unit):
        noun = each[len(one.unit) :][:2]
        if noun and one.unit == "个" and noun not in one.after[:14]:
            return noun in one.before[-len(noun) - 4 :]
        return True
    return each[:2] in one.after[:10]


def _divided(top: Figure, bottom: Figure) -> Computed:
    value = top.value / bottom.value
    return Computed(
        f"{number(top.value)} ÷ {number(bottom.value)}",
        value,
        top.low / bottom.high,
        top.high / max(bottom.low, bottom.value / 2),
        top.unit,
    )


def _draft(passage: Passage, one: Said, top: Said, bottom: Said, computed: Computed, verdict: Verdict) -> Draft:
    code = "average-holds" if verdict == Verdict.HOLDS else "average-differs"
    facts = {
        "stated": one.figure.text,
        "computed": f"{to_decimal(computed.value, 2).normalize():f}{one.unit}",
        "formula": computed.formula,
    }
    remarks = judged(one.figure, [computed])[1]
    return Draft(
        "average",
        verdict,
        Reason(code, facts),
        (top.figure, bottom.figure),
        one.figure,
        (computed,),
        {},
        remarks,
        subject_of(passage, one),
        4,
    )
