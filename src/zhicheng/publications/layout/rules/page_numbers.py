"""Numbers of pages: size 4 宋体, a dash at each side, odd right and even left, 7 mm below the text. GB/T 9704-2012, 7.5."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.publications.layout.document import Paragraph, Section, Span, Strip, fits
from zhicheng.publications.layout.findings import Finding, Said, said
from zhicheng.publications.layout.rules.look import Look, of
from zhicheng.publications.layout.rules.page import BOTTOM
from zhicheng.publications.layout.rules.typography import size_said
from zhicheng.publications.layout.typefaces import SONG, family
from zhicheng.publications.layout.units import POINTS_PER_MM, plain

SIZE = 14.0
BELOW, TOLERANCE = 7.0, 2.5  # millimetres
_DASHED = re.compile(r"^[\s\u3000]*[—―─][\s\u3000]*1[\s\u3000]*[—―─][\s\u3000]*$")
_NATURAL = 1.3  # of its size: the height of a line of 宋体


def numbers(look: Look) -> Iterator[Finding]:
    """Each section by what it has of its own; a text without any number once."""
    if look.form == "letter" and not any(each.footers for each in look.document.sections):
        return  # a letter of one page
    seen: set[int] = set()
    numbered = False
    sided: set[tuple[int, ...]] = set()
    for section in look.document.sections:
        strips = [strip for kind, strip in section.footers.items() if _shown(look, section, kind)]
        numbered |= any(strip.numbered for strip in strips)
        for strip in strips:
            paragraph = strip.numbered
            if paragraph is not None and id(strip) not in seen:
                seen.add(id(strip))
                yield from _one(section, strip, paragraph)
        own = tuple(sorted(map(id, section.footers.values())))
        if own not in sided:
            # Footers taken over from the section before were told there.
            sided.add(own)
            yield from _sides(look, section)
    if not numbered:
        yield of("page-number", look.document.sections[0], said("no-page-number"), kind="footer")


def _shown(look: Look, section: Section, kind: str) -> bool:
    if kind == "even":
        return look.document.odd_and_even
    return kind != "first" or section.own_first_page


def _one(section: Section, strip: Strip, paragraph: Paragraph) -> Iterator[Finding]:
    page = next(span for span in paragraph.spans if span.page)
    if family(page.latin) != SONG:
        found = said("font", font=page.latin) if page.latin else said("font-unset")
        yield of("page-number-font", section, found, kind="footer")
    size = _other_size(paragraph.spans)
    if size is not None:
        yield of("page-number-size", section, size_said(size), kind="footer")
    if not _DASHED.match(paragraph.words):
        written = "".join("1" if span.page else span.text for span in paragraph.spans).strip()
        yield of("page-number-form", section, said("written", text=written), kind="footer")
    below = _below(section, strip, paragraph)
    if below is not None and not fits(below, BELOW, TOLERANCE):
        yield of("page-number-distance", section, said("below", value=plain(below)), kind="footer")


def _other_size(spans: tuple[Span, ...]) -> float | None:
    return next((span.size for span in spans if span.text.strip() and not fits(span.size, SIZE, 0.2)), None)


def _below(section: Section, strip: Strip, paragraph: Paragraph) -> float | None:
    """Millimetres from the text block to the dashes; None where the number hangs in a box, or the paper lies."""
    if paragraph.anchored or section.landscape:
        return None
    rows = [each for each in strip.paragraphs if not each.anchored and each.place == "footer"]
    heights = [_height(each) for each in rows]
    at = rows.index(paragraph)
    beneath = sum(heights[at + 1 :]) + heights[at] / 2
    return BOTTOM - section.footer - beneath / POINTS_PER_MM


def _height(paragraph: Paragraph) -> float:
    line, size = paragraph.line, paragraph.size or SIZE
    height = line.value if line.rule == "exact" else size * _NATURAL * (line.value if line.rule == "auto" else 1.0)
    return max(height, line.value) if line.rule == "atLeast" else height


def _sides(look: Look, section: Section) -> Iterator[Finding]:
    """Odd pages at the right, even ones at the left, one character free."""
    default = section.footers.get("default", Strip()).numbered
    even = section.footers.get("even", Strip()).numbered
    if default is None or section.landscape:
        return
    place = _side(default)
    if place == "outside":
        return
    if not look.document.odd_and_even:
        yield of("page-number-position", section, said("all-pages", way=said(f"align-{place}")), kind="footer")
        return
    if place != "right":
        yield of("page-number-position", section, said("odd-pages", way=said(f"align-{place}")), kind="footer")
    elif even is None or _side(even) != "left":
        found = said("even-pages", way=said(f"align-{_side(even)}")) if even is not None else said("even-unnumbered")
        yield of("page-number-position", section, found, kind="footer")
    else:
        for which, each, free in (("odd", default, default.end()), ("even", even, even.start())):
            if not each.anchored and not fits(free, 1, 0.5):
                wrong: Said = said(f"{which}-free", characters=plain(free))
                yield of("page-number-position", section, wrong, kind="footer")
                return


def _side(paragraph: Paragraph) -> str:
    put = paragraph.anchored if paragraph.anchored != "frame" else ""
    side = put or paragraph.align
    return side if side in ("right", "center", "outside", "distribute") else "left"
