"""Ranks of many runs, their tables and bands, against plain counting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengliang.composite import bands
from hengliang.composite.draws import BLOCK, Draws
from hengliang.composite.standings import Standings, mean_moves, plain_ranks, ranks_of


def counted(scores: list[float]) -> list[int]:
    """1 + how many score higher, 0 for a gap."""
    return [0 if s != s else 1 + sum(other > s for other in scores) for s in scores]


@given(st.integers(1, 70), st.integers(1, 40), st.integers(0, 2**31), st.sampled_from([0, 1, 3, 12]))
def test_ranks_are_counted_with_ties_and_gaps(units: int, runs: int, seed: int, digits: int) -> None:
    random = np.random.default_rng(seed)
    scores = np.round(random.normal(size=(runs, units)), digits) * 10.0 ** random.integers(-9, 9)
    scores[random.random(scores.shape) < 0.1 * (seed % 2)] = np.nan
    expected = np.array([counted(row) for row in scores.tolist()])
    np.testing.assert_array_equal(ranks_of(scores), expected)
    np.testing.assert_array_equal(plain_ranks(scores), expected)


@pytest.mark.parametrize("units", [254, 255, 600])
def test_many_units_have_ranks_too(units: int) -> None:
    scores = np.random.default_rng(1).random((5, units))
    np.testing.assert_array_equal(ranks_of(scores), [counted(row) for row in scores.tolist()])


def test_scores_apart_by_rounding_alone_are_a_tie() -> None:
    scores = np.array([[50.0, 50.0 * (1 + 4e-16), 49.0], [50.0, 50.0 * (1 + 1e-10), 49.0]])
    np.testing.assert_array_equal(ranks_of(scores), [[1, 1, 3], [2, 1, 3]])


def test_the_table_of_pairs_counts_every_run() -> None:
    random = np.random.default_rng(2)
    scores = np.round(random.normal(size=(300, 9)), 1)
    for torn in (False, True):
        if torn:
            scores[random.random(scores.shape) < 0.2] = np.nan
        standing = Standings(np.arange(9))
        for part in np.array_split(ranks_of(scores), 7):
            standing.add(part)
        standing.flush()
        for i in range(9):
            for j in range(9):
                if i != j:
                    assert standing.wins[i, j] == (scores[:, i] > scores[:, j]).sum()
                    assert standing.both[i, j] == (~np.isnan(scores[:, i]) & ~np.isnan(scores[:, j])).sum()
        chance = bands.beats(standing.wins, standing.both)
        np.testing.assert_allclose(chance + chance.T, 1.0)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=60), st.sampled_from([0.0, 0.05, 0.31, 0.5, 0.95, 1.0]))
def test_quantiles_of_counts_are_of_type_7(ranks: list[int], share: float) -> None:
    counts = np.bincount(ranks, minlength=13)[None, :]
    assert bands.rank_quantiles(counts, [share])[0, 0] == pytest.approx(np.quantile(ranks, share, method="linear"))
    assert bands.rank_means(counts)[0] == pytest.approx(np.mean(ranks))


def test_a_unit_without_any_rank_has_no_band() -> None:
    assert np.isnan(bands.rank_quantiles(np.array([[5, 0, 0]]), [0.5])).all()


def test_moves_are_means_over_units_with_both_ranks() -> None:
    ranks = np.array([[1, 2, 3], [3, 1, 2], [0, 1, 2]], dtype=np.uint8)
    np.testing.assert_allclose(mean_moves(ranks, np.array([1, 2, 3])), [0.0, 4 / 3, 1.0])


def test_a_draw_is_the_same_alone_and_in_its_block() -> None:
    draws = Draws(7, "weights", 1, 5)
    whole = draws.uniform(0, 3 * BLOCK)
    for draw in (0, 1, BLOCK - 1, BLOCK, 2 * BLOCK + 77):
        np.testing.assert_array_equal(draws.one(draw), whole[:, draw])
    np.testing.assert_array_equal(draws.uniform(BLOCK, 100), whole[:, BLOCK : BLOCK + 100])


def test_draws_of_other_seeds_sides_and_purposes_are_others() -> None:
    made = [
        Draws(*key, 4).uniform(0, 8).tobytes()
        for key in ((1, "weights", 0), (2, "weights", 0), (1, "weights", 1), (1, "data", 0))
    ]
    assert len(set(made)) == 4


def test_draws_are_uniform() -> None:
    u = Draws(1, "weights", 0, 50).uniform(0, 4096)
    assert u.min() > 0.0
    assert u.max() < 1.0
    assert u.mean() == pytest.approx(0.5, abs=0.005)
    assert u.var() == pytest.approx(1 / 12, rel=0.02)
    assert np.abs(np.corrcoef(u) - np.eye(50)).max() < 0.08
