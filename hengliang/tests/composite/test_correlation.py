"""Correlations, alpha and components: closed forms, SciPy, and what must hold for any data."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hengliang.composite import ProblemsFound
from hengliang.composite.analysis import (
    correlate,
    cronbach_alpha,
    kendall,
    pearson,
    principal_components,
    spearman,
)

METHODS = ("pearson", "spearman", "kendall")
columns = st.lists(
    st.tuples(st.floats(-1e6, 1e6, allow_subnormal=False), st.floats(-1e6, 1e6, allow_subnormal=False)),
    min_size=5,
    max_size=30,
)


def test_a_worked_example_by_hand() -> None:
    # x - mean = -2..2, y - mean = -2, 0, -1, 1, 2: r = (4 + 0 + 0 + 1 + 4) / 10.
    r, p, n = pearson([1, 2, 3, 4, 5], [1, 3, 2, 4, 5])
    assert (r, n) == (pytest.approx(0.9, abs=1e-15), 5)
    assert p == pytest.approx(2 * stats.t.sf(0.9 * np.sqrt(3 / (1 - 0.81)), 3), rel=1e-12)
    assert spearman([1, 2, 3, 4, 5], [1, 3, 2, 4, 5])[0] == pytest.approx(1 - 6 * 2 / (5 * 24))
    assert kendall([1, 2, 3, 4, 5], [1, 3, 2, 4, 5])[0] == pytest.approx((9 - 1) / 10)


def test_all_three_agree_with_scipy_where_there_are_ties() -> None:
    rng = np.random.default_rng(4)
    x, y = rng.integers(0, 9, 40).astype(float), rng.integers(0, 9, 40).astype(float)
    for method, theirs in zip(METHODS, (stats.pearsonr, stats.spearmanr, stats.kendalltau), strict=True):
        answer = theirs(x, y)
        assert correlate(x, y, method=method)[:2] == pytest.approx((answer.statistic, answer.pvalue), rel=1e-9)


@given(columns)
def test_order_and_unit_play_no_part(pairs: list[tuple[float, float]]) -> None:
    x, y = np.round(np.array(pairs), 3).T
    for method in METHODS:
        r, p, n = correlate(x, y, method=method)
        assert correlate(y, x, method=method) == pytest.approx((r, p, n), rel=1e-6, abs=1e-9, nan_ok=True)
        moved = correlate(2.0 * x, -y, method=method)[0]
        assert moved == pytest.approx(-r, abs=1e-9, nan_ok=True)
        assert np.isnan(r) or (-1.0 <= r <= 1.0 and 0.0 <= p <= 1.0)


def test_gaps_are_left_out_and_what_has_no_correlation_is_nan() -> None:
    nan = np.nan
    assert pearson([1, nan, 2, 3, 9], [1, 5, 2, 3, nan]) == (1.0, 0.0, 3)
    assert np.isnan(pearson([1, 1, 1, 1], [1, 2, 3, 4])[0])
    assert spearman([1, 2, nan], [1, 2, 3])[2] == 2
    with pytest.raises(ProblemsFound, match="no correlation"):
        correlate([1, 2], [1, 2], method="cosine")
    with pytest.raises(ProblemsFound, match="shapes"):
        pearson([1, 2], [1, 2, 3])


def test_alpha_of_equal_columns_is_one_and_of_a_printed_table_as_printed() -> None:
    x = np.array([1.0, 4.0, 2.0, 8.0])
    assert cronbach_alpha(np.column_stack([x, x, x])) == pytest.approx(1.0)
    # k/(k-1) (1 - Σ var/var of sums) with variances 2.5, 2.5 and 8.5 of the sums.
    table = np.array([[1, 2], [2, 1], [3, 4], [4, 3], [5, 5]], dtype=float)
    assert cronbach_alpha(table) == pytest.approx(2 * (1 - 5.0 / table.sum(axis=1).var(ddof=1)))
    assert np.isnan(cronbach_alpha(table[:, :1]))


def test_two_columns_have_components_one_plus_and_minus_r() -> None:
    x = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 4.0]])
    r = np.corrcoef(x.T)[0, 1]
    roots, loadings, scores = principal_components(x)
    assert roots == pytest.approx([1 + r, 1 - r])
    assert np.abs(loadings) == pytest.approx(np.sqrt([[(1 + r) / 2, (1 - r) / 2]] * 2))
    assert scores.var(axis=0, ddof=1) == pytest.approx(roots)


@given(st.integers(0, 10_000))
def test_components_rebuild_the_correlations(seed: int) -> None:
    x = np.random.default_rng(seed).normal(size=(12, 4))
    roots, loadings, _ = principal_components(x)
    assert roots.sum() == pytest.approx(4.0)
    np.testing.assert_allclose(loadings @ loadings.T, np.corrcoef(x.T), atol=1e-10)
    assert (loadings.sum(axis=0) >= -1e-12).all()


def test_a_constant_column_has_no_components() -> None:
    with pytest.raises(ProblemsFound, match="constant"):
        principal_components([[1, 2], [1, 3], [1, 4]])
    with pytest.raises(ProblemsFound, match="3"):
        principal_components([[1, 2], [1, 3]])
