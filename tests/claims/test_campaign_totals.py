"""Printed rates of real campaigns hold when their totals stand in a sentence, and not when the rate is moved."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.claims.findings import alarms
from zhicheng.claims import check

TOTALS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "inspection-notices" / "campaign_totals.csv"


def _sentence(row: dict[str, str], rate: str) -> str:
    tested = f"共抽查产品，检验{row['batches_tested']}批次，"
    if row["batches_qualified"]:
        tested += f"合格{row['batches_qualified']}批次，"
    if row["batches_unqualified"]:
        tested += f"不合格{row['batches_unqualified']}批次，"
    name = "合格率" if row["rate_is"] == "qualified" else "不合格率"
    return f"{tested}{name}为{rate}%。"


def _rows() -> list[dict[str, str]]:
    if not TOTALS.exists():
        pytest.skip("the campaign totals of ../shared/data are not here")
    with TOTALS.open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["published_rate_percent"]]


def test_the_printed_rates_hold() -> None:
    for row in _rows():
        text = _sentence(row, row["published_rate_percent"])
        assert alarms(text) == [], text
        assert any(claim.stated_percent is not None for claim in check(text).claims), text


def test_a_rate_that_was_moved_is_found() -> None:
    for row in _rows():
        text = _sentence(row, str(round(float(row["published_rate_percent"]) + 3, 2)))
        assert len(alarms(text)) == 1, text
