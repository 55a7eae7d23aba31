"""A Word document opened for measuring: sections, paragraphs in reading order, headers and footers, ruled lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhicheng.core.intake.archive import Package
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.numbering import Numbering
from zhicheng.core.intake.refusals import Refused
from zhicheng.publications.layout.document import Document, Indent, Line, LineSpacing, Paragraph, Strip, Table
from zhicheng.publications.layout.runs import Words
from zhicheng.publications.layout.sections import section
from zhicheng.publications.layout.styles import Props, Styles, Theme, colour, merge
from zhicheng.publications.layout.units import number

NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_HOLDERS = ("sdt", "sdtContent", "ins", "moveTo", "customXml")
_SCRIPTS = {"zh-CN": "Hans", "zh-SG": "Hans", "zh-TW": "Hant", "zh-HK": "Hant", "zh-MO": "Hant", "ja-JP": "Jpan"}
_AUTOMATIC = 14.0  # points that Word puts where a paragraph asks for automatic space
_ALIGNED = {
    "left": "left", "start": "left", "right": "right", "end": "right", "center": "center", "both": "both",
    "distribute": "distribute", "thaiDistribute": "distribute",
}  # fmt: skip
_EDGES = (("top", "top"), ("bottom", "bottom"), ("insideH", "between"))


def read(path: Path, limits: Limits) -> Document:
    """Measure a docx. Raises Refused."""
    return _Opened(Package(path, limits), limits).read()


class _Opened:
    def __init__(self, package: Package, limits: Limits) -> None:
        self._package, self._limits = package, limits
        targets = package.relations("").values()
        self._part = next((each for each in targets if each.lower().endswith("document.xml")), "word/document.xml")
        self._root = package.tree(self._part)
        self._w = next((each for each in NAMESPACES if self._root.tag.startswith(each)), NAMESPACES[0])
        self._relations = package.relations(self._part)
        settings, styles = self._related("settings.xml"), self._related("styles.xml")
        self._styles = Styles(styles, Theme(self._related("theme1.xml"), _script(settings, self._w)), self._w)
        lists = self._related("numbering.xml")
        self._numbering, self._lists = Numbering(lists, styles), _Lists(lists, self._styles, self._w)
        self._document = Document(odd_and_even=_switched(settings, "evenAndOddHeaders", self._w))
        self._numbered = self._characters = self._section = self._index = 0
        self._broken = False

    def read(self) -> Document:
        body = self._root.find(f"{self._w}body")
        if body is None:
            raise Refused("damaged")
        self._document.paragraphs = list(self._walk(body))
        self._close(body.find(f"{self._w}sectPr"))
        self._begin_pages()
        if not any(each.text for each in self._document.paragraphs):
            raise Refused("blank")
        if "macros" in self._package.remarks:
            self._document.remarks.append("macros")
        return self._document

    def _related(self, ending: str) -> Any:
        part = next((each for each in self._relations.values() if each.lower().endswith(ending)), "")
        return self._package.tree(part) if part in self._package else None

    def _walk(self, holder: Any, *, place: str = "", table: int = -1, anchored: str = "") -> Iterator[Paragraph]:
        joined: list[Any] = []
        for element in self._flat(holder):
            if element.tag == self._w + "p":
                joined.append(element)
                # A paragraph whose end is deleted by a tracked change is one with the next.
                if element.find(f"{self._w}pPr/{self._w}rPr/{self._w}del") is None:
                    yield from self._paragraph(joined, place=place, table=table, anchored=anchored)
                    joined = []
            else:
                yield from self._table(element, place)
        if joined:
            yield from self._paragraph(joined, place=place, table=table, anchored=anchored)

    def _flat(self, holder: Any) -> Iterator[Any]:
        for element in holder:
            if element.tag in (self._w + "p", self._w + "tbl"):
                yield element
            elif isinstance(element.tag, str) and element.tag.rpartition("}")[2] in _HOLDERS:
                yield from self._flat(element)

    def _table(self, element: Any, place: str) -> Iterator[Paragraph]:
        index = len(self._document.tables)
        self._document.tables.append(Table(index + 1, tuple(self._edges(element))))
        for row in element.iterfind(f".//{self._w}tr"):
            if next(row.iterancestors(self._w + "tbl")) is not element:
                continue
            for cell in row.iter(self._w + "tc"):
                if next(cell.iterancestors(self._w + "tr")) is row:
                    yield from self._walk(cell, place=place or "table", table=index)

    def _edges(self, element: Any) -> Iterator[Line]:
        """The table's own borders, and where its first and last rows say otherwise, theirs."""
        found = {}
        holder = element.find(f"{self._w}tblPr/{self._w}tblBorders")
        for name, side in _EDGES:
            border = holder.find(self._w + name) if holder is not None else None
            if border is not None:
                found[side] = self._line(side, border)
        rows = element.findall(f"{self._w}tr")
        for row, name in ((rows[0], "top"), (rows[-1], "bottom")) if rows else ():
            border = row.find(f"{self._w}tc/{self._w}tcPr/{self._w}tcBorders/{self._w}{name}")
            if border is not None:
                found[name] = self._line(name, border)
        yield from (line for line in found.values() if line is not None)

    def _line(self, side: str, border: Any) -> Line | None:
        kind = border.get(self._w + "val") or "none"
        if kind in ("none", "nil"):
            return None
        points = (number(border.get(self._w + "sz")) or 4) / 8
        return Line(side, kind, points, colour(border.get(self._w + "color")))

    def _paragraph(self, elements: list[Any], *, place: str, table: int, anchored: str) -> Iterator[Paragraph]:
        properties = elements[-1].find(f"{self._w}pPr")
        named = properties.find(f"{self._w}pStyle") if properties is not None else None
        style = named.get(self._w + "val") or "" if named is not None else ""
        words = Words(self._styles, style, self._w)
        for each in elements:
            words.gather(each)
        paragraph = self._measured(properties, style, words)
        paragraph.place, paragraph.table = place, table
        paragraph.anchored = anchored or paragraph.anchored
        paragraph.label = self._numbering.label(elements[0])
        if not place:
            paragraph.new_page |= self._broken
            self._broken = words.broken_after or (words.broken_before and not paragraph.text)
        self._count(paragraph)
        if words.revised and "revised" not in self._document.remarks:
            self._document.remarks.append("revised")
        self._document.drawn += [(paragraph.index, line) for line in words.lines]
        yield paragraph
        for box, side in words.boxes:
            yield from self._walk(box, place=place or "box", anchored=side)
        ended = properties.find(f"{self._w}sectPr") if properties is not None else None
        if ended is not None and place == "":
            self._close(ended)

    def _count(self, paragraph: Paragraph) -> None:
        if paragraph.text and paragraph.place == "":
            self._numbered += 1
            paragraph.number = self._numbered
        self._characters += len(paragraph.words)
        if self._characters > self._limits.characters:
            raise Refused("too-long", limit=self._limits.characters)

    def _measured(self, properties: Any, style: str, words: Words) -> Paragraph:
        props = dict(self._styles.paragraph(style))
        own = self._styles.paragraph_props(properties)
        listed = own.get("numId", props.get("numId", "0"))
        if listed != "0":
            level = self._lists.indent(listed, own.get("ilvl", props.get("ilvl", "0")))
            # A list's indent gives way to that of the style which brings the list.
            merge(props, level if "numId" in own else {key: level[key] for key in level if key not in props})
        merge(props, own)
        frame = props.get("frame")
        return Paragraph(
            index=self._next_index(),
            spans=tuple(words.spans),
            align=_ALIGNED.get(props.get("jc", ""), "left"),
            first=_first(props),
            left=_indent(props, "left"),
            right=_indent(props, "right"),
            line=_line_spacing(props),
            before=_space(props, "before"),
            after=_space(props, "after"),
            snapped=props.get("snapToGrid", True),
            listed=listed != "0",
            new_page=bool(props.get("pageBreakBefore")) or words.broken_before,
            borders=tuple(self._borders(props)),
            section=self._section,
            style=self._styles.name(style),
            anchored=(frame.get(self._w + "xAlign") or "frame") if frame is not None else "",
            pictures=words.pictures,
            mark_size=self._mark_size(properties, style),
        )

    def _mark_size(self, properties: Any, style: str) -> float:
        own = self._styles.run_props(properties.find(f"{self._w}rPr") if properties is not None else None)
        size: float = own.get("size") or self._styles.run(style).get("size", 10.0)
        return size

    def _next_index(self) -> int:
        self._index += 1
        return self._index

    def _borders(self, props: Props) -> Iterator[Line]:
        for side, element in props.get("borders", {}).items():
            line = self._line(side, element)
            if line is not None:
                yield line

    def _close(self, element: Any) -> None:
        before = self._document.sections[-1] if self._document.sections else None
        found = section(element, len(self._document.sections) + 1, self._w)
        for which, holder in (("header", found.headers), ("footer", found.footers)):
            inherited = getattr(before, which + "s") if before is not None else {}
            holder.update(inherited)
            for reference in element.iterfind(f"{self._w}{which}Reference") if element is not None else ():
                name = next((value for key, value in reference.attrib.items() if key.endswith("}id")), "")
                holder[reference.get(self._w + "type") or "default"] = self._strip(name, which)
        self._document.sections.append(found)
        self._section += 1

    def _begin_pages(self) -> None:
        """The kind of a section says how it begins: most with a new page."""
        begun = {0}
        for each in self._document.paragraphs:
            if each.section not in begun and each.place == "":
                begun.add(each.section)
                each.new_page |= not self._document.section_of(each).continuous

    def _strip(self, relation: str, place: str) -> Strip:
        part = self._relations.get(relation, "")
        if part not in self._package:
            return Strip()
        before, indexed = len(self._document.drawn), self._section
        paragraphs = list(self._walk(self._package.tree(part), place=place))
        lines = [line for _index, line in self._document.drawn[before:]]
        del self._document.drawn[before:]
        for each in paragraphs:
            each.section = indexed
        return Strip(paragraphs, lines)


class _Lists:
    """How far the levels of lists are indented."""

    def __init__(self, tree: Any, styles: Styles, w: str) -> None:
        self._levels: dict[tuple[str, str], Props] = {}
        self._abstract: dict[str, str] = {}
        for item in tree.iterfind(f"{w}abstractNum") if tree is not None else ():
            for level in item.iterfind(f"{w}lvl"):
                key = item.get(w + "abstractNumId") or "", level.get(w + "ilvl") or "0"
                props = styles.paragraph_props(level.find(f"{w}pPr"))
                self._levels[key] = {name: value for name, value in props.items() if name.startswith("ind.")}
        for item in tree.iterfind(f"{w}num") if tree is not None else ():
            named = item.find(f"{w}abstractNumId")
            self._abstract[item.get(w + "numId") or ""] = named.get(w + "val") or "" if named is not None else ""

    def indent(self, listed: str, level: str) -> Props:
        return self._levels.get((self._abstract.get(listed, ""), level), {})


def _first(props: Props) -> Indent:
    characters = props.get("ind.firstLineChars") or -(props.get("ind.hangingChars") or 0)
    if characters:
        return Indent(characters=characters / 100)
    return Indent((props.get("ind.firstLine") or -(props.get("ind.hanging") or 0)) / 20)


def _indent(props: Props, side: str) -> Indent:
    characters = props.get(f"ind.{side}Chars")
    return Indent(characters=characters / 100) if characters else Indent((props.get(f"ind.{side}") or 0) / 20)


def _line_spacing(props: Props) -> LineSpacing:
    rule, value = props.get("spacing.lineRule", "auto"), props.get("spacing.line")
    if value is None:
        return LineSpacing()
    return LineSpacing(rule, value / 20) if rule in ("exact", "atLeast") else LineSpacing("auto", value / 240)


def _space(props: Props, side: str) -> float:
    if str(props.get(f"spacing.{side}Autospacing", "0")).lower() in ("1", "true", "on"):
        return _AUTOMATIC
    in_lines: float = props.get(f"spacing.{side}Lines") or 0
    # A hundredth of a line; lines of an official text are 28.95 points high.
    return in_lines * 0.2895 if in_lines else (props.get(f"spacing.{side}") or 0) / 20


def _script(settings: Any, w: str) -> str:
    language = settings.find(f"{w}themeFontLang") if settings is not None else None
    return _SCRIPTS.get(language.get(w + "eastAsia") or "" if language is not None else "", "Hans")


def _switched(settings: Any, name: str, w: str) -> bool:
    element = settings.find(w + name) if settings is not None else None
    return element is not None and (element.get(w + "val") or "1").lower() not in ("0", "false", "off")
