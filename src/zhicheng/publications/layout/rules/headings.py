"""Levels of headings: their typefaces, the form and the order of their numbers. GB/T 9704-2012, 7.3.3."""

from __future__ import annotations

from collections.abc import Iterator

from zhicheng.publications.layout import writing
from zhicheng.publications.layout.anatomy import Part
from zhicheng.publications.layout.document import Paragraph
from zhicheng.publications.layout.findings import Finding, said
from zhicheng.publications.layout.rules.look import Look, at
from zhicheng.publications.layout.rules.typography import heading_end, other_family
from zhicheng.publications.layout.typefaces import FANGSONG, HEI, KAI

FAMILIES = {1: HEI, 2: KAI, 3: FANGSONG, 4: FANGSONG}
_NUMBERED_SENTENCES = (1, 2)


def typefaces(look: Look) -> Iterator[Finding]:
    """黑体, 楷体, 仿宋, 仿宋. A numbered sentence that is no heading may stay in 仿宋."""
    for each in look.anatomy.all(Part.HEADING):
        level = look.anatomy.levels[each.index]
        end = heading_end(each)
        wrong = other_family(each, FAMILIES[level], 0, end)
        if wrong and not (_is_sentence(each, level, end) and not other_family(each, FANGSONG, 0, end)):
            yield at(f"heading-{level}-font", each, wrong)


def _is_sentence(paragraph: Paragraph, level: int, end: int) -> bool:
    """A point of a reply (一、同意……。) or of an article (（一）……；): one sentence, closed, nothing after it."""
    words = paragraph.words.rstrip()
    return level in _NUMBERED_SENTENCES and words.endswith(("。", "；")) and end >= len(words)


def numbers(look: Look) -> Iterator[Finding]:
    """Numbers written otherwise than 一、（一）1.（1）."""
    for each in look.anatomy.all(Part.HEADING):
        level, right = writing.level_of(each.text)
        if not right:
            _count, length = writing.number_of(each.text, level)
            yield at("heading-number", each, said("written", text=each.text[:length]))


def order(look: Look) -> Iterator[Finding]:
    """A level that comes without the one above it, and a number that leaves one out."""
    counts: dict[int, int] = {}
    part = 0
    in_articles = any(writing.ARTICLES.match(each.text) for each in look.anatomy.all(Part.BODY))
    for each in look.anatomy.all(Part.HEADING):
        if look.anatomy.annexes.get(each.index, 0) != part:
            part, counts = look.anatomy.annexes[each.index], {}
        level = look.anatomy.levels[each.index]
        count, _length = writing.number_of(each.text, level)
        skipped = level in (2, 4) and not any(counts.get(above) for above in range(1, level))
        if skipped and not in_articles and count == 1:
            yield at("heading-level", each, said(f"no-level-above-{level}", text=each.text[:_length]))
        before = counts.get(level, 0)
        if before and count > before + 1 and level <= _NUMBERED_SENTENCES[-1]:
            last = said(f"number-{level}", number=before)
            yield at("heading-sequence", each, said("jumps", last=last, next=said(f"number-{level}", number=count)))
        counts = {above: known for above, known in counts.items() if above <= level} | {level: count}
