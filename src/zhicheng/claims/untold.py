"""Where two counts need no rate of their own: it stands beside them, or the second only sums up what was set."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from zhicheng.claims.figures import Figure
from zhicheng.claims.group import Group
from zhicheng.claims.judging import Computed, agrees, shifted
from zhicheng.claims.passages import Passage
from zhicheng.claims.tasks import Task

_OVER = re.compile(r"[ ]?(?:超|多)[\u4e00-\u9fff]{0,3}\d?")  # 计划 50 公里，改造 56 公里，超 12%
_BARE_TOTAL = re.compile(
    r"^[ ]?(?:资金|金额|两项|三项|各级|以上|全部|全市|总)?(?:合计|共计|总计|总额|总量|小计)(?:资金|金额)?(?:为|达|达到)?$"
)


def already_told(passage: Passage, group: Group, readings: Sequence[Computed]) -> bool:
    """完成率分别为 92% 和 110%：计划 50 项、完成 46 项; 应配 48 种，已配 48 种（100%）: the rate stands beside its counts."""
    first = min([*group.members, *([group.plan] if group.plan else [])], key=lambda one: one.index)
    before = [one for one in passage.said[max(0, first.index - 12) : first.index] if one.sentence == first.sentence]
    after = passage.said[group.last.index + 1 : group.last.index + 2]
    near = [one for one in after if one.sentence == group.last.sentence and one.clause - group.last.clause <= 1]
    told = [one for one in (*before, *near) if one.percent]
    over = shifted(readings[0], -100, readings[0].formula)
    if any(_OVER.fullmatch(one.before + one.figure.text[:1]) and agrees(_plain(one.figure), over) for one in told):
        return True
    return any(not one.figure.bound and agrees(one.figure, readings[0]) for one in told)


def _plain(figure: Figure) -> Figure:
    return replace(figure, bound="")


def sums_up_plans(task: Task) -> bool:
    """安排市级 800 万元、县级 400 万元，合计 1200 万元: the total of what was set, not what came of it."""
    total_ = task.totals[0] if task.totals else None
    if total_ is None or not _BARE_TOTAL.search(total_.before):
        return False
    plan = task.plan.figure.value
    return total_.figure.value > plan or (total_.figure.value == plan and not task.done)
