"""What a plan file asks of its study besides bands and indices: central weights, and indices of some units' own ranks."""

from __future__ import annotations

from typing import Any

import numpy as np

from hengliang.composite.command.plan_file import StudyOrder
from hengliang.composite.frames import Table, read
from hengliang.composite.index import Index
from hengliang.composite.outcome import Uncertainty
from hengliang.composite.problems import Findings, Problem, ProblemsFound
from hengliang.composite.workbook import keys_of

CENTRAL, UNITS = "central_weights", "unit_sensitivity"


def check_asked(index: Index, order: StudyOrder) -> None:
    """Raises: ProblemsFound, before the first run, with every unit that the index does not have."""
    found = Findings()
    for unit in order.units:
        try:
            index.row(unit)
        except ProblemsFound as error:
            found.problems.extend(error.problems)
    found.stop()


def asked_tables(outcome: Uncertainty, order: StudyOrder) -> tuple[dict[str, Table], list[Problem]]:
    """The tables by their key in the workbook, and why one that was asked for is not among them."""
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    for key, make, wanted in ((CENTRAL, _central, order.central), (UNITS, _units, order.units)):
        if wanted:
            try:
                tables[key] = make(outcome, order)
            except ProblemsFound as error:
                problems += error.problems
    return tables, problems


def _central(outcome: Uncertainty, order: StudyOrder) -> Table:
    """Ranks 1 to `central`, each with the units that ever hold it."""
    columns: dict[str, list[Any]] = {}
    for rank in range(1, order.central + 1):
        table = read(outcome.central_weights(rank=rank), what=CENTRAL).columns
        held = np.flatnonzero(np.asarray(table["acceptability"], dtype=np.float64) > 0.0)
        columns.setdefault("rank", []).extend([rank] * len(held))
        for name, cells in table.items():
            columns.setdefault(name, []).extend(cells[row] for row in held)
    return Table(columns)


def _units(outcome: Uncertainty, order: StudyOrder) -> Table:
    """The indices of each unit's rank in its latest year, one unit below the other."""
    index, columns = outcome.study.index, dict[str, list[Any]]()
    for unit in order.units:
        row = index.row(unit)
        table = read(outcome.sobol(unit), what=UNITS).columns
        keys = dict(zip(keys_of(index), (index.panel.units[row], index.when(row)), strict=False))
        for name, value in keys.items():
            columns.setdefault(name, []).extend([value] * len(table["factor"]))
        for name, cells in table.items():
            columns.setdefault(name, []).extend(cells)
    return Table(columns)
