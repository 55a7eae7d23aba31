"""Bad data and impossible plans: named by row, column and rule, all at once; nothing ends as a silent NaN."""

from __future__ import annotations

import math
from typing import Any

import pytest

import hengliang.composite as cq

TREE = [
    cq.Node("top"),
    cq.Node("s", "top"),
    *(cq.Node(code, "s") for code in ("a", "b")),
    cq.Node("c", "top", direction=-1),
]
FRAMEWORK = cq.Framework.of(TREE)
GOOD = [{"unit": unit, "a": i + 1.0, "b": 7.0 - i * i, "c": (i * 3) % 5 + 1.0} for i, unit in enumerate("ABCDEF")]
PLAN = cq.Plan().scale(cq.minmax(0, 100))


def problems(plan: cq.Plan, data: Any, framework: Any = FRAMEWORK, **more: Any) -> set[tuple[str, str, str]]:
    with pytest.raises(cq.ProblemsFound) as error:
        plan.fit(data, framework, **more)
    assert str(error.value).startswith(f"{len(error.value.problems)} problem")
    assert len(error.value.rows()) == len(error.value.problems)
    return {(problem.code, problem.row, problem.column) for problem in error.value.problems}


def changed(**cells: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**row, **cells.get(str(row["unit"]), {})} for row in GOOD]


def test_everything_wrong_with_the_data_comes_at_once() -> None:
    data = changed(A={"a": "much"}, B={"b": math.inf}, C={"c": "1,234"}, E={"unit": "D"}, F={"unit": ""})
    assert problems(PLAN, data) == {
        ("not-a-number", "A", "a"),
        ("infinite", "B", "b"),
        ("not-a-number", "C", "c"),
        ("duplicate-unit", "D", "unit"),
        ("no-unit", "line 7", "unit"),
    }


def test_a_missing_column_is_named() -> None:
    data = [{"unit": row["unit"], "a": row["a"]} for row in GOOD]
    assert problems(PLAN, data) == {("no-column", "", "b"), ("no-column", "", "c")}


def test_a_constant_column_is_asked_about_and_never_dropped() -> None:
    data = [{**row, "b": 3.0} for row in GOOD]
    assert problems(PLAN, data) == {("constant", "", "b")}
    index = cq.Plan().scale(cq.minmax(0, 100), constant=50.0).fit(data, FRAMEWORK)
    assert set(index.scores["b"]) == {50.0}


def test_an_empty_column_is_asked_about() -> None:
    assert problems(PLAN, [{**row, "b": ""} for row in GOOD]) == {("empty-indicator", "", "b")}


def test_a_geometric_mean_over_zero_names_child_and_units() -> None:
    found = problems(PLAN.combine("geometric"), GOOD)
    assert found == {("forbidden-value", "A", "a"), ("forbidden-value", "F", "b"), ("forbidden-value", "D", "c")}


def test_impossible_values_are_named_in_methods_without_a_generator_too() -> None:
    data = changed(C={"a": ""}, D={"b": ""}, E={"a": ""}, F={"b": ""})
    plan = PLAN.combine("arithmetic", s="dp2")
    assert problems(plan, data) == {("gap", "", "a"), ("gap", "", "b")}
    with pytest.raises(
        cq.ProblemsFound, match=r"s: only 2 of 6 units have every value, 3 are needed \(gaps in rows C, E"
    ):
        plan.fit(data, FRAMEWORK)


def test_one_unit_has_no_range() -> None:
    assert problems(PLAN, GOOD[:1]) == {("constant", "", "a"), ("constant", "", "b"), ("constant", "", "c")}


def test_three_units_and_one_indicator_are_enough_where_the_mathematics_allows() -> None:
    framework = cq.Framework.of([cq.Node("top"), cq.Node("a", "top")])
    index = PLAN.fit(GOOD[:3], framework)
    assert list(index.scores["top"]) == [0.0, 50.0, 100.0]
    assert list(index.ranks()["top"]) == [3.0, 2.0, 1.0]


@pytest.mark.parametrize("call", [lambda p: p.require(2.0), lambda p: p.screen(2.0), lambda p: p.require(s=-0.1)])
def test_a_share_of_two_hundred_per_cent_is_refused(call: Any) -> None:
    with pytest.raises(cq.ProblemsFound, match="between 0 and 1"):
        call(PLAN)


def test_years_that_do_not_match() -> None:
    data = [{**row, "year": 2019} for row in GOOD]
    assert problems(cq.Plan().scale("minmax", years=[2018]), data) == {("unknown-year", "2018", "year")}
    assert problems(cq.Plan().scale("minmax", years="yearly"), GOOD) == {("no-years", "", "")}
    assert problems(cq.Plan().treat("log", years=[2000]).scale("minmax"), data) >= {("unknown-year", "2000", "year")}
    assert problems(cq.Plan().impute("latest").scale("minmax"), GOOD) == {("no-years", "", "")}
    twice = [*data, dict(data[0])]
    assert problems(PLAN, twice) == {("duplicate-unit", "A", "unit")}
    assert problems(PLAN, [{**row, "year": "" if row["unit"] == "B" else 2019} for row in GOOD]) == {
        ("no-year", "B", "year")
    }


def test_divisors_of_nothing() -> None:
    framework = cq.Framework.of([*TREE[:2], cq.Node("a", "s", divisor="people"), *TREE[3:]])
    data = [{**row, "people": 0 if row["unit"] == "C" else -1 if row["unit"] == "D" else 5} for row in GOOD]
    assert problems(cq.Plan().divide().scale("minmax"), data, framework) == {
        ("divisor", "C", "people"),
        ("divisor", "D", "people"),
    }
    assert problems(cq.Plan().divide().scale("minmax"), GOOD, framework) == {("no-column", "", "people")}
    assert problems(cq.Plan().divide().scale("minmax"), GOOD) == {("divide", "", "")}


def test_unknown_names_in_a_plan_are_all_told() -> None:
    plan = (
        PLAN.combine("arithmetic", nowhere="geometric")
        .weigh("given", elsewhere="equal")
        .require(0.5, there=0.1)
        .gate("luck", below=1, cap=2)
    )
    rows = {row for _, row, _ in problems(plan, GOOD)}
    assert rows == {"nowhere", "elsewhere", "there", "luck"}
    assert problems(PLAN.change("zz", weight=2.0), GOOD) == {("unknown-code", "zz", "")}
    assert problems(cq.Plan().scale("minmax", zz="z"), GOOD) == {("unknown-code", "", "zz")}
    assert problems(cq.Plan().screen(keep=["Z"]).scale("minmax"), GOOD) == {("unknown-unit", "Z", "")}
    assert problems(PLAN.gate("a", below=1, cap=2, on="c"), GOOD) == {("gate", "a", "")}
    assert problems(PLAN, GOOD, unit="town") >= {("no-column", "", "town")}


def test_a_plan_without_a_scale_is_asked_about() -> None:
    assert {code for code, _, _ in problems(cq.Plan(), GOOD)} == {"no-scale"}


@pytest.mark.parametrize(
    "call",
    [
        lambda: cq.Plan().scale("minimax"),
        lambda: cq.Plan().combine("meen"),
        lambda: cq.Plan().combine("power(x)"),
        lambda: cq.Plan().weigh("fair"),
        lambda: cq.Plan().treat("wash"),
        lambda: cq.Plan().scale("minmax", to=(9, 1)),
        lambda: cq.Plan().scale("minmax", years="sometimes"),
        lambda: cq.Plan().change("a", luck=1),
        lambda: cq.Plan().prose("la"),
        lambda: cq.Plan().instead("treat"),
    ],
)
def test_a_word_that_is_none_is_refused_when_it_is_said(call: Any) -> None:
    with pytest.raises(cq.ProblemsFound):
        call()


def test_the_frameworks_own_means_are_checked() -> None:
    framework = [
        {"code": "top", "parent": "", "mean": "meen"},
        *({"code": code, "parent": "top", "mean": ""} for code in "abc"),
    ]
    assert problems(PLAN, GOOD, framework) == {("mean", "top", "mean")}


def test_weights_without_sense_are_named() -> None:
    for weight in (0.0, -1.0):
        with pytest.raises(cq.ProblemsFound, match=r"weight: row a, column weight: .* is not above 0"):
            PLAN.weigh(s={"a": weight})
    assert problems(PLAN.weigh(s={"zz": 1.0}), GOOD) == {("unknown-code", "zz", "weight")}
    assert problems(PLAN.weigh(s=cq.ahp(("a", "zz"), ((1, 2), (0.5, 1)))), GOOD) == {("unknown-code", "", "weight")}
    assert problems(PLAN.weigh(s="first_component"), GOOD) == {("negative-loading", "", "a")}
    assert problems(PLAN.weigh(s="infomax"), GOOD[:2]) != set()


def test_a_unit_without_a_group_is_named() -> None:
    data = [{**row, "region": "" if row["unit"] == "B" else "x"} for row in GOOD]
    plan = cq.Plan().impute("mean", within="region").scale("minmax")
    assert problems(plan, data) == {("no-group", "B", "region")}
    assert problems(plan, GOOD) == {("no-column", "", "region")}


def test_a_turned_node_needs_one_output_range() -> None:
    framework = cq.Framework.of([cq.Node("top"), cq.Node("s", "top", direction=-1), *TREE[2:]])
    plan = cq.Plan().scale("minmax", a=cq.goalposts(0, 9))
    assert problems(plan, GOOD, framework) == {("direction", "s", "direction")}


def test_ranks_of_years_with_more_or_fewer_units_cannot_turn_a_node() -> None:
    framework = cq.Framework.of([cq.Node("top"), cq.Node("s", "top", direction=-1), *TREE[2:]])
    data = [{**row, "year": 2018} for row in GOOD] + [{**row, "year": 2019} for row in GOOD[1:]]
    assert problems(cq.Plan().scale("rank", years="yearly"), data, framework) == {("direction", "s", "direction")}
    assert cq.Plan().scale("rank").fit(data, framework).values.shape == (5, 11)


def test_a_turned_top_is_refused() -> None:
    with pytest.raises(cq.ProblemsFound, match="enters nothing"):
        cq.Framework.of([cq.Node("top", direction=-1), cq.Node("a", "top")])


def test_nobody_left_after_screening() -> None:
    data = [{**row, "a": ""} for row in GOOD]
    assert problems(cq.Plan().screen(1.0).scale("minmax"), data) == {("screening", "", "")}


def test_gaps_that_nobody_filled_and_divisors_that_nobody_divides_by_are_told() -> None:
    data = {"unit": list("ABCDE"), "a": [1, 2, None, 4, 5], "b": [2, 3, 5, 1, None], "people": [2, 2, 3, 3, 4]}
    framework = {"code": ["s", "a", "b"], "parent": ["", "s", "s"], "divisor": ["", "people", ""]}
    index = cq.Plan().scale("minmax").fit(data, framework)
    assert index.notes == (
        "gaps that nobody filled: 2, their weights go to the cells that are there: a (C); b (E)",
        "the framework names divisors, but the plan does not divide: a / people",
    )
    assert cq.Plan().divide().impute().scale("minmax").fit(data, framework).notes == ()


def test_a_divisor_that_is_text_is_told_with_the_rest() -> None:
    data = {"unit": list("ABCDE"), "a": [1, "x", 3, 4, 5], "people": [1, 2, "many", 4, 5]}
    framework = {"code": ["s", "a"], "parent": ["", "s"], "divisor": ["", "people"]}
    with pytest.raises(cq.ProblemsFound) as error:
        cq.Plan().divide().scale("minmax").fit(data, framework)
    assert {(problem.row, problem.column) for problem in error.value.problems} == {("B", "a"), ("C", "people")}


def test_every_unknown_name_of_a_plan_is_told_together() -> None:
    plan = cq.Plan().scale("minmax").change("u", weight=2).weigh(v="equal").combine(w="min").require(x=0.5)
    framework = {"code": ["s", "a", "b"], "parent": ["", "s", "s"]}
    data = {"unit": list("ABC"), "a": [1, 2, 3], "b": [2, 3, 5]}
    for table in (framework, {"code": ["s", "a", "b", "c"], "parent": ["", "s", "s", "lost"]}):
        with pytest.raises(cq.ProblemsFound) as error:
            plan.gate("y", below=1, cap=2).fit(data, table)
        assert {p.row for p in error.value.problems if p.code == "unknown-code"} == set("uvwxy")
