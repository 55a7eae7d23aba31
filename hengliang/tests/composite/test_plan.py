"""A plan is a value: immutable, comparable, replayed from JSON to the last bit, told in three languages."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import numpy as np
import pytest

import hengliang.composite as cq

FULL = (
    cq.Plan()
    .screen(0.5, nonzero=0.1, keep=["Porto"])
    .divide({"income": "people"}, factors={"income": 1000.0})
    .impute("latest", limit=2, only=["trust"])
    .impute("mean", within="region")
    .treat(cq.winsorise(5), cq.log("plus"), until=cq.moments(skew=2, kurtosis=3.5), trust=(), pm25=(cq.boxcox(0.5),))
    .scale(cq.minmax(0, 100), years=[2018, 2019], to=(1, 100), constant=50, trust=cq.goalposts(0, 12), income="z")
    .weigh("given", life="equal", safety={"pass_rate": 2.0}, city=cq.budget(("safety", "life", "trust"), ((5, 3, 2),)))
    .combine("arithmetic", safety="geometric", life=cq.power(0.1), city=cq.owa(1.0, (3.0, 2.0, 1.0)))
    .require(0.7, safety=1.0)
    .gate("safety", below=60, cap=60)
    .change("trust", weight=1 / 3, goalposts=(0.1, 9.7))
)
RUNS = FULL.scale(cq.minmax(0, 100), years=[2018, 2019], to=(1, 100), constant=50, trust=cq.goalposts(0, 12))


def test_plans_that_say_the_same_are_equal_and_immutable() -> None:
    plan = cq.Plan().divide().scale(cq.minmax(0, 100))
    assert plan == cq.Plan().divide().scale(cq.minmax(0.0, 100.0))
    assert hash(plan) == hash(cq.Plan().divide().scale("minmax"))
    assert plan != plan.require(0.5)
    assert plan.combine("sum", a="min", b="max") == plan.combine("sum", b="max", a="min")
    assert len({plan, cq.Plan().divide().scale("minmax"), plan.combine("geometric")}) == 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        plan.constant = 3.0  # type: ignore[misc]


def test_json_gives_the_same_plan_again() -> None:
    again = cq.Plan.from_json(FULL.to_json())
    assert again == FULL
    assert again.to_json() == FULL.to_json()
    assert dict(again.changes and [(c[1], c[2]) for c in again.changes])["weight"] == 1 / 3


def test_a_replay_is_equal_to_the_last_bit(cities_data: Any, cities_framework: Any) -> None:
    index = RUNS.fit(cities_data, cities_framework)
    again = cq.Plan.from_json(RUNS.to_json()).fit(cities_data, cities_framework)
    np.testing.assert_array_equal(again.values, index.values)
    np.testing.assert_array_equal(again.rank_values(), index.rank_values())


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("no json", "not JSON"),
        ("[1]", "key"),
        ('{"hengliang.composite.plan": 99}', "version 99"),
        ('{"hengliang.composite.plan": 1, "luck": 3}', "no field"),
        ('{"hengliang.composite.plan": 1, "default_scale": {"kind": "luck"}}', "no kind"),
        ('{"hengliang.composite.plan": 1, "default_scale": {"kind": "minmax", "luck": 1}}', "minmax"),
    ],
)
def test_a_plan_that_cannot_be_read_says_why(text: str, rule: str) -> None:
    with pytest.raises(cq.ProblemsFound, match=rule):
        cq.Plan.from_json(text)


def test_a_function_of_yours_works_but_has_no_json(cities_data: Any, cities_framework: Any) -> None:
    def worst_two(x: np.ndarray, w: np.ndarray) -> np.ndarray:
        return np.sort(x, axis=1)[:, :2].mean(axis=1)

    plan = cq.Plan().scale("minmax").combine("arithmetic", city=worst_two)
    assert plan.fit(cities_data[3:6], cities_framework).values.shape == (8, 3)
    with pytest.raises(cq.ProblemsFound, match="object of yours"):
        plan.to_json()


def test_numbers_of_numpy_have_json_too() -> None:
    plan = cq.Plan().scale(cq.minmax(np.int64(0), np.float64(100)), years=[np.int64(2019)])
    assert cq.Plan.from_json(plan.to_json()) == plan


def test_prose_names_every_decision_in_three_languages() -> None:
    texts = {language: FULL.prose(language) for language in ("en", "zh-hans", "zh-hant")}
    assert {len(text.splitlines()) for text in texts.values()} == {len(texts["en"].splitlines())}
    for text in texts.values():
        for fact in ("60", "70%", "region", "safety", "trust", "2018", "2019", "1000" if False else "pm25"):
            assert fact in text
    assert "加权几何平均" in texts["zh-hans"]
    assert "加權幾何平均" in texts["zh-hant"]
    assert "权" not in texts["zh-hant"]


def test_steps_run_in_the_order_they_were_said(asem_data: Any, asem_framework: Any) -> None:
    first = cq.Plan().impute("mean").divide().scale("minmax").fit(asem_data, asem_framework)
    then = cq.Plan().divide().impute("mean").scale("minmax").fit(asem_data, asem_framework)
    assert not np.array_equal(first.values, then.values)


def test_precedence_is_plan_then_framework_then_name(cities_data: Any, cities_framework: Any) -> None:
    framework = [dict(row, mean="max" if row["code"] == "safety" else "") for row in cities_framework]
    base = cq.Plan().scale(cq.minmax(1, 100))
    means = {
        "plan": base.combine("min").fit(cities_data, framework),
        "name": base.combine("min", safety="median").fit(cities_data, framework),
    }
    kinds = {
        key: {c.codes[p]: i.aggregation.combiners[p].kind for p in range(5, 8)}
        for key, i in means.items()
        for c in [i.tree]
    }
    assert kinds["plan"] == {"safety": "max", "life": "min", "city": "min"}
    assert kinds["name"]["safety"] == "median"


def test_a_step_can_be_taken_out_or_replaced(asem_plan: cq.Plan) -> None:
    assert [step.kind for step in asem_plan.without("treat").steps] == ["divide", "impute", "screen"]
    other = asem_plan.instead("impute", cq.Plan().impute("median").steps[0])
    assert [getattr(step, "how", "") for step in other.steps] == ["", "median", "", ""]
    with pytest.raises(cq.ProblemsFound, match="no step"):
        asem_plan.without("treat").instead("treat")


def test_the_json_is_plain_and_versioned() -> None:
    body = json.loads(FULL.to_json())
    assert body["hengliang.composite.plan"] == 1
    assert body["steps"][0]["kind"] == "screen"
