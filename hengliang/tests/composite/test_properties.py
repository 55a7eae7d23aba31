"""What must hold for any table and any tree: invariances, bounds, sums, frozen scales, replays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hengliang.composite as cq

seeds = st.integers(0, 100_000)
MEANS: dict[str, Any] = {
    "arithmetic": "arithmetic",
    "geometric": "geometric",
    "harmonic": "harmonic",
    "power": cq.power(2.0),
    "median": "median",
    "min": "min",
    "max": "max",
    "owa": cq.owa(2.0),
}
UNIT_FREE = ("minmax", "z", "mpi_scale", "ampi_scale", "distance_to_max", "percentile_rank", "rank", "borda")


def world(seed: int, *, units: int = 9, years: tuple[int, ...] = (2019, 2020, 2021), gaps: float = 0.1) -> Any:
    """Codes, a random ragged tree over six indicators, and rows with gaps."""
    rng = np.random.default_rng(seed)
    inner = ["top", "p", "q", "r"]
    nodes = [cq.Node("top"), cq.Node("p", "top", weight=2.0), cq.Node("q", "top"), cq.Node("r", "q")]
    nodes += [cq.Node(f"i{k}", inner[k % 4], direction=int(rng.choice([-1, 1])), weight=float(rng.uniform(0.5, 2))) for k in range(6)]  # fmt: skip
    rows = []
    for unit in range(units):
        for year in years:
            cells = {f"i{k}": None if rng.random() < gaps else float(rng.gamma(2.0, 10.0**k)) for k in range(6)}
            rows.append({"unit": f"u{unit}", "year": year, **cells})
    return cq.Framework.of(nodes), rows


PLAN = cq.Plan().impute("latest").treat("winsorise", "log").scale(cq.minmax(1, 100)).require(0.3)


def by_row(index: cq.Index) -> dict[tuple[str, Any], np.ndarray]:
    return {(u, y): index.values[:, at] for at, (u, y) in enumerate(zip(index.panel.units, index.panel.years, strict=True))}  # fmt: skip


@settings(max_examples=15)
@given(seeds, st.sampled_from(sorted(MEANS)))
def test_means_lie_between_their_children_and_rise_with_them(seed: int, name: str) -> None:
    framework, rows = world(seed)
    index = PLAN.combine(MEANS[name]).fit(rows, framework)
    tree = index.tree
    for place in range(tree.leaves, len(tree.codes)):
        below, score = index.values[tree.children[place]], index.values[place]
        there = ~np.isnan(score)
        assert (score[there] <= np.nanmax(below[:, there], axis=0) * (1 + 1e-12)).all()
        assert (score[there] >= np.nanmin(below[:, there], axis=0) * (1 - 1e-12)).all()
    raised = index.made.leaves * 1.0
    place = seed % tree.leaves
    raised[place] += 5.0
    higher = index.aggregation.run(raised, years=index.panel.year_numbers, labels=index.panel.labels, found=index.work.found).values  # fmt: skip
    assert not (higher[tree.top] < index.values[tree.top] - 1e-9).any()


@settings(max_examples=15)
@given(seeds, st.sampled_from(sorted(MEANS)), st.floats(0.01, 100.0))
def test_means_are_homogeneous_and_weights_have_no_unit(seed: int, name: str, factor: float) -> None:
    framework, rows = world(seed)
    index = PLAN.combine(MEANS[name]).fit(rows, framework)
    run: Any = {"years": index.panel.year_numbers, "labels": index.panel.labels, "found": index.work.found}
    scaled = index.aggregation.run(index.made.leaves * factor, **run).values
    np.testing.assert_allclose(scaled, index.values * factor, rtol=1e-9)
    other = index.aggregation.with_weights(index.aggregation.weights * factor).run(index.made.leaves, **run).values
    np.testing.assert_allclose(other, index.values, rtol=1e-9)


@settings(max_examples=12)
@given(seeds)
def test_the_order_of_rows_columns_and_nodes_does_not_matter(seed: int) -> None:
    framework, rows = world(seed)
    rng = np.random.default_rng(seed)
    index = PLAN.combine("arithmetic", p="geometric").fit(rows, framework)
    shuffled = [dict(sorted(rows[at].items(), key=lambda _: rng.random())) for at in rng.permutation(len(rows))]
    for row in shuffled:
        row["unit"] = row.pop("unit")
    again = PLAN.combine("arithmetic", p="geometric").fit(shuffled, framework)
    one, two = by_row(index), by_row(again)
    for key, scores in one.items():
        np.testing.assert_array_equal(two[key], scores)
    nodes = [framework.nodes[at] for at in rng.permutation(len(framework.nodes))]
    other = PLAN.combine("arithmetic", p="geometric").fit(rows, cq.Framework.of(nodes))
    for code in framework.tree.codes:
        np.testing.assert_allclose(
            other.values[other.tree.place(code)], index.values[index.tree.place(code)], rtol=1e-10
        )


@settings(max_examples=12)
@given(seeds, st.sampled_from(UNIT_FREE), st.floats(0.001, 1000.0), st.floats(-1000.0, 1000.0))
def test_units_of_measure_do_not_matter_where_that_is_promised(
    seed: int, scale: str, factor: float, shift: float
) -> None:
    framework, rows = world(seed, gaps=0.0)
    moved = [{**row, "i0": row["i0"] * factor + shift, "i3": row["i3"] * factor} for row in rows]
    plan = cq.Plan().scale(scale)
    np.testing.assert_allclose(
        plan.fit(moved, framework).values, plan.fit(rows, framework).values, rtol=1e-6, atol=1e-6
    )


@settings(max_examples=12)
@given(seeds, st.sampled_from(UNIT_FREE))
def test_a_direction_turned_with_its_numbers_changes_nothing(seed: int, scale: str) -> None:
    framework, rows = world(seed)
    turned = framework
    for code in ("i1", "i4"):
        turned = turned.changed(code, direction=-(framework.node(code).direction or 1))
    flipped = [{k: -v if k in ("i1", "i4") and v is not None else v for k, v in row.items()} for row in rows]
    plan = cq.Plan().scale(scale)
    np.testing.assert_allclose(plan.fit(flipped, turned).values, plan.fit(rows, framework).values, rtol=1e-9, atol=1e-9)


@settings(max_examples=12)
@given(seeds, st.sampled_from(["arithmetic", "geometric", "median", "min", "copeland", cq.owa(2.0)]))
def test_contributions_add_up_to_the_score(seed: int, mean: Any) -> None:
    framework, rows = world(seed)
    index = PLAN.combine("arithmetic", p=mean).gate("p", below=40, cap=50).fit(rows, framework)
    for unit in ("u0", "u5"):
        if np.isnan(index.values[index.tree.top, index.row(unit)]):
            continue
        explained = index.explain(unit)
        assert sum(line.points for line in explained) == pytest.approx(explained.score, abs=1e-9)


@settings(max_examples=12)
@given(seeds)
def test_a_frozen_scale_never_moves_an_old_score(seed: int) -> None:
    framework, rows = world(seed)
    old = [row for row in rows if row["year"] != 2021]
    index = PLAN.weigh(p="sd").fit(old, framework)
    known, later = by_row(index), by_row(index.apply(rows))
    for key, scores in known.items():
        np.testing.assert_array_equal(later[key], scores)
    one = index.apply([row for row in old if row["unit"] == "u3"])
    for key, scores in by_row(one).items():
        np.testing.assert_array_equal(scores, known[key])


@settings(max_examples=12)
@given(seeds)
def test_a_replay_from_json_is_equal_to_the_last_bit(seed: int) -> None:
    framework, rows = world(seed)
    rng = np.random.default_rng(seed)
    plan = PLAN.scale(cq.minmax(float(rng.uniform(0.1, 1)), float(rng.uniform(2, 99)))).combine(cq.power(float(rng.uniform(0.1, 3))))  # fmt: skip
    again = cq.Plan.from_json(plan.to_json())
    assert again == plan
    np.testing.assert_array_equal(again.fit(rows, framework).values, plan.fit(rows, framework).values)


@settings(max_examples=8)
@given(seeds)
def test_years_may_come_in_any_order(seed: int) -> None:
    framework, rows = world(seed, gaps=0.2)
    plan = cq.Plan().impute("linear_constant").impute("mean").scale("minmax", years="yearly")
    forward, back = by_row(plan.fit(rows, framework)), by_row(plan.fit(rows[::-1], framework))
    for key, scores in forward.items():
        np.testing.assert_allclose(back[key], scores, rtol=1e-12)
