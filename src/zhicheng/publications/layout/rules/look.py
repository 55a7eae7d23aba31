"""What every rule is given: the measured document, what its paragraphs are, the form it is held to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhicheng.publications.layout import writing
from zhicheng.publications.layout.anatomy import Anatomy, Part
from zhicheng.publications.layout.document import Document, Paragraph, Section
from zhicheng.publications.layout.findings import Finding, Place, Said, quoted

TEXT = (
    Part.RECIPIENTS, Part.HEADING, Part.BODY, Part.NOTE, Part.SIGNATURE, Part.DATE, Part.REMARK,
)  # fmt: skip
"""What is written in size 3 on the lines of the page."""


@dataclass(frozen=True)
class Look:
    """A document under one form: "document" (文件式) or "letter" (信函式)."""

    document: Document
    anatomy: Anatomy
    form: str

    def upright(self) -> Iterator[Section]:
        """The sections whose paper stands; a lying one is for wide tables."""
        return (each for each in self.document.sections if not each.landscape)

    def lines_of(self, *parts: Part) -> Iterator[Paragraph]:
        """Paragraphs of the text itself on standing paper."""
        for each in self.anatomy.all(*parts):
            if not self.document.section_of(each).landscape:
                yield each


def at(rule: str, paragraph: Paragraph, found: Said) -> Finding:
    """A breach at a paragraph."""
    kind = {"": "paragraph", "table": "table", "box": "box"}.get(paragraph.place, paragraph.place)
    return Finding(rule, found, Place(kind, paragraph.number, quoted(paragraph.text)))


def of(rule: str, section: Section, found: Said, *, kind: str = "section") -> Finding:
    """A breach of a section, or of its header or footer."""
    return Finding(rule, found, Place(kind, section.number))


def is_han(sign: str) -> bool:
    """A Chinese character that every typeface of an office has."""
    return bool(writing.HAN.match(sign))
