"""Reading a framework from a table: our column names and COINr's, text made into numbers, everything wrong told."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from hengliang.composite.frames import Sheet, read
from hengliang.composite.framework import Framework, Node, check_nodes
from hengliang.composite.numerals import number_of, plain_text
from hengliang.composite.problems import Findings

COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "icode", "代码", "编码"),
    "parent": ("parent", "上级", "上级代码"),
    "name": ("name", "iname", "名称", "指标名称"),
    "direction": ("direction", "方向"),
    "weight": ("weight", "权重"),
    "unit": ("unit", "单位", "计量单位"),
    "divisor": ("divisor", "denominator", "分母"),
    "target": ("target", "目标", "目标值"),
    "mean": ("mean", "合成方法"),
    "coverage": ("coverage", "完整率下限"),
    "goalposts": ("goalposts", "上下限"),
    "low": ("goalpost_low", "low", "下限"),
    "high": ("goalpost_high", "high", "上限"),
    "type": ("type", "类型"),
}
# 适度 (best in the middle) is no direction: it needs a target, and is refused.
DIRECTIONS: dict[str, float] = {
    **dict.fromkeys(("正向", "正", "正指标", "正向指标", "越大越好", "+", "positive", "up"), 1.0),
    **dict.fromkeys(
        ("逆向", "负向", "反向", "逆", "负", "逆指标", "逆向指标", "越小越好", "-", "−", "negative", "down"), -1.0
    ),
}
NO_DIRECTION = (
    "is no direction: write 1 where more is better, -1 where less is better; what is best in the middle needs a target"
)
DIVISOR, GROUP, OTHER = "denominator", "group", "other"


def read_framework(source: object) -> Framework:
    """A Framework as it is, or one read from any table; rows of Type Group and Denominator are kept apart.

    Raises: ProblemsFound: no code or parent column, texts in numbers, blank cells in a column that others fill,
    and all that `check_nodes` finds.
    """
    found = Findings()
    made = framework_from(source, found)
    check_nodes(made.nodes, found)
    found.stop()
    return made


def framework_from(source: object, found: Findings) -> Framework:
    """The nodes as they were read, problems of their cells in `found`; the tree is not checked yet.

    Raises: ProblemsFound where there is no table with codes and parents at all.
    """
    if isinstance(source, Framework):
        return source
    sheet = read(source, what="framework")
    names = {field: sheet.find(*known) for field, known in COLUMNS.items()}
    for field in ("code", "parent"):
        if names[field] is None:
            why = f"the framework has no column called {' or '.join(COLUMNS[field][:2])}{sheet.near(field)}"
            found.add("no-column", why, column=field)
    found.stop()
    cells = _Cells(sheet, names, found)
    kinds = [kind.casefold() for kind in cells.texts("type")]
    rows = [row for row in range(sheet.count) if kinds[row] not in (DIVISOR, GROUP, OTHER)]
    for row in [row for row in rows if not cells.codes[row]]:
        found.add("no-code", "the node has no code", row=sheet.line(row), column=names["code"])
    rows = [row for row in rows if cells.codes[row]]
    nodes = tuple(cells.node(row) for row in rows)
    cells.tell_blanks(rows)
    apart = {
        kind: tuple(code for code, is_kind in zip(cells.codes, kinds, strict=True) if is_kind == kind)
        for kind in (DIVISOR, GROUP)
    }
    return Framework(nodes, apart[DIVISOR], apart[GROUP])


class _Cells:
    """The cells of a framework's sheet, by field of `Node`."""

    def __init__(self, sheet: Sheet, names: dict[str, str | None], found: Findings) -> None:
        self.sheet, self.names, self.found = sheet, names, found
        self.codes = self.texts("code")
        self.rows = [code or sheet.line(row) for row, code in enumerate(self.codes)]
        self.text = {field: self.texts(field) for field in ("parent", "name", "unit", "divisor", "mean", "goalposts")}
        self.refused: set[tuple[str, int]] = set()
        self.number = {field: self.numbers(field) for field in ("weight", "target", "coverage", "low", "high")}
        self.number["direction"] = self.directions()

    def texts(self, field: str) -> list[str]:
        name = self.names[field]
        return [""] * self.sheet.count if name is None else self.sheet.texts(name)

    def numbers(self, field: str) -> list[float | None]:
        name = self.names[field]
        if name is None:
            return [None] * self.sheet.count
        values = self.sheet.numbers(name, self.found, rows=self.rows).tolist()
        filled = self.sheet.texts(name)
        self.refused |= {(field, row) for row, value in enumerate(values) if filled[row] and not math.isfinite(value)}
        return [value if math.isfinite(value) else None for value in values]

    def directions(self) -> list[float | None]:
        """1 and -1 as numbers, or the words that say them; other words are problems."""
        name = self.names["direction"]
        if name is None:
            return [None] * self.sheet.count
        said: list[float | None] = []
        for row, text in enumerate(self.texts("direction")):
            number, why = number_of(DIRECTIONS.get(plain_text(text).casefold(), text))
            if why or math.isinf(number):
                self.refused.add(("direction", row))
                self.found.add("direction", f"{text!r} {NO_DIRECTION}", row=self.rows[row], column=name)
            said.append(number if math.isfinite(number) else None)
        return said

    def node(self, row: int) -> Node:
        direction = self.number["direction"][row]
        return Node(
            code=self.codes[row],
            parent=self.text["parent"][row],
            name=self.text["name"][row],
            direction=self._whole(direction, row),
            weight=self.number["weight"][row],
            unit=self.text["unit"][row],
            divisor=self.text["divisor"][row],
            target=self.number["target"][row],
            goalposts=self._goalposts(row),
            mean=self.text["mean"][row],
            coverage=self.number["coverage"][row],
        )

    def _whole(self, value: float | None, row: int) -> int | None:
        if value is not None and not value.is_integer():
            self.found.add("direction", f"{value:g} is neither 1 nor -1", row=self.rows[row], column="direction")
            return None
        return None if value is None else int(value)

    def _goalposts(self, row: int) -> tuple[float, float] | None:
        low, high, text = self.number["low"][row], self.number["high"][row], self.text["goalposts"][row]
        if text:
            parts = [part for part in re.split(r"[\s,;，；\[\]()]+", text) if part]
            try:
                low, high = (float(part) for part in parts)
            except ValueError:
                why = f"{text!r}: two numbers are needed, as in 0;100"
                self.found.add("goalposts", why, row=self.rows[row], column="goalposts")
                return None
        if (low is None) != (high is None):
            self.found.add("goalposts", "only one of two goalposts is given", row=self.rows[row], column="goalposts")
        return None if low is None or high is None else (low, high)

    def tell_blanks(self, rows: Sequence[int]) -> None:
        """A column that some nodes fill must be filled for all but the top: a blank could mean 1 or "forgotten"."""
        for field in ("direction", "weight"):
            given = [row for row in rows if self.number[field][row] is not None]
            empty = [row for row in rows if self.number[field][row] is None and self.text["parent"][row]]
            blank = [row for row in empty if (field, row) not in self.refused]
            if given:
                for row in blank:
                    self.found.add(field, "is blank while other nodes have one", row=self.rows[row], column=field)
