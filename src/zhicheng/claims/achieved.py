"""What was done under a verbal noun that is also a word of increase or decrease: 完成小作坊提升 210 家，任务 240 家.

Without a plan of the same things beside it such a count stays a change.
"""

from __future__ import annotations

import re

from zhicheng.claims import lexicon
from zhicheng.claims.belonging import PLAN_AS_NOUN
from zhicheng.claims.group import Group
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import CHANGE, DONE, PLAIN, PLAN
from zhicheng.claims.said import Said
from zhicheng.claims.units import alike

_BROUGHT = re.compile(
    r"(?:完成|实现|落实|兑现|达成|办结)(?P<what>[^,;。]*(?:提升|提高|压减|压缩|扩大|削减|缩减|缩小|增加|减少|净增|新增|降低|缩短))$"
)
_AGAINST = re.compile(
    r"比|较|同期|环比|与(?=[上去年计])|由|从|率|幅|去年|上年|仅|反|[值量额](?=(?:净?增|提|压|扩|削|缩|减|降)[\u4e00-\u9fff]?$)"
)
_SET_THEN = re.compile(r"(?:原|预|既)[定订计]|计[划画]|年初|应|需|要求|拟|承诺")


def achieved(passage: Passage, group: Group | None, one: Said) -> bool:
    """Whether a change is what was done of a plan that stands right before or right after it."""
    if one.role != CHANGE or one.figure.rough or not one.unit:
        return False
    told = _BROUGHT.search(one.lead)
    if told is None or _AGAINST.search(one.lead):
        return False
    if group is not None and _waits(group, one):
        return True
    follows = passage.said[one.index + 1 : one.index + 2]
    return bool(follows) and _its_plan(one, follows[0])


def _waits(group: Group, one: Said) -> bool:
    """年度任务 240 家，完成小作坊提升 210 家."""
    plan = group.plan
    if plan is None or group.members or plan.index != one.index - 1 or plan.item != one.item:
        return False
    return alike(plan.unit, one.unit) == 2 and one.opened_by in (",", ":", "(")


def _its_plan(one: Said, plan: Said) -> bool:
    if plan.role != PLAN or plan.item != one.item or alike(plan.unit, one.unit) < 2 or plan.clause - one.clause > 1:
        return False
    return bool(PLAN_AS_NOUN.search(plan.before) or _SET_THEN.search(plan.before))


def told_late(passage: Passage, plan: Said) -> bool:
    """Whether a plan is told after what was done of it, so that the next item's count is none of it."""
    before = passage.said[plan.index - 1] if plan.index else None
    if before is None or before.item != plan.item or plan.clause - before.clause > 1 or plan.opened_by == ";":
        return False
    if not before.counts or alike(before.unit, plan.unit) < 2 or before.role not in (CHANGE, DONE, PLAIN):
        return False
    return re.search(rf"^[^,;。]{{0,12}}?(?:{lexicon.FINISHED}|已|累计)", before.lead) is not None
