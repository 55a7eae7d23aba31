"""Frameworks: any depth, COINr's columns, and everything that can be wrong told at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import hengliang.composite as cq


def codes(error: pytest.ExceptionInfo[cq.ProblemsFound]) -> set[tuple[str, str]]:
    return {(problem.code, problem.row) for problem in error.value.problems}


def test_coinr_names_are_read_as_they_are(asem_framework: Any) -> None:
    framework = cq.read_framework(asem_framework)
    tree = framework.tree
    assert (tree.leaves, len(tree.codes), len(tree.levels)) == (49, 60, 3)
    assert (framework.divisors, framework.groups[0]) == (("Area", "Energy", "GDP", "Population"), "GDP_group")
    assert (framework.node("Tariff").direction, framework.node("Flights").divisor) == (-1, "Population")


def test_a_ragged_tree_has_children_before_parents(cities_framework: Any) -> None:
    tree = cq.read_framework(cities_framework).tree
    assert tree.codes == ("pass_rate", "accidents", "income", "pm25", "trust", "safety", "life", "city")
    assert [list(level) for level in tree.levels] == [[5, 6], [7]]
    assert list(tree.leaves_under(tree.place("safety"))) == [0, 1]
    assert [tree.codes[place] for place in tree.above(0)] == ["safety", "city"]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=40))
def test_every_tree_compiles_with_children_first(picks: list[int]) -> None:
    nodes = [cq.Node("n0")]
    for number, pick in enumerate(picks, start=1):
        nodes.append(cq.Node(f"n{number}", f"n{pick % number}"))
    tree = cq.Framework.of(nodes[::-1]).tree
    for place in range(len(tree.codes) - 1):
        assert tree.parent[place] > place
        assert place in tree.children[tree.parent[place]]
    assert sorted(np.concatenate(tree.levels)) == list(range(tree.leaves, len(tree.codes)))


def test_all_that_is_wrong_comes_at_once() -> None:
    rows = [
        {"code": "top", "parent": "", "direction": 1, "weight": 1},
        {"code": "a", "parent": "top", "direction": 2, "weight": 1},
        {"code": "b", "parent": "top", "direction": 1, "weight": 0},
        {"code": "b2", "parent": "top", "direction": 1, "weight": -3},
        {"code": "c", "parent": "nowhere", "direction": 1, "weight": 1},
        {"code": "d", "parent": "e", "direction": 1, "weight": 1},
        {"code": "e", "parent": "d", "direction": 1, "weight": 1},
        {"code": "f", "parent": "top", "direction": 1, "weight": 1},
        {"code": "f", "parent": "a", "direction": 1, "weight": 1},
        {"code": "g", "parent": "top", "direction": 1, "weight": "much"},
        {"code": "", "parent": "top", "direction": 1, "weight": 1},
        {"code": "h", "parent": "top", "direction": "", "weight": 1},
        {"code": "other", "parent": "", "direction": 1, "weight": 1},
    ]
    with pytest.raises(cq.ProblemsFound) as error:
        cq.read_framework(rows)
    assert codes(error) >= {
        ("direction", "a"),
        ("weight", "b"),
        ("weight", "b2"),
        ("unknown-parent", "c"),
        ("cycle", "d"),
        ("two-parents", "f"),
        ("not-a-number", "g"),
        ("no-code", "line 12"),
        ("direction", "h"),
        ("two-tops", "top"),
        ("two-tops", "other"),
        ("alone", "other"),
    }


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"goalposts": "100;0"}, "goalposts-reversed"),
        ({"goalposts": "about ten"}, "goalposts"),
        ({"goalpost_low": 3}, "goalposts"),
        ({"coverage": 0.5}, "not-a-parent"),
        ({"direction": 0.5}, "direction"),
        ({"weight": float("inf")}, "infinite"),
    ],
)
def test_a_single_cell_is_named(row: dict[str, Any], code: str) -> None:
    rows = [{"code": "top", "parent": ""}, {"code": "x", "parent": "top"} | row]
    with pytest.raises(cq.ProblemsFound) as error:
        cq.read_framework(rows)
    assert (code, "x") in codes(error)


def test_what_belongs_to_indicators_is_refused_on_other_nodes() -> None:
    with pytest.raises(cq.ProblemsFound, match="belong to indicators"):
        cq.Framework.of([cq.Node("top"), cq.Node("a", "top", target=3.0), cq.Node("x", "a")])


def test_goalposts_are_read_in_many_hands() -> None:
    for text in ("0;100", "0, 100", "[0 100]", "0；100"):
        rows = [{"code": "top", "parent": ""}, {"code": "x", "parent": "top", "goalposts": text}]
        assert cq.read_framework(rows).node("x").goalposts == (0.0, 100.0)


def test_a_lone_child_takes_its_parent_out() -> None:
    nodes = [cq.Node("top"), cq.Node("a", "top"), cq.Node("a1", "a"), cq.Node("b", "top"), cq.Node("b1", "b")]
    assert set(cq.Framework.of(nodes).without("a1").tree.codes) == {"top", "b", "b1"}


def test_a_table_without_codes_is_no_framework() -> None:
    with pytest.raises(cq.ProblemsFound, match="no column called code"):
        cq.read_framework([{"number": 1}])
    with pytest.raises(cq.ProblemsFound, match="no nodes"):
        cq.Framework.of([])


def test_a_very_deep_tree_is_no_matter() -> None:
    nodes = [cq.Node("n0"), *(cq.Node(f"n{i}", f"n{i - 1}") for i in range(1, 3000))]
    assert len(cq.Framework.of(nodes).tree.levels) == 2999
