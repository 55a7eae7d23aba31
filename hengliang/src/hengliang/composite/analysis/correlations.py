"""Correlations of an index's parts: between siblings and across pillars, with ancestors, with divisors; redundancy.

Scores are turned by direction, so a negative correlation between two parts of one pillar is a real conflict: what one
gives the other takes, and their mean says little about either. Limits follow the JRC's practice (COIN Tool user guide
2019): from 0.92 two indicators say the same, at -0.4 and below they contradict each other, below 0.3 a part hardly
speaks in its parent.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.analysis import selection
from hengliang.composite.analysis.correlation import correlate
from hengliang.composite.analysis.leaving_out import leave_one_out
from hengliang.composite.built import Built
from hengliang.composite.problems import Findings

Floats = NDArray[np.float64]

TOO_HIGH, NEGATIVE, WEAK = 0.92, -0.4, 0.3
SIGNIFICANT = 0.05


def correlations(
    index: Built,
    codes: Sequence[str] = (),
    *,
    method: str = "pearson",
    stage: str = selection.SCORES,
    year: Any = None,
    same_parent: bool | None = None,
    high: float = TOO_HIGH,
    low: float = NEGATIVE,
) -> Any:
    """A row a pair: r, p, n, whether they share a parent, and `flag` (too-high, negative) where p < 0.05.

    `codes`: the nodes, all indicators where empty. `same_parent`: True for siblings only, False for the others only.
    In a panel all rows count unless a `year` is named; rows of one unit are not independent, so its p is too small.
    """
    places, rows = selection.places_of(index, codes), selection.rows_of(index, year)
    table = selection.values_after(index, stage)
    lines = []
    for a, b in combinations(places.tolist(), 2):
        parents = selection.parent_of(index, a), selection.parent_of(index, b)
        if same_parent is not None and (parents[0] == parents[1]) != same_parent:
            continue
        r, p, n = correlate(table[a, rows], table[b, rows], method=method)
        flag = ("too-high" if r >= high else "negative" if r <= low else "") if p < SIGNIFICANT else ""
        pair = {"code": index.tree.codes[a], "with": index.tree.codes[b]}
        beside = {"parent": parents[0], "parent_with": parents[1], "same_parent": parents[0] == parents[1]}
        lines.append({**pair, **beside, "r": r, "p": p, "n": n, "flag": flag})
    names = ("code", "with", "parent", "parent_with", "same_parent", "r", "p", "n", "flag")
    return selection.from_rows(index, lines, names)


def ancestors(index: Built, *, method: str = "pearson", year: Any = None, weak: float = WEAK) -> Any:
    """A row a node and ancestor: r, p, n; `flag` negative, or weak below `weak`: the part hardly speaks there."""
    rows, lines = selection.rows_of(index, year), []
    for place, code in enumerate(index.tree.codes):
        for above in index.tree.above(place):
            r, p, n = correlate(index.values[place, rows], index.values[above, rows], method=method)
            flag = "negative" if r < 0.0 else "weak" if r < weak else ""
            lines.append({"code": code, "ancestor": index.tree.codes[above], "r": r, "p": p, "n": n, "flag": flag})
    return selection.from_rows(index, lines, ("code", "ancestor", "r", "p", "n", "flag"))


def divisors(
    index: Built, columns: Sequence[str] = (), *, method: str = "pearson", year: Any = None, limit: float = 0.6
) -> Any:
    """A row an indicator and divisor column: correlations with the raw and with the divided values.

    `flag`: size where |r| of the raw values reaches `limit` and the framework does not divide by anything (the size
    of a unit may be what is measured); still where it does and the divided values still follow the divisor.
    `columns`: the framework's divisors and those it names, where empty.
    """
    leaves = index.framework.ordered[: index.tree.leaves]
    named = columns or dict.fromkeys([*index.framework.divisors, *(node.divisor for node in leaves if node.divisor)])
    found, rows, lines = Findings(), selection.rows_of(index, year), []
    raw = selection.values_after(index, "raw")
    divided = selection.values_after(index, "divided") if "divided" in selection.stages(index) else raw
    for name in named:
        if name not in index.panel.sheet.columns:
            found.add("no-column", "named as a divisor but not in the data", column=name)
            continue
        size = index.panel.column(name, found)[rows]
        for place, node in enumerate(leaves):
            before, p, n = correlate(raw[place, rows], size, method=method)
            after = correlate(divided[place, rows], size, method=method)[0]
            flag = (
                ("still" if abs(after) >= limit else "") if node.divisor else ("size" if abs(before) >= limit else "")
            )
            line = {"code": node.code, "divisor": name, "divided_by": node.divisor, "raw_r": before, "p": p, "n": n}
            lines.append({**line, "divided_r": after, "flag": flag})
    found.stop()
    return selection.from_rows(index, lines, ("code", "divisor", "divided_by", "raw_r", "p", "n", "divided_r", "flag"))


def redundant(index: Built, *, limit: float = TOO_HIGH, year: Any = None, same_parent: bool = True) -> Any:
    """Pairs of indicators that say the same (r >= `limit`), and what the top would lose without either.

    `r2`: how much of the second its siblings explain together (least squares with intercept on complete rows; 1/(1 -
    R²) is its variance inflation), NaN where there are too few rows. `moves`, `moves_with`: the greatest rank change
    at the top if the first or the second were left out.
    """
    pairs = correlations(index, year=year, same_parent=True if same_parent else None, high=limit)
    columns = {name: list(pairs[name]) for name in ("code", "with", "parent", "r", "p", "flag")}
    picked = [row for row, flag in enumerate(columns["flag"]) if flag == "too-high"]
    codes = dict.fromkeys(columns[side][row] for row in picked for side in ("code", "with"))
    moves = leave_one_out(index, tuple(codes)).most_moved if codes else {}
    rows, lines = selection.rows_of(index, year), []
    for row in picked:
        a, b = columns["code"][row], columns["with"][row]
        line = {name: columns[name][row] for name in ("code", "with", "parent", "r", "p")}
        r2 = explained_by_siblings(index, b, rows)
        lines.append({**line, "r2": r2, "moves": moves[a], "moves_with": moves[b]})
    return selection.from_rows(index, lines, ("code", "with", "parent", "r", "p", "r2", "moves", "moves_with"))


def explained_by_siblings(index: Built, code: str, rows: NDArray[np.intp]) -> float:
    """R² of a node's scores on those of its siblings; NaN without siblings or with too few complete rows."""
    place = index.tree.place(code)
    siblings = [int(p) for p in index.tree.children[int(index.tree.parent[place])] if int(p) != place]
    x = index.values[np.array([*siblings, place])][:, rows].T
    x = x[~np.isnan(x).any(axis=1)]
    if not siblings or len(x) < len(siblings) + 3:
        return float("nan")
    away = x - x.mean(axis=0)
    y, others = away[:, -1], away[:, :-1]
    if not y.any():
        return float("nan")
    rest = y - others @ np.linalg.lstsq(others, y, rcond=None)[0]
    return float(1.0 - rest @ rest / (y @ y))
