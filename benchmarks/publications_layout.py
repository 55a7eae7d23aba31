"""How long the layout check takes: a text of 100 pages, and one of a page, each with the start of its child process."""

from __future__ import annotations

import io
import resource
import time

from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from zhicheng.publications.layout import check

LINES_A_PAGE, CHARACTERS_A_LINE = 22, 28
SENTENCE = "全市各级各部门围绕年度目标扎实推进质量工作，产品质量、服务质量稳步提升，群众满意度持续提高。"
LIMITS = {"layout_100_pages_s": ("s", 2.0), "layout_1_page_s": ("s", 1.0), "layout_100_pages_mib": ("MiB", 300.0)}


def figures() -> dict[str, dict[str, object]]:
    """Seconds and memory beside their limits, the best of three."""
    long, short = text_of(100), text_of(1)
    values = {"layout_100_pages_s": best(long), "layout_1_page_s": best(short), "layout_100_pages_mib": _children_mib()}
    return {
        name: {
            "value": round(value, 3),
            "unit": LIMITS[name][0],
            "limit": LIMITS[name][1],
            "ok": value <= LIMITS[name][1],
        }
        for name, value in values.items()
    }


def best(content: bytes, times: int = 3) -> float:
    """Seconds of the fastest of some checks."""
    taken = []
    for _time in range(times):
        begun = time.perf_counter()
        check(content, name="通报.docx")
        taken.append(time.perf_counter() - begun)
    return min(taken)


def text_of(pages: int) -> bytes:
    """A text of so many full pages, each paragraph of several runs, with a table on every tenth page."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    for page in range(pages):
        _paragraph(document, f"{'一二三四五六七八九十'[page % 10]}、工作情况")
        written = 0
        while written < (LINES_A_PAGE - 2) * CHARACTERS_A_LINE:
            _paragraph(document, SENTENCE, SENTENCE, "按月调度。")
            written += 2 * len(SENTENCE) + CHARACTERS_A_LINE
        if page % 10 == 0:
            table = document.add_table(rows=9, cols=6)
            for row in table.rows:
                for cell in row.cells:
                    cell.text = "85.2%"
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _paragraph(document: object, *words: str) -> None:
    paragraph = document.add_paragraph()  # type: ignore[attr-defined]
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(28.95)
    for each in words:
        run = paragraph.add_run(each)
        run.font.size = Pt(16)
        run.font.name = "仿宋_GB2312"
        run._element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")


def _children_mib() -> float:
    """The most that any child has used so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
