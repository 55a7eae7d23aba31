"""The rules by what they look at; each is a function of a `Look` that yields what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhicheng.publications.layout.findings import Finding
from zhicheng.publications.layout.rules import (
    annexes,
    closing,
    head,
    headings,
    imprint,
    letter,
    page,
    page_numbers,
    paragraphs,
    punctuation,
    title,
    typography,
)
from zhicheng.publications.layout.rules.look import Look

Check = Callable[[Look], Iterator[Finding]]

EVERY_TEXT: tuple[Check, ...] = (page.paper, page.margins)
"""What holds for a text in any language."""

CHECKS: tuple[Check, ...] = (
    *EVERY_TEXT,
    page.grid,
    head.marks,
    head.number,
    head.red_line,
    head.signatory,
    letter.lines,
    letter.first_page,
    letter.number,
    title.title,
    title.position,
    closing.recipients,
    typography.typefaces,
    typography.sizes,
    typography.colours,
    headings.typefaces,
    headings.numbers,
    headings.order,
    paragraphs.line_spacing,
    paragraphs.spacing,
    paragraphs.indents,
    closing.attachment_note,
    closing.date,
    closing.remark,
    annexes.marks,
    annexes.order,
    imprint.copies,
    imprint.printed,
    imprint.lines,
    imprint.order,
    page_numbers.numbers,
    punctuation.half_width,
)
