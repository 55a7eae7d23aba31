"""Which stated percent is the rate of a task, and which is that of something else."""

from __future__ import annotations

import re

from zhicheng.claims import lexicon
from zhicheng.claims.group import Group
from zhicheng.claims.passages import Passage
from zhicheng.claims.said import Said, Topic
from zhicheng.claims.topics import COMPLETION, EXCESS, RATE

_ASKED_RATE = re.compile(r"(?:要求|须|力争|确保|预计)[^,;。]{0,14}$")  # 上级要求年底前完成九成以上


_BARE_EXCESS = re.compile(
    r"[ ]?(?:整整|还|共|大幅|总体|实际|已)?(?:超出|超额|超额完成|多完成|超产|超收|多[收征建办检训培种查认招帮改发][\u4e00-\u9fff]?)(?:了|约|近)?"
)


def excess_of(group: Group | None, one: Said) -> Topic | None:
    """任务 800 人，实际 920 人，超出 12%: an excess over the plan, where the two counts stand right before it."""
    if group is None or group.plan is None or not group.members or group.stated:
        return None
    if one.index != group.last.index + 1 or one.item != group.last.item or one.opened_by not in (",", "("):
        return None
    done = group.members[-1].figure
    more = done.value > group.plan.figure.value
    return Topic(EXCESS) if more and not one.after and _BARE_EXCESS.fullmatch(one.before) else None


_TARGET_RATE = re.compile(r"率(?:的)?(?:目标|指标|要求)(?:值|数)?(?:为|是|定为|不低于)?$")


def _of_a_target(passage: Passage, group: Group, one: Said) -> bool:
    """任务完成率目标 95%，实际完成率 97.3%: what was aimed at, and in a sentence of its own what came of that."""
    if _TARGET_RATE.search(one.before):
        return True
    before = passage.said[one.index - 1] if one.index else one
    aimed = before.percent and before.sentence == one.sentence and _TARGET_RATE.search(before.before)
    return bool(aimed) and one.sentence != group.last.sentence


def accepts(passage: Passage, group: Group, one: Said, topic: Topic) -> bool:
    if _ASKED_RATE.search(one.before) or _of_a_target(passage, group, one):
        return False
    if topic.name not in (COMPLETION, EXCESS, RATE) or one.sentence - group.last.sentence > 1:
        return False
    if not group.members:
        return group.plan is not None and topic.name == COMPLETION and _right_after(group.plan, one)
    if topic.name == RATE:
        words = "".join(
            said.before + said.after[:6] for said in (*group.members, *([group.plan] if group.plan else []))
        )
        stem = topic.stem[-2:]
        if group.plan is None or stem in ("合格", "满意") or topic.stem.startswith(("不", "未")):
            return False
        if stem not in words and not any(
            sign and sign in topic.stem and sign in group.plan.lead and sign in group.members[0].lead[-6:]
            for sign in (stem[-1:].strip("品量数人户件"), _due_verb(group.plan))
        ):
            return False
    if topic.name == COMPLETION and not _names_the_task(passage, group, one):
        return False
    return one.item == group.last.item or (group.last.sentence != one.sentence and not group.stated)


_DUE_VERB = re.compile(r"(?:应|须|需)([配检训办报建改查领缴])[\u4e00-\u9fff]{0,10}$")


def _due_verb(plan: Said) -> str:
    """应配 86 人: 配, which a rate may name by itself (配备率); "-" where there is none."""
    match = _DUE_VERB.search(plan.lead)
    return match[1] if match else "-"


_ANY_TASK = re.compile(
    rf"{lexicon.PLAN_NOUNS}|完成|达成|执行|兑现|实现|履约|支出|推进|办理|总体|综合|整体|总|平均|进度|工作|项目|事项|数量|投资|全年|年度|全市|全县|全区|累计|目前|达到?|为|的|率|比例|比率|其中|按|已"
)

_OF_WIDER = re.compile(r"占(全[国省])[^,;。]{0,8}(?:任务|计划|目标|指标)[^,;。]{0,4}的$")

_OF_DUE = re.compile(r"占[^,;。]{0,4}应(?P<noun>[\u4e00-\u9fff]{1,8}?)(?:总?[人户件台家次批]?数)?的$")


def _right_after(plan: Said, one: Said) -> bool:
    """任务 60 项，完成率 95%，还有 3 项未完成: the rate stands before what it is made of."""
    return one.index == plan.index + 1 and one.item == plan.item and not one.figure.bound


def _names_the_task(passage: Passage, group: Group, one: Said) -> bool:
    """核查处置完成率 is the rate of another task than the one whose counts stand before it."""
    first = min([*group.members, *([group.plan] if group.plan else [])], key=lambda said: said.index)
    due = _OF_DUE.search(one.before)
    if due and len(due["noun"]) > 1 and due["noun"] not in (group.plan or first).phrase + (group.plan or first).after:
        return False  # 占应交流人数的 14.6%, and none of the counts says 交流
    wide = _OF_WIDER.search(one.before)
    if wide and wide[1] not in (group.plan or first).opening:
        return False  # 占全省任务量的 8.4%
    own = re.sub(r"[^\u4e00-\u9fff]", "", _ANY_TASK.sub("", one.before.partition("率")[0][-14:]))
    if len(own) < 2 or "率" not in one.before:
        return True
    words = passage.between(first.start - 60, group.last.end + 16)
    return any(own[i : i + 2] in words for i in range(len(own) - 1))
