"""The text: headings, paragraphs, lists, charts; tables are in `tables`."""

from __future__ import annotations

import io

from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph as Written

from zhicheng.publications import charts
from zhicheng.publications.blocks import Heading, ListBlock, Paragraph
from zhicheng.publications.rendering.plain_text import words
from zhicheng.publications.rendering.sheet import ChartSheet, spoken_blocks
from zhicheng.publications.rendering.word.lines import Run, Setting
from zhicheng.publications.rendering.word.paper import WIDE, Paper
from zhicheng.publications.rendering.word.tables import write_table

_TALLEST = 150.0  # millimetres of a chart
_SCALE = 3.0  # pixels for one of the drawing: sharp in print


def write_body(paper: Paper) -> None:
    """All blocks that say something, in their order."""
    for place, block in spoken_blocks(paper.sheet):
        if isinstance(block, Heading):
            paper.write(block.number + words(block.inlines), Setting(style=f"Heading{min(block.level, 4)}"))
        elif isinstance(block, Paragraph):
            paper.write(words(block.inlines), Setting(style="OfficialText", first=0 if block.flush else None))
        elif isinstance(block, ListBlock):
            number = paper.list_number(ordered=block.ordered)
            for point in block.points:
                paper.write(
                    words(point), Setting(style="OfficialText", number=number, left=0, first=2, size=paper.size)
                )
        elif place in paper.sheet.tables:
            write_table(paper, paper.sheet.tables[place])
        else:
            _write_chart(paper, paper.sheet.charts[place])


def _write_chart(paper: Paper, chart: ChartSheet) -> None:
    """The picture with its words for who cannot see it, the title that says the finding, the numbers beneath."""
    wide, high = charts.size(charts.svg(chart.spec))
    element = paper.write((), Setting(style="Picture"))
    picture = Written(element, paper.file._body).add_run().add_picture(
        io.BytesIO(charts.png(chart.spec, _SCALE)), width=Mm(min(WIDE, _TALLEST * wide / high))
    )  # fmt: skip
    told = picture._inline.find(qn("wp:docPr"))
    told.set("descr", chart.alternative)
    told.set("name", chart.title)
    paper.write(chart.title, Setting(style="Caption"))
    for note in (chart.see, chart.note):
        if note:
            paper.write((Run(note),), Setting(style="SmallText"))
    if chart.table is not None:
        write_table(paper, chart.table, small=True)
