"""The handbook runs: every prompt prints what the page says, the tutorial works, every name it mentions exists."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import pytest

import hengliang.composite as cq

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
SHARED = HERE.parents[4] / "shared" / "data" / "composite-asem"
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
# What COINr 1.1 exports, without the methods of generics for its classes.
COINR = """
Aggregate Custom Denominate Impute Normalise Regen Screen Treat qNormalise qTreat new_coin change_ind impute_panel approx_df
a_amean a_copeland a_genmean a_gmean a_hmean outrankMatrix boxcox log_CT log_CT_orig log_CT_plus log_GII winsorise
skew kurt check_SkewKurt check_iData check_iMeta i_mean i_mean_grp i_median i_median_grp
n_borda n_dist2max n_dist2ref n_dist2targ n_fracmax n_goalposts n_minmax n_prank n_rank n_scaled n_zscore
CAGR prc_change compare_coins compare_coins_corr compare_coins_multi compare_df remove_elements rank_df
get_PCA get_corr get_corr_flags get_cronbach get_data get_data_avail get_denom_corr get_dset get_eff_weights
get_noisy_weights get_opt_weights get_pvals get_results get_sensitivity get_stats get_str_weak get_trends get_unit_summary
SA_estimate SA_sample plot_bar plot_corr plot_dist plot_dot plot_framework plot_scatter plot_sensitivity plot_uncertainty
COIN_to_coin import_coin_tool export_to_excel build_example_coin build_example_purse icodes_to_inames names_to_codes
ucodes_to_unames is.coin is.purse print.coin print.purse replace_df round_df signif_df
ASEM_COIN ASEM_iData ASEM_iData_p ASEM_iMeta WorldDenoms
"""


@pytest.mark.parametrize(
    "page", [page for page in PAGES if ">>>" in page.read_text(encoding="utf-8")], ids=lambda p: p.stem
)
def test_every_prompt_prints_what_the_page_says(page: Path) -> None:
    options = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    found = doctest.testfile(str(page), module_relative=False, optionflags=options, encoding="utf-8")
    assert found.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The names that the tutorial's code leaves behind."""
    if not SHARED.exists():
        pytest.skip("the shared data are not here: composite-asem")
    names: dict[str, Any] = {"folder": SHARED, "out": tmp_path_factory.mktemp("tutorial")}
    exec(compile(_code_of_the_tutorial(), "tutorial.md", "exec"), names)
    return names


def _code_of_the_tutorial() -> str:
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, flags=re.S)[0]


def test_the_tutorial_takes_ten_steps_in_thirty_lines() -> None:
    code = _code_of_the_tutorial()
    assert len([line for line in code.splitlines() if line.strip()]) <= 30
    assert re.findall(r"# (\d+) ", code) == [str(step) for step in range(1, 11)]


def test_the_tutorial_builds_the_index(tutorial: dict[str, Any]) -> None:
    index, alpha = tutorial["index"], tutorial["alpha"]
    assert sum("outliers" in flags for flags in tutorial["look"]["flags"]) == 18
    ranks = dict(zip(index.ranks()["uCode"], index.ranks()["Index"], strict=True))
    assert (ranks["CHE"], ranks["PRT"]) == (1, 27)
    assert [round(index.values[index.tree.top, index.row(unit)], 1) for unit in ("CHE", "PRT")] == [68.4, 53.4]
    assert alpha["highest_without"][alpha["code"].index("Instit")] == "TBTs"
    pairs = tutorial["pairs"]
    worst = min(zip(pairs["r"], pairs["code"], pairs["with"], strict=True))
    assert (round(worst[0], 2), set(worst[1:])) == (-0.75, {"TBTs", "RTAs"})
    assert (tutorial["out"] / "asem.xlsx").exists()


def test_the_tutorial_shows_which_ranks_mean_nothing(tutorial: dict[str, Any]) -> None:
    bands, doubtful, which = tutorial["bands"], tutorial["doubtful"], tutorial["which"]
    swiss, portugal = (bands["uCode"].index(unit) for unit in ("CHE", "PRT"))
    assert bands["worst"][swiss] == 1
    assert [bands[name][portugal] for name in ("rank", "q05", "q50", "q95")] == pytest.approx([27, 14, 19, 27], abs=1)
    assert len(doubtful["before"]) == pytest.approx(162, abs=5)
    holds = dict(zip(zip(doubtful["before"], doubtful["behind"], strict=True), doubtful["holds"], strict=True))
    assert holds["POL", "PRT"] == pytest.approx(0.25, abs=0.02)
    first = dict(zip(which["factor"], which["first"], strict=True))
    assert first["scale"] == pytest.approx(0.64, abs=0.03)
    assert first["weights"] < 0.2
    assert first["treat"] < 0.06


def test_the_tutorial_explains_portugal(tutorial: dict[str, Any]) -> None:
    why, against = tutorial["why"], tutorial["against"]
    assert sum(line.points for line in why) == pytest.approx(why.score)
    assert set(tutorial["framework"].indicators) - {line.code for line in why} == {"Forest"}
    assert (round(why.of("Sust"), 1), round(why.of("Conn"), 1)) == (28.8, 24.5)
    assert [round(why.of(code), 1) for code in ("UNVote", "PrimEner", "CO2")] == [3.3, 2.7, 2.7]
    assert (round(against.change, 1), round(against.of("Forest"), 1)) == (-2.1, -2.0)


def test_the_tutorial_adds_a_year_and_moves_no_old_score(tutorial: dict[str, Any]) -> None:
    frozen, longer, moved = tutorial["frozen"], tutorial["longer"], tutorial["moved"]
    assert (len(frozen.panel.units), len(longer.panel.units)) == (204, 255)
    assert longer.panel.all_years == (2018, 2019, 2020, 2021, 2022)
    for row, (unit, year) in enumerate(zip(frozen.panel.units, frozen.panel.years, strict=True)):
        assert (longer.values[:, longer.row(unit, year)] == frozen.values[:, row]).all(), (unit, year)
    assert sum(moved.blocks.values()) == pytest.approx(moved.change)
    assert round(moved.change, 1) == round(moved.blocks["data"], 1) == 2.0
    assert [line.code for line in moved if line.what == "indicator"][:3] == ["Pat", "Services", "PrivDebt"]


@pytest.mark.parametrize("name", COINR.split())
def test_every_function_of_coinr_has_a_line(name: str) -> None:
    text = (ROOT / "docs" / "from-coinr.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    assert any(re.search(rf"`{re.escape(name)}[`(]", row) for row in rows), name


def test_every_name_on_the_page_for_coinr_users_exists() -> None:
    text = (ROOT / "docs" / "from-coinr.md").read_text(encoding="utf-8")
    for name in re.findall(r"`cq\.([a-z_.]+)", text):
        place: Any = cq
        for part in name.strip(".").split("."):
            assert hasattr(place, part), name
            place = getattr(place, part)
    for name in re.findall(r"`Plan\.([a-z_]+)", text):
        assert hasattr(cq.Plan, name), name
    for name in re.findall(r"`index\.([a-z_]+)", text):
        assert hasattr(cq.Index, name), name
    for name in re.findall(r"cq\.analysis\.[a-z_]+`?, `\.([a-z_]+)`", text):
        assert hasattr(cq.analysis, name), name
