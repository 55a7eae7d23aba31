"""Filling, screening and dividing as plain functions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import hengliang.composite as cq

GAP = math.nan
cells = hnp.arrays(np.float64, (6, 3), elements=st.one_of(st.integers(-50, 50).map(float), st.just(GAP)))
series = st.lists(st.one_of(st.integers(-50, 50).map(float), st.just(GAP)), min_size=1, max_size=9)

WAYS = {
    "mean": cq.imputation.mean,
    "median": cq.imputation.median,
    "row_mean": cq.imputation.row_mean,
    "row_median": cq.imputation.row_median,
}


@pytest.mark.parametrize("name", WAYS)
@given(cells)
def test_filling_only_touches_gaps_and_stays_among_the_known(name: str, x: np.ndarray) -> None:
    filled = WAYS[name](x)
    there = ~np.isnan(x)
    np.testing.assert_array_equal(filled[there], x[there])
    new = filled[~there & ~np.isnan(filled)]
    if new.size:
        assert np.nanmin(x) <= new.min()
        assert new.max() <= np.nanmax(x)


def test_groups_fill_from_their_own() -> None:
    x = [[1.0, GAP], [3.0, 4.0], [GAP, 8.0], [GAP, GAP]]
    filled = cq.imputation.mean(x, within=["a", "a", "a", "b"])
    np.testing.assert_array_equal(filled, [[1, 6], [3, 4], [2, 8], [GAP, GAP]])
    np.testing.assert_array_equal(cq.imputation.row_mean([[1.0, GAP, 3.0]]), [[1, 2, 3]])
    with pytest.raises(cq.ProblemsFound, match="group labels"):
        cq.imputation.mean(x, within=["a"])


def test_filling_in_time_by_hand() -> None:
    y, years = [GAP, 2.0, GAP, GAP, 8.0, GAP], [2000, 2001, 2002, 2004, 2005, 2006]
    np.testing.assert_array_equal(cq.imputation.latest(y, years), [GAP, 2, 2, 2, 8, 8])
    np.testing.assert_array_equal(cq.imputation.latest(y, years, limit=1), [GAP, 2, 2, GAP, 8, 8])
    np.testing.assert_allclose(cq.imputation.linear(y, years), [GAP, 2, 3.5, 6.5, 8, GAP])
    np.testing.assert_array_equal(cq.imputation.constant(y, years), [2, 2, 2, 2, 8, 8])
    np.testing.assert_allclose(cq.imputation.linear_constant(y, years), [2, 2, 3.5, 6.5, 8, 8])
    with pytest.raises(cq.ProblemsFound, match="rising times"):
        cq.imputation.linear([1.0, 2.0], [2001, 2000])


@given(series)
def test_filling_in_time_keeps_what_is_known(y: list[float]) -> None:
    times = np.arange(len(y))
    there = ~np.isnan(y)
    for fill in (cq.imputation.latest, cq.imputation.linear, cq.imputation.constant, cq.imputation.linear_constant):
        np.testing.assert_array_equal(fill(y, times)[there], np.array(y)[there])
    assert there.any() == (not np.isnan(cq.imputation.linear_constant(y, times)).any())


def test_screening_by_hand() -> None:
    x = [[1.0, 0.0, 0.0, 2.0], [GAP, 1.0, 1.0, 1.0], [GAP, GAP, GAP, GAP]]
    answer = cq.screening.screen(x, present=0.75, nonzero=0.6, units=["a", "b", "c"], keep=["c"])
    assert answer.present.tolist() == [1.0, 0.75, 0.0]
    assert answer.nonzero.tolist() == [0.5, 1.0, 0.0]
    assert answer.stays.tolist() == [False, True, True]
    assert answer.reasons == ("non-zero 0.500 < 0.6", "", "kept")
    with pytest.raises(cq.ProblemsFound) as error:
        cq.screening.screen(x, present=2, keep=["0"], leave_out=["0", "9"])
    assert {problem.code for problem in error.value.problems} == {"share", "unknown-unit", "screening"}


def test_dividing_by_hand() -> None:
    np.testing.assert_array_equal(cq.divisors.divide([6.0, GAP, 1.0], [3.0, 2.0, GAP], factor=10), [20, GAP, GAP])
    with pytest.raises(cq.ProblemsFound, match="above 0") as error:
        cq.divisors.divide([1.0, 1.0, 1.0], [1.0, 0.0, -2.0], rows=["a", "b", "c"])
    assert [problem.row for problem in error.value.problems] == ["b", "c"]
