"""The zip inside an Office file, opened only after its sizes are known, and its XML parsed with nothing followed."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from zhicheng.core.intake.limits import MEBI, Limits
from zhicheng.core.intake.refusals import Refused

_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_FREE_RATIO_BYTES = 8 * MEBI


def whole(text: str | None, otherwise: int = 0) -> int:
    """A whole number from an attribute that strangers fill. Raises Refused where it is none."""
    if text is None or text == "":
        return otherwise
    if not text.isascii() or not text.strip().lstrip("-").isdigit() or len(text) > 12:
        raise Refused("damaged")
    return int(text)


def measure(text: str | None) -> float:
    """A height or width from an attribute that strangers fill. Raises Refused where it is none."""
    try:
        return float(text or 0)
    except ValueError as error:
        raise Refused("damaged") from error


class Package:
    """An opened Office file: parts by name, relations by part."""

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refused("damaged") from error
        self._check(path, limits)
        self.names = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        self._folded = {name.lower(): name for name in self.names}

    def _check(self, path: Path, limits: Limits) -> None:
        entries = self._zip.infolist()
        inflated = sum(entry.file_size for entry in entries)
        if len(entries) > limits.entries or inflated > limits.inflated_bytes:
            raise Refused("bomb")
        if inflated > _FREE_RATIO_BYTES and inflated > limits.inflation_ratio * path.stat().st_size:
            raise Refused("bomb")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused("encrypted")
        if len({entry.filename for entry in entries}) < len(entries):
            # Two parts of one name: programs differ in which they show.
            raise Refused("damaged")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._folded

    def matching(self, prefix: str) -> list[str]:
        """The parts whose names begin so."""
        return [name for name in self.names if name.lower().startswith(prefix.lower())]

    def part(self, name: str) -> bytes:
        """The bytes of a part. Raises Refused where it is missing, damaged or declares entities."""
        real = self._folded.get(name.lower())
        if real is None:
            raise Refused("damaged")
        try:
            content = self._zip.read(self.names[real])
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise Refused("damaged") from error
        plain = content
        if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
            plain = content.decode("utf-16", "ignore").encode()
        if b"<!" in plain and _DECLARATION.search(plain):
            raise Refused("entities")
        return content

    def size(self, name: str) -> int:
        """The bytes of a part once it is unpacked; 0 for none."""
        real = self._folded.get(name.lower())
        return self.names[real].file_size if real else 0

    def tree(self, name: str) -> Any:
        """The parsed root element of a part."""
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(self.part(name), parser)
        except etree.XMLSyntaxError as error:
            raise Refused("damaged") from error
        if root is None:
            raise Refused("damaged")
        if root.getroottree().docinfo.doctype:
            raise Refused("entities")
        return root

    def each(self, name: str, *tags: str) -> Iterator[Any]:
        """The elements with these local names, one at a time; each is emptied after its turn."""
        events = etree.iterparse(
            BytesIO(self.part(name)),
            events=("end",),
            tag=[f"{{*}}{tag}" for tag in tags],
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        checked = False
        try:
            for _event, element in events:
                if not checked and element.getroottree().docinfo.doctype:
                    # Hidden from the bytes by an unusual encoding.
                    raise Refused("entities")
                checked = True
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise Refused("damaged") from error

    def relations(self, part: str) -> dict[str, str]:
        """Relation id to part name; outside targets are left out, so that nothing linked can be reached."""
        folder, _slash, base = part.rpartition("/")
        name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        if name not in self:
            return {}
        found = {}
        for relation in self.tree(name):
            target = relation.get("Target", "")
            if relation.get("TargetMode") == "External" or not target:
                continue
            joined = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            found[relation.get("Id", "")] = joined
        return found

    @property
    def remarks(self) -> tuple[str, ...]:
        """Codes of what the file carries and we leave alone."""
        lowered = list(self._folded)
        found = []
        if any(name.endswith("vbaproject.bin") for name in lowered):
            found.append("macros")
        if any("/externallinks/" in name for name in lowered):
            found.append("links")
        if any("/embeddings/" in name for name in lowered):
            found.append("objects")
        return tuple(found)
