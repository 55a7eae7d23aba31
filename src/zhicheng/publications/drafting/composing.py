"""Composing a template: words and frozen figures become blocks, and what is wrong becomes problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from zhicheng.core.text import to_traditional
from zhicheng.indicators.editions.content import Edition
from zhicheng.publications.blocks import (
    Block,
    ChartBlock,
    Figure,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    TableBlock,
    Text,
)
from zhicheng.publications.drafting.drawing import CHART_NAMES, draw_chart
from zhicheng.publications.drafting.figures import Figures
from zhicheng.publications.drafting.palette import palette
from zhicheng.publications.drafting.problems import Problem
from zhicheng.publications.drafting.reading import ELSE, END, FIGURE, IF, LINE_END, PLACE, WORDS, Piece, read
from zhicheng.publications.drafting.tables import MOST_ROWS, TABLES

DEEPEST = 10
_HEADING = re.compile(r"(#{1,5})[ \t\u3000]+|(#{1,5})(?=[^#\s])")
_POINT = re.compile(r"[-·•][ \t\u3000]+")
_NUMBERED = re.compile(r"\d{1,3}\.[ \t\u3000]+")
_FLUSH = re.compile(r">[ \t\u3000]*")


@dataclass(frozen=True)
class Composed:
    """What a template became. `figures` are those in the text, in order; `named` the tables and charts asked for."""

    title: str
    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...]
    figures: tuple[Figure, ...] = ()
    named: tuple[str, ...] = ()


def compose(
    text: str, *, edition: Edition | None, earlier: Edition | None = None, language: str = "zh-hans",
    with_charts: bool = True,
) -> Composed:  # fmt: skip
    """Fill a template with the figures of an edition, and of an earlier one under 上期.

    Never fails: what cannot be understood stays as it was written and is told in `problems`.
    """
    problems: list[Problem] = []
    template = read(text, problems)
    older = palette(earlier) if earlier is not None else None
    figures = Figures(template, palette(edition), older, edition is not None, problems, language)
    figures.define()
    lines = _Lines(_chosen(template.pieces, figures), figures)
    made = _Making(edition, earlier, language, figures, with_charts=with_charts)
    for line in lines.read():
        made.line(line)
    made.close_list()
    if not made.title.strip():
        problems.append(Problem("no-title", 1, 1))
    blocks = tuple(made.blocks)
    title = made.title.strip()
    if language == "zh-hant":
        title, blocks = to_traditional(title), tuple(traditional(each) for each in blocks)
    ordered = sorted(problems, key=lambda each: (each.line, each.column))
    return Composed(title, blocks, tuple(ordered), tuple(_figures(blocks)), tuple(made.named))


def _chosen(pieces: Sequence[Piece], figures: Figures) -> list[Piece]:
    """The pieces that conditions leave; a condition that cannot be read leaves all of its text."""
    chosen: list[Piece] = []
    open_ifs: list[tuple[Piece, bool, bool]] = []  # the piece, whether its text is kept now, whether 否则 was there
    for piece in pieces:
        kept = all(each[1] for each in open_ifs)
        if piece.kind == IF:
            if len(open_ifs) >= DEEPEST:
                figures.tell("too-deep", piece.at, len(piece.source), limit=str(DEEPEST))
            verdict = figures.condition(piece) if kept else bool(figures.read_condition(piece))
            open_ifs.append((piece, verdict is not False, False))
        elif piece.kind == ELSE:
            if not open_ifs:
                figures.tell("stray-else", piece.at, len(piece.source))
            elif open_ifs[-1][2]:
                figures.tell("second-else", piece.at, len(piece.source))
            else:
                opened, held, _else = open_ifs[-1]
                open_ifs[-1] = (opened, not held, True)
        elif piece.kind == END:
            if open_ifs:
                open_ifs.pop()
            else:
                figures.tell("stray-end", piece.at, len(piece.source))
        elif kept:
            chosen.append(piece)
        elif piece.kind == FIGURE:
            figures.check_only(piece)
    for piece, _kept, _else in open_ifs:
        figures.tell("unclosed-if", piece.at, len(piece.source))
    return chosen


@dataclass
class _Line:
    """One line: how it begins, its inlines, and the places of tables and charts in it."""

    inlines: list[Inline] = field(default_factory=list)
    places: list[Piece] = field(default_factory=list)
    at: int = 0


class _Lines:
    """Pieces gathered line by line, figures looked up."""

    def __init__(self, pieces: Sequence[Piece], figures: Figures) -> None:
        self.pieces, self.figures = pieces, figures

    def read(self) -> list[_Line]:
        lines, line = [], _Line()
        for piece in self.pieces:
            if piece.kind == LINE_END:
                lines.append(line)
                line = _Line(at=piece.at + 1)
            elif piece.kind == WORDS:
                line.inlines.append(Text(piece.inside))
            elif piece.kind == FIGURE:
                line.inlines.append(self.figures.inline(piece))
            elif piece.kind == PLACE:
                line.places.append(piece)
        lines.append(line)
        return [each for each in map(_trimmed, lines) if each.inlines or each.places]


def _trimmed(line: _Line) -> _Line:
    """Without spaces at both ends, and neighbouring words joined."""
    joined: list[Inline] = []
    for each in line.inlines:
        if isinstance(each, Text) and joined and isinstance(joined[-1], Text):
            joined[-1] = Text(joined[-1].text + each.text)
        else:
            joined.append(each)
    if joined and isinstance(joined[0], Text):
        joined[0] = Text(joined[0].text.lstrip(" \t\u3000"))
    if joined and isinstance(joined[-1], Text):
        joined[-1] = Text(joined[-1].text.rstrip())
    line.inlines = [each for each in joined if not isinstance(each, Text) or each.text]
    return line


class _Making:
    """The blocks as they grow."""

    def __init__(
        self, edition: Edition | None, earlier: Edition | None, language: str, figures: Figures, *, with_charts: bool
    ) -> None:
        self.edition, self.earlier, self.language, self.figures = edition, earlier, language, figures
        self.with_charts = with_charts
        self.title = ""
        self.blocks: list[Block] = []
        self.named: list[str] = []
        self._points: list[tuple[Inline, ...]] = []
        self._ordered = False

    def line(self, line: _Line) -> None:
        """Put a line where it belongs."""
        if line.inlines:
            first = line.inlines[0].text if isinstance(line.inlines[0], Text) else ""
            for pattern, put in (
                (_HEADING, self._heading), (_POINT, self._point), (_NUMBERED, self._numbered), (_FLUSH, self._flush)
            ):  # fmt: skip
                if match := pattern.match(first):
                    rest = first[match.end() :]
                    inlines = (*((Text(rest),) if rest else ()), *line.inlines[1:])
                    put(match, inlines, line)
                    break
            else:
                self.close_list()
                self.blocks.append(Paragraph(tuple(line.inlines)))
        for piece in line.places:
            if line.inlines or len(line.places) > 1:
                what = "图" if piece.inside.strip().startswith("图") else "表"
                self.figures.tell("place-inline", piece.at, len(piece.source), what=what)
            self.close_list()
            self._place(piece)

    def _heading(self, match: re.Match[str], inlines: tuple[Inline, ...], line: _Line) -> None:
        level = len(match[1] or match[2])
        self.close_list()
        if level == 1 and not self.title:
            self.title = "".join(each.text if isinstance(each, Text) else each.shown for each in inlines)[:200]
            return
        if level == 1:
            self.figures.tell("two-titles", line.at, 1)
        self.blocks.append(Heading(max(1, level - 1), inlines))

    def _point(
        self, _match: re.Match[str], inlines: tuple[Inline, ...], _line: _Line, *, ordered: bool = False
    ) -> None:
        if self._points and self._ordered != ordered:
            self.close_list()
        self._ordered = ordered
        self._points.append(inlines)

    def _numbered(self, match: re.Match[str], inlines: tuple[Inline, ...], line: _Line) -> None:
        self._point(match, inlines, line, ordered=True)

    def _flush(self, _match: re.Match[str], inlines: tuple[Inline, ...], _line: _Line) -> None:
        self.close_list()
        self.blocks.append(Paragraph(inlines, flush=True))

    def close_list(self) -> None:
        """A list ends where something else begins."""
        if self._points:
            self.blocks.append(ListBlock(tuple(self._points), self._ordered))
            self._points = []

    def _place(self, piece: Piece) -> None:
        what, _space, rest = piece.inside.strip().replace("\u3000", " ").partition(" ")
        name, _space, about = rest.strip().partition(" ")
        makers: Mapping[str, Callable[[Piece, str, str], Block | None]] = {"表": self._table, "图": self._chart}
        if what not in makers or not name:
            known = "表 领域进展、图 领域进展"
            self.figures.tell(
                "unknown-place", piece.at, len(piece.source), name=piece.inside.strip(), what="表或图", known=known
            )
            self.blocks.append(Paragraph((Text(piece.source),)))
            return
        self.named.append(f"{what} {name}")
        block = makers[what](piece, name, about.strip())
        self.blocks.append(block if block is not None else Paragraph((Text(piece.source),)))

    def _table(self, piece: Piece, name: str, about: str) -> Block | None:
        kind = TABLES.get(name)
        if kind is None:
            known = "、".join(TABLES)
            self.figures.tell("unknown-place", piece.at, len(piece.source), name=name, what="表", known=known)
            return None
        if self.edition is None:
            self.figures.tell("no-edition", piece.at, len(piece.source), name=name)
            return None
        made = kind.make(self.edition, about, self.language)
        if made is None:
            example = kind.example or f"[[表 {name}]]"
            self.figures.tell("unknown-place-of", piece.at, len(piece.source), what="表", name=name, example=example)
            return None
        if isinstance(made, TableBlock) and len(made.rows) > MOST_ROWS:
            facts = {"name": name, "rows": str(len(made.rows)), "limit": str(MOST_ROWS)}
            self.figures.tell("table-long", piece.at, len(piece.source), near=(), **facts)
            return replace(made, rows=made.rows[:MOST_ROWS])
        return made

    def _chart(self, piece: Piece, name: str, about: str) -> Block | None:
        if name not in CHART_NAMES:
            known = "、".join(CHART_NAMES)
            self.figures.tell("unknown-place", piece.at, len(piece.source), name=name, what="图", known=known)
            return None
        if self.edition is None:
            self.figures.tell("no-edition", piece.at, len(piece.source), name=name)
            return None
        if not self.with_charts:
            return None
        made = draw_chart(name, self.edition, self.earlier, about=about, language=self.language)
        if isinstance(made, str) or not made.table.rows:
            why = made if isinstance(made, str) else ""
            self.figures.tell("chart-empty", piece.at, len(piece.source), name=name, why=why)
            return None
        return made


def _figures(blocks: Sequence[Block]) -> list[Figure]:
    found: list[Figure] = []
    for block in blocks:
        for inlines in runs(block):
            found += [each for each in inlines if isinstance(each, Figure)]
    return found


def runs(block: Block) -> list[tuple[Inline, ...]]:
    """Every stretch of inlines in a block, a chart's table included."""
    if isinstance(block, (Heading, Paragraph)):
        return [block.inlines]
    if isinstance(block, ListBlock):
        return list(block.points)
    table = block.table if isinstance(block, ChartBlock) else block
    return [cell for row in table.rows for cell in row]


def traditional(block: Block) -> Block:
    """A block in traditional characters; figures keep their names and keys."""

    def turned(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(
            Text(to_traditional(each.text)) if isinstance(each, Text)
            else replace(each, shown=to_traditional(each.shown))
            for each in inlines
        )  # fmt: skip

    if isinstance(block, (Heading, Paragraph)):
        return replace(block, inlines=turned(block.inlines))
    if isinstance(block, ListBlock):
        return replace(block, points=tuple(turned(each) for each in block.points))
    if isinstance(block, ChartBlock):
        return block
    return replace(
        block, caption=to_traditional(block.caption), note=to_traditional(block.note),
        columns=tuple(replace(each, title=to_traditional(each.title)) for each in block.columns),
        rows=tuple(tuple(turned(cell) for cell in row) for row in block.rows),
    )  # fmt: skip
