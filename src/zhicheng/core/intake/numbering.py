"""Automatic numbers of Word paragraphs, counted as Word counts them."""

from __future__ import annotations

import re
from typing import Any

from zhicheng.core.intake.archive import whole

_CHINESE = "〇一二三四五六七八九"


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: Any, path: str) -> str | None:
    found = element.find("/".join("{*}" + step for step in path.split("/"))) if element is not None else None
    if found is None:
        return None
    return next((value for key, value in found.attrib.items() if key.endswith("}val")), None)


def _identity(element: Any, name: str) -> str | None:
    return next((value for key, value in element.attrib.items() if key.endswith("}" + name)), None)


class Numbering:
    """Counters of a document's lists; `label` must be asked for each paragraph in reading order."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        if numbering is not None:
            self._read(numbering)
        if styles is not None:
            self._read_styles(styles)

    def _read(self, numbering: Any) -> None:
        for item in numbering.iterfind("{*}abstractNum"):
            levels = {}
            for level in item.iterfind("{*}lvl"):
                index = whole(_identity(level, "ilvl"))
                start = _value(level, "start") or "1"
                levels[index] = (
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText") or "",
                    whole(start, 1),
                )
            self._levels[_identity(item, "abstractNumId") or ""] = levels
        for item in numbering.iterfind("{*}num"):
            name = _identity(item, "numId") or ""
            self._lists[name] = _value(item, "abstractNumId") or ""
            for override in item.iterfind("{*}lvlOverride"):
                anew = _value(override, "startOverride")
                if anew:
                    self._starts[name, whole(_identity(override, "ilvl"))] = whole(anew)

    def _read_styles(self, styles: Any) -> None:
        for style in styles.iterfind("{*}style"):
            number: str | None = _value(style, "pPr/numPr/numId")
            if number:
                level = _value(style, "pPr/numPr/ilvl") or "0"
                self._styles[_identity(style, "styleId") or ""] = (number, whole(level))

    def label(self, paragraph: Any) -> str:
        """The number that Word shows before the paragraph, or ''."""
        number = _value(paragraph, "pPr/numPr/numId")
        level = _value(paragraph, "pPr/numPr/ilvl")
        depth = whole(level)
        if number is None:
            styled = self._styles.get(_value(paragraph, "pPr/pStyle") or "")
            if styled is None:
                return ""
            number, depth = styled
        levels = self._levels.get(self._lists.get(number, ""), {})
        if number == "0" or depth not in levels:
            return ""
        # Lists over the same abstract definition count on together, unless one of them starts anew.
        key = number if any(owner == number for owner, _ in self._starts) else "abstract" + self._lists[number]
        counts = self._counts.setdefault(key, {})
        start = self._starts.get((number, depth), levels[depth][2])
        counts[depth] = counts[depth] + 1 if depth in counts else start
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        return self._text(levels, counts, depth)

    @staticmethod
    def _text(levels: dict[int, tuple[str, str, int]], counts: dict[int, int], depth: int) -> str:
        form, pattern, _start = levels[depth]
        if form in ("bullet", "none"):
            return ""

        def place(match: re.Match[str]) -> str:
            other = int(match.group(1)) - 1
            return shown(counts.get(other, levels.get(other, ("", "", 1))[2]), levels.get(other, (form, "", 1))[0])

        return re.sub(r"%(\d)", place, pattern)


def shown(number: int, form: str) -> str:
    """A count in one of Word's number forms."""
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand",
                "taiwaneseCounting", "ideographDigital"):  # fmt: skip
        return chinese(number)
    if form == "decimalEnclosedCircle" or form.startswith("decimalEnclosedCircle"):
        return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26)
        return letter if form == "upperLetter" else letter.lower()
    if form == "decimalZero":
        return f"{number:02d}"
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return str(number)


def chinese(number: int) -> str:
    """1 to 9999 in Chinese numerals, as chapters are numbered."""
    if not 1 <= number <= 9999:
        return str(number)
    text, pending_zero = "", False
    for value, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            text += ("零" if pending_zero and text else "") + _CHINESE[digit] + name
            pending_zero = False
        else:
            pending_zero = True
    return text[1:] if text.startswith("一十") else text
