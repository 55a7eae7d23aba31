"""A workbook's cells in full detail, straight from its XML, inside the child.

Our own reader and not openpyxl: one pass gives stored values, formulas, strikes and hidden parts together (openpyxl
needs two passes and ten times the memory), files of WPS with odd styles do not stop it, and links cannot be followed
because nothing here knows how.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from zhicheng.core.intake.archive import Package, measure, whole
from zhicheng.core.intake.formats import built_in, from_serial, is_date, show_date, show_number
from zhicheng.core.intake.limits import MEBI, Limits
from zhicheng.core.intake.model import EMPTY, Book, Cell, Sheet, book_to_plain
from zhicheng.core.intake.refusals import Refused

_TRUE = ("1", "true")
_COMMENTS = 2000
# Of bigger sheets nobody has hidden single rows by hand, and their text is not worth another copy in memory.
_HIDDEN_BYTES = 64 * MEBI
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row\b(?=[^>]*\shidden=["'](?:1|true)["'])[^>]*>""")
_ROW_NUMBER = re.compile(rb"""\sr=["'](\d{1,7})["']""")
Text = tuple[str, str]
"""Words that stand, words that are struck."""


def read(path: Path, limits: Limits) -> Any:
    """The workbook as plain JSON values."""
    return book_to_plain(read_book(path, limits))


def read_book(path: Path, limits: Limits) -> Book:
    """The workbook. Raises Refused."""
    package = Package(path, limits)
    part = _workbook_part(package)
    tree = package.tree(part)
    since_1904 = any(_flag(item, "date1904") for item in tree.iter("{*}workbookPr"))
    relations = package.relations(part)
    styles = _styles(package, _by_name(relations, package, "styles"))
    strings = _strings(package, _by_name(relations, package, "sharedstrings"), limits)
    sheets = []
    charts = False
    for entry in tree.iter("{*}sheet"):
        target = relations.get(_relation_id(entry), "")
        charts |= "chartsheet" in target.lower()
        if target not in package or "chartsheet" in target.lower() or "dialogsheet" in target.lower():
            continue
        hidden = entry.get("state", "visible") != "visible"
        reader = _SheetReader(package, target, strings, styles, since_1904, limits)
        sheets.append(reader.read(_clean(entry.get("name", "")), hidden=hidden))
    if not sheets:
        raise Refused("blank" if charts else "damaged")
    return Book(tuple(sheets), package.remarks)


def hidden_rows(package: Package) -> dict[str, list[int]]:
    """The rows of each sheet, from 1, that are hidden or filtered away; by the sheet's name."""
    part = _workbook_part(package)
    relations = package.relations(part)
    found = {}
    for entry in package.tree(part).iter("{*}sheet"):
        target = relations.get(_relation_id(entry), "")
        if target in package and package.size(target) <= _HIDDEN_BYTES:
            numbers = [_ROW_NUMBER.search(row[0]) for row in _HIDDEN_ROW.finditer(package.part(target))]
            found[entry.get("name", "")] = [int(number[1]) for number in numbers if number]
    return found


def _workbook_part(package: Package) -> str:
    for target in package.relations("").values():
        if target.lower().endswith("workbook.xml") or target.lower().startswith("xl/workbook"):
            return target
    return "xl/workbook.xml"


def _by_name(relations: dict[str, str], package: Package, word: str) -> str:
    for target in relations.values():
        if word in target.lower() and target in package:
            return target
    return ""


def _relation_id(entry: Any) -> str:
    return next((value for key, value in entry.attrib.items() if key.endswith("}id")), "")


def _flag(element: Any, name: str) -> bool:
    return element is not None and element.get(name, "").lower() in _TRUE


def _clean(text: str) -> str:
    """Without control characters: they are never meant, and break what is written later."""
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t" or sign in "\u3000\xa0")


@dataclass(frozen=True)
class _Style:
    code: str = ""
    struck: bool = False
    dated: bool = False


def _styles(package: Package, part: str) -> list[_Style]:
    if not part:
        return [_Style()]
    tree = package.tree(part)
    codes = {item.get("numFmtId"): item.get("formatCode", "") for item in tree.iterfind("{*}numFmts/{*}numFmt")}
    fonts = [_is_struck(font) for font in tree.iterfind("{*}fonts/{*}font")]
    styles = []
    for item in tree.iterfind("{*}cellXfs/{*}xf"):
        number = item.get("numFmtId", "0")
        code = codes.get(number) or built_in(whole(number))
        font = whole(item.get("fontId"))
        styles.append(_Style(code, 0 <= font < len(fonts) and fonts[font], bool(code) and is_date(code)))
    return styles or [_Style()]


def _is_struck(properties: Any) -> bool:
    strike = properties.find("{*}strike") if properties is not None else None
    return strike is not None and strike.get("val", "1").lower() in _TRUE


def _strings(package: Package, part: str, limits: Limits) -> list[Text]:
    if not part:
        return []
    found: list[Text] = []
    for item in package.each(part, "si"):
        found.append(_text_of(item))
        if len(found) > limits.cells:
            raise Refused("too-many-cells")
    return found


def _text_of(item: Any) -> Text:
    """A string item: its plain text, or its runs; reading aids (rPh) are no text."""
    kept: list[str] = []
    struck: list[str] = []
    for child in item:
        local = child.tag.rpartition("}")[2]
        if local == "t":
            kept.append(child.text or "")
        elif local == "r":
            text = "".join(part.text or "" for part in child.iterfind("{*}t"))
            (struck if _is_struck(child.find("{*}rPr")) else kept).append(text)
    return _clean(_unescape("".join(kept))), _clean(_unescape("".join(struck)))


def _unescape(text: str) -> str:
    return text.replace("_x000D_", "").replace("_x000a_", "\n").replace("\r\n", "\n").replace("\r", "\n")


@dataclass
class _SheetReader:
    package: Package
    part: str
    strings: list[Text]
    styles: list[_Style]
    since_1904: bool
    limits: Limits
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    widths: list[tuple[int, float]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    count: int = 0
    rows_hidden_by_default: bool = False

    def read(self, name: str, *, hidden: bool) -> Sheet:
        """The sheet, cut to its used area, merged areas shown in every cell they cover."""
        for element in self.package.each(self.part, "sheetFormatPr", "col", "row", "mergeCell"):
            local = element.tag.rpartition("}")[2]
            if local == "row":
                self._row(element)
            elif local == "col":
                self._column(element)
            elif local == "mergeCell":
                self._merge(element.get("ref", ""))
            else:
                self.rows_hidden_by_default = _flag(element, "zeroHeight")
        return Sheet(
            name=name,
            rows=self._dense(),
            hidden=hidden,
            merges=tuple(self.merges),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            widths=tuple(self.widths),
            since_1904=self.since_1904,
            comments=self._comments(),
        )

    def _comments(self) -> tuple[tuple[int, int, str], ...]:
        relations = self.package.relations(self.part)
        # Excel writes discussions twice: as such, and as comments for everyone else.
        part = _by_name({key: at for key, at in relations.items() if "threaded" not in at}, self.package, "comments")
        found: list[tuple[int, int, str]] = []
        for item in self.package.each(part, "comment") if part else ():
            row, column = _position(item.get("ref", ""))
            text = "".join(_text_of(words)[0] for words in item.iterfind("{*}text"))
            if row >= 0 and column >= 0 and text.strip() and len(found) < _COMMENTS:
                found.append((row, column, text.strip()[:1000]))
        return tuple(found)

    def _column(self, element: Any) -> None:
        first, last = whole(element.get("min"), 1) - 1, whole(element.get("max"), 1) - 1
        width = measure(element.get("width"))
        narrow = _flag(element, "customWidth") and width < 0.2
        for column in range(max(first, 0), min(last, self.limits.columns) + 1):
            if _flag(element, "hidden") or narrow:
                self.hidden_columns.add(column)
            elif width:
                self.widths.append((column, round(width, 2)))

    def _merge(self, reference: str) -> None:
        first, _colon, last = reference.partition(":")
        top, left = _position(first)
        bottom, right = _position(last or first)
        if top >= 0 and left >= 0 and bottom < 1_048_576 and len(self.merges) < 100_000:
            self.merges.append((top, left, bottom, right))

    def _row(self, element: Any) -> None:
        number = whole(element.get("r")) - 1 if element.get("r") else max(self.rows, default=-1) + 1
        if number < 0:
            raise Refused("damaged")
        height = element.get("ht")
        if (
            _flag(element, "hidden")
            or (height is not None and measure(height) < 0.5)
            or (self.rows_hidden_by_default and not _flag(element, "customHeight"))
        ):
            self.hidden_rows.add(number)
        cells: dict[int, Cell] = {}
        column = -1
        for item in element.iterfind("{*}c"):
            reference = item.get("r")
            column = _position(reference)[1] if reference else column + 1
            cell = self._cell(item)
            if cell is not EMPTY:
                cells[column] = cell
        if not cells:
            return
        self.count += len(cells)
        if number >= self.limits.rows:
            raise Refused("too-many-rows", limit=self.limits.rows)
        if max(cells) >= self.limits.columns:
            raise Refused("too-many-columns", limit=self.limits.columns)
        if self.count > self.limits.cells:
            raise Refused("too-many-cells")
        self.rows[number] = cells

    def _cell(self, item: Any) -> Cell:
        index = whole(item.get("s"))
        style = self.styles[index] if 0 <= index < len(self.styles) else _Style()
        kind = item.get("t", "n")
        raw = item.findtext("{*}v")
        formula_element = item.find("{*}f")
        formula = ""
        if formula_element is not None:
            formula = "=" + (formula_element.text or "")
        if kind == "inlineStr":
            inline = item.find("{*}is")
            return self._words(_text_of(inline) if inline is not None else ("", ""), style, formula)
        if raw is None or (raw == "" and kind != "str"):
            return Cell(formula=formula, struck=style.struck) if formula else EMPTY
        if kind == "s":
            position = int(raw) if raw.isdecimal() and len(raw) < 12 else -1
            return self._words(
                self.strings[position] if 0 <= position < len(self.strings) else ("", ""), style, formula
            )
        if kind in ("str", "e", "d"):
            return self._words((_clean(_unescape(raw)), ""), style, formula)
        if kind == "b":
            return Cell(raw in _TRUE, "是" if raw in _TRUE else "否", style.code, formula, style.struck)
        return self._number(raw, style, formula)

    def _words(self, text: Text, style: _Style, formula: str) -> Cell:
        kept, struck = text
        if not kept.strip() and struck.strip():
            return Cell(struck, struck, style.code, formula, struck=True)
        if not kept and not formula:
            return EMPTY
        # A font struck as a whole does not strike runs that carry their own properties.
        return Cell(kept, kept, style.code, formula, style.struck and not struck, struck)

    def _number(self, raw: str, style: _Style, formula: str) -> Cell:
        try:
            number = float(raw)
        except ValueError:
            return Cell(raw, raw, style.code, formula, style.struck)
        if number != number or number in (float("inf"), float("-inf")):
            return Cell(raw, raw, style.code, formula, style.struck)
        if style.dated:
            moment = from_serial(number, since_1904=self.since_1904)
            if moment is not None:
                return Cell(moment, show_date(moment, style.code), style.code, formula, style.struck)
        shown = int(number) if number.is_integer() and abs(number) < 1e15 else number
        return Cell(shown, show_number(shown, style.code), style.code, formula, style.struck)

    def _dense(self) -> tuple[tuple[Cell, ...], ...]:
        height = max(self.rows, default=-1) + 1
        grid: list[list[Cell]] = []
        for number in range(height):
            cells = self.rows.get(number, {})
            grid.append([cells.get(column, EMPTY) for column in range(max(cells, default=-1) + 1)])
        spread_merges(grid, self.merges, columns=self.limits.columns)
        return tuple(tuple(row) for row in grid)


def spread_merges(grid: list[list[Cell]], merges: list[tuple[int, int, int, int]], *, columns: int) -> None:
    """Show the anchor of each merged area in all its cells, marked with where it comes from."""
    budget = 2_000_000
    for top, left, bottom, right in merges:
        if top >= len(grid) or left >= len(grid[top]) or grid[top][left].empty:
            continue
        anchor = grid[top][left]
        shown = Cell(
            anchor.value, anchor.text, anchor.number_format, anchor.formula, anchor.struck, anchor.struck_text,
            anchor.deleted, anchor.hidden_text, (top, left),
        )  # fmt: skip
        for row in range(top, min(bottom, len(grid) - 1) + 1):
            line = grid[row]
            for column in range(left, min(right, columns) + 1):
                budget -= 1
                if budget < 0:
                    raise Refused("too-many-cells")
                while len(line) <= column:
                    line.append(EMPTY)
                line[column] = shown if (row, column) != (top, left) else anchor


def _position(reference: str) -> tuple[int, int]:
    """(row, column) from 0 of a reference such as B12; -1 where a part is missing."""
    column = 0
    digits = ""
    for sign in reference.replace("$", ""):
        if sign.isascii() and sign.isdigit():
            digits += sign
        elif sign.isascii() and sign.isalpha():
            column = column * 26 + ord(sign.upper()) - 64
    return (int(digits) - 1 if digits else -1), column - 1
