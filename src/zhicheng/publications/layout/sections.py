"""A section's paper, margins and grid."""

from __future__ import annotations

from typing import Any

from zhicheng.publications.layout.document import Grid, Section
from zhicheng.publications.layout.units import TWIPS_PER_MM, number, twips

_CHARACTER_UNITS = 4096  # of the grid's additions, to a point


def section(element: Any, count: int, w: str) -> Section:
    """A sectPr as it is declared; what is missing is as Word takes it."""
    found = Section(count)
    if element is None:
        return found
    paper, margins = element.find(f"{w}pgSz"), element.find(f"{w}pgMar")
    if paper is not None:
        found.width = _millimetres(paper, w + "w", found.width)
        found.height = _millimetres(paper, w + "h", found.height)
    found.landscape = found.width > found.height
    for name in ("top", "bottom", "left", "right", "gutter", "header", "footer") if margins is not None else ():
        # A negative margin says that the text keeps it whatever the header needs.
        setattr(found, name, abs(_millimetres(margins, w + name, getattr(found, name))))
    found.grid = _grid(element.find(f"{w}docGrid"), w)
    kind = element.find(f"{w}type")
    found.continuous = kind is not None and kind.get(w + "val") in ("continuous", "nextColumn")
    own = element.find(f"{w}titlePg")
    found.own_first_page = own is not None and (own.get(w + "val") or "1").lower() not in ("0", "false", "off")
    return found


def _millimetres(element: Any, name: str, otherwise: float) -> float:
    length = twips(element.get(name))
    return otherwise if length is None else length / TWIPS_PER_MM


def _grid(element: Any, w: str) -> Grid:
    kind = element.get(w + "type") if element is not None else None
    if kind not in ("lines", "linesAndChars", "snapToChars"):
        return Grid()
    pitch = (twips(element.get(w + "linePitch")) or 0) / 20
    added = number(element.get(w + "charSpace")) or 0.0
    if added >= 2**31:
        added -= 2**32  # some programs write less than nothing without a sign
    return Grid(pitch > 0, kind != "lines", pitch, added / _CHARACTER_UNITS if kind != "lines" else 0.0)
