"""A superior's blank workbook, inside the reading child: every cell with its format, its lock and what it may hold.

The readers in `core.intake` are made for tables that somebody filled: a cell without a value is nothing to them. Here
the empty cells are what matters, with the formats that they already bear.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl.formula.translate import Translator

from zhicheng.core.intake.archive import Package, whole
from zhicheng.core.intake.formats import built_in, from_serial, is_date, show_date, show_number
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused
from zhicheng.publications.forms.sheet import Box, FormFile, FormSheet, Place

_TRUE = ("1", "true", "on")
_MOST_LISTED = 200


def read_workbook(path: Path, limits: Limits) -> FormFile:
    """The workbook. Raises Refused."""
    package = Package(path, limits)
    part = workbook_part(package)
    tree = package.tree(part)
    relations = package.relations(part)
    context = _Context(
        package, limits, _styles(package, related(relations, package, "styles")),
        _strings(package, related(relations, package, "sharedstrings"), limits),
        any(_on(item, "date1904") for item in tree.iter("{*}workbookPr")),
    )  # fmt: skip
    sheets = []
    for entry in tree.iter("{*}sheet"):
        target = relations.get(next((v for k, v in entry.attrib.items() if k.endswith("}id")), ""), "")
        if target in package and "chartsheet" not in target.lower() and "dialogsheet" not in target.lower():
            hidden = entry.get("state", "visible") != "visible"
            sheets.append(_Reader(context, target).read(entry.get("name", ""), hidden=hidden))
    if not sheets:
        raise Refused("blank")
    locked = any(_on(item, "lockStructure") for item in tree.iter("{*}workbookProtection"))
    return FormFile("xlsx", tuple(sheets), (*package.remarks, *(("structure-locked",) if locked else ())))


def workbook_part(package: Package) -> str:
    """The part that lists the sheets."""
    for target in package.relations("").values():
        if target.lower().endswith("workbook.xml") or target.lower().startswith("xl/workbook"):
            return target
    return "xl/workbook.xml"


def related(relations: dict[str, str], package: Package, word: str) -> str:
    """The related part whose name has the word; "" without one."""
    return next((target for target in relations.values() if word in target.lower() and target in package), "")


def position(reference: str) -> Place:
    """(row, column) from 0 of a reference such as B12; -1 where a part is missing."""
    column, digits = 0, ""
    for sign in reference.replace("$", ""):
        if sign.isascii() and sign.isdigit():
            digits += sign
        elif sign.isascii() and sign.isalpha():
            column = column * 26 + ord(sign.upper()) - 64
    return (int(digits[:9]) - 1 if digits else -1), column - 1


def _on(element: Any, name: str, otherwise: str = "") -> bool:
    return element.get(name, otherwise).lower() in _TRUE


@dataclass(frozen=True)
class Style:
    """What a cell format says that matters here."""

    code: str = ""
    locked: bool = True


@dataclass(frozen=True)
class _Context:
    package: Package
    limits: Limits
    styles: list[Style]
    strings: list[str]
    since_1904: bool

    def style(self, index: str | None) -> Style:
        place = whole(index)
        return self.styles[place] if 0 <= place < len(self.styles) else Style()


def _styles(package: Package, part: str) -> list[Style]:
    if not part:
        return [Style()]
    tree = package.tree(part)
    codes = {item.get("numFmtId"): item.get("formatCode", "") for item in tree.iterfind("{*}numFmts/{*}numFmt")}
    found = []
    for item in tree.iterfind("{*}cellXfs/{*}xf"):
        number = item.get("numFmtId", "0")
        protection = item.find("{*}protection")
        locked = protection is None or _on(protection, "locked", "1")
        found.append(Style(codes.get(number) or built_in(whole(number)), locked))
    return found or [Style()]


def _strings(package: Package, part: str, limits: Limits) -> list[str]:
    found: list[str] = []
    for item in package.each(part, "si") if part else ():
        found.append(_text(item))
        if len(found) > limits.cells:
            raise Refused("too-many-cells")
    return found


def _text(item: Any) -> str:
    pieces = []
    for child in item:
        local = child.tag.rpartition("}")[2]
        if local == "t":
            pieces.append(child.text or "")
        elif local == "r":
            pieces += [part.text or "" for part in child.iterfind("{*}t")]
    return _clean("".join(pieces))


def _clean(text: str) -> str:
    text = text.replace("_x000D_", "").replace("_x000a_", "\n").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t\u3000\xa0")


@dataclass
class _Reader:
    context: _Context
    part: str
    boxes: dict[Place, Box] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    columns: dict[int, Style] = field(default_factory=dict)
    row_styles: dict[int, Style] = field(default_factory=dict)
    shared: dict[str, tuple[str, str]] = field(default_factory=dict)
    rules: list[Any] = field(default_factory=list)
    protected: bool = False
    row: int = -1

    def read(self, name: str, *, hidden: bool) -> FormSheet:
        tags = ("col", "row", "mergeCell", "sheetProtection", "dataValidation")
        for element in self.context.package.each(self.part, *tags):
            getattr(self, "_" + element.tag.rpartition("}")[2].lower())(element)
        width, height = self._size()
        self._add_missing(width, height)
        if not self.protected:
            self.boxes = {place: replace(box, locked=False) if box.locked else box for place, box in self.boxes.items()}
        self._apply_rules()
        return FormSheet(
            name, self.part, self.boxes, tuple(self.merges), hidden, frozenset(self.hidden_rows),
            frozenset(self.hidden_columns), self.protected, height, width,
        )  # fmt: skip

    def _size(self) -> tuple[int, int]:
        """The used area: as far as anything stands, and as far as formats reach in rows that belong to it."""
        said = [box for box in self.boxes.values() if box.text or box.formula]
        if not said:
            return 0, 0
        width = max(box.column for box in said) + 1
        # Merged titles reach over columns that may hold nothing else yet.
        for top, left, _bottom, right in self.merges:
            if self.boxes.get((top, left), Box(0, 0)).text and right < 200:
                width = max(width, right + 1)
        height = max(row for row, _column in self.boxes) + 1
        return width, height

    def _add_missing(self, width: int, height: int) -> None:
        """Cells that the file does not name take the format of their row or column, as programs show them."""
        for row in range(min(height, 5000)):
            for column in range(width):
                if (row, column) not in self.boxes:
                    style = self.row_styles.get(row) or self.columns.get(column) or Style()
                    if style.code or not style.locked or self.protected:
                        self.boxes[row, column] = Box(row, column, format=style.code, locked=style.locked)

    def _col(self, element: Any) -> None:
        first, last = whole(element.get("min"), 1) - 1, whole(element.get("max"), 1) - 1
        for column in range(max(first, 0), min(last, self.context.limits.columns) + 1):
            if _on(element, "hidden"):
                self.hidden_columns.add(column)
            if element.get("style"):
                self.columns[column] = self.context.style(element.get("style"))

    def _mergecell(self, element: Any) -> None:
        first, _colon, last = element.get("ref", "").partition(":")
        top, left = position(first)
        bottom, right = position(last or first)
        if top >= 0 and left >= 0 and bottom >= top and right >= left and len(self.merges) < 100_000:
            self.merges.append((top, left, min(bottom, 1_048_575), min(right, 16_383)))

    def _sheetprotection(self, element: Any) -> None:
        self.protected = _on(element, "sheet")

    def _datavalidation(self, element: Any) -> None:
        kind, operator = element.get("type", ""), element.get("operator", "between")
        first, second = element.findtext("{*}formula1") or "", element.findtext("{*}formula2") or ""
        if kind in ("list", "whole", "decimal"):
            self.rules.append((element.get("sqref", ""), kind, operator, first.strip(), second.strip()))

    def _row(self, element: Any) -> None:
        limits = self.context.limits
        self.row = whole(element.get("r")) - 1 if element.get("r") else self.row + 1
        if self.row < 0:
            raise Refused("damaged")
        if _on(element, "hidden"):
            self.hidden_rows.add(self.row)
        if element.get("s"):
            self.row_styles[self.row] = self.context.style(element.get("s"))
        column = -1
        for item in element.iterfind("{*}c"):
            column = position(item.get("r"))[1] if item.get("r") else column + 1
            if self.row >= limits.rows:
                raise Refused("too-many-rows", limit=limits.rows)
            if not 0 <= column < limits.columns:
                continue  # formats far to the right, which nobody fills
            self.boxes[self.row, column] = self._cell(item, column)
        if len(self.boxes) > limits.cells:
            raise Refused("too-many-cells")

    def _cell(self, item: Any, column: int) -> Box:
        style = self.context.style(item.get("s"))
        text, number = self._value(item, style)
        return Box(self.row, column, text, number, self._formula(item, column), style.code, style.locked)

    def _value(self, item: Any, style: Style) -> tuple[str, str]:
        kind, raw = item.get("t", "n"), item.findtext("{*}v")
        if kind == "inlineStr":
            inline = item.find("{*}is")
            return (_text(inline) if inline is not None else ""), ""
        if raw is None:
            return "", ""
        if kind == "s":
            place = int(raw) if raw.isdecimal() and len(raw) < 12 else -1
            return (self.context.strings[place] if 0 <= place < len(self.context.strings) else ""), ""
        if kind == "b":
            return ("是" if raw in _TRUE else "否"), ""
        if kind != "n":
            return _clean(raw), ""
        return self._shown(raw, style)

    def _shown(self, raw: str, style: Style) -> tuple[str, str]:
        try:
            number = float(raw)
        except ValueError:
            return _clean(raw), ""
        if style.code and is_date(style.code):
            moment = from_serial(number, since_1904=self.context.since_1904)
            if moment is not None:
                return show_date(moment, style.code), ""
        shown = int(number) if number.is_integer() and abs(number) < 1e15 else number
        return show_number(shown, style.code), raw.strip()

    def _formula(self, item: Any, column: int) -> str:
        element = item.find("{*}f")
        if element is None:
            return ""
        text, key, here = element.text or "", element.get("si", ""), item.get("r") or ""
        if element.get("t") == "shared" and text:
            self.shared[key] = (text, here)
        elif element.get("t") == "shared" and key in self.shared and here:
            origin, where = self.shared[key]
            return str(Translator("=" + origin, origin=where).translate_formula(here))
        return "=" + text

    def _apply_rules(self) -> None:
        for sqref, kind, operator, first, second in self.rules:
            change = self._rule(kind, operator, first, second)
            if not change:
                continue
            for piece in sqref.split()[:200]:
                start, _colon, end = piece.partition(":")
                top, left = position(start)
                bottom, right = position(end or start)
                for place in [p for p in self.boxes if top <= p[0] <= bottom and left <= p[1] <= right]:
                    self.boxes[place] = replace(self.boxes[place], **change)

    def _rule(self, kind: str, operator: str, first: str, second: str) -> dict[str, Any]:
        if kind == "list":
            return {"allowed": self._listed(first)} if self._listed(first) else {}
        low = first if operator in ("between", "greaterThanOrEqual", "greaterThan") else ""
        high = second if operator == "between" else first if operator in ("lessThanOrEqual", "lessThan") else ""
        return {"bounds": (low, high)} if _is_number(low) or _is_number(high) else {}

    def _listed(self, formula: str) -> tuple[str, ...]:
        if formula.startswith('"'):
            return tuple(each.strip() for each in formula.strip('"').split(",") if each.strip())[:_MOST_LISTED]
        if "!" in formula or ":" not in formula:
            return ()
        start, _colon, end = formula.partition(":")
        (top, left), (bottom, right) = position(start), position(end)
        places = sorted(p for p in self.boxes if top <= p[0] <= bottom and left <= p[1] <= right)
        return tuple(self.boxes[p].text.strip() for p in places if self.boxes[p].text.strip())[:_MOST_LISTED]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
