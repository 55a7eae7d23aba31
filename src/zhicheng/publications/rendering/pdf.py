"""PDF by typst: tagged, PDF/UA-1 and PDF/A-2a, no network; the text goes in as data and is never read as markup.

Compiling to PDF/UA is the gate: a picture without words, a heading out of order or a document without a title stops it.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import RuleBroken
from zhicheng.publications import charts, fonts
from zhicheng.publications.blocks import Document, Heading, ListBlock, Paragraph
from zhicheng.publications.layout.typefaces import FANGSONG, HEI, KAI, SONG, XIAOBIAO
from zhicheng.publications.rendering.plain_text import words
from zhicheng.publications.rendering.sheet import ChartSheet, Sheet, sheet, spoken_blocks
from zhicheng.publications.rendering.tables import TableSheet

TEMPLATE = Path(__file__).with_name("document.typ")
STANDARDS = ("ua-1", "a-2a")
LINES, LINES_ENGLISH = 22, 32
_LONG_CELL = 200  # characters above which a cell may break over pages
_TALLEST = 150.0  # millimetres of a chart
# One compiler a folder of fonts; typst keeps what it has read of them, and two threads must not share a compile.
_LOCK = threading.Lock()


def to_pdf(document: Document, *, fonts: Path | None = None) -> bytes:
    """The document as PDF/UA-1. `fonts` is a folder of licensed fonts, the city's own where none is given.

    Raises: RuleBroken for what cannot be drawn, or not so that everybody can read it.
    """
    made = sheet(document)
    data = json.dumps(_data(made, fonts), ensure_ascii=False)
    try:
        with _LOCK:
            made_pdf: bytes = _compiler(_folders(fonts)).compile(
                sys_inputs={"document": data}, format="pdf", pdf_standards=list(STANDARDS)
            )
            return made_pdf
    except typst.TypstError as error:
        raise RuleBroken(
            _("生成PDF时被无障碍检查或排版程序拒绝：%(error)s。请按提示修改正文后重试；仍不能解决的，请将本句转系统管理员。"),
            code="pdf-refused", error=str(getattr(error, "message", "") or error)[:300],
        ) from None  # fmt: skip


def _folders(own: Path | None) -> tuple[str, ...]:
    return tuple(map(str, fonts.folders(own)))


@lru_cache(maxsize=4)
def _compiler(folders: tuple[str, ...]) -> Any:
    return typst.Compiler(
        str(TEMPLATE), root=str(TEMPLATE.parent), font_paths=list(folders), ignore_system_fonts=True,
    )  # fmt: skip


def _data(made: Sheet, own: Path | None) -> dict[str, Any]:
    faces = fonts.faces(own)
    printed = (
        f"{made.printed_on}{made.say('printed')}"
        if made.language != "en"
        else f"{made.say('printed')}{made.printed_on}"
    )
    return {
        "language": made.language, "form": made.form, "title": made.title or made.mark or made.issuer,
        "title-lines": made.title_lines, "author": made.author, "banner": made.banner,
        "lines": LINES_ENGLISH if made.language == "en" else LINES,
        "faces": {
            "body": faces[FANGSONG], "hei": faces[HEI], "kai": faces[KAI], "title": faces[XIAOBIAO], "song": faces[SONG],
            "title-is-own": faces[XIAOBIAO][0] != fonts.SERIF,
        },
        "urgency": made.urgency, "mark": made.mark, "mark-size": made.mark_size, "mark-scale": made.mark_scale,
        "number": made.number, "signatory": made.signatory, "recipients": made.recipients,
        "blocks": [_block(made, place, each) for place, each in spoken_blocks(made)],
        "attachments": made.attachments, "issuer": made.issuer, "date": made.date,
        "issuer-right": made.issuer_right, "date-right": made.date_right, "remarks": made.remarks,
        "imprint": made.has_imprint, "copies": made.copies, "printed-by": made.printed_by,
        "printed": printed if made.printed_on else "", "sources": made.sources,
        "address": made.say("address", address=made.address) if made.address else "",
        "page-sign": made.say("page", number=0),
        "words": {"signatory": made.say("signatory"), "copies": made.say("copies"), "sources": made.say("sources")},
    }  # fmt: skip


def _block(made: Sheet, place: int, block: Any) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"type": "heading", "level": block.level, "text": block.number + words(block.inlines)}
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "text": words(block.inlines), "flush": block.flush}
    if isinstance(block, ListBlock):
        return {"type": "list", "ordered": block.ordered, "points": [words(each) for each in block.points]}
    if place in made.tables:
        return {"type": "table", "table": _table(made.tables[place])}
    return dict(_chart(made.charts[place]))


def _table(table: TableSheet) -> dict[str, Any]:
    return {
        "title": table.title, "heads": table.heads, "rows": table.rows, "aligns": table.aligns, "widths": table.widths,
        "size": table.size, "lies": table.lies, "note": table.note,
        "parts": any(len(cell) > _LONG_CELL for row in table.rows for cell in row),
    }  # fmt: skip


def _chart(chart: ChartSheet) -> Mapping[str, Any]:
    drawing = charts.svg(chart.spec)
    wide, high = charts.size(drawing)
    return {
        "type": "chart", "title": chart.title, "svg": drawing, "alt": chart.alternative, "note": chart.note,
        "see": chart.see, "table": _table(chart.table) if chart.table else None,
        "width": round(min(156.0, _TALLEST * wide / high), 2),
    }  # fmt: skip
