"""Half-width marks in Chinese text: GB/T 9704-2012, 9, with GB/T 15834."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhicheng.publications.layout import writing
from zhicheng.publications.layout.anatomy import Part
from zhicheng.publications.layout.document import Paragraph
from zhicheng.publications.layout.findings import Finding, said
from zhicheng.publications.layout.rules.look import Look, at

_HAN = r"[\u4e00-\u9fff〕）》”’]"
_HALF = re.compile(
    rf"(?<={_HAN})[,;:?!](?!//)|[,;?!](?={_HAN})|(?<={_HAN})\.(?=\s*$|{_HAN})|(?<={_HAN})\(|\)(?={_HAN})|\((?={_HAN})"
    rf"|(?<={_HAN})\)|(?<={_HAN})\"|\"(?={_HAN})"
)
_CHECKED = (Part.TITLE, Part.RECIPIENTS, Part.HEADING, Part.BODY, Part.NOTE)


def half_width(look: Look) -> Iterator[Finding]:
    """Commas, stops, colons, brackets and quotes of English between Chinese characters."""
    for each in look.anatomy.all(*_CHECKED):
        marks = _marks(look, each)
        if marks:
            yield at("punctuation", each, said("marks", marks=" ".join(dict.fromkeys(marks))))


def _marks(look: Look, paragraph: Paragraph) -> list[str]:
    text, part = paragraph.text, look.anatomy.parts[paragraph.index]
    start, end = 0, len(text)
    # What another rule tells of is not told twice.
    if part == Part.HEADING:
        start = writing.number_of(text, look.anatomy.levels[paragraph.index])[1]
    elif part == Part.NOTE:
        start = 3
    elif part == Part.RECIPIENTS and text.endswith(":"):
        end -= 1
    return [match[0] for match in _HALF.finditer(text, start) if match.end() <= end]
