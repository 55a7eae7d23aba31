"""Analysis of an index: statistics, flags, parents, divisors, leaving out, profiles, groups, trends, versions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import hengliang.composite as cq
from hengliang.composite import analysis as an
from hengliang.composite.analysis.leaving_out import scores_without


@pytest.fixture
def cities(cities_framework: Any, cities_data: Any) -> cq.Index:
    return cq.Plan().divide().scale("minmax").fit(cities_data, cities_framework)


def by(table: Any, key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in table.rows()}


def test_statistics_are_those_that_coinr_prints(asem: cq.Index) -> None:
    row = by(an.statistics(asem), "code")
    # COINr 1.1.14, get_stats of the raw ASEM data, to the digits it prints.
    assert row["Flights"]["skewness"] == pytest.approx(2.1032872, abs=1e-7)
    assert row["Gas"]["kurtosis"] == pytest.approx(10.3346494, abs=1e-7)
    assert row["LPI"]["flags"] == ""
    assert row["Gas"]["flags"] == "outliers"
    assert row["ConSpeed"]["missing"] == 8
    assert row["Ship"]["zeros"] == 9
    after = by(an.statistics(asem, stage="treated"), "code")
    assert not any(line["flags"].startswith("outliers") for line in after.values())


def test_describe_says_nan_where_nothing_can_be_said() -> None:
    nothing = an.describe([np.nan, np.nan])
    assert nothing["n"] == 0
    assert nothing["missing"] == 2
    assert np.isnan(nothing["median"])
    one = an.describe([3.0])
    assert one["mean"] == 3.0
    assert np.isnan(one["sd"])
    assert an.describe([1, 2, 3, 4])["q25"] == 1.75


def test_an_unknown_stage_or_year_is_told_with_what_there_is(cities: cq.Index) -> None:
    with pytest.raises(cq.ProblemsFound, match="raw, divided, treated, scores"):
        an.statistics(cities, stage="winsorized")
    with pytest.raises(cq.ProblemsFound, match="2018, 2019, 2020"):
        an.correlations(cities, year=1999)


def test_pairs_know_their_parents_and_flags(asem: cq.Index) -> None:
    rows = an.correlations(asem).rows()
    assert len(rows) == 49 * 48 // 2
    within = an.correlations(asem, same_parent=True).rows()
    between = an.correlations(asem, same_parent=False).rows()
    assert len(within) + len(between) == len(rows)
    worst = min(within, key=lambda row: row["r"])
    assert worst["flag"] == "negative"
    assert "TBTs" in (worst["code"], worst["with"])
    pillars = an.correlations(asem, ("Physical", "Social", "P2P"), method="spearman").rows()
    assert [(row["code"], row["with"]) for row in pillars] == [
        ("Physical", "Social"), ("Physical", "P2P"), ("Social", "P2P")
    ]  # fmt: skip


def test_every_node_speaks_to_each_of_its_ancestors(asem: cq.Index) -> None:
    rows = an.ancestors(asem).rows()
    assert [row["ancestor"] for row in rows if row["code"] == "LPI"] == ["Physical", "Conn", "Index"]
    top = asem.values[asem.tree.top]
    told = next(row for row in rows if (row["code"], row["ancestor"]) == ("Conn", "Index"))
    assert told["r"] == pytest.approx(np.corrcoef(asem.values[asem.tree.place("Conn")], top)[0, 1])


def test_divisors_tell_what_still_follows_size(asem: cq.Index) -> None:
    rows = an.divisors(asem, limit=0.4).rows()
    bord = next(row for row in rows if (row["code"], row["divisor"]) == ("Bord", "Area"))
    assert bord["divided_by"] == "Area"
    assert abs(bord["raw_r"]) > 0.4 > abs(bord["divided_r"])
    assert {row["flag"] for row in rows} >= {"", "size"}


def test_a_copy_of_an_indicator_is_redundant(cities_framework: Any, cities_data: Any) -> None:
    framework = [*cities_framework, {"code": "copy", "parent": "life", "direction": 1, "weight": 1.0, "divisor": ""}]
    data = [row | {"copy": 2 * row["income"] + 1} for row in cities_data]
    index = cq.Plan().divide().scale("minmax").fit(data, framework)
    found = an.redundant(index).rows()
    assert [(row["code"], row["with"]) for row in found] == [("income", "copy")]
    assert found[0]["r"] == pytest.approx(1.0)
    assert found[0]["r2"] == pytest.approx(1.0)


def test_reliability_names_the_part_that_does_not_fit(asem: cq.Index) -> None:
    row = by(an.reliability(asem), "code")
    place = asem.tree.place("Instit")
    x = asem.values[asem.tree.children[place]].T
    assert row["Instit"]["alpha"] == pytest.approx(an.cronbach_alpha(x))
    assert row["Instit"]["highest_without"] == "TBTs"
    assert row["Instit"]["alpha_without"] > row["Instit"]["alpha"]


def test_components_of_a_pillar_and_of_all_indicators_under_it(asem: cq.Index) -> None:
    found = an.components(asem, "P2P")
    assert found.eigenvalues.sum() == pytest.approx(8)
    assert found.shares.sum() == pytest.approx(1)
    assert 1 <= found.kaiser <= 8
    assert found.frame["cumulated"][-1] == pytest.approx(1)
    assert len(an.components(asem, "Conn", indicators=True).codes) == 30
    with pytest.raises(cq.ProblemsFound, match="no children"):
        an.components(asem, "LPI")


def test_leaving_out_equals_an_index_that_never_had_the_part(
    asem_plan: cq.Plan, asem: cq.Index, asem_data: Any
) -> None:
    for code in ("LPI", "Forest", "Physical"):
        fresh = asem_plan.fit(asem_data, asem.framework.without(code))
        np.testing.assert_allclose(scores_without(asem, code, "Index"), fresh.values[fresh.tree.top], rtol=1e-12)
    out = an.leave_one_out(asem, ("LPI", "Forest"))
    assert out.frame["left_out"] == ["LPI", "Forest"]
    assert out.most_moved["LPI"] == np.abs(out.shifts[0]).max()


def test_a_lone_child_takes_its_parent_out(cities_data: Any) -> None:
    rows = [("top", ""), ("a", "top"), ("b", "top"), ("income", "a"), ("trust", "b"), ("pass_rate", "b")]
    index = cq.Plan().scale("minmax").fit(cities_data, [{"code": c, "parent": p} for c, p in rows])
    np.testing.assert_allclose(scores_without(index, "income", "top"), index.values[index.tree.place("b")])
    with pytest.raises(cq.ProblemsFound, match="nothing is left"):
        scores_without(index, "b", "b")
    with pytest.raises(cq.ProblemsFound, match="does not stand under"):
        an.leave_one_out(index, ("income",), node="b")


def test_leaving_out_refits_methods_that_look_at_all_units(cities_framework: Any, cities_data: Any) -> None:
    plan = cq.Plan().divide().impute().scale("minmax", to=(1, 100)).combine(life=cq.bod())
    index = plan.fit(cities_data, cities_framework)
    fresh = plan.fit(cities_data, index.framework.without("pm25"))
    np.testing.assert_allclose(scores_without(index, "pm25", "city"), fresh.values[fresh.tree.top], rtol=1e-9)


def test_strengths_and_weaknesses_are_never_the_same(asem: cq.Index) -> None:
    rows = an.strengths(asem, "PRT", most=30).rows()
    assert len(rows) == len({row["code"] for row in rows}) == 49
    few = an.strengths(asem, "Portugal", most=3, one_each=True).rows()
    assert [row["side"] for row in few] == ["strength"] * 3 + ["weakness"] * 3
    assert few[0]["code"] == "UNVote"
    assert few[0]["rank"] == 1
    assert few[3]["code"] == "Forest"
    assert few[3]["raw"] == pytest.approx(31.845543)


def test_a_profile_holds_scores_ranks_and_what_stands_beside_them(asem: cq.Index) -> None:
    rows = an.profile(asem, "PRT", within="EurAsia_group").rows()
    assert rows[0]["code"] == "Index"
    assert rows[0]["of"] == 51
    assert len(rows) == 60
    assert rows[0]["rank"] == asem.rank_values()[asem.tree.top, asem.row("PRT")]
    assert rows[0]["best_unit"] == "CHE"
    assert rows[0]["rank_in_group"] <= rows[0]["rank"]


def test_groups_cover_every_unit(asem: cq.Index) -> None:
    rows = by(an.groups(asem, "EurAsia_group"), "group")
    assert rows["Europe"]["n"] + rows["Asia"]["n"] == 51
    assert rows["Asia"]["best"] == "SGP"
    with pytest.raises(cq.ProblemsFound, match="groups"):
        an.groups(asem, "continent")


def test_trends_follow_a_straight_line_exactly(cities: cq.Index) -> None:
    rows = by(an.trends(cities, "pass_rate", stage="raw"), "unit")
    assert rows["Porto"]["slope"] == pytest.approx(1.0)
    assert rows["Porto"]["residual_sd"] == pytest.approx(0, abs=1e-9)
    assert rows["Lyon"]["growth"] == pytest.approx((85 / 83) ** 0.5 - 1)
    assert by(an.trends(cities, "trust", stage="raw"), "unit")["Gent"]["years"] == 2
    assert np.isnan(an.growth(0.0, 5.0, 3.0))


def test_a_trend_needs_years(asem: cq.Index) -> None:
    with pytest.raises(cq.ProblemsFound, match="two years"):
        an.trends(asem)


def test_an_index_compared_with_itself_does_not_move(asem: cq.Index) -> None:
    same = an.compare(asem, asem)
    assert (same.spearman, same.kendall, same.greatest_shift, same.plan) == (1.0, 1.0, 0.0, ())
    assert set(same.frame["step"]) == {""}


def test_who_moved_and_by_which_step_adds_up(
    asem: cq.Index, asem_plan: cq.Plan, asem_data: Any, asem_framework: Any
) -> None:
    new = asem_plan.weigh(Sust={"Social": 3.0}).fit(asem_data, asem_framework)
    found = an.compare(asem, new)
    rows = found.frame.rows()
    for row in rows:
        assert sum(row[name] for name in ("data", "gaps", "scale", "weights", "method")) == pytest.approx(row["change"])
    assert found.plan == ("weighings",)
    assert {row["step"] for row in rows} <= {"weights", ""}
    assert abs(rows[0]["moved"]) == found.greatest_shift > 0
    assert "Spearman" in str(found)


def test_versions_with_other_nodes_name_what_came_and_went(asem: cq.Index, asem_plan: cq.Plan, asem_data: Any) -> None:
    new = asem_plan.fit(asem_data[1:], asem.framework.without("LPI"))
    found = an.compare(asem, new)
    assert found.nodes_gone == ("LPI",)
    assert found.gone == ("AUT 2018",)
    assert "step" not in found.frame
    with pytest.raises(cq.ProblemsFound, match="no unit"):
        an.compare(asem, asem_plan.without("screen").fit(_renamed(asem_data), asem.framework))


def test_answers_come_as_the_kind_of_frame_that_came_in(
    asem_plan: cq.Plan, asem_data: Any, asem_framework: Any
) -> None:
    polars = pytest.importorskip("polars")
    arrow = pytest.importorskip("pyarrow")
    pandas = pytest.importorskip("pandas")
    columns = {name: [_cell(row[name]) for row in asem_data] for name in asem_data[0]}
    for kind in (pandas, polars):
        data = kind.DataFrame(columns)
        index = asem_plan.fit(data, asem_framework)
        for table in (an.statistics(index), an.leave_one_out(index, ("LPI",)).frame, an.redundant(index)):
            assert isinstance(table, kind.DataFrame)
    assert isinstance(an.statistics(asem_plan.fit(arrow.table(columns), asem_framework)), arrow.Table)


def _cell(text: str) -> Any:
    try:
        return None if text in ("", "NA") else float(text)
    except ValueError:
        return text


def _renamed(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [row | {"uCode": f"x{row['uCode']}"} for row in rows]
