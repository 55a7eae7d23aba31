"""A blank table once it is read: which cells are wanted, under which labels, and what else stands there."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from zhicheng.publications.forms.sheet import Box

# Words that change from quarter to quarter in a form that stays the same.
PERIOD_WORDS = re.compile(
    r"(?:20\d\d|[〇○零一二三四五六七八九]{4})年(?:度)?|第?[一二三四1234]季度|[1-9]\d?(?:[-—–~至]\d{1,2})?月(?:份|底)?|上半年|下半年|前三季度"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table's body with its labels, outermost first. `order` counts the body's rows from 0."""

    sheet: str
    part: str
    row: int
    column: int
    ref: str
    column_path: tuple[str, ...]
    row_path: tuple[str, ...]
    box: Box
    order: int = 0
    unit: str = ""  # that a column of units names for the row

    @property
    def key(self) -> str:
        """How the cell is named wherever one text must do: 表1!C5."""
        return f"{self.sheet}!{self.ref}"


@dataclass(frozen=True)
class Table:
    """One table: words before it, its heads by column, its cells by what they are.

    `wanted` are blank and may be filled, `shut` are blank and may not (protected, hidden), `formulas` compute
    themselves, `given` hold numbers that the sender has typed. `listing` says that its rows bear no labels: they are
    for names (a roster).
    """

    sheet: str
    titles: tuple[str, ...]
    heads: tuple[tuple[str, ...], ...]
    wanted: tuple[Cell, ...] = ()
    shut: tuple[Cell, ...] = ()
    formulas: tuple[Cell, ...] = ()
    given: tuple[Cell, ...] = ()
    unit: str = ""
    listing: bool = False
    row_labels: tuple[tuple[str, ...], ...] = ()

    @property
    def title(self) -> str:
        """The longest of the words before it: the table's name."""
        return max(self.titles, key=len, default="")

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell of the body that is no label."""
        yield from self.wanted
        yield from self.shut
        yield from self.formulas
        yield from self.given


@dataclass(frozen=True)
class Grid:
    """All tables of a form, and codes of what was left aside."""

    kind: str
    tables: tuple[Table, ...]
    remarks: tuple[tuple[str, str], ...] = field(default=())

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell of every table."""
        for table in self.tables:
            yield from table.cells

    @property
    def fingerprint(self) -> str:
        """The form told by its labels alone: the same next quarter, whatever period its title names."""
        lines = [self.kind]
        for table in self.tables:
            lines += ["|".join(path) for path in table.heads]
            lines += ["/".join(path) for path in table.row_labels]
        text = "\n".join("".join(line.split()) for line in lines)
        return hashlib.sha256(PERIOD_WORDS.sub("§", text).encode()).hexdigest()
