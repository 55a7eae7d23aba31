"""The words of a Word paragraph, run by run: what stands is kept with its place in the XML, what does not is noted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from zhicheng.core.prose.word_styles import Styles, switched_on

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_INSERTED = ("ins", "moveTo")
_GONE = ("del", "moveFrom")
_HOLDERS = ("sdt", "sdtContent", "hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo", "ruby", "rubyBase")
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Ticks and boxes of Wingdings, which lie in the private area.
_TICKS = {0xF0FC: "√", 0xF0FE: "√", 0xF052: "√", 0xF0FB: "×"}
_DRAWN = ("drawing", "pict", "object")


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text and the element whose words it is; `skip` characters of that element come before it.

    `host` is the run in the body from which a note or text box hangs, where the stretch lies in one.
    """

    start: int
    end: int
    element: Any
    skip: int = 0
    host: Any = None

    def moved(self, by: int, host: Any) -> Place:
        """The same in the whole text."""
        return replace(self, start=self.start + by, end=self.end + by, host=host)


@dataclass
class Gatherer:
    """Gathers one block at a time; what it has seen of hidden words, notes and boxes stays."""

    w: str
    styles: Styles
    hidden: bool = False
    struck: bool = False
    revised: bool = False
    ever_revised: bool = False
    traced: bool = False
    parts: list[str] = field(default_factory=list)
    length: int = 0
    places: list[Place] = field(default_factory=list)
    boxes: list[tuple[Any, Any]] = field(default_factory=list)
    marks: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        w = self.w
        self._run_tag, self._text_tag, self._properties = w + "r", w + "t", w + "rPr"
        self._style = w + "rStyle"
        self._val = w + "val"
        self._holders = {w + each for each in _HOLDERS}
        self._inserted = {w + each for each in _INSERTED}
        self._gone = {w + each for each in _GONE}
        self._signs = {w + tag: sign for tag, sign in _SIGNS.items()}
        self._drawn = {w + each for each in _DRAWN}
        self._note_marks = {w + each: each for each in ("footnoteReference", "endnoteReference")}
        self._instructions = 0

    @property
    def text(self) -> str:
        """The words of the block."""
        return "".join(self.parts)

    def begin(self, *, revised: bool, traced: bool) -> None:
        """Start a block."""
        self.parts, self.places, self.length = [], [], 0
        self.revised, self.traced = revised, traced

    def paragraph(self, element: Any) -> None:
        """The words of a paragraph."""
        properties = element.find(self.w + "pPr")
        named = properties.find(self.w + "pStyle") if properties is not None else None
        self._paragraph_style = named.get(self._val) if named is not None else None
        # A field whose end is missing must not swallow what follows, so each paragraph starts outside of fields.
        self._fields: list[bool] = []
        self._gather(element)
        self.ever_revised |= self.revised

    def _gather(self, holder: Any) -> None:
        for child in holder:
            tag = child.tag
            if tag == self._run_tag:
                self._run(child)
            elif tag in self._holders:
                self._gather(child)
            elif tag in self._inserted:
                self.revised = True
                self._gather(child)
            elif tag in self._gone:
                self.revised = True
            elif tag == _MC + "AlternateContent":
                self._gather(_chosen(child))
            elif tag in (_MATH + "oMath", _MATH + "oMathPara"):
                self._math(child)

    def _run(self, run: Any) -> None:
        if self._stands(run.find(self._properties)):
            for child in run:
                self._piece(child, run)

    def _stands(self, properties: Any) -> bool:
        flags = {"vanish": False, "strike": False, "dstrike": False}
        named = None
        if properties is not None:
            style = properties.find(self._style)
            named = style.get(self._val) if style is not None else None
        for which in flags:
            element = properties.find(self.w + which) if properties is not None else None
            if element is not None:
                flags[which] = switched_on(element, self._val)
            else:
                flags[which] = self.styles.flag(named, which) or self.styles.flag(self._paragraph_style, which)
        self.hidden |= flags["vanish"]
        self.struck |= flags["strike"] or flags["dstrike"]
        return not any(flags.values())

    def _piece(self, child: Any, run: Any) -> None:
        tag = child.tag
        if tag == self._text_tag:
            if not self._in_instruction:
                self._text(child)
        elif tag in self._signs:
            self._keep(self._signs[tag], child)
        elif tag == self.w + "sym":
            self._keep(_symbol(child.get(self.w + "char")), child)
        elif tag == self.w + "fldChar":
            self._field(child.get(self.w + "fldCharType"))
        elif tag in self._note_marks:
            self.marks.setdefault(self._note_marks[tag], []).append((child.get(self.w + "id") or "", run))
        elif tag in self._drawn:
            self._find_boxes(child, run)
        elif tag == _MC + "AlternateContent":
            for each in _chosen(child):
                self._piece(each, run)
        elif tag == self.w + "ruby":
            self._gather([child])

    @property
    def _in_instruction(self) -> bool:
        return any(self._fields)

    def _field(self, step: str | None) -> None:
        if step == "begin":
            self._fields.append(True)
        elif step == "separate" and self._fields:
            self._fields[-1] = False
        elif step == "end" and self._fields:
            self._fields.pop()

    def _text(self, element: Any) -> None:
        text = element.text or ""
        skip = 0
        if element.get(_SPACE) != "preserve" and (text[:1].isspace() or text[-1:].isspace()):
            # Word leaves out spaces at the ends that are not marked as meant; the wide space of Chinese is no such.
            bare = text.lstrip(" \t\r\n")
            skip, text = len(text) - len(bare), bare.rstrip(" \t\r\n")
        if "\n" in text or "\r" in text:
            text = text.replace("\r", " ").replace("\n", " ")
        self._keep(text, element, skip)

    def _keep(self, text: str, element: Any, skip: int = 0) -> None:
        if text:
            if self.traced:
                self.places.append(Place(self.length, self.length + len(text), element, skip))
            self.parts.append(text)
            self.length += len(text)

    def _math(self, element: Any) -> None:
        """A formula in one line, so that 90 over 105 does not become 90105."""
        for child in element:
            if child.tag == _MATH + "t":
                self._keep(child.text or "", child)
            elif child.tag == _MATH + "f":
                for place, each in enumerate(part for part in child if part.tag in (_MATH + "num", _MATH + "den")):
                    if place:
                        self._keep("/", child)
                    self._math(each)
            elif child.tag == _MATH + "sup":
                self._keep("^", child)
                self._math(child)
            elif isinstance(child.tag, str):
                self._math(child)

    def _find_boxes(self, element: Any, run: Any) -> None:
        for child in element:
            if child.tag == self.w + "txbxContent":
                self.boxes.append((run, child))
            elif child.tag == _MC + "AlternateContent":
                self._find_boxes(_chosen(child), run)
            elif isinstance(child.tag, str):
                self._find_boxes(child, run)


def _chosen(alternatives: Any) -> Any:
    """The newer of two ways to draw the same thing; the older one where the newer is empty."""
    chosen = alternatives.find(_MC + "Choice")
    if chosen is None or len(chosen) == 0:
        chosen = alternatives.find(_MC + "Fallback")
    return chosen if chosen is not None else ()


def _symbol(code: str | None) -> str:
    try:
        number = int(code or "", 16)
    except ValueError:
        return ""
    return _TICKS.get(number, chr(number) if 0x20 <= number < 0xD800 else "")
