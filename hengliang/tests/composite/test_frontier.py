"""Benefit of the doubt: closed forms, invariance to units, share bounds kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hengliang.composite as cq
from hengliang.composite.frontier import fit_frontier


def test_one_indicator_is_the_fraction_of_the_best() -> None:
    np.testing.assert_allclose(cq.frontier.benefit_of_the_doubt([[2.0], [5.0], [4.0]]), [0.4, 1.0, 0.8])


def test_two_indicators_by_geometry() -> None:
    """(1, 2) lies on the ray to (4/3, 8/3), where it meets the segment from (0, 4) to (4, 0): score 3/4."""
    scores = cq.frontier.benefit_of_the_doubt([[0.0, 4.0], [4.0, 0.0], [1.0, 2.0]])
    np.testing.assert_allclose(scores, [1.0, 1.0, 0.75], rtol=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_scores_lie_on_or_under_the_frontier_whatever_the_units(seed: int) -> None:
    x = np.random.default_rng(seed).uniform(0.5, 9.0, (8, 3))
    scores = cq.frontier.benefit_of_the_doubt(x)
    assert scores.max() == 1.0
    assert (scores > 0.0).all()
    np.testing.assert_allclose(cq.frontier.benefit_of_the_doubt(x * [2.0, 30.0, 0.1]), scores, rtol=1e-7)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_share_bounds_hold_and_cost_something(seed: int) -> None:
    x = np.random.default_rng(seed).uniform(0.5, 9.0, (8, 3))
    frontier = fit_frontier(x, 0.2, 0.5)
    free = cq.frontier.benefit_of_the_doubt(x)
    for row, best in zip(x, free, strict=True):
        score, weights = frontier.solve(row)
        share = weights * row / score
        assert (share >= 0.2 - 1e-7).all()
        assert (share <= 0.5 + 1e-7).all()
        assert score <= best + 1e-9


@pytest.mark.parametrize(
    ("x", "options", "rule"),
    [
        ([[1.0, -1.0], [2.0, 1.0]], {}, "negative"),
        ([[1.0, 0.0], [2.0, 0.0]], {}, "zeros"),
        ([[0.0, 0.0], [2.0, 1.0]], {}, "unit of zeros"),
        ([[1.0, np.inf], [2.0, 1.0]], {}, "infinite"),
        ([[np.nan, np.nan], [2.0, 1.0]], {}, "unit of zeros"),
        ([[1.0, 1.0], [2.0, 1.0]], {"least": 0.6}, "shares"),
    ],
)
def test_what_has_no_frontier_is_refused(x: list[list[float]], options: dict[str, float], rule: str) -> None:
    with pytest.raises(cq.ProblemsFound, match=rule):
        cq.frontier.benefit_of_the_doubt(x, **options)


def test_a_gap_counts_as_nothing_shown() -> None:
    """The third unit is judged by its first indicator alone: 1 of the best 4; with a lower bound it still has a score."""
    x = [[0.5, 4.0], [4.0, 0.5], [1.0, np.nan]]
    np.testing.assert_allclose(cq.frontier.benefit_of_the_doubt(x), [1.0, 1.0, 0.25])
    np.testing.assert_allclose(
        cq.frontier.benefit_of_the_doubt(x), cq.frontier.benefit_of_the_doubt(np.nan_to_num(x, nan=0.0))
    )
    assert 0.0 < cq.frontier.benefit_of_the_doubt(x, least=0.1)[2] <= 0.25
