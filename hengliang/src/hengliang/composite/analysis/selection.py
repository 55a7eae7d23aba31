"""Which numbers of an index an analysis looks at: nodes × rows after one step, in one year or in all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite import frames
from hengliang.composite.built import Built
from hengliang.composite.preparation import aligned
from hengliang.composite.problems import Findings, listed, refuse

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

SCORES = "scores"
TREATED = "treated"


def stages(index: Built) -> tuple[str, ...]:
    """The steps whose tables can be looked at: raw, what the plan did, treated (the last before scaling), scores."""
    return tuple(dict.fromkeys([*(step for step, _ in aligned(index.work)), TREATED, SCORES]))


def values_after(index: Built, stage: str) -> Floats:
    """Nodes × rows after `stage`; nodes above the indicators are NaN before "scores". Raises: ProblemsFound."""
    if stage == SCORES:
        return index.values
    tables = {**dict(aligned(index.work)), TREATED: index.work.values}
    if stage not in tables:
        raise refuse("stage", f"{stage!r} is no step of this index; there are {listed(stages(index), most=9)}")
    whole = np.full(index.values.shape, np.nan)
    whole[: index.tree.leaves] = tables[stage]
    return whole


def places_of(index: Built, codes: Sequence[str], *, leaves: bool = False) -> Ints:
    """The places of some nodes, of all indicators where none is named. Raises: ProblemsFound for all strangers."""
    if not codes:
        return np.arange(index.tree.leaves, dtype=np.intp)
    found = Findings()
    for code in codes:
        if code not in index.tree.codes:
            found.add("unknown-code", "no such node in the framework", column=code)
        elif leaves and index.tree.place(code) >= index.tree.leaves:
            found.add("not-an-indicator", "has children, an indicator is needed here", column=code)
    found.stop()
    return np.array([index.tree.place(code) for code in codes], dtype=np.intp)


def rows_of(index: Built, year: Any) -> Ints:
    """The rows of one year, all rows where None. Raises: ProblemsFound."""
    if year is None:
        return np.arange(len(index.panel.units), dtype=np.intp)
    rows = index.panel.rows_in([year])
    if not rows.size:
        why = f"no row has this year; there are {listed(index.panel.all_years) or 'none'}"
        raise refuse("unknown-year", why, row=year, column=index.panel.year_column)
    return rows


def parent_of(index: Built, place: int) -> str:
    """The code of a node's parent, '' for the top."""
    above = int(index.tree.parent[place])
    return index.tree.codes[above] if above >= 0 else ""


def write(index: Built, columns: Mapping[str, Any], *, key: Sequence[str] = ()) -> Any:
    """Columns as the kind of frame that came in."""
    return frames.write(index.panel.kind, columns, index=key)


def from_rows(index: Built, rows: Sequence[Mapping[str, Any]], names: Sequence[str], *, key: Sequence[str] = ()) -> Any:
    """A list of dicts as the kind of frame that came in, with its columns even where it is empty."""
    return write(index, {name: [row[name] for row in rows] for name in names}, key=key)
