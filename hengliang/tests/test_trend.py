"""The line through the last points: exact on lines, equal to the plain sums, indifferent to units."""

from __future__ import annotations

import doctest
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengliang import MeasureError
from hengliang.trend import forecast, line

numbers = st.integers(-10_000, 10_000).map(float)
series = st.lists(st.tuples(numbers, numbers), min_size=3, max_size=12, unique_by=lambda point: point[0])


def plain_line(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Slope and intercept by the sums of a school book."""
    n = len(points)
    sum_x, sum_y = sum(x for x, _ in points), sum(y for _, y in points)
    sum_xy, sum_xx = sum(x * y for x, y in points), sum(x * x for x, _ in points)
    slope = (n * sum_xy - sum_x * sum_y) / (n * sum_xx - sum_x**2)
    return slope, (sum_y - slope * sum_x) / n


@given(series)
def test_the_line_is_that_of_the_plain_sums(points: list[tuple[float, float]]) -> None:
    found = line(*zip(*points, strict=True))
    slope, intercept = plain_line(points)
    assert found.slope == pytest.approx(slope, rel=1e-9, abs=1e-9)
    assert found.intercept == pytest.approx(intercept, rel=1e-7, abs=1e-5)
    assert found.n == len(points)


@given(st.lists(numbers, min_size=3, max_size=12, unique=True), numbers, numbers)
def test_points_on_a_line_give_that_line(xs: list[float], slope: float, intercept: float) -> None:
    found = line(xs, [intercept + slope * x for x in xs])
    assert found.slope == pytest.approx(slope, rel=1e-9, abs=1e-6)
    assert found.at(7.0) == pytest.approx(intercept + slope * 7.0, rel=1e-9, abs=1e-3)
    assert found.residual_sd == pytest.approx(0.0, abs=1e-3)


@given(series, numbers, st.integers(1, 100).map(float))
def test_moving_and_scaling_y_moves_and_scales_the_line(
    points: list[tuple[float, float]], shift: float, scale: float
) -> None:
    xs, ys = map(np.array, zip(*points, strict=True))
    one, other = line(xs, ys), line(xs, shift + scale * ys)
    assert other.slope == pytest.approx(scale * one.slope, rel=1e-9, abs=1e-6)
    assert other.residual_sd == pytest.approx(scale * one.residual_sd, rel=1e-7, abs=1e-5)


@given(series)
def test_the_line_passes_through_the_mean_and_order_is_nothing(points: list[tuple[float, float]]) -> None:
    xs, ys = map(np.array, zip(*points, strict=True))
    found, reversed_ = line(xs, ys), line(xs[::-1], ys[::-1])
    assert found.at(float(xs.mean())) == pytest.approx(float(ys.mean()), rel=1e-9, abs=1e-6)
    assert found.slope == pytest.approx(reversed_.slope, rel=1e-9, abs=1e-9)


def test_only_the_last_points_count_and_a_missing_one_is_no_point() -> None:
    found = line([1, 2, 3, 4, 5, 6], [100, 0, 1, math.nan, 3, 4], last=4)
    assert (found.slope, found.n) == (1.0, 4)
    assert line([3, 1, 2], [9, 0, 5], last=2).slope == 4.0


def test_residual_sd_is_that_of_the_worked_example() -> None:
    found = line([1, 2, 3, 4], [10, 21, 29, 40])
    assert found.residual_sd == pytest.approx(math.sqrt(1.8 / 2))
    assert found.standard_error(2.5) == pytest.approx(math.sqrt(0.9) * math.sqrt(1.25))


def test_when_a_line_reaches_a_value() -> None:
    assert line([1, 2, 3], [10, 20, 30]).reaches(95) == pytest.approx(9.5)
    assert math.isnan(line([1, 2, 3], [5, 5, 5]).reaches(6))


def test_two_points_have_a_line_but_no_spread() -> None:
    assert math.isnan(line([0, 1], [0, 2]).residual_sd)


def test_a_forecast_is_silent_before_the_third_point() -> None:
    assert math.isnan(forecast([1, 2], [15, 40], to=4))
    assert math.isnan(forecast([1, 2, 3], [15, 40, math.nan], to=4))
    assert forecast([1, 2, 3], [20, 40, 60], to=4) == pytest.approx(80.0)


def test_a_forecast_looks_at_the_last_four_periods_only() -> None:
    assert forecast([1, 2, 3, 4, 5], [999, 20, 30, 40, 50], to=6) == pytest.approx(60.0)


@pytest.mark.parametrize(
    ("x", "y", "rule"),
    [
        ([1, 2], [1], "equally long"),
        ([[1, 2]], [[1, 2]], "equally long"),
        ([1, 2, math.inf], [1, 2, 3], "x is infinite at place 2"),
        ([1, math.nan], [1, 2], "1 points without NaN"),
        ([2, 2, 2], [1, 2, 3], "two different x"),
    ],
)
def test_an_error_names_the_place_and_the_rule(x: list[float], y: list[float], rule: str) -> None:
    with pytest.raises(MeasureError, match=rule):
        line(x, y)


@pytest.mark.parametrize("call", [lambda: line([1, 2], [1, 2], last=1), lambda: forecast([1], [1], to=2, least=1)])
def test_one_point_is_never_enough(call) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(MeasureError, match="at least 2"):
        call()


def test_the_example_in_the_readme_is_true() -> None:
    readme = Path(__file__).resolve().parent.parent / "README.md"
    assert doctest.testfile(str(readme), module_relative=False, encoding="utf-8").failed == 0
