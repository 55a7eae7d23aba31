"""Scales: their formulas by hand, direction, gaps, one output range, and that a frozen one never moves an old score."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import hengliang.composite as cq

columns = hnp.arrays(np.float64, st.integers(3, 12), elements=st.floats(-1e4, 1e4).map(lambda v: round(v, 3)))

BY_LINE = {
    "minmax": cq.scales.minmax,
    "z": cq.scales.z,
    "distance_to_max": cq.scales.distance_to_max,
    "percentile_rank": cq.scales.percentile_rank,
    "rank": cq.scales.rank,
    "borda": cq.scales.borda,
    "mpi_scale": cq.scales.mpi_scale,
    "ampi_scale": cq.scales.ampi_scale,
}


def varied(x: np.ndarray) -> bool:
    return float(x.max()) - float(x.min()) > 0.01


@pytest.mark.parametrize("name", BY_LINE)
@given(x=columns, factor=st.floats(0.1, 100.0), shift=st.floats(-1e3, 1e3))
def test_units_of_measurement_do_not_matter(name: str, x: np.ndarray, factor: float, shift: float) -> None:
    assume(varied(x) and len(np.unique(np.round(x * factor + shift, 9))) == len(np.unique(x)))
    scale = BY_LINE[name]
    np.testing.assert_allclose(scale(x * factor + shift), scale(x), rtol=1e-6, atol=1e-5)


@pytest.mark.parametrize("name", ["minmax", "distance_to_max"])
def test_the_worst_is_zero_without_a_sign_where_low_is_good(name: str) -> None:
    """-0.0 would be printed as "-0" in every table."""
    assert not np.signbit(BY_LINE[name]([2.0, 4.0, 10.0], direction=-1)).any()


@pytest.mark.parametrize("name", BY_LINE)
@given(x=columns)
def test_direction_minus_one_is_the_scale_of_the_negative(name: str, x: np.ndarray) -> None:
    assume(varied(x))
    np.testing.assert_array_equal(BY_LINE[name](x, direction=-1), BY_LINE[name](-x))


@given(columns)
def test_minmax_reaches_both_ends_exactly(x: np.ndarray) -> None:
    assume(varied(x))
    y = cq.scales.minmax(x, 1.0, 99.0)
    assert (y.min(), y.max()) == (1.0, 99.0)


def test_formulas_by_hand() -> None:
    x = [2.0, 6.0, math.nan, 4.0, 4.0]
    cases = {
        "minmax": (cq.scales.minmax(x, 0, 10), [0, 10, math.nan, 5, 5]),
        "scaled": (cq.scales.scaled(x, 0, 8), [25, 75, math.nan, 50, 50]),
        "z": (cq.scales.z(x), [-math.sqrt(1.5), math.sqrt(1.5), math.nan, 0, 0]),
        "distance_to_max": (cq.scales.distance_to_max(x), [0, 1, math.nan, 0.5, 0.5]),
        "distance_to_reference": (cq.scales.distance_to_reference(x, 3), [0, 2, math.nan, 1, 1]),
        "cut at the reference": (cq.scales.distance_to_reference(x, 3, cut=True), [0, 1, math.nan, 1, 1]),
        "distance_to_target": (cq.scales.distance_to_target(x, 10), [0, 0.5, math.nan, 0.25, 0.25]),
        "target, low is good": (cq.scales.distance_to_target(x, -2, direction=-1), [0.5, 0, math.nan, 0.25, 0.25]),
        "fraction_of_max": (cq.scales.fraction_of_max(x), [1 / 3, 1, math.nan, 2 / 3, 2 / 3]),
        "percentile_rank": (cq.scales.percentile_rank(x), [0, 1, math.nan, 1 / 3, 1 / 3]),
        "rank": (cq.scales.rank(x), [1, 4, math.nan, 2, 2]),
        "borda": (cq.scales.borda(x), [0, 3, math.nan, 1, 1]),
        "goalposts": (cq.scales.goalposts(x, 3, 5), [0, 1, math.nan, 0.5, 0.5]),
        "goalposts, low is good": (cq.scales.goalposts(x, 3, 5, direction=-1), [1, 0, math.nan, 0.5, 0.5]),
        "goalposts, not cut": (cq.scales.goalposts(x, 3, 5, cut=False), [-0.5, 1.5, math.nan, 0.5, 0.5]),
        "ladder": (cq.scales.ladder(x, [3, 6], [0, 60, 100]), [0, 100, math.nan, 60, 60]),
        "mpi_scale": (cq.scales.mpi_scale(x), [100 - 10 * math.sqrt(2), 100 + 10 * math.sqrt(2), math.nan, 100, 100]),
        "ampi_scale": (cq.scales.ampi_scale(x, reference=0), [100, 160, math.nan, 130, 130]),
    }
    for name, (mine, wanted) in cases.items():
        np.testing.assert_allclose(mine, wanted, rtol=1e-12, atol=1e-12, err_msg=name)


@pytest.mark.parametrize("name", [name for name in BY_LINE if name != "rank"])
def test_a_constant_column_has_no_scaled_value(name: str) -> None:
    with pytest.raises(cq.ProblemsFound, match="constant") as error:
        BY_LINE[name]([[1.0, 5.0], [2.0, 5.0], [3.0, math.nan]])
    assert [p.column for p in error.value.problems] == ["1"]


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (lambda: cq.scales.minmax([1, math.inf]), "infinite"),
        (lambda: cq.scales.minmax([math.nan, math.nan]), "no reference row"),
        (lambda: cq.scales.minmax([1, 2], direction=0), "direction"),
        (lambda: cq.scales.goalposts([1, 2], 5, 3), "lower one comes first"),
        (lambda: cq.scales.distance_to_target([1, 2], 0.5), "target"),
        (lambda: cq.scales.distance_to_target([1, 2], math.nan), "needs a target"),
        (lambda: cq.scales.fraction_of_max([-1, -2]), "needs > 0"),
        (lambda: cq.scales.distance_to_reference([1, 2], 0), "worst"),
        (lambda: cq.scales.distance_to_reference([1, 2, math.nan], 2), "no value"),
        (lambda: cq.scales.distance_to_reference([1, 2], 7), "not in the data"),
        (lambda: cq.scales.ladder([1, 2], [2, 1], [0, 1, 2]), "rising steps"),
        (lambda: cq.scales.ladder([1, 2], [1, 2], [0, 1]), "points"),
    ],
)
def test_what_a_scale_cannot_take_is_refused(call, rule: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(cq.ProblemsFound, match=rule):
        call()


SPECS = [
    *(cq.minmax(0, 100), cq.scaled(0, 50), cq.z(), cq.mpi_scale(), cq.ampi_scale(), cq.distance_to_max()),
    *(cq.fraction_of_max(), cq.percentile_rank(), cq.rank(), cq.borda(), cq.goalposts(0, 60)),
    *(cq.ladder((10, 20, 30), (0, 1, 2, 3)), cq.distance_to_reference("u0"), cq.as_is()),
]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.kind)
@given(
    new=hnp.arrays(np.float64, (4, 2), elements=st.floats(0.5, 90.0)),
    old=hnp.arrays(np.float64, (5, 2), elements=st.integers(1, 60).map(float), unique=True),
)
def test_a_frozen_scale_never_moves_an_old_score(spec, old: np.ndarray, new: np.ndarray) -> None:  # type: ignore[no-untyped-def]
    assume(spec.kind != "distance_to_reference" or (old[0] > old.min(axis=0)).all())
    framework = cq.Framework.of([cq.Node("top"), cq.Node("a", "top"), cq.Node("b", "top")])
    units = [f"u{row}" for row in range(5)]
    index = cq.Plan().scale(spec).fit(cq.panel_of(old, ("a", "b"), units), framework)
    later = index.apply(cq.panel_of(np.vstack([new, old]), ("a", "b"), [f"n{row}" for row in range(4)] + units))
    np.testing.assert_array_equal(later.values[:, 4:], index.values)


@pytest.mark.parametrize(
    "spec", [s for s in SPECS if s.kind not in ("z", "mpi_scale", "as_is")], ids=lambda spec: spec.kind
)
def test_one_output_range_for_all(spec) -> None:  # type: ignore[no-untyped-def]
    framework = cq.Framework.of([cq.Node("top"), cq.Node("a", "top")])
    x = np.array([[50.0], [0.5], [20.0], [35.0]])
    panel = cq.panel_of(x, ("a",), ["u0", "u1", "u2", "u3"])
    scores = cq.Plan().scale(spec, to=(1, 10)).fit(panel, framework).values[0]
    native = cq.Plan().scale(spec).fit(panel, framework).values[0]
    low, high = spec.native(4)
    np.testing.assert_allclose(scores, 1 + (native - low) / (high - low) * 9, rtol=1e-12)


def test_z_scores_have_no_range_to_lay_out() -> None:
    framework = cq.Framework.of([cq.Node("top"), cq.Node("a", "top")])
    with pytest.raises(cq.ProblemsFound, match="no range"):
        cq.Plan().scale(cq.z(), to=(0, 100)).fit(cq.panel_of([[1.0], [2.0], [4.0]], ("a",)), framework)
