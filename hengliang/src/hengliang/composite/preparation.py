"""What a table goes through before it is scaled: the state that steps work on, and the record of what they changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.frames import Sheet
from hengliang.composite.framework import Framework
from hengliang.composite.panel import Panel
from hengliang.composite.problems import Findings

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Change:
    """Cells that one step changed: places of indicators and rows (of the data as read), before, after, and how."""

    step: str
    places: Ints
    rows: Ints
    before: Floats
    after: Floats
    how: str


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The table after one step, with the rows (of the data as read) it still had."""

    step: str
    values: Floats
    rows: Ints


@dataclass(eq=False)
class Work:
    """A table on its way: indicators × rows, the panel it belongs to, and the records that grow beside it.

    `origin`: the rows of the data as read that are still here; `divisors`: a table of divisors beside the data;
    `as_read`: the panel before any step.
    """

    framework: Framework
    panel: Panel
    values: Floats
    origin: Ints
    found: Findings
    divisors: Sheet | None = None
    notes: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    as_read: Panel | None = None

    @classmethod
    def begin(cls, framework: Framework, panel: Panel, found: Findings, divisors: Sheet | None = None) -> Work:
        work = cls(framework, panel, panel.values, np.arange(len(panel.units)), found, divisors, as_read=panel)
        work.snapshots.append(Snapshot("raw", work.values, work.origin))
        return work

    def record(self, step: str, after: Floats, how: str, *, table: bool = True) -> None:
        """Put the new values in place; where `table`, list each changed cell."""
        if table:
            differs = (self.values != after) & ~(np.isnan(self.values) & np.isnan(after))
            places, rows = np.nonzero(differs)
            if places.size:
                self.changes.append(Change(step, places, self.origin[rows], self.values[differs], after[differs], how))
        self.values = after
        self.snapshots.append(Snapshot(step, after, self.origin))

    def keep(self, rows: Ints) -> None:
        """Go on with some of the rows only."""
        self.panel = self.panel.only(rows)
        self.values = np.ascontiguousarray(self.values[:, rows])
        self.origin = self.origin[rows]


class FittedStep(Protocol):
    """A step with its numbers fixed."""

    def apply(self, work: Work) -> None:
        """Change `work.values` and record it; problems go to `work.found`."""
        ...


def aligned(work: Work) -> Iterator[tuple[str, Floats]]:
    """Every snapshot cut to the rows that are left."""
    for shot in work.snapshots:
        if len(shot.rows) == len(work.origin):
            yield shot.step, shot.values
        else:
            place = {int(row): at for at, row in enumerate(shot.rows)}
            yield shot.step, shot.values[:, [place[int(row)] for row in work.origin]]
