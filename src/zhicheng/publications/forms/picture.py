"""A form drawn as its sender drew it: which cell stands where and over how many, with what is proposed in it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from zhicheng.core.quantities import format_number
from zhicheng.publications.forms.answers import Draft
from zhicheng.publications.forms.checking import evaluator
from zhicheng.publications.forms.formulas import Evaluator
from zhicheng.publications.forms.grid import Cell, Grid
from zhicheng.publications.forms.outgoing import head_unit
from zhicheng.publications.forms.sheet import Box, FormFile, FormSheet
from zhicheng.publications.forms.writing import decimals_of, shown, shows_percent

ROWS = 80
SHORT = 6


@dataclass(frozen=True, slots=True)
class Drawn:
    """One cell. `kind` is words, number, formula, filled, missing, asked, left, shut or "" (nothing there)."""

    ref: str
    text: str
    kind: str
    across: int = 1
    down: int = 1
    how: str = ""
    label: str = ""
    contradicted: bool = False

    @property
    def short(self) -> bool:
        """A word that must not break over lines."""
        return self.kind == "words" and len(self.text) <= SHORT and "（" not in self.text

    @property
    def opens(self) -> bool:
        """It has something to say about itself."""
        return self.kind in ("filled", "missing", "asked", "left", "shut") or self.contradicted


@dataclass(frozen=True)
class Picture:
    """Rows first to last (from 1) of a sheet of `total`, their cells, and the letters of the columns that show."""

    sheet: int
    name: str
    letters: Sequence[str]
    rows: Sequence[tuple[int, Sequence[Drawn]]]
    first: int
    last: int
    total: int

    @property
    def before(self) -> int | None:
        """From where the page before this one begins; None on the first."""
        return max(0, self.first - 1 - ROWS) if self.first > 1 else None


def sheet_numbers(form: FormFile) -> list[int]:
    """The sheets that show."""
    return [number for number, sheet in enumerate(form.sheets) if not sheet.hidden and sheet.height]


def draw(form: FormFile, grid: Grid, draft: Draft, *, sheet: int, first: int = 0) -> Picture:
    """A sheet from row `first` (from 0) on."""
    return _Drawing(form, grid, draft, sheet).picture(first)


class _Drawing:
    def __init__(self, form: FormFile, grid: Grid, draft: Draft, number: int) -> None:
        self.form, self.number, self.sheet = form, number, form.sheets[number]
        name = self.sheet.name
        self.proposals = draft.by_key
        self.gaps = {each.key for each in draft.gaps}
        self.asked = {key for each in draft.questions for key in each.cells}
        self.left: Mapping[str, str] = draft.left
        self.wrong = {each.key for each in draft.contradictions}
        tables = [table for table in grid.tables if table.sheet == name]
        self.wanted: dict[tuple[int, int], Cell] = {(c.row, c.column): c for t in tables for c in t.wanted}
        self.shut = {(c.row, c.column) for t in tables for c in t.shut}
        self.work: Evaluator = evaluator(form, self.proposals)

    def picture(self, first: int) -> Picture:
        sheet = self.sheet
        columns = [c for c in range(sheet.width) if c not in sheet.hidden_columns]
        every = [row for row in range(self._bottom() + 1) if row not in sheet.hidden_rows]
        page = every[first : first + ROWS] if first < len(every) else every[:ROWS]
        rows = [(row + 1, self._row(row, columns, page)) for row in page]
        start = every.index(page[0]) if page else 0
        letters = [sheet.ref(0, column)[:-1] for column in columns]
        return Picture(self.number, sheet.name, letters, rows, start + 1, start + len(page), len(every))

    def _bottom(self) -> int:
        """The last row that says or wants something; formats alone may reach far below it."""
        said = [box.row for box in self.sheet.boxes.values() if box.text or box.formula]
        return max([*said, *(row for row, _column in self.wanted)], default=-1)

    def _row(self, row: int, columns: Sequence[int], page: Sequence[int]) -> list[Drawn]:
        found = []
        for column in columns:
            top, left, bottom, right = self._area(row, column)
            down = [each for each in page if top <= each <= bottom]
            across = [each for each in columns if left <= each <= right]
            if down[0] == row and across[0] == column:
                found.append(self._cell(top, left, len(across), len(down)))
        return _run_over(found)

    def _area(self, row: int, column: int) -> tuple[int, int, int, int]:
        place = self.sheet.anchor(row, column)
        return self.sheet.areas.get(place, (row, column, row, column))

    def _cell(self, row: int, column: int, across: int, down: int) -> Drawn:
        box, ref = self.sheet.box(row, column), self.sheet.ref(row, column)
        key = f"{self.sheet.name}!{ref}"
        wrong = key in self.wrong
        cell = self.wanted.get((row, column))
        if cell is not None:
            return self._wanted(cell, across, down)
        if box.formula:
            return Drawn(ref, self._computed(box), "formula", across, down, contradicted=wrong)
        if (row, column) in self.shut:
            return Drawn(ref, "", "shut", across, down)
        kind = "number" if box.number else "words" if box.text.strip() else ""
        return Drawn(ref, box.text.strip(), kind, across, down, contradicted=wrong)

    def _wanted(self, cell: Cell, across: int, down: int) -> Drawn:
        key, wrong = cell.key, cell.key in self.wrong
        label = _label(cell)
        proposal = self.proposals.get(key)
        if proposal is not None:
            text = shown(proposal, cell.box, kind=self.form.kind, head_unit=head_unit(cell))
            return Drawn(cell.ref, text, "filled", across, down, proposal.how, label, wrong)
        kind = "asked" if key in self.asked else "missing" if key in self.gaps else "left" if key in self.left else ""
        return Drawn(cell.ref, "", kind or "left", across, down, "", label, wrong)

    def _computed(self, box: Box) -> str:
        value = self.work.value((self.sheet.name, box.row, box.column))
        return "" if value is None else formatted(value, box.format)


def _run_over(cells: Sequence[Drawn]) -> list[Drawn]:
    """Long words that nobody merged run on over the empty cells beside them, as they do in the original."""
    found: list[Drawn] = []
    for cell in cells:
        last = found[-1] if found else None
        if (
            last
            and not cell.kind
            and cell.across == cell.down == last.down == 1
            and last.kind == "words"
            and len(last.text) > SHORT
        ):
            found[-1] = replace(last, across=last.across + 1)
        else:
            found.append(cell)
    return found


def _label(cell: Cell) -> str:
    return " · ".join(each for each in (" / ".join(cell.row_path), " / ".join(cell.column_path)) if each)


def formatted(value: Decimal, code: str) -> str:
    """A computed number as its cell shows it."""
    places = decimals_of(code)
    if shows_percent(code):
        return f"{format_number(_rounded(value * 100, places or 0))}%"
    return format_number(_rounded(value, 2 if places is None else places))


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def row_on_page(sheet: FormSheet, row: int) -> int:
    """From which row on (of those that show) a page begins that has this row."""
    before = sum(1 for each in range(row) if each not in sheet.hidden_rows)
    return before // ROWS * ROWS
