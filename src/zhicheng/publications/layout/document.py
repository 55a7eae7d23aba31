"""A Word document as it was measured: what holds for each section, paragraph and run once all styles are resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from zhicheng.publications.layout.units import CHARACTER, same

_BLANKS = {"\u3000": 1.0, "\u2003": 1.0, " ": 0.5, "\u00a0": 0.5, "\u2002": 0.5}


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look. `east` is the typeface of Chinese characters, `latin` that of digits and letters.

    `size` and `spacing` are in points; `colour` is RRGGBB in capitals, black where Word chooses it. `page` marks the
    number of the page.
    """

    text: str
    east: str = ""
    latin: str = ""
    size: float = 10.0
    colour: str = "000000"
    spacing: float = 0.0
    page: bool = False


@dataclass(frozen=True, slots=True)
class Indent:
    """One indent as it was declared: in characters where Word knows it so, else in points."""

    points: float = 0.0
    characters: float | None = None

    def count(self, size: float) -> float:
        """In characters of this size."""
        return self.characters if self.characters is not None else self.points / (size or CHARACTER)


@dataclass(frozen=True, slots=True)
class LineSpacing:
    """`exact` and `atLeast` in points, `auto` in multiples of a line."""

    rule: str = "auto"
    value: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A ruled line: a paragraph's or table's border, or a drawn one. `length` in millimetres, None where not told.

    `side` is "top", "bottom" or "between" for a border and "drawn" for a drawing; `kind` is Word's word for it.
    """

    side: str
    kind: str = "single"
    points: float = 0.5
    colour: str = "000000"
    length: float | None = None

    @property
    def double(self) -> bool:
        """Two strokes, of one weight or of two."""
        lowered = self.kind.lower()
        return lowered in ("double", "dbl", "tri", "triple") or ("thick" in lowered and "thin" in lowered)


@dataclass(slots=True)
class Paragraph:
    """A paragraph with what is in force for it; `number` counts those with words, 0 for a blank one.

    `label` is the automatic number that Word draws before the words. `place` is "" in the text itself, else "table",
    "box", "header" or "footer". `anchored` is where the text box or frame it stands in is put, "" for none.
    """

    index: int
    number: int = 0
    label: str = ""
    spans: tuple[Span, ...] = ()
    align: str = "both"
    first: Indent = Indent()
    left: Indent = Indent()
    right: Indent = Indent()
    line: LineSpacing = LineSpacing()
    before: float = 0.0
    after: float = 0.0
    snapped: bool = True
    listed: bool = False
    new_page: bool = False
    borders: tuple[Line, ...] = ()
    section: int = 0
    style: str = ""
    place: str = ""
    table: int = -1
    anchored: str = ""
    pictures: bool = False
    mark_size: float = 10.0
    words: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self.words = "".join(span.text for span in self.spans)

    @property
    def text(self) -> str:
        """Number and words, without what surrounds them."""
        return (self.label + self.words).strip(" \t\n\u3000\u00a0")

    @property
    def size(self) -> float:
        """The size of most of its characters; of its end where it has none."""
        return most((span.size, len(span.text.strip())) for span in self.spans) or self.mark_size

    @property
    def leading(self) -> float:
        """Blanks typed before the first word, in characters."""
        return _width_of_blanks(self.words)

    @property
    def trailing(self) -> float:
        """Blanks typed after the last word, in characters."""
        return _width_of_blanks(reversed(self.words))

    def start(self, size: float = 0.0) -> float:
        """Where the first line begins, in characters from the left edge of the text."""
        unit = size or self.size
        return self.left.count(unit) + self.first.count(unit) + (0.0 if self.label else self.leading)

    def end(self) -> float:
        """What stays free at the right, in characters."""
        return self.right.count(self.size) + self.trailing

    def glyphs(self, start: int = 0, end: int | None = None) -> Iterator[tuple[str, Span]]:
        """The characters of its words in this stretch, each with its look."""
        position, stop = 0, len(self.words) if end is None else end
        for span in self.spans:
            if position >= stop:
                return
            for sign in span.text[max(0, start - position) : stop - position]:
                yield sign, span
            position += len(span.text)

    def coloured(self, test: Callable[[str], bool]) -> bool:
        """Have most of its characters a colour that passes?"""
        marks = [(test(span.colour), len(span.text.strip())) for span in self.spans]
        return sum(n for ok, n in marks if ok) * 2 > sum(n for _ok, n in marks) > 0


@dataclass(frozen=True, slots=True)
class Grid:
    """The grid of a section: pitch of lines in points, and what it adds to each character."""

    lines: bool = False
    characters: bool = False
    pitch: float = 0.0
    added: float = 0.0


@dataclass(slots=True)
class Section:
    """A section; lengths in millimetres. `footers` and `headers` by "default", "even" and "first"."""

    number: int
    width: float = 215.9
    height: float = 279.4
    top: float = 25.4
    bottom: float = 25.4
    left: float = 25.4
    right: float = 25.4
    gutter: float = 0.0
    header: float = 12.7
    footer: float = 12.7
    landscape: bool = False
    grid: Grid = Grid()
    own_first_page: bool = False
    continuous: bool = False
    headers: dict[str, Strip] = field(default_factory=dict)
    footers: dict[str, Strip] = field(default_factory=dict)


@dataclass(slots=True)
class Strip:
    """What stands in a header or footer."""

    paragraphs: Sequence[Paragraph] = ()
    lines: Sequence[Line] = ()

    @property
    def numbered(self) -> Paragraph | None:
        """The paragraph with the number of the page."""
        return next((each for each in self.paragraphs if any(span.page for span in each.spans)), None)


@dataclass(slots=True)
class Table:
    """A table's number, and the lines at its edges and between its rows."""

    number: int
    lines: tuple[Line, ...] = ()


@dataclass
class Document:
    """All of it. `drawn` are lines that were drawn in the text, with the index of the paragraph they hang from."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    drawn: list[tuple[int, Line]] = field(default_factory=list)
    odd_and_even: bool = False
    remarks: list[str] = field(default_factory=list)

    def section_of(self, paragraph: Paragraph) -> Section:
        """The section a paragraph stands in."""
        return self.sections[min(paragraph.section, len(self.sections) - 1)]


def most(pairs: Iterable[tuple[float, int]]) -> float | None:
    """The value with the greatest weight; None for none."""
    weights: dict[float, int] = {}
    for value, weight in pairs:
        weights[value] = weights.get(value, 0) + weight
    return max(weights, key=lambda value: weights[value]) if weights else None


def _width_of_blanks(signs: Iterable[str]) -> float:
    width = 0.0
    for sign in signs:
        if sign not in _BLANKS:
            break
        width += _BLANKS[sign]
    return width


def fits(value: float, wanted: float, tolerance: float) -> bool:
    """Is a measured value the wanted one?"""
    return same(value, wanted, tolerance)
