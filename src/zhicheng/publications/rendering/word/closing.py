"""What ends a document: attachments, signature and date, remarks, sources of the figures, imprint.

GB/T 9704-2012, 7.3.4 to 7.3.6 and 7.4. The imprint stands at the foot of the page on which the text ends.
"""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from zhicheng.publications.rendering.word.lines import MM, Run, Setting, add, paragraph
from zhicheng.publications.rendering.word.paper import WIDE, Paper

_THICK, _THIN = 0.35 * MM, 0.25 * MM
_SIZE = 14.0  # of the imprint
_WIDTHS = (96.0, 60.0)  # millimetres: who printed it, and when


def write_closing(paper: Paper) -> None:
    """Everything below the text."""
    _attachments(paper)
    _signature(paper)
    for each in paper.sheet.remarks:
        paper.write(each)
    _sources(paper)
    if paper.sheet.has_imprint:
        _imprint(paper)


def _attachments(paper: Paper) -> None:
    """附件：1. under it 2.; a name's second line stands under its first."""
    names = paper.sheet.attachments
    if not names:
        return
    paper.blank()
    lead, number = (0.0 if paper.english else 3.0), (1.0 if len(names) > 1 else 0.0)
    for place, each in enumerate(names):
        hang = number + (lead if place == 0 else 0.0)
        left = 2.0 + lead + number
        paper.write(each, Setting(style="OfficialText", left=left, first=-hang, size=paper.size, align="left"))


def _signature(paper: Paper) -> None:
    sheet = paper.sheet
    if not (sheet.issuer and sheet.date):
        return
    paper.blank()
    for text, free, keep in ((sheet.issuer, sheet.issuer_right, True), (sheet.date, sheet.date_right, False)):
        paper.write(
            text,
            Setting(
                style="OfficialText",
                align="right",
                first=0,
                right=free,
                size=paper.size,
                keep_next=keep,
                keep_lines=True,
            ),
        )


def _sources(paper: Paper) -> None:
    """Where the figures come from, and where the document is found."""
    sheet = paper.sheet
    if not (sheet.sources or sheet.address):
        return
    paper.blank()
    if sheet.sources:
        head = Run(sheet.say("sources"), face=paper.face("hei"))
        paper.write((head,), Setting(style="SmallText", keep_next=True))
    for each in sheet.sources:
        paper.write(each, Setting(style="SmallText"))
    if sheet.address:
        paper.write(sheet.say("address", address=sheet.address), Setting(style="SmallText"))


def _imprint(paper: Paper) -> None:
    """Copies above, who printed it and when below; thick lines around, a thin one between. A letter has no lines."""
    sheet = paper.sheet
    table = _floating(paper)
    if sheet.copies:
        hang = 0.0 if paper.english else 3.0
        setting = Setting(style="Imprint", left=1.0 + hang, right=1.0, first=-hang, size=_SIZE)
        _row(table, ((sheet.say("copies") + sheet.copies, _WIDTHS[0] + _WIDTHS[1], setting),))
    if sheet.printed_on or sheet.printed_by:
        word = sheet.say("printed")
        told = f"{word}{sheet.printed_on}" if paper.english else f"{sheet.printed_on}{word}"
        left = Setting(style="Imprint", left=1.0, size=_SIZE)
        right = Setting(style="Imprint", align="right", right=1.0, size=_SIZE)
        _row(table, ((sheet.printed_by, _WIDTHS[0], left), (told if sheet.printed_on else "", _WIDTHS[1], right)))
    paper.put(table)
    # The text ends with a paragraph, not with a table.
    paper.write((), Setting(style="SmallText", line=1.0))


def _floating(paper: Paper) -> Any:
    """A table at the foot of the page on which it is met."""
    made = etree.SubElement(paper.body, qn("w:tbl"))
    own = add(made, "w:tblPr")
    add(own, "w:tblpPr", leftFromText=0, rightFromText=0, vertAnchor="margin", horzAnchor="margin", tblpXSpec="left",
        tblpYSpec="bottom")  # fmt: skip
    add(own, "w:tblOverlap", val="never")
    add(own, "w:tblW", w=round(WIDE * MM * 20), type="dxa")
    if not paper.letter:
        borders = add(own, "w:tblBorders")
        for side, weight in (("top", _THICK), ("bottom", _THICK), ("insideH", _THIN)):
            add(borders, f"w:{side}", val="single", sz=round(weight * 8), space=0, color="000000")
    add(own, "w:tblLayout", type="fixed")
    margins = add(own, "w:tblCellMar")
    for side in ("left", "right"):
        add(margins, f"w:{side}", w=0, type="dxa")
    grid = add(made, "w:tblGrid")
    for width in _WIDTHS:
        add(grid, "w:gridCol", w=round(width * MM * 20))
    return made


def _row(table: Any, cells: tuple[tuple[str, float, Setting], ...]) -> None:
    row = add(table, "w:tr")
    add(add(row, "w:trPr"), "w:cantSplit")
    for text, width, setting in cells:
        cell = add(row, "w:tc")
        about = add(cell, "w:tcPr")
        add(about, "w:tcW", w=round(width * MM * 20), type="dxa")
        if len(cells) == 1:
            add(about, "w:gridSpan", val=len(_WIDTHS))
        add(about, "w:vAlign", val="center")
        paragraph(cell, (Run(text),) if text else (), setting)
