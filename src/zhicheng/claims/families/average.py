"""Averages: 平均每期 60 人次, 人均 65 家次, with the total and the number they are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.figures import Figure, Kind
from zhicheng.claims.judging import Computed, number, to_decimal
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage, Said
from zhicheng.claims.roles import BASE, CHANGE
from zhicheng.claims.subjects import subject_of

_EACH = re.compile(r"每(?:一)?(?P<each>[\u4e00-\u9fff]{1,12})$")
_HEAD = re.compile(
    r"(?P<each>人|户|校|村|镇|企|店|家|班|县|场|期|件|所|站|户|批|日|天|个|台|亩)均[\u4e00-\u9fff]{0,10}$"
)
_UNITS = {
    "人": "人 名 位", "户": "户", "校": "所 校 个", "村": "村 个", "镇": "镇 个", "企": "家 户 个", "店": "家 个", "家": "家 户", "班": "班 期 个", "县": "县 个",
    "场": "场 次", "期": "期", "件": "件", "所": "所", "站": "个 站", "批": "批 批次", "日": "天 日", "天": "天 日", "台": "台", "亩": "亩", "名": "名 人", "位": "位 人 名",
}  # fmt: skip


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each average whose total and number are given."""
    for one in passage.said:
        if one.figure.kind == Kind.COUNT:
            each = _each(one)
            if each:
                draft = _of_average(passage, one, each)
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
    if len(tried) > 2 or top.figure.rough or bottom.figure.rough:
        return None
    return _draft(passage, one, top, bottom, computed, Verdict.CONTRADICTED)


def _counts_each(one: Said, each: str) -> bool:
    """The count is of the things that the average is for: 18 个街道, 平均每个街道."""
    if len(each) == 1:
        return one.unit in _UNITS.get(each, each).split()
    if one.unit and each.startswith(one.unit):
        noun = each[len(one.unit) :][:2]
        return not noun or len(one.unit) > 1 or one.unit != "个" or noun in one.after[:14] + one.before[-10:]
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
