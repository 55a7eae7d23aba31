"""One paragraph of a docx: what it says, how it is set. Lengths in points, indents in characters of its own size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

MM = 72 / 25.4  # points
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True)
class Face:
    """A typeface as it is asked for: `east` for Chinese, `latin` for the rest."""

    east: str
    latin: str


@dataclass(frozen=True)
class Run:
    """Words of one look; None keeps the style's. `code` is a field such as PAGE, `narrowed` a share of the width."""

    text: str = ""
    face: Face | None = None
    size: float | None = None
    colour: str = ""
    bold: bool | None = None
    spacing: float = 0.0  # points between characters
    narrowed: float = 1.0
    code: str = ""


@dataclass(frozen=True)
class Border:
    """A line at a side of a paragraph: `kind` as Word calls it, `weight` in points, `space` to the words in points."""

    side: str
    kind: str = "single"
    weight: float = 1.0
    space: float = 0.0
    colour: str = "000000"


@dataclass(frozen=True)
class Setting:
    """How a paragraph is set; None and "" leave it to the style. `first` below 0 hangs the lines after the first."""

    style: str = ""
    align: str = ""
    left: float | None = None
    right: float | None = None
    first: float | None = None
    before: float | None = None
    after: float | None = None
    line: float | None = None  # exact height in points; 0 lets the line be as high as what stands in it
    size: float = 16.0  # of the characters that indents are counted in
    off_grid: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    outline: int | None = None
    number: int | None = None
    borders: tuple[Border, ...] = ()
    tabs: tuple[tuple[str, float], ...] = ()  # kind and place in points
    frame: Mapping[str, str | int] | None = None


def add(parent: Any, tag: str, **attributes: str | float) -> Any:
    """A new child; attributes of the same name space."""
    child = etree.SubElement(parent, qn(tag))
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), str(value))
    return child


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def paragraph(parent: Any, runs: str | Sequence[Run], setting: Setting = Setting()) -> Any:
    """Write a paragraph at the end of the parent."""
    written = add(parent, "w:p")
    write_setting(written, setting)
    for each in (Run(runs),) if isinstance(runs, str) else runs:
        write_run(written, each)
    return written


def write_setting(parent: Any, setting: Setting) -> None:
    """`w:pPr`, its children in the order that the schema asks for."""
    own = add(parent, "w:pPr")
    if setting.style:
        add(own, "w:pStyle", val=setting.style)
    if setting.keep_next:
        add(own, "w:keepNext")
    if setting.keep_lines:
        add(own, "w:keepLines")
    if setting.frame:
        add(own, "w:framePr", **setting.frame)
    if setting.number is not None:
        numbered = add(own, "w:numPr")
        add(numbered, "w:ilvl", val=0)
        add(numbered, "w:numId", val=setting.number)
    if setting.borders:
        around = add(own, "w:pBdr")
        for each in sorted(
            setting.borders, key=lambda one: ("top", "left", "bottom", "right", "between").index(one.side)
        ):
            weight, space = round(each.weight * 8), round(each.space)
            add(around, f"w:{each.side}", val=each.kind, sz=weight, space=space, color=each.colour)
    if setting.tabs:
        stops = add(own, "w:tabs")
        for kind, place in setting.tabs:
            add(stops, "w:tab", val=kind, pos=twips(place))
    if setting.off_grid:
        add(own, "w:snapToGrid", val=0)
    _spacing(own, setting)
    _indents(own, setting)
    if setting.align:
        add(own, "w:jc", val=setting.align)
    if setting.outline is not None:
        add(own, "w:outlineLvl", val=setting.outline)


def _spacing(own: Any, setting: Setting) -> None:
    given: dict[str, str | float] = {}
    if setting.before is not None:
        given["before"] = twips(setting.before)
    if setting.after is not None:
        given["after"] = twips(setting.after)
    if setting.line is not None:
        given |= {"line": twips(setting.line) or 240, "lineRule": "exact" if setting.line else "auto"}
    if given:
        add(own, "w:spacing", **given)


def _indents(own: Any, setting: Setting) -> None:
    """In characters for people who change the size later, and in twips for programs that know no characters."""
    given: dict[str, str | float] = {}
    for name, value in (("left", setting.left), ("right", setting.right)):
        if value is not None:
            given |= {f"{name}Chars": round(value * 100), name: twips(value * setting.size)}
    if setting.first is not None:
        name, value = ("hanging", -setting.first) if setting.first < 0 else ("firstLine", setting.first)
        given |= {f"{name}Chars": round(value * 100), name: twips(value * setting.size)}
    if given:
        add(own, "w:ind", **given)


def write_run(parent: Any, run: Run) -> None:
    """`w:r` with its look; a field is written as Word keeps it, with a number that it replaces when it opens the file."""
    pieces: list[tuple[str, str]] = [("text", run.text)] if not run.code else [
        ("begin", ""), ("code", run.code), ("separate", ""), ("text", run.text or "1"), ("end", ""),
    ]  # fmt: skip
    for kind, text in pieces:
        written = add(parent, "w:r")
        write_look(written, run)
        if kind == "code":
            add(written, "w:instrText").text = f" {text} "
        elif kind != "text":
            add(written, "w:fldChar", fldCharType=kind)
        else:
            _write_text(written, text)


def _write_text(parent: Any, text: str) -> None:
    """Words with tabs and breaks of a line."""
    for place, line in enumerate(text.split("\n")):
        if place:
            add(parent, "w:br")
        for number, part in enumerate(line.split("\t")):
            if number:
                add(parent, "w:tab")
            if part:
                words = add(parent, "w:t")
                words.text = part
                words.set(XML_SPACE, "preserve")


def write_look(parent: Any, run: Run) -> None:
    """`w:rPr`, its children in the order of the schema; nothing where the style says it all."""
    if not (run.face or run.size or run.colour or run.bold is not None or run.spacing or run.narrowed != 1.0):
        return
    own = add(parent, "w:rPr")
    if run.face:
        latin = run.face.latin
        add(own, "w:rFonts", ascii=latin, hAnsi=latin, eastAsia=run.face.east, cs=latin)
    if run.bold is not None:
        add(own, "w:b", val=int(run.bold))
    if run.colour:
        add(own, "w:color", val=run.colour)
    if run.spacing:
        add(own, "w:spacing", val=twips(run.spacing))
    if run.narrowed != 1.0:
        add(own, "w:w", val=round(run.narrowed * 100))
    if run.size:
        add(own, "w:sz", val=round(run.size * 2))
        add(own, "w:szCs", val=round(run.size * 2))
