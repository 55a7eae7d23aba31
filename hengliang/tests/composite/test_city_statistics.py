"""The dirty panel of prefecture cities: read as it stands, screened, treated with every change told, indexed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import hengliang.composite as cq

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "city-statistics"
PANEL = SHARED / "prefecture_city_panel_2004_2012.csv"
PEOPLE = "年末总人口_全市_万人"
INDICATORS = {
    "财政收入 市 占GDP比重": ("economy", 1, ""),
    "社会消费品零售额_全市_万元": ("economy", 1, PEOPLE),
    "医院、卫生院床位数_全市_张": ("life", 1, PEOPLE),
    "每千人拥有卫生技术人员数 市": ("life", 1, ""),
    "工业二氧化硫排放量_全市_吨": ("air", -1, PEOPLE),
    "工业氮氧化物排放量_全市_吨": ("air", -1, PEOPLE),
}

pytestmark = pytest.mark.skipif(not PANEL.exists(), reason="the shared data are not here: city-statistics")


def framework() -> cq.Framework:
    nodes = [cq.Node("top"), *(cq.Node(code, "top") for code in ("economy", "life", "air"))]
    nodes += [cq.Node(c, parent, direction=d, divisor=by) for c, (parent, d, by) in INDICATORS.items()]
    return cq.Framework.of(nodes)


def test_the_sheet_is_read_as_it_stands_and_its_gaps_are_told() -> None:
    index = cq.Plan().divide().scale("minmax").fit(PANEL, framework(), unit="城市", year="年份")
    assert index.values.shape == (10, 1989)
    # One cell of 0.53 or 386 % stretches a min-max scale so far that half the cities lie in its lowest tenth.
    assert np.nanmedian(index.made.leaves, axis=1).min() < 10


def test_an_index_with_a_frozen_scale_every_change_on_record() -> None:
    plan = (
        cq.Plan()
        .divide()
        .impute("latest", limit=2)
        .screen(0.5)
        .treat(cq.winsorise(60), cq.log())
        .scale(cq.minmax(0, 100), years=[2004, 2005, 2006, 2007, 2008])
        .require(0.5)
    )
    index = plan.fit(PANEL, framework(), unit="城市", year="年份")
    assert set(index.panel.years) == set(range(2004, 2013))
    assert (~np.isnan(index.values[index.tree.top])).mean() > 0.9
    treated = {row["code"]: row for row in index.treatment.rows()}
    assert set(treated) == set(INDICATORS)
    assert any(row["treatment"] for row in treated.values())
    moved = sum(row["moved"] for row in treated.values() if row["treatment"] == "winsorise")
    assert sum(row["step"] == "winsorised" for row in index.changes.rows()) == moved
    later = index.apply(index.panel)
    np.testing.assert_array_equal(later.values, index.values)
