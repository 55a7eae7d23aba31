"""Figures that the house has verified: the text's figure for the same indicator, area and period beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from zhicheng.claims.drafts import Draft
from zhicheng.claims.figures import Kind
from zhicheng.claims.judging import Computed, agrees
from zhicheng.claims.model import KnownFigure, Reason, Verdict
from zhicheng.claims.passages import Passage
from zhicheng.claims.roles import BASE, CHANGE, PLAN
from zhicheng.claims.said import Said
from zhicheng.core.text import fold

_WORTH = {"万": 10**4, "亿": 10**8}
_YEAR = re.compile(r"(?:19|20)\d{2}(?=年)")
_OTHER_TIME = re.compile(r"去年|上年|同期|前年|上季|目标|任务|计划|力争|确保|到20\d\d年")
_AS_OF = re.compile(r"截[至止]到?(?:(\d{4})年)?(\d{1,2})月(?:份)?(?:(\d{1,2})[日号]|底|末)?")


def claims(passage: Passage, known: Sequence[KnownFigure]) -> Iterator[Draft]:
    """One claim for each figure of the text that the house knows too."""
    for figure in known:
        names = [fold(name) for name in (figure.indicator, *figure.aliases) if name]
        if not any(name in passage.text for name in names):
            continue
        for one in passage.said:
            if _speaks_of(passage, one, names, figure):
                yield _compare(passage, one, figure)
                break


def _speaks_of(passage: Passage, one: Said, names: Sequence[str], figure: KnownFigure) -> bool:
    near = max((one.lead.rfind(name) + len(name) for name in names if name in one.lead), default=0)
    if not near or len(one.lead) - near > 12 or one.role in (PLAN, BASE, CHANGE):
        return False
    if one.figure.kind not in (Kind.COUNT, Kind.PERCENT) or _unit(one.unit)[0] != _unit(fold(figure.unit))[0]:
        return False
    tail = one.lead[near:]
    if _OTHER_TIME.search(one.lead) or re.search(r"增长|提高|下降|上升|同比|新增", tail):
        return False
    sentence = re.split(r"[。;]", passage.between(max(passage.start, one.start - 120), one.start))[-1]
    years = _YEAR.findall(sentence)
    if years and years[-1] not in figure.period:
        return False
    area = fold(figure.area)
    others = re.findall(r"[\u4e00-\u9fff]{2,4}(?:区|县)(?=[\u4e00-\u9fff])", sentence)
    return not area or area in sentence or not any(o not in area for o in others)


def _unit(unit: str) -> tuple[str, int]:
    worth = 1
    while unit and unit[0] in _WORTH and len(unit) > 1:
        worth *= _WORTH[unit[0]]
        unit = unit[1:]
    return unit, worth


def _compare(passage: Passage, one: Said, figure: KnownFigure) -> Draft:
    worth = _unit(fold(figure.unit))[1]
    value = Fraction(figure.value) * worth
    places = -int(figure.value.as_tuple().exponent) if isinstance(figure.value.as_tuple().exponent, int) else 0
    room = Fraction(worth, 2 * 10**places) if places > 0 or worth > 1 else Fraction(0)
    computed = Computed(f"{figure.value}{figure.unit}", value, value - room, value + room, one.unit)
    facts = {
        "stated": one.figure.text,
        "known": f"{figure.value}{figure.unit}",
        "as_of": figure.as_of.isoformat(),
        "source": figure.source,
        "indicator": figure.indicator,
    }
    if agrees(one.figure, computed):
        return Draft(
            "known",
            Verdict.HOLDS,
            Reason("known-holds", facts),
            (),
            one.figure,
            (computed,),
            subject=figure.indicator,
            sure=2,
        )
    newer = _text_is_newer(passage, one, figure)
    verdict, code = (Verdict.UNCHECKABLE, "known-older") if newer else (Verdict.CONTRADICTED, "known-differs")
    return Draft("known", verdict, Reason(code, facts), (), one.figure, (computed,), subject=figure.indicator, sure=2)


def _text_is_newer(passage: Passage, one: Said, figure: KnownFigure) -> bool:
    """The text counts to a day after that of the house's figure."""
    found = list(_AS_OF.finditer(passage.between(max(passage.start, one.start - 160), one.start)))
    if not found:
        return False
    year, month, day = found[-1].groups()
    mark = (int(year) if year else figure.as_of.year, int(month), int(day) if day else 31)
    return mark > (figure.as_of.year, figure.as_of.month, figure.as_of.day)
