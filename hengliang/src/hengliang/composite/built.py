"""An index as it was built: scores, ranks, coverage, the way of every cell, explanations.

What analyses, studies, pictures and workbooks read; `Index` adds what is done with it, and so stands above them. Tables
go out as the kind of frame that came in; arrays are nodes × rows in the order of `tree.codes`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite import frames
from hengliang.composite.aggregation import Aggregation
from hengliang.composite.cells import Cell, leaf_cell, node_cell
from hengliang.composite.choices import Choices
from hengliang.composite.explain import State, split, zero_state
from hengliang.composite.explanation import Explanation, blocks_between, explained
from hengliang.composite.fitting import Fit, Frozen
from hengliang.composite.framework import Framework
from hengliang.composite.frozen_scale import FittedScale
from hengliang.composite.generators import Generator
from hengliang.composite.numerals import label_of
from hengliang.composite.panel import Panel
from hengliang.composite.preparation import Work
from hengliang.composite.problems import listed, refuse
from hengliang.composite.ranking import ranks
from hengliang.composite.tree import Tree

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Built:
    """`plan`: how it was made; `made`: all that came of it (see `fitting.Fit`)."""

    plan: Choices
    made: Fit

    def __repr__(self) -> str:
        units, years = len(set(self.panel.units)), len(self.panel.all_years)
        when = f", {years} years" if years > 1 else ""
        head = f"index {self.tree.codes[self.tree.top]}: {units} units{when}, {self.tree.leaves} indicators"
        return "\n".join([head, *self.notes])

    @property
    def frozen(self) -> Frozen:
        return self.made.frozen

    @property
    def framework(self) -> Framework:
        return self.made.frozen.framework

    @property
    def tree(self) -> Tree:
        return self.framework.tree

    @property
    def aggregation(self) -> Aggregation:
        return self.made.frozen.aggregation

    @property
    def work(self) -> Work:
        return self.made.work

    @property
    def panel(self) -> Panel:
        """The rows that have scores (screening may have left out others)."""
        return self.made.work.panel

    @property
    def values(self) -> Floats:
        """Scores, nodes × rows."""
        return self.made.result.values

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the index must know: units left out, gaps that remain, tests that fail, weights unused."""
        return tuple(self.made.work.notes)

    @cached_property
    def scores(self) -> Any:
        """All scores: a row a unit (and year), a column a node, the top first, indicators (scaled) last."""
        return self._frame(self.values)

    @cached_property
    def coverage(self) -> Any:
        """Present over all children, for every node with children."""
        return self._frame(self.made.result.coverage, self._columns()[: len(self.tree.codes) - self.tree.leaves])

    def ranks(self, *, within: str | None = None) -> Any:
        """Rank 1 best, ties the smallest, in each year, and inside each group of a column of the data if one is named."""
        return self._frame(self.rank_values(within=within))

    def rank_values(self, *, within: str | None = None) -> Floats:
        """The ranks as nodes × rows; NaN where there is no score."""
        labels: list[object] = list(self.panel.year_numbers)
        if within is not None:
            if within not in self.panel.sheet.columns:
                raise refuse("no-column", "named as a column of groups but not in the data", column=within)
            labels = list(zip(labels, self.panel.sheet.texts(within), strict=True))
        return ranks(self.values.T, within=labels if len(set(labels)) > 1 else None).T

    @cached_property
    def weights(self) -> Any:
        """A row a node: its parent, the weight among its siblings, their share, the effective weight at the top."""
        tree, aggregation = self.tree, self.aggregation
        share = np.ones(len(tree.codes))
        reach = np.ones(len(tree.codes))
        for place in range(tree.top, tree.leaves - 1, -1):
            share[tree.children[place]] = aggregation.shares(place)
            reach[tree.children[place]] = reach[place] * share[tree.children[place]]
        order = self._columns()
        parents = [tree.codes[tree.parent[p]] if tree.parent[p] >= 0 else "" for p in order]
        columns = {"code": [tree.codes[p] for p in order], "parent": parents, "weight": aggregation.weights[order]}
        return self._write(columns | {"share": share[order], "effective": reach[order]}, index=("code",))

    @cached_property
    def changes(self) -> Any:
        """Every cell that a step changed: step, unit, year, indicator, before, after, how."""
        rows: dict[str, list[Any]] = {name: [] for name in ("step", "unit", "year", "code", "before", "after", "how")}
        units, years = self.made.units_read, self.made.years_read
        for change in self.made.work.changes:
            rows["step"] += [change.step] * len(change.rows)
            rows["unit"] += [units[row] for row in change.rows]
            rows["year"] += [years[row] if years else "" for row in change.rows]
            rows["code"] += [self.panel.codes[place] for place in change.places]
            rows["before"] += change.before.tolist()
            rows["after"] += change.after.tolist()
            rows["how"] += [change.how] * len(change.rows)
        return self._write({name: column for name, column in rows.items() if name != "year" or years})

    @cached_property
    def treatment(self) -> Any:
        """What was done to each indicator's outliers, with skewness and kurtosis before and after."""
        return self._record("treatment")

    @cached_property
    def screening(self) -> Any:
        """Each unit's shares of present and non-zero cells, and whether it stayed."""
        return self._record("screening")

    @cached_property
    def cleaning(self) -> Any:
        """Every value that was taken for an error of the sheet and became a gap, and which rule it broke."""
        return self._record("cleaning")

    def cell(self, unit: str, code: str, *, year: Any = None) -> Cell:
        """The way of one cell from raw to scaled, or how a node's score came about."""
        row, place = self.row(unit, year), self.place(code)
        if place < self.tree.leaves:
            return leaf_cell(self.made, row, place)
        return node_cell(self.made, row, place)

    def explain(
        self,
        unit: str,
        *,
        node: str = "",
        year: Any = None,
        against: str | None = None,
        since: Any = None,
    ) -> Explanation:
        """Contributions that add up to the score of a node (the top by default).

        From zero; or the difference from another unit (`against`); or what moved it `since` an earlier year of this
        index or since another Index (with the same nodes), then with blocks data, gaps, scale, weights, method.
        """
        place = self.place(node) if node else self.tree.top
        row = self.row(unit, year)
        after = self.state(row)
        if np.isnan(after.values[place]):
            raise refuse(
                "no-score", f"{self.tree.codes[place]} is empty: too many of its children are missing", row=unit
            )
        if since is not None:
            older = since if isinstance(since, Built) else self
            old_row = older.row(unit, None if isinstance(since, Built) else since)
            if older.tree.codes != self.tree.codes:
                raise refuse("framework", "the two indexes have different nodes; compare versions instead")
            before, base = older.state(old_row), f"{unit} {older.when(old_row)}".strip()
            blocks = blocks_between(older.made, old_row, self.made, row, place)
        else:
            before = zero_state(after) if against is None else self.state(self.row(against, year))
            base, blocks = ("0" if against is None else against), {}
        if np.isnan(before.values[place]):
            raise refuse("no-score", f"{self.tree.codes[place]} is empty there, nothing to compare with", row=base)
        return explained(self.made, row, place, split(before, after, place), before, base=base, blocks=blocks)

    def flat(self) -> tuple[Generator, Floats] | None:
        """The tree as one mean over leaves without gaps (see `Aggregation.flat`); None where it is not one."""
        return self.aggregation.flat()

    def scale_of(self, row: int) -> FittedScale:
        """The fitted scale that a row stands on."""
        return self.frozen.scaling.of(self.panel.years[row] if self.panel.years else None)

    def state(self, row: int) -> State:
        """One row as a state to explain."""
        lone = self.aggregation.for_row(self.values, row, self.panel.year_numbers)
        return State.of(lone, self.made.leaves[:, row])

    def row(self, unit: str, year: Any = None) -> int:
        """The row of a unit by code or name, in `year` or its latest one. Raises: ProblemsFound."""
        panel = self.panel
        rows = [row for row, code in enumerate(panel.units) if code == unit]
        rows = rows or [row for row, name in enumerate(panel.names) if name == unit]
        if not rows:
            why = f"no such unit among {len(set(panel.units))}: {listed(dict.fromkeys(panel.units))}"
            raise refuse("unknown-unit", why, row=unit, column=panel.unit_column)
        if year is None:
            return max(rows, key=lambda row: panel.year_numbers[row])
        matching = [row for row in rows if panel.years and str(panel.years[row]) == label_of(year)]
        if not matching:
            there = [panel.years[row] for row in rows] if panel.years else []
            why = f"there is no row of {unit} in {year}; there are {listed(there) or 'no years'}"
            raise refuse("unknown-year", why, row=unit, column=panel.year_column)
        return matching[0]

    def when(self, row: int) -> str:
        """The year of a row as text, '' where there are none."""
        return str(self.panel.years[row]) if self.panel.years else ""

    def place(self, code: str) -> int:
        """The place of a node. Raises: ProblemsFound."""
        if code not in self.tree.codes:
            raise refuse("unknown-code", "no such node in the framework", column=code)
        return self.tree.place(code)

    def _columns(self) -> list[int]:
        """Places in the order of output: the top first, indicators last."""
        return [*range(self.tree.top, self.tree.leaves - 1, -1), *range(self.tree.leaves)]

    def _frame(self, values: Floats, places: Sequence[int] | None = None) -> Any:
        panel = self.panel
        index: dict[str, Any] = {panel.unit_column: list(panel.units)}
        if len(panel.all_years) > 1:
            index[panel.year_column] = list(panel.years)
        order = self._columns() if places is None else places
        return self._write(index | {self.tree.codes[place]: values[place] for place in order}, index=tuple(index))

    def _record(self, name: str) -> Any:
        rows = self.made.work.tables.get(name, [])
        return self._write({key: [row[key] for row in rows] for key in rows[0]} if rows else {})

    def _write(self, columns: dict[str, Any], *, index: tuple[str, ...] = ()) -> Any:
        return frames.write(self.panel.kind, columns, index=index)
