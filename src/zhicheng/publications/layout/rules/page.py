"""Paper, margins, lines and characters of the page: GB/T 9704-2012, 5.1 and 5.2."""

from __future__ import annotations

import math
from collections.abc import Iterator

from zhicheng.publications.layout.anatomy import Part
from zhicheng.publications.layout.document import Paragraph, Section, fits, most
from zhicheng.publications.layout.findings import Finding, said
from zhicheng.publications.layout.rules.look import TEXT, Look, of
from zhicheng.publications.layout.units import BLOCK_HEIGHT, BLOCK_WIDTH, CHARACTER, POINTS_PER_MM, plain

A4 = (210.0, 297.0)
TOP, LEFT, RIGHT, BOTTOM = 37.0, 28.0, 26.0, 35.0
LINES, CHARACTERS = 22, 28
_TALL = 18.0  # points that a line of size 3 needs; a lower grid gives it two rows
_SLACK = 1.0  # points by which programs round a full line or page


def paper(look: Look) -> Iterator[Finding]:
    """A4; lying only where a wide table needs it."""
    for each in look.document.sections:
        short, long = sorted((each.width, each.height))
        if not (fits(short, A4[0], 1) and fits(long, A4[1], 1)):
            yield of("paper", each, said("paper", width=plain(each.width), height=plain(each.height)))


def margins(look: Look) -> Iterator[Finding]:
    """White above and at the binding side to 1 mm; below and at the right what leaves a block of 156 × 225 mm."""
    for each in look.upright():
        if not fits(each.top, TOP, 1):
            yield of("margin-top", each, _length(each.top))
        if not fits(each.left + each.gutter, LEFT, 1):
            with_gutter = said("with-gutter", value=plain(each.left + each.gutter), gutter=plain(each.gutter))
            yield of("margin-left", each, with_gutter if each.gutter else _length(each.left))
        if not fits(each.right, RIGHT, 1):
            yield of("margin-right", each, _length(each.right))
        if not fits(each.bottom, BOTTOM, 1):
            yield of("margin-bottom", each, _length(each.bottom))


def _length(value: float) -> tuple[str, dict[str, object]]:
    return said("millimetres", value=plain(value))


def grid(look: Look) -> Iterator[Finding]:
    """22 lines where the grid rules them, and 28 characters in a line."""
    for each in look.upright():
        text = [one for one in look.anatomy.all(*TEXT) if one.section == each.number - 1 and one.place == ""]
        running = [one for one in text if look.anatomy.parts[one.index] in (Part.BODY, Part.HEADING)]
        if not running:
            continue
        lines = _lines(each, running)
        if lines not in (None, LINES):
            yield of("lines-per-page", each, said("lines", count=lines, pitch=plain(each.grid.pitch, 2)))
        characters = _characters(each, running)
        if characters not in (None, CHARACTERS):
            yield of("characters-per-line", each, said("characters", count=characters))


def _lines(section: Section, running: list[Paragraph]) -> int | None:
    """Lines of a page that its grid rules; None where each paragraph rules its own."""
    on_grid = [each for each in running if ruled_by_grid(each, section)]
    if len(on_grid) * 2 <= len(running):
        return None
    pitch = section.grid.pitch * math.ceil(_TALL / section.grid.pitch)
    return int((BLOCK_HEIGHT * POINTS_PER_MM + _SLACK) // pitch)


def ruled_by_grid(paragraph: Paragraph, section: Section) -> bool:
    """Single lines that snap to the section's grid."""
    single = paragraph.line.rule == "auto" and fits(paragraph.line.value, 1, 0.02)
    return section.grid.lines and paragraph.snapped and single


def _characters(section: Section, running: list[Paragraph]) -> int | None:
    """Characters of size 3 in a full line, with what spacing and grid add to each."""
    added = most(
        (span.spacing + (section.grid.added if each.snapped else 0.0), sum(sign > "\u2e7f" for sign in span.text))
        for each in running
        for span in each.spans
    )
    if added is None or CHARACTER + added <= 1:
        return None
    # Rounded to a twentieth of a point, as Word keeps it.
    pitch = CHARACTER + round(added * 20) / 20
    return int((BLOCK_WIDTH * POINTS_PER_MM + _SLACK) // pitch)
