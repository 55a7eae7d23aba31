"""Tables typed into plain text: lines in a row whose cells are parted by tabs or by upright strokes.

Two lines at least, each with the same number of cells, and a figure in one of them; everything else stays a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_RULE = re.compile(r"[ ]*\|?[ ]*:?-{2,}:?[ ]*(?:\|[ ]*:?-{2,}:?[ ]*)*\|?[ ]*")  # |---|---|
_TAB = re.compile(r"[^\t]*")
_STROKE = re.compile(r"[^|｜]*")
_MOST_CELLS = 60
_FIGURE_CELL = re.compile(r"[\s(（]*[\d０-９][\d０-９.,，]*[^\d]{0,6}")


def runs(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int, list[list[Span]]]]:
    """Of lines with their starts: from which to which (exclusive) they are a table, and its rows of cells."""
    place = 0
    while place < len(lines):
        rows: list[list[Span]] = []
        end = place
        while end < len(lines):
            start, words = lines[end]
            if rows and _RULE.fullmatch(words):
                end += 1
                continue
            cells = _cells(start, words)
            if len(cells) < 2 or (rows and len(cells) != len(rows[0])):
                break
            rows.append(cells)
            end += 1
        if len(rows) > 1 and _has_figures(lines[place:end]):
            yield place, end, rows
        place = max(end, place + 1)


def _cells(start: int, words: str) -> list[Span]:
    """Where the cells of a line stand, without the blanks around them; none where the line has no cells."""
    if "\t" in words.strip():
        shape, text, offset = _TAB, words, 0
    elif len(re.findall(r"[|｜]", words)) > 1:
        text = words.strip().strip("|｜")
        shape, offset = _STROKE, words.index(text) if text else 0
    else:
        return []
    found: list[Span] = []
    position = 0
    while position <= len(text) and len(found) <= _MOST_CELLS:
        match = shape.match(text, position)
        assert match is not None  # noqa: S101 - both shapes match nothing too
        raw = match[0]
        first = start + offset + position + len(raw) - len(raw.lstrip())
        found.append((first, first + len(raw.strip())))
        position = match.end() + 1
    return found if len(found) <= _MOST_CELLS else []


def _has_figures(lines: Sequence[tuple[int, str]]) -> bool:
    return any(_FIGURE_CELL.fullmatch(cell) for _start, words in lines for cell in re.split(r"[\t|｜]", words))
