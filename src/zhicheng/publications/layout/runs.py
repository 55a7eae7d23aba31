"""The words of a paragraph with their looks, tracked changes taken as accepted, fields by what they show."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from zhicheng.publications.layout import drawings
from zhicheng.publications.layout.document import Line, Span
from zhicheng.publications.layout.styles import Props, Styles

_HOLDERS = (
    "ins", "moveTo", "sdt", "sdtContent", "hyperlink", "smartTag", "customXml", "dir", "bdo", "ruby", "rubyBase",
)  # fmt: skip
_SIGNS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_DRAWN = ("drawing", "pict", "object")
_PAGE = re.compile(r"(?i)^\s*PAGE\b")


class Words:
    """Gathers the spans of one paragraph, with the text boxes, lines and page breaks that hang in it."""

    def __init__(self, styles: Styles, style: str, w: str) -> None:
        self._styles, self._style, self._w = styles, style, w
        self.spans: list[Span] = []
        self.boxes: list[tuple[Any, str]] = []
        self.lines: list[Line] = []
        self.pictures = self.revised = self.broken_before = self.broken_after = False
        self._fields: list[list[Any]] = []  # instruction so far, whether its result has begun

    def gather(self, holder: Any) -> None:
        """Take in a paragraph, or something in one that holds runs."""
        for child in holder:
            tag = child.tag
            if not isinstance(tag, str):
                continue
            name = tag.rpartition("}")[2]
            if tag == self._w + "r":
                self._run(child)
            elif name == "AlternateContent":
                self.gather(drawings.chosen(child))
            elif name == "fldSimple":
                self._simple_field(child)
            elif name in _HOLDERS:
                self.revised |= name in ("ins", "moveTo")
                self.gather(child)
            elif name in ("del", "moveFrom"):
                self.revised = True

    def _simple_field(self, element: Any) -> None:
        before, self.spans = self.spans, []
        self.gather(element)
        shown, self.spans = self.spans, before
        if _PAGE.match(element.get(self._w + "instr") or ""):
            shown = [self._as_page(shown[0] if shown else self._span("1", self._styles.run(self._style)))]
        self.spans += shown

    def _run(self, run: Any) -> None:
        properties = run.find(self._w + "rPr")
        named = properties.find(self._w + "rStyle") if properties is not None else None
        props = self._styles.run(self._style, named.get(self._w + "val") or "" if named is not None else "")
        if properties is not None:
            props = props | self._styles.run_props(properties)
        if props.get("vanish") or props.get("strike") or props.get("dstrike"):
            return
        for child in run:
            if isinstance(child.tag, str):
                self._piece(child, props)

    def _piece(self, child: Any, props: Props) -> None:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            if not self._hidden_by_field():
                self._keep(_words(child), props)
        elif name in _SIGNS:
            self._keep(_SIGNS[name], props)
        elif name == "br":
            self._break(child, props)
        elif name == "fldChar":
            self._field(child.get(self._w + "fldCharType"), props)
        elif name == "instrText":
            if self._fields:
                self._fields[-1][0] += child.text or ""
        elif name == "pgNum":
            self.spans.append(self._as_page(self._span("1", props)))
        elif name in _DRAWN or name == "AlternateContent":
            self._drawing(drawings.chosen(child) if name == "AlternateContent" else child)

    def _break(self, child: Any, props: Props) -> None:
        if child.get(self._w + "type") == "page":
            said = any(span.text.strip() for span in self.spans)
            self.broken_after |= said
            self.broken_before |= not said
        elif child.get(self._w + "type") != "column":
            self._keep("\n", props)

    def _field(self, step: str | None, props: Props) -> None:
        if step == "begin":
            self._fields.append(["", False])
        elif step == "separate" and self._fields:
            self._fields[-1][1] = True
        elif step == "end" and self._fields:
            instruction, _shown = self._fields.pop()
            if _PAGE.match(instruction):
                self.spans.append(self._as_page(self._span("1", props)))

    def _hidden_by_field(self) -> bool:
        # The result of a page field is what the last program drew; one number stands for all.
        return any(not shown or _PAGE.match(instruction) for instruction, shown in self._fields)

    def _drawing(self, element: Any) -> None:
        found = list(drawings.boxes(element))
        drawn = list(drawings.lines(element)) if len(element) else []
        self.boxes += found
        self.lines += drawn
        self.pictures |= not found and not drawn

    def _keep(self, text: str, props: Props) -> None:
        if not text:
            return
        span = self._span(text, props)
        last = self.spans[-1] if self.spans else None
        if last is not None and _looks(last) == _looks(span):
            self.spans[-1] = replace(span, text=last.text + text)
        else:
            self.spans.append(span)

    def _span(self, text: str, props: Props) -> Span:
        return Span(
            text,
            props.get("east", ""),
            props.get("latin", ""),
            props.get("size", 10.0),
            props.get("colour", "000000"),
            props.get("spacing", 0.0),
        )

    def _as_page(self, span: Span) -> Span:
        return replace(span, text="1", page=True)


def _looks(span: Span) -> tuple[Any, ...]:
    return span.east, span.latin, span.size, span.colour, span.spacing, span.page


def _words(element: Any) -> str:
    text: str = element.text or ""
    if element.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\r", " ").replace("\n", " ")
