"""Which counts belong to a task: of the same things, with the same plan, or the plan told after what was done."""

from __future__ import annotations

import re

from zhicheng.claims import lexicon
from zhicheng.claims.group import Group
from zhicheng.claims.nouns import own_noun, related, words_of
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import ADDED, APPROVED, DONE, PLAIN, PLAN, PROGRESS, REMAIN, SURPLUS, TOTAL, released
from zhicheng.claims.said import Said
from zhicheng.claims.units import alike

REAL = re.compile(
    r"已|真正|确实|实际|实[支收缴有到]|累计|截至|截止|目前|至今|迄今|为止|最终|最后|现|了|月[底末]?|季度|上半年"
)

PLAN_AS_NOUN = re.compile(r"(?:任务|目标|指标|预算|计划|计画)(?:数|任务|总数|值|量)?(?:是|为|共|:|计|有)?[^,;。]{0,4}$")

_PLAN_AS_VERB = re.compile(rf"(?:计划|计画)(?:{lexicon.DONE_VERBS})[\u4e00-\u9fff]{{1,4}}$")  # 计划改造食堂

_COMING_TRUE = re.compile(r"完成|建成|实现|达|通过|获|办结|竣工|完工|验收|认定|新增|投用|.成|.好|.完")

_AT_FIRST = re.compile(r"(?:年初|全年|年度|原|当初|本年)(?:的)?(?:计划|预定|预计|定|订|拟|承诺)")

_GIVERS = (
    r"^[ ]?[而但]|[省市县区部国]里|上级|上头|省级|市级|给(?:我们|我[省市县区局]|本[市县区局])|下达|交给|年初|当初|我们"
)

AIM = re.compile(r"[ ]?(?:距|离|对照|对比|比照)")

_FUTURE = re.compile(
    r"下一步|明年|下半年|下阶段|接下来|力争|将|今后|未来|到20[2-9]\d年|末|2030|2035|三年内|五年内|下一年"
)


def _words(passage: Passage, plan: Said) -> str:
    return passage.between(max(passage.start, plan.start - 80), plan.start).rpartition("。")[2] + plan.after[:24]


def _echo(passage: Passage, group: Group) -> tuple[str, ...]:
    """The pieces of the plan's words that a done count may repeat."""
    if group.plan is None:
        return ()
    words = re.sub(r"[^\u4e00-\u9fff]", "", _words(passage, group.plan))
    return tuple(words[i : i + n] for n in (1, 2, 3, 4, 5, 6) for i in range(len(words) - n + 1))


def takes_late_plan(passage: Passage, group: Group, plan: Said) -> bool:
    """Done first, the plan after it: 已建成 58 个，年度目标为 72 个."""
    if group.plan is not None or group.stated or not group.of(DONE, TOTAL, ADDED, PROGRESS):
        return False
    if plan.sentence - group.last.sentence > 1 or alike(group.unit, plan.unit) < 2:
        return False
    if _FUTURE.search(plan.before):
        return False
    if AIM.match(plan.before) and re.search(r"目标|任务|计划|指标", plan.before + plan.after[:8]):
        return True
    if _AT_FIRST.search(plan.before):
        return related(passage, group.members[0], plan) and not _done_follows(passage, plan)
    if not PLAN_AS_NOUN.search(plan.before) or re.search(r"(?:计划|拟|预计)(?:再|继续|新|扩|增)", plan.before):
        return False
    if len(words_of(re.sub(f"{lexicon.PLAN_NOUNS}|{_GIVERS}", "", plan.before))) > 2:
        return False
    return not _done_follows(passage, plan)


def _done_follows(passage: Passage, plan: Said) -> bool:
    """技改投资年度计划 86 亿元，1 至 11 月完成 79.4 亿元: the plan has its own done count after it."""
    for said in passage.said[plan.index + 1 : plan.index + 12]:
        if said.item != plan.item or said.role == PLAN:
            return False
        if said.role in (DONE, PROGRESS, REMAIN) and alike(said.unit, plan.unit) == 2:
            return True
    return False


def belongs(passage: Passage, group: Group, one: Said) -> bool:
    """A count of the same things said of the same task."""
    if group.plan is None:
        same = group.members[0].item == one.item or (
            one.sentence - group.last.sentence == 1 and one.role != PLAIN and related(passage, group.members[0], one)
        )
        return same and not group.stated and alike(group.unit, one.unit) == 2
    kin = alike(group.unit, one.unit)
    if kin < 2 and not (
        kin == 1
        and (len(own := own_noun(one)) < 2 or own in _echo(passage, group))
        and one.role in (DONE, PROGRESS, APPROVED, ADDED)
        and not group.moving
    ):
        return False
    if one.item == group.last.item and not group.stated:
        return one.role != DONE or _same_task(passage, group, one)
    if group.stated:
        return (one.item == group.plan.item and one.role in (REMAIN, SURPLUS)) or (
            one.item == group.plan.item and bool(re.match(r"[ ]*(?:其中|另有|另|还有)", one.lead))
        )
    if one.role not in (DONE, PROGRESS, ADDED, APPROVED, TOTAL, REMAIN) or group.moving:
        return False
    if one.role == DONE and not REAL.search(one.lead + one.after[:6]) and len(own := own_noun(one)) > 1:
        return any(own[i : i + 2] in _words(passage, group.plan) for i in range(len(own) - 1))
    return related(passage, group.plan, one)


def _same_task(passage: Passage, group: Group, one: Said) -> bool:
    """计划新增 A 80 家，培育 B 120 家 is two plans: without 已 or 实际 a done count with a noun of its own is another task."""
    plan = group.plan
    if (
        plan is None
        or group.implicit
        or (PLAN_AS_NOUN.search(plan.before) and not _PLAN_AS_VERB.search(plan.before))
        or re.search(r"任务|目标|指标|预算", plan.before + plan.after[:8])
    ):
        return True
    if released(one.before) or REAL.search(
        (one.opening[-(one.start - plan.end) :] if one.start > plan.end else one.lead) + one.after[:6]
    ):
        return True
    own = own_noun(one)
    if len(own) <= 1:
        return True
    verb = re.match(rf"(?:{lexicon.DONE_VERBS})", words_of(one.lead))
    if verb and not _COMING_TRUE.match(verb[0]) and verb[0] not in _words(passage, plan):
        return False
    words = words_of(passage.between(plan.start - 40, plan.start).rpartition("。")[2] + plan.after[:16])
    return any(own[i : i + 3] in words for i in range(max(1, len(own) - 2)))
