"""Cleaning: impossible values become gaps, each on record, divisors too, and a decision stays."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import hengliang.composite as cq
from hengliang.composite.cleaning import jumps, outside

FRAMEWORK = [
    {"code": "top", "parent": "", "divisor": ""},
    {"code": "rate", "parent": "top", "divisor": ""},
    {"code": "beds", "parent": "top", "divisor": "people"},
]


def panel(people_of_b: float = 50.0) -> list[dict[str, Any]]:
    rows = []
    for year in range(2001, 2007):
        rows.append({"unit": "A", "year": year, "rate": 90.0 + year % 3, "beds": 100.0 + year % 5, "people": 10.0})
        rows.append({"unit": "B", "year": year, "rate": 70.0 + year % 4, "beds": 600.0 + year % 7, "people": 50.0})
    rows[2]["rate"] = 362.0
    rows[5]["people"] = people_of_b
    return rows


def test_ranges_and_jumps_by_hand() -> None:
    assert outside([1, 5, np.nan, 9], 2, 8).tolist() == [True, False, False, True]
    assert outside([1, 5], None, None).tolist() == [False, False]
    assert jumps([10, 11, 12, 260, 11], ["a"] * 5, 5).tolist() == [False, False, False, True, False]
    assert jumps([10, 11, 0, 12, 11], ["a"] * 5, 5).tolist() == [False, False, True, False, False]
    assert not jumps([1, 100, 1], ["a"] * 3, 5).any()


def test_a_percentage_of_362_becomes_a_gap_and_says_so() -> None:
    index = cq.Plan().clean({"rate": (0, 100)}).divide().impute("linear").scale("minmax").fit(panel(), FRAMEWORK)
    assert index.cleaning.rows() == [
        {"unit": "A", "year": 2002, "column": "rate", "value": 362.0, "rule": "range", "why": "outside 0 to 100"}
    ]
    record = index.changes.rows()
    assert [(row["step"], row["unit"], row["year"], row["before"]) for row in record][:1] == [
        ("cleaned", "A", 2002, 362.0)
    ]
    assert record[0]["how"] == "outside 0 to 100"
    assert record[1]["step"] == "imputed"
    way = index.cell("A", "rate", year=2002)
    assert way["raw"] == 362.0
    assert np.isnan(way["cleaned"])
    assert 90 <= way["imputed"] <= 92


def test_a_divisor_is_cleaned_too() -> None:
    plan = cq.Plan().clean(jumps={"people": 5}).divide().impute("linear").scale("minmax")
    index = plan.fit(panel(5000.0), FRAMEWORK)
    assert [(row["column"], row["value"], row["rule"]) for row in index.cleaning.rows()] == [("people", 5000.0, "jump")]
    assert index.cell("B", "beds", year=2003)["imputed"] == pytest.approx(12, abs=0.2)


def test_a_decision_stays_when_later_years_arrive() -> None:
    plan = cq.Plan().clean({"rate": (0, 100)}, jumps={"people": 5}).divide().impute("linear").scale("minmax")
    index = plan.fit(panel(5000.0), FRAMEWORK)
    later = [row | {"year": row["year"] + 6, "people": 5000.0} for row in panel() if row["unit"] == "B"]
    both = index.apply([*panel(5000.0), *later])
    old = [row for row, year in enumerate(both.panel.years) if year < 2007]
    np.testing.assert_array_equal(both.values[:, old], index.values)


def test_a_plan_with_cleaning_is_a_value() -> None:
    plan = cq.Plan().clean({"rate": (0, 100), "beds": (None, 9)}, jumps={"people": 5})
    assert cq.Plan.from_json(plan.to_json()) == plan
    assert "rate 0–100" in plan.prose()
    assert "people 5" in plan.prose("zh-hans")


def test_wrong_rules_are_refused() -> None:
    with pytest.raises(cq.ProblemsFound, match="lower end"):
        cq.Plan().clean({"rate": (100, 0)})
    with pytest.raises(cq.ProblemsFound, match="above 1"):
        cq.Plan().clean(jumps={"rate": 0.5})
    text = cq.Plan().clean({"rate": (0, 100)}).to_json().replace("100.0", '"many"')
    with pytest.raises(cq.ProblemsFound, match="many"):
        cq.Plan.from_json(text)
    with pytest.raises(cq.ProblemsFound, match="no column of the data"):
        cq.Plan().clean({"rat": (0, 1)}).divide().scale("minmax").fit(panel(), FRAMEWORK)
    with pytest.raises(cq.ProblemsFound, match="more than 3 years"):
        cq.Plan().clean(jumps={"rate": 5}).scale("minmax").fit([r for r in panel() if r["year"] < 2003], FRAMEWORK)
