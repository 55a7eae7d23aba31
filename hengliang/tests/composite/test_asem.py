"""The field's worked example at every step: against a plain reconstruction, and against what COINr's pages print."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from composite_oracle import index_asem, kurtosis, ranks, skewness

import hengliang.composite as cq
from hengliang.composite.preparation import aligned

# Printed by COINr 1.1.14, vignette "Presenting Results" (get_results of build_example_coin, rounded to 2 decimals).
COINR_COLUMNS = (
    *("Index", "Conn", "Sust", "Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin"),
)
COINR_RESULTS = {
    "CHE": (68.38, 62.79, 73.98, 63.41, 32.87, 74.78, 85.94, 56.93, 77.21, 87.85, 56.88),
    "NLD": (64.82, 61.94, 67.70, 64.87, 46.62, 84.55, 71.74, 41.92, 58.73, 86.58, 57.78),
    "DNK": (64.80, 57.10, 72.51, 50.52, 30.43, 78.13, 75.35, 51.04, 69.83, 86.40, 61.29),
    "NOR": (64.47, 57.44, 71.50, 58.18, 25.70, 80.03, 89.46, 33.80, 70.90, 87.00, 56.59),
    "BEL": (63.54, 63.99, 63.09, 71.97, 48.22, 80.84, 75.60, 43.32, 53.01, 86.17, 50.09),
    "SWE": (63.00, 53.87, 72.12, 51.51, 23.87, 80.98, 74.51, 38.50, 66.37, 87.74, 62.27),
}
# Printed by COINr, vignette "Results", ranks within the GDP-per-capita group XL.
COINR_XL = {"CHE": (1, 2, 1, 3, 5), "NLD": (2, 3, 6, 2, 4), "AUT": (6, 7, 5, 11, 7)}
# Printed by COINr, vignette "Outlier Treatment": raw data, at most one winsorised point.
COINR_SHAPES = {
    "LPI": (-0.3042681, -0.6567514),
    "Flights": (2.1032872, 4.5088794),
    "Bord": (2.1482360, 5.7914905),
    "Elec": (2.2252736, 5.7910268),
    "Gas": (2.8294486, 10.3346494),
    "Cov4G": (-1.3725191, 0.5419314),
    "Goods": (2.6499733, 8.2666095),
    "Services": (1.7010849, 2.3756557),
}
COINR_AFTER_ONE = {"Flights": 1.900658, "Bord": 1.899211, "Elec": 1.717744, "Gas": 1.602518, "Goods": 0.03104001}


# Printed by COINr, vignette "Aggregation", first five units by code, 3 significant digits.
COINR_FIRST = {
    "AUS": (12.6, 31.9, 52.4, 39.50, 34.8, 52.5, 71.9, 55.7, 38.4, 53.2, 45.8),
    "AUT": (26.2, 69.5, 77.5, 54.10, 41.1, 78.2, 72.8, 62.9, 55.4, 68.4, 61.9),
    "BEL": (48.2, 53.0, 75.6, 43.30, 72.0, 80.8, 86.2, 50.1, 64.0, 63.1, 63.5),
    "BGD": (13.3, 81.7, 26.5, 5.85, 22.9, 32.4, 27.5, 64.6, 20.2, 57.9, 39.0),
    "BGR": (24.6, 55.7, 75.9, 27.10, 28.4, 67.5, 53.3, 61.7, 44.7, 56.9, 50.8),
}
COINR_ORDER = "ConEcFin,Environ,Instit,P2P,Physical,Political,Social,SusEcFin,Conn,Sust,Index"


def test_every_step_equals_the_plain_reconstruction(asem: cq.Index, asem_data: Any, asem_framework: Any) -> None:
    plain = index_asem(asem_data, asem_framework)
    mine = dict(aligned(asem.work))
    mine["treated"] = asem.work.values
    mine["scaled"] = asem.made.leaves
    for stage in ("divided", "imputed", "treated", "scaled"):
        for place, code in enumerate(asem.panel.codes):
            wanted = [plain[stage][code][unit] for unit in asem.panel.units]
            np.testing.assert_allclose(mine[stage][place], wanted, rtol=1e-9, atol=1e-12, err_msg=f"{stage} {code}")
    for code, scores in plain["scores"].items():
        wanted = [scores[unit] for unit in asem.panel.units]
        np.testing.assert_allclose(asem.values[asem.tree.place(code)], wanted, rtol=1e-9, atol=1e-9)
        np.testing.assert_array_equal(asem.rank_values()[asem.tree.place(code)], ranks(wanted))


def test_scores_are_those_that_coinr_prints(asem: cq.Index) -> None:
    for unit, row in COINR_RESULTS.items():
        mine = [round(asem.values[asem.tree.place(code), asem.row(unit)], 2) for code in COINR_COLUMNS]
        assert mine == list(row), unit
    assert [asem.ranks()["Index"][asem.row(unit)] for unit in COINR_RESULTS] == [1, 2, 3, 4, 5, 6]


def test_scores_of_all_pillars_are_those_that_coinr_prints(asem: cq.Index) -> None:
    assert sorted(asem.panel.units)[:5] == list(COINR_FIRST)
    for unit, row in COINR_FIRST.items():
        mine = [asem.values[asem.tree.place(code), asem.row(unit)] for code in COINR_ORDER.split(",")]
        assert [float(f"{score:.3g}") for score in mine] == list(row), unit


def test_screening_the_panel_leaves_the_46_units_a_year_that_coinr_prints(asem_panel: Any, asem_framework: Any) -> None:
    index = cq.Plan().screen(0.9).scale("minmax").fit(asem_panel, asem_framework)
    assert [len(index.panel.rows_in([year])) for year in range(2018, 2023)] == [46] * 5


def test_ranks_within_a_group_are_those_that_coinr_prints(asem: cq.Index) -> None:
    within = asem.ranks(within="GDPpc_group")
    for unit, row in COINR_XL.items():
        assert tuple(within[code][asem.row(unit)] for code in COINR_COLUMNS[:5]) == row


def test_shapes_and_treatment_are_those_that_coinr_prints(asem_data: Any, asem_framework: Any) -> None:
    index = cq.Plan().treat(cq.winsorise(1), cq.log()).scale("minmax").fit(asem_data, asem_framework)
    table = {row["code"]: row for row in index.treatment.rows()}
    for code, (skew, kurt) in COINR_SHAPES.items():
        assert table[code]["skewness_before"] == pytest.approx(skew, abs=5e-8)
        assert table[code]["kurtosis_before"] == pytest.approx(kurt, abs=5e-8)
    for code, skew in COINR_AFTER_ONE.items():
        assert table[code]["skewness"] == pytest.approx(skew, abs=5e-7)
        assert table[code]["treatment"] == ("log" if code == "Goods" else "winsorise")


def test_the_numbers_of_the_data_sheet(asem_data: Any, asem_framework: Any) -> None:
    """63 gaps in 16 indicators; 18 indicators fail the test before treatment; 14 rows point downwards."""
    index = cq.Plan().scale("minmax").fit(asem_data, asem_framework)
    gaps = np.isnan(index.work.values)
    assert (gaps.sum(), gaps.any(axis=1).sum()) == (63, 16)
    raw = [list(column) for column in index.work.values]
    failing = sum(abs(skewness(column)) >= 2 and kurtosis(column) >= 3.5 for column in raw)
    assert failing == 18
    assert sum(node.direction == -1 for node in index.framework.nodes) == 14


def test_coinr_toy_vector() -> None:
    """COINr, vignette "Outlier Treatment": 1..10, 30, 100."""
    x = [*range(1, 11), 30, 100]
    assert cq.treatment.skewness(x) == pytest.approx(3.063241, abs=5e-7)
    assert cq.treatment.kurtosis(x) == pytest.approx(9.741391, abs=5e-7)
    assert cq.treatment.winsorise(x, 2).tolist() == [*range(1, 11), 30, 30]


def test_the_whole_tree_is_one_product(asem: cq.Index) -> None:
    flat = asem.flat()
    assert flat is not None
    generator, weights = flat
    assert generator.power == 1.0
    assert weights.sum() == pytest.approx(1.0)
    np.testing.assert_allclose(weights @ asem.made.leaves, asem.values[asem.tree.top], rtol=1e-12)
