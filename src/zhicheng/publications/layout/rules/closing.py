"""Recipients, note of attachments, date, remark: GB/T 9704-2012, 7.3.2, 7.3.4 to 7.3.6."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.publications.layout import writing
from zhicheng.publications.layout.anatomy import Part
from zhicheng.publications.layout.document import Paragraph, fits
from zhicheng.publications.layout.findings import Finding, Said, said
from zhicheng.publications.layout.rules.look import Look, at
from zhicheng.publications.layout.units import BLOCK_WIDTH, CHARACTER, POINTS_PER_MM, plain

_LINE_OF = BLOCK_WIDTH * POINTS_PER_MM / CHARACTER  # characters in a line, not rounded
_OFFSETS = (1.5, 7.5)  # characters free at the right of a date: two without a seal, four with one, more for a long name
_ENDS = "。；;，,、.．"


def recipients(look: Look) -> Iterator[Finding]:
    """Flush left, closed by a full colon."""
    for each in look.anatomy.all(Part.RECIPIENTS):
        if not fits(each.start(), 0, 0.35):
            yield at("recipients-align", each, said("indent", characters=plain(each.start())))
        if not each.text.endswith("："):
            last = each.text[-1]
            yield at("recipients-colon", each, said("half-colon") if last == ":" else said("no-colon"))


def attachment_note(look: Look) -> Iterator[Finding]:
    """附件 and a full colon two characters in; numbers as “1.”; no mark after a name."""
    said_of = look.anatomy.all(Part.NOTE)
    if not said_of:
        return
    first = said_of[0]
    if not re.match(r"^附件：", first.text):
        yield at("attachment-note-form", first, said("written", text=first.text[:6]))
    if not fits(first.start(), 2, 0.35):
        yield at("attachment-note-indent", first, said("indent", characters=plain(first.start())))
    for each in said_of:
        wrong = _other_item(each, several=len(said_of) > 1, first=each is first)
        if wrong:
            yield at("attachment-note-form", each, wrong)


def _other_item(paragraph: Paragraph, *, several: bool, first: bool) -> Said | None:
    text = re.sub(r"^附\s*件?\s*[:：]?\s*", "", paragraph.text) if first else paragraph.text
    match = writing.ATTACHMENT_ITEM.match(text)
    if several and (match is None or match["sign"] not in (".", "．")):
        written = f"{match['number']}{match['sign']}" if match else text[:4]
        return said("written", text=written)
    return said("closed-by", sign=paragraph.text[-1]) if paragraph.text[-1] in _ENDS else None


def date(look: Look) -> Iterator[Finding]:
    """Arabic digits, whole year, no zero before; two to four characters free at the right."""
    dated = look.anatomy.first(Part.DATE)
    if dated is None:
        if look.anatomy.all(Part.NUMBER) and look.anatomy.all(Part.TITLE):
            yield at("date-missing", look.anatomy.all(Part.TITLE)[-1], said("no-date"))
        return
    text = dated.text
    blank = writing.BLANK_DATE.match(text) and not re.search(r"\d月\s*\d", text.replace(" ", ""))
    if not writing.RIGHT_DATE.match(text) and not blank:
        yield at("date-form", dated, said("written", text=text))
    free = _free_at_right(dated)
    if not _OFFSETS[0] <= free <= max(_OFFSETS[1], _furthest(look, dated)):
        yield at("date-position", dated, said("free-at-right", characters=plain(max(free, 0.0))))


def _furthest(look: Look, dated: Paragraph) -> float:
    """How far from the edge a date under a long name may end: it begins no further left than the name."""
    names = look.anatomy.all(Part.SIGNATURE)
    return max((_free_at_right(each) + _width(each.text) - _width(dated.text) for each in names), default=0.0) + 0.5


def _free_at_right(paragraph: Paragraph) -> float:
    """Characters between a line and the right edge."""
    if paragraph.align == "right":
        return paragraph.end()
    if paragraph.align == "center":
        shift = paragraph.left.count(CHARACTER) - paragraph.right.count(CHARACTER)
        return (_LINE_OF - shift - _width(paragraph.text)) / 2
    return _LINE_OF - paragraph.start() - _width(paragraph.text)


def _width(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1.0 for sign in text)


def remark(look: Look) -> Iterator[Finding]:
    """In full brackets, two characters in."""
    for each in look.anatomy.all(Part.REMARK):
        match = writing.REMARK.match(each.text)
        if match and (match["open"], match["close"]) != ("（", "）"):
            yield at("remark-form", each, said("written", text=f"{match['open']}…{match['close']}"))
        elif not fits(each.start(), 2, 0.35):
            yield at("remark-form", each, said("indent", characters=plain(each.start())))
