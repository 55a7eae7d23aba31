"""Word's own comments in a stranger's document: its XML is split at the exact characters, all else stays as it was.

A comment on a footnote or a text box stands at the place in the body where that hangs, with the words quoted: not
every program shows comments elsewhere.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from lxml import etree

from zhicheng.core.intake.archive import Package
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.prose.model import Remark, print_of
from zhicheng.core.prose.new_document import comment_xml
from zhicheng.core.prose.word import NAMESPACES, WordReader
from zhicheng.core.prose.word_runs import Place

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_LINKS = dict(
    zip(
        NAMESPACES,
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments",
            "http://purl.oclc.org/ooxml/officeDocument/relationships/comments",
        ),
        strict=True,
    )
)
_QUOTED = 60


def with_comments(path: Path, known_print: str, remarks: Sequence[Remark], limits: Limits) -> bytes:
    """The document with these comments. Raises Refused where its text is not the one that the remarks are about."""
    package = Package(path, limits)
    reader = WordReader(package, limits, traced=True)
    text = reader.read().text
    if print_of(text) != known_print:
        raise Refused("changed")
    ordered = sorted(remarks, key=lambda each: (each[0], -each[1]))
    runs = _Runs(_split(reader.places, sorted({p for each in ordered for p in each[:2]}), reader.w), reader.w)
    comments = _Comments(package, reader)
    for start, end, author, words in ordered:
        found = runs.between(start, end)
        if found is not None:
            first, last, away = found
            comments.put(first, last, author, f"“{text[start:end][:_QUOTED]}”：{words}" if away else words)
    return _packed(path, comments.changed())


def _split(places: list[Place], edges: list[int], w: str) -> list[Place]:
    """The same places, none of which reaches over an edge, and no run with words on both sides of one."""
    found: list[Place] = []
    for place in places:
        inner = edges[bisect_right(edges, place.start) : bisect_left(edges, place.end)]
        found.extend(_cut(place, inner) if inner and place.host is None and place.element.tag == w + "t" else [place])
    wanted = set(edges)
    for place in found:
        if place.start in wanted and place.host is None:
            _divide(place.element, w)
    return found


def _cut(place: Place, edges: list[int]) -> list[Place]:
    """One text element as several."""
    element = place.element
    words = (element.text or "")[place.skip : place.skip + place.end - place.start]
    bounds = [place.start, *edges, place.end]
    found: list[Place] = []
    for first, last in pairwise(bounds):
        if found:
            fresh = deepcopy(element)
            element.addnext(fresh)
            element = fresh
        element.text = words[first - place.start : last - place.start]
        element.set(_SPACE, "preserve")
        found.append(replace(place, start=first, end=last, element=element, skip=0))
    return found


def _divide(element: Any, w: str) -> None:
    """Let a run begin with this element: what comes before it stays behind in a run of the same look."""
    run = element.getparent()
    if run is None or run.tag != w + "r":
        return
    properties = run.find(w + "rPr")
    before = [each for each in element.itersiblings(preceding=True) if each is not properties]
    if not before:
        return
    fresh = etree.Element(run.tag, run.attrib)
    if properties is not None:
        fresh.append(deepcopy(properties))
    for each in [element, *element.itersiblings()]:
        fresh.append(each)
    run.addnext(fresh)


class _Runs:
    """Which runs hold a stretch of the text."""

    def __init__(self, places: list[Place], w: str) -> None:
        self._places, self._w = places, w
        self._starts = [place.start for place in places]
        self._ends = [place.end for place in places]

    def between(self, start: int, end: int) -> tuple[Any, Any, bool] | None:
        """The first and the last run, and whether the words lie elsewhere; the nearest where nobody typed them."""
        if not self._places:
            return None
        first = min(bisect_right(self._ends, start), len(self._places) - 1)
        last = max(first, bisect_left(self._starts, end) - 1)
        one, other = self._places[first], self._places[last]
        if one.host is not None and other.host is None:
            other = one
        return self._run(one), self._run(other), one.host is not None or other.host is not None

    def _run(self, place: Place) -> Any:
        """The outermost run or formula in the paragraph."""
        element = place.host if place.host is not None else place.element
        tops = (self._w + "r", _MATH + "oMath", _MATH + "oMathPara")
        top = element
        while element is not None and element.tag != self._w + "p":
            top = element if element.tag in tops else top
            element = element.getparent()
        return top


class _Comments:
    """The comments' part of a document, what leads to it, and the marks in the body."""

    def __init__(self, package: Package, reader: WordReader) -> None:
        self._package, self._w, self._reader = package, reader.w, reader
        self._after: dict[Any, Any] = {}
        found = [each for each in reader.relations.values() if each.lower().endswith("/comments.xml")]
        self._known = bool(found) and found[0] in package
        self._part = found[0] if self._known else reader.part.rpartition("/")[0] + "/comments.xml"
        self._tree = (
            package.tree(self._part) if self._known else etree.Element(self._w + "comments", nsmap=reader.root.nsmap)
        )
        numbers = [each.get(self._w + "id", "") for each in self._tree]
        self._next = max((int(each) for each in numbers if each.isascii() and each.isdigit()), default=-1) + 1

    def put(self, first: Any, last: Any, author: str, words: str) -> None:
        """A comment from the first run to the last."""
        number, self._next = str(self._next), self._next + 1
        start, end, mark = (etree.Element(self._w + tag) for tag in ("commentRangeStart", "commentRangeEnd", "r"))
        for each in (start, end, etree.SubElement(mark, self._w + "commentReference")):
            each.set(self._w + "id", number)
        first.addprevious(start)
        self._after.get(last, last).addnext(end)
        end.addnext(mark)
        self._after[last] = mark
        self._tree.append(etree.fromstring(comment_xml(number, author, words, namespace=self._w.strip("{}"))))

    def changed(self) -> dict[str, bytes]:
        """The parts that are new or other than before, by their names."""
        found = {self._reader.part: self._reader.root, self._part: self._tree}
        if not self._known:
            found["[Content_Types].xml"] = self._types()
            folder, _slash, base = self._reader.part.rpartition("/")
            found[f"{folder}/_rels/{base}.rels"] = self._relations(f"{folder}/_rels/{base}.rels")
        return {name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
                for name, tree in found.items()}  # fmt: skip

    def _types(self) -> Any:
        tree = self._package.tree("[Content_Types].xml")
        etree.SubElement(tree, _TYPES + "Override", PartName="/" + self._part, ContentType=_KIND)
        return tree

    def _relations(self, name: str) -> Any:
        tree = self._package.tree(name) if name in self._package else etree.Element(_RELATIONS + "Relationships")
        taken = {each.get("Id") for each in tree}
        identity = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        etree.SubElement(
            tree, _RELATIONS + "Relationship", Id=identity, Type=_LINKS[self._w], Target=self._part.rpartition("/")[2]
        )
        return tree


def _packed(path: Path, changed: dict[str, bytes]) -> bytes:
    """The same package with other content in some parts, and new parts at its end."""
    left, body = {name.lower(): (name, content) for name, content in changed.items()}, io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            fresh = left.pop(entry.filename.replace("\\", "/").lstrip("/").lower(), None)
            try:
                content = old.read(entry) if fresh is None else fresh[1]
            except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
                raise Refused("damaged") from error
            new.writestr(zipfile.ZipInfo(entry.filename, entry.date_time), content, zipfile.ZIP_DEFLATED)
        for name, content in left.values():
            new.writestr(name, content)
    return body.getvalue()
