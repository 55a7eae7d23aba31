"""From a form's sheets to its tables: header rows, label columns, body, notes, and the cells that are wanted. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhicheng.publications.forms.grid import Cell, Grid, Table
from zhicheng.publications.forms.sheet import Box, FormFile, FormSheet

# Lines under a table, and lines for signatures: nobody is ever put there by a program.
NOTE = re.compile(
    r"^[\s*※（(]*(注\s*[:：\d]|注释|说明\s*[:：]|备注\s*[:：]|填[表报]说明|填[表报]人|制表|审核|复核|审批|单位负责人|负责人|分管领导|统计负责人"
    r"|联系人|联系电话|经办人|填[表报]日期|报[出送]日期|附注|签字|签名|盖章|注$)"
)
META = re.compile(
    r"(填[报表]单位|报送单位|制表单位|编报单位|填[报表]日期|报[送出](时间|日期)|(?<![一-龥])(计量)?单位\s*[:：]|表\s*号\s*[:：]|制[定表]机关"
    r"|批准文号|有效期|盖章|签章|^截至|统计截止|报告期|^附[件表]\s*\d*\s*[:：]?$)"
)
UNIT_LINE = re.compile(r"(?:计量)?单位\s*[:：]\s*([^\s，。,;；（）()]{1,12})")
# Columns that stay as they are: remarks, and everything that names a person or is signed.
LEFT_ALONE = re.compile(
    r"备注|说明$|签字|签名|签章|盖章|联系人|联系方式|联系电话|电话|手机|填[表报]人|审核人|经办人|负责人|佐证|附件|填[表报]日期"
)
SERIAL = re.compile(r"^(序号|编号|行次|序|№|no\.?)$", re.IGNORECASE)
UNIT_HEAD = re.compile(r"^(计量单位|单位|计算单位|量纲)$")
CODE = re.compile(r"^[（(]?(\d{1,3}|[甲乙丙丁戊己庚]|[A-Za-zＡ-Ｚ]|[①-⑳])[)）]?$")
SECTION = re.compile(r"^\s*([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）])")
NUMERIC = re.compile(r"^[-−+]?[\d,，.]+\s*%?$")
AMONG = re.compile(r"^其\s*中\s*[:：]?")
STRUCK = re.compile(r"^[-—–－―/／\\×xX*＊·.…\s]+$")
MOST_HEADER_ROWS = 6


def read_grid(form: FormFile) -> Grid:
    """The tables of a form."""
    tables: list[Table] = []
    remarks = [(code, "") for code in form.remarks]
    for sheet in form.sheets:
        if sheet.hidden:
            remarks.append(("hidden-sheet", sheet.name))
            continue
        if sheet.is_sources:
            continue
        found = _tables(sheet)
        tables += found
        if sheet.protected and any(table.shut for table in found):
            remarks.append(("protected", sheet.name))
        if sheet.hidden_columns and found:
            remarks.append(("hidden-columns", sheet.name))
        if sheet.hidden_rows and found:
            remarks.append(("hidden-rows", sheet.name))
        if any(box.nested for box in sheet.boxes.values()):
            remarks.append(("nested", sheet.name))
    return Grid(form.kind, tuple(tables), tuple(remarks))


def _tables(sheet: FormSheet) -> list[Table]:
    found, row = [], 0
    titles: list[str] = list(sheet.lead)
    while row < sheet.height:
        band = _header(sheet, row)
        if band is None:
            titles += [box.text.strip() for box in sheet.row_boxes(row) if box.text.strip()]
            row += 1
            continue
        reader = _Body(sheet, band)
        table = reader.table(tuple(" ".join(text.split()) for text in titles))
        if table.wanted or table.shut or table.formulas:
            found.append(table)
        titles, row = [], reader.bottom + 1
    return found


@dataclass(frozen=True)
class Band:
    """Header rows from top to bottom over the columns from left to right; `codes` are rows of mere column numbers."""

    top: int
    bottom: int
    left: int
    right: int
    codes: frozenset[int] = frozenset()


def _said(sheet: FormSheet, row: int) -> list[Box]:
    return [box for box in sheet.row_boxes(row) if box.text.strip() or box.formula]


def _looks_like_header(sheet: FormSheet, row: int) -> tuple[int, int] | None:
    """The columns that a header row covers, if this may be one."""
    said = _said(sheet, row)
    if len(said) < 2 or any(box.formula or NUMERIC.match(box.text.strip()) for box in said):
        return None
    if any(META.search(box.text) for box in said) or NOTE.match(said[0].text):
        return None
    covered = [column for column in range(sheet.width) if sheet.words(row, column)]
    left, right = covered[0], covered[-1]
    if len(covered) < 0.6 * (right - left + 1):
        # Headings of groups that nobody merged: the row below completes them.
        below = [column for column in range(left, sheet.width) if sheet.words(row + 1, column)]
        if not below or len({*covered, *below}) < 0.6 * (max(right, below[-1]) - left + 1):
            return None
        right = max(right, below[-1])
    return left, right


def _header(sheet: FormSheet, row: int) -> Band | None:
    columns = _looks_like_header(sheet, row)
    if columns is None:
        return None
    left, right = columns
    bottom, codes = row, set()
    while bottom + 1 < sheet.height and bottom - row < MOST_HEADER_ROWS:
        below = bottom + 1
        if _reaches_down(sheet, row, bottom, left, right) or _is_under(sheet, row, below, left, right):
            bottom = below
            right = max([right, *(column for column in range(left, sheet.width) if sheet.words(below, column))])
        elif _is_codes(sheet, below, left, right):
            bottom = below
            codes.add(below)
        else:
            break
    blanks = any(
        sheet.box(each, column).blank or sheet.box(each, column).formula
        for each in range(bottom + 1, min(bottom + 6, sheet.height)) for column in range(left, right + 1)
    )  # fmt: skip
    return Band(row, bottom, left, right, frozenset(codes)) if blanks else None


def _reaches_down(sheet: FormSheet, top: int, bottom: int, left: int, right: int) -> bool:
    """A header cell is merged with cells below the rows taken so far."""
    return any(
        top <= first <= bottom < last and left <= start <= right and sheet.box(first, start).text.strip()
        and last - top <= MOST_HEADER_ROWS
        for first, start, last, _end in sheet.merges
    )  # fmt: skip


def _is_under(sheet: FormSheet, top: int, row: int, left: int, right: int) -> bool:
    """A row of sub-headings: words under a heading that spans several columns, and none where the rows are named."""
    boxes = [box for box in sheet.row_boxes(row) if left <= box.column <= max(right, sheet.width - 1)]
    said = [box for box in boxes if box.text.strip()]
    if len(said) < 2 or any(NUMERIC.match(box.text.strip()) or box.formula for box in said) or NOTE.match(said[0].text):
        return False
    first_blank = sheet.anchor(row, left)[0] < row or not sheet.words(row, left)
    full = all(sheet.words(row, column) for column in range(left, right + 1))
    spread = any(
        top <= first < row and end > start for first, start, _last, end in sheet.merges if left <= start <= right
    )
    gaps = any(not sheet.words(top, column) for column in range(left, right + 1))
    return (first_blank and (spread or gaps)) or (full and spread and not CODE.match(said[0].text.strip()))


def _is_codes(sheet: FormSheet, row: int, left: int, right: int) -> bool:
    texts = [box.text.strip() for box in sheet.row_boxes(row) if left <= box.column <= right and box.text.strip()]
    if len(texts) < 2 or not all(CODE.match(text) for text in texts):
        return False
    # A body row "1 | 2 | 3" would be typed numbers; codes go up by one, or are letters.
    digits = [int(text.strip("()（）")) for text in texts if text.strip("()（）").isdigit()]
    return (
        digits == list(range(digits[0], digits[0] + len(digits)))
        if len(digits) > 1
        else bool(set(texts[:2]) & {"甲", "A"})
    )


@dataclass
class _Body:
    sheet: FormSheet
    band: Band
    bottom: int = 0

    def __post_init__(self) -> None:
        self.bottom = self._end()
        rows = range(self.band.bottom + 1, self.bottom + 1)
        self.rows = [row for row in rows if row not in self.sheet.hidden_rows]
        self.heads = {c: self._head(c) for c in range(self.band.left, self.band.right + 1)}
        self.sections = {row: text for row in self.rows if (text := self._section(row))}
        self.kinds = {column: self._kind_of(column) for column in self.heads}

    def _end(self) -> int:
        """The last row of the body."""
        sheet, band = self.sheet, self.band
        last = band.bottom
        for row in range(band.bottom + 1, sheet.height):
            said = _said(sheet, row)
            if said and NOTE.match(said[0].text.strip()):
                break
            if not said and (not self._drawn(row) or self._new_table_after(row)):
                break
            if row > band.bottom + 1 and self._new_header(row):
                break
            if len(said) == 1 and row > band.bottom + 1 and self._wide(said[0]) and self._new_header(row + 1):
                break
            last = row
        return last

    def _drawn(self, row: int) -> bool:
        """An empty row that the sender drew cells into."""
        there = sum((row, column) in self.sheet.boxes for column in range(self.band.left, self.band.right + 1))
        return there * 2 >= self.band.right - self.band.left + 1

    def _new_table_after(self, row: int) -> bool:
        return any(self._new_header(each) for each in range(row + 1, min(row + 5, self.sheet.height)))

    def _new_header(self, row: int) -> bool:
        found = _looks_like_header(self.sheet, row) if row < self.sheet.height else None
        if found is None:
            return False
        left, right = found
        full = all(self.sheet.words(row, column) for column in range(left, right + 1))
        names = sum(bool(self.sheet.words(row, column)) for column in range(left, right + 1))
        return full and names >= 3 and _header(self.sheet, row) is not None

    def _wide(self, box: Box) -> bool:
        """A cell that spans most of the table."""
        area = self.sheet.areas.get((box.row, box.column))
        return area is not None and (area[3] - area[1] + 1) >= 0.6 * (self.band.right - self.band.left + 1)

    def _section(self, row: int) -> str:
        """The words of a line that heads the rows after it; "" for an ordinary row."""
        said = _said(self.sheet, row)
        return " ".join(said[0].text.split()) if len(said) == 1 and self._wide(said[0]) else ""

    def _head(self, column: int) -> tuple[str, ...]:
        """The words over a column, outermost first; a group's heading that nobody merged reaches to the right."""
        path: list[str] = []
        for row in range(self.band.top, self.band.bottom + 1):
            if row in self.band.codes:
                continue
            text = self.sheet.words(row, column)
            if not text and row < self.band.bottom and self.sheet.words(row + 1, column):
                before = [c for c in range(column, self.band.left - 1, -1) if self.sheet.words(row, c)]
                text = self.sheet.words(row, before[0]) if before and before[0] > self.band.left else ""
            if text and (not path or path[-1] != text):
                path.append(text)
        return tuple(path)

    def _kind_of(self, column: int) -> str:
        """label, serial, unit, alone (never filled), given (typed numbers) or wanted."""
        head = "".join(self.heads[column][-1].split()) if self.heads[column] else ""
        if SERIAL.match(head):
            return "serial"
        if LEFT_ALONE.search(head):
            return "alone"
        boxes = [self.sheet.box(row, column) for row in self.rows if row not in self.sections]
        texts = [box.text.strip() for box in boxes if box.text.strip() and not box.formula]
        # What the sender struck out is no label: 9 lines with a dash and three blanks want three numbers.
        texts = [text for text in texts if not STRUCK.match(text)]
        if not boxes or len(texts) * 2 < len(boxes) or len(texts) < 1:
            return "wanted"
        if sum(bool(NUMERIC.match(text)) for text in texts) * 2 > len(texts):
            return "given"
        return "unit" if UNIT_HEAD.match(head) and all(len(text) <= 6 for text in texts) else "label"

    def _labels(self, column: int) -> list[int]:
        """The label columns that name the rows for this column: the first ones, or a repeated set nearer to it."""
        labels = [c for c, kind in self.kinds.items() if kind == "label"]
        first_wanted = min((c for c, kind in self.kinds.items() if kind in ("wanted", "given")), default=column)
        own = [c for c in labels if c < first_wanted]
        heads = {self.heads[c] for c in own}
        again = [c for c in labels if first_wanted < c < column and self.heads[c] in heads]
        if again:
            nearest = max(again)
            own = [c for c in again if nearest - c < len(heads)]
        return own or [c for c in labels if c < column] or labels[:1]

    def _row_path(self, row: int, column: int, section: str, whole: tuple[str, ...]) -> tuple[str, ...]:
        path = [section] if section else []
        for each in self._labels(column):
            text = self.sheet.words(row, each)
            if text and (not path or path[-1] != text):
                path.append(text)
        if path and AMONG.match(path[-1]) and whole:
            path = [*whole, path[-1]]
        return tuple(path)

    def table(self, titles: tuple[str, ...]) -> Table:
        """The table with its cells sorted by what they are."""
        cells: dict[str, list[Cell]] = {"wanted": [], "shut": [], "formulas": [], "given": []}
        labels: list[tuple[str, ...]] = []
        whole: dict[int, tuple[str, ...]] = {}
        section, order = "", 0
        for row in self.rows:
            if row in self.sections:
                section = self.sections[row]
                continue
            paths = {}
            for column, kind in self.kinds.items():
                if kind not in ("wanted", "given"):
                    continue
                paths[column] = path = self._row_path(row, column, section, whole.get(column, ()))
                if not (path and AMONG.match(path[-1])):
                    whole[column] = path
                self._sort(row, column, path, order, cells)
            labels.append(next(iter(paths.values()), ()))
            order += 1
        unit = next((hit[1] for text in titles if (hit := UNIT_LINE.search(text))), "")
        return Table(
            self.sheet.name, tuple(text for text in titles if text and not META.search(text)),
            tuple(self.heads.values()), wanted=tuple(cells["wanted"]), shut=tuple(cells["shut"]),
            formulas=tuple(cells["formulas"]), given=tuple(cells["given"]), unit=unit, listing=not any(labels), row_labels=tuple(labels) if any(labels) else (),
        )  # fmt: skip

    def _sort(
        self, row: int, column: int, path: tuple[str, ...], order: int, cells: dict[str, list[Cell]]
    ) -> None:  # fmt: skip
        sheet = self.sheet
        if sheet.anchor(row, column) != (row, column):
            return
        box = sheet.box(row, column)
        unit = next((sheet.words(row, c) for c, kind in self.kinds.items() if kind == "unit"), "")
        ref, head = sheet.ref(row, column), self.heads[column]
        cell = Cell(sheet.name, sheet.part, row, column, ref, head, path, box, order, unit)
        if box.formula:
            cells["formulas"].append(cell)
        elif not box.blank:
            if box.number or NUMERIC.match(box.text.strip()):
                cells["given"].append(cell)
        elif box.nested:
            return
        elif box.locked or column in sheet.hidden_columns:
            cells["shut"].append(cell)
        else:
            cells["wanted"].append(cell)
