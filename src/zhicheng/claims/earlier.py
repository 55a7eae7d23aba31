"""A plan that was set in an earlier year: 去年下达的任务 180 座，完工 162 座 is no base of a comparison.

The year stands with the setting, not with the count; what came of it is undated, or dated to the same year.
"""

from __future__ import annotations

import re

from zhicheng.claims import lexicon
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import ADDED, BASE, DONE, PLAIN, TOTAL
from zhicheng.claims.said import Said
from zhicheng.claims.units import alike

_YEAR = r"(?:去年|上一?年|前一年|前年)"
_THEN = re.compile(rf"{_YEAR}(?!同期|同比|同月|同季)(?P<rest>[^,;。]*)$")
_COMPARED = re.compile(rf"(?:比|较|与|同){_YEAR}|同期|同比")
_SET = re.compile(rf"{lexicon.PLAN_NOUNS}|{lexicon.PLAN_MODALS}|结转|遗留")
_GIVEN = re.compile(
    r"要(?=[建改修办完培整])|排定|敲定|圈定|定下|谋划|交办|移交|转办|督办|票决|立项|承接|承担|签订|签下|布置|挂牌督办|结转|遗留"
)
_DONE_THEN = re.compile(rf"(?:完成|实现|达成|兑现)[^,;。]{{0,6}}(?:{lexicon.PLAN_NOUNS})")  # 去年完成任务 80 项
_OTHER_TIME = re.compile(r"今年|本年|当年|年内|明年|20\d\d年|1[01]\d年|同期|同比|比|较|其中")
_ANEW = re.compile(r"复审|复核|复查|年审|抽查|检查|巡查|退出|取消|新增")
_CAME = re.compile(rf"{lexicon.DONE_ASPECT}|{lexicon.FINISHED}|了$")


def set_earlier(passage: Passage, plan: Said) -> bool:
    """Whether a count that stands with a past year is what was planned then, and the next count what came of it."""
    told = _THEN.search(plan.before)
    if plan.role != BASE or told is None or plan.opened_by == "(" or _COMPARED.search(plan.before):
        return False
    if plan.figure.rough or plan.figure.weak or _DONE_THEN.search(told["rest"]):
        return False
    follows = passage.said[plan.index + 1 : plan.index + 2]
    return bool(follows) and _answers(passage, plan, follows[0], told["rest"] + plan.after[:12])


def answers_earlier(plan: Said, done: Said) -> bool:
    """去年计划检定 1500 枪，去年检定 1432 枪: both stand with the same year, so the second is no base either."""
    first, second = _THEN.search(plan.before), _THEN.search(done.before)
    if first is None or second is None or _COMPARED.search(done.before):
        return False
    return first[0][:2] == second[0][:2] and not _SET.search(second["rest"])


def _answers(passage: Passage, plan: Said, done: Said, setting: str) -> bool:
    if not done.counts or alike(plan.unit, done.unit) < 2 or done.opened_by in ("(", "、"):
        return False
    if done.sentence - plan.sentence > 1:
        return False
    between = passage.between(plan.end, done.start)
    if done.role == BASE:
        return bool(_SET.search(setting)) and answers_earlier(plan, done)
    if done.role not in (DONE, ADDED, TOTAL, PLAIN) or _OTHER_TIME.search(between):
        return False
    told = done.before + done.after[:8]
    if any(mark[0] not in setting for mark in _ANEW.finditer(told)) or not _came(done, told, setting):
        return False
    if done.sentence > plan.sentence and not re.search(lexicon.DONE_ASPECT, done.lead):
        return False
    if _SET.search(setting):
        return True
    return _GIVEN.search(setting) is not None and done.figure.value <= plan.figure.value


def _came(done: Said, told: str, setting: str) -> bool:
    """A word of completion, or the verb of the setting again (应参训 1400 人，参训 1316 人)."""
    return _CAME.search(told) is not None or (len(done.before) == 2 and done.before in setting)
