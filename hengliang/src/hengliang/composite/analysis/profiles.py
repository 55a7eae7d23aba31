"""One unit: its profile over all nodes, its strengths and weaknesses; and groups of units side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.analysis import selection
from hengliang.composite.built import Built
from hengliang.composite.problems import refuse

Floats = NDArray[np.float64]


def profile(index: Built, unit: str, *, year: Any = None, within: str | None = None) -> Any:
    """A row a node, the top first: score, rank of how many, mean, median and best of the same year, coverage.

    `within`: a column of groups of the data; adds the rank inside the unit's group. Raises: ProblemsFound.
    """
    row = index.row(unit, year)
    beside = np.flatnonzero(index.panel.year_numbers == index.panel.year_numbers[row])
    place_ranks, lines = index.rank_values(), []
    in_group = index.rank_values(within=within) if within else None
    order = [*range(index.tree.top, index.tree.leaves - 1, -1), *range(index.tree.leaves)]
    for place in order:
        node, scores = index.framework.ordered[place], index.values[place]
        there = scores[beside][~np.isnan(scores[beside])]
        best = beside[int(np.nanargmax(scores[beside]))] if there.size else -1
        line: dict[str, Any] = {"code": node.code, "name": node.name, "parent": node.parent}
        line |= {"score": float(scores[row]), "rank": float(place_ranks[place, row]), "of": int(there.size)}
        if in_group is not None:
            line["rank_in_group"] = float(in_group[place, row])
        line["mean"] = float(there.mean()) if there.size else np.nan
        line["median"] = float(np.median(there)) if there.size else np.nan
        line["best_unit"] = index.panel.units[best] if best >= 0 else ""
        lines.append(line | {"coverage": float(index.made.result.coverage[place, row])})
    return selection.from_rows(index, lines, tuple(lines[0]), key=("code",))


def strengths(
    index: Built, unit: str, *, most: int = 5, year: Any = None, codes: Sequence[str] = (), one_each: bool = False
) -> Any:
    """The `most` best and the `most` worst indicators of a unit by its rank among the units of that year.

    Ordered by the share of units beaten, then by the distance of its score from the mean in standard deviations, so
    that ties have an order. An indicator is never both; gaps are neither. `one_each`: at most one under each parent.
    """
    if most < 1:
        raise refuse("strengths", f"most is {most}: at least 1 is needed")
    row, places = index.row(unit, year), selection.places_of(index, codes).tolist()
    beside = np.flatnonzero(index.panel.year_numbers == index.panel.year_numbers[row])
    lines = [_stand(index, place, row, beside) for place in places if not np.isnan(index.values[place, row])]
    lines.sort(key=lambda line: (-line["beats"], -line["deviation"], line["code"]))
    half = len(lines) // 2
    best = _picked(lines[: len(lines) - half], most, one_each)
    worst = _picked(lines[::-1][:half], most, one_each)
    named = [{"side": "strength", **line} for line in best] + [{"side": "weakness", **line} for line in worst]
    names = ("side", "code", "name", "parent", "raw", "unit", "score", "rank", "of", "beats", "deviation")
    return selection.from_rows(index, named, names)


def groups(index: Built, within: str, *, node: str = "", year: Any = None) -> Any:
    """A row a group of units: n, mean, median, least and greatest score of a node, and who is best."""
    place, rows = index.place(node) if node else index.tree.top, selection.rows_of(index, year)
    if within not in index.panel.sheet.columns:
        raise refuse("no-column", "named as a column of groups but not in the data", column=within)
    labels, lines = index.panel.sheet.texts(within), []
    for label in dict.fromkeys(labels[row] for row in rows):
        own = [row for row in rows if labels[row] == label and not np.isnan(index.values[place, row])]
        scores = index.values[place, own]
        line: dict[str, Any] = {"group": label, "n": len(own)}
        measures: dict[str, Callable[[Floats], Any]] = {
            "mean": np.mean,
            "median": np.median,
            "least": np.min,
            "greatest": np.max,
        }
        line |= {name: float(rule(scores)) if own else np.nan for name, rule in measures.items()}
        lines.append(line | {"best": index.panel.labels[own[int(scores.argmax())]] if own else ""})
    return selection.from_rows(index, lines, ("group", "n", "mean", "median", "least", "greatest", "best"))


def _stand(index: Built, place: int, row: int, beside: NDArray[np.intp]) -> dict[str, Any]:
    node, score = index.framework.ordered[place], float(index.values[place, row])
    there = index.values[place, beside]
    there = there[~np.isnan(there)]
    spread = float(there.std(ddof=1)) if there.size > 1 else 0.0
    raw = index.work.snapshots[0].values[place, index.work.origin[row]] if place < index.tree.leaves else np.nan
    return {
        "code": node.code,
        "name": node.name,
        "parent": node.parent,
        "raw": float(raw),
        "unit": node.unit,
        "score": score,
        "rank": float(1 + (there > score).sum()),
        "of": int(there.size),
        "beats": float((there < score).sum() / (there.size - 1)) if there.size > 1 else np.nan,
        "deviation": (score - float(there.mean())) / spread if spread > 0.0 else 0.0,
    }


def _picked(lines: Sequence[dict[str, Any]], most: int, one_each: bool) -> list[dict[str, Any]]:
    picked: list[dict[str, Any]] = []
    for line in lines:
        if len(picked) < most and not (one_each and line["parent"] in {other["parent"] for other in picked}):
            picked.append(line)
    return picked
