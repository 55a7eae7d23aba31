"""A docx as its paragraphs, tables and page, before it is written down."""

from __future__ import annotations

from dataclasses import dataclass, field

WAYS = ("direct", "styles", "defaults")
FANGSONG, HEI, KAI, XIAOBIAO, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"


@dataclass
class Run:
    """Words of one look; "" or None takes that of the paragraph. `raw` is XML that stands for itself."""

    text: str = ""
    font: str = ""
    size: float | None = None
    colour: str = ""
    latin: str = ""
    raw: str = ""


@dataclass
class Line:
    """A paragraph with its properties; indents in characters, space in points."""

    runs: list[Run] = field(default_factory=list)
    font: str = FANGSONG
    size: float = 16.0
    colour: str = ""
    spacing: float = -0.2
    jc: str = "both"
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    line: tuple[str, float] = ("exact", 28.95)
    before: float = 0.0
    after: float = 0.0
    borders: str = ""
    new_page: bool = False
    numbered: str = ""
    extra: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @text.setter
    def text(self, words: str) -> None:
        self.runs = [Run(words)]


@dataclass
class Table:
    """A table of one column; `borders` is the inside of tblBorders."""

    rows: list[Line]
    borders: str = ""


@dataclass
class Paper:
    """A whole document. `footers` by type; `way` says where properties are declared."""

    lines: list[Line | Table]
    way: str = "direct"
    width: float = 210.0
    height: float = 297.0
    top: float = 37.0
    bottom: float = 35.0
    left: float = 28.0
    right: float = 26.0
    gutter: float = 0.0
    footer: float = 25.0
    grid: tuple[str, int, int] | None = None
    footers: dict[str, Line] = field(default_factory=dict)
    headers: dict[str, Line] = field(default_factory=dict)
    odd_and_even: bool = True
    own_first_page: bool = False
    numbering: str = ""
    extra_parts: dict[str, bytes] = field(default_factory=dict)

    def find(self, words: str) -> Line:
        """The first line whose text begins so."""
        return next(each for each in self.lines if isinstance(each, Line) and each.text.startswith(words))

    def at(self, words: str) -> int:
        """Its place."""
        return self.lines.index(self.find(words))
