"""The time and place that a plan and what was done of it are said for: a plan of next year is not fulfilled this year."""

from __future__ import annotations

import re

from zhicheng.claims.passages import Passage
from zhicheng.claims.said import Said

_SPAN = re.compile(r"((?:19|20)\d{2})年?[ ]?(?:-+|—+|–|~|至|到)[ ]?((?:19|20)\d{2})年?")
_YEAR = re.compile(r"((?:19|20)\d{2})年?(?=[年度底末初前\s,])|(?<!\d)(1[01]\d)年(?:度)?")
_NAMED = (("last", r"去年|上年|上一年|前年"), ("this", r"今年|本年|年内|当年"), ("next", r"明年|下一?年(?!度?来)|后年"))
_PARTS = (
    (1, r"上半年"), (2, r"下半年"), (11, r"[一1]季度"), (12, r"[二2]季度"), (13, r"[三3]季度"), (14, r"[四4]季度"),
)  # fmt: skip
_ASIDE = re.compile(r"\([^()]{1,30}\)")  # 计划 120 家（去年 100 家）
_CARRIED = re.compile(r"结转|遗留|顺延|跨年")  # 去年结转 9 项，今年已完成 7 项
_LEVEL = re.compile(r"(?:^|[,;。:])[ ]?(国家|省|市|县|区|镇)级(?:财政)?(?=[已计拟预实共累投安拨奖])")
_REACHED = re.compile(r"累计|截至|截止|目前|至今|底|末|止")


def apart(passage: Passage, plan: Said, done: Said) -> bool:
    """Plan and done are plainly said for different times or places."""
    first, second = (plan, done) if plan.index < done.index else (done, plan)
    told = {
        first.index: _sentence(passage, first),
        second.index: passage.between(max(_begin(passage, first, second), second.start - 160), second.start)
        + second.after[:6],
    }
    planned, real = told[plan.index], _ASIDE.sub("", told[done.index])
    return any(differ(planned, real) for differ in _DIFFERENCES)


def _begin(passage: Passage, first: Said, second: Said) -> int:
    """任务 300 家，其中甲区 100 家、乙区 200 家，全市已完成 267 家: the places of the parts are none of what was done."""
    begin = passage.past_parts(first)
    return begin if begin < second.start else first.end


def _sentence(passage: Passage, one: Said) -> str:
    return passage.between(max(passage.start, one.start - 120), one.start).rpartition("。")[2] + one.after[:6]


def _years(text: str) -> tuple[int, int] | None:
    """The last year or span of years that the text names."""
    spans = list(_SPAN.finditer(text))
    if spans:
        return int(spans[-1][1]), int(spans[-1][2])
    found = [int(year or republic) for year, republic in _YEAR.findall(text)]
    return (found[-1], found[-1]) if found else None


def _other_year(planned: str, real: str) -> bool:
    plan, done = _years(planned), _years(real)
    if plan is None or done is None:
        return False
    if plan[0] < plan[1] and done[0] == done[1] and not _REACHED.search(real):
        return True  # 2025 年至 2027 年改造 300 台，2025 年改造 96 台
    towards = re.search(r"到20\d\d年", planned) and _REACHED.search(real)
    return done[0] > plan[1] or (done[1] < plan[0] and not towards)


def _last_of(text: str, words: tuple[tuple[object, str], ...]) -> object:
    found = [(match.end(), name) for name, pattern in words for match in re.finditer(pattern, text)]
    return max(found, key=lambda one: one[0])[1] if found else None


def _other_name(planned: str, real: str) -> bool:
    plan, done = _last_of(planned, _NAMED), _last_of(real, _NAMED)
    if done in ("last", "next"):
        return plan != done
    if plan == "last" and _CARRIED.search(planned):
        return False
    return plan == "next" or (plan == "last" and done is not None)


def _other_part(planned: str, real: str) -> bool:
    """A plan for the second half of the year with what the first half brought."""
    plan, done = _last_of(planned, _PARTS), _last_of(real, _PARTS)
    return plan is not None and done is not None and plan != done and not (plan == 1 and done in (11, 12))


def _other_month(planned: str, real: str) -> bool:
    """12 月计划走访 60 家，11 月走访 52 家."""
    plan, done = _MONTH_OF_PLAN.search(planned), _MONTH_OF_DONE.search(real)
    return plan is not None and done is not None and plan[1] != done[1]


_MONTH_OF_PLAN = re.compile(r"(?:^|[,;。])[ ]?(\d{1,2})[ ]?月(?:份)?(?:计划|拟|安排)")
_MONTH_OF_DONE = re.compile(r"[,;。][ ]?(\d{1,2})[ ]?月(?:份)?(?![底末前止])[\u4e00-\u9fff]{1,6}$")


def _one_lot(planned: str, real: str) -> bool:
    """第一批 60 家 is not all that was done of 200."""
    lot = re.search(r"(?:首|第[一二三四五六1-6])[批期轮][^,;。]{0,12}$", real)
    return lot is not None and not re.search(r"共|累计|全部", lot[0]) and not re.search(r"[批期轮]", planned)


_OF_ALL = re.compile(r"全[国省](?:共|总)?(?:下达|分解)(?!我|本|给|到|至)")


def _other_place(planned: str, real: str) -> bool:
    """全省目标 300 家，我市已完成 36 家: a share of the plan, not its completion."""
    levels = [_LEVEL.search(text) for text in (planned, real)]
    if levels[0] and levels[1] and levels[0][1] != levels[1][1]:
        return True  # 省级计划奖励 20 家，市级已奖励 16 家
    wide = re.search(r"全国|全省|全自治区|全市(?=[^,;。]*$)", planned)
    if wide is None or (re.search(r"下达|分配|分解|交|给", planned) and not _OF_ALL.search(planned)):
        return False
    own = r"(?:(?:我|本|全)(?:县|区|镇|乡)|[县区镇乡]里)" if wide[0] == "全市" else r"(?:我|本|全)(?:市|县|区|镇|乡|州)"
    own = r"(?:我|本)(?:省|市|县|区|镇|乡|州)" if wide[0] == "全国" else own
    return bool(re.search(own, real))


_DIFFERENCES = (_other_year, _other_name, _other_part, _other_month, _other_place, _one_lot)
