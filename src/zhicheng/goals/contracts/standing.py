"""Cells of one table as far as they stand: struck, deleted, hidden or failed words are asked about."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from zhicheng.core.intake import Cell, Sheet, column_letter
from zhicheng.core.text import fold
from zhicheng.goals.contracts import targets
from zhicheng.goals.contracts.columns import Column, Head
from zhicheng.goals.contracts.results import IMPORT, LEAVE, Desk
from zhicheng.goals.contracts.said import Said, say
from zhicheng.goals.contracts.years import TableYear

GONE = "已删去"
# What a column is called where people are asked about it.
PUBLIC = {
    "lead": "lead_units", "responsible": "lead_units", "support": "supporting_units", "county": "splits",
    "placelist": "splits", "unallocated": "splits", "total": "target", "rival_target": "target", "detail": "task",
    "person": "contact", "phone": "contact",
}  # fmt: skip


@dataclass
class Context:
    """What holds for the whole file."""

    desk: Desk
    dated: TableYear
    known_units: Mapping[str, str] = field(default_factory=dict)
    default_unit: str = ""
    needs_year: bool = False
    tables: list[tuple[str, int]] = field(default_factory=list)
    shared_numbers: set[tuple[str, int]] = field(default_factory=set)
    remarks: list[Said] = field(default_factory=list)

    @property
    def year(self) -> int | None:
        """The year for days that name none."""
        return self.dated.year


class CellReader:
    """Reads single cells of a table; a question goes to the desk at its place."""

    def __init__(
        self, sheet: Sheet, head: Head, rows: range, context: Context, *, letters: Callable[[int], str] = column_letter
    ) -> None:
        self.sheet, self.head, self.rows, self.context, self.letters = sheet, head, rows, context, letters
        self.taking_all = False
        # Rows of which it is asked whether they are several tasks: nothing else is asked before that is answered.
        self.waiting: set[int] = set()

    def ask(
        self, name: str, said: Said, proposals: tuple[str, ...] = (), *, row: int | None, column: Column | None = None
    ) -> str | None:
        """A question at a place of this table."""
        if row in self.waiting:
            return None
        return self.context.desk.ask(
            PUBLIC.get(name, name),
            said,
            proposals,
            sheet=self.sheet.name,
            row=None if row is None else row + 1,
            column=self.letters(column.index) if column else None,
        )

    def standing(self, row: int, column: Column) -> Cell | None:
        """The cell as far as it stands: struck words are asked about and left out."""
        cell = self.sheet.cell(row, column.index)
        if cell.empty and not cell.deleted:
            return None
        inherited = cell.merged_from is not None and cell.merged_from != (row, column.index)
        if (
            inherited
            and cell.merged_from is not None
            and cell.merged_from[0] == row
            and cell.merged_from[1] != column.index
        ):
            # A cell spread sideways belongs to its first column.
            return None
        if self.taking_all:
            # Someone has asked for a row that was struck or deleted: its words count again.
            text = cell.text.strip() or cell.struck_text or cell.deleted
            return replace(cell, text=text, value=text if cell.value is None else cell.value, struck=False)
        if wanting(cell) and column.field not in ("target", "total", "deadline", "county"):
            return self._wanted(cell, row, column)
        if cell.struck and column.field not in ("task", "no"):
            place = cell.merged_from[0] if cell.merged_from else row
            said = say("cell-struck", text=flat(cell.text))
            answer = self.ask(column.field, said, (cell.text.strip(), GONE), row=place, column=column)
            return written(cell, answer) if answer and answer != GONE else None
        return self._as_revised(cell, row, column, inherited=inherited)

    def _wanted(self, cell: Cell, row: int, column: Column) -> Cell | None:
        """A formula without a result, or with an error for one: someone says what stands there."""
        if column.field in ("task", "lead"):
            return replace(cell, value=None, text="", formula=cell.formula or cell.text)
        error = fold(cell.text.strip()) in targets.ERRORS
        why = say("formula-error", text=cell.text.strip()) if error else say("formula-empty")
        place = cell.merged_from[0] if cell.merged_from else row
        answer = self.ask(column.field, say("not-read", why=why), (), row=place, column=column)
        return written(cell, answer) if answer else None

    def _as_revised(self, cell: Cell, row: int, column: Column, *, inherited: bool) -> Cell | None:
        """The cell without what was struck or deleted in it, unless someone says that it counts."""
        gone = cell.struck_text or cell.deleted
        if gone and not inherited:
            how = say("struck") if cell.struck_text else say("revised-away")
            options = tuple(text for text in (cell.text.strip() or GONE, gone.strip()) if text)
            said = say("part-gone", text=flat(gone), how=how)
            answer = self.ask(column.field, said, options, row=row, column=column)
            if answer and answer not in (GONE, cell.text.strip()):
                return written(cell, answer)
        if cell.hidden_text and not inherited:
            said = say("hidden-words", text=flat(cell.hidden_text))
            if self.ask(column.field, said, (IMPORT, LEAVE), row=row, column=column) == IMPORT:
                return written(cell, f"{cell.text}{cell.hidden_text}")
        return cell if cell.text.strip() or cell.formula else None


def wanting(cell: Cell) -> bool:
    """The cell holds a formula without a result, or an error."""
    return bool(cell.formula and cell.value is None) or (
        cell.text[:1] in "#＃" and fold(cell.text.strip()) in targets.ERRORS
    )


def written(cell: Cell, text: str) -> Cell:
    """The cell as if only this text stood in it."""
    return Cell(text, text, merged_from=cell.merged_from)


def flat(text: str) -> str:
    """A text on one line, cut where it is long."""
    flat = re.sub(r"\s+", " ", text.strip())
    return flat if len(flat) <= 40 else flat[:39] + "…"
