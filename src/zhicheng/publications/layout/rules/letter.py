"""The letter form (信函格式): GB/T 9704-2012, 10.1."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zhicheng.publications.layout.anatomy import Part
from zhicheng.publications.layout.document import Document, Line, Paragraph, fits
from zhicheng.publications.layout.findings import Finding, said
from zhicheng.publications.layout.rules.look import Look, at, of
from zhicheng.publications.layout.styles import is_red
from zhicheng.publications.layout.units import BLOCK_WIDTH, POINTS_PER_MM, plain

LENGTH = 170.0


def double_lines(document: Document) -> list[Line]:
    """All red double lines of a document, wherever they stand."""
    first = document.sections[0]
    strips = (*first.headers.values(), *first.footers.values())
    found = [line for _index, line in document.drawn]
    found += [line for strip in strips for line in strip.lines]
    for each in (*document.paragraphs, *(one for strip in strips for one in strip.paragraphs)):
        found += [bordered(line, each) for line in each.borders]
    return [line for line in found if line.double and is_red(line.colour)]


def bordered(line: Line, paragraph: Paragraph) -> Line:
    """A border is as long as the block without the paragraph's indents; wrong margins are told elsewhere."""
    size = paragraph.size
    narrowed = (paragraph.left.count(size) + paragraph.right.count(size)) * size / POINTS_PER_MM
    return replace(line, length=BLOCK_WIDTH - narrowed)


def lines(look: Look) -> Iterator[Finding]:
    """Two red double lines of 170 mm: under the mark and 20 mm above the edge."""
    if look.form != "letter":
        return
    found = double_lines(look.document)
    if len(found) < 2:
        yield of("letter-lines", look.document.sections[0], said("double-lines", count=len(found)))
        return
    for line in found[:2]:
        if line.length is not None and not fits(line.length, LENGTH, 2):
            yield of("letter-lines", look.document.sections[0], said("line-length", value=plain(line.length)))
            return


def first_page(look: Look) -> Iterator[Finding]:
    """No number on the first page."""
    if look.form != "letter":
        return
    section = look.document.sections[0]
    numbered = any(strip.numbered for strip in section.footers.values())
    shown = section.footers.get("first") if section.own_first_page else section.footers.get("default")
    if numbered and shown is not None and shown.numbered is not None:
        yield of("letter-first-page", section, said("first-numbered"), kind="footer")


def number(look: Look) -> Iterator[Finding]:
    """The number at the right edge under the first double line; no printing line in the imprint."""
    if look.form != "letter":
        return
    for each in look.anatomy.all(Part.NUMBER):
        if each.place in ("", "header") and (each.align != "right" or each.end() > 0.35):
            yield at("letter-number", each, said("aligned", way=said(f"align-{each.align}")))
    for each in look.anatomy.all(Part.PRINTED):
        yield at("letter-imprint", each, said("printing-line"))
