"""Ranks: from the 9th to the 4th place is five places up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhicheng.claims.drafts import Draft
from zhicheng.claims.figures import Kind
from zhicheng.claims.judging import Computed
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.said import Said

_UP = re.compile(r"前移|上升|提升|前进|跃升|提高|攀升|升|进|前行|上移")
_DOWN = re.compile(r"后移|下降|后退|下滑|退后|降|退|倒退|下移")
_THEN = re.compile(r"去年|上年|上一年|同期|前年|上季|上月|上期|年初|由|从|原来")


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each stated move whose two ranks are given."""
    for one in passage.said:
        if (
            one.figure.kind == Kind.COUNT
            and one.unit in ("位", "名", "位次", "个")
            and (_UP.search(one.before[-8:]) or _DOWN.search(one.before[-8:]))
        ):
            if one.unit == "个" and not re.match(r"位次|名次", one.after):
                continue
            ranks = [
                s
                for s in passage.said[max(0, one.index - 4) : one.index + 5]
                if s.figure.kind == Kind.RANK and s.sentence == one.sentence
            ]
            draft = _of_move(one, ranks)
            if draft is not None:
                yield draft


def _of_move(one: Said, ranks: Sequence[Said]) -> Draft | None:
    thens = [s for s in ranks if _THEN.search(s.before)]
    nows = [s for s in ranks if s not in thens]
    if len(thens) != 1 or not nows or len({s.figure.value for s in nows}) != 1:
        return None
    value = thens[0].figure.value - nows[-1].figure.value
    value = value if _UP.search(one.before[-8:]) else -value
    verdict = Verdict.HOLDS if value == one.figure.value else Verdict.CONTRADICTED
    computed = Computed(f"{thens[0].figure.value} − {nows[-1].figure.value}", value, value, value, "位")
    code = "rank-holds" if verdict == Verdict.HOLDS else "rank-differs"
    facts = {"stated": one.figure.text, "computed": f"{value}位"}
    return Draft(
        "ranking", verdict, Reason(code, facts), (thens[0].figure, nows[-1].figure), one.figure, (computed,), sure=4
    )
