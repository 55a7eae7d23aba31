"""What a Word document's styles say that matters to a reader: which are headings, which hide or strike their words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_HEADING = re.compile(r"(?i)^(heading|标题|標題|title|subtitle|副标题)\b")
_MOST_STEPS = 20
OFF = ("0", "false", "off", "none")


def switched_on(element: Any, val: str) -> bool:
    """Is a yes-or-no property set? It is where it stands without a value."""
    return element is not None and (element.get(val) or "1").lower() not in OFF


@dataclass
class _Style:
    parent: str = ""
    heading: bool | None = None
    flags: dict[str, bool] = field(default_factory=dict)


class Styles:
    """Styles by their id, each with what it takes from those that it is based on."""

    def __init__(self, tree: Any, w: str) -> None:
        self._styles: dict[str, _Style] = {}
        for item in tree.iterfind(f"{w}style") if tree is not None else ():
            self._styles[item.get(w + "styleId") or ""] = _read(item, w)

    def heading(self, name: str | None) -> bool:
        """Is this paragraph style one of headings?"""
        return bool(self._first(name, lambda style: style.heading))

    def flag(self, name: str | None, which: str) -> bool:
        """Does the style set `vanish`, `strike` or `dstrike`?"""
        return bool(self._first(name, lambda style: style.flags.get(which)))

    def _first(self, name: str | None, asked: Any) -> bool | None:
        for _step in range(_MOST_STEPS):
            style = self._styles.get(name or "")
            if style is None:
                return None
            found: bool | None = asked(style)
            if found is not None:
                return found
            name = style.parent
        return None


def _read(item: Any, w: str) -> _Style:
    style = _Style()
    based = item.find(f"{w}basedOn")
    style.parent = based.get(w + "val") or "" if based is not None else ""
    level = item.find(f"{w}pPr/{w}outlineLvl")
    name = item.find(f"{w}name")
    if level is not None:
        style.heading = (level.get(w + "val") or "9") < "9"
    elif name is not None and _HEADING.match(name.get(w + "val") or ""):
        style.heading = True
    properties = item.find(f"{w}rPr")
    for which in ("vanish", "strike", "dstrike"):
        element = properties.find(w + which) if properties is not None else None
        if element is not None:
            style.flags[which] = switched_on(element, w + "val")
    return style
