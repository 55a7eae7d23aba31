"""Lines and text boxes that hang in a run, in either of Word's two ways of drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from zhicheng.publications.layout.document import Line
from zhicheng.publications.layout.styles import colour
from zhicheng.publications.layout.units import EMU_PER_MM, number

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LINES = ("line", "straightConnector1")
_THIN = 2.0  # millimetres; a filled shape flatter than this is a line to its reader
_IN_MM = {"pt": 25.4 / 72, "mm": 1.0, "cm": 10.0, "in": 25.4, "px": 25.4 / 96, "": 25.4 / 72}
_ALIGN = re.compile(r"mso-position-horizontal:\s*(\w+)")


def boxes(element: Any) -> Iterator[tuple[Any, str]]:
    """Text boxes beneath a run's child, each with the side it is put to ("left", "outside" …; "" where not told)."""
    for child in element:
        if not isinstance(child.tag, str):
            continue
        if child.tag == _MC + "AlternateContent":
            yield from boxes(chosen(child))
        elif child.tag.endswith("}txbxContent"):
            yield child, _side(child)
        else:
            yield from boxes(child)


def lines(element: Any) -> Iterator[Line]:
    """Lines drawn beneath a run's child."""
    for child in element.iter():
        if not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        if name in ("wsp", "cxnSp"):
            yield from _shape(child)
        elif name in ("line", "rect") and "vml" in child.tag:
            yield from _vml(child, name)


def chosen(alternatives: Any) -> Any:
    """The newer of two ways to draw the same thing; the older one where the newer is empty."""
    found = alternatives.find(_MC + "Choice")
    if found is None or len(found) == 0:
        found = alternatives.find(_MC + "Fallback")
    return found if found is not None else ()


def _shape(shape: Any) -> Iterator[Line]:
    form = shape.find(".//{*}prstGeom")
    size = shape.find(".//{*}xfrm/{*}ext")
    wide, high = ((number(size.get(key)) or 0) / EMU_PER_MM if size is not None else 0.0 for key in ("cx", "cy"))
    if form is None or form.get("prst") not in _LINES:
        filled = shape.find("{*}spPr/{*}solidFill/{*}srgbClr")
        if filled is not None and 0 < high <= _THIN < wide:
            yield Line("drawn", "single", high * 72 / 25.4, colour(filled.get("val")), wide)
        return
    stroke = shape.find("{*}spPr/{*}ln")
    ink = stroke.find(".//{*}srgbClr") if stroke is not None else None
    thick = (number(stroke.get("w")) or 9525) / 12700 if stroke is not None else 0.75
    kind = (stroke.get("cmpd") if stroke is not None else "") or "single"
    if high <= _THIN:
        yield Line("drawn", kind, thick, colour(ink.get("val") if ink is not None else None), wide or None)


def _vml(shape: Any, name: str) -> Iterator[Line]:
    stroke = shape.find("{*}stroke")
    kind = (stroke.get("linestyle") if stroke is not None else "") or "single"
    if name == "line":
        start, end = (_pair(shape.get(key)) for key in ("from", "to"))
        if start and end and abs(start[1] - end[1]) <= _THIN:
            ink = colour(shape.get("strokecolor"))
            yield Line("drawn", kind, _length(shape.get("strokeweight")) * 72 / 25.4, ink, abs(end[0] - start[0]))
        return
    measures = dict(re.findall(r"(width|height):\s*([\d.]+\w*)", shape.get("style") or ""))
    high = _length(measures.get("height"))
    if 0 < high <= _THIN:
        yield Line(
            "drawn", kind, high * 72 / 25.4, colour(shape.get("fillcolor")), _length(measures.get("width")) or None
        )


def _pair(text: str | None) -> tuple[float, float] | None:
    parts = (text or "").split(",")
    return (_length(parts[0]), _length(parts[1])) if len(parts) == 2 else None


def _length(text: str | None) -> float:
    match = re.match(r"^\s*(-?\d{1,9}(?:\.\d{1,9})?)\s*([a-z]*)", text or "")
    return float(match[1]) * _IN_MM.get(match[2], 0.0) if match else 0.0


def _side(content: Any) -> str:
    for above in content.iterancestors():
        name = above.tag.rpartition("}")[2]
        if name == "anchor":
            align = above.find("{*}positionH/{*}align")
            return (align.text or "") if align is not None else ""
        if "mso-position-horizontal" in (above.get("style") or ""):
            match = _ALIGN.search(above.get("style"))
            return match[1] if match else ""
        if name == "p":
            break
    return ""
