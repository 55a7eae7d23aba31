"""A Vega-Lite specification drawn as SVG and PNG by vl-convert, without network; kept by the hash of specification.

The SVG is made fit for a page with a strict content policy: no style attributes, no script, names that no other drawing
on the page has, a title and a description, and the fonts of a screen after the one it was measured with.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import vl_convert
from lxml import etree

from zhicheng.publications import fonts

_SVG = "{http://www.w3.org/2000/svg}"
_VERSION = "2"  # of what is done to a drawing after vl-convert: one kept under another is drawn anew
_STACK = "Noto Sans SC, PingFang SC, HarmonyOS Sans SC, Microsoft YaHei, Noto Sans CJK SC, system-ui, sans-serif"
_KEPT = 256
_PRESENTATION = frozenset(
    [
        "fill",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "stroke-dasharray",
        "opacity",
        "font-family",
        "font-size",
        "font-weight",
        "font-style",
        "text-anchor",
        "display",
        "visibility",
    ]
)
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
# V8 draws one at a time in a process; the lock keeps the fonts from being told to it twice.
_LOCK = threading.Lock()
_told_fonts = False


class _Kept:
    """The latest drawings of this process, and those of a folder where one was given."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, name: str, make: Callable[[], bytes]) -> bytes:
        with self._lock:
            found = self._held.get(name)
            if found is not None:
                self._held.move_to_end(name)
                return found
        file = self.folder / name if self.folder else None
        found = file.read_bytes() if file is not None and file.is_file() else None
        if found is None:
            found = make()
            if file is not None:
                _write(file, found)
        with self._lock:
            self._held[name] = found
            while len(self._held) > _KEPT:
                self._held.popitem(last=False)
        return found

    def forget(self) -> None:
        with self._lock:
            self._held.clear()


_kept = _Kept()


def keep_in(folder: Path | None) -> None:
    """Keep drawings in a folder as well, for other processes and the next start; None keeps them in memory only."""
    _kept.folder = folder


def forget() -> None:
    """Drop the drawings that this process holds."""
    _kept.forget()


def spec_hash(spec: Mapping[str, Any]) -> str:
    """What a specification with its data is known by."""
    written = json.dumps(spec, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{_VERSION}\n{written}".encode()).hexdigest()[:32]


def svg(spec: Mapping[str, Any], *, title: str = "", description: str = "") -> str:
    """The drawing as SVG. Title and description stand in it for whoever cannot see it; the rest is kept from speech."""
    name = spec_hash(spec)
    drawn = _kept.get(f"{name}.svg", lambda: _cleaned(_drawn(spec), name).encode()).decode()
    if not title and not description:
        return drawn
    return _told(drawn, name, title, description)


def png(spec: Mapping[str, Any], scale: float = 2.0) -> bytes:
    """The drawing as PNG, `scale` pixels for one of the specification."""
    drawing = svg(spec)

    def make() -> bytes:
        _tell_fonts()
        return bytes(vl_convert.svg_to_png(drawing, scale=scale))

    return _kept.get(f"{spec_hash(spec)}@{scale:g}.png", make)


def size(drawing: str) -> tuple[float, float]:
    """Width and height of a drawing in its own units."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawing)
    return (float(found[1]), float(found[2])) if found else (600.0, 300.0)


def _drawn(spec: Mapping[str, Any]) -> str:
    _tell_fonts()
    # No address may be fetched from: a specification holds its data.
    return str(vl_convert.vegalite_to_svg(dict(spec), allowed_base_urls=[]))


def _tell_fonts() -> None:
    global _told_fonts
    with _LOCK:
        if not _told_fonts:
            vl_convert.register_font_directory(str(fonts.wheel()))
            _told_fonts = True


def _cleaned(text: str, name: str) -> str:
    """Without style attributes, scripts and words for machines; names of its own."""
    root = etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    for each in list(root.iter()):
        if not isinstance(each.tag, str) or each.tag in (f"{_SVG}script", f"{_SVG}foreignObject"):
            if each.getparent() is not None:
                each.getparent().remove(each)
            continue
        _clean_attributes(each, name[:8])
    for key in ("width", "height"):
        root.attrib.pop(key, None)
    root.set("class", "drawing")
    root.set("role", "img")
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _clean_attributes(each: Any, prefix: str) -> None:
    for declaration in (each.attrib.pop("style", None) or "").split(";"):
        key, _colon, value = declaration.partition(":")
        if key.strip() in _PRESENTATION and key.strip() not in each.attrib:
            each.set(key.strip(), value.strip())
    for key in list(each.attrib):
        if key.startswith(("on", "aria-", "{")) or key in ("role", "class", "pointer-events", "tabindex"):
            del each.attrib[key]
        elif key == "id":
            each.set(key, f"c{prefix}-{each.get(key)}")
        elif key == "font-family":
            each.set(key, _STACK)
        elif "url(#" in each.get(key):
            each.set(key, _REFERENCE.sub(lambda found: f"url(#c{prefix}-{found[1]})", each.get(key)))


def _told(drawn: str, name: str, title: str, description: str) -> str:
    root = etree.fromstring(drawn.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    named = []
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        if words:
            element = etree.Element(f"{_SVG}{tag}", {"id": f"c{name[:8]}-{tag}"})
            element.text = words
            root.insert(place, element)
            named.append(f"c{name[:8]}-{tag}")
    root.set("aria-labelledby", " ".join(named))
    return str(etree.tostring(root, encoding="unicode"))


def _write(file: Path, content: bytes) -> None:
    """Whole or not at all: another process may be reading."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
    Path(temporary).replace(file)
