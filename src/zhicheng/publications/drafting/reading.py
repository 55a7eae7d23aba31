"""Reading a template into pieces: words, figures, places of tables and charts, conditions; nothing is lost."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from zhicheng.publications.drafting.problems import Problem

WORDS, FIGURE, PLACE, IF, ELSE, END, LINE_END = "words", "figure", "place", "if", "else", "end", "line-end"
LONGEST = 200_000

# Double brackets typed in a Chinese input method are as good; single ones stay text.
_WIDE = str.maketrans("｛｝［］｜", "{}[]|")
_PIECES = re.compile(
    r"(?P<figure>\{\{(?P<name>[^{}\n]*)\}\})|(?P<place>\[\[(?P<what>[^\[\]\n]*)\]\])"
    r"|(?P<if>【\s*若(?P<condition>[^【】\n]*)】)|(?P<else>【\s*否则\s*】)|(?P<end>【\s*完\s*】)"
    r"|(?P<open_figure>\{\{)|(?P<close_figure>\}\})|(?P<open_place>\[\[)|(?P<open_if>【\s*若)|(?P<line>\n)"
)
_DEFINED = re.compile(r"^[ \t\u3000]*设[ \t\u3000]*(?P<name>[^=＝\n]{1,80}?)[ \t\u3000]*[=＝](?P<text>.*)$")
NOTE = "//"


@dataclass(frozen=True)
class Piece:
    """A piece of the template: its kind, what stands inside its brackets (or the words), the source, and where."""

    kind: str
    inside: str
    source: str
    at: int
    inside_at: int = 0


@dataclass(frozen=True)
class Defined:
    """A line 设 name = expression, with where each of both begins."""

    name: str
    text: str
    at: int
    text_at: int
    source: str


@dataclass(frozen=True)
class Template:
    """A template as it was read."""

    text: str
    pieces: tuple[Piece, ...]
    defined: tuple[Defined, ...]
    starts: tuple[int, ...]

    def place(self, at: int) -> tuple[int, int]:
        """Line and column, from 1."""
        line = bisect_right(self.starts, at)
        return line, at - self.starts[line - 1] + 1


Tell = Callable[..., None]


def read(text: str, problems: list[Problem]) -> Template:
    """Read a template; what is not closed is told and stays as words."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    too_long = len(text) > LONGEST
    text = text[:LONGEST]
    starts = [0]
    starts += [match.end() for match in re.finditer("\n", text)]
    bare = Template(text, (), (), tuple(starts))
    if too_long:
        line, column = bare.place(len(text))
        problems.append(Problem("template-long", line, column, 1, {"limit": str(LONGEST)}))
    defined: list[Defined] = []
    pieces: list[Piece] = []
    for at, line_text in _lines(text, starts):
        if line_text.lstrip(" \t\u3000").startswith(NOTE):
            continue
        if match := _DEFINED.match(line_text):
            defined.append(
                Defined(
                    match["name"].strip(), match["text"], at + match.start("name"), at + match.start("text"), line_text
                )
            )
            continue
        pieces.extend(_pieces(line_text, at, bare, problems))
        pieces.append(Piece(LINE_END, "", "\n", at + len(line_text)))
    return Template(text, tuple(pieces), tuple(defined), tuple(starts))


def _lines(text: str, starts: list[int]) -> Iterator[tuple[int, str]]:
    for place, start in enumerate(starts):
        end = starts[place + 1] - 1 if place + 1 < len(starts) else len(text)
        yield start, text[start:end]


_UNCLOSED = {
    "open_figure": "unclosed-figure", "close_figure": "stray-close", "open_place": "unclosed-place",
    "open_if": "unclosed-if",
}  # fmt: skip


def _pieces(line: str, start: int, template: Template, problems: list[Problem]) -> Iterator[Piece]:
    shadow, at = line.translate(_WIDE), 0
    for match in _PIECES.finditer(shadow):
        kind = str(match.lastgroup) if match.lastgroup in _UNCLOSED else _kind(match)
        if kind in _UNCLOSED:
            row, column = template.place(start + match.start())
            problems.append(Problem(_UNCLOSED[kind], row, column, match.end() - match.start()))
            continue
        if match.start() > at:
            yield Piece(WORDS, line[at : match.start()], line[at : match.start()], start + at)
        group = {FIGURE: "name", PLACE: "what", IF: "condition"}.get(kind)
        inside = shadow[match.start(group) : match.end(group)] if group else ""
        inside_at = match.start(group) if group else match.start()
        yield Piece(kind, inside, line[match.start() : match.end()], start + match.start(), start + inside_at)
        at = match.end()
    if at < len(line):
        yield Piece(WORDS, line[at:], line[at:], start + at)


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind in (FIGURE, PLACE, IF, ELSE, END) if match[kind] is not None)
