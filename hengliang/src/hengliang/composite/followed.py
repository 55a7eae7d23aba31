"""A second look at the runs of a study: what became of one unit in each, and the weights under which it holds a rank.

The first look keeps counts and one output, so that memory does not grow with the runs. Who asks for more has the runs
made again from the seed, which costs as much as the first time and nothing to those who do not ask. Collecting all
units' outputs at once was not taken: a million runs of fifty units are 400 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.batches import Batch, Copy, Made, Sides
from hengliang.composite.design import CHUNK, Design
from hengliang.composite.engine import Engine

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Followed:
    """`ranks`, `scores`: of one unit, sets × rows of the design (A, B, then one mixture a factor); NaN for none."""

    ranks: Floats
    scores: Floats


@dataclass(frozen=True, eq=False)
class Central:
    """SMAA's central weights, one row a row of the index.

    `held`: the share of runs in which it has the rank; `weights`: mean shares among siblings in those runs, rows ×
    nodes below the top, NaN where it never has it; `confidence`: how often it has the rank under these weights.
    """

    held: Floats
    weights: Floats
    confidence: Floats


def follow(engine: Engine, design: Design, row: int) -> Followed:
    """The rank and the score of one row of the index in every run."""
    ranks = np.full((design.sets, design.rows), np.nan)
    scores = np.full_like(ranks, np.nan)
    for first, count, copies, every in _chunks(engine, design):
        for made in every:
            batch, rank = made.batch, made.ranks[:, row].astype(np.float64)
            rank[(rank == 0.0) | made.failed] = np.nan
            ranks[batch.sets, first + batch.rows] = rank
            raised = made.raised[:, row]
            for some, code in batch.by_code():
                plain = engine.scores_behind(code, raised[some])
                scores[batch.sets[some], first + batch.rows[some]] = np.where(made.failed[some], np.nan, plain)
        here = slice(first, first + count)
        for number, same in copies:
            for out in (ranks, scores):
                out[number, here] = np.where(same, out[0, here], out[number, here])
    return Followed(ranks, scores)


def central_weights(engine: Engine, design: Design, *, rank: int, tries: int) -> Central:
    """Mean weights of the runs of sides A and B in which a row holds `rank`, and their confidence factors."""
    total, held = np.zeros((engine.units, engine.tree.top)), np.zeros(engine.units)
    for _, _, _, every in _chunks(engine, design):
        for made in every:
            mine = np.flatnonzero(made.batch.sets < 2)
            has = (made.ranks[mine] == rank).astype(np.float64)
            held += has.sum(axis=0)
            total += has.T @ _shares(engine, made)[mine]
    weights = np.divide(total, held[:, None], out=np.full(total.shape, np.nan), where=held[:, None] > 0.0)
    confidence = _confidence(engine, design, weights, np.flatnonzero(held > 0.0), rank, tries)
    return Central(held / (design.rows * design.sides), weights, confidence)


def _confidence(engine: Engine, design: Design, weights: Floats, places: Ints, rank: int, tries: int) -> Floats:
    """How often each of `places` holds the rank when everything varies but the weights, which are its central ones."""
    out = np.full(engine.units, np.nan)
    count = 1 if len(engine.factors) == 1 else min(tries, design.rows, CHUNK)
    rows, combinations = design.at(0, count), engine.combinations
    batch = Batch.of(Sides(), [(rows.levels[0] @ combinations.radix, np.arange(count), 0)])
    drawn = engine.drawn(batch.sides, rows, 0)
    base = np.empty((engine.tree.top, count))
    for some, code in batch.by_code():
        base[:, batch.rows[some]] = combinations.base_of(code)[: engine.tree.top, None]
    for place in places:
        made = engine.ranked(batch, replace(drawn, multipliers=weights[place][:, None] / base))
        out[place] = float((made.ranks[:, place] == rank).mean())
    return out


def _shares(engine: Engine, made: Made) -> Floats:
    """Runs × nodes: each node's share of the weight of its siblings."""
    multipliers, tree, batch = made.drawn.multipliers, engine.tree, made.batch
    assert multipliers is not None  # noqa: S101 - asked only where weights are drawn
    out = np.empty((len(batch.codes), tree.top))
    for some, code in batch.by_code():
        base = engine.combinations.base_of(code)[: tree.top, None]
        out[some] = (base * multipliers[:, batch.rows[some]]).T
    parents = tree.parent[: tree.top]
    family = (parents[:, None] == parents[None, :]).astype(np.float64)
    return out / (out @ family)


def _chunks(engine: Engine, design: Design) -> Iterator[tuple[int, int, list[Copy], Iterator[Made]]]:
    """First row, number of rows, copies (complete once the runs have been walked through) and runs of each chunk."""
    for first in range(0, design.rows, CHUNK):
        count, copies = min(CHUNK, design.rows - first), list[Copy]()
        yield first, count, copies, engine.made(design, first, count, copies)
