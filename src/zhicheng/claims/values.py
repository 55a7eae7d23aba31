"""The values that a change stands with: now, then, and the difference, as far as the sentence gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhicheng.claims.figures import Kind
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import CHANGE, PLAN
from zhicheng.claims.said import Said
from zhicheng.claims.topics import CHANGE as CHANGE_TOPIC
from zhicheng.claims.topics import topic_of

_MOVE = r"增加|增长|成长|提高|提升|上升|下降|减少|降低|回落|缩短|压减|压缩|扩大|缩减|缩小|攀升|跃升|发展|增|升|降|减|跌|提|变|调整|扩|达|收窄|下滑|上涨|涨"
_TO = re.compile(
    rf"^[^,;。]{{0,16}}?(?:{_MOVE})[^,;。]{{0,4}}?(?:到|至|为|成)[^,;。\d]{{0,14}}$|^[^,;。]{{0,10}}(?:,)?[^,;。]{{0,12}}(?:到|至)[^,;。\d]{{0,12}}$"
)
_FROM = re.compile(r"(?:由|从|自)[^,;。]{0,40}$")
_THEN = re.compile(
    r"去年|上年|上一年|前一年|前年|同期|年初|上季|上月|原来|基期|此前|上半年末|上次|上期|往年|年前|原来|原有"
)
_THEN_TIME = re.compile(r"去年|上年|上一年|前一年|前年|同期")
_NOW = re.compile(r"今年|本年|本期|目前|现|截至|到年底|本季|本月")
_YEAR = re.compile(r"((?:19|20)\d{2}|1[01]\d(?=年))年?")
CHANGE_WORD = re.compile(
    r"增加|增长|成长|提高|提升|上升|下降|减少|降低|回落|缩短|压减|压缩|增幅|降幅|扩大|缩减|缩小|削减|下滑|攀升|多|少|增|减|升|降|涨|跌"
)
_AGAINST = re.compile(r"同比|环比|比|较|与")
OF_FORMER = re.compile(r"(?:是|为|达到?|相当于)[\u4e00-\u9fff\d.]{0,14}[的之]$")
_AWAY = re.compile(r"离|距|目标|力争|计划|有望|将|预计|争取|确保|规划")
_OTHER_BASE = re.compile(
    r"增加值|可比价|不变价|剔除|扣除|按可比|年均|平均增长|高于|低于|快于|拉动|贡献|目标|预期|两年|全国|全省|力争|计划|以上"
)


@dataclass(frozen=True, slots=True)
class Values:
    """Now, then and the difference, as far as the sentence gives them."""

    now: Said | None = None
    then: Said | None = None
    difference: Said | None = None
    sure: bool = False


def states_change(one: Said) -> bool:
    figure = one.figure
    if figure.kind in (Kind.PERCENT, Kind.FRACTION):
        return topic_of(one).name == CHANGE_TOPIC and not _OTHER_BASE.search(one.before[-12:])
    if figure.kind == Kind.DOUBLING:
        return not _AWAY.search(one.lead[-14:] + one.after[:6])
    if figure.kind == Kind.TIMES and OF_FORMER.search(one.lead[-20:]):
        return True
    if figure.kind in (Kind.POINTS, Kind.TIMES):
        return bool(CHANGE_WORD.search(one.before[-10:])) and not _OTHER_BASE.search(one.before[-14:])
    return figure.kind == Kind.COUNT and one.role == CHANGE


def values_of(passage: Passage, one: Said) -> Values:
    """The values of the sentence that the change stands with."""
    want = (Kind.PERCENT,) if one.figure.kind == Kind.POINTS else (Kind.COUNT, Kind.PERCENT)
    near = [
        s for s in around(passage, one) if s.figure.kind in want and s.index != one.index and _in_reach(passage, s, one)
    ]
    if one.figure.kind == Kind.COUNT:
        near = [s for s in near if s.unit == one.unit and s.role != CHANGE]
    difference = next((s for s in reversed(near) if s.role == CHANGE and s.index < one.index), None)
    near = [s for s in near if s.role != CHANGE and not _is_change(s)]
    pair = (
        _phrase(passage, near, one)
        or _from_to(passage, near, one)
        or _then_now(passage, near, one)
        or _by_season(passage, one)
    )
    if pair is not None:
        return Values(
            pair[1], pair[0], difference if difference and difference.unit == pair[0].unit else None, sure=True
        )
    if difference is None or difference.index != one.index - 1:
        return Values()
    before = [
        s
        for s in near
        if s.index < difference.index and s.unit == difference.unit and s.clause >= difference.clause - 2
    ]
    if not before or not _AGAINST.search(difference.before):
        return Values()
    if _is_then(passage, before[-1]):
        return Values(None, before[-1], difference, sure=True)
    if before[-1].index != difference.index - 1:
        return Values()
    return Values(before[-1], None, difference, sure=True)


def around(passage: Passage, one: Said) -> list[Said]:
    """The figures near enough to be values of a change."""
    return passage.said[max(0, one.index - 8) : one.index + 3]


def _is_change(one: Said) -> bool:
    return one.percent and topic_of(one).name == CHANGE_TOPIC


def _in_reach(passage: Passage, other: Said, one: Said) -> bool:
    """In the same item before the change, or in brackets or as last year's value right after it."""
    if other.item == one.item and other.index < one.index:
        return one.index - other.index <= 5
    if other.index < one.index:
        return (
            one.sentence - other.sentence == 1
            and one.index - other.index <= 3
            and bool(_THEN.search(other.lead) or _YEAR.search(other.lead))
        )
    if other.item != one.item:
        return False
    following = passage.between(one.end, one.end + 3)
    if re.match(r"[,(]?(?:由|从)", following) and other.index - one.index <= 2:
        return True
    between = passage.said[one.index + 1 : other.index]
    return len(between) <= 1 and all(map(_is_change, between)) and bool(_THEN.search(other.before))


def _from_to(passage: Passage, near: Sequence[Said], one: Said) -> tuple[Said, Said] | None:
    """由 A 增加到 B, the nearest such pair."""
    for then, now in reversed(list(pairwise(near))):
        if then.unit != now.unit or now.index - then.index != 1 or then.index < one.index < now.index:
            continue
        gap = passage.between(then.end, now.start)
        origin = bool(_FROM.search(then.lead[-50:]))
        if origin and _TO.match(gap.replace("个百分点", "")):
            return then, now
        if re.match(rf"^(?:{_MOVE})[^,;。]{{0,3}}?(?:到|至|为)", gap):
            return then, now
    return None


def _phrase(passage: Passage, near: Sequence[Said], one: Said) -> tuple[Said, Said] | None:
    """…达到 96 亿元，是 2020 年 48 亿元的 2 倍."""
    if one.figure.kind != Kind.TIMES or len(near) < 2 or near[-1].index != one.index - 1:
        return None
    then, now = near[-1], near[-2]
    gap = passage.between(then.end, one.start)
    if (
        then.unit == now.unit
        and re.fullmatch(r"[的之](?:约|近)?", gap)
        and re.search(r"(?:是|为|相当于)[^,;。]{0,20}$", then.lead)
    ):
        return then, now
    return None


def _label(passage: Passage, one: Said) -> tuple[int, int] | None:
    """When a value holds: a year, or this year and last year told apart."""
    begin = max(passage.start, one.start - 60)
    text = re.split(r"[。;]", passage.between(begin, one.start))[-1]
    found: list[tuple[int, tuple[int, int]]] = [(match.start(), (1, int(match[1]))) for match in _YEAR.finditer(text)]
    found += [(match.start(), (0, 0)) for match in _NOW.finditer(text)]
    found += [(match.start(), (0, -1)) for match in _THEN_TIME.finditer(text) if not _compared(text, match.start())]
    return max(found)[1] if found else None


def _compared(text: str, position: int) -> bool:
    """比去年增加 …: the words name what it is compared with, not when the value holds."""
    return text[max(0, position - 1) : position] in ("比", "较") and bool(
        CHANGE_WORD.search(text[position : position + 12])
    )


def _then_now(passage: Passage, near: Sequence[Said], one: Said) -> tuple[Said, Said] | None:
    """Two values of one thing, one of them last year's."""
    recent = [s for s in near if s.index < one.index][-3:] + [s for s in near if s.index > one.index]
    thens = [s for s in recent if _is_then(passage, s)]
    if len(thens) == 1:
        others = [
            s
            for s in recent
            if s is not thens[0] and s.unit == thens[0].unit and (_label(passage, s) or (0, 0)) != (0, -1)
        ]
        if one.figure.kind == Kind.POINTS and others and _same_rate(thens[0], others[-1]):
            return thens[0], others[-1]
        if (
            others
            and abs(near.index(others[-1]) - near.index(thens[0])) == 1
            and _touching(passage, others[-1], thens[0])
        ):
            return thens[0], others[-1]
        return None
    dated = [
        (label, s)
        for s in recent
        if s.index < one.index and (label := _label(passage, s)) is not None and label[0] == 1
    ]
    if len(dated) >= 2 and dated[-1][1].unit == dated[-2][1].unit:
        (first, a), (second, b) = dated[-2], dated[-1]
        if first[1] != second[1] and abs(first[1] - second[1]) <= 10:
            return (a, b) if first < second else (b, a)
    return None


_QUARTER = re.compile(r"第?([一二三四1-4])季度?")
_MONTH = re.compile(r"(?<![\d.])(1[0-2]|[1-9])月(?:份)?(?![\d底末初])")
_BEFORE_THIS = re.compile(r"环比|[较比]上(?:季|月|一季度|个月)")


def _by_season(passage: Passage, one: Said) -> tuple[Said, Said] | None:
    """第四季度 1320 件，环比增长 10%，第三季度为 1200 件: two quarters or months of one unit, one right after the other."""
    if not one.percent or not _BEFORE_THIS.search(one.before):
        return None
    near = [
        (s, season)
        for s in passage.said[max(0, one.index - 3) : one.index + 2]
        if s.counts and s.item == one.item and s.role != CHANGE and (season := _season(s)) is not None
    ]
    if len(near) != 2 or near[0][0].unit != near[1][0].unit:
        return None
    (a, (cycle, first)), (b, (other, second)) = near
    if cycle != other or first == second:
        return None
    if second == first % cycle + 1:
        return a, b
    return (b, a) if first == second % cycle + 1 else None


def _season(one: Said) -> tuple[int, int] | None:
    """(4, quarter) or (12, month) that the clause of a count begins with."""
    quarter, month = _QUARTER.search(one.lead), _MONTH.search(one.lead)
    if quarter and not month:
        return 4, "一二三四".find(quarter[1]) + 1 or int(quarter[1])
    return (12, int(month[1])) if month and not quarter else None


def _touching(passage: Passage, one: Said, other: Said) -> bool:
    """Nothing but differences and changes stands between two values."""
    first, last = sorted((one.index, other.index))
    return all(s.role == CHANGE or states_change(s) for s in passage.said[first + 1 : last])


def _same_rate(one: Said, other: Said) -> bool:
    """Two percents of the same …率."""
    a, b = topic_of(one).stem[-2:], topic_of(other).stem[-2:]
    return bool(a) and a == b


def _is_then(passage: Passage, one: Said) -> bool:
    """The value is that of an earlier time (上年的 93.64%, 去年同期为 80 家), not one compared with it."""
    if one.role == PLAN:
        return False  # 完成年初预算 182.6 亿元
    text = one.before[-24:] or (one.heading[:-1] if one.opened_by == "(" else "")
    match = list(_THEN.finditer(text))
    if not match:
        return False
    return not CHANGE_WORD.search(text[match[-1].end() :]) and not re.search(r"持平|基本", text[match[-1].end() :])
