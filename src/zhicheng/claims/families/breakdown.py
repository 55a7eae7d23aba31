"""A breakdown over several items, each with the same row of counts: 生产环节抽检 386 批次，不合格 4 批次；流通环节…

Where the first counts add up to a whole that stands before, the others are held against the whole of their own name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhicheng.claims.drafts import Draft, judged
from zhicheng.claims.judging import number, total
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, PLAN
from zhicheng.claims.said import Said
from zhicheng.claims.subjects import subject_of


def claims(passage: Passage) -> Iterator[Draft]:
    """One claim for each column of a breakdown whose whole is given."""
    counts = [s for s in passage.said if s.counts and s.role not in (BASE, CHANGE, PLAN)]
    sentences: dict[int, dict[int, list[Said]]] = {}
    for one in counts:
        sentences.setdefault(one.sentence, {}).setdefault(one.item, []).append(one)
    for sentence, rows in sentences.items():
        lines = list(rows.values())
        if len(lines) >= 2 and len(lines[0]) >= 2 and all(_alike(lines[0], line) for line in lines[1:]):
            wholes = [s for n in (sentence - 2, sentence - 1) for line in sentences.get(n, {}).values() for s in line]
            yield from _columns(passage, wholes, lines)


def _alike(first: Sequence[Said], other: Sequence[Said]) -> bool:
    """Two items with the same units in the same order, under the same words."""
    if [s.unit for s in first] != [s.unit for s in other]:
        return False
    return all(_name(a) == _name(b) for a, b in zip(first[1:], other[1:], strict=True))


def _name(one: Said) -> str:
    return re.sub(r"[^\u4e00-\u9fff]|其中|共|有|检出|发现|的", "", one.before)[-3:]


def _columns(passage: Passage, wholes: Sequence[Said], lines: Sequence[Sequence[Said]]) -> Iterator[Draft]:
    first = total([line[0].figure for line in lines])
    unit = lines[0][0].unit
    if not any(s.unit == unit and judged(s.figure, [first])[0] == Verdict.HOLDS for s in wholes):
        return
    for column in range(1, len(lines[0])):
        name = _name(lines[0][column])
        named = [s for s in wholes if s.unit == lines[0][column].unit and _name(s) == name and name]
        if len(named) != 1 or named[0].figure.rough:
            continue
        figures = [line[column].figure for line in lines]
        computed = total(figures, unit=named[0].unit)
        verdict = judged(named[0].figure, [computed])[0]
        facts = {
            "stated": named[0].figure.text,
            "computed": f"{number(computed.value)}{named[0].unit}",
            "formula": computed.formula,
        }
        code = "sum-holds" if verdict == Verdict.HOLDS else "sum-differs"
        yield Draft(
            "parts",
            verdict,
            Reason(code, facts),
            tuple(figures),
            named[0].figure,
            (computed,),
            subject=subject_of(passage, named[0]),
            sure=3,
        )
