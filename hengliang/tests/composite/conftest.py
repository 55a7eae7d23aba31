"""Data for the tests of composite: the field's worked example where it is at hand, and a small made-up one."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import hengliang.composite as cq

# A test that needs a second on a busy machine is not a wrong one.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"


def _table(folder: str, name: str) -> list[dict[str, str]]:
    path = SHARED / folder / name
    if not path.exists():
        pytest.skip(f"the shared data are not here: {folder}/{name}")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def asem_data() -> list[dict[str, str]]:
    return _table("composite-asem", "asem_idata.csv")


@pytest.fixture(scope="session")
def asem_framework() -> list[dict[str, str]]:
    return _table("composite-asem", "asem_imeta.csv")


@pytest.fixture(scope="session")
def asem_panel() -> list[dict[str, str]]:
    return _table("composite-asem", "asem_idata_panel.csv")


@pytest.fixture(scope="session")
def asem_plan() -> cq.Plan:
    """COINr's build_example_coin, in its order."""
    return (
        cq.Plan()
        .divide()
        .impute("mean", within="EurAsia_group")
        .screen(0.9)
        .treat(cq.winsorise(5), cq.log(), until=cq.moments(skew=2, kurtosis=3.5))
        .scale(cq.minmax(0, 100))
        .combine("arithmetic")
    )


@pytest.fixture(scope="session")
def asem(asem_plan: cq.Plan, asem_data: Any, asem_framework: Any) -> cq.Index:
    return asem_plan.fit(asem_data, asem_framework)


@pytest.fixture
def cities_framework() -> list[dict[str, Any]]:
    """A ragged tree: two pillars of two, one indicator straight under the top."""
    rows = [
        ("city", "", None, 1.0, ""),
        ("safety", "city", 1, 2.0, ""),
        ("life", "city", 1, 1.0, ""),
        ("pass_rate", "safety", 1, 1.0, ""),
        ("accidents", "safety", -1, 3.0, "people"),
        ("income", "life", 1, 1.0, ""),
        ("pm25", "life", -1, 1.0, ""),
        ("trust", "city", 1, 1.0, ""),
    ]
    return [dict(zip(("code", "parent", "direction", "weight", "divisor"), row, strict=True)) for row in rows]


@pytest.fixture
def cities_data() -> list[dict[str, Any]]:
    """Six made-up cities over three years; one cell is missing."""
    names = ("unit", "region", "year", "people", "pass_rate", "accidents", "income", "pm25", "trust")
    rows: list[tuple[Any, ...]] = []
    for number, unit in enumerate(("Porto", "Lyon", "Gent", "Graz", "Turku", "Brno")):
        for step, year in enumerate((2018, 2019, 2020)):
            pass_rate = 80 + 3 * number + step
            accidents = 40 + 7 * number - 2 * step
            pm25 = 30 - 3 * number + (number * 5 + step * 2) % 4
            income = 20 + (number * 7) % 11 + 0.8 * step
            trust = None if (unit, year) == ("Gent", 2018) else 5 + (number * 3) % 7 + 0.1 * step
            region = "south" if number % 2 else "north"
            rows.append((unit, region, year, 100 + 10 * number, pass_rate, accidents, income, pm25, trust))
    return [dict(zip(names, row, strict=True)) for row in rows]
