"""Means: plain loops, bounds, order of the three classical means, gaps, and values that a mean cannot take."""

from __future__ import annotations

import math
import statistics

import composite_oracle as plain
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hengliang.composite as cq

positive = st.floats(0.01, 1000.0)
weight = st.floats(0.05, 20.0)
rows = st.integers(1, 6).flatmap(
    lambda k: st.tuples(st.lists(positive, min_size=k, max_size=k), st.lists(weight, min_size=k, max_size=k))
)
torn = st.integers(2, 6).flatmap(
    lambda k: st.tuples(
        st.lists(st.one_of(positive, st.just(math.nan)), min_size=k, max_size=k),
        st.lists(weight, min_size=k, max_size=k),
    )
)

WITHIN = {
    "arithmetic": cq.means.arithmetic,
    "geometric": cq.means.geometric,
    "harmonic": cq.means.harmonic,
    "cubic": lambda x, w: cq.means.power(x, w, p=3.0),
    "median": cq.means.median,
    "minimum": cq.means.minimum,
    "maximum": cq.means.maximum,
    "owa": lambda x, w: cq.means.owa(x, w, alpha=1.7),
    "owa by places": lambda x, w: cq.means.owa(x, w, order=[1.0, 2.0, 3.0]),
}


@pytest.mark.parametrize("name", WITHIN)
@given(row=rows)
def test_a_mean_lies_between_least_and_greatest(name: str, row: tuple[list[float], list[float]]) -> None:
    x, w = row
    score = float(WITHIN[name](x, w))
    assert min(x) * (1 - 1e-9) <= score <= max(x) * (1 + 1e-9)


@pytest.mark.parametrize("name", WITHIN)
@given(row=rows, factor=st.floats(0.1, 50.0))
def test_only_proportions_of_weights_count(name: str, row: tuple[list[float], list[float]], factor: float) -> None:
    x, w = row
    assert float(WITHIN[name](x, [v * factor for v in w])) == pytest.approx(float(WITHIN[name](x, w)), rel=1e-9)


@given(torn)
def test_the_quick_means_equal_the_plain_ones(row: tuple[list[float], list[float]]) -> None:
    x, w = row
    for quick, slow in (
        (cq.means.arithmetic(x, w), plain.arithmetic(x, w)),
        (cq.means.geometric(x, w), plain.geometric(x, w)),
        (cq.means.harmonic(x, w), plain.harmonic(x, w)),
        (cq.means.power(x, w, p=2.0), plain.power(x, w, 2.0)),
    ):
        assert float(quick) == pytest.approx(slow, rel=1e-9, nan_ok=True)


@given(rows)
def test_harmonic_geometric_arithmetic_stand_in_this_order(row: tuple[list[float], list[float]]) -> None:
    h, g, a = (float(mean(*row)) for mean in (cq.means.harmonic, cq.means.geometric, cq.means.arithmetic))
    assert h <= g * (1 + 1e-9)
    assert g <= a * (1 + 1e-9)


@given(st.lists(positive, min_size=1, max_size=9))
def test_with_equal_weights_the_median_is_the_median(x: list[float]) -> None:
    assert float(cq.means.median(x)) == pytest.approx(statistics.median(x))


def test_a_gap_gives_its_weight_to_the_others() -> None:
    x = [[10.0, math.nan, 40.0], [math.nan, math.nan, math.nan]]
    assert cq.means.arithmetic(x, [1, 5, 2]).tolist()[0] == pytest.approx(30.0)
    assert cq.means.sum(x, [1, 5, 2])[0] == pytest.approx(240.0)
    for mean in WITHIN.values():
        assert math.isnan(mean(x, [1, 5, 2])[1])
    assert math.isnan(cq.means.mpi(x)[1])


def test_a_sum_keeps_its_weights() -> None:
    assert float(cq.means.sum([1.0, 2.0, 3.0])) == 6.0
    assert float(cq.means.sum([1.0, 2.0], [0.5, 10.0])) == 20.5


def test_ordered_weights_belong_to_places() -> None:
    """Yager (1988): all weight on the first place is the maximum, on the last the minimum."""
    x = [3.0, 9.0, 6.0]
    assert float(cq.means.owa(x, order=[1, 0, 0])) == 9.0
    assert float(cq.means.owa(x, order=[0, 0, 1])) == 3.0
    assert float(cq.means.owa(x, order=[0.5, 0.3, 0.2])) == pytest.approx(0.5 * 9 + 0.3 * 6 + 0.2 * 3)
    assert float(cq.means.owa(x, alpha=1.0)) == pytest.approx(6.0)
    assert float(cq.means.owa(x, alpha=2.0)) == pytest.approx((1 * 9 + 3 * 6 + 5 * 3) / 9)


def test_mpi_takes_the_spread_off_the_mean() -> None:
    """M - S²/M with the population variance; a balanced unit loses nothing."""
    assert float(cq.means.mpi([100.0, 100.0])) == 100.0
    assert float(cq.means.mpi([90.0, 110.0])) == pytest.approx(100 - 100 / 100)
    assert float(cq.means.mpi([90.0, 110.0], penalty=1)) == pytest.approx(101.0)
    assert float(cq.means.mpi([0.0, 0.0])) == 0.0


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda: cq.means.geometric([[1, 2], [0, 3]]), "not > 0"),
        (lambda: cq.means.harmonic([[1, 2], [-1, 3]]), "not > 0"),
        (lambda: cq.means.power([[1, -2]], p=0.5), "not >= 0"),
        (lambda: cq.means.arithmetic([1, math.inf]), "infinite"),
        (lambda: cq.means.arithmetic([1, 2], [1, -1]), "weights"),
        (lambda: cq.means.arithmetic([1, 2], [0, 0]), "weights"),
        (lambda: cq.means.arithmetic([1, 2], [1]), "shape"),
        (lambda: cq.means.arithmetic(np.zeros((2, 2, 2))), "shape"),
        (lambda: cq.means.owa([1, 2], alpha=0), "alpha"),
        (lambda: cq.means.mpi([-1, 1]), "mean > 0"),
    ],
)
def test_what_a_mean_cannot_take_is_refused(call, rule: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(cq.ProblemsFound, match=rule):
        call()


def test_a_forbidden_value_is_named_by_row_and_child() -> None:
    with pytest.raises(cq.ProblemsFound) as error:
        cq.means.geometric([[1, 0, 1], [1, 2, -3], [1, 2, 0]])
    assert [(p.column, p.why.split(" values")[0]) for p in error.value.problems] == [("1", "1 of 3"), ("2", "2 of 3")]
