"""A whole that a text divides before it goes on: 共 120 个，分为 A 30 个、B 40 个、其余 50 个，比上年增加 20 个.

What follows such a list is said of the whole, seldom of its last part. Where the figures leave both open, nobody is
accused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zhicheng.claims.said import Said

_MARK = re.compile(r"其中|分为|分别|包括|组成|[中里按]|:|\(")
_REST = re.compile(r"其余|其他|其它|余下|剩余")
_MOST = 20


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole with its parts, no other figure between them, up to the part that closes it."""

    whole: Said
    parts: tuple[Said, ...]

    @property
    def last(self) -> Said:
        return self.parts[-1]


def breakdowns(said: Sequence[Said], between: Callable[[int, int], str]) -> dict[int, Breakdown]:
    """The breakdowns of a passage by the index of each of their parts."""
    found: dict[int, Breakdown] = {}
    for whole in said:
        if whole.index in found or not whole.counts or not whole.unit or whole.figure.weak:
            continue
        parts = _parts(said, whole)
        if len(parts) > 1 and (_MARK.search(between(whole.end, parts[0].start)) or _plain_list(parts)):
            one = Breakdown(whole, tuple(parts))
            found.update({part.index: one for part in parts})
    return found


def _parts(said: Sequence[Said], whole: Said) -> list[Said]:
    """The counts after a whole until they add up to it or one of them is the rest; none where they never do."""
    parts: list[Said] = []
    value = Fraction(0)
    for one in said[whole.index + 1 : whole.index + 1 + _MOST]:
        if not one.counts or one.unit != whole.unit or one.sentence != whole.sentence:
            return []
        parts.append(one)
        value += one.figure.value
        if value == whole.figure.value or (_REST.search(one.before) and len(parts) > 1):
            return parts
        if value > whole.figure.value:
            return []
    return []


def _plain_list(parts: Sequence[Said]) -> bool:
    return all(part.opened_by == "、" for part in parts[1:])
