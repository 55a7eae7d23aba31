"""Planned and done figures that belong together: one task, across clauses and sentences, in either order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.claims.accepting import accepts, excess_of
from zhicheng.claims.achieved import achieved, told_late
from zhicheng.claims.belonging import AIM, PLAN_AS_NOUN, belongs, takes_late_plan
from zhicheng.claims.cumulating import adds_up
from zhicheng.claims.earlier import answers_earlier, set_earlier
from zhicheng.claims.figures import Kind
from zhicheng.claims.group import Group
from zhicheng.claims.nouns import words_of
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, DONE, PLAIN, PLAN, PROGRESS, REMAIN
from zhicheng.claims.said import Said
from zhicheng.claims.topics import COMPLETION, topic_of
from zhicheng.claims.units import alike

REACH = 3  # sentences that may lie between a plan and what was done of it

_RESET = re.compile(r"(?:调整|调增|调减|修订|上调|下调)(?:为|到|至)$")


def groups(passage: Passage, *, taken: frozenset[int] = frozenset()) -> Iterator[Group]:
    """The tasks of a paragraph; `taken` are figures that belong to a task already."""
    current: Group | None = None
    for one in passage.said:
        if one.index in taken:
            continue
        if current is not None and _divides(passage, current, one):
            continue
        if (current is not None and _awaited(passage, current, one)) or achieved(passage, current, one):
            one = one.as_role(DONE)
        elif set_earlier(passage, one):
            one = one.as_role(PLAN)
        if one.percent or one.figure.kind in (Kind.TIMES, Kind.POINTS):
            topic = excess_of(current, one) or topic_of(one)
            if current is not None and accepts(passage, current, one, topic):
                current.stated.append((one, topic))
            continue
        if not one.counts or one.role in (BASE, CHANGE) or _elsewhere(one):
            continue
        if current is not None and _too_far(current, one):
            yield current
            current = None
        if current is not None and _taken_in(passage, current, one):
            continue
        if current is not None:
            yield current
        current = Group(plan=one) if one.role == PLAN else Group(members=[one])
    if current is not None:
        yield current


def _taken_in(passage: Passage, group: Group, one: Said) -> bool:
    """A count becomes part of the task, or says nothing beside it; False where another task begins with it."""
    if _aside(passage, group, one):
        return True
    if _set_anew(group, one):
        group.plan = one.as_role(PLAN)
        return True
    if one.role == PLAN:
        return _planned(passage, group, one)
    if group.plan is not None and one.item != group.plan.item and not group.moving and told_late(passage, group.plan):
        return False
    if _answers(passage, group, one) or belongs(passage, group, one) or adds_up(passage, group, one):
        group.members.append(one)
        return True
    if group.plan is not None and not group.moving:
        return True
    if one.item != group.last.item or group.stated:
        return False
    if group.members and alike(group.unit, one.unit) == 2:
        group.members.append(one)
        return True
    return group.plan is not None and one.role != PLAIN


def _answers(passage: Passage, group: Group, one: Said) -> bool:
    """去年排定的工程 64 处，修好 59 处: what `set_earlier` found right after a plan of an earlier year."""
    plan = group.plan
    if plan is None or group.members or one.index != plan.index + 1:
        return False
    return passage.said[plan.index].role == BASE


def _planned(passage: Passage, group: Group, one: Said) -> bool:
    """Another plan beside a task: the same again, what is still to come, the plan told last; or False."""
    if _forecast(group, one) or _named_again(group, one):
        return True
    if _is_pipeline(passage, group, one):
        group.members.append(one.as_role(PROGRESS))
        return True
    if takes_late_plan(passage, group, one):
        group.plan = one
        return True
    return False


def _divides(passage: Passage, group: Group, one: Said) -> bool:
    """安排 6400 万元，其中财政 3200 万元、其余 3200 万元，已支出 5760 万元: a part of what was set, not what came of it."""
    found = passage.breakdowns.get(one.index)
    return (
        found is not None
        and group.plan is not None
        and found.whole.index == group.plan.index
        and all(part.role in (PLAIN, PLAN, REMAIN) for part in found.parts)
        and found.parts[0].role != REMAIN
    )


def _set_anew(group: Group, one: Said) -> bool:
    """年初任务 40 家，年中调整为 45 家: the plan that held in the end."""
    plan = group.plan
    return (
        plan is not None
        and not group.members
        and plan.sentence == one.sentence
        and alike(plan.unit, one.unit) == 2
        and _RESET.search(one.before) is not None
    )


def _aside(passage: Passage, group: Group, one: Said) -> bool:
    """完成培训 640 人，占用经费 18 万元，全年任务是 800 人: another thing between what was done and its plan."""
    if group.plan is not None or one.role == PLAN or alike(group.unit, one.unit):
        return False
    follows = passage.said[one.index + 1 : one.index + 2]
    return bool(
        follows
        and follows[0].role == PLAN
        and follows[0].sentence == one.sentence == group.last.sentence
        and alike(group.unit, follows[0].unit) == 2
        and takes_late_plan(passage, group, follows[0])
    )


def _elsewhere(one: Said) -> bool:
    """Figures that count money per head, ranks and the like stand outside of tasks."""
    return one.figure.weak and one.role == PLAIN


def _awaited(passage: Passage, group: Group, one: Said) -> bool:
    """培育指标 80 家，净增 62 家; 计划减免 600 万元，减免 540 万元: the plan waits, and its own verb comes again."""
    plan = group.plan
    if plan is None or group.moving or group.stated or one.index != plan.index + 1 or plan.sentence != one.sentence:
        return False
    if one.role == BASE:
        return answers_earlier(plan, one) and alike(plan.unit, one.unit) == 2
    if one.role not in (PLAIN, CHANGE) or one.opened_by not in (",", ";", ":") or alike(plan.unit, one.unit) < 2:
        return False
    if re.search(r"比|较|其中|含|包括|每|分|另", one.lead[-24:]):
        return False
    if one.role == CHANGE:
        real = re.search(r"(?:累计|已|实际|共)(?:提升|提高|增加|减少|压减|新增|降低)$", one.before)
        return bool(real or re.search(r"(?:净增加?|新增)$", one.before))
    if PLAN_AS_NOUN.search(plan.before) and bare_verb(passage, one):
        return True
    verb = one.before[-2:]
    return len(words_of(verb)) == 2 and verb in plan.lead + plan.after[:12] and len(words_of(one.before)) <= 4


def bare_verb(passage: Passage, one: Said) -> bool:
    """试点任务 64 家，入盒 60 家: two signs that are no kind of the thing, and no list of kinds after them."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2}", one.before) or re.search(r"[级类县区市镇乡型种性品业域省]$", one.before):
        return False
    follows = passage.said[one.index + 1 : one.index + 2]
    return not (follows and follows[0].item == one.item and follows[0].unit == one.unit)


def _forecast(group: Group, one: Said) -> bool:
    """目标 150 件，预计完成 160 件: what is expected does not take the place of what was set."""
    plan = group.plan
    if plan is None or plan.item != one.item or alike(plan.unit, one.unit) < 2:
        return False
    return bool(re.search(r"(?:预计|有望|可望)[^,]{0,6}$", one.before)) and bool(PLAN_AS_NOUN.search(plan.before))


def _named_again(group: Group, one: Said) -> bool:
    """定的是 10 家，落户 7 家，离 10 家的目标还有 3 家: the plan as it was told."""
    plan = group.plan
    return (
        plan is not None
        and plan.figure.value == one.figure.value
        and plan.unit == one.unit
        and AIM.match(one.before) is not None
    )


def _is_pipeline(passage: Passage, group: Group, one: Said) -> bool:
    """计划 10 家，已建成 5 家，计划再建成 3 家，完成率 80%: what is only planned, in front of a stated rate."""
    if group.plan is None or group.plan.item != one.item or group.stated or alike(group.unit, one.unit) < 2:
        return False
    if one.figure.value > group.plan.figure.value or PLAN_AS_NOUN.search(one.before):
        return False
    follows = passage.said[one.index + 1 : one.index + 2]
    return (
        bool(follows) and follows[0].item == one.item and follows[0].percent and topic_of(follows[0]).name == COMPLETION
    )


def _too_far(group: Group, one: Said) -> bool:
    return one.sentence - group.last.sentence > REACH
