"""The data: one matrix of indicators × rows, a row being a unit (in a year, where there are years).

Years stand in one matrix with the units, not in a list of tables, so that a scale fitted on some years and applied
to all is one operation. Everything that is no indicator (names, groups, divisors) stays in the sheet it came in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.frames import INDEX, PLAIN, Sheet, read
from hengliang.composite.numerals import label_of, plain_text
from hengliang.composite.problems import Findings, listed

UNIT_COLUMNS = ("ucode", "unit_code", "code", "unit", "单位代码", "地区代码", "城市", "地区", INDEX)
NAME_COLUMNS = ("uname", "unit_name", "name", "名称")
NOT_THERE = "an indicator of the framework is not in the data, or a node without children"
YEAR_COLUMNS = ("time", "year", "period", "年份", "年度")

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Panel:
    """`values`: indicators × rows, NaN for a gap. `units`: the code of each row; `years`: its year, () where none.

    `names`: what the units are called, '' where unknown; `sheet`: everything that came in.
    """

    codes: tuple[str, ...]
    units: tuple[str, ...]
    values: Floats
    years: tuple[Any, ...] = ()
    names: tuple[str, ...] = ()
    sheet: Sheet = field(default_factory=lambda: Sheet({}, 0))
    unit_column: str = "unit"
    year_column: str = "year"

    @property
    def kind(self) -> Any:
        """The kind of frame that came in."""
        return self.sheet.kind if self.sheet.columns else PLAIN

    @cached_property
    def all_years(self) -> tuple[Any, ...]:
        """Years that occur, in order."""
        return tuple(sorted(set(self.years), key=lambda year: (isinstance(year, str), year)))

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """How a row is called in problems: its unit, and its year where there are several."""
        if len(self.all_years) < 2:
            return self.units
        return tuple(f"{unit} {year}" for unit, year in zip(self.units, self.years, strict=True))

    @cached_property
    def year_numbers(self) -> NDArray[np.intp]:
        """Each row's year as 0, 1, 2 ...; all 0 where there are none."""
        if not self.years:
            return np.zeros(len(self.units), dtype=np.intp)
        number = {year: place for place, year in enumerate(self.all_years)}
        return np.array([number[year] for year in self.years], dtype=np.intp)

    def rows_in(self, years: Sequence[Any]) -> NDArray[np.intp]:
        """Rows of these years."""
        wanted = set(map(label_of, years))
        return np.array([row for row, year in enumerate(self.years) if str(year) in wanted], dtype=np.intp)

    def check_years(self, years: Sequence[Any], found: Findings) -> None:
        """Years that no row has, into `found`. A year may be said as a number or as text."""
        there = set(map(str, self.all_years))
        for year in [year for year in years if label_of(year) not in there]:
            why = f"no row has this year; there are {listed(self.all_years, most=12) or 'none'}"
            found.add("unknown-year", why, row=year, column=self.year_column)

    def column(self, name: str, found: Findings) -> Floats:
        """Another column of the sheet as numbers, for a divisor."""
        return self.sheet.numbers(name, found, rows=self.labels)

    def only(self, rows: NDArray[np.intp]) -> Panel:
        """The same panel with some of its rows."""
        columns = {
            name: values[rows] if isinstance(values, np.ndarray) else [values[row] for row in rows]
            for name, values in self.sheet.columns.items()
        }
        picked = [[part[row] for row in rows] if part else [] for part in (self.units, self.years, self.names)]
        sheet = Sheet(columns, len(rows), self.sheet.kind)
        units, years, names = (tuple(part) for part in picked)
        return Panel(self.codes, units, self.values[:, rows], years, names, sheet, self.unit_column, self.year_column)


def read_panel(
    source: object,
    codes: Sequence[str],
    *,
    unit: str | None = None,
    year: str | None = None,
    found: Findings | None = None,
) -> Panel:
    """Read the columns `codes` for every unit; the columns of units and years are found by name unless told.

    Problems are raised together unless `found` is given to collect them: a missing column, a row without a unit,
    a unit twice in one year, a row without a year, text in numbers, infinite values.
    """
    gathered = Findings() if found is None else found
    panel = source if isinstance(source, Panel) else _read(source, codes, unit, year, gathered)
    if panel is source:
        panel = _reordered(panel, codes, gathered)
    if found is None:
        gathered.stop()
    return panel


def panel_of(values: Any, codes: Sequence[str], units: Sequence[str] = (), years: Sequence[Any] = ()) -> Panel:
    """A panel from a plain array of rows × indicators."""
    table = np.asarray(values, dtype=np.float64)
    rows = tuple(units) or tuple(f"{row + 1}" for row in range(len(table)))
    panel = Panel(tuple(codes), rows, np.ascontiguousarray(table.T), tuple(years))
    found = Findings()
    _check_rows(panel, found)
    for code, row in zip(*np.nonzero(np.isinf(panel.values)), strict=True):
        found.add("infinite", "an infinite value is not a measurement", row=panel.labels[row], column=codes[code])
    found.stop()
    return panel


def _read(source: object, codes: Sequence[str], unit: str | None, year: str | None, found: Findings) -> Panel:
    sheet = read(source, what="data")
    unit_name = sheet.find(unit) if unit else sheet.find(*(n for n in UNIT_COLUMNS if n not in codes))
    year_name = sheet.find(year) if year else sheet.find(*(n for n in YEAR_COLUMNS if n not in codes))
    for wanted, name in ((unit, unit_name), (year, year_name)):
        if wanted and name is None:
            found.add("no-column", "named as the column of units or years but not in the data", column=wanted)
    if unit_name is None and not unit:
        found.add(
            "no-column", f"no column of units: call it unit, or name it with unit=... (found {listed(sheet.columns)})"
        )
    units = tuple(sheet.texts(unit_name)) if unit_name else tuple(str(row + 1) for row in range(sheet.count))
    years = _years(sheet, year_name, units, found) if year_name else ()
    name_column = sheet.find(*(n for n in NAME_COLUMNS if n not in codes))
    names = tuple(sheet.texts(name_column)) if name_column else ()
    bare = Panel((), units, np.empty((0, sheet.count)), years, names, sheet, unit_name or "unit", year_name or "year")
    _check_rows(bare, found)
    rows = [
        label if unit else sheet.line(row) for row, (label, unit) in enumerate(zip(bare.labels, units, strict=True))
    ]
    values = np.full((len(codes), sheet.count), np.nan)
    for place, code in enumerate(codes):
        if code in sheet.columns:
            values[place] = sheet.numbers(code, found, rows=rows)
        else:
            found.add("no-column", f"{NOT_THERE}{sheet.near(code)}", column=code)
    return Panel(tuple(codes), units, values, years, names, sheet, bare.unit_column, bare.year_column)


def _reordered(panel: Panel, codes: Sequence[str], found: Findings) -> Panel:
    if panel.codes == tuple(codes):
        return panel
    missing = [code for code in codes if code not in panel.codes]
    for code in missing:
        found.add("no-column", NOT_THERE, column=code)
    places = [panel.codes.index(code) for code in codes if code not in missing]
    values = panel.values[places]
    kept = tuple(code for code in codes if code not in missing)
    return Panel(kept, panel.units, values, panel.years, panel.names, panel.sheet, panel.unit_column, panel.year_column)


def _years(sheet: Sheet, column: str, units: Sequence[str], found: Findings) -> tuple[Any, ...]:
    """Whole numbers (2019, "2019", "2019年") or, where no row has one, labels in the order of their text."""
    texts = sheet.texts(column)
    whole = [re.fullmatch(r"([-+]?\d{1,9})年?度?", plain_text(text)) for text in texts]
    if not any(whole):
        return tuple(texts)
    for row, (text, match) in enumerate(zip(texts, whole, strict=True)):
        if text and match is None:
            why = f"{text!r} is no year while other rows have one as a number"
            found.add("year", why, row=units[row] or sheet.line(row), column=column)
    return tuple(int(match[1]) if match else text for text, match in zip(texts, whole, strict=True))


def _check_rows(panel: Panel, found: Findings) -> None:
    if not panel.units:
        found.add("empty", "the data have no rows")
    for row, unit in enumerate(panel.units):
        if not unit:
            found.add("no-unit", "the row has no unit", row=panel.sheet.line(row), column=panel.unit_column)
    for row, year in enumerate(panel.years):
        if year == "":
            where = panel.units[row] or panel.sheet.line(row)
            found.add("no-year", "the row has no year", row=where, column=panel.year_column)
    seen: dict[tuple[str, Any], int] = {}
    for row, unit in enumerate(panel.units):
        key = (unit, panel.years[row] if panel.years else "")
        if unit and key in seen:
            when = f" in {key[1]}" if panel.years else ""
            why = f"appears{when} in {panel.sheet.line(seen[key])} and {panel.sheet.line(row)}"
            found.add("duplicate-unit", why, row=unit, column=panel.unit_column)
        seen.setdefault(key, row)
