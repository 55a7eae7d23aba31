"""The way of one cell: its value after every step, with the formula, the bounds and the years behind the scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hengliang.composite.fitting import Fit
from hengliang.composite.outliers import FittedTreat
from hengliang.composite.preparation import aligned
from hengliang.composite.steps import FittedDivide


@dataclass(frozen=True)
class Passage:
    """One step: its name, the value after it, and how it came about ('' where the step left the cell as it was)."""

    step: str
    value: float
    formula: str = ""


@dataclass(frozen=True)
class Cell:
    """Raw > divided > imputed > treated > scaled of one unit and indicator, or children > score of a node.

    `bounds`: the lowest and highest value (after direction) that the scale was fitted on where it has such; `years`: whose
    values set them, () for all.
    """

    unit: str
    year: Any
    code: str
    passages: tuple[Passage, ...]
    bounds: tuple[float, float] | None = None
    years: tuple[Any, ...] = ()

    @property
    def value(self) -> float:
        """The last value: the score."""
        return self.passages[-1].value

    def __getitem__(self, step: str) -> float:
        """The value after a step, by its name."""
        return {passage.step: passage.value for passage in self.passages}[step]

    def __str__(self) -> str:
        head = f"{self.unit} {self.year} · {self.code}" if self.year != "" else f"{self.unit} · {self.code}"
        lines = [f"  {p.step:<12}{p.value:>14.6g}  {p.formula}".rstrip() for p in self.passages]
        whose = f"  bounds set by {', '.join(map(str, self.years))}" if self.years else ""
        return "\n".join([head, *lines, *([whose] if whose else [])])


def leaf_cell(made: Fit, row: int, place: int) -> Cell:
    """The way of an indicator's cell."""
    work, frozen = made.work, made.frozen
    passages: list[Passage] = []
    for step, values in aligned(work):
        value = float(values[place, row])
        moved = bool(passages) and not _same(value, passages[-1].value)
        passages.append(Passage(step, value, _formula(made, step, row, place) if moved else ""))
    year = work.panel.years[row] if work.panel.years else ""
    scale = frozen.scaling.of(year if work.panel.years else None)
    passages.append(Passage("scaled", float(made.leaves[place, row]), scale.formula(place)))
    lines = scale.lines
    bounds = None
    if np.isfinite(lines.base[place]) and np.isfinite(lines.unit[place]):
        bounds = (float(lines.base[place]), float(lines.base[place] + lines.unit[place]))
    return Cell(work.panel.units[row], year, work.panel.codes[place], tuple(passages), bounds, scale.years)


def node_cell(made: Fit, row: int, place: int) -> Cell:
    """The children's scores as they are and the node's own."""
    tree, aggregation = made.frozen.framework.tree, made.frozen.aggregation
    shares = aggregation.shares(place)
    passages = [
        Passage(tree.codes[int(child)], float(made.result.values[child, row]), f"weight {share:.4g}")
        for child, share in zip(tree.children[place], shares, strict=True)
    ]
    combiner = aggregation.combiners[place]
    score, covered = float(made.result.values[place, row]), float(made.result.coverage[place, row])
    method = combiner.text if combiner is not None else ""
    passages.append(Passage(tree.codes[place], score, f"{method} of {covered:.0%} of its children"))
    panel = made.work.panel
    return Cell(panel.units[row], panel.years[row] if panel.years else "", tree.codes[place], tuple(passages))


def _formula(made: Fit, step: str, row: int, place: int) -> str:
    if step == "divided":
        named = [fitted for fitted in made.frozen.steps if isinstance(fitted, FittedDivide)]
        code = made.work.panel.codes[place]
        by = next((fitted.named[code] for fitted in named if code in fitted.named), "")
        factor = next((f" × {fitted.factors[code]:g}" for fitted in named if code in fitted.factors), "")
        return f"raw / {by}{factor}"
    if step in ("winsorised", "transformed"):
        return next((fitted.text(place) for fitted in made.frozen.steps if isinstance(fitted, FittedTreat)), "")
    read_row = int(made.work.origin[row])
    for change in made.work.changes:
        hit = (change.places == place) & (change.rows == read_row)
        if change.step == step and hit.any():
            return change.how
    return ""


def _same(a: float, b: float) -> bool:
    return a == b or (np.isnan(a) and np.isnan(b))
