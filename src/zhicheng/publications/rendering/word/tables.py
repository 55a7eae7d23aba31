"""Tables of a docx: fixed widths, a head that repeats, rows that stay whole; wide ones on turned paper."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from zhicheng.publications.rendering.tables import TableSheet
from zhicheng.publications.rendering.word.lines import MM, Run, Setting, add, paragraph
from zhicheng.publications.rendering.word.paper import Paper

_ALIGNS = {"right": "right", "centre": "center"}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LONG_CELL = 200  # characters above which a row may break over pages


def write_table(paper: Paper, table: TableSheet, *, small: bool = False) -> None:
    """Caption above, rows, note beneath; `small` for the numbers of a chart."""
    if table.lies:
        paper.turn(lying=True)
    if table.title:
        caption = Setting(style="SmallText", align="center", keep_next=True) if small else Setting(style="Caption")
        paper.write(table.title, caption)
    paper.put(_table(paper, table, min(table.size, 9.0) if small else table.size))
    if table.note:
        paper.write(table.note, Setting(style="SmallText"))
    else:
        # Two tables without a paragraph between them would become one.
        paper.write((), Setting(style="SmallText", line=6))
    if table.lies:
        paper.turn(lying=False)


def _table(paper: Paper, table: TableSheet, size: float) -> Any:
    made = etree.SubElement(paper.body, qn("w:tbl"))
    own = add(made, "w:tblPr")
    total = sum(table.widths)
    add(own, "w:tblW", w=_twips(total), type="dxa")
    add(own, "w:jc", val="center")
    borders = add(own, "w:tblBorders")
    for side in _SIDES:
        add(borders, f"w:{side}", val="single", sz=4, space=0, color="000000")
    add(own, "w:tblLayout", type="fixed")
    margins = add(own, "w:tblCellMar")
    for side, width in (("left", 1.6), ("right", 1.6)):
        add(margins, f"w:{side}", w=_twips(width), type="dxa")
    if table.title:
        add(own, "w:tblCaption", val=table.title)
    grid = add(made, "w:tblGrid")
    for width in table.widths:
        add(grid, "w:gridCol", w=_twips(width))
    aligns = ["center"] * len(table.heads)
    _row(made, table, table.heads, aligns, Run(face=paper.face("hei"), size=size), head=True)
    aligns = [_ALIGNS.get(each, "left") for each in table.aligns]
    for row in table.rows:
        _row(made, table, row, aligns, Run(size=size), head=False)
    return made


def _row(made: Any, table: TableSheet, cells: tuple[str, ...], aligns: list[str], look: Run, *, head: bool) -> None:
    row = add(made, "w:tr")
    own = add(row, "w:trPr")
    if all(len(each) <= _LONG_CELL for each in cells):
        add(own, "w:cantSplit")
    if head:
        add(own, "w:tblHeader")
    for text, width, align in zip(cells, table.widths, aligns, strict=True):
        cell = add(row, "w:tc")
        about = add(cell, "w:tcPr")
        add(about, "w:tcW", w=_twips(width), type="dxa")
        add(about, "w:vAlign", val="center")
        run = Run(text, face=look.face, size=look.size)
        paragraph(cell, (run,) if text else (), Setting(style="TableText", align=align, keep_next=head))


def _twips(millimetres: float) -> int:
    return round(millimetres * MM * 20)
