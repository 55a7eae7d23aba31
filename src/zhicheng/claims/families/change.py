"""Change against another time: 增长 X%, 提高 X 个百分点, 增长 X 倍, 翻一番, with both values or with the difference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.figures import Figure, Kind
from zhicheng.claims.judging import Computed, agrees, growth, number, ratio, scaled, shown, to_decimal, total
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, PLAN
from zhicheng.claims.said import Said
from zhicheng.claims.subjects import subject_of
from zhicheng.claims.values import CHANGE_WORD, OF_FORMER, Values, around, states_change, values_of

_DOWN = re.compile(r"下降|减少|降低|回落|缩短|压减|压缩|降幅|跌|衰退|下滑|缩减|缩小|削减|少|减|降")
_EMPTY_SUBJECT = re.compile(
    r"相当于?|折合|同比|环比|比上年|比去年|较上年|较去年|比|较|同期|上年|去年|分别|累计|总量|合计|净|平均|名义|实际|降幅|增幅|幅度|增速|增长率|增减|约|近|了|共|为|达|则|也|均|又|年|末|底|初|[\W\d_]|总数|数量|总体|整体|反而|略|大幅|明显|稳步|小幅|相对|提前|缩短|办理时间|率|实现|即|共计|即"
)


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each stated change whose values are given."""
    used: set[tuple[str, int, int]] = set()
    for one in passage.said:
        if not states_change(one):
            continue
        values = values_of(passage, one)
        draft = _of_divided(passage, one, values) or _judge(passage, one, values)
        if draft is None or (
            draft.verdict == Verdict.CONTRADICTED and (_divided(passage, values) or _of_another(passage, one, values))
        ):
            continue
        key = (one.figure.kind.value, values.now.index if values.now else -1, values.then.index if values.then else -1)
        if draft.verdict == Verdict.CONTRADICTED and (
            key in used or (_other_subject(one) and not _follows(one, values)) or _another_holds(passage, one, values)
        ):
            continue
        used.add(key)
        yield draft
        if draft.verdict == Verdict.HOLDS and _follows(one, values):
            yield from _restated(passage, one, values)


def _divided(passage: Passage, values: Values) -> Said | None:
    """The whole whose last part was taken for the value now."""
    return passage.divided(values.now) if values.now is not None else None


_MANIFOLD = 5
_AGAINST = re.compile(r"比|较|同期|与|由|从")


def _of_another(passage: Passage, one: Said, values: Values) -> bool:
    """上年生产总值 1368 亿元。研发经费 38.64 亿元，比上年增长 9.3%: the change is not that of values sentences before it."""
    now, then = values.now, values.then
    if now is None or then is None or now.sentence == then.sentence == one.sentence:
        return False
    if "计划" in one.before and then.role != PLAN:
        return True
    if now.sentence != then.sentence:
        low, high = sorted((now.figure.value, then.figure.value))
        return high > low * _MANIFOLD
    if one.figure.kind == Kind.COUNT and not _AGAINST.search(one.lead):
        return True  # 2024 年建成 36 个。完成托位增加 1150 个
    between = passage.said[now.index + 1 : one.index]
    return any(other.counts and other.sentence == one.sentence and other.role != CHANGE for other in between)


def _of_divided(passage: Passage, one: Said, values: Values) -> Draft | None:
    """共 120 个，分为 A 70 个、B 50 个，比上年增加 20 个，增长 20.0%: it holds by the whole."""
    whole = _divided(passage, values)
    if whole is None or values.now is None or values.now.index > one.index:
        return None
    draft = _judge(passage, one, replace(values, now=whole))
    return draft if draft is not None and draft.verdict == Verdict.HOLDS else None


def _follows(one: Said, values: Values) -> bool:
    """同比增长 8.5%，由 23.4 亿元增至 25.4 亿元: both values stand right after the change."""
    return values.then is not None and values.now is not None and values.then.index == one.index + 1


def _restated(passage: Passage, one: Said, values: Values) -> Iterator[Draft]:
    """…720 件，同比下降 12.5%，由 800 件降至 700 件: the value before the change is the one that it ends at."""
    before = passage.said[one.index - 1] if one.index else one
    now = values.now
    if now is None or not before.counts or before.unit != now.unit or before.item != one.item:
        return
    plain = before.role not in (BASE, CHANGE, PLAN) and not before.figure.rough and before.clause >= one.clause - 1
    if not plain or _other_subject(one) or agrees(before.figure, _as_read(now)) or agrees(now.figure, _as_read(before)):
        return
    facts = {"stated": now.figure.text, "first": before.figure.text}
    yield Draft(
        "repeated", Verdict.CONTRADICTED, Reason("stated-twice", facts), (before.figure,), now.figure,
        (_as_read(before),), subject=subject_of(passage, before), sure=3,
    )  # fmt: skip


def _as_read(one: Said) -> Computed:
    return Computed(number(one.figure.value), one.figure.value, one.figure.low, one.figure.high, one.unit)


def _other_subject(one: Said) -> bool:
    """…增长 12.5%，其中出口增长 9.8%: the change has a subject of its own."""
    if one.figure.kind not in (Kind.PERCENT, Kind.FRACTION):
        return "其中" in one.before
    rest = _EMPTY_SUBJECT.sub("", CHANGE_WORD.sub("", one.before))
    return "其中" in one.before or len(rest) >= 2


def _another_holds(passage: Passage, one: Said, values: Values) -> bool:
    """Another count of the sentence in the place of the one taken for now would agree: the text may mean that one."""
    if values.then is None or values.now is None:
        return False
    for other in around(passage, one):
        if (
            other.index >= one.index
            or other.sentence != one.sentence
            or other.unit != values.then.unit
            or other in (values.then, values.now)
        ):
            continue
        computed = _computed(one, Values(other, values.then))
        if computed is not None and agrees(one.figure, _turned(one, computed)):
            return True
    return False


def _turned(one: Said, computed: Computed) -> Computed:
    """The change with the sign that its word gives it: 下降 10% is −10."""
    if _sign(one) > 0 or one.figure.value < 0:
        return computed
    return Computed(computed.formula, -computed.value, -computed.high, -computed.low, computed.unit)


def _sign(one: Said) -> int:
    words = CHANGE_WORD.findall(one.before)
    return -1 if words and _DOWN.search(words[-1]) else 1


def _computed(one: Said, values: Values) -> Computed | None:
    now, then, difference = values.now, values.then, values.difference
    if one.figure.kind == Kind.COUNT:
        if now is None or then is None:
            return None
        return total([now.figure], less=[then.figure], unit=one.unit)
    if one.figure.kind == Kind.POINTS:
        return total([now.figure], less=[then.figure], unit="个百分点") if now and then else None
    if now is not None and then is not None:
        if one.figure.kind == Kind.DOUBLING or (one.figure.kind == Kind.TIMES and OF_FORMER.search(one.lead[-20:])):
            found = ratio([now.figure], [then.figure])
            return scaled(found, Fraction(1, 100), "倍") if found else None
        found = growth(now.figure, then.figure)
        if found is not None and one.figure.kind == Kind.TIMES:
            return scaled(found, Fraction(1, 100), "倍")
        return found
    if difference is None or one.figure.kind not in (Kind.PERCENT, Kind.FRACTION):
        return None
    down = _sign(difference) < 0
    if then is not None:
        found = ratio([difference.figure], [then.figure])
    elif now is not None:
        found = _on_former(now.figure, difference.figure, down=down)
    else:
        return None
    if found is None or not down:
        return found
    return Computed(found.formula, -found.value, -found.high, -found.low)


def _on_former(now: Figure, difference: Figure, *, down: bool) -> Computed | None:
    """The difference against what there was before: Δ ÷ (now − Δ)."""
    sign = -1 if down else 1
    former = now.value - sign * difference.value
    low, high = (
        now.low - sign * (difference.high if sign > 0 else difference.low),
        now.high - sign * (difference.low if sign > 0 else difference.high),
    )
    if low <= 0 or former <= 0:
        return None
    formula = f"{number(difference.value)} ÷ ({number(now.value)} {'+' if down else '−'} {number(difference.value)})"
    return Computed(formula, difference.value * 100 / former, difference.low * 100 / high, difference.high * 100 / low)


def _judge(passage: Passage, one: Said, values: Values) -> Draft | None:
    computed = _computed(one, values)
    if computed is None:
        return None
    used = tuple(s.figure for s in (values.then, values.now, values.difference) if s is not None and s is not one)
    if any(figure.rough for figure in used):
        return None
    sign = _sign(one)
    signed = _turned(one, computed)
    facts = {"stated": one.figure.text, "computed": _show(signed), "formula": computed.formula}
    subject = subject_of(passage, values.now or values.then or one)
    no_remarks: tuple[Reason, ...] = ()
    if one.figure.kind == Kind.DOUBLING:
        target = one.figure.value
        holds = Fraction(39, 40) * target <= signed.high and signed.low <= target * Fraction(29, 20)
        verdict, remarks = (Verdict.HOLDS if holds else Verdict.CONTRADICTED), no_remarks
    else:
        verdict, remarks = judged(one.figure, [signed])
    if verdict == Verdict.HOLDS:
        return Draft(
            "change", verdict, Reason("change-holds", facts), used, one.figure, (signed,), {}, remarks, subject, 4
        )
    if _part_of_year(values):
        return None
    reason = Reason("change-differs", facts)
    if one.figure.kind == Kind.PERCENT and values.now and values.now.percent and values.then and values.then.percent:
        points = total([values.now.figure], less=[values.then.figure], unit="个百分点")
        if agrees(
            one.figure,
            Computed(
                "",
                sign * points.value,
                min(sign * points.low, sign * points.high),
                max(sign * points.low, sign * points.high),
            ),
        ):
            facts["points"] = f"{number(abs(points.value))}个百分点"
            reason = Reason("points-not-percent", facts)
    return Draft("change", verdict, reason, used, one.figure, (signed,), {}, remarks, subject, 4)


_PART = re.compile(r"\d月|季度|上半年|下半年|截[至止]")


def _part_of_year(values: Values) -> bool:
    """去年立案 862 件，今年1—10月立案 786 件，同比增长 9.6%: a whole year is not what ten months are compared with."""
    if values.now is None or values.then is None or "同期" in values.then.lead:
        return False
    return bool(_PART.search(values.now.lead)) and not _PART.search(values.then.lead)


def _show(one: Computed) -> str:
    return shown(to_decimal(one.value)) if one.unit == "%" else f"{number(to_fraction(one))}{one.unit}"


def to_fraction(one: Computed) -> Fraction:
    """The value, short enough to print."""
    return Fraction(to_decimal(one.value, 2))
