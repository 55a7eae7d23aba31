"""Framework, data and plan are told together; a plan that was edited by hand is told field by field."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hengliang.composite as cq

UNITS = list("ABCDEF")
DATA: dict[str, list[Any]] = {
    "unit": UNITS,
    "a": [1.0, 2.0, 3.0, 4.0, 5.0, 7.0],
    "b": [7.0, 6.0, 3.0, -2.0, 1.0, 0.5],
    "c": [1.0, 4.0, 2.0, 5.0, 3.0, 9.0],
}
ROWS = [("top", ""), ("s", "top"), ("a", "s"), ("b", "s"), ("c", "top")]
FRAMEWORK = [{"code": code, "parent": parent} for code, parent in ROWS]
PLAN = cq.Plan().scale(cq.minmax(0, 100))


def found(plan: cq.Plan, data: Any = DATA, framework: Any = FRAMEWORK, **more: Any) -> set[tuple[str, str, str]]:
    with pytest.raises(cq.ProblemsFound) as error:
        plan.fit(data, framework, **more)
    assert len(set(error.value.problems)) == len(error.value.problems)
    return {(problem.code, problem.row, problem.column) for problem in error.value.problems}


def tree(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**row, **changes.get(row["code"], {})} for row in FRAMEWORK]


def test_framework_data_and_plan_are_told_in_one_round() -> None:
    framework = tree(a={"weight": -1, "direction": 3}, b={"weight": "two", "direction": 1}, c={"parent": "tpo"})
    framework += [{"code": "", "parent": "top"}, {"code": "s", "parent": "c"}]
    data = DATA | {"a": ["x", math.inf, *DATA["a"][2:]], "unit": [*"ABCDE", "E"]}
    plan = PLAN.change("zz", weight=2.0).change("b", goalposts=(9, 1))
    assert found(plan, data, framework) >= {
        ("weight", "a", "weight"),
        ("direction", "a", "direction"),
        ("not-a-number", "b", "weight"),
        ("unknown-parent", "c", "parent"),
        ("no-code", "line 7", "code"),
        ("two-parents", "s", "parent"),
        ("unknown-code", "zz", ""),
        ("not-a-number", "A", "a"),
        ("infinite", "B", "a"),
        ("duplicate-unit", "E", "unit"),
    }


def test_a_cycle_and_dirty_data_are_told_in_one_round() -> None:
    framework = [*tree(s={"parent": "t"}), {"code": "t", "parent": "s"}]
    problems = found(PLAN, DATA | {"b": ["?", *DATA["b"][1:]]}, framework)
    assert {("cycle", "s", ""), ("not-a-number", "A", "b")} <= problems


def test_every_step_is_looked_at_before_the_first_one_runs() -> None:
    plan = (
        cq.Plan()
        .screen(keep=["Z"])
        .clean({"y": (0, 1)}, jumps={"a": 3.0})
        .divide({"x": "a", "b": "people"}, factors={"w": 2.0})
        .impute("mean", within="region", only=["v"])
        .impute("latest")
        .treat("winsorise", years=[1999], u=("log",))
        .scale(cq.distance_to_target(), years=[2001], a=cq.goalposts(0), b=cq.distance_to_reference("Q"), t="z")
        .weigh("given", r="equal")
        .combine("arithmetic", q="min")
        .require(0.5, p=0.5)
        .gate("o", below=1, cap=2)
    )
    data = DATA | {"c": ["?", *DATA["c"][1:]]}
    assert found(plan, data, tree(a={"mean": "meen"}, b={"target": 3.0})) == {
        ("not-a-parent", "a", ""),
        ("not-a-number", "A", "c"),
        # Names of the plan that are in no framework, sound or not.
        *(("unknown-code", code, "") for code in "opqrt"),
    }
    names = {row or column for _, row, column in found(plan, data, tree(s={"mean": "meen"}, b={"target": 3.0}))}
    wanted = ["A", "Z", "y", "x", "people", "w", "v", "region", "1999", "2001", "u", "a", "Q", "t", "r", "q", "p", "o"]
    assert set(wanted) | {"s", "c"} <= names


def test_goalposts_may_be_said_in_part() -> None:
    framework = tree(a={"goalposts": "0;10"}, b={"goalposts": "-5;20"}, c={"goalposts": "0;10"})
    index = cq.Plan().scale(cq.goalposts(), a=cq.goalposts(high=20)).fit(DATA, framework)
    assert list(index.scores["a"])[:2] == [0.05, 0.1]
    assert found(PLAN.scale(cq.goalposts(), a=cq.goalposts(low=30)), DATA, framework) == {
        ("goalposts-reversed", "", "a")
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weight", "2"),
        ("weight", math.nan),
        ("weight", math.inf),
        ("weight", True),
        ("coverage", "x"),
        ("coverage", 2.0),
        ("direction", "up"),
        ("direction", 0),
        ("direction", 0.5),
        ("goalposts", (1,)),
        ("goalposts", (1, "x")),
        ("goalposts", (math.nan, 1.0)),
        ("goalposts", (5, 5)),
        ("target", math.inf),
        ("target", [1]),
        ("mean", 5),
    ],
)
def test_a_node_or_a_change_of_a_wrong_type_is_named(field: str, value: Any) -> None:
    code = "s" if field in ("mean", "coverage") else "a"
    nodes = [cq.Node(name, parent, **({field: value} if name == code else {})) for name, parent in ROWS]
    with pytest.raises(cq.ProblemsFound) as error:
        cq.Framework.of(nodes)
    assert {(problem.row, problem.column) for problem in error.value.problems} == {(code, field)}
    with pytest.raises(cq.ProblemsFound) as error:
        PLAN.fit(DATA, cq.Framework(tuple(nodes)))
    assert {(problem.row, problem.column) for problem in error.value.problems} == {(code, field)}
    assert {row for _, row, _ in found(PLAN.change(code, **{field: value}))} == {code}


def test_a_framework_of_codes_that_are_no_text_is_named() -> None:
    with pytest.raises(cq.ProblemsFound, match="5, a text is needed"):
        cq.Framework.of([cq.Node("top"), cq.Node(5, "top")])  # type: ignore[arg-type]


def test_a_chain_of_a_thousand_nodes_is_no_matter() -> None:
    nodes = [cq.Node("n0"), *(cq.Node(f"n{i}", f"n{i - 1}") for i in range(1, 1500)), cq.Node("a", "n1499")]
    index = PLAN.fit(DATA, cq.Framework.of(nodes))
    np.testing.assert_allclose(index.scores["n0"], index.scores["a"])
    with pytest.raises(cq.ProblemsFound, match="leads back"):
        cq.Framework.of([*nodes[1:], cq.Node("n0", "n1499")])


CALLS = {
    "a share in text": lambda: cq.Plan().screen("half"),  # type: ignore[arg-type]
    "a share that is none": lambda: cq.Plan().screen(math.nan),
    "two hundred per cent": lambda: cq.Plan().screen(nonzero=2.0),
    "kept and left out": lambda: cq.Plan().screen(keep="A", leave_out=["A"]),
    "a range of one end": lambda: cq.Plan().clean({"a": 5}),  # type: ignore[dict-item]
    "a range of three ends": lambda: cq.Plan().clean({"a": (1, 2, 3)}),  # type: ignore[dict-item]
    "a range turned round": lambda: cq.Plan().clean({"a": (2, 1)}),
    "a jump of one": lambda: cq.Plan().clean(jumps={"a": 1.0}),
    "a list for a mapping": lambda: cq.Plan().divide(["a"]),  # type: ignore[arg-type]
    "a divisor that is a number": lambda: cq.Plan().divide({"a": 5}),  # type: ignore[dict-item]
    "a factor of zero": lambda: cq.Plan().divide(factors={"a": 0.0}),
    "a way to fill that is none": lambda: cq.Plan().impute("luck"),
    "groups in time": lambda: cq.Plan().impute("latest", within="region"),
    "a limit without time": lambda: cq.Plan().impute("mean", limit=3),
    "a limit in the future": lambda: cq.Plan().impute("latest", limit=-1),
    "an imputer that is none": lambda: cq.Plan().impute(object()),
    "an imputer that is true": lambda: cq.Plan().impute(True),
    "winsorising nothing": lambda: cq.Plan().treat(cq.winsorise(0)),
    "winsorising by text": lambda: cq.Plan().treat(cq.winsorise("5")),  # type: ignore[arg-type]
    "half a cell": lambda: cq.winsorise(2.5),  # type: ignore[arg-type]
    "a logarithm that is none": lambda: cq.log("natural"),
    "a power that is none": lambda: cq.boxcox(math.inf),
    "a test that is none": lambda: cq.Plan().treat("log", until=3),  # type: ignore[arg-type]
    "a treatment that is none": lambda: cq.Plan().treat(5),  # type: ignore[arg-type]
    "a year that is none": lambda: cq.Plan().treat("log", years=[2.5]),
    "years that are none": lambda: cq.Plan().scale("minmax", years=3.5),  # type: ignore[arg-type]
    "a range upside down": lambda: cq.minmax(100, 0),
    "a range of nothing": lambda: cq.scaled(5, 5),
    "a range without end": lambda: cq.minmax(0, math.inf),
    "a spread below zero": lambda: cq.z(0, -1),
    "goalposts reversed": lambda: cq.goalposts(10, 0),
    "no unit to refer to": lambda: cq.distance_to_reference(),
    "a ladder that falls": lambda: cq.ladder([2, 1], [0, 1, 2]),  # type: ignore[arg-type]
    "a ladder of few points": lambda: cq.ladder((1, 2), (0, 1)),
    "a scale that is none": lambda: cq.Plan().scale(5),  # type: ignore[arg-type]
    "one range of three": lambda: cq.Plan().scale("minmax", to=(1, 2, 3)),  # type: ignore[arg-type]
    "constant text": lambda: cq.Plan().scale("minmax", constant="50"),  # type: ignore[arg-type]
    "a weight below zero": lambda: cq.Plan().weigh(s={"a": -1.0}),
    "a weight in text": lambda: cq.Plan().weigh(s={"a": "much"}),  # type: ignore[dict-item]
    "a matrix that is none": lambda: cq.ahp(("a", "b"), "matrix"),  # type: ignore[arg-type]
    "a matrix that is not reciprocal": lambda: cq.ahp(("a", "b"), [[1, 2], [2, 1]]),
    "a matrix too small": lambda: cq.ahp(("a", "b", "c"), [[1, 2], [0.5, 1]]),
    "a budget below zero": lambda: cq.budget(("a", "b"), [[1, -2]]),
    "a budget of nobody": lambda: cq.budget(("a", "b"), []),
    "a child twice": lambda: cq.budget(("a", "a"), [[1, 2]]),
    "a shift below zero": lambda: cq.entropy(-1.0),
    "a power without end": lambda: cq.Plan().combine("power(inf)"),
    "an order of nothing": lambda: cq.owa(1.0, (0.0, 0.0)),
    "an attitude below zero": lambda: cq.owa(-1.0),
    "shares that cross": lambda: cq.bod(0.6, 0.5),
    "a gate in text": lambda: cq.Plan().gate("s", below="low", cap=5),  # type: ignore[arg-type]
    "a gate of nothing": lambda: cq.Plan().gate("", below=1, cap=5),
    "a coverage above one": lambda: cq.Plan().require(s=1.5),
    "a plan of nothing": lambda: cq.Plan(steps=(5,)),  # type: ignore[arg-type]
    "a plan from a dict": lambda: cq.Plan.from_json({}),  # type: ignore[arg-type]
    "a plan from nowhere": lambda: cq.Plan.from_json(Path("nowhere.json")),
}


@pytest.mark.parametrize("name", CALLS)
def test_what_makes_no_sense_is_refused_when_it_is_said(name: str) -> None:
    with pytest.raises(cq.ProblemsFound):
        CALLS[name]()


def body(**changes: Any) -> str:
    plan = json.loads(cq.Plan().treat(cq.winsorise(5)).scale(cq.minmax(0, 100)).gate("s", below=1, cap=2).to_json())
    return json.dumps({**plan, **changes})


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"steps": 5}, {"steps"}),
        ({"steps": [{"kind": "minmax"}]}, {"steps[0]"}),
        ({"steps": [5, "treat"]}, {"steps[0]", "steps[1]"}),
        ({"steps": [{"kind": "impute", "how": 5}, {"kind": "screen", "present": "x"}]}, {"steps[0].how", "steps[1].present"}),
        ({"steps": [{"kind": "treat", "treatments": [{"kind": "winsorise", "most": "5"}]}]}, {"steps[0].treatments[0].most"}),
        ({"steps": [{"kind": "impute", "howe": "mean"}]}, {"steps[0]"}),
        ({"default_scale": {"kind": "winsorise"}}, {"default_scale"}),
        ({"default_scale": {"kind": ["minmax"]}}, {"default_scale"}),
        ({"default_scale": {}}, {"default_scale"}),
        ({"default_scale": "minmax"}, {"default_scale"}),
        ({"default_scale": {"kind": "minmax", "low": 9, "high": 1}}, {"default_scale.low"}),
        ({"default_combiner": None}, {"default_combiner"}),
        ({"scales": [["a"]]}, {"scales"}),
        ({"scales": {"a": 1}}, {"scales"}),
        ({"gates": [{"kind": "gate", "node": "s"}]}, {"gates[0]"}),
        ({"to": [1]}, {"to"}),
        ({"to": "ab", "constant": [], "default_limit": None}, {"to", "constant", "default_limit"}),
        ({"limits": [["a", True]]}, {"limits"}),
        ({"luck": 1, "step": []}, {"luck", "step"}),
    ],
)  # fmt: skip
def test_a_plan_edited_by_hand_is_told_field_by_field(changes: dict[str, Any], columns: set[str]) -> None:
    with pytest.raises(cq.ProblemsFound) as error:
        cq.Plan.from_json(body(**changes))
    assert {problem.column for problem in error.value.problems} == columns


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('{"hengliang.composite.plan": 1, "constant": NaN}', "NaN"),
        ('{"hengliang.composite.plan": 1, "constant": 1e999}', "finite"),
        ('{"hengliang.composite.plan": 1, "to": [0, 1], "to": [0, 2]}', "twice"),
        ('{"hengliang.composite.plan": "1"}', "version '1'"),
        ('{"hengliang.composite.plan": true}', "version True"),
        ('{"hengliang.composite.plan": 0}', "version 0"),
        ('{"hengliang.composite.plan": 1, "to": [9, 1]}', "lower end"),
        ('{"hengliang.composite.plan": 1, "limits": [["a", 2]]}', "between 0 and 1"),
        ('{"hengliang.composite.plan": 1, "changes": [["a", "luck", 1]]}', "cannot be changed"),
        ('{"hengliang.composite.plan": 1, "scale_years": [[1]]}', "no year"),
        ('{"hengliang.composite.plan": 1, "default_scale": {"kind": "minmx"}}', "is it minmax"),
        ("[" * 100_000, "no JSON|not JSON"),
        ("plan.json", "not JSON"),
        ("", "not JSON"),
    ],
)
def test_a_plan_that_no_plan_wrote_says_why(text: str, rule: str) -> None:
    with pytest.raises(cq.ProblemsFound, match=rule):
        cq.Plan.from_json(text)


def test_a_plan_file_may_have_a_byte_order_mark(tmp_path: Path) -> None:
    plan = PLAN.require(0.5)
    (tmp_path / "plan.json").write_text("\ufeff" + plan.to_json(), encoding="utf-8")
    assert cq.Plan.from_json(tmp_path / "plan.json") == plan == cq.Plan.from_json("\ufeff" + plan.to_json())
    (tmp_path / "plan.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(cq.ProblemsFound, match="UTF-8"):
        cq.Plan.from_json(tmp_path / "plan.json")


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (lambda x, w: x.nope, "custom"),
        (lambda x, w: 5.0, "custom"),
        (lambda x, w: ["a"] * len(x), "custom"),
        (lambda x, w: np.full(len(x), np.inf), "no-score"),
        (lambda x, w: np.full(len(x), np.nan), "no-score"),
    ],
)
def test_a_function_of_yours_that_fails_is_named(function: Any, code: str) -> None:
    assert {problem[0] for problem in found(PLAN.combine("arithmetic", s=function))} == {code}


class Thrower:
    def fit(self, x: Any) -> Any:
        raise ValueError("no luck")

    def transform(self, x: Any) -> Any:
        return x


class Silent:
    def fit(self, x: Any) -> None:
        self.shape = x.shape

    def transform(self, x: Any) -> Any:
        return np.where(np.isnan(x), 3.0, x)


def test_an_imputer_that_fails_is_named_and_one_that_returns_nothing_works() -> None:
    data = DATA | {"a": [None, *DATA["a"][1:]]}
    assert found(cq.Plan().impute(Thrower()).scale("minmax"), data) == {("impute", "", "")}
    index = cq.Plan().impute(Silent()).scale("minmax").fit(data, FRAMEWORK)
    assert index.cell("A", "a")["imputed"] == 3.0


def test_a_score_that_stays_empty_is_noted() -> None:
    data = DATA | {"a": [None, *DATA["a"][1:]], "b": [None, *DATA["b"][1:]]}
    index = PLAN.require(0.9).fit(data, FRAMEWORK)
    assert [note for note in index.notes if "no score" in note] == [
        "s: 1 of 6 rows have no score, too few children (A)",
        "top: 1 of 6 rows have no score, too few children (A)",
    ]
