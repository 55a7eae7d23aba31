"""A Word document as text, straight from its XML, each character known by the run that holds it.

What a reader of the page sees is read: insertions in, deletions out, a text box once, fields by their result. Headers
and footers, hidden and struck words stay out. An automatic number (一、 1. 第二条) stands in the text before its
paragraph and in no block: nobody has typed it, so no remark can stand at it, and no figure is made of it and the
words that follow. Text boxes and nested tables follow the paragraph or table that they hang in; notes come last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhicheng.core.intake.archive import Package
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.numbering import Numbering
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.prose.building import Draft
from zhicheng.core.prose.model import HEADING, NOTE, PARAGRAPH, Prose
from zhicheng.core.prose.word_runs import Gatherer, Place
from zhicheng.core.prose.word_styles import Styles
from zhicheng.core.prose.word_tables import Box, laid_out

NAMESPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_HOLDERS = ("sdt", "sdtContent", "ins", "moveTo", "customXml")
_NOTES = (("footnotes", "footnote", "脚注"), ("endnotes", "endnote", "尾注"))


def read(path: Path, name: str, limits: Limits) -> Prose:
    """The text of a docx. Raises Refused."""
    return WordReader(Package(path, limits), limits).read(name)


@dataclass(frozen=True)
class _Hanging:
    """A text box or a nested table that waits until the block it hangs in is closed."""

    element: Any
    host: Any
    where: str


@dataclass
class WordReader:
    """Reads one document; with `places` it also notes where in the XML each stretch of the text came from."""

    package: Package
    limits: Limits
    traced: bool = False
    w: str = NAMESPACES[0]
    places: list[Place] = field(default_factory=list)
    part: str = ""
    root: Any = None

    def read(self, name: str = "") -> Prose:
        """The text. Raises Refused."""
        self._open()
        self.walk(self._body(), where=self._count)
        self._notes()
        if self.gather.hidden:
            self.draft.remark("hidden-words")
        if self.gather.struck:
            self.draft.remark("struck-words")
        if self.gather.ever_revised:
            self.draft.remark("revised")
        if "objects" in self.package.remarks:
            self.draft.remark("objects")
        if next(self.root.iter(f"{self.w}altChunk"), None) is not None:
            self.draft.remark("attached")
        return self.draft.finished(kind="docx", name=name)

    def _open(self) -> None:
        targets = self.package.relations("").values()
        self.part = next((each for each in targets if each.lower().endswith("document.xml")), "word/document.xml")
        self.root = self.package.tree(self.part)
        self.w = next((each for each in NAMESPACES if self.root.tag.startswith(each)), NAMESPACES[0])
        self.relations = self.package.relations(self.part)
        styles = self._related("styles.xml")
        self.styles = Styles(styles, self.w)
        self.numbering = Numbering(self._related("numbering.xml"), styles)
        self.draft = Draft(self.limits)
        self.gather = Gatherer(self.w, self.styles)
        self.waiting: list[_Hanging] = []
        self.paragraphs = 0
        self.host: Any = None

    def _related(self, ending: str) -> Any:
        part = next((each for each in self.relations.values() if each.lower().endswith(ending)), "")
        return self.package.tree(part) if part in self.package else None

    def _body(self) -> Any:
        body = self.root.find(f"{self.w}body")
        if body is None:
            raise Refused("damaged")
        return body

    def _count(self) -> str:
        self.paragraphs += 1
        return f"第 {self.paragraphs} 段"

    def walk(self, holder: Any, *, where: Callable[[], str], kind: str = "") -> None:
        """Paragraphs and tables of the body, a text box, a note or a box drawn as a table of one cell."""
        joined: list[Any] = []
        for element in self._flat(holder):
            if element.tag == self.w + "p":
                joined.append(element)
                if not self._runs_on(element):
                    self._paragraph(joined, where, kind)
                    joined = []
            else:
                self._table(element, where)
        if joined:
            self._paragraph(joined, where, kind)

    def _flat(self, holder: Any) -> Iterator[Any]:
        p, tbl = self.w + "p", self.w + "tbl"
        holders = {self.w + each for each in _HOLDERS}
        for element in holder:
            if element.tag in (p, tbl):
                yield element
            elif element.tag in holders:
                yield from self._flat(element)

    def _runs_on(self, paragraph: Any) -> bool:
        """Is its end deleted by a tracked change? Accepted, it becomes one with the next."""
        return paragraph.find(f"{self.w}pPr/{self.w}rPr/{self.w}del") is not None

    def _paragraph(self, elements: list[Any], where: Callable[[], str], kind: str) -> None:
        first = elements[0]
        label = self._label(first)
        words = self._words(elements, revised=len(elements) > 1)
        if words.strip():
            style = first.find(f"{self.w}pPr/{self.w}pStyle")
            level = first.find(f"{self.w}pPr/{self.w}outlineLvl")
            titled = self.styles.heading(style.get(self.w + "val") if style is not None else None)
            if level is not None:
                titled = (level.get(self.w + "val") or "9") < "9"
            place = where()
            self._place(self.draft.length + len(label))
            self.draft.block(
                words,
                kind or (HEADING if titled else PARAGRAPH),
                where=place,
                before=label,
                revised=self.gather.revised,
            )
        self._hang(where)

    def _label(self, paragraph: Any) -> str:
        label = self.numbering.label(paragraph)
        return label if not label or label[-1] in "、．）。：" else label + " "

    def _words(self, paragraphs: list[Any], *, revised: bool = False) -> str:
        self.gather.begin(revised=revised, traced=self.traced)
        for each in paragraphs:
            self.gather.paragraph(each)
        return self.gather.text

    def _place(self, start: int) -> None:
        if self.traced:
            self.places.extend(place.moved(start, self.host) for place in self.gather.places)

    def _hang(self, where: Callable[[], str] | None = None) -> None:
        """Read what hung in the block that has just been closed."""
        boxes, self.gather.boxes = self.gather.boxes, []
        before, outer = self.host, [*self.waiting]
        self.waiting = []
        for host, box in boxes:
            self.host = before if before is not None else host
            self.walk(box, where=lambda: "文本框")
        for each in outer:
            self.host = before
            self._table(each.element, lambda each=each: each.where)  # type: ignore[misc]
        self.host = before

    def _table(self, element: Any, where: Callable[[], str]) -> None:
        boxes = laid_out(element, self.w, self.limits)
        if len(boxes) == 1:
            # A box of one cell is a frame around text, not a table.
            self.walk(boxes[0].element, where=where)
            return
        number, line = self.draft.new_table(), 0
        for place, box in enumerate(boxes):
            self.draft.count_cell()
            if place:
                self.draft.write("\n" if box.row != line else "\t")
            line = box.row
            self._cell(box, number)
        self.draft.write("\n")
        self._hang()

    def _cell(self, box: Box, number: int) -> None:
        """A cell is one block; its paragraphs stand on lines of their own."""
        where = f"表 {number + 1} 第 {box.row + 1} 行第 {box.column + 1} 列"
        start = self.draft.length
        revised, begun = box.revised, False
        for element in self._flat(box.element):
            if element.tag != self.w + "p":
                self.waiting.append(_Hanging(element, self.host, f"{where}内"))
                continue
            label, words = self._label(element), self._words([element])
            revised |= self.gather.revised
            if not words.strip() and not label:
                continue
            if begun:
                self.draft.write("\n")
            elif words.strip():
                start += len(label)
            begun = True
            self.draft.write(label)
            self._place(self.draft.length)
            self.draft.write(words)
        self.draft.cell_block(start, number, box, where=where, revised=revised)

    def _notes(self) -> None:
        for part, tag, title in _NOTES:
            tree = self._related(f"{part}.xml")
            if tree is None:
                continue
            notes = {each.get(self.w + "id"): each for each in tree.iterfind(self.w + tag)}
            marks = self.gather.marks.get(f"{tag}Reference", [])
            for number, (identity, host) in enumerate(marks, start=1):
                if identity in notes:
                    self.host = host
                    self.walk(notes.pop(identity), where=lambda n=number, t=title: f"{t} {n}", kind=NOTE)  # type: ignore[misc]
        self.host = None
