"""Planned and done: is the stated rate the one that the counts give, is what is on the way counted as done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.figures import Figure, Kind
from zhicheng.claims.group import Group
from zhicheng.claims.groups import groups
from zhicheng.claims.implied import bracketed, imply_plan, paired_lists, rate_before
from zhicheng.claims.judging import (
    Computed,
    agrees,
    exact_decimal,
    needed,
    number,
    ratio,
    scaled,
    shifted,
    shown,
    to_decimal,
    total,
)
from zhicheng.claims.lookalikes import TIMES_OVER, look_alike, of_form
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.outcomes import outcomes
from zhicheng.claims.pairs import made_beside
from zhicheng.claims.passages import Passage
from zhicheng.claims.periods import apart
from zhicheng.claims.roles import ADDED, PLAIN, PROGRESS, REMAIN, SURPLUS
from zhicheng.claims.said import Said, Topic
from zhicheng.claims.subjects import subject_of
from zhicheng.claims.tasks import (
    INSIDE,
    Task,
    computed_rates,
    counts_of,
    definition,
    hidden_progress,
    is_rest,
    nothing_done,
    other_rates,
)
from zhicheng.claims.topics import EXCESS
from zhicheng.claims.units import alike
from zhicheng.claims.untold import already_told, sums_up_plans

_EXCEEDED = re.compile(r"(?<![可能将望保以])超额(?:完成|实现)(?:了)?(?:全年|年度)?(?:任务|目标|计划|指标)?(?=[,。;]|$)")


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each stated rate, or one unstated for each task without."""
    paired = [*paired_lists(passage), *bracketed(passage)]
    taken = frozenset(one.index for group in paired for one in (*group.members, *([group.plan] if group.plan else [])))
    found = [*paired, *groups(passage, taken=taken)]
    listing = {group.plan.sentence for group in found if group.plan is not None}
    for group in found:
        imply_plan(group, listing, passage)
    drafts = [
        draft for group in found if group.plan is not None and group.members for draft in _of_group(passage, group)
    ]
    yield from drafts
    used = frozenset(figure.start for draft in drafts for figure in draft.used)
    for group in outcomes(passage, used):
        yield from _of_group(passage, group)


def _of_group(passage: Passage, group: Group) -> Iterator[Draft]:
    group.stated = group.stated or rate_before(passage, group)
    task = Task(passage, group)
    for said, topic in group.stated:
        draft = _stated(passage, group, task, said, topic)
        if draft is not None:
            yield draft
    differences = list(_difference(passage, group, task))
    if not group.stated and not any(one.verdict == Verdict.CONTRADICTED for one in differences):
        draft = _unstated(passage, group, task)
        if draft is not None:
            yield draft
    yield from differences


def _stated(passage: Passage, group: Group, task: Task, said: Said, topic: Topic) -> Draft | None:
    stated = said.figure
    if stated.kind == Kind.TIMES and topic.name == EXCESS:
        return None
    turn = _as_stated(stated, topic)
    readings = [turn(one) for one in computed_rates(task)]
    hidden = hidden_progress(task)
    if hidden and readings:
        return _premature_inside(passage, task, stated, hidden, turn)
    if readings:
        verdict, remarks = judged(stated, readings)
        if verdict == Verdict.HOLDS:
            return _draft(
                passage,
                group,
                task,
                stated,
                readings,
                verdict,
                Reason("rate-holds", _facts(stated, readings)),
                (*remarks, *definition(task)),
            )
    early = _premature(passage, group, task, stated, turn, readings)
    if early is not None:
        return early
    if not readings:
        return None
    if any(agrees(stated, turn(one)) for one in other_rates(task)):
        return None
    if _of_others(passage, task, said):
        return None
    if any(one.sentence != task.plan.sentence and apart(passage, task.plan, one) for one in group.members[:1]):
        return None  # the plan of the whole city, sentences before what one district did
    return _draft(
        passage, group, task, stated, readings, Verdict.CONTRADICTED, _contradiction(stated, readings, task, topic)
    )


def _of_others(passage: Passage, task: Task, said: Said) -> bool:
    """A rate sentences after the plan: two counts beside it make it, or what was done is counted in another unit; or
    one that follows its own plan, where what was done stands in a sentence before.
    """
    done = task.done[:1] or task.totals[:1]
    if task.plan.sentence == said.sentence:
        return any(one.sentence < said.sentence for one in done) and said.index == task.plan.index + 1
    other = _in_other_counters(task)
    over = any(one.figure.value > task.plan.figure.value * TIMES_OVER for one in done)
    told = passage.said[max(0, said.index - 4) : said.index]
    beside = [one for one in told if one.sentence == said.sentence and one.counts and alike(one.unit, task.plan.unit)]
    answers = (*task.done, *task.totals, *task.added, *task.progress)
    own = beside and all(one.sentence < said.sentence for one in answers)  # 本季度整改 18 处，累计 74 处，完成率 92.5%
    return other or over or bool(own) or made_beside(passage.said, said)


def _in_other_counters(task: Task) -> bool:
    """培训 1200 人。整改完成 34 个: a sentence on, and counted otherwise."""
    done = task.done[:1] or task.totals[:1]
    return any(one.sentence != task.plan.sentence and alike(one.unit, task.plan.unit) < 2 for one in done)


Turn = Callable[[Computed], Computed]


def _as_stated(stated: Figure, topic: Topic) -> Turn:
    """Turns a rate of done to planned into what was stated: an excess, a multiple, or the rate itself."""
    if topic.name == EXCESS:
        return lambda one: (
            shifted(one, -100, f"{one.formula} − 100%") if not (stated.value > 100 and agrees(stated, one)) else one
        )
    if stated.kind == Kind.TIMES:
        return lambda one: scaled(one, Fraction(1, 100), "倍")
    return lambda one: one


def _premature(
    passage: Passage, group: Group, task: Task, stated: Figure, turn: Turn, readings: list[Computed]
) -> Draft | None:
    """The stated rate comes out only when what is on the way is counted in."""
    if not task.progress:
        return None
    done = task.done_readings()[0] if task.done_readings() else []
    going = [o.figure for o in task.progress]
    tries = [[*done, *going], going] + [[*done, one] for one in going] + [[one] for one in going]
    for figures in tries:
        one = ratio(figures, [task.plan.figure])
        if one is not None and agrees(stated, turn(one)):
            shown_ = readings or [nothing_done(task)]
            facts = {
                "stated": _print(stated),
                "count": number(sum((f.value for f in figures if f in going), Fraction(0))),
            }
            return _draft(passage, group, task, stated, shown_, Verdict.PREMATURE, Reason("progress-counted", facts))
    return None


def _premature_inside(
    passage: Passage, task: Task, stated: Figure | None, hidden: list[Said], turn: Turn
) -> Draft | None:
    done = task.done_readings()[0]
    whole = sum((f.value for f in done), Fraction(0))
    if sum((o.figure.value for o in hidden), Fraction(0)) > whole:
        return None
    computed = ratio(done, [task.plan.figure], less=[o.figure for o in hidden])
    gross = ratio(done, [task.plan.figure])
    if computed is None or gross is None:
        return None
    if stated is not None and not agrees(stated, turn(gross)):
        if agrees(stated, turn(computed)):
            return _draft(
                passage,
                None,
                task,
                stated,
                [turn(computed)],
                Verdict.HOLDS,
                Reason("rate-holds", _facts(stated, [computed])),
            )
        return _draft(
            passage,
            None,
            task,
            stated,
            [turn(gross), turn(computed)],
            Verdict.CONTRADICTED,
            Reason("rate-differs", _facts(stated, [gross, computed])),
        )
    count = number(sum((o.figure.value for o in hidden), Fraction(0)))
    reason = Reason("progress-among-done", {"count": count, "computed": shown(to_decimal(computed.value))})
    draft = _draft(passage, None, task, stated, [computed], Verdict.PREMATURE, reason)
    draft.counts["done"] = exact_decimal(whole - sum((o.figure.value for o in hidden), Fraction(0)))
    draft.counts["in_progress"] = exact_decimal(sum((o.figure.value for o in hidden), Fraction(0)))
    return draft


def _unstated(passage: Passage, group: Group, task: Task) -> Draft | None:
    readings = computed_rates(task)
    if not readings or (task.plan.figure.rough and task.plan.figure.upper is not None):
        return None
    summed = [one for one in (task.closing, *task.totals) if one is not None][:1]
    if any(
        apart(passage, task.plan, one) or look_alike(passage, task.plan, one) or of_form(passage, task.plan, one)
        for one in summed or _first_told(task, group)
    ):
        return None
    if already_told(passage, group, readings) or sums_up_plans(task) or _in_other_counters(task):
        return None
    whole = sum((o.figure.value for o in task.done), Fraction(0))
    if len(task.done) > 1 and INSIDE.search(task.done[0].lead) and whole == task.plan.figure.value:
        return None
    hidden = hidden_progress(task)
    if hidden:
        return _premature_inside(passage, task, None, hidden, lambda one: one)
    claimed = _EXCEEDED.search(passage.between(group.last.start, group.last.end + 40).partition("。")[0])
    if claimed and all(one.high < 100 for one in readings):
        return _draft(
            passage, group, task, None, readings, Verdict.CONTRADICTED, Reason("not-exceeded", _facts(None, readings))
        )
    return _draft(
        passage,
        group,
        task,
        None,
        readings,
        Verdict.UNSTATED,
        Reason("rate-unstated", _facts(None, readings)),
        definition(task),
    )


def _first_told(task: Task, group: Group) -> list[Said]:
    """The first count that came of the plan; 平均每季度 2 期 beside it is none."""
    first = group.members[:1]
    return task.done[:1] if task.done and first[0].role == PLAIN and first[0] not in task.done else first


def _difference(passage: Passage, group: Group, task: Task) -> Iterator[Draft]:
    """尚有 13 座未检查, 超额 46 批次: the difference of planned and done."""
    readings = task.done_readings()
    if not readings or task.progress:
        return
    for said in group.of(REMAIN, SURPLUS):
        if said in task.inside or _in_other_unit(said, task.plan) or said.figure.rough:
            continue
        plan, done = [task.plan.figure], readings[0]
        computed = total(plan, less=done) if said.role == REMAIN else total(done, less=plan)
        verdict, remarks = judged(said.figure, [computed])
        if verdict == Verdict.CONTRADICTED and (
            computed.value <= 0 or len(readings) > 1 or (said.role == REMAIN and not is_rest(said))
        ):
            continue
        code = "difference-holds" if verdict == Verdict.HOLDS else "difference-differs"
        facts = {"stated": number(said.figure.value), "computed": number(computed.value)}
        used = (*plan, *done)
        yield Draft(
            "completion",
            verdict,
            Reason(code, facts),
            used,
            said.figure,
            (computed,),
            counts_of(task),
            remarks,
            subject_of(passage, task.plan),
            2,
        )


def _in_other_unit(one: Said, other: Said) -> bool:
    """Two figures that do not count in the same unit."""
    return one.unit != other.unit


def _facts(stated: Figure | None, readings: Sequence[Computed]) -> dict[str, str]:
    values = list(dict.fromkeys(_show(one) for one in readings))
    facts = {"computed": values[0], "formula": readings[0].formula}
    if len(values) > 1:
        facts["other"] = values[1]
    if stated is not None:
        facts["stated"] = _print(stated)
    return facts


def _show(one: Computed) -> str:
    return shown(to_decimal(one.value)) if one.unit == "%" else f"{number(one.value)}{one.unit}"


def _print(stated: Figure) -> str:
    return stated.text


def _contradiction(stated: Figure, readings: Sequence[Computed], task: Task, topic: Topic) -> Reason:
    facts = _facts(stated, readings)
    plan = task.plan.figure
    if (
        len(readings) == 1
        and topic.name != EXCESS
        and stated.kind == Kind.PERCENT
        and plan.exact
        and 0 < readings[0].value < stated.value
    ):
        facts["needed"] = f"{needed(stated, plan)}{plan.unit}"
        return Reason("rate-differs-needed", facts)
    return Reason("rate-differs-either" if "other" in facts else "rate-differs", facts)


def _draft(
    passage: Passage, group: Group | None, task: Task, stated: Figure | None, readings: Sequence[Computed],
    verdict: Verdict, reason: Reason, remarks: tuple[Reason, ...] = (),
) -> Draft:  # fmt: skip
    used = [task.plan.figure, *(o.figure for o in (*task.done, *task.totals, *task.progress, *task.added))]
    if task.totals:
        used += [o.figure for o in task.plain]
    if stated is None or not (task.done or task.totals or task.progress or task.added):
        used += [o.figure for o in task.rest]
    used += [o.figure for o in task.inside if o.role in (PROGRESS, ADDED)]
    return Draft(
        "completion", verdict, reason, tuple(used), stated, tuple(readings), counts_of(task), remarks,
        subject_of(passage, task.plan), 5,
    )  # fmt: skip
