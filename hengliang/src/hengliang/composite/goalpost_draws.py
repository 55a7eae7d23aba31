"""Goalposts that move: both ends of every indicator scaled by goalposts, each by a share of the range between them.

Only their lines change from run to run, y = origin + (x - low)/(high - low)·span with other ends, so that many runs are
laid over one prepared table at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.choices import Choices
from hengliang.composite.draws import Draws
from hengliang.composite.factors import Jitter
from hengliang.composite.framework import Framework
from hengliang.composite.scaling import Goalposts
from hengliang.composite.workshop import Table, Variant

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class GoalpostDraws:
    """The shifts of one study: leaves × 2 (low, high) × draws, in shares of the range; 0 for leaves that stand still."""

    noise: Jitter
    framework: Framework
    seed: int

    @cached_property
    def moved(self) -> Ints:
        """Leaves whose goalposts are drawn, if they have any."""
        tree = self.framework.tree
        wanted = [not self.noise.nodes or code in self.noise.nodes for code in tree.codes[: tree.leaves]]
        return np.flatnonzero(wanted)

    def shifts(self, side: int, first: int, count: int) -> Floats:
        """Those of draws first, first + 1, ...; `first` at the start of a block of draws."""
        return self._shaped(self._draws(side).uniform(first, count))

    def one(self, side: int, draw: int) -> Floats:
        """Those of a single draw: leaves × 2."""
        return self._shaped(self._draws(side).one(draw)[:, None])[:, :, 0]

    def _draws(self, side: int) -> Draws:
        return Draws(self.seed, "goalposts", side, 2 * len(self.moved))

    def _shaped(self, u: Floats) -> Floats:
        out = np.zeros((self.framework.tree.leaves, 2, u.shape[1]))
        out[self.moved] = ((2.0 * u - 1.0) * self.noise.share).reshape(len(self.moved), 2, -1)
        return out

    def ends(self, plan: Choices, shifts: Floats) -> dict[str, tuple[float, float]]:
        """The goalposts of one draw (leaves × 2) for the indicators that a plan scales by them."""
        own, out = dict(plan.scales), dict[str, tuple[float, float]]()
        for place in self.moved:
            node = self.framework.ordered[int(place)]
            scale = own.get(node.code, plan.default_scale)
            if isinstance(scale, Goalposts):
                posts = np.array([node.goalposts or (np.nan, np.nan)], dtype=np.float64)
                low, high = scale.ends(posts)[0].tolist()
                down, up = (shifts[int(place)] * (high - low)).tolist()
                out[node.code] = low + down, high + up
        return out

    def settled(self, plan: Choices, shifts: Floats) -> Choices:
        """The plan with the goalposts of one draw."""
        own: dict[str, Any] = dict(plan.scales)
        for code, (low, high) in self.ends(plan, shifts).items():
            scale: Any = own.get(code, plan.default_scale)
            own[code] = replace(scale, low=low, high=high)
        return replace(plan, scales=tuple(sorted(own.items())))


def goalposted(table: Table) -> Ints:
    """Leaves that stand between goalposts."""
    return np.array(
        [at for at, scale in enumerate(table.scaling.scales) if isinstance(scale, Goalposts)], dtype=np.intp
    )


def turned(shifts: Floats, directions: Floats) -> Floats:
    """Shifts of the lower and the upper end after direction -1 has turned both round (leaves × 2 × runs)."""
    return np.where(directions[:, None, None] < 0.0, -shifts[:, ::-1], shifts)


def moved_leaves(variant: Variant, shifts: Floats) -> Floats:
    """Scaled leaves × rows × runs of a variant whose goalposts move by `shifts` (leaves × 2 × runs)."""
    table = variant.table
    scale = table.scaling.frozen or next(iter(table.scaling.by_year.values()))
    out = np.empty((*table.leaves.shape, shifts.shape[2]))
    out[:] = table.leaves[:, :, None]
    places, lines = goalposted(table), scale.lines
    directions = scale.directions[places]
    low, high = turned(shifts[places], directions).transpose(1, 0, 2)
    unit = lines.unit[places, None] * (1.0 + high - low)
    base = lines.base[places, None] + low * lines.unit[places, None]
    x = table.prepared.work.values[places] * directions[:, None]
    y = (x[:, :, None] - base[:, None]) * (lines.span[places, None] / unit)[:, None]
    y += lines.origin[places, None, None]
    out[places] = np.clip(y, lines.floor[places, None, None], lines.ceiling[places, None, None])
    return out
