"""An explanation as a table that adds up, and the Shapley blocks of what moved a score between two states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite import frames
from hengliang.composite.explain import Split, State
from hengliang.composite.fitting import Fit
from hengliang.composite.shapley import shapley

Floats = NDArray[np.float64]

BLOCKS = ("data", "gaps", "scale", "weights", "method")


@dataclass(frozen=True)
class Line:
    """One line: what it is (start, indicator, weight, gate, method), of which node, its score then and now, and the
    points that it contributes to the explained score.
    """

    what: str
    code: str
    name: str
    before: float
    after: float
    points: float


@dataclass(frozen=True)
class Explanation:
    """`lines` add up to `score`; `nodes`: points that came through each node; `blocks`: what moved it, by block.

    `base`: what it is compared with ("0", another unit, an earlier year). `exact` is False only where a node with more
    than 12 children of a method without formula was split by orders.
    """

    unit: str
    year: Any
    node: str
    score: float
    base: str
    lines: tuple[Line, ...]
    nodes: dict[str, float]
    blocks: dict[str, float]
    exact: bool = True
    kind: Any = frames.PLAIN

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)

    @property
    def start(self) -> float:
        """The score compared with."""
        return sum(line.points for line in self.lines if line.what == "start")

    @property
    def change(self) -> float:
        return self.score - self.start

    def of(self, code: str) -> float:
        """Points of an indicator, or those that came through a node."""
        if code in self.nodes:
            return self.nodes[code]
        return sum(line.points for line in self.lines if line.code == code and line.what == "indicator")

    @property
    def frame(self) -> Any:
        """The lines as the kind of frame that came in, largest first after the start."""
        names = ("what", "code", "name", "before", "after", "points")
        return frames.write(self.kind, {name: [getattr(line, name) for line in self.lines] for name in names})

    def __str__(self) -> str:
        when = f" {self.year}" if self.year != "" else ""
        head = f"{self.node} of {self.unit}{when}: {self.score:.4g} (from {self.base}: {self.start:.4g})"
        lines = [f"  {line.points:+9.3f}  {line.what:<10}{line.code}  {line.name}".rstrip() for line in self.lines]
        blocks = [f"  {points:+9.3f}  {name}" for name, points in self.blocks.items()]
        return "\n".join([head, *lines, *(["moved by", *blocks] if blocks else [])])


def explained(
    made: Fit, row: int, place: int, split: Split, before: State, *, base: str, blocks: dict[str, float]
) -> Explanation:
    """The split with names, its lines sorted by size."""
    framework, panel = made.frozen.framework, made.work.panel
    tree, values = framework.tree, made.result.values[:, row]
    lines = []
    for what, part in (
        ("indicator", split.value),
        ("weight", split.weight),
        ("gate", split.gate),
        ("method", split.method),
    ):
        for node, points in part.items():
            code, name = tree.codes[node], framework.ordered[node].name
            lines.append(Line(what, code, name, float(before.values[node]), float(values[node]), points))
    lines.sort(key=lambda line: -abs(line.points))
    top = tree.codes[place]
    if split.start or base != "0":
        lines.insert(0, Line("start", top, framework.ordered[place].name, split.start, split.start, split.start))
    return Explanation(
        unit=panel.units[row],
        year=panel.years[row] if panel.years else "",
        node=top,
        score=split.end,
        base=base,
        lines=tuple(lines),
        nodes={tree.codes[node]: points for node, points in split.passing.items() if node >= tree.leaves},
        blocks=blocks,
        exact=split.exact,
        kind=panel.kind,
    )


def blocks_between(old: Fit, old_row: int, new: Fit, row: int, place: int) -> dict[str, float]:
    """Shapley values of data, gaps, scale, weights and method for the change of one unit's score.

    A coalition takes those blocks from the new state and the rest from the old one; a cell that is present by its gap
    block and missing in its data block takes the value of the other state. Adds up to the change.
    """
    rows = ((old, old_row), (new, row))
    prepared = [fit.work.values[:, at] for fit, at in rows]
    whole = [np.where(np.isnan(a), b, a) for a, b in (prepared, prepared[::-1])]
    gaps = [np.isnan(values) for values in prepared]
    scales = [fit.frozen.scaling.of(fit.work.panel.years[at] if fit.work.panel.years else None) for fit, at in rows]
    lone = [fit.frozen.aggregation.for_row(fit.result.values, at, fit.work.panel.year_numbers) for fit, at in rows]
    weights = [fit.frozen.aggregation.weights for fit, _ in rows]

    def score(choice: NDArray[np.bool_]) -> float:
        data, gap, scale, weight, method = (int(new) for new in choice)
        raw = np.where(gaps[gap], np.nan, whole[data])
        leaves = scales[scale].apply(raw[:, None])[:, 0]
        return float(State.of(lone[method].with_weights(weights[weight]), leaves).values[place])

    shares = shapley(lambda coalitions: np.array([score(choice) for choice in coalitions]), len(BLOCKS))
    return dict(zip(BLOCKS, shares.tolist(), strict=True))
