"""A PDF as text: lines joined into the paragraphs they were, page numbers and running heads dropped, pages named.

A PDF knows characters and their places on the page, not paragraphs; what belongs together is judged by indents, line
ends and distances, as an eye does. Lines with the same wide gaps below each other are taken for a table.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.prose.building import Draft, Laid
from zhicheng.core.prose.model import PARAGRAPH, Prose
from zhicheng.core.prose.pdf_lines import Line, joined, lines_of, runs_on

_NUMBER = re.compile(r"^[\s\-—–－·•]*(第\s*)?\d{1,4}(\s*页)?(\s*[/／,，]?\s*(共\s*)?\d{1,4}(\s*页)?)?[\s\-—–－·•]*$")
_EDGE = 0.12  # of the page's height, where numbers and running heads stand
_OFTEN = 0.6
_PRIVATE = re.compile("[\ue000-\uf8ff\ufffd]")


def read(path: Path, name: str, limits: Limits) -> Prose:
    """The text of a pdf. Raises Refused."""
    import pypdfium2  # heavy, and needed for this kind only

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise Refused("encrypted" if "assword" in str(error) else "damaged") from error
    if len(document) > limits.pages:
        raise Refused("too-many-pages", limit=limits.pages)
    pages = [_page(document, number, limits) for number in range(len(document))]
    empty = [number for number, (_height, lines) in enumerate(pages, start=1) if not lines]
    if len(empty) == len(pages):
        raise Refused("scanned" if pages else "blank")
    _look_for_garbage(pages)
    draft = Draft(limits)
    if empty:
        draft.remark("no-text-pages", pages="、".join(map(str, empty)))
    _write(draft, _without_edges(pages))
    return draft.finished(kind="pdf", name=name)


def _page(document: Any, number: int, limits: Limits) -> tuple[float, list[Line]]:
    import pypdfium2

    try:
        page = document[number]
        words = page.get_textpage()
    except pypdfium2.PdfiumError:
        return 0.0, []
    try:
        if words.count_chars() > limits.characters:
            raise Refused("too-long", limit=limits.characters)
        return page.get_height(), lines_of(words, page=number + 1)
    finally:
        words.close()
        page.close()


def _look_for_garbage(pages: Sequence[tuple[float, list[Line]]]) -> None:
    text = "".join(line.text for _height, lines in pages for line in lines)
    if len(_PRIVATE.findall(text)) > 0.2 * len(text):
        raise Refused("garbled")


def _without_edges(pages: Sequence[tuple[float, list[Line]]]) -> list[list[Line]]:
    """The pages without their numbers, and without what stands at the edge of most of them."""
    repeated: Counter[str] = Counter()
    for height, lines in pages:
        repeated.update({_pattern(line) for line in lines if _at_edge(line, height)})
    often = {words for words, times in repeated.items() if times >= 3 and times >= _OFTEN * len(pages)}
    return [
        [
            line
            for line in lines
            if not (_at_edge(line, height) and (_NUMBER.match(line.text) or _pattern(line) in often))
        ]
        for height, lines in pages
    ]


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text.strip())


def _at_edge(line: Line, height: float) -> bool:
    return line.bottom < _EDGE * height or line.top > (1 - _EDGE) * height


def _write(draft: Draft, pages: list[list[Line]]) -> None:
    lines = [line for page in pages for line in page]
    margins = {
        page[0].page: (min(line.left for line in page), max(line.right for line in page)) for page in pages if page
    }
    paragraph: list[Line] = []
    place = 0
    while place < len(lines):
        rows = _rows(lines, place)
        if rows:
            _close(draft, paragraph)
            paragraph = []
            _table(draft, lines[place : place + rows])
            place += rows
            continue
        line = lines[place]
        if paragraph and not runs_on(paragraph, line, margins):
            _close(draft, paragraph)
            paragraph = []
        paragraph.append(line)
        place += 1
    _close(draft, paragraph)


def _close(draft: Draft, lines: list[Line]) -> None:
    if lines:
        first, last = lines[0].page, lines[-1].page
        where = f"第 {first} 页" if first == last else f"第 {first}—{last} 页"
        draft.block(joined(lines), PARAGRAPH, where=where)


def _rows(lines: list[Line], place: int) -> int:
    """How many lines from here are rows of a table: at least two, with the same number of parts, three or more."""
    width = len(lines[place].cells)
    if width < 2:
        return 0
    end = place
    while end < len(lines) and len(lines[end].cells) == width and lines[end].page == lines[place].page:
        end += 1
    least = 2 if width > 2 else 3
    return end - place if end - place >= least else 0


def _table(draft: Draft, rows: list[Line]) -> None:
    number = draft.tables + 1
    draft.table(
        Laid(row, column, words, where=f"第 {line.page} 页表 {number} 第 {row + 1} 行第 {column + 1} 列")
        for row, line in enumerate(rows)
        for column, words in enumerate(line.cells)
    )
