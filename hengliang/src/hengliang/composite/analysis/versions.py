"""Two versions of an index: whose score and rank changed, how alike the orders are, and which step moved whom.

The split by step is that of `Index.explain(since=...)`: Shapley values over data, gaps, scale, weights and method, so
the five add up to the change of the score. It needs the same nodes in both versions; otherwise only scores and ranks
are compared, and the nodes that came and went are named.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite import frames
from hengliang.composite.analysis.correlation import kendall, spearman
from hengliang.composite.built import Built
from hengliang.composite.choices import Choices
from hengliang.composite.explanation import BLOCKS, blocks_between
from hengliang.composite.problems import refuse

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Comparison:
    """`frame`: a row a unit (and year) of both, the most moved first. `spearman`, `kendall`: of the two scores.

    `gone`, `new`: rows of one version only; `nodes_gone`, `nodes_new`; `plan`: parts of the plan that differ.
    """

    frame: Any
    spearman: float
    kendall: float
    mean_shift: float
    greatest_shift: float
    gone: tuple[str, ...]
    new: tuple[str, ...]
    nodes_gone: tuple[str, ...]
    nodes_new: tuple[str, ...]
    plan: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"Spearman {self.spearman:.4f}, Kendall {self.kendall:.4f}"]
        lines.append(f"rank changes: mean {self.mean_shift:.2f}, greatest {self.greatest_shift:.0f}")
        for name in ("gone", "new", "nodes_gone", "nodes_new", "plan"):
            if getattr(self, name):
                lines.append(f"{name}: {', '.join(getattr(self, name))}")
        return "\n".join(lines)


def compare(old: Built, new: Built, *, node: str = "", steps: bool = True) -> Comparison:
    """Compare a node (the top where '') of two versions, row by row of units and years that both have.

    `steps`: split each change by step where both versions have the same nodes. `moved` is rank before minus rank
    after: above 0 the unit rose. Raises: ProblemsFound where a version lacks the node or no row is in both.
    """
    places = [version.place(node) if node else version.tree.top for version in (old, new)]
    rows = [dict(zip(_keys(version), range(len(version.panel.units)), strict=True)) for version in (old, new)]
    both = [key for key in rows[1] if key in rows[0]]
    if not both:
        raise refuse("versions", "no unit (and year) is in both versions")
    pairs = [(rows[0][key], rows[1][key]) for key in both]
    scores = [
        v.values[p][[pair[side] for pair in pairs]] for side, (v, p) in enumerate(zip((old, new), places, strict=True))
    ]
    ranks = [
        v.rank_values()[p][[pair[side] for pair in pairs]]
        for side, (v, p) in enumerate(zip((old, new), places, strict=True))
    ]
    shift = ranks[0] - ranks[1]
    columns: dict[str, Any] = {"unit": [key[0] for key in both]}
    if any(key[1] != "" for key in both):
        columns["year"] = [key[1] for key in both]
    columns |= {"score_before": scores[0], "score_after": scores[1], "change": scores[1] - scores[0]}
    columns |= {"rank_before": ranks[0], "rank_after": ranks[1], "moved": shift}
    if steps and old.tree.codes == new.tree.codes:
        columns |= _steps(old, new, pairs, scores, places[1])
    far = np.abs(shift[~np.isnan(shift)])
    return Comparison(
        frame=frames.write(new.panel.kind, _most_moved_first(columns, shift)),
        spearman=spearman(*scores)[0],
        kendall=kendall(*scores)[0],
        mean_shift=float(far.mean()) if far.size else float("nan"),
        greatest_shift=float(far.max()) if far.size else float("nan"),
        gone=tuple(_text(key) for key in rows[0] if key not in rows[1]),
        new=tuple(_text(key) for key in rows[1] if key not in rows[0]),
        nodes_gone=tuple(code for code in old.tree.codes if code not in new.tree.codes),
        nodes_new=tuple(code for code in new.tree.codes if code not in old.tree.codes),
        plan=tuple(f.name for f in fields(Choices) if getattr(old.plan, f.name) != getattr(new.plan, f.name)),
    )


def _most_moved_first(columns: dict[str, Any], shift: Floats) -> dict[str, Any]:
    order = np.lexsort((-np.abs(np.nan_to_num(columns["change"])), -np.abs(np.nan_to_num(shift))))
    return {
        name: column[order] if isinstance(column, np.ndarray) else [column[row] for row in order]
        for name, column in columns.items()
    }


def _keys(index: Built) -> list[tuple[str, Any]]:
    years = index.panel.years or ("",) * len(index.panel.units)
    return list(zip(index.panel.units, years, strict=True))


def _text(key: tuple[str, Any]) -> str:
    return f"{key[0]} {key[1]}".strip()


def _steps(old: Built, new: Built, pairs: list[tuple[int, int]], scores: list[Floats], place: int) -> dict[str, Any]:
    """A column a block, and the block that moved each row most ('' where nothing moved)."""
    blocks: dict[str, Any] = {name: np.full(len(pairs), np.nan) for name in BLOCKS}
    largest = []
    for number, (before, after) in enumerate(pairs):
        if np.isnan(scores[0][number]) or np.isnan(scores[1][number]):
            largest.append("")
            continue
        shares = blocks_between(old.made, before, new.made, after, place)
        for name, points in shares.items():
            blocks[name][number] = points
        name = max(shares, key=lambda block: abs(shares[block]))
        largest.append(name if abs(shares[name]) > 1e-9 else "")
    return {**blocks, "step": largest}
