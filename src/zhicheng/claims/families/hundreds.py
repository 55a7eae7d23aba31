"""Parts of 100: shares that make up a whole, and structures such as 3.9:40.6:55.5."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhicheng.claims.drafts import Draft
from zhicheng.claims.figures import Figure
from zhicheng.claims.judging import Computed, to_decimal
from zhicheng.claims.model import Reason, Verdict
from zhicheng.claims.passages import Passage

_STRUCTURE = re.compile(r"(?<![\d:.])\d{1,2}(?:\.\d{1,2})?(?:[ ]?:[ ]?\d{1,2}(?:\.\d{1,2})?){2,4}(?![\d:])")


def hundred(figures: Sequence[Figure], *, subject: str = "", sure: int = 3, where: str = "") -> Draft:
    """Parts of 100: they hold within half a unit of the last digit for each."""
    value = sum((f.value for f in figures), Fraction(0))
    room = sum((f.step for f in figures), Fraction(0)) / 2
    verdict = Verdict.HOLDS if abs(value - 100) <= room else Verdict.CONTRADICTED
    code = "hundred-holds" if verdict == Verdict.HOLDS else "hundred-differs"
    computed = Computed(
        " + ".join(f"{to_decimal(f.value, 2).normalize():f}" for f in figures),
        value,
        value - room,
        value + room,
        "合计%",
    )
    facts = {"computed": f"{to_decimal(value, 2).normalize():f}%"}
    return Draft(
        "share",
        verdict,
        Reason(code, facts),
        tuple(figures),
        None,
        (computed,),
        subject=subject,
        sure=sure,
        where=where,
    )


def structures(passage: Passage) -> Iterator[Draft]:
    """三次产业结构为 3.9:40.6:57.5."""
    for match in _STRUCTURE.finditer(passage.text):
        start, end = match.start() + passage.start, match.end() + passage.start
        if not re.search(r"结构|构成|产业|占比|比例|比重", passage.between(start - 30, start)):
            continue
        figures = [one.figure for one in passage.said if start <= one.start < end]
        if len(figures) >= 3 and 90 <= sum(f.value for f in figures) <= 110 and any(f.step < 1 for f in figures):
            yield hundred(figures)
