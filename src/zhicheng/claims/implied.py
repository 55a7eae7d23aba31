"""Plans that no word calls a plan: work that was set before, and a list of plans with the list of what came of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from zhicheng.claims import lexicon
from zhicheng.claims.cumulating import cumulates
from zhicheng.claims.group import Group
from zhicheng.claims.nouns import related
from zhicheng.claims.passages import Passage
from zhicheng.claims.periods import apart
from zhicheng.claims.roles import ADDED, APPROVED, DONE, PLAIN, PLAN, PROGRESS, REMAIN, TOTAL, released
from zhicheng.claims.said import Said, Topic
from zhicheng.claims.tasks import INSIDE
from zhicheng.claims.topics import COMPLETION, RATE
from zhicheng.claims.units import alike

_REAL = re.compile(r"已|实际|累计|截至|截止|目前|现有|现已|至今|迄今")
_PLAN_UNNAMED = re.compile(r"(?:任务|目标|指标|计划|预算)[^,;。]{0,6}[的之]$")
_PLAN_HEADING = re.compile(r"(?:目标|任务|计划|要求)[^,;。:]{0,6}:")
_AGENDA = re.compile(lexicon.AGENDA)
_RECEIVED = re.compile(lexicon.RECEIVED)
_ASSIGNED = re.compile(r"督察|巡视|巡察|交办|移交|转办|督办|整改通知|整改指令")
_ASKED_FOR = re.compile(r"申报|申请|报送|报名|推荐")  # 共申报标准立项 36 项，获批 28 项
_SET = re.compile(r"任务|目标|指标|计划|名额")
_FINISHED = re.compile(lexicon.FINISHED)
_VERBS = re.compile(lexicon.DONE_VERBS)
_DUE = re.compile(rf"(?:{lexicon.PLAN_MODALS}|计划)[^,;。]{{0,12}}(?:全部|全面)?(?:{lexicon.FINISHED})")
_APART = re.compile(r"另|此外|同时|还(?!有)|其中")


def imply_plan(group: Group, listing: set[int], passage: Passage) -> None:
    """实施试点项目 10 个，已经确立 1 个: the first count is the plan where the rest says what became of it."""
    if group.plan is not None or len(group.members) < 2:
        return
    first, rest = group.members[0], group.members[1:]
    asked = first.role == PROGRESS and not re.search(r"正|在|拟", first.before[-12:])
    if (
        not (asked or first.role in (PLAIN, DONE, TOTAL, APPROVED))
        or _REAL.search(first.before)
        or INSIDE.search(first.lead)
        or cumulates(first, rest[0])
    ):
        return
    stated = any(topic.name != RATE and not _PLAN_UNNAMED.search(said.before) for said, topic in group.stated)
    if (_told(first, rest, listing, passage, stated=stated)) or (
        not group.stated and _set_before(passage, first, rest)
    ):
        group.plan, group.implicit = first, True
        group.members = rest


def _told(first: Said, rest: list[Said], listing: set[int], passage: Passage, *, stated: bool) -> bool:
    """A stated rate, a heading or the plans around it say that the first count is one."""
    real = [one for one in rest if one.role in (DONE, PROGRESS, APPROVED) and (_REAL.search(one.lead) or stated)]
    if not real or any(INSIDE.search(one.lead) for one in rest[:1]):
        return False
    listed = first.sentence in listing
    heading = _PLAN_HEADING.search(passage.between(first.start - 160, first.start).rpartition("。")[2])
    return bool(
        stated
        or (heading and re.search(r"实际|已", real[0].lead))
        or (listed and real[0] is rest[0] and re.search(r"已", real[0].lead))
    )


def _set_before(passage: Passage, first: Said, rest: list[Said]) -> bool:
    """督办事项 42 件，办结 35 件: a body of work that was given, and how much of it is finished."""
    second = rest[0]
    told = second.before + second.after[:10]
    if second.role not in (DONE, TOTAL) or not _FINISHED.search(told) or second.figure.value > first.figure.value:
        return False
    if second.index != first.index + 1 or _APART.search(second.lead) or first.figure.rough:
        return False
    phrase = first.phrase[-40:] + "|" + first.after[:18]
    if _ASKED_FOR.search(phrase) and not _SET.search(phrase):
        return False
    if (
        (_RECEIVED.search(phrase) and not _ASSIGNED.search(phrase))
        or not (related(passage, first, second) or released(second.before))
        or apart(passage, first, second)
    ):
        return False
    if _DUE.search(passage.between(first.end, second.start)):
        return True
    others = [one.figure.value for one in rest[1:] if one.role in (REMAIN, PROGRESS) and one.item == second.item]
    if others and second.figure.value + sum(others) == first.figure.value:
        return True
    named = [match.end() for match in _AGENDA.finditer(phrase)]
    if first.role != DONE:
        return bool(named)
    verb = max((match.end() for match in _VERBS.finditer(phrase.partition("|")[0])), default=0)
    return bool(named) and max(named) >= verb


def paired_lists(passage: Passage) -> list[Group]:
    """计划新增专利 100 件、商标 60 件，实际新增专利 95 件、商标 66 件: two lists of as many counts, one for one."""
    found: list[Group] = []
    said = passage.said
    place = 0
    while place < len(said):
        plans = _run(said, place, lambda one: one.role == PLAN)
        if plans:
            plans = _with_more(said, place, plans)
        if len(plans) > 1:
            dones = _run(said, place + len(plans), lambda one: one.role in (DONE, ADDED, PLAIN, TOTAL))
            if _one_for_one(passage, plans, dones):
                found += [
                    Group(plan=plan, members=[done.as_role(DONE)]) for plan, done in zip(plans, dones, strict=True)
                ]
                place += len(plans)
        place += max(1, len(plans))
    return found


def _with_more(said: list[Said], place: int, plans: list[Said]) -> list[Said]:
    """计划新增企业 60 家，新增标准 20 项；实际…: what the list of plans goes on with, until a word says that it happened."""
    more = _run(
        said, place, lambda one: one.role in (PLAN, ADDED, PLAIN, DONE) and not _REAL_OR_DONE.search(one.before)
    )
    return more if len(more) > len(plans) and more[0].sentence == more[-1].sentence else plans


def bracketed(passage: Passage) -> list[Group]:
    """通过验收 14 个（年度任务 16 个）, and 22 家（25 家）where the text says that brackets hold the plan."""
    announced = _BRACKETS.search(passage.text)
    found: list[Group] = []
    for done, plan in pairwise(passage.said):
        if _set_in_brackets(passage, done, plan):
            found.append(Group(plan=done.as_role(PLAN), members=[plan.as_role(DONE)]))
            continue
        if not (done.counts and plan.counts) or plan.opened_by != "(" or done.clause != plan.clause - 1:
            continue
        if passage.between(plan.end, plan.end + 1) != ")" or alike(plan.unit, done.unit) < 2 or done.role == PLAN:
            continue
        if _DONE_IN_BRACKETS.fullmatch(plan.before) and _bare_before(passage, done, plan):
            found.append(Group(plan=done.as_role(PLAN), members=[plan.as_role(DONE)]))
            continue
        named = plan.role == PLAN and _BRACKET_PLAN.search(plan.before) is not None
        due = _BRACKET_DUE.fullmatch(plan.before)
        named = named or (due is not None and due[1] in done.lead and _REAL_OR_DONE.search(done.lead) is not None)
        bare = announced is not None and announced.end() + passage.start <= done.start and not plan.before
        if (named or bare) and not _percent_follows(passage, plan):
            found.append(Group(plan=plan.as_role(PLAN), members=[done.as_role(DONE)]))
    return found


def _bare_before(passage: Passage, plan: Said, done: Said) -> bool:
    """质量标杆培育 60 家（已完成 52 家）: nothing says of the first count that it has come about."""
    bare = plan.role in (PLAIN, PLAN, DONE) and not _REAL_OR_DONE.search(plan.lead) and not plan.figure.rough
    return bare and done.figure.value <= plan.figure.value and not _percent_follows(passage, done)


_DONE_IN_BRACKETS = re.compile(r"[ ]?(?:目前|现|截至[^,]{0,8})?(?:已|实际)(?:累计)?(?:完成|建成|实现|达到|落实|培育)?")


def _set_in_brackets(passage: Passage, plan: Said, done: Said) -> bool:
    """新增放心消费单位（目标 500 家）468 家: the plan stands in brackets before what was done."""
    if not (done.counts and plan.counts) or plan.opened_by != "(" or alike(plan.unit, done.unit) < 2:
        return False
    named = plan.role == PLAN and _BRACKET_PLAN.search(plan.before) is not None
    gap = passage.between(plan.end, done.start)
    if not plan.before and _THEN_FINISHED.fullmatch(gap) and done.figure.value <= plan.figure.value:
        return not _REAL_OR_DONE.search(plan.heading) and not _percent_follows(passage, done)
    return named and _RIGHT_AFTER.fullmatch(gap) is not None and not _percent_follows(passage, done)


_THEN_FINISHED = re.compile(r"\)[ ]?(?:目前|现)?(?:已|实际)(?:完成|建成|落实|实现)")  # 质量标杆（60 家）已完成 52 家
_RIGHT_AFTER = re.compile(r"\)[ ]?:?(?:已|实际|现|目前|累计|共)?(?:完成|建成|新增|实现|培训|改造)?(?:了)?")
_BRACKETS = re.compile(r"括号(?:内|里|中)(?:的?数字?|数据)?(?:为|是|系)[^,;。()]{0,8}(?:目标|任务|计划|指标)数?")
_BRACKET_DUE = re.compile(r"[ ]?(?:应当?|须|需)([\u4e00-\u9fff])[\u4e00-\u9fff]{0,5}")  # 实到 90 人（应到 96 人）
_REAL_OR_DONE = re.compile(r"已|实|完成|目前|共")
_BRACKET_PLAN = re.compile(r"(?:目标|任务|计划|计画|指标)(?:数|值|量)?(?:为|是|:)?$")


def _percent_follows(passage: Passage, one: Said) -> bool:
    follows = passage.said[one.index + 1 : one.index + 2]
    return bool(follows) and follows[0].percent and follows[0].item == one.item


def rate_before(passage: Passage, group: Group) -> list[tuple[Said, Topic]]:
    """完成率 80%：任务 10 家，已申报 8 家: the rate stands before the colon, what it is made of after it."""
    if group.plan is None:
        return []
    first = min([group.plan, *group.members], key=lambda one: one.index)
    rate = passage.said[first.index - 1] if first.index else None
    if rate is None or not rate.percent or rate.topic.name != COMPLETION or rate.sentence != first.sentence:
        return []
    gap = passage.between(rate.end, first.start)
    ends = [one for one in passage.said[group.last.index + 1 :] if one.sentence == first.sentence]
    return [(rate, rate.topic)] if gap.startswith(":") and not ends and "其中" not in gap else []


def _run(said: list[Said], place: int, fits: Callable[[Said], bool]) -> list[Said]:
    """Counts in a row that a list holds together."""
    run: list[Said] = []
    for one in said[place : place + 12]:
        if not one.counts or not fits(one) or (run and one.opened_by not in ("、", ",")):
            break
        if run and one.opened_by == "," and _REAL.search(one.before) and run[0].role == PLAN:
            break
        run.append(one)
    return run


def _one_for_one(passage: Passage, plans: list[Said], dones: list[Said]) -> bool:
    if len(plans) != len(dones) or dones[0].sentence - plans[-1].sentence > 1:
        return False
    if any(alike(plan.unit, done.unit) < 2 for plan, done in zip(plans, dones, strict=True)):
        return False
    after = passage.said[dones[-1].index + 1 : dones[-1].index + 2]
    if after and after[0].item == dones[-1].item and not after[0].counts:
        return False
    if re.search(r"分别", dones[0].lead):
        return True
    if not _REAL.search(dones[0].before) and dones[0].role != DONE:
        return False
    if any(plan.role != PLAN for plan in plans) and not _REAL.search(dones[0].opening[-40:]):
        return False
    if len({plan.unit for plan in plans}) == len(plans) and dones[0].role == DONE and _whole_list(passage, dones):
        return True  # 培训 12 期、1500 人次，举办 14 期、1680 人次
    if len({plan.unit for plan in plans}) == len(plans) and _REAL.search(dones[0].opening[-40:]):
        return True  # 公路 50 公里、危桥 30 座，已建成 44 公里、改造 30 座
    return all(_alike_nouns(plan, done) for plan, done in zip(plans, dones, strict=True))


def _whole_list(passage: Passage, dones: list[Said]) -> bool:
    """The list ends with its sentence or item, and its later counts say nothing of their own."""
    after = passage.said[dones[-1].index + 1 : dones[-1].index + 2]
    return all(not one.before for one in dones[1:]) and not (after and after[0].item == dones[-1].item)


def _alike_nouns(plan: Said, done: Said) -> bool:
    """The two counts end in the same two signs before them."""
    if len(plan.before) > 3 and plan.before[-4:] in done.before:
        return True
    return bool(plan.before[-2:]) and plan.before[-2:] == done.before[-2:]
