"""Reading a workbook of the JRC's COIN Tool: sheet Database holds indicators and units, sheet Framework the weights above.

Database: indicators from column E; row 7 weight, 8 direction, 9 and 10 goalposts, 11 to 14 parents from the top down,
15 name, 16 code; units from row 17 with their name in column B and code in C. Framework, C4:H52 (C5:H53 in the tool of
before 2019): nodes above the indicators, code, weight and name by the words of its header row, else in columns C, E and
H, where the tool has them; -- stands for a node that is not used. A gap is n/a or an empty cell. The tool writes all
four levels always: a level below the top that has one node for all indicators is one that is not used, and is left out
(source: the reading of these workbooks by COINr, import_coin_tool).
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from hengliang.composite.frames import Table
from hengliang.composite.framework import Framework, Node
from hengliang.composite.numerals import label_of, number_of
from hengliang.composite.problems import Findings, ProblemsFound, listed, refuse

DATABASE, FRAMEWORK = "Database", "Framework"
FIRST_COLUMN, FIRST_ROW = 5, 17
WEIGHT, DIRECTION, LOW, HIGH, PARENTS, NAME, CODE = 7, 8, 9, 10, (11, 12, 13, 14), 15, 16
UNIT_NAME, UNIT_CODE = 2, 3
NODES = "C4:H53"
# Header words of the sheet Framework, and the place of the column in the tool's own layout (counted from C).
HEADER = {"code": (("code",), 0), "weight": (("weight",), 2), "name": (("name", "description", "dimension"), 5)}
UNUSED = "--"

Grid = list[tuple[Any, ...]]


class CoinTool(NamedTuple):
    """What a workbook holds: `data`, a row a unit (unit, name, indicators), and `framework`, ready for `Plan.fit`."""

    data: Table
    framework: Framework


def read_coin_tool(path: str | Path) -> CoinTool:
    """Read a COIN Tool workbook (xlsx or xlsm; stored values, no formulas are run).

    Raises: ProblemsFound: no workbook, no such sheet, no codes, text where numbers belong, and all that a framework
    can have wrong.
    """
    database, nodes = _grids(Path(path))
    found = Findings()
    columns = [column for column in range(FIRST_COLUMN, _width(database) + 1) if _text(database, CODE, column)]
    if not columns:
        raise refuse("coin-tool", "row 16 holds no indicator codes from column E on", row=f"sheet {DATABASE}")
    _tell_nameless(database, columns, found)
    framework = _framework(database, columns, nodes, found)
    data = _data(database, columns, found)
    found.stop()
    return CoinTool(data, framework)


def _grids(path: Path) -> tuple[Grid, Grid]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise refuse("unreadable", f"{path.name} is no workbook that can be read ({error})") from error
    try:
        missing = [name for name in (DATABASE, FRAMEWORK) if name not in book.sheetnames]
        if DATABASE in missing:
            why = f"no sheet {DATABASE}; there are {listed(book.sheetnames)}: this is no COIN Tool workbook"
            raise refuse("coin-tool", why, row=path.name)
        database = [tuple(row) for row in book[DATABASE].iter_rows(values_only=True)]
        nodes = [] if missing else [tuple(cell.value for cell in row) for row in book[FRAMEWORK][NODES]]
    finally:
        book.close()
    return database, nodes


def _framework(database: Grid, columns: Sequence[int], nodes: Grid, found: Findings) -> Framework:
    made: dict[str, Node] = {}
    known, ways = _nodes(nodes, found), _ways(database, columns)
    for column in columns:
        code, way = _text(database, CODE, column), ways[column]
        for place, parent in enumerate(way):
            name, weight = known.get(parent, ("", None))
            node = Node(parent, way[place - 1] if place else "", name, 1 if place else None, weight if place else None)
            if made.setdefault(parent, node).parent != node.parent:
                why = f"stands under {made[parent].parent or 'nothing'} and {node.parent or 'nothing'}"
                found.add("two-parents", why, row=parent, column=f"column {get_column_letter(column)}")
        if not way:
            found.add("no-parent", "rows 11 to 14 name no parent", row=code, column=get_column_letter(column))
        if code in made:
            found.add("duplicate-code", "appears more than once in row 16", row=code, column=get_column_letter(column))
        made[code] = _indicator(database, column, code, way[-1] if way else "", found)
    weighed = [replace(n, weight=1.0) if n.parent and n.weight is None else n for n in made.values()]
    try:
        return Framework.of(weighed)
    except ProblemsFound as error:
        found.problems.extend(problem for problem in error.problems if problem not in found.problems)
        found.stop()
        raise


def _indicator(database: Grid, column: int, code: str, parent: str, found: Findings) -> Node:
    low, high, weight, direction = (_number(database, row, column, found) for row in (LOW, HIGH, WEIGHT, DIRECTION))
    if direction not in (None, 1.0, -1.0):
        found.add("direction", f"{direction:g} is neither 1 nor -1", row=code, column=get_column_letter(column))
    return Node(
        code=code,
        parent=parent,
        name=_text(database, NAME, column),
        direction=-1 if direction == -1.0 else 1,
        weight=1.0 if weight is None else weight,
        goalposts=None if low is None or high is None else (low, high),
    )


def _nodes(nodes: Grid, found: Findings) -> dict[str, tuple[str, float | None]]:
    """Name and weight of the nodes that the sheet Framework lists, by code."""
    top = next((at for at, row in enumerate(nodes[:2]) if any("weight" in _lower(cell) for cell in row)), None)
    if top is None:
        if any(label_of(cell) for row in nodes for cell in row):
            why = "no header with the word weight in row 4 or 5: the weights above the indicators cannot be found"
            found.add("coin-tool", why, row=f"sheet {FRAMEWORK}", column="C to H")
        return {}
    header = [_lower(cell) for cell in nodes[top]]
    places = {
        field: next((at for at, cell in enumerate(header) if any(word in cell for word in words)), usual)
        for field, (words, usual) in HEADER.items()
    }
    listed_: dict[str, tuple[str, float | None]] = {}
    for line, row in enumerate(nodes[top + 1 :], start=top + 5):
        cells = {field: row[at] if at < len(row) else None for field, at in places.items()}
        code, name = label_of(cells["code"]), label_of(cells["name"])
        if code and UNUSED not in (code, name):
            listed_[code] = name, _as_number(cells["weight"], found, row=f"{FRAMEWORK} row {line}", column="weight")
    return listed_


def _lower(cell: Any) -> str:
    return label_of(cell).casefold()


def _ways(database: Grid, columns: Sequence[int]) -> dict[int, list[str]]:
    """The parents of every indicator from the top down, without the levels that the tool fills but nobody uses."""
    levels = [[_text(database, row, column) for column in columns] for row in PARENTS]
    used = [level for at, level in enumerate(levels) if at == 0 or len(set(level)) > 1]
    return {column: [level[at] for level in used if level[at] not in ("", UNUSED)] for at, column in enumerate(columns)}


def _data(database: Grid, columns: Sequence[int], found: Findings) -> Table:
    rows = [row for row in range(FIRST_ROW, len(database) + 1) if _text(database, row, UNIT_CODE)]
    nameless = [
        row for row in range(FIRST_ROW, len(database) + 1) if row not in rows and _text(database, row, UNIT_NAME)
    ]
    for row in nameless:
        found.add("no-unit", "a unit with a name but no code in column C", row=f"row {row}", column="C")
    if not rows and not nameless:
        found.add("empty", "no units from row 17 on", row=f"sheet {DATABASE}")
    table: dict[str, list[Any]] = {
        "unit": [_text(database, row, UNIT_CODE) for row in rows],
        "name": [_text(database, row, UNIT_NAME) for row in rows],
    }
    for column in columns:
        numbers = (_number(database, row, column, found) for row in rows)
        table[_text(database, CODE, column)] = [float("nan") if number is None else number for number in numbers]
    return Table(table)


def _tell_nameless(database: Grid, columns: Sequence[int], found: Findings) -> None:
    for column in range(FIRST_COLUMN, _width(database) + 1):
        if column not in columns and _text(database, NAME, column):
            found.add("no-code", "an indicator with a name but no code in row 16", column=get_column_letter(column))


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid), default=0)


def _cell(grid: Grid, row: int, column: int) -> Any:
    return grid[row - 1][column - 1] if row <= len(grid) and column <= len(grid[row - 1]) else None


def _text(grid: Grid, row: int, column: int) -> str:
    return label_of(_cell(grid, row, column))


def _number(grid: Grid, row: int, column: int, found: Findings) -> float | None:
    place = get_column_letter(column)
    return _as_number(_cell(grid, row, column), found, row=f"{DATABASE} row {row}", column=place)


def _as_number(value: Any, found: Findings, *, row: str, column: str) -> float | None:
    number, why = number_of(value)
    if why:
        found.add("not-a-number", why, row=row, column=column)
    return None if math.isnan(number) else number
