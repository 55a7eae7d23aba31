"""What is wrong with the input: one table of code, row, column, why, collected and raised all at once.

A caller who must fix a sheet wants the whole list, not the first line of it. So every room adds to a `Findings` and
only the one who called stops; an exception per cell and a warning per cell were not taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hengliang.errors import MeasureError

SHOWN = 20


@dataclass(frozen=True, order=True)
class Problem:
    """One broken rule: its short code, the row and the column by name ('' where the whole table is meant), and why."""

    code: str
    row: str
    column: str
    why: str

    def __str__(self) -> str:
        place = ", ".join(
            part for part in (self.row and f"row {self.row}", self.column and f"column {self.column}") if part
        )
        return f"{self.code}: {place + ': ' if place else ''}{self.why}"


class ProblemsFound(MeasureError):
    """All problems of one call together, in `problems`; the message shows the first twenty."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        more = len(self.problems) - len(lines)
        head = f"{len(self.problems)} problem{'s' if len(self.problems) != 1 else ''} found"
        super().__init__("\n".join([head, *lines, *([f"... and {more} more in .problems"] if more else [])]))

    def rows(self) -> list[dict[str, str]]:
        """The table: one dict of code, row, column, why for each problem."""
        return [{"code": p.code, "row": p.row, "column": p.column, "why": p.why} for p in self.problems]


class Findings:
    """A list of problems that grows while reading goes on, and stops the call when it is asked to."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, code: str, why: str, *, row: object = "", column: object = "") -> None:
        self.problems.append(Problem(code, str(row), str(column), why))

    def stop(self) -> None:
        """Raises: ProblemsFound where anything was added; what was added twice is told once."""
        if self.problems:
            raise ProblemsFound(tuple(dict.fromkeys(self.problems)))


def refuse(code: str, why: str, *, row: object = "", column: object = "") -> ProblemsFound:
    """One problem as an exception, for a call that can have only one."""
    return ProblemsFound([Problem(code, str(row), str(column), why)])


def listed(names: Iterable[object], *, most: int = 6) -> str:
    """'a, b, c and 4 more': the first names of a longer list."""
    every = [str(name) for name in names]
    more = len(every) - most
    return ", ".join(every[:most]) + (f" and {more} more" if more > 0 else "")
