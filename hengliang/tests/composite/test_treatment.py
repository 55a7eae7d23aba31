"""Outliers: shapes against loops, winsorising step by step, logs by their formulas, and what the plan records."""

from __future__ import annotations

import math
from typing import Any

import composite_oracle as plain
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

import hengliang.composite as cq

values = st.lists(st.integers(-500, 500).map(float), min_size=5, max_size=25)
tailed = st.lists(st.floats(0.0, 6.0).map(lambda v: round(math.exp(v) ** 1.7, 2)), min_size=6, max_size=30)


@given(values)
def test_shapes_equal_the_plain_ones_and_scipy(x: list[float]) -> None:
    assume(len(set(x)) > 1)
    skew, kurt = cq.treatment.shape([*x, math.nan])
    assert float(skew) == pytest.approx(plain.skewness(x), rel=1e-9, abs=1e-9)
    assert float(kurt) == pytest.approx(plain.kurtosis(x), rel=1e-9, abs=1e-9)
    assert float(skew) == pytest.approx(float(stats.skew(x, bias=False)), rel=1e-7, abs=1e-9)
    assert float(kurt) == pytest.approx(float(stats.kurtosis(x, bias=False)), rel=1e-7, abs=1e-7)


@given(st.lists(tailed, min_size=1, max_size=4), st.integers(0, 6))
def test_winsorising_equals_the_plain_one(columns: list[list[float]], most: int) -> None:
    longest = max(map(len, columns))
    table = np.array([column + [math.nan] * (longest - len(column)) for column in columns])
    mine = cq.treatment.winsorise(table, most)
    for column, row in zip(columns, mine, strict=True):
        if len(set(column)) > 1:
            np.testing.assert_array_equal(row[: len(column)], plain.winsorise(column, most))


@given(tailed, st.integers(1, 5))
def test_winsorising_keeps_the_order_and_only_moves_inwards(x: list[float], most: int) -> None:
    y = cq.treatment.winsorise(x, most)
    order = np.argsort(x, kind="stable")
    assert (np.diff(y[order]) >= 0).all()
    assert min(x) <= y.min()
    assert y.max() <= max(x)


def test_ties_move_together_and_may_overshoot() -> None:
    x = [*range(1, 15), 100, 100, 100]
    y = cq.treatment.winsorise(x, 2, force=True)
    assert y.tolist() == [*range(1, 15), 14, 14, 14]


def test_winsorising_never_leaves_a_constant() -> None:
    x = [0.0] * 30 + [1.0]
    assert cq.treatment.winsorise(x, 5).tolist() == x


def test_logarithms_by_their_formulas() -> None:
    x = np.array([1.0, 3.0, math.nan, 11.0])
    ln = np.log
    np.testing.assert_allclose(cq.treatment.log(x), ln(x - 1 + 0.1))
    np.testing.assert_allclose(cq.treatment.log(-x, "plus"), -ln(-1 + 0.1 + x))
    np.testing.assert_allclose(cq.treatment.log(x, "plus"), ln(x - 1 + 0.1))
    np.testing.assert_allclose(cq.treatment.log(x, "original"), ln(x - 1 + 1))
    np.testing.assert_allclose(cq.treatment.log(x, "gii"), ln(10 * (x - 1) / 10 + 1))
    np.testing.assert_allclose(cq.treatment.boxcox(x, 0), ln(x - 1 + 1))
    np.testing.assert_allclose(cq.treatment.boxcox(x, 2), (x**2 - 1) / 2)


def test_the_second_treatment_starts_from_the_original(asem_data: Any, asem_framework: Any) -> None:
    index = cq.Plan().treat(cq.winsorise(1), cq.log()).scale("minmax").fit(asem_data, asem_framework)
    raw = index.work.snapshots[0].values[index.panel.codes.index("Goods")]
    np.testing.assert_allclose(index.work.values[index.panel.codes.index("Goods")], cq.treatment.log(raw))


def test_single_indicators_are_treated_their_own_way(asem_data: Any, asem_framework: Any) -> None:
    plan = cq.Plan().treat("winsorise", "log", by={"Flights": ("log",)}, Bord=()).scale("minmax")
    index = plan.fit(asem_data, asem_framework)
    table = {row["code"]: row for row in index.treatment.rows()}
    assert (table["Flights"]["treatment"], table["Bord"]["treatment"]) == ("log", "")
    # COINr, vignette "Outlier Treatment": Flights with winmax 0 is passed to the logarithm.
    assert table["Flights"]["skewness"] == pytest.approx(-0.09502644, abs=5e-8)
    assert table["Flights"]["kurtosis"] == pytest.approx(-0.8305217, abs=5e-8)
    assert not table["Bord"]["passes"]
    assert any("still fail" in note and "Bord" in note for note in index.notes)


def test_a_forced_point_moves_though_the_test_is_passed(asem_data: Any, asem_framework: Any) -> None:
    plan = cq.Plan().treat(LPI=(cq.winsorise(1, force=True),)).scale("minmax")
    index = plan.fit(asem_data, asem_framework)
    moved = [row for row in index.changes.rows() if row["step"] == "winsorised"]
    assert [row["code"] for row in moved] == ["LPI"]


def test_every_moved_cell_is_on_record(asem: cq.Index) -> None:
    before = dict(asem_shots(asem))["imputed"]
    after = dict(asem_shots(asem))["winsorised"]
    rows = [row for row in asem.changes.rows() if row["step"] == "winsorised"]
    assert len(rows) == int((before != after).sum())
    for row in rows:
        place, at = asem.panel.codes.index(row["code"]), asem.row(row["unit"])
        assert (row["before"], row["after"]) == (before[place, at], after[place, at])


def test_later_data_are_capped_where_the_old_were(cities_framework: Any, cities_data: Any) -> None:
    data = [dict(row) for row in cities_data]
    data[4]["income"] = 900.0
    index = cq.Plan().treat(cq.winsorise(2)).scale("minmax").fit(data, cities_framework)
    later = [dict(data[0], unit="New", income=5000.0), *data]
    again = index.apply(later)
    assert again.cell("New", "income").value == 100.0
    np.testing.assert_array_equal(again.values[:, 1:], index.values)


def test_a_value_outside_a_frozen_logarithm_is_named(cities_framework: Any, cities_data: Any) -> None:
    data = [dict(row) for row in cities_data]
    data[4]["income"] = 900.0
    index = cq.Plan().treat(cq.log()).scale("minmax").fit(data, cities_framework)
    with pytest.raises(cq.ProblemsFound, match="outside the frozen") as error:
        index.apply([dict(data[0], unit="New", income=-50.0)])
    assert (error.value.problems[0].row, error.value.problems[0].column) == ("New", "income")


def test_three_units_are_too_few_for_the_test(cities_framework: Any, cities_data: Any) -> None:
    with pytest.raises(cq.ProblemsFound, match="needs 4"):
        cq.Plan().treat("winsorise").scale("minmax").fit(cities_data[::3][:3], cities_framework)


def asem_shots(index: cq.Index) -> list[tuple[str, np.ndarray]]:
    return [(shot.step, shot.values) for shot in index.work.snapshots]
