"""Annexes: each on a page of its own, marked, in the order of the note. GB/T 9704-2012, 7.3.7."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.publications.layout import writing
from zhicheng.publications.layout.anatomy import Part
from zhicheng.publications.layout.document import fits
from zhicheng.publications.layout.findings import Finding, said
from zhicheng.publications.layout.rules.look import Look, at
from zhicheng.publications.layout.rules.typography import other_family, other_size
from zhicheng.publications.layout.typefaces import HEI
from zhicheng.publications.layout.units import CHARACTER


def marks(look: Look) -> Iterator[Finding]:
    """附件1 in 黑体 of size 3, flush left, without a colon, at the head of a page."""
    for each in look.anatomy.all(Part.ANNEX):
        wrong = other_family(each, HEI) or other_size(each, CHARACTER)
        if wrong:
            yield at("annex-mark-font", each, wrong)
        if each.align in ("center", "right") or not fits(each.start(), 0, 0.35):
            yield at("annex-mark-form", each, said("not-flush"))
        elif each.text.endswith((":", "：")):
            yield at("annex-mark-form", each, said("written", text=each.text))
        if not each.new_page:
            yield at("annex-page", each, said("no-new-page"))


def order(look: Look) -> Iterator[Finding]:
    """Numbered 1, 2, 3 as they come, and as many and of the same names as the note says."""
    annexes = look.anatomy.all(Part.ANNEX)
    numbers = [writing.counted(match["number"] or "") for each in annexes if (match := writing.ANNEX.match(each.text))]
    for place, (each, number) in enumerate(zip(annexes, numbers, strict=True), start=1):
        if len(annexes) > 1 and number != place:
            yield at("annex-order", each, said("annex-number", number=number or "", wanted=place))
            return
    noted = [_name(each.text) for each in look.anatomy.all(Part.NOTE)]
    titled: dict[int, str] = {}
    for each in look.anatomy.all(Part.ANNEX_TITLE):
        number = look.anatomy.annexes[each.index]
        titled[number] = titled.get(number, "") + each.text
    if not annexes:
        return
    if len(noted) != len(annexes):
        yield at("annex-order", annexes[-1], said("annex-count", noted=len(noted), bound=len(annexes)))
        return
    for number, (name, each) in enumerate(zip(noted, annexes, strict=True), start=1):
        if number in titled and _bare(name) != _bare(titled[number]):
            yield at("annex-title", each, said("annex-titled", noted=name, title=titled[number]))


def _name(text: str) -> str:
    return re.sub(r"^(?:附\s*件?\s*[:：]?)?\s*(?:\d{1,2}\s*[.．、)）]?)?\s*", "", text)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u3000《》“”\"。；;，,]", "", text)
