"""Ranks and pairwise orders against loops."""

from __future__ import annotations

import math

import composite_oracle as plain
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import hengliang.composite as cq

grid = st.one_of(st.integers(0, 4).map(float), st.just(math.nan))
tables = st.tuples(st.integers(2, 8), st.integers(1, 5)).flatmap(
    lambda shape: st.tuples(
        hnp.arrays(np.float64, shape, elements=grid),
        st.lists(st.integers(1, 4).map(float), min_size=shape[1], max_size=shape[1]),
    )
)


@given(st.lists(grid, min_size=1, max_size=12))
def test_rank_one_is_best_and_ties_take_the_smallest(scores: list[float]) -> None:
    np.testing.assert_array_equal(cq.ranking.ranks(scores), plain.ranks(scores))


def test_ranks_inside_groups() -> None:
    ranks = cq.ranking.ranks([5, 7, 7, 1, math.nan], within=["a", "b", "a", "b", "a"])
    np.testing.assert_array_equal(ranks, [2, 1, 1, 2, math.nan])


@given(tables)
def test_copeland_equals_the_plain_one(table: tuple[np.ndarray, list[float]]) -> None:
    x, w = table
    there = ~np.isnan(x).all(axis=1)
    mine = cq.ranking.copeland(x, w)
    np.testing.assert_array_equal(mine[there], np.array(plain.copeland(x.tolist(), w))[there])
    assert np.isnan(mine[~there]).all()


@given(tables)
def test_copeland_scores_sum_to_nothing_and_stay_in_bounds(table: tuple[np.ndarray, list[float]]) -> None:
    scores = cq.ranking.copeland(*table)
    assert np.nansum(scores) == 0.0
    assert np.nanmax(np.abs(np.append(scores, 0.0))) <= len(scores) - 1


def test_a_missing_criterion_goes_to_nobody() -> None:
    """COINr gives it to the later unit; ours compares over what both have."""
    assert cq.ranking.copeland([[2.0, math.nan], [1.0, 9.0]]).tolist() == [1.0, -1.0]


def test_borda_by_hand() -> None:
    x = [[3.0, 1.0], [2.0, 1.0], [1.0, 5.0]]
    assert cq.ranking.borda(x).tolist() == pytest.approx([(1 + 0.25) / 2, (0.5 + 0.25) / 2, 0.5])
