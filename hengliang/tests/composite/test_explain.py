"""Explanations add up: for every mean, gate and gap, against zero, another unit, an earlier year, another index."""

from __future__ import annotations

import math
from typing import Any

import composite_oracle as plain
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hengliang.composite as cq
from hengliang.composite.shapley import ordered_shares, shapley

MEANS: list[Any] = [
    *(
        "sum",
        "arithmetic",
        "geometric",
        "harmonic",
        cq.power(0.5),
        cq.power(-2.0),
        cq.power(3.0),
        "median",
        "min",
        "max",
    ),
    *(cq.owa(2.0), "mpi", "copeland", "bod", "dp2", "i_distance", "wroclaw"),
]
WHOLE = ("bod", "dp2", "i_distance", "wroclaw")


def made(mean: Any, seed: int, *, gaps: bool, **more: Any) -> cq.Index:
    rng = np.random.default_rng(seed)
    nodes = [
        *(cq.Node("top"), cq.Node("a", "top", weight=2.0), cq.Node("b", "top", weight=1.0)),
        *(cq.Node(f"a{i}", "a", weight=1.0 + i, direction=1 if i else -1) for i in range(4)),
        *(cq.Node(f"b{i}", "b", weight=1.0) for i in range(3)),
        cq.Node("c", "top", weight=0.5),
    ]
    framework = cq.Framework.of(nodes)
    x = rng.normal(size=(12, 8))
    if gaps:
        x[rng.random(x.shape) < 0.15] = np.nan
        x[:3] = rng.normal(size=(3, 8))
        x[3, 1] = np.nan
    panel = cq.panel_of(x, framework.indicators, [f"u{row}" for row in range(12)])
    # The Mazziotta-Pareto formula is made for scores around 100; with wide ones a sub-score can fall below zero.
    low, high = (70, 130) if "mpi" in (mean, *more.values()) else (5, 95)
    return cq.Plan().scale(cq.minmax(low, high)).combine(mean, **more).fit(panel, framework)


def check(explanation: cq.Explanation) -> None:
    assert sum(line.points for line in explanation) == pytest.approx(explanation.score, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("mean", MEANS, ids=lambda mean: getattr(mean, "text", mean))
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 5000))
def test_contributions_add_up_to_the_score(mean: Any, seed: int) -> None:
    index = made(mean, seed, gaps=mean not in WHOLE)
    for unit in ("u0", "u3"):
        if not math.isnan(index.values[index.tree.top, index.row(unit)]):
            check(index.explain(unit))
            check(index.explain(unit, against="u1"))
        if not math.isnan(index.values[index.tree.place("a"), index.row(unit)]):
            check(index.explain(unit, node="a"))


@pytest.mark.parametrize("low", ["geometric", "mpi", "min", "copeland"])
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 5000))
def test_mixed_means_add_up(low: str, seed: int) -> None:
    index = made("arithmetic", seed, gaps=True, a=low, b="harmonic")
    check(index.explain("u0"))
    check(index.explain("u0", against="u2"))


def test_in_an_arithmetic_tree_a_contribution_is_weight_times_score(asem: cq.Index) -> None:
    generator_weights = asem.flat()
    assert generator_weights is not None
    weights, row = generator_weights[1], asem.row("PRT")
    explanation = asem.explain("Portugal")
    for place, code in enumerate(asem.panel.codes):
        assert explanation.of(code) == pytest.approx(weights[place] * asem.made.leaves[place, row], abs=1e-12)
    assert explanation.nodes["Conn"] == pytest.approx(asem.values[asem.tree.place("Conn"), row] / 2)
    check(explanation)


@settings(max_examples=20)
@given(st.integers(0, 5000))
def test_the_formula_of_a_geometric_node(seed: int) -> None:
    """Δs = L Σ [w̄ Δφ(x) + φ̄ Δw] with L the logarithmic mean of the two scores."""
    rng = np.random.default_rng(seed)
    framework = cq.Framework.of([cq.Node("top"), *(cq.Node(f"x{i}", "top", weight=float(i + 1)) for i in range(3))])
    x = rng.uniform(1.0, 90.0, (2, 3))
    panel = cq.panel_of(x, framework.indicators, ["then", "now"])
    index = cq.Plan().scale("as_is").combine("geometric").fit(panel, framework)
    s = [plain.geometric(list(row), [1.0, 2.0, 3.0]) for row in x]
    length = (s[1] - s[0]) / (math.log(s[1]) - math.log(s[0]))
    explanation = index.explain("now", against="then")
    for i in range(3):
        wanted = length * (i + 1) / 6 * (math.log(x[1, i]) - math.log(x[0, i]))
        assert explanation.of(f"x{i}") == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("mean", ["dp2", "i_distance"])
def test_a_distance_is_explained_from_the_worst_score(mean: str) -> None:
    index = made("arithmetic", 9, gaps=False, top=mean)
    explanation = index.explain("u0")
    assert explanation.start == 0.0
    assert min(explanation.nodes.values()) >= 0.0
    check(explanation)


def test_points_lost_to_a_gate_are_their_own_line() -> None:
    index = made("arithmetic", 4, gaps=False)
    gated = cq.Plan().scale(cq.minmax(5, 95)).gate("a", below=99, cap=20).fit(index.panel, index.framework)
    explanation = gated.explain("u0")
    lost = [line for line in explanation if line.what == "gate"]
    full = index.values[index.tree.top, 0]
    assert full > 20
    assert explanation.score == 20
    assert [line.points for line in lost] == [pytest.approx(20 - full)]
    check(explanation)
    check(gated.explain("u0", against="u1"))


def test_what_moved_it_since_a_year(cities_framework: Any, cities_data: Any) -> None:
    index = (
        cq.Plan()
        .divide()
        .scale(cq.minmax(1, 100), years=[2018])
        .combine("arithmetic")
        .fit(cities_data, cities_framework)
    )
    explanation = index.explain("Porto", since=2018)
    check(explanation)
    assert sum(explanation.blocks.values()) == pytest.approx(explanation.change, abs=1e-9)
    assert explanation.blocks["data"] == pytest.approx(explanation.change, abs=1e-9)
    assert [explanation.blocks[name] for name in ("scale", "weights", "method")] == pytest.approx([0, 0, 0], abs=1e-12)
    gent = index.explain("Gent", since=2018)
    assert gent.blocks["gaps"] != pytest.approx(0.0)
    assert sum(gent.blocks.values()) == pytest.approx(gent.change, abs=1e-9)
    check(gent)


def test_what_moved_it_since_another_index(cities_framework: Any, cities_data: Any) -> None:
    old = cq.Plan().divide().scale(cq.minmax(1, 100)).fit(cities_data[:12], cities_framework)
    new_plan = (
        cq.Plan().divide().scale(cq.minmax(1, 100)).combine("arithmetic", city="geometric").change("life", weight=3.0)
    )
    new = new_plan.fit(cities_data, cities_framework)
    explanation = new.explain("Porto", since=old)
    check(explanation)
    assert sum(explanation.blocks.values()) == pytest.approx(explanation.change, abs=1e-9)
    assert all(abs(explanation.blocks[name]) > 1e-9 for name in ("scale", "weights", "method"))
    same = new.explain("Porto", since=new)
    assert list(same.blocks.values()) == pytest.approx([0.0] * 5, abs=1e-12)


@settings(max_examples=20)
@given(st.integers(1, 5), st.integers(0, 1000))
def test_shapley_values_are_means_over_all_orders(players: int, seed: int) -> None:
    worth = np.random.default_rng(seed).normal(size=2**players)

    def game(inside: np.ndarray) -> np.ndarray:
        return worth[(inside * 2 ** np.arange(players)).sum(axis=1)]

    slow = plain.shapley(lambda inside: worth[sum(2**p for p in inside)], players)
    np.testing.assert_allclose(shapley(game, players), slow, atol=1e-12)
    assert ordered_shares(game, players).sum() == pytest.approx(worth[-1] - worth[0])


def test_too_many_children_without_a_formula_are_split_by_orders_and_say_so() -> None:
    nodes = [cq.Node("top"), *(cq.Node(f"x{i}", "top") for i in range(15))]
    framework = cq.Framework.of(nodes)
    x = np.random.default_rng(1).uniform(1, 9, (4, 15))
    panel = cq.panel_of(x, framework.indicators, list("abcd"))
    explanation = cq.Plan().scale("as_is").combine("median").fit(panel, framework).explain("a")
    assert not explanation.exact
    check(explanation)


def test_a_unit_without_a_score_cannot_be_explained(cities_framework: Any, cities_data: Any) -> None:
    data = [dict(row) for row in cities_data if row["year"] == 2018]
    index = cq.Plan().divide().scale("minmax").require(1.0).fit(data, cities_framework)
    with pytest.raises(cq.ProblemsFound, match="too many of its children"):
        index.explain("Gent")
    with pytest.raises(cq.ProblemsFound, match="no row of Porto in 2030"):
        index.explain("Porto", since=2030)
    with pytest.raises(cq.ProblemsFound, match="no such unit"):
        index.explain("Atlantis")
    with pytest.raises(cq.ProblemsFound, match="no such node"):
        index.explain("Porto", node="luck")
