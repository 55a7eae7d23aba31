"""DP2, I-distance and Wrocław: closed forms, regressions by least squares, invariances."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hengliang.composite as cq
from hengliang.composite.distances import fit_dp2, fit_i_distance, fit_wroclaw

seeds = st.integers(0, 10_000)


def sample(seed: int, n: int = 20, k: int = 4) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, k)) + 0.7 * rng.normal(size=(n, 1)) + 10


def one_minus_r2(y: np.ndarray, earlier: np.ndarray) -> float:
    if not earlier.size:
        return 1.0
    design = np.column_stack([np.ones(len(y)), earlier])
    rest = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
    return float(rest @ rest / ((y - y.mean()) ** 2).sum())


@settings(max_examples=30)
@given(seeds)
def test_dp2_factors_are_those_of_regressions(seed: int) -> None:
    x = sample(seed)
    fitted = fit_dp2(x)
    for at, column in enumerate(fitted.order):
        wanted = one_minus_r2(x[:, column], x[:, fitted.order[:at]])
        assert fitted.factor[column] == pytest.approx(wanted, rel=1e-7)
    if not fitted.settled:
        return
    total = fitted(x)
    far = (x - x.min(axis=0)) / x.std(axis=0, ddof=1)
    r = [abs(np.corrcoef(far[:, column], total)[0, 1]) for column in fitted.order]
    assert r == sorted(r, reverse=True)


def test_an_order_that_never_settles_is_told_and_taken_once() -> None:
    for seed in range(2000):
        x = np.random.default_rng(seed).normal(size=(12, 4))
        fitted = fit_dp2(x)
        if not fitted.settled:
            again = fit_dp2(x * 3 + 1)
            assert list(again.order) == list(fitted.order)
            framework = cq.Framework.of([cq.Node("top"), *(cq.Node(c, "top") for c in "abcd")])
            index = cq.Plan().scale("as_is").combine("dp2").fit(cq.panel_of(x, tuple("abcd")), framework)
            assert any("circle" in note for note in index.notes)
            return
    pytest.fail("no circle among 2000 tables")


def partial(x: np.ndarray, i: int, j: int, given_: list[int]) -> float:
    def rest(column: int) -> np.ndarray:
        design = np.column_stack([np.ones(len(x)), x[:, given_]])
        return x[:, column] - design @ np.linalg.lstsq(design, x[:, column], rcond=None)[0]

    return float(np.corrcoef(rest(i), rest(j))[0, 1])


@settings(max_examples=30)
@given(seeds, st.booleans())
def test_i_distance_factors_are_those_of_partial_correlations(seed: int, squared: bool) -> None:
    x = sample(seed)
    fitted = fit_i_distance(x, squared=squared)
    r = np.abs(np.corrcoef(x, rowvar=False)).sum(axis=0)
    assert list(fitted.order) == sorted(range(4), key=lambda column: -r[column])
    for at, column in enumerate(fitted.order):
        wanted = 1.0
        for j in range(at):
            p = partial(x, int(fitted.order[j]), int(column), [int(c) for c in fitted.order[:j]])
            wanted *= 1 - (p * p if squared else abs(p))
        assert fitted.factor[column] == pytest.approx(wanted, rel=1e-6)


@given(seeds)
def test_uncorrelated_indicators_keep_all_their_distance(seed: int) -> None:
    x = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]]) * (1 + seed % 7)
    s = x[:, 0].std(ddof=1)
    np.testing.assert_allclose(cq.distances.dp2(x), (x - x.min(axis=0)).sum(axis=1) / s, atol=1e-12)
    np.testing.assert_allclose(cq.distances.i_distance(x), (x - x.min(axis=0)).sum(axis=1) / x[:, 0].std(), atol=1e-12)


@given(seeds)
def test_an_indicator_that_says_nothing_new_adds_nothing(seed: int) -> None:
    x = sample(seed, k=2)
    fitted = fit_dp2(np.column_stack([x, 5 * x[:, 0] + 2]))
    later = max((0, 2), key=lambda column: list(fitted.order).index(column))
    assert fitted.factor[later] == 0.0


@given(seeds, st.floats(0.1, 9.0), st.floats(-5.0, 5.0))
def test_units_of_measurement_do_not_matter(seed: int, factor: float, shift: float) -> None:
    x = sample(seed)
    y = x * np.array([factor, 1.0, 1.0, 1.0]) + np.array([shift, 0, 0, 0])
    for measure in (cq.distances.dp2, cq.distances.i_distance, cq.distances.wroclaw):
        np.testing.assert_allclose(measure(y), measure(x), rtol=1e-7)


def test_wroclaw_by_hand() -> None:
    """Two units one sd either side of the middle one: distances 2a, a, 0 with a = 1/sd."""
    x = np.array([[0.0], [1.0], [2.0]])
    away = np.array([2.0, 1.0, 0.0]) / x.std()
    norm = away.mean() + 2 * away.std()
    np.testing.assert_allclose(cq.distances.wroclaw(x), 1 - away / norm)


def test_the_ideal_unit_scores_one() -> None:
    x = np.vstack([sample(5), sample(5).max(axis=0)])
    assert cq.distances.wroclaw(x)[-1] == pytest.approx(1.0)


@pytest.mark.parametrize("measure", [cq.distances.dp2, cq.distances.i_distance, cq.distances.wroclaw])
def test_constants_and_fewer_than_three_whole_units_are_refused(measure) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(cq.ProblemsFound, match="only 2 of 3 units have every value"):
        measure([[1, 2], [3, math.nan], [4, 5]])
    with pytest.raises(cq.ProblemsFound, match="infinite"):
        measure([[1, 2], [3, math.inf], [4, 5]])
    with pytest.raises(cq.ProblemsFound, match="constant"):
        measure([[1, 2], [3, 2], [4, 2]])
    with pytest.raises(cq.ProblemsFound, match="at least 3"):
        measure([[1, 2], [3, 4]])


def test_a_gap_rescales_over_what_is_present() -> None:
    """Uncorrelated columns with equal factors: a unit with a gap gets the distance of one that is as far on both."""
    square = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    torn = np.array([[1.0, math.nan], [math.nan, -1.0], [math.nan, math.nan]])
    for fitted in (fit_dp2(square), fit_i_distance(square), fit_wroclaw(square, np.ones(2))):
        like, unlike, empty = fitted(torn)
        assert (like, unlike) == pytest.approx(tuple(fitted(square[[0, 3]])))
        assert math.isnan(empty)
    gaps = np.vstack([square, [math.nan, math.nan]])
    np.testing.assert_allclose(cq.distances.dp2(gaps)[:4], cq.distances.dp2(square))


@given(seeds)
def test_a_gap_leaves_the_order_of_a_worse_unit(seed: int) -> None:
    x = sample(seed)
    x[0] = x.min(axis=0) - 1.0
    x[0, seed % 4] = math.nan
    for measure in (cq.distances.dp2, cq.distances.i_distance, cq.distances.wroclaw):
        assert np.nanmin(measure(x)) == measure(x)[0]
