"""What is in force for a paragraph and a run, resolved as Word does it.

A run: document defaults, paragraph style with those it is based on, character style likewise, its own properties. A
paragraph: document defaults, style, list level, its own. Typefaces named by the theme are looked up there. Inside one
element a theme's name goes before a plain one; across elements the nearer replaces both.
"""

from __future__ import annotations

from typing import Any

from zhicheng.publications.layout.units import number, twips

Props = dict[str, Any]
_MOST_STEPS = 20
_OFF = ("0", "false", "off", "none")
_SIDES = ("top", "bottom", "between")
_INDENTS = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
_EAST = ("eastAsia", "eastAsiaTheme", "east")
_LATIN = ("ascii", "asciiTheme", "latin")


class Theme:
    """The typefaces that a theme stands for."""

    def __init__(self, tree: Any, script: str) -> None:
        self._fonts: dict[str, str] = {}
        for scheme, word in (("minorFont", "minor"), ("majorFont", "major")):
            holder = next(tree.iter("{*}" + scheme), None) if tree is not None else None
            if holder is None:
                continue
            latin, east = holder.find("{*}latin"), holder.find("{*}ea")
            self._fonts[word + "Ascii"] = self._fonts[word + "HAnsi"] = _attribute(latin, "typeface")
            by_script = {_attribute(each, "script"): _attribute(each, "typeface") for each in holder.iter("{*}font")}
            self._fonts[word + "EastAsia"] = _attribute(east, "typeface") or by_script.get(script, "")

    def typeface(self, word: str) -> str:
        """The typeface for a word such as `minorEastAsia`."""
        return self._fonts.get(word, "")


class Styles:
    """Every style with what it takes from those it is based on."""

    def __init__(self, tree: Any, theme: Theme, w: str) -> None:
        self._w, self._theme = w, theme
        self._items: dict[str, Any] = {}
        self._default = {"paragraph": "", "character": ""}
        self._paragraphs: dict[str, Props] = {}
        self._runs: dict[tuple[str, str], Props] = {}
        self._base: tuple[Props, Props] = ({}, {})
        for item in tree.iterfind(f"{w}style") if tree is not None else ():
            name, kind = item.get(w + "styleId") or "", item.get(w + "type") or "paragraph"
            self._items[name] = item
            if _on(item.get(w + "default") or "0") and kind in self._default:
                self._default[kind] = name
        defaults = tree.find(f"{w}docDefaults") if tree is not None else None
        if defaults is not None:
            run = defaults.find(f"{w}rPrDefault/{w}rPr")
            paragraph = defaults.find(f"{w}pPrDefault/{w}pPr")
            self._base = (self.paragraph_props(paragraph), self.run_props(run))

    def name(self, style: str) -> str:
        """What people call a style."""
        item = self._items.get(style)
        found = item.find(f"{self._w}name") if item is not None else None
        return found.get(self._w + "val") or "" if found is not None else ""

    def paragraph(self, style: str) -> Props:
        """In force for a paragraph of this style, or of the default one for an unknown name."""
        style = style if style in self._items else self._default["paragraph"]
        if style not in self._paragraphs:
            found = dict(self._base[0])
            for item in self._chain(style):
                merge(found, self.paragraph_props(item.find(f"{self._w}pPr")))
            self._paragraphs[style] = found
        return self._paragraphs[style]

    def run(self, style: str, character: str = "") -> Props:
        """In force for a run in a paragraph of `style`, itself of the character style `character`."""
        style = style if style in self._items else self._default["paragraph"]
        character = character if character in self._items else self._default["character"]
        key = style, character
        if key not in self._runs:
            found = dict(self._base[1])
            for item in [*self._chain(style), *self._chain(character)]:
                found |= self.run_props(item.find(f"{self._w}rPr"))
            self._runs[key] = found
        return self._runs[key]

    def _chain(self, style: str) -> list[Any]:
        """From the first ancestor to the style itself."""
        chain: list[Any] = []
        for _step in range(_MOST_STEPS):
            item = self._items.get(style)
            if item is None or item in chain:
                break
            chain.append(item)
            based = item.find(f"{self._w}basedOn")
            style = based.get(self._w + "val") or "" if based is not None else ""
        return chain[::-1]

    def paragraph_props(self, element: Any) -> Props:
        """What a pPr declares."""
        found: Props = {}
        for child in element if element is not None else ():
            tag = _local(child)
            if tag == "ind":
                found |= _lengths(child, "ind.")
            elif tag == "spacing":
                found |= _lengths(child, "spacing.")
            elif tag == "jc":
                found["jc"] = child.get(self._w + "val") or ""
            elif tag in ("snapToGrid", "pageBreakBefore"):
                found[tag] = self._switched(child)
            elif tag == "numPr":
                listed = child.find(f"{self._w}numId")
                level = child.find(f"{self._w}ilvl")
                if listed is not None:
                    found["numId"] = listed.get(self._w + "val") or "0"
                found["ilvl"] = level.get(self._w + "val") or "0" if level is not None else "0"
            elif tag == "pBdr":
                found["borders"] = {_local(side): side for side in child if _local(side) in _SIDES}
            elif tag == "framePr":
                found["frame"] = child
        return found

    def run_props(self, element: Any) -> Props:
        """What an rPr declares."""
        found: Props = {}
        for child in element if element is not None else ():
            tag = _local(child)
            if tag == "rFonts":
                self._fonts(child, found)
            elif tag == "sz":
                size = number(child.get(self._w + "val"))
                if size:
                    found["size"] = size / 2
            elif tag == "color":
                found["colour"] = colour(child.get(self._w + "val"))
            elif tag == "spacing":
                found["spacing"] = (twips(child.get(self._w + "val")) or 0.0) / 20
            elif tag in ("vanish", "strike", "dstrike", "snapToGrid"):
                found[tag] = self._switched(child)
        return found

    def _fonts(self, element: Any, found: Props) -> None:
        for plain, themed, key in (_EAST, _LATIN):
            named = element.get(self._w + plain)
            by_theme = element.get(self._w + themed)
            if by_theme is not None:
                named = self._theme.typeface(by_theme) or named or ""
            if named is not None:
                found[key] = named

    def _switched(self, element: Any) -> bool:
        return _on(element.get(self._w + "val") or "1")


def merge(base: Props, nearer: Props) -> None:
    """Put nearer properties over others; a first-line indent and a hanging one drive each other out."""
    for one, other in (("firstLine", "hanging"), ("hanging", "firstLine")):
        for ending in ("", "Chars"):
            if f"ind.{one}{ending}" in nearer and f"ind.{other}{ending}" not in nearer:
                base.pop(f"ind.{other}{ending}", None)
    base |= nearer


def colour(value: str | None) -> str:
    """RRGGBB; black where Word chooses."""
    text = (value or "").lstrip("#").upper()
    if len(text) == 6 and all(sign in "0123456789ABCDEF" for sign in text):
        return text
    return "FF0000" if text == "RED" else "000000"


def is_red(value: str) -> bool:
    """A red that a reader calls so."""
    red, green, blue = (int(value[place : place + 2], 16) for place in (0, 2, 4))
    return red >= 0xB0 and green <= 0x60 and blue <= 0x60


def is_black(value: str) -> bool:
    """Black, or so near it that print shows no difference."""
    return all(int(value[place : place + 2], 16) <= 0x40 for place in (0, 2, 4))


def _lengths(element: Any, prefix: str) -> Props:
    found: Props = {}
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2]
        name = _INDENTS.get(name, name)
        if name in ("lineRule", "beforeAutospacing", "afterAutospacing"):
            found[prefix + name] = value
        else:
            length = twips(value)
            if length is not None:
                found[prefix + name] = length
    return found


def _attribute(element: Any, name: str) -> str:
    return element.get(name) or "" if element is not None else ""


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _on(value: str) -> bool:
    return value.lower() not in _OFF
