"""Values into a sender's Word document, inside the child: a run in each cell written, every other byte stays."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from zhicheng.core.intake.archive import Package
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused
from zhicheng.publications.forms.docx_reading import document_part
from zhicheng.publications.forms.surgery import Cut, Span, cut, escaped, plain_utf8, repacked, spans

_PARTS = frozenset(("body", "tc", "p", "r", "pPr", "rPr", "sectPr"))
# Marks of tracked changes in the properties of a paragraph's end; a new run must not inherit them.
_TRACKED = re.compile(rb"<\w*:?(?:ins|del|moveFrom|moveTo|rPrChange)\b")


def fill_document(path: Path, limits: Limits, work: Mapping[str, Any]) -> bytes:
    """The document's bytes with the values, and the sources as a last page. Raises Refused."""
    package = Package(path, limits)
    part = document_part(package)
    content = plain_utf8(package.part(part))
    found = spans(content, _PARTS.__contains__)
    cells = [span for span in found if span.local == "tc"]
    cuts = []
    for each in work["values"]:
        if not 0 <= each["place"] < len(cells):
            raise Refused("damaged")
        cuts.append(_written(content, cells[each["place"]], each.get("number") or each.get("text") or ""))
    if work["sources"]:
        cuts.append(_last_page(found, work["sources"], work["title"]))
    changed = cut(content, cuts)
    spans(changed, lambda _local: False)
    real = next(info.filename for name, info in package.names.items() if name.lower() == part.lower())
    return repacked(path.read_bytes(), {real: changed}, {})


def _written(content: bytes, cell: Span, text: str) -> Cut:
    """A run at the end of the cell's first paragraph, dressed as that paragraph is."""
    paragraph = next((child for child in cell.children if child.local == "p"), None)
    if paragraph is None:
        raise Refused("damaged")
    prefix = paragraph.prefix
    run = f'<{prefix}r>{_dress(content, paragraph)}<{prefix}t xml:space="preserve">{escaped(text)}</{prefix}t></{prefix}r>'
    if not paragraph.bare:
        return Cut(paragraph.inner_end, paragraph.inner_end, run.encode())
    tag = content[paragraph.start : paragraph.inner].rstrip(b">").rstrip(b"/").rstrip() + b">"
    return Cut(paragraph.start, paragraph.end, tag + run.encode() + f"</{paragraph.name}>".encode())


def _dress(content: bytes, paragraph: Span) -> str:
    """The properties of an empty run that stands there, or those of the paragraph's end."""
    for owner in ("r", "pPr"):
        for child in paragraph.children:
            if child.local == owner:
                properties = next((each for each in child.children if each.local == "rPr"), None)
                if properties is not None:
                    found = content[properties.start : properties.end]
                    return "" if _TRACKED.search(found) else found.decode()
    return ""


# Of the columns of the sources: what was filled in, row and column, source, period; a text line of A4 in all.
_WIDTHS = (1100, 2700, 3700, 1500)


def _last_page(found: Sequence[Span], rows: Sequence[Sequence[str]], title: str) -> Cut:
    body = next(span for span in found if span.local == "body")
    last = [child for child in body.children if child.local == "sectPr"]
    place = last[-1].start if last else body.inner_end
    w = body.prefix
    heading = _paragraph(w, title, f'<{w}pageBreakBefore/><{w}jc {w}val="center"/>', bold=True, size=28)
    lines = "".join(_row(w, row, first=not number) for number, row in enumerate(rows))
    sides = "".join(
        f'<{w}{side} {w}val="single" {w}sz="4" {w}space="0" {w}color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<{w}gridCol {w}w="{width}"/>' for width in _WIDTHS)
    table = (
        f'<{w}tbl><{w}tblPr><{w}tblW {w}w="5000" {w}type="pct"/><{w}tblBorders>{sides}</{w}tblBorders></{w}tblPr>'
        f"<{w}tblGrid>{grid}</{w}tblGrid>{lines}</{w}tbl>"
    )
    return Cut(place, place, (heading + table + f"<{w}p/>").encode())


def _row(w: str, row: Sequence[str], *, first: bool) -> str:
    head = f"<{w}trPr><{w}cantSplit/><{w}tblHeader/></{w}trPr>" if first else f"<{w}trPr><{w}cantSplit/></{w}trPr>"
    close = f'<{w}spacing {w}before="0" {w}after="0"/>'
    cells = "".join(
        f'<{w}tc><{w}tcPr><{w}tcW {w}w="{width}" {w}type="dxa"/></{w}tcPr>'
        f"{_paragraph(w, text, close, bold=first, size=18)}</{w}tc>"
        for text, width in zip(row, _WIDTHS, strict=True)
    )
    return f"<{w}tr>{head}{cells}</{w}tr>"


def _paragraph(w: str, text: str, properties: str, *, bold: bool, size: int) -> str:
    dress = f'<{w}rPr>{f"<{w}b/>" if bold else ""}<{w}sz {w}val="{size}"/></{w}rPr>'
    return (
        f"<{w}p><{w}pPr>{properties}</{w}pPr><{w}r>{dress}"
        f'<{w}t xml:space="preserve">{escaped(text)}</{w}t></{w}r></{w}p>'
    )
