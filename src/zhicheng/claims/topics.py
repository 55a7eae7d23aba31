"""What a percent is a percent of, by the words before it: completion, excess, share, rate, change."""

from __future__ import annotations

import re

from zhicheng.claims import lexicon
from zhicheng.claims.figures import Kind
from zhicheng.claims.said import Said, Topic

COMPLETION, EXCESS, SHARE, RATE, CHANGE, NONE = "completion", "excess", "share", "rate", "change", ""
_IS = r"(?:(?:已|均|约|仅|就|也|高|可|分别)?(?:为|达到了?|达|是|到|至|在|有|超过)?|[:：])?(?:了)?[ (]?"
_PLANNED = r"(?:任务|目标|指标|计划|计画|预算|定额|规划|应[\u4e00-\u9fff]{1,8})"
_EXCESS = re.compile(rf"(?:超额完成|超额|超(?:出|过)?[\u4e00-\u9fff]{{0,6}}{_PLANNED}(?:数|值|任务)?){_IS}$")
_COMPLETION = re.compile(
    rf"(?:(?:完成|达成|执行|兑现|实现|履约|支出|推进|办理)(?:率|比例|进度|比率|比)|进度){_IS}$"
    rf"|(?:^|[^未]|任务|计划)(?:完成|达成)(?:了)?(?:全年|年度|总)?$"
    rf"|(?:占|为|是|达到?|完成|相当于|实现|等于)[\u4e00-\u9fff]{{0,10}}{_PLANNED}[\u4e00-\u9fff]{{0,8}}[的之]?$"
    rf"|{_PLANNED}(?:任务|数|量|总数|额)?[的之]$|完成[\u4e00-\u9fff]{{0,4}}{_PLANNED}$"
)
_CHANGE = re.compile(rf"(?:{lexicon.CHANGE})(?:了|约|率|幅度?|为|达|达到|近|超过?|仅)?[ ]?$")
_CHANGE_NOUN = re.compile(r"(?:增长率|增速|增幅|降幅|涨幅|跌幅|成长率|年增率|升幅|减幅|衰退率)(?:为|达|达到|是)?$")
_LEVEL = re.compile(rf"(?:{lexicon.CHANGE})(?:加|长|高|升|低|少)?(?:到|至|为)$")
_SHARE = re.compile(r"占[^,;。()]{0,40}$|(?:占比|比重|比例|份额|构成比)(?:[^,;。\d]{0,6})$")
_RATE = re.compile(rf"(?P<stem>[\u4e00-\u9fff]{{1,12}})率(?:分别)?{_IS}$")


def topic_of(one: Said) -> Topic:
    """The topic of a percent, as it was read with its place."""
    return one.topic


def read_topic(one: Said) -> Topic:
    """The topic of a percent; NONE where the words do not tell."""
    before = one.before[-40:].rstrip()
    if one.figure.kind == Kind.POINTS:
        return Topic(EXCESS if _EXCESS.search(before) else NONE)
    if _CHANGE_NOUN.search(before):
        return Topic(CHANGE)
    if _LEVEL.search(before):
        return Topic(NONE)
    if _EXCESS.search(before):
        return Topic(EXCESS)
    if _CHANGE.search(before):
        return Topic(CHANGE)
    if _COMPLETION.search(before):
        stem = re.search(r"([\u4e00-\u9fff]{2})率", before)
        return Topic(COMPLETION, stem[1] if stem else "完成")
    rate = _RATE.search(before)
    if rate:
        return Topic(RATE, rate["stem"])
    if _SHARE.search(one.lead[-60:]):
        return Topic(COMPLETION if re.search(rf"占[^,]{{0,14}}{_PLANNED}[^,]{{0,24}}[的之]?$", one.lead) else SHARE)
    if re.fullmatch(r"[ )]?[^,;。]{0,6}[的之](?:约|近|仅|超过|不到|不足)?", before):
        return Topic(_of_phrase(one.phrase))
    if (
        one.index
        and re.fullmatch(r"[ ]?(?:约|近|仅|超过|不到|不足|超|将近|接近|达|即|约为)?", before)
        and one.opened_by == ","
    ):
        return Topic(SHARE)
    if one.figure.kind == Kind.TIMES and re.search(r"[的之]$", before):
        return Topic(COMPLETION if re.search(_PLANNED, one.lead) else NONE)
    return Topic(NONE)


def _of_phrase(lead: str) -> str:
    """…为年度计划 500 家次的 84.2%: the whole stands in the phrase itself."""
    if re.search(rf"(?:为|占|是|完成|达到?|相当于|实现)[^,]{{0,14}}{_PLANNED}", lead):
        return COMPLETION
    if re.search(r"(?:为|占|是|相当于)", lead):
        return SHARE
    return NONE
