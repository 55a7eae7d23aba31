"""Sobol' indices against functions whose indices are known in closed form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import qmc

import hengliang.composite as cq
from hengliang.composite import estimators


def ishigami(u: Any) -> Any:
    """sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 over -π..π (Ishigami and Homma 1990)."""
    x = np.pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_indices() -> tuple[Any, Any]:
    a, b = 7.0, 0.1
    v1 = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    v2, v13 = a**2 / 8, b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = v1 + v2 + v13
    return np.array([v1, v2, 0.0]) / whole, np.array([v1 + v13, v2, v13]) / whole


A_G = np.array([0.0, 1.0, 4.5, 9.0, 99.0])


def g_function(u: Any) -> Any:
    """Π (|4u - 2| + a)/(1 + a) (Sobol' 1993)."""
    return np.prod((np.abs(4.0 * u - 2.0) + A_G) / (1.0 + A_G), axis=1)


def g_indices() -> tuple[Any, Any]:
    part = 1.0 / (3.0 * (1.0 + A_G) ** 2)
    whole = np.prod(1.0 + part) - 1.0
    return part / whole, part * np.prod(1.0 + part) / (1.0 + part) / whole


def outputs(function: Callable[[Any], Any], d: int, rows: int, seed: int = 3) -> tuple[Any, Any, Any]:
    u = qmc.Sobol(2 * d, scramble=True, rng=np.random.default_rng(seed)).random(rows)
    a, b = u[:, :d], u[:, d:]
    mixed = []
    for column in range(d):
        ab = a.copy()
        ab[:, column] = b[:, column]
        mixed.append(function(ab))
    return function(a), function(b), np.array(mixed)


CASES = [(ishigami, 3, ishigami_indices), (g_function, 5, g_indices)]


@pytest.mark.parametrize(("function", "d", "known"), CASES)
@pytest.mark.parametrize("first", list(estimators.FIRST))
@pytest.mark.parametrize("total", list(estimators.TOTAL))
def test_every_estimator_finds_the_known_indices(function: Any, d: int, known: Any, first: str, total: str) -> None:
    y = outputs(function, d, 1 << 14)
    s, t = known()
    np.testing.assert_allclose(estimators.FIRST[first](*y), s, atol=0.02)
    np.testing.assert_allclose(estimators.TOTAL[total](*y), t, atol=0.02)


def test_ours_is_unmoved_by_the_mean_of_the_output_and_the_uncentred_one_is_not() -> None:
    a, b, ab = outputs(ishigami, 3, 128)
    here = estimators.indices(a, b, ab, seed=1)
    there = estimators.indices(a + 1000.0, b + 1000.0, ab + 1000.0, seed=1)
    np.testing.assert_allclose(here.first, there.first, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(here.first_band, there.first_band, rtol=1e-6, atol=1e-9)
    known = ishigami_indices()[0]
    off = np.abs(estimators.first_saltelli(a + 1000.0, b + 1000.0, ab + 1000.0) - known).max()
    assert off > 10 * np.abs(there.first - known).max()


def test_a_factor_that_changes_nothing_gets_exactly_0() -> None:
    a, b, _ = outputs(ishigami, 3, 256)
    found = estimators.indices(a, b, a[None, :], seed=1)
    assert found.first[0] == 0.0
    assert found.total[0] == 0.0
    assert (found.first_band == 0.0).all()
    assert (found.total_band == 0.0).all()


def test_the_bootstraps_as_one_product_are_those_drawn_one_by_one() -> None:
    a, b, ab = outputs(g_function, 5, 256)
    drawn = estimators._bootstrap(a, b, ab, 5, 50)
    counts = estimators.counts(256, 5, 50)
    for at, count in enumerate(counts):
        picked = np.repeat(np.arange(256), count.astype(int))
        again = a[picked], b[picked], ab[:, picked]
        np.testing.assert_allclose(drawn[0][at], estimators.first_centred(*again), rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(drawn[1][at], estimators.total_jansen(*again), rtol=1e-9, atol=1e-12)


def test_every_row_is_drawn_as_often_as_rows_are_drawn() -> None:
    counts = estimators.counts(100, 1, 20)
    assert (counts.sum(axis=1) == 100).all()


def test_bands_of_bags_are_as_wide_as_bands_of_rows() -> None:
    random = np.random.default_rng(2)
    y = random.normal(size=(3, 1 << 15))
    a, b, ab = y[0], y[1], (y[0] + y[2])[None, :]
    found = estimators.indices(a, b, ab, seed=1)
    step = (b - y[:2].mean()) * (ab[0] - a)
    wide = 2 * 1.96 * step.std() / np.sqrt(len(a)) / estimators.variance(a, b)
    assert np.diff(found.first_band[:, 0])[0] == pytest.approx(wide, rel=0.15)


def test_the_intervals_hold_the_known_index_about_as_often_as_they_say() -> None:
    known, held = ishigami_indices()[0], 0
    random = np.random.default_rng(4)
    for seed in range(60):
        u = random.random((400, 6))
        a, b = u[:, :3], u[:, 3:]
        ab = np.array([ishigami(np.where(np.arange(3) == column, b, a)) for column in range(3)])
        found = estimators.indices(ishigami(a), ishigami(b), ab, seed=seed, bootstraps=200)
        held += int(((found.first_band[0] <= known) & (known <= found.first_band[1])).sum())
    assert 0.88 <= held / 180 <= 1.0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda a, b, ab: (a[:-1], b, ab), "shape"),
        (lambda a, b, ab: (np.append(a[:-1], np.nan), b, ab), "gap"),
    ],
)
def test_outputs_that_do_not_fit_are_refused(change: Any, code: str) -> None:
    with pytest.raises(cq.ProblemsFound) as told:
        estimators.indices(*change(*outputs(ishigami, 3, 16)), seed=1)
    assert told.value.problems[0].code == code


def test_an_unknown_estimator_is_refused() -> None:
    with pytest.raises(cq.ProblemsFound, match="no estimator"):
        estimators.indices(*outputs(ishigami, 3, 16), seed=1, first="best")
