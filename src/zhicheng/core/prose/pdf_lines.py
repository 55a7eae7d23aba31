"""The lines of a PDF's page, and which of them are one paragraph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from zhicheng.core.prose.building import is_han

_HYPHENS = "\x02\xad\u2010\ufffe"
_EM = 0.8  # of the height of a font's box, its size
_WIDE = 1.5  # a gap of so many characters parts two cells
_WORD = 0.12  # and of so much of one two words
_SAME_LINE = 0.5
_WORD_AHEAD = re.compile(r"[A-Za-z0-9.,%-]+")
_SLANT = 0.1
_CLOSED = re.compile(r"[。！？!?；;：:]$")
# Begins an item of its own, wherever the line before ends.
_ITEM = re.compile(
    r"^(第[一二三四五六七八九十百零〇\d]+[章节節条條部]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、](?!\d)|[—–-]{2})"
)


@dataclass(frozen=True)
class Line:
    """One line: its words, its parts between wide gaps, and where it stands in points from the lower left."""

    text: str
    cells: tuple[str, ...]
    page: int
    left: float
    right: float
    bottom: float
    top: float
    size: float


@dataclass(frozen=True, slots=True)
class _Sign:
    sign: str
    left: float
    bottom: float
    right: float
    top: float


def lines_of(words: Any, *, page: int) -> list[Line]:
    """The lines of a page's text, from the top down.

    Signs are put in order by where they stand: programs draw a quotation mark in another font after its line, and the
    cells of a table in any order.
    """
    signs = sorted(_signs(words), key=lambda each: -(each.top + each.bottom))
    lines: list[list[_Sign]] = []
    bottom = top = 0.0
    for sign in signs:
        shared = min(top, sign.top) - max(bottom, sign.bottom)
        if lines and shared > _SAME_LINE * min(top - bottom, sign.top - sign.bottom):
            lines[-1].append(sign)
        else:
            lines.append([sign])
            bottom, top = sign.bottom, sign.top
    return [_line(sorted(each, key=lambda sign: sign.left), page) for each in lines]


def _signs(words: Any) -> list[_Sign]:
    import pypdfium2.raw as raw  # heavy, and needed for this kind only

    box = raw.FS_RECTF()
    found, high = [], 0
    for number in range(words.count_chars()):
        code = raw.FPDFText_GetUnicode(words, number)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        sign = chr(code)
        # Slanting words are watermarks.
        if not code or sign.isspace() or abs(raw.FPDFText_GetCharAngle(words, number)) > _SLANT:
            continue
        if raw.FPDFText_GetLooseCharBox(words, number, box) and box.top > box.bottom:
            found.append(_Sign(sign, box.left, box.bottom, box.right, box.top))
    return found


def _line(signs: list[_Sign], page: int) -> Line:
    size = max(sorted(each.top - each.bottom for each in signs)[len(signs) // 2] * _EM, 1.0)
    parts, before = [signs[0].sign], signs[0]
    for each in signs[1:]:
        gap = each.left - before.right
        if gap > _WIDE * size:
            parts.append("")
        elif gap > _WORD * size and not (is_han(each.sign) or is_han(before.sign)):
            parts[-1] += " "
        parts[-1] += each.sign
        before = each
    return Line(
        "　".join(parts), tuple(parts), page, signs[0].left, max(each.right for each in signs),
        min(each.bottom for each in signs), max(each.top for each in signs), size,
    )  # fmt: skip


def runs_on(paragraph: Sequence[Line], line: Line, margins: Mapping[int, tuple[float, float]]) -> bool:
    """Does this line go on with the paragraph?"""
    last = paragraph[-1]
    left, right = margins[line.page]
    last_right = margins[last.page][1]
    if abs(line.size - last.size) > 0.2 * max(line.size, last.size):
        return False
    if last.right < last_right - _room_left(last, line) * last.size:
        return False
    if line.left > left + 1.4 * line.size and line.left > last.left + 0.8 * line.size:
        return False
    if line.left > left + 1.4 * line.size and _ITEM.match(line.text):
        return False
    if line.page != last.page:
        return not _CLOSED.search(last.text) or line.left < left + 1.0 * line.size
    if last.bottom - line.top > 1.6 * line.size + _usual_gap(paragraph):
        return False
    return line.right <= right + line.size


def _room_left(last: Line, line: Line) -> float:
    """How many characters short of the margin a line may end and still go on: a word, or a sign that may not lead."""
    if _CLOSED.search(last.text):
        return 1.1
    word = _WORD_AHEAD.match(line.text)
    return max(3.5, 0.7 * len(word[0]) + 1) if word else 3.5


def _usual_gap(paragraph: Sequence[Line]) -> float:
    gaps = [one.bottom - other.top for one, other in pairwise(paragraph) if one.page == other.page]
    return max(min(gaps), 0.0) if gaps else 0.0


def joined(lines: Sequence[Line]) -> str:
    """Lines as one paragraph: nothing between Chinese lines or inside a number, a space between words."""
    text = lines[0].text
    for line in lines[1:]:
        after = line.text
        if text[-1] in _HYPHENS or (
            text[-1] == "-" and text[-2:-1].isascii() and text[-2:-1].isalpha() and after[0].islower()
        ):
            text = text[:-1] + after
        elif is_han(text[-1]) or is_han(after[0]) or _inside_number(text, after):
            text += after
        else:
            text += " " + after
    return "".join(sign for sign in text if sign not in "\x02\xad\ufffe")


def _inside_number(before: str, after: str) -> bool:
    return (before[-1].isdigit() or before[-1] in ".,") and (after[0].isdigit() or after[0] in ".,%％")
