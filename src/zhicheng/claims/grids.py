"""A table as a grid: which rows are headings, what each column counts, which rows and columns are totals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from zhicheng.claims.figures import Figure, Kind
from zhicheng.claims.units import UNIT
from zhicheng.core.prose import Block

_NUMBER = re.compile(
    rf"[ ]*(?P<minus>[-−])?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d{{1,15}}(?:\.\d{{1,8}})?)[ ]*(?P<big>万|亿)?(?P<unit>{UNIT})?[ ]*"
)
_EMPTY = re.compile(r"[\s\-—–/·.…无]*")
_TOTAL = re.compile(
    r"^[(（]?(?:合计|总计|共计|小计|总数|合\s+计|总\s+计|小\s+计|全市合计|全县合计|全区合计|全省合计|合计数|累计)[)）]?(?:[(（].*)?$"
)
_SUBTOTAL = re.compile(r"小\s*计")
_BIG = {"万": 10**4, "亿": 10**8}
_NOT_SUMMED = re.compile(
    r"率|占比|比重|比例|%|同比|环比|增长|增幅|增减|升降|名次|排名|排序|位次|序号|编号|平均|均|单价|年份|电话|得分|评分|分值|指数|满意度|时间|日期|代码|号|备注|进度|标准值|限值"
)


@dataclass(frozen=True)
class Cell:
    """A cell with its words and, where the whole of it is one, its figure."""

    block: Block
    text: str
    figure: Figure | None

    @property
    def empty(self) -> bool:
        return bool(_EMPTY.fullmatch(self.text))


@dataclass(frozen=True)
class Grid:
    """A table: `head` rows first, `cells[row][column]`, None where nothing stands."""

    cells: tuple[tuple[Cell | None, ...], ...]
    head: int

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.cells), default=0)

    def cell(self, row: int, column: int) -> Cell | None:
        line = self.cells[row]
        return line[column] if column < len(line) else None

    def figure(self, row: int, column: int) -> Figure | None:
        cell = self.cell(row, column)
        return cell.figure if cell is not None else None

    @cached_property
    def _headings(self) -> tuple[str, ...]:
        return tuple(self._heading(column) for column in range(self.width))

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        return tuple(self._label(row) for row in range(len(self.cells)))

    @cached_property
    def _totals(self) -> frozenset[int]:
        return frozenset(row for row in range(len(self.cells)) if self._is_total(row))

    @cached_property
    def counting(self) -> frozenset[int]:
        """The columns that hold counts below the headings."""
        return frozenset(
            column
            for column in range(self.width)
            if any(
                (figure := self.figure(row, column)) is not None and figure.kind == Kind.COUNT
                for row in range(self.head, len(self.cells))
            )
        )

    def heading(self, column: int) -> str:
        """The words over a column, from the top down."""
        return self._headings[column]

    def _heading(self, column: int) -> str:
        words: list[str] = []
        for row in range(self.head):
            cell = self.cell(row, column)
            if cell is not None and (not words or words[-1] != cell.text.strip()):
                words.append(cell.text.strip())
        return re.sub(r"\s+", "", "".join(words))

    def label(self, row: int) -> str:
        """The words before the first figure of a row."""
        return self._labels[row]

    def _label(self, row: int) -> str:
        words: list[str] = []
        for column in range(self.width):
            cell = self.cell(row, column)
            if cell is None or cell.empty:
                continue
            if cell.figure is not None:
                if words:
                    break
                continue
            words.append(cell.text.strip())
        return "".join(words[:2])

    def is_total(self, row: int) -> bool:
        """The row's words call it a total: 合计, 小计."""
        return row in self._totals

    def _is_total(self, row: int) -> bool:
        texts = [
            cell.text.strip()
            for cell in self.cells[row][:3]
            if cell is not None and cell.figure is None and not cell.empty
        ]
        return any(_TOTAL.match(text) for text in texts)

    def is_subtotal(self, row: int) -> bool:
        return self.is_total(row) and bool(_SUBTOTAL.search(self.label(row)))

    def around(self, column: int, reach: int) -> range:
        """The columns near one, itself among them."""
        return range(max(0, column - reach), min(self.width, column + reach + 1))

    def is_total_column(self, column: int) -> bool:
        return bool(re.search(r"(?:合计|总计|共计|小计|总数|总和)(?:[(（].*)?$", self.heading(column)))

    def summed(self, column: int) -> bool:
        """A column whose figures add up: counts and money, no rates, ranks and numbers."""
        return not _NOT_SUMMED.search(self.heading(column))


def grid_of(cells: Sequence[Block], plain: str) -> Grid | None:
    """The table of these cells; None where it is no table of figures."""
    height = max((cell.row or 0) + cell.rows for cell in cells)
    width = max((cell.column or 0) + cell.columns for cell in cells)
    if height < 2 or width < 2 or height * width > 400_000:
        return None
    rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for block in cells:
        text = plain[block.start : block.end]
        cell = Cell(block, text, _figure(block, text))
        spread_rows = range(block.row or 0, (block.row or 0) + block.rows)
        for row in spread_rows:
            for column in range(block.column or 0, (block.column or 0) + block.columns):
                first = row == block.row and column == block.column
                rows[row][column] = cell if first or cell.figure is None else None
    grid = Grid(tuple(tuple(row) for row in rows), 0)
    head = _head_rows(grid)
    return Grid(grid.cells, head) if head < height else None


def _head_rows(grid: Grid) -> int:
    """The rows before the first one that holds figures: at least one, years in it are no figures."""
    for row in range(len(grid.cells)):
        figures = [cell.figure for cell in grid.cells[row] if cell is not None and cell.figure is not None]
        words = [cell for cell in grid.cells[row] if cell is not None and cell.figure is None and not cell.empty]
        counting = [f for f in figures if not (f.unit in ("", "年") and f.exact and 1990 <= f.value <= 2099)]
        if counting and (len(counting) >= len(words) - 2 or row > 0):
            return row
    return len(grid.cells)


def _figure(block: Block, text: str) -> Figure | None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return None
    digits = match["number"].replace(",", "")
    worth = _BIG.get(match["big"] or "", 1)
    value = Fraction(digits) * worth * (-1 if match["minus"] else 1)
    step = Fraction(worth, 10 ** len(digits.partition(".")[2]))
    start = block.start + len(text) - len(text.lstrip())
    unit = match["unit"] or ""
    kind = Kind.PERCENT if unit == "%" else Kind.COUNT
    exact = "." not in digits and worth == 1 and kind == Kind.COUNT
    return Figure(start, start + len(text.strip()), text.strip(), value, step, exact, unit, kind)
