"""Lines, space and indents of paragraphs: GB/T 9704-2012, 5.2.3 and 7.3.3."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.publications.layout.anatomy import RUNNING, Part
from zhicheng.publications.layout.document import Paragraph, Section, fits
from zhicheng.publications.layout.findings import Finding, Said, said
from zhicheng.publications.layout.rules.look import Look, at
from zhicheng.publications.layout.rules.page import ruled_by_grid
from zhicheng.publications.layout.units import CHARACTER, plain

LOWEST, HIGHEST = 27.9, 29.1  # points: what 22 lines of 225 mm leave, whichever way it is rounded
_TEXT = (*RUNNING, Part.RECIPIENTS, Part.NOTE)


def line_spacing(look: Look) -> Iterator[Finding]:
    """Fixed at 28 to 29 points, or single on a grid."""
    for each in look.lines_of(*_TEXT):
        wrong = _other_spacing(each, look.document.section_of(each))
        if wrong:
            yield at("line-spacing", each, wrong)


def _other_spacing(paragraph: Paragraph, section: Section) -> Said | None:
    line = paragraph.line
    if line.rule == "exact":
        return None if LOWEST <= line.value <= HIGHEST else said("exact-points", points=plain(line.value, 2))
    if line.rule == "atLeast":
        on_grid = section.grid.lines and paragraph.snapped
        kept = LOWEST <= line.value <= HIGHEST and (not on_grid or section.grid.pitch <= HIGHEST)
        return None if kept else said("least-points", points=plain(line.value, 2))
    if ruled_by_grid(paragraph, section):
        return None
    if section.grid.lines and paragraph.snapped and LOWEST <= section.grid.pitch * line.value <= HIGHEST:
        return None
    return said("single") if fits(line.value, 1, 0.02) else said("multiple", times=plain(line.value, 2))


def spacing(look: Look) -> Iterator[Finding]:
    """Nothing before or after a paragraph: it would break the 22 lines."""
    for each in look.lines_of(*RUNNING):
        if each.before > 1.0 or each.after > 1.0:
            yield at("paragraph-spacing", each, said("space", before=plain(each.before), after=plain(each.after)))


def indents(look: Look) -> Iterator[Finding]:
    """The first line two characters in, the others flush."""
    for each in look.lines_of(*RUNNING):
        if each.listed and not each.label:
            continue  # points with a sign instead of a number
        first = min((each.start(each.size), each.start(CHARACTER)), key=lambda value: abs(value - 2))
        left = each.left.count(CHARACTER)
        if not fits(first, 2, 0.35):
            yield at("first-line-indent", each, said("indent", characters=plain(max(first, -9.9))))
        elif not fits(left, 0, 0.35):
            yield at("turnover-indent", each, said("indent", characters=plain(left)))
        elif each.right.count(CHARACTER) > 0.35:
            yield at("turnover-indent", each, said("right-indent", characters=plain(each.right.count(CHARACTER))))
