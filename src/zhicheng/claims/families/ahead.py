"""What was done, told by how far it is from what was set: 完成 56 个，比预定的多 6 个; 完成 130 家，比预定的 120 家多 10 家."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.judging import Computed, exact_decimal, number, shown, to_decimal, total
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, PLAN, REMAIN
from zhicheng.claims.said import Said
from zhicheng.claims.subjects import subject_of

_SET = r"(?:比|较)(?:年初|原先?|当初|全年|年度|上级|省里?|市里?|县里?|下达)?的?(?:预定|预期|原定|计划|计画|目标|任务|指标|既定|预计)(?:任务|目标|指标|数|量|值)?的?"
_AWAY = r"(?P<way>多|少|超|超出|增加|减少)(?:出|了|完成|出了)?"
_FROM_SET = re.compile(rf"^[ ]?{_SET}{_AWAY}$")
_THE_SET = re.compile(rf"^[ ]?{_SET}(?:总?数)?$")
_THEN_AWAY = re.compile(rf"^{_AWAY}$")
_DONE = re.compile(r"完成|实现|达到?|已|实际|累计|共")


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each count that is told with its distance from the plan."""
    said = passage.said
    for place, done in enumerate(said[:-1]):
        if not _may_be_done(done):
            continue
        one = said[place + 1]
        away = _FROM_SET.match(one.before)
        if away and _beside(done, one) and not _plan_told(passage, done) and not _percent_next(said, one):
            yield from _from_set(passage, done, one, more=away["way"] not in ("少", "减少"))
        elif _THE_SET.match(one.before) and place + 2 < len(said):
            last = said[place + 2]
            away = _THEN_AWAY.match(last.before)
            if away and _beside(done, one) and _beside(one, last) and not _percent_next(said, last):
                yield _against(passage, done, one, last, more=away["way"] not in ("少", "减少"))


def _may_be_done(one: Said) -> bool:
    plain = one.counts and not one.figure.rough and not one.figure.weak
    return plain and one.role not in (PLAN, BASE, CHANGE, REMAIN) and bool(_DONE.search(one.lead))


def _beside(one: Said, other: Said) -> bool:
    return one.sentence == other.sentence and one.unit == other.unit and other.counts and not other.figure.rough


def _plan_told(passage: Passage, done: Said) -> bool:
    """The plan itself stands before: then what is said of the difference is tried with it."""
    near = passage.said[max(0, done.index - 4) : done.index]
    return any(one.role == PLAN and one.unit == done.unit for one in near)


def _percent_next(said: list[Said], one: Said) -> bool:
    follows = said[one.index + 1 : one.index + 2]
    return bool(follows) and follows[0].percent and follows[0].item == one.item


def _rate(done: Said, plan: Computed) -> Computed:
    value = done.figure.value * 100 / plan.value
    formula = f"{number(done.figure.value)} ÷ ({plan.formula})"
    return Computed(formula, value, done.figure.low * 100 / plan.high, done.figure.high * 100 / plan.low)


def _from_set(passage: Passage, done: Said, one: Said, *, more: bool) -> Iterator[Draft]:
    plan = total([done.figure], less=[one.figure]) if more else total([done.figure, one.figure])
    if plan.low > 0 and one.figure.value < done.figure.value:
        yield _unstated(passage, done, _rate(done, plan), plan, (done, one))


def _against(passage: Passage, done: Said, plan: Said, away: Said, *, more: bool) -> Draft:
    pair = (done, plan) if more else (plan, done)
    computed = total([pair[0].figure], less=[pair[1].figure], unit=away.unit)
    if judged(away.figure, [computed])[0] == Verdict.HOLDS:
        whole = total([plan.figure])
        return _unstated(passage, done, _rate(done, whole), whole, (plan, done))
    facts = {"stated": number(away.figure.value), "computed": number(computed.value)}
    return Draft(
        "completion", Verdict.CONTRADICTED, Reason("difference-differs", facts), (plan.figure, done.figure),
        away.figure, (computed,), subject=subject_of(passage, done), sure=4,
    )  # fmt: skip


def _unstated(passage: Passage, done: Said, rate: Computed, plan: Computed, used: tuple[Said, ...]) -> Draft:
    facts = {"computed": shown(to_decimal(rate.value)), "formula": rate.formula}
    counts = {"planned": exact_decimal(plan.value), "done": exact_decimal(done.figure.value)}
    return Draft(
        "completion", Verdict.UNSTATED, Reason("rate-unstated", facts), tuple(one.figure for one in used), None,
        (rate,), dict(counts), subject=subject_of(passage, done), sure=4,
    )  # fmt: skip
