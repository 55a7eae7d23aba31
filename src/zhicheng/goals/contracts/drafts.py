"""A task row on its way: between reading its cells and settling what rows share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zhicheng.core.intake import Cell
from zhicheng.goals.contracts import targets
from zhicheng.goals.contracts.columns import Column
from zhicheng.goals.contracts.organisations import Units
from zhicheng.goals.contracts.results import shown

NO_UNITS, NO_GOAL = Units(), targets.Goal()


@dataclass
class Draft:
    """A task row between reading its cells and settling what rows share."""

    row: int
    cells: dict[str, Cell]
    places: dict[str, Column]
    number: str = ""
    text: str = ""
    source_text: str = ""
    section: tuple[str, ...] = ()
    section_units: Units = NO_UNITS
    behind: Units = NO_UNITS
    units: Units = NO_UNITS
    deadline: str | None = None
    goal: targets.Goal = NO_GOAL
    splits: tuple[tuple[str, Decimal], ...] = ()
    split_failed: bool = False
    stated: Decimal | None = None
    target: Decimal | None = None
    hidden: bool = False
    merged_task: bool = False
    asked_units: bool = False
    # A task split out of a row: the target that stands there for all of them, and that counties' numbers do too.
    shared_target: str = ""
    shared_row: bool = False
    # It is a part of the task above, and no sum counts it again.
    is_part: bool = False

    @property
    def counties_sum(self) -> tuple[str, ...]:
        """What the counties have together, as a proposal; () without shares, and for rates."""
        if not self.splits or self.split_failed or self.goal.unit in ("%", "‰"):
            return ()
        return (shown(sum((value for _county, value in self.splits), Decimal(0)), self.goal.unit),)

    def text_of(self, name: str) -> str:
        """The text of a field's cell, '' without one."""
        cell = self.cells.get(name)
        return cell.text.strip() if cell else ""
