"""Factors on every step of a plan: thresholds, goalposts, cleaning, coverage and gates, each run what the plan gives."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from composite_study_oracle import assert_runs_are_fits

import hengliang.composite as cq
from hengliang.composite.cleaning import Clean
from hengliang.composite.steps import Screen


@pytest.fixture
def torn(cities_data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The last year with gaps: Graz lacks one cell, Turku two, Brno three."""
    gone = {"Graz": ("income",), "Turku": ("income", "trust"), "Brno": ("pm25", "trust", "income")}
    return [row | dict.fromkeys(gone.get(row["unit"], ())) for row in cities_data if row["year"] == 2020]


def plan() -> cq.Plan:
    return cq.Plan().divide().screen(0.5).impute("mean").scale(cq.minmax(1, 100))


POSTS = {"pass_rate": (70, 100), "accidents": (0.1, 0.6), "income": (15, 35), "pm25": (5, 40), "trust": (3, 12)}


def posted(framework: Any) -> Any:
    return [
        row | {"low": POSTS.get(row["code"], (None,))[0], "high": POSTS.get(row["code"], (0, None))[1]}
        for row in framework
    ]


@pytest.mark.parametrize(
    "weights",
    [{"weights": cq.jitter(0.3)}, {}, {"weights": cq.jitter(0.3), "combine": ["arithmetic", "geometric"]}],
)
@pytest.mark.parametrize("screen", [[0.5, 0.7, 0.9], [None, 0.9], [Screen(0.7), Screen(0.3, leave_out=("Porto",))]])
def test_units_that_a_threshold_leaves_out_have_no_rank(
    torn: Any, cities_framework: Any, screen: Any, weights: Any
) -> None:
    study = plan().fit(torn, cities_framework).vary(screen=screen, **weights)
    u = study.run(40, seed=1)
    assert u.failed == 0
    assert_runs_are_fits(study, u, torn, cities_framework)
    assert min(u.bands()["scored"]) < 1.0
    assert "Brno" not in u.bands()["unit"]


def test_thresholds_move_with_noisy_data_too(torn: Any, cities_framework: Any) -> None:
    study = plan().fit(torn, cities_framework).vary(screen=[0.5, 0.9], data=cq.noise(sd=0.05), weights=cq.jitter(0.2))
    assert_runs_are_fits(study, study.run(40, seed=2), torn, cities_framework)


def test_a_jitter_of_a_threshold_is_eight_equal_parts(torn: Any, cities_framework: Any) -> None:
    made = plan().require(0.5)
    study = made.fit(torn, cities_framework).vary(screen=cq.jitter(0.4), require=cq.jitter(0.2))
    assert [factor.name for factor in study.factors] == ["screen", "require"]
    assert [factor.levels for factor in study.factors] == [8, 8]
    assert study.factors[0].labels[0] == "0.325"
    assert list(study.factors[1].alternatives) == pytest.approx(np.arange(0.4125, 0.6, 0.025).tolist())
    assert_runs_are_fits(study, study.run(32, seed=2), torn, cities_framework)


@pytest.mark.parametrize("gaps", [True, False])
def test_coverage_and_gates_are_what_the_plan_gives(torn: Any, cities_framework: Any, gaps: bool) -> None:
    made = plan().without("impute") if gaps else plan()
    study = made.fit(torn, cities_framework).vary(
        require=[0.0, 0.7, {"life": 1.0}], gate=[None, cq.Gate("safety", 60, 40)], weights=cq.jitter(0.3)
    )
    u = study.run(60, seed=4)
    assert_runs_are_fits(study, u, torn, cities_framework)
    labels = {label for factor in study.factors for label in factor.labels}
    assert {"none", "gate(safety, 60, 40)", "0.7", "life: 1"} <= labels


def test_cleaning_is_a_choice_too(cities_data: Any, cities_framework: Any) -> None:
    data = [dict(row) for row in cities_data]
    data[4]["income"] = 900.0
    made = cq.Plan().clean({"income": (0, 1000)}).divide().impute("mean").scale(cq.minmax(1, 100))
    study = made.fit(data, cities_framework).vary(
        clean=[None, Clean((("income", 0.0, 100.0),))], weights=cq.jitter(0.2)
    )
    assert_runs_are_fits(study, study.run(24, seed=1), data, cities_framework)


@pytest.mark.parametrize("cut", [True, False])
@pytest.mark.parametrize(
    ("change", "varied"),
    [
        (lambda p: p, {}),
        (lambda p: p, {"weights": cq.jitter(0.3), "impute": ["mean", "median"]}),
        (lambda p: p.combine("geometric", safety="min"), {"weights": cq.jitter(0.3)}),
        (lambda p: p.weigh("sd"), {}),
        (lambda p: p, {"data": cq.noise(sd=0.05), "weights": cq.jitter(0.2)}),
        (lambda p: p.impute("row_mean"), {"data": cq.noise(sd=0.05)}),
        (lambda p: p, {"scale": [{"income": cq.minmax(1, 100)}, {"income": cq.goalposts(10, 40)}]}),
    ],
)
def test_goalposts_that_move_are_what_the_plan_gives(
    torn: Any, cities_framework: Any, change: Any, varied: Any, cut: bool
) -> None:
    framework = posted(cities_framework)
    made = cq.Plan().divide().impute("mean").scale(cq.goalposts(cut=cut), to=(1, 100) if cut else (50, 100))
    study = change(made).fit(torn, framework).vary(goalposts=cq.jitter(0.2), **varied)
    u = study.run(32, seed=3)
    assert u.failed < u.runs
    if change(made).default_weighing is None:
        assert_runs_are_fits(study, u, torn, framework)
        return
    for number in range(u.runs):
        row, place = u.design.place(number)
        moved = np.abs(u.run(number).ranks - study.engine(3).nominal).mean()
        assert u.tally.y[place, row] == pytest.approx(moved)


def test_goalposts_keep_to_their_share_and_to_their_names(torn: Any, cities_framework: Any) -> None:
    framework = posted(cities_framework)
    index = cq.Plan().divide().impute("mean").scale(cq.goalposts()).fit(torn, framework)
    u = index.vary(goalposts=cq.jitter(0.25, nodes=["income", "pm25"])).run(1536, seed=1)
    lows = np.array([u.choices(number)["goalposts"]["income"] for number in range(u.runs)])
    assert set(u.choices(0)["goalposts"]) == {"income", "pm25"}
    for at, middle in enumerate((15, 35)):
        assert np.abs(lows[:, at] - middle).max() <= 0.25 * 20
        assert lows[:, at].std() == pytest.approx(0.25 * 20 / np.sqrt(3), rel=0.1)
    assert {row["factor"]: row["total"] for row in u.sobol().rows()}["goalposts"] > 0.0


@pytest.mark.parametrize(
    ("factors", "why"),
    [
        ({"goalposts": cq.jitter(0.2)}, "nothing is scaled by goalposts"),
        ({"goalposts": cq.jitter(0.5)}, "could cross"),
        ({"goalposts": cq.any_weights()}, "is no goalposts"),
        ({"screen": cq.jitter(1.2)}, "between 0 and 1"),
        ({"screen": cq.jitter(0.9), "require": cq.jitter(0.9)}, "says no threshold"),
        ({"require": [0.2, 1.4]}, "1.4 is no alternative for require"),
        ({"require": [{"nowhere": 0.3}, 0.2]}, "no node with children"),
        ({"gate": [None, cq.Gate("nowhere", 1, 1)]}, "not in the framework"),
        ({"gate": [None, "shut"]}, "no alternative for gate"),
        ({"impute": cq.jitter(0.2)}, "is no impute"),
        ({"clean": [None, Clean()]}, "no such step"),
        ({"screen": [0.5, 1.5]}, "between 0 and 1"),
    ],
)
def test_what_cannot_vary_that_way_is_refused(torn: Any, cities_framework: Any, factors: Any, why: str) -> None:
    index = plan().fit(torn, cities_framework)
    with pytest.raises(cq.ProblemsFound, match=why):
        index.vary(**factors)


def test_a_screening_that_leaves_nobody_is_impossible_and_told(torn: Any, cities_framework: Any) -> None:
    everyone = tuple(row["unit"] for row in torn)
    study = plan().fit(torn, cities_framework).vary(screen=[0.5, Screen(0.5, leave_out=everyone)])
    assert len(study.impossible) == 1
    assert "no unit has enough data" in study.impossible[0].why[0]


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: cq.jitter("x"), "jitter: 'x', a finite number is needed"),  # type: ignore[arg-type]
        (lambda: cq.jitter(0.1, nodes="top"), "jitter: 'top', a list is needed"),
        (lambda: cq.any_weights(nodes=[3]), "a text is needed"),  # type: ignore[list-item]
        (lambda: cq.noise(None), "noise: None"),  # type: ignore[arg-type]
        (lambda: cq.dummy("a"), "dummy: 'a', a whole number is needed"),  # type: ignore[arg-type]
    ],
)
def test_what_is_drawn_names_its_fault_where_it_is_said(make: Any, why: str) -> None:
    with pytest.raises(cq.ProblemsFound, match=re.escape(why)):
        make()
