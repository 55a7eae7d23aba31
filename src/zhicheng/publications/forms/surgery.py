"""Cutting into XML without rewriting it: where elements begin and end, byte by byte, and a package with parts replaced.

A parsed and re-written part loses what the sender's program cares about and nobody declared: order of attributes,
prefixes, white space, unknown extensions. So places are found by a parser and the bytes between them stay.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from zhicheng.core.intake.refusals import Refused


@dataclass(slots=True)
class Span:
    """An element: its name as written, attributes, and the byte places of its tags. `bare` for `<a/>`."""

    name: str
    attributes: dict[str, str]
    start: int
    inner: int = 0
    inner_end: int = 0
    end: int = 0
    bare: bool = False
    parent: Span | None = None
    children: list[Span] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon; "" without one."""
        before, colon, _local = self.name.rpartition(":")
        return before + colon

    def get(self, local: str) -> str | None:
        """An attribute by its local name."""
        for key, value in self.attributes.items():
            if key == local or key.rpartition(":")[2] == local:
                return value
        return None


def spans(content: bytes, wanted: Callable[[str], bool]) -> list[Span]:
    """The elements whose local names are wanted, in document order, each with its wanted parent and children."""
    found: list[Span] = []
    stack: list[Span | None] = []
    open_wanted: list[Span] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def begin(name: str, attributes: dict[str, str]) -> None:
        if not wanted(name.rpartition(":")[2]):
            stack.append(None)
            return
        start = parser.CurrentByteIndex
        span = Span(name, attributes, start, parent=open_wanted[-1] if open_wanted else None)
        if span.parent is not None:
            span.parent.children.append(span)
        span.inner = tag_end(content, start)
        span.bare = content[span.inner - 2 : span.inner] == b"/>"
        found.append(span)
        stack.append(span)
        open_wanted.append(span)

    def end(_name: str) -> None:
        span = stack.pop()
        if span is None:
            return
        open_wanted.pop()
        if span.bare:
            span.inner_end = span.end = span.inner
        else:
            span.inner_end = parser.CurrentByteIndex
            span.end = tag_end(content, span.inner_end)

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise Refused("damaged") from error
    return found


def tag_end(content: bytes, start: int) -> int:
    """The place behind the tag that begins at `start`; a ">" inside quotes is none."""
    quote = 0
    for place in range(start, len(content)):
        sign = content[place]
        if quote:
            quote = 0 if sign == quote else quote
        elif sign in b"\"'":
            quote = sign
        elif sign == 0x3E:
            return place + 1
    raise Refused("damaged")


@dataclass(frozen=True, slots=True)
class Cut:
    """Bytes to put in the place of those from start to end; an insertion where both are the same."""

    start: int
    end: int
    new: bytes


def cut(content: bytes, cuts: Iterable[Cut]) -> bytes:
    """The content with its cuts made; two that overlap are a mistake of ours and stay loud."""
    pieces, place = [], 0
    for each in sorted(cuts, key=lambda one: (one.start, one.end)):
        if each.start < place:
            raise AssertionError("overlapping cuts")
        pieces += [content[place : each.start], each.new]
        place = each.end
    return b"".join([*pieces, content[place:]])


def plain_utf8(content: bytes) -> bytes:
    """The part in UTF-8: byte places are counted in it. Raises Refused for other encodings."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16")
        return text.replace('encoding="UTF-16"', 'encoding="UTF-8"', 1).encode()
    head = content[:200].lower()
    if b"encoding=" in head and b"utf-8" not in head and b"us-ascii" not in head:
        raise Refused("damaged")
    return content


def repacked(original: bytes, replaced: Mapping[str, bytes], added: Mapping[str, bytes]) -> bytes:
    """The package with some parts replaced and some added; every other part keeps its bytes, order, date and way."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(original)) as old, zipfile.ZipFile(out, "w") as new:
        new.comment = old.comment
        for info in old.infolist():
            kept = zipfile.ZipInfo(info.filename, info.date_time)
            kept.compress_type = info.compress_type if info.compress_type in _WAYS else zipfile.ZIP_DEFLATED
            kept.external_attr, kept.create_system = info.external_attr, info.create_system
            kept.comment = info.comment
            content = replaced[info.filename] if info.filename in replaced else old.read(info)
            new.writestr(kept, content)
        for name, content in added.items():
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def escaped(text: str) -> str:
    """Text as it may stand between tags and in attributes, without signs that XML cannot hold."""
    kept = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    kept = "".join(sign for sign in kept if not 0xD800 <= ord(sign) <= 0xDFFF and ord(sign) not in (0xFFFE, 0xFFFF))
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
