"""The docx of a document: editable in Word and WPS, laid out by GB/T 9704-2012 with declared styles.

`paper` holds page and styles, `lines` how one paragraph is written, `head`, `body`, `tables` and `closing` what stands
where. Word breaks the pages itself: that the last one is even is left to whoever prints it.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, time

from zhicheng.publications.blocks import Document
from zhicheng.publications.rendering.sheet import Sheet, sheet
from zhicheng.publications.rendering.word.body import write_body
from zhicheng.publications.rendering.word.closing import write_closing
from zhicheng.publications.rendering.word.head import write_head
from zhicheng.publications.rendering.word.paper import Paper

__all__ = ["to_docx"]


def to_docx(document: Document) -> bytes:
    """The document as docx. Raises: RuleBroken for what cannot be drawn."""
    made = sheet(document)
    paper = Paper(made)
    write_head(paper)
    write_body(paper)
    write_closing(paper)
    _tell_about(paper, made, document)
    held = io.BytesIO()
    paper.file.save(held)
    return held.getvalue()


def _tell_about(paper: Paper, made: Sheet, document: Document) -> None:
    """Title, author and language in the file's own properties: screen readers say the title first."""
    about = paper.file.core_properties
    about.title, about.author, about.last_modified_by = made.title or made.mark or made.issuer, made.author, made.author
    about.subject, about.comments, about.keywords = made.number, made.banner, ""
    about.language = {"en": "en-US", "zh-hant": "zh-TW"}.get(made.language, "zh-CN")
    about.revision = 1
    if document.dated is not None:
        about.created = about.modified = datetime.combine(document.dated, time(), UTC)
