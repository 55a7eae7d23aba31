"""Typeface, size and colour of the text: GB/T 9704-2012, 5.2.2, 5.2.4 and 7.3.3."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from zhicheng.publications.layout.anatomy import Part
from zhicheng.publications.layout.document import Paragraph, fits
from zhicheng.publications.layout.findings import Finding, Said, said
from zhicheng.publications.layout.rules.look import TEXT, Look, at, is_han
from zhicheng.publications.layout.styles import is_black
from zhicheng.publications.layout.typefaces import FANGSONG, family
from zhicheng.publications.layout.units import CHARACTER, SIZES, plain

_PLAIN = (Part.RECIPIENTS, Part.BODY, Part.NOTE, Part.SIGNATURE, Part.DATE, Part.REMARK)


def typefaces(look: Look) -> Iterator[Finding]:
    """仿宋 for all that is no heading, and for what follows a heading in its paragraph."""
    for each in look.anatomy.all(*_PLAIN, Part.HEADING):
        start = 0
        if look.anatomy.parts[each.index] == Part.HEADING:
            start = heading_end(each)
        wrong = other_family(each, FANGSONG, start)
        if wrong:
            yield at("body-font", each, wrong)


def sizes(look: Look) -> Iterator[Finding]:
    """Size 3 for all of it."""
    for each in look.anatomy.all(*TEXT):
        rule = "heading-size" if look.anatomy.parts[each.index] == Part.HEADING else "body-size"
        wrong = other_size(each, CHARACTER)
        if wrong:
            yield at(rule, each, wrong)


def colours(look: Look) -> Iterator[Finding]:
    """Black for all but the mark."""
    coloured = (*TEXT, Part.TITLE, Part.NUMBER, Part.ANNEX, Part.ANNEX_TITLE, Part.COPIES, Part.PRINTED)
    for each in look.anatomy.all(*coloured):
        wrong = Counter(
            span.colour for span in each.spans if span.text.strip() and not is_black(span.colour) and not span.page
        )
        if wrong:
            yield at("text-colour", each, said("colour", colour=wrong.most_common(1)[0][0]))


def heading_end(paragraph: Paragraph) -> int:
    """Where in its words a heading ends and text that runs on begins: after the first sentence."""
    place = paragraph.words.find("。")
    return len(paragraph.words) if place < 0 else place + 1


def other_family(paragraph: Paragraph, wanted: str, start: int = 0, end: int | None = None) -> Said | None:
    """The typeface that stands where another family is wanted; None where all is well."""
    wrong = Counter(
        span.east for sign, span in paragraph.glyphs(start, end) if is_han(sign) and family(span.east) != wanted
    )
    if not wrong:
        return None
    name = wrong.most_common(1)[0][0]
    return said("font", font=name) if name else said("font-unset")


def other_size(paragraph: Paragraph, wanted: float) -> Said | None:
    """The size that stands where another is wanted."""
    wrong: Counter[float] = Counter()
    for span in paragraph.spans:
        if not fits(span.size, wanted, 0.2):
            wrong[span.size] += len(span.text.strip(" \t\n\u3000"))
    found = [size for size, count in wrong.most_common() if count]
    return size_said(found[0]) if found else None


def size_said(size: float) -> Said:
    """A size by its Chinese name where it has one."""
    name = SIZES.get(size, "")
    return said("named-size", name=name, points=plain(size)) if name else said("size", points=plain(size))
