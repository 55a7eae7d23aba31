"""A plan, what was done by midyear, what was added since, and the sum of both: the rate is that of the sum."""

from __future__ import annotations

import re

from zhicheng.claims.group import Group
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import ADDED, DONE, PLAIN, TOTAL
from zhicheng.claims.said import Said
from zhicheng.claims.units import alike

_IN_ALL = re.compile(r"累计|总共|合计|共计|至此|(?<!公)共(?=[\u4e00-\u9fff]{0,4}$)")
_NEAR = 2  # sentences between what was done and what was added


def adds_up(passage: Passage, group: Group, one: Said) -> bool:
    """任务 120 家。上半年创建 58 家。此后又创建 44 家，累计 102 家: 44 goes with 58, for 102 is the sum of both."""
    done = group.of(DONE, ADDED, TOTAL)
    if group.plan is None or len(done) != 1 or len(group.members) != 1 or group.stated:
        return False
    if one.role not in (DONE, ADDED, PLAIN) or one.sentence - group.last.sentence > _NEAR:
        return False
    before = done[0]
    if alike(before.unit, one.unit) == 2 and cumulates(before, one):
        return _same_verb(before, one)
    follows = passage.said[one.index + 1 : one.index + 2]
    if not follows or not _is_sum(one, follows[0]) or alike(before.unit, one.unit) < 2:
        return False
    rest = follows[0].figure.value - before.figure.value - one.figure.value
    return rest == 0 or (rest > 0 and _same_verb(before, follows[0]))


def _same_verb(one: Said, other: Said) -> bool:
    """6 月建成 12 公里，累计建成 36 公里."""
    return len(one.before) > 1 and one.before[-2:] == other.before[-2:]


def cumulates(first: Said, second: Said) -> bool:
    """8 月检定 560 台，累计检定 4860 台: the second takes in the first, which is therefore no plan."""
    return _IN_ALL.search(second.before) is not None and second.figure.value > first.figure.value


def _is_sum(one: Said, total: Said) -> bool:
    return total.counts and total.item == one.item and alike(one.unit, total.unit) == 2 and cumulates(one, total)
