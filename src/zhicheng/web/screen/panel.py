"""The one shape of a panel: what it is called, which template draws it, and what it has to tell of an edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from zhicheng.core.text import Names
from zhicheng.indicators.editions.content import Edition
from zhicheng.web.public.reading import Programme

T = TypeVar("T")

# What can be read from eight metres at once (ui/README.md, idea 9).
MOST_ROWS = 8


@dataclass(frozen=True)
class Showing:
    """What is shown: a programme with its edition, and those before it, the oldest first."""

    programme: Programme
    edition: Edition
    history: tuple[Edition, ...]


@dataclass(frozen=True)
class Panel:
    """One panel. `tell` gives the contexts of its template, one for each page that it fills; none where it is silent."""

    slug: str
    names: Names
    tell: Callable[[Showing], Sequence[Mapping[str, Any]]]

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"screen/panels/{self.slug}.html"


def in_pages(rows: Sequence[T], most: int = MOST_ROWS) -> list[Sequence[T]]:
    """Rows spread evenly over as few pages as hold them: nine become five and four, not eight and one."""
    pages = -(-len(rows) // most)
    ends = [-(-len(rows) * page // pages) for page in range(pages + 1)] if pages else []
    return [rows[begin:end] for begin, end in pairwise(ends)]


def lines(text: str, width: float) -> int:
    """So many lines a text needs at most in a column of this many Chinese characters; a Latin letter is half as wide."""
    wide = sum(1.0 if ord(letter) > 0x2E7F else 0.62 for letter in text)
    return max(1, -(-int(wide + 1) // int(width)))


def with_room(rows: Sequence[T], heights: Sequence[float], most: float) -> list[T]:
    """The first rows that have room together; always one."""
    taken: list[T] = []
    used = 0.0
    for row, height in zip(rows, heights, strict=True):
        used += height
        if taken and used > most:
            break
        taken.append(row)
    return taken
