"""Why a score is what it is: an exact split of the difference between two states of one tree, down to the leaves.

A quasi-arithmetic node: Δs = L Σ [w̄ Δφ(x) + φ̄ Δw], L = Δs/Δφ(s) (its limit 1/φ' where Δs vanishes), bars being the
averages of the two states; it adds up exactly, and so does the whole tree. Other nodes: Shapley values of the
children, exact up to 12. Points taken by a gate, a change of method and a start above zero are lines of their own.
Lines of a linear approximation (derivatives at one state) were not taken: they do not add up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.aggregation import Aggregation, Stage
from hengliang.composite.combiners import WholeRule
from hengliang.composite.generators import Generator
from hengliang.composite.problems import Findings
from hengliang.composite.shapley import MOST_PLAYERS, ordered_shares, shapley

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

TINY = 1e-7
ROUNDING = 1e-11


@dataclass(frozen=True, eq=False)
class State:
    """One unit in one tree: scores of all nodes (after gates), points lost by node, and how they were aggregated.

    `zero`: this is the state from which a level is explained.
    """

    aggregation: Aggregation
    values: Floats
    lost: Floats
    zero: bool = False

    @classmethod
    def of(cls, aggregation: Aggregation, leaves: Floats) -> State:
        """Run one unit's leaves through an aggregation that is made for one row. Raises: ProblemsFound."""
        found = Findings()
        result = aggregation.run(leaves[:, None], years=np.zeros(1, dtype=np.intp), labels=[""], found=found)
        found.stop()
        tree, lost = aggregation.tree, np.zeros(len(aggregation.tree.codes))
        for number, gate in enumerate(aggregation.gates):
            lost[tree.place(gate.on) if gate.on else tree.top] += result.lost[number, 0]
        return cls(aggregation, result.values[:, 0], lost)

    def before_gates(self, place: int) -> float:
        return float(self.values[place] + self.lost[place])


@dataclass(eq=False)
class Split:
    """Amounts in points of the explained node: by leaf `value`; by node `weight`, `method`, `gate`, and `passing`,
    what went through each node on its way down. `start`: the score of the first state. `exact` is False where a node
    with more than 12 children of a method without formula was split by orders instead of all coalitions.
    """

    start: float
    end: float
    value: dict[int, float] = field(default_factory=dict)
    weight: dict[int, float] = field(default_factory=dict)
    method: dict[int, float] = field(default_factory=dict)
    gate: dict[int, float] = field(default_factory=dict)
    passing: dict[int, float] = field(default_factory=dict)
    exact: bool = True

    @property
    def total(self) -> float:
        """start and all lines: equals `end`."""
        return self.start + sum(sum(part.values()) for part in (self.value, self.weight, self.method, self.gate))


def split(before: State, after: State, place: int) -> Split:
    """The change of one node's score from `before` to `after`, split down to the leaves."""
    out = Split(float(before.values[place]), float(after.values[place]))
    _descend(before, after, place, 1.0, out)
    return out


def zero_state(state: State) -> State:
    """The state in which every present leaf scores 0, gaps and weights as they are.

    A mean over zeros is 0; a method that measures from the worst score is at 0 there and not where children are 0.
    """
    tree, values = state.aggregation.tree, np.full_like(state.values, np.nan)
    values[: tree.leaves] = np.where(np.isnan(state.values[: tree.leaves]), np.nan, 0.0)
    for stage in state.aggregation.stages:
        x = stage.inputs(values[:, None])[:, 0]
        for row, node in enumerate(stage.nodes):
            own = stage.shares[row] > 0.0
            there = own & ~np.isnan(x)
            if np.isnan(state.values[node]) or not there.any():
                continue
            values[node] = _value_at_zero(stage, row, x)
    return State(state.aggregation, values, np.zeros_like(state.lost), zero=True)


def _value_at_zero(stage: Stage, row: int, x: Floats) -> float:
    """The node's score; 0, the limit, for a mean with ln or a negative power over children that are 0."""
    there = (stage.shares[row] > 0.0) & ~np.isnan(x)
    if _own_zero(stage) is not None:
        return 0.0
    if stage.generator is not None and stage.generator.power <= 0.0 and (x[there] == 0.0).any():
        return 0.0
    return _value(stage, row, x, stage.shares[row])


def _own_zero(stage: Stage) -> Floats | None:
    return stage.rule.zero if isinstance(stage.rule, WholeRule) else None


def _descend(before: State, after: State, place: int, factor: float, out: Split) -> None:
    """Split the change at `place`, times `factor`, which turns its points into points of the explained node."""
    if place < after.aggregation.tree.leaves:
        out.value[place] = out.value.get(place, 0.0) + factor * float(after.values[place] - before.values[place])
        return
    taken = float(after.lost[place] - before.lost[place])
    if taken:
        out.gate[place] = out.gate.get(place, 0.0) - factor * taken
    stage, row = _stage_of(after.aggregation, place)
    old, old_row = _stage_of(before.aggregation, place)
    x_a, x_b = (s.inputs(state.values[:, None])[:, 0] for s, state in ((old, before), (stage, after)))
    w_a, w_b = old.shares[old_row] * old.totals[old_row], stage.shares[row] * stage.totals[row]
    x_a, w_a = _same_children(stage, old, x_a, w_a)
    own_zero = _own_zero(stage)
    if before.zero and own_zero is not None:
        x_a = own_zero
    start, end = before.before_gates(place), after.before_gates(place)
    from_here = start
    if stage.generator is not None and old.generator != stage.generator:
        from_here = _under_new_mean(stage, row, x_a, w_a)
    parts = _parts(stage, row, (x_a, w_a), (x_b, w_b), from_here, end, out)
    other = end - start - sum(v + w for v, w in parts.values())
    if abs(other) > ROUNDING * max(1.0, abs(start), abs(end)):
        out.method[place] = out.method.get(place, 0.0) + factor * other
    for at, (value, weight) in parts.items():
        _pass_on(before, after, int(stage.children[at]), factor, value, weight, out)


def _under_new_mean(stage: Stage, row: int, x: Floats, w: Floats) -> float:
    """What the new mean makes of the old children; NaN where it cannot take them, and then all is the method's doing."""
    own = (w > 0.0) & ~np.isnan(x)
    generator = stage.generator
    if generator is None or not own.any() or generator.forbidden(x[own]).any():
        return float("nan")
    return _value(stage, row, x, w / stage.totals[row])


def _pass_on(before: State, after: State, child: int, factor: float, value: float, weight: float, out: Split) -> None:
    out.passing[child] = out.passing.get(child, 0.0) + factor * (value + weight)
    if weight:
        out.weight[child] = out.weight.get(child, 0.0) + factor * weight
    moved = float(after.values[child] - before.values[child])
    if value and child < after.aggregation.tree.leaves:
        out.value[child] = out.value.get(child, 0.0) + factor * value
    elif value and np.isfinite(moved) and moved != 0.0:
        _descend(before, after, child, factor * value / moved, out)
    elif value:
        out.value[child] = out.value.get(child, 0.0) + factor * value


def _parts(
    stage: Stage,
    row: int,
    old: tuple[Floats, Floats],
    new: tuple[Floats, Floats],
    start: float,
    end: float,
    out: Split,
) -> dict[int, tuple[float, float]]:
    """Per child (its place in the stage) what its value and what its weight did; an empty dict for an unscored node."""
    own = [int(at) for at in np.flatnonzero(stage.shares[row] > 0.0)]
    if not (np.isfinite(start) and np.isfinite(end)):
        return {}
    if stage.generator is not None:
        return _by_generator(stage.generator, own, old, new, start, end)
    return _by_shapley(stage, row, own, old, new, out)


def _by_generator(
    generator: Generator,
    own: list[int],
    old: tuple[Floats, Floats],
    new: tuple[Floats, Floats],
    start: float,
    end: float,
) -> dict[int, tuple[float, float]]:
    (x_a, w_a), (x_b, w_b) = ((x[own], _effective(x[own], w[own])) for x, w in (old, new))
    x_a, x_b = np.where(np.isnan(x_a), x_b, x_a), np.where(np.isnan(x_b), x_a, x_b)
    there = ~np.isnan(x_a)
    bottom = there & (w_a > 0.0) & (x_a == 0.0) & (generator.power <= 0.0)
    if bottom.any():
        share = np.where(bottom, w_a, 0.0) / w_a[bottom].sum()
        return {at: (float((end - start) * s), 0.0) for at, s in zip(own, share, strict=True)}
    safe_a, safe_b = np.where(there, x_a, 1.0), np.where(there, x_b, 1.0)
    phi_a, phi_b = generator.forward(safe_a), generator.forward(safe_b)
    # A sum's weights do not sum to 1: its generator is the identity, so that L is 1 whatever they sum to.
    length = 1.0 if generator.power == 1.0 else _length(generator, start, end)
    value = length * (w_a + w_b) / 2.0 * (phi_b - phi_a)
    weight = length * (phi_a + phi_b) / 2.0 * (w_b - w_a)
    return {at: (float(v), float(w)) for at, v, w in zip(own, value, weight, strict=True)}


def _length(generator: Generator, start: float, end: float) -> float:
    """L = Δs/Δφ(s), or 1/φ' in the middle where the two are all but equal (the error is of third order)."""
    ends = np.array([start, end])
    if abs(end - start) <= TINY * max(abs(start), abs(end)):
        return float(1.0 / generator.slope(ends.mean(keepdims=True))[0])
    low, high = generator.forward(ends)
    return float((end - start) / (high - low))


def _by_shapley(
    stage: Stage, row: int, own: list[int], old: tuple[Floats, Floats], new: tuple[Floats, Floats], out: Split
) -> dict[int, tuple[float, float]]:
    (x_a, w_a), (x_b, w_b) = ((x[own], w[own]) for x, w in (old, new))
    moving = [at for at in range(len(own)) if not _same(x_a[at], x_b[at]) or w_a[at] != w_b[at]]

    def game(inside: Bools) -> Floats:
        x, w = np.tile(x_a, (len(inside), 1)), np.tile(w_a, (len(inside), 1))
        x[:, moving] = np.where(inside, x_b[moving], x[:, moving])
        w[:, moving] = np.where(inside, w_b[moving], w[:, moving])
        return np.array([_rule_value(stage, one, weights) for one, weights in zip(x, w, strict=True)])

    if not moving:
        return {}
    out.exact = out.exact and len(moving) <= MOST_PLAYERS
    shares = (shapley if len(moving) <= MOST_PLAYERS else ordered_shares)(game, len(moving))
    return {own[at]: (float(share), 0.0) for at, share in zip(moving, shares, strict=True)}


def _rule_value(stage: Stage, x: Floats, w: Floats) -> float:
    rule: Callable[[Floats, Floats], Floats] | None = stage.rule
    assert rule is not None  # noqa: S101 - a stage has a generator or a rule
    value = float(rule(x[None, :], w)[0])
    return 0.0 if np.isnan(value) else value


def _value(stage: Stage, row: int, x: Floats, shares: Floats) -> float:
    own = shares > 0.0
    if stage.generator is None:
        return _rule_value(stage, x[own], shares[own] * stage.totals[row])
    w = _effective(x[own], shares[own])
    there = w > 0.0
    raised = float(w[there] @ stage.generator.forward(x[own][there]))
    return float(stage.generator.back(np.array([raised]))[0] * stage.totals[row])


def _effective(x: Floats, w: Floats) -> Floats:
    """Weights as they work: 0 for a gap, the rest rescaled to the same total."""
    present = np.where(np.isnan(x), 0.0, w)
    return present * (w.sum() / present.sum()) if present.sum() > 0.0 else present


def _stage_of(aggregation: Aggregation, place: int) -> tuple[Stage, int]:
    for stage in aggregation.stages:
        at = np.flatnonzero(stage.nodes == place)
        if at.size:
            return stage, int(at[0])
    raise KeyError(place)


def _same_children(stage: Stage, old: Stage, x: Floats, w: Floats) -> tuple[Floats, Floats]:
    """The old stage's inputs in the order of the new one's children (two methods may have grouped them differently)."""
    if np.array_equal(stage.children, old.children):
        return x, w
    place = {int(child): at for at, child in enumerate(old.children)}
    at = [place.get(int(child), -1) for child in stage.children]
    return np.array([x[p] if p >= 0 else np.nan for p in at]), np.array([w[p] if p >= 0 else 0.0 for p in at])


def _same(a: float, b: float) -> bool:
    return bool(a == b or (np.isnan(a) and np.isnan(b)))
