"""The files of a document: docx, PDF and the body of its page, and what there is to remark on fonts and layout."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from zhicheng.publications import layout
from zhicheng.publications.blocks import Document
from zhicheng.publications.checking import Finding
from zhicheng.publications.checking.spoken import spoken
from zhicheng.publications.fonts import missing_glyphs
from zhicheng.publications.rendering import to_docx, to_html, to_pdf


def docx_of(document: Document) -> bytes:
    """The editable file."""
    return to_docx(document)


def pdf_of(document: Document) -> bytes:
    """The file that is printed and kept."""
    return to_pdf(document)


def html_of(document: Document) -> SafeString:
    """The body of its page."""
    return to_html(document)


def inspect_fonts(document: Document) -> list[Finding]:
    """Characters that the document's fonts lack."""
    text = spoken(document.title, document.blocks)
    fields = (document.recipients, document.copies, document.contact, document.signatory, *document.attachments)
    found = []
    for character in missing_glyphs(text.prose.text + "".join(fields)):
        place = text.prose.text.find(character)
        found.append(Finding("glyph", text.block_of(place) if place >= 0 else -1, character))
    return found


def inspect_layout(content: bytes, *, form: str) -> Sequence[Finding]:
    """Deviations of the produced file from GB/T 9704."""
    return [
        Finding(
            "layout", -1, each.rule,
            {"rule": each.name or each.rule, "expected": each.expected, "found": each.found, "clause": each.clause},
        )
        for each in layout.check(content, form=form).deviations
    ]  # fmt: skip
