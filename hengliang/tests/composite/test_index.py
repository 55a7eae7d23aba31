"""An index as a whole: the example of the handbook, gaps, gates, panels, turned nodes, frozen scales, speed of nothing."""

from __future__ import annotations

import math
from typing import Any

import composite_oracle as plain
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import hengliang.composite as cq


def test_the_example_runs_as_it_is_written(cities_data: Any, cities_framework: Any) -> None:
    plan = (
        cq.Plan()
        .divide()
        .impute("mean", within="region")
        .treat(cq.winsorise(5), cq.log(), until=cq.moments(skew=2, kurtosis=3.5))
        .scale(cq.minmax(1, 100), years=[2019])
        .combine("arithmetic", safety="arithmetic")
        .require(0.7)
        .gate("safety", below=60, cap=60)
    )
    index = plan.fit(cities_data, cities_framework)
    later = index.apply([dict(row, year=2021) for row in cities_data if row["year"] == 2020])
    assert later.values.shape == (8, 6)
    assert index.ranks()["city"]
    assert set(index.coverage["city"]) == {1.0}
    assert str(index.cell("Porto", "pm25")).startswith("Porto 2020 · pm25")
    assert index.explain("Porto").score == index.cell("Porto", "city").value
    assert index.explain("Porto", since=2018).change == pytest.approx(
        index.cell("Porto", "city").value - index.cell("Porto", "city", year=2018).value
    )
    assert cq.Plan.from_json(plan.to_json()).prose("zh-hans")


def test_a_cell_tells_its_way(cities_data: Any, cities_framework: Any) -> None:
    index = (
        cq.Plan()
        .divide()
        .impute("mean", within="region")
        .scale("minmax", years=[2019])
        .fit(cities_data, cities_framework)
    )
    cell = index.cell("Porto", "accidents", year=2018)
    assert [(p.step, p.value) for p in cell.passages[:2]] == [("raw", 40.0), ("divided", 0.4)]
    assert cell.passages[1].formula == "raw / people"
    assert cell.passages[-1].formula.startswith("x = −value; 0 + (x − ")
    assert cell.years == (2019,)
    low, high = cell.bounds or (0, 0)
    assert cell.value == pytest.approx((-0.4 - low) / (high - low) * 100)
    filled = index.cell("Gent", "trust", year=2018)
    assert math.isnan(filled["raw"])
    assert filled.passages[2].formula == "mean of the column within region"


def tree_scores(x: np.ndarray, weights: list[float], mean: Any) -> list[list[float]]:
    """a = x0, x1, x2 with weights 1, 2, 3; b = x3, x4; top = a, b, x5."""
    rows = []
    for row in x.tolist():
        a = mean(row[:3], weights[:3])
        b = mean(row[3:5], weights[3:5])
        rows.append([a, b, mean([a, b, row[5]], weights[5:])])
    return rows


TREE = cq.Framework.of(
    [
        *(cq.Node("top"), cq.Node("a", "top", weight=2.0), cq.Node("b", "top", weight=1.0)),
        *(cq.Node(f"x{i}", "a", weight=float(i + 1)) for i in range(3)),
        *(cq.Node(f"x{i}", "b", weight=float(i)) for i in (3, 4)),
        cq.Node("x5", "top", weight=0.5),
    ]
)
WEIGHTS = [1.0, 2.0, 3.0, 3.0, 4.0, 2.0, 1.0, 0.5]
cells = hnp.arrays(np.float64, (6, 6), elements=st.one_of(st.floats(0.1, 99.0), st.just(math.nan)))


@pytest.mark.parametrize("name", ["arithmetic", "geometric", "harmonic"])
@settings(max_examples=40)
@given(x=cells)
def test_a_tree_with_gaps_equals_the_plain_one(name: str, x: np.ndarray) -> None:
    index = cq.Plan().scale("as_is").combine(name).fit(cq.panel_of(np.vstack([x, np.ones(6)]), TREE.indicators), TREE)
    wanted = tree_scores(x, WEIGHTS, getattr(plain, name))
    mine = index.values[[TREE.tree.place(code) for code in ("a", "b", "top")], :-1].T
    np.testing.assert_allclose(mine, wanted, rtol=1e-9, equal_nan=True)


@settings(max_examples=30)
@given(cells)
def test_coverage_is_present_over_all_children(x: np.ndarray) -> None:
    panel = cq.panel_of(np.vstack([x, np.ones(6)]), TREE.indicators)
    index = cq.Plan().scale("as_is").require(0.5, a=0.9).fit(panel, TREE)
    there = ~np.isnan(panel.values)
    share = there[:3].mean(axis=0)
    place = TREE.tree.place("a")
    np.testing.assert_allclose(index.made.result.coverage[place], share)
    np.testing.assert_array_equal(np.isnan(index.values[place]), share < 0.9)
    np.testing.assert_array_equal(np.isnan(index.values[TREE.tree.place("b")]), there[3:5].mean(axis=0) < 0.5)


@settings(max_examples=30, deadline=None)
@given(hnp.arrays(np.float64, (5, 6), elements=st.floats(1.0, 99.0)), st.floats(0.1, 9.0), st.floats(-50.0, 50.0))
def test_units_of_measurement_do_not_move_a_score(x: np.ndarray, factor: float, shift: float) -> None:
    x[0], x[1] = 0.5, 99.5
    plan = cq.Plan().scale(cq.minmax(1, 100)).combine("geometric")
    one = plan.fit(cq.panel_of(x, TREE.indicators), TREE).values
    other = plan.fit(cq.panel_of(x * factor + shift, TREE.indicators), TREE).values
    np.testing.assert_allclose(other, one, rtol=1e-7)


def test_a_negative_pillar_is_turned_where_it_enters(cities_data: Any) -> None:
    nodes = [cq.Node("top"), cq.Node("bad", "top", direction=-1), cq.Node("pm25", "bad"), cq.Node("income", "top")]
    framework = cq.Framework.of(nodes)
    index = cq.Plan().scale(cq.minmax(10, 90)).fit(cities_data, framework)
    bad, income = index.values[index.tree.place("bad")], index.values[index.tree.place("income")]
    np.testing.assert_allclose(index.values[index.tree.top], (100 - bad + income) / 2)
    np.testing.assert_allclose(bad, index.values[index.tree.place("pm25")])


def test_a_gate_caps_the_whole_and_says_what_it_took() -> None:
    x = np.array([[10.0, 90, 90, 90, 90, 90], [90.0, 90, 90, 90, 90, 90], [10.0, 10, 10, 20, 20, 20]])
    panel = cq.panel_of(x, TREE.indicators)
    index = cq.Plan().scale("as_is").gate("x0", below=60, cap=60).gate("x1", below=50, cap=12, on="a").fit(panel, TREE)
    free = cq.Plan().scale("as_is").fit(panel, TREE)
    top = index.values[TREE.tree.top]
    assert top.tolist() == [60.0, pytest.approx(90.0), free.values[TREE.tree.top][2]]
    assert index.made.result.lost[0].tolist() == pytest.approx([free.values[TREE.tree.top][0] - 60, 0, 0])


def test_yearly_scales_compare_units_with_those_of_their_year(cities_data: Any, cities_framework: Any) -> None:
    index = cq.Plan().scale("minmax", years="yearly").fit(cities_data, cities_framework)
    for year in (2018, 2019, 2020):
        alone = cq.Plan().scale("minmax").fit([r for r in cities_data if r["year"] == year], cities_framework)
        np.testing.assert_array_equal(index.values[:, index.panel.rows_in([year])], alone.values)


@settings(max_examples=25, deadline=None)
@given(hnp.arrays(np.float64, (3, 6), elements=st.floats(1.0, 99.0)))
def test_a_year_that_arrives_never_moves_an_old_score(new: np.ndarray) -> None:
    rng = np.random.default_rng(5)
    old = rng.uniform(1, 99, (8, 6))
    old[2, 3] = np.nan
    units = [f"u{row}" for row in range(8)]
    plan = (
        cq.Plan().impute("median").treat(cq.winsorise(2)).scale(cq.minmax(1, 100)).weigh("critic").combine("geometric")
    )
    index = plan.fit(cq.panel_of(old, TREE.indicators, units, [2020] * 8), TREE)
    both = cq.panel_of(
        np.vstack([old, np.clip(new, np.nanmin(old, axis=0), np.nanmax(old, axis=0))]),
        TREE.indicators,
        [*units, *units[:3]],
        [2020] * 8 + [2021] * 3,
    )
    later = index.apply(both)
    np.testing.assert_array_equal(later.values[:, :8], index.values)


def test_gaps_filled_in_time_keep_their_value_when_years_arrive(cities_data: Any, cities_framework: Any) -> None:
    data = [dict(row) for row in cities_data]
    data[2]["income"] = None
    index = cq.Plan().impute("linear_constant").scale("minmax").fit(data, cities_framework)
    later = index.apply([*data, dict(data[0], year=2021, income=99.0)])
    assert later.cell("Porto", "income", year=2020)["imputed"] == index.cell("Porto", "income", year=2020)["imputed"]
    np.testing.assert_array_equal(later.values[:, :18], index.values)
    mended = [dict(row) for row in data]
    mended[1]["income"] = 50.0
    again = index.apply(mended).values
    np.testing.assert_array_equal(index.apply(data).values, index.values)
    np.testing.assert_array_equal(index.apply(mended).values, again)


def test_gaps_by_row_and_by_node(cities_data: Any, cities_framework: Any) -> None:
    index = cq.Plan().impute("row_mean").scale(cq.minmax(0, 1)).fit(cities_data, cities_framework)
    row = index.row("Gent", 2018)
    others = [index.values[index.tree.place(code), row] for code in ("pass_rate", "accidents", "income", "pm25")]
    assert index.cell("Gent", "trust", year=2018).value == pytest.approx(np.mean(others))
    by_node = cq.Plan().impute("node_mean").scale("minmax").fit(cities_data, cities_framework)
    assert any("gaps remain" in note for note in by_node.notes)


def test_any_fit_transform_object_fills_gaps(cities_data: Any, cities_framework: Any) -> None:
    class Sevens:
        def fit(self, x: np.ndarray) -> Sevens:
            return self

        def transform(self, x: np.ndarray) -> np.ndarray:
            return np.full(x.shape, 7.0)

    index = cq.Plan().impute(Sevens()).scale("minmax").fit(cities_data, cities_framework)
    assert index.cell("Gent", "trust", year=2018)["imputed"] == 7.0
    assert index.cell("Gent", "income", year=2018)["imputed"] != 7.0


def test_screening_leaves_out_and_tells(cities_data: Any, cities_framework: Any) -> None:
    index = cq.Plan().screen(0.9, leave_out=["Brno"]).scale("minmax").fit(cities_data, cities_framework)
    assert len(index.panel.units) == 14
    assert any("Gent 2018" in note for note in index.notes)
    reasons = {row["unit"]: row["reason"] for row in index.screening.rows()}
    assert reasons["Brno 2019"] == "left out by name"
    assert reasons["Gent 2018"] == "present 0.800 < 0.9"
    kept = cq.Plan().screen(0.9, keep=["Gent"]).scale("minmax").fit(cities_data, cities_framework)
    assert len(kept.panel.units) == 18
    assert index.cell("Porto", "income", year=2018)["raw"] == 20.0


def test_divisors_may_stand_in_a_table_of_their_own(cities_data: Any, cities_framework: Any) -> None:
    bare = [{name: value for name, value in row.items() if name != "people"} for row in cities_data]
    beside = [{"unit": row["unit"], "year": row["year"], "people": row["people"]} for row in cities_data]
    plan = cq.Plan().divide().scale("minmax")
    index = plan.fit(bare, cities_framework, divisors=beside)
    np.testing.assert_array_equal(index.values, plan.fit(cities_data, cities_framework).values)
    with pytest.raises(cq.ProblemsFound, match="not in the table") as error:
        plan.fit(bare, cities_framework, divisors=beside[1:])
    assert error.value.problems[0].row == "Porto 2018"


@pytest.mark.parametrize("rule", ["equal", "entropy", "sd", "critic", cq.entropy(0.001)])
def test_weights_from_data_are_those_of_the_plain_functions(rule: Any, cities_data: Any, cities_framework: Any) -> None:
    index = cq.Plan().scale("minmax").weigh("given", life=rule).fit(cities_data, cities_framework)
    x = index.values[index.tree.children[index.tree.place("life")]].T
    kind = rule if isinstance(rule, str) else rule.kind
    wanted = {
        "equal": lambda: cq.weights.equal(2),
        "entropy": lambda: cq.weights.entropy(x, shift=getattr(rule, "shift", 0.0)),
        "sd": lambda: cq.weights.standard_deviation(x),
        "critic": lambda: cq.weights.critic(x),
    }[kind]()
    shares = {row["code"]: row["share"] for row in index.weights.rows()}
    np.testing.assert_allclose([shares["income"], shares["pm25"]], wanted, rtol=1e-12)


def test_effective_weights_are_products_down_the_tree(cities_data: Any, cities_framework: Any) -> None:
    index = cq.Plan().scale("minmax").fit(cities_data, cities_framework)
    effective = {row["code"]: row["effective"] for row in index.weights.rows()}
    assert effective["city"] == 1.0
    assert effective["accidents"] == pytest.approx(2 / 4 * 3 / 4)
    assert sum(effective[code] for code in index.panel.codes) == pytest.approx(1.0)


def test_contradicting_opinions_and_unused_weights_are_noted(cities_data: Any, cities_framework: Any) -> None:
    rule = cq.ahp(("safety", "life", "trust"), ((1, 9, 1 / 5), (1 / 9, 1, 9), (5, 1 / 9, 1)))
    index = cq.Plan().scale("minmax").weigh("given", city=rule).combine("min").fit(cities_data, cities_framework)
    assert any("consistency ratio" in note for note in index.notes)
    assert any("takes no weights" in note for note in index.notes)


def test_table_methods_at_a_node(cities_data: Any, cities_framework: Any) -> None:
    one_year = [row for row in cities_data if row["year"] == 2019]
    for name, plain_rule in (
        ("dp2", cq.distances.dp2),
        ("i_distance", cq.distances.i_distance),
        ("bod", cq.frontier.benefit_of_the_doubt),
    ):
        index = cq.Plan().scale(cq.minmax(1, 100)).combine("arithmetic", city=name).fit(one_year, cities_framework)
        x = index.values[index.tree.children[index.tree.top]].T
        np.testing.assert_allclose(index.values[index.tree.top], plain_rule(x), rtol=1e-12)
    index = cq.Plan().scale(cq.minmax(1, 100)).combine("arithmetic", city="copeland").fit(cities_data, cities_framework)
    for year in (2018, 2019, 2020):
        rows = index.panel.rows_in([year])
        x = index.values[index.tree.children[index.tree.top]][:, rows].T
        wanted = plain.copeland(x.tolist(), [2.0, 1.0, 1.0])
        assert index.values[index.tree.top, rows].tolist() == wanted


def test_the_asem_panel_with_a_frozen_scale(asem_panel: Any, asem_framework: Any) -> None:
    plan = cq.Plan().divide().impute("latest").impute("mean").scale(cq.minmax(0, 100), years=[2018])
    index = plan.fit(asem_panel, asem_framework)
    assert index.values.shape == (60, 255)
    first = plan.fit([row for row in asem_panel if row["Time"] == "2018"], asem_framework)
    assert np.nanmax(np.abs(first.frozen.scaling.frozen.lines.unit - index.frozen.scaling.frozen.lines.unit)) < np.inf
    later = index.apply([row for row in asem_panel if row["Time"] == "2022"])
    assert later.values.shape == (60, 51)
