"""What changed between two versions of a document, as people are told it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from zhicheng.publications.blocks import Block, Figure, TableBlock
from zhicheng.publications.checking.spoken import lines, words
from zhicheng.publications.drafting.composing import runs


@dataclass(frozen=True)
class Change:
    """A paragraph that was changed, added or taken away; "" where there is none on that side."""

    old: str
    new: str

    @property
    def kind(self) -> str:
        """ "changed", "added" or "removed"."""
        return "changed" if self.old and self.new else "added" if self.new else "removed"


@dataclass(frozen=True)
class ChangedFigure:
    """A figure that is printed otherwise than before."""

    name: str
    old: str
    new: str


def paragraphs(title: str, blocks: Sequence[Block]) -> list[str]:
    """A document as lines: paragraphs, points, captions, a table's rows with bars between the cells."""
    found = [title]
    for block in blocks:
        found += [words(each) for each in lines(block)]
        if isinstance(block, TableBlock):
            found += [" | ".join(words(cell) for cell in row) for row in block.rows]
    return found


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """What changed, in the order of the new text."""
    found: list[Change] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        before, after = list(old[i1:i2]), list(new[j1:j2])
        pairs = max(len(before), len(after))
        before += [""] * (pairs - len(before))
        after += [""] * (pairs - len(after))
        found += [Change(*each) for each in zip(before, after, strict=True)]
    return found


def changed_figures(old: Sequence[Block], new: Sequence[Block]) -> list[ChangedFigure]:
    """Figures of the same name that are printed otherwise, each once."""
    before, after = _figures(old), _figures(new)
    return [
        ChangedFigure(name, before[name], shown) for name, shown in after.items()
        if name in before and before[name] != shown
    ]  # fmt: skip


def _figures(blocks: Sequence[Block]) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in blocks:
        for inlines in runs(block):
            for each in inlines:
                if isinstance(each, Figure) and each.name:
                    found.setdefault(each.name, each.shown)
    return found
