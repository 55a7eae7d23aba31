"""A count that the text sums up again with another value: 全市共有认证机构 38 家。……综上，全市认证机构 36 家.

Only where what is counted, the area and the period are word for word the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhicheng.claims.apart import TIME
from zhicheng.claims.drafts import Draft
from zhicheng.claims.figures import Figure
from zhicheng.claims.judging import Computed, agrees, number
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, PLAN
from zhicheng.claims.said import Said
from zhicheng.claims.slips import slipped

_RECAP = re.compile(
    r"综上|总[体的]?(?:来)?[看说]|综合(?:来)?看|由此可见|如前所述|如上所述|前文|归纳起来|总结起来|一句话|回顾全年"
)
_OTHER = re.compile(
    r"其中|新增|净增|去年|上年|同期|前年|同比|环比|计划|目标|任务|预计|力争|比|较|平均|人均|另|其余|其他|每|剩余|还有|尚有|当[月日]|本[月周日]|分别"
)
_AREA = re.compile(
    r"[全我本][省市县区州镇国]|[\u4e00-\u9fff]{2,3}(?:自治州|[省市县区州镇乡])(?!场|场监管|域|级|属|民|政|长|容)"
)
_FILLER = re.compile(
    r"综上所述|综上|总[体的]?(?:来)?[看说]|综合(?:来)?看|由此可见|如前所述|如上所述|共有|现有|拥有|共计|总计|合计|总共|累计共|一共|已有|目前|截至|截止|年?[底末]|达到?|[共计有为了的约至已,、:。 ]"
)
_SHORTEST = 4
_MOST = 4000  # statements of one text that are remembered


@dataclass
class Statements:
    """What a text has counted so far, by words, unit, area and period."""

    seen: dict[tuple[str, str, str, str], list[Figure]] = field(default_factory=dict)
    figures: int = 0

    def remember(self, key: tuple[str, str, str, str], figure: Figure) -> None:
        values = self.seen.setdefault(key, []) if self.figures < _MOST else self.seen.get(key, [])
        if len(values) < 2 and all(known.value != figure.value for known in values):
            values.append(figure)
            self.figures += 1


def claims(passage: Passage, statements: Statements) -> Iterator[Draft]:
    """One claim for each count that is summed up with another value than it was first given."""
    if not passage.figures or len(passage.text) < _SHORTEST + 2:
        return
    for one in passage.said:
        key = _key(one) if one.counts else None
        if key is None:
            continue
        earlier = statements.seen.get(key, [])
        differ = [f for f in earlier if not agrees(f, _as_read(one.figure)) and not agrees(one.figure, _as_read(f))]
        if len(earlier) == len(differ) == 1 and _summed_up(one, earlier[0]):
            yield _draft(earlier[0], one, key[0])
        statements.remember(key, one.figure)


def _summed_up(one: Said, first: Figure) -> bool:
    """The text says that it sums up, or a slip of the hand parts two large counts that name area and period alike."""
    near = 2 * abs(first.value - one.figure.value) <= first.value
    return bool(_RECAP.search(one.opening)) and near and not slipped_far(first, one.figure)


def slipped_far(first: Figure, second: Figure) -> bool:
    """More than a fifth apart and no slip of digits: likelier two things than one."""
    return 5 * abs(first.value - second.value) > first.value and not slipped(first.value, second.value)


def _key(one: Said) -> tuple[str, str, str, str] | None:
    """What is counted, in which unit, where, when; None where the clause says too little or something else besides."""
    if one.figure.weak or one.figure.rough or not one.unit or one.role in (BASE, CHANGE, PLAN) or one.opened_by == "(":
        return None
    if one.before != one.lead or _OTHER.search(_RECAP.sub("", one.lead + one.after[:4])):
        return None
    opening = re.sub(r"\s", "", one.opening)
    area = _AREA.findall(TIME.sub("", one.lead)) or _AREA.findall(TIME.sub("", opening))
    times = [match.group(0) for match in TIME.finditer(opening)]
    noun = _FILLER.sub("", _AREA.sub("", TIME.sub("", one.lead)))
    words = re.sub(r"[^\u4e00-\u9fff]", "", noun) or re.sub(r"[^\u4e00-\u9fff]", "", _FILLER.sub("", one.after))
    if len(words) < _SHORTEST or not area:
        return None
    return words, one.unit, re.sub(r"^[全我本]", "全", area[-1]), times[-1] if times else ""


def _as_read(figure: Figure) -> Computed:
    return Computed(number(figure.value), figure.value, figure.low, figure.high, figure.unit)


def _draft(first: Figure, second: Said, subject: str) -> Draft:
    facts = {"stated": second.figure.text, "first": first.text}
    return Draft(
        "repeated", Verdict.CONTRADICTED, Reason("stated-twice", facts), (), second.figure, (_as_read(first),),
        subject=subject, sure=3,
    )  # fmt: skip
