"""The title: typeface, size, place. GB/T 9704-2012, 7.3.1."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.publications.layout.anatomy import Part
from zhicheng.publications.layout.document import Paragraph
from zhicheng.publications.layout.findings import Finding, said
from zhicheng.publications.layout.rules.head import rule_under
from zhicheng.publications.layout.rules.look import Look, at
from zhicheng.publications.layout.rules.typography import other_family, other_size
from zhicheng.publications.layout.typefaces import XIAOBIAO
from zhicheng.publications.layout.units import plain

SIZE = 22.0
_LINE = 28.95
_INDENTED = 0.6  # characters; a title with a first-line indent is not in the middle
_CENTRED = ("center", "distribute")


def title(look: Look) -> Iterator[Finding]:
    """小标宋 of size 2, centred."""
    for each in look.anatomy.all(Part.TITLE):
        wrong = other_family(each, XIAOBIAO)
        if wrong:
            yield at("title-font", each, wrong)
        size = other_size(each, SIZE)
        if size:
            yield at("title-size", each, size)
        if each.align not in _CENTRED:
            yield at("title-align", each, said("aligned", way=said(f"align-{each.align}")))
        elif abs(each.start() - each.end()) > _INDENTED:
            yield at("title-align", each, said("off-centre", characters=plain(each.start() - each.end())))


def position(look: Look) -> Iterator[Finding]:
    """Two blank lines between the red line and the title."""
    titled, ruled = look.anatomy.first(Part.TITLE), rule_under(look)
    if titled is None or ruled is None or look.form == "letter" or titled.section != ruled.section:
        return
    between = [each for each in look.document.paragraphs if ruled.index < each.index < titled.index]
    if any(each.text for each in between) or titled.place or ruled.place:
        return
    space = titled.before + ruled.after + sum(_height(each) for each in between)
    lines = space / _LINE
    if not 1.4 <= lines <= 2.6:
        yield at("title-position", titled, said("blank-lines", count=plain(lines)))


def _height(blank: Paragraph) -> float:
    """The height of a blank line."""
    line = blank.line
    own = line.value if line.rule == "exact" else _LINE * max(line.value if line.rule == "auto" else 1.0, 1.0)
    return own + blank.before + blank.after
