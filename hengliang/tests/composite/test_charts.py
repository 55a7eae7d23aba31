"""Charts: specifications that say their finding, name their axes, and draw."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import hengliang.composite as cq
from hengliang.composite import charts
from hengliang.composite.charts import look
from hengliang.composite.factors import jitter
from hengliang.composite.outcome import Uncertainty
from hengliang.composite.study import vary

LANGUAGES = ("en", "zh-hans", "zh-hant")


@pytest.fixture(scope="module")
def outcome(asem: cq.Index) -> Uncertainty:
    return vary(asem, {"scale": ["minmax", "z"], "weights": jitter(0.25)}).run(256, seed=1)


def all_charts(index: cq.Index, outcome: Uncertainty, language: str) -> dict[str, dict[str, Any]]:
    return {
        "framework": charts.framework(index, language=language),
        "contributions": charts.contributions(index, language=language),
        "correlations": charts.correlations(index, language=language),
        "bands": charts.rank_bands(outcome, language=language),
        "sensitivity": charts.sensitivity(outcome, language=language),
    }


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    values: list[dict[str, Any]] = spec["data"]["values"]
    return values


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_chart_says_what_it_shows_and_holds_no_nan(asem: cq.Index, outcome: Uncertainty, language: str) -> None:
    for spec in all_charts(asem, outcome, language).values():
        json.dumps(spec, allow_nan=False)
        assert spec["description"]
        assert spec["title"]["text"][0]
        assert "Noto Sans SC" in spec["config"]["font"]


def test_contributions_add_up_to_the_scores(asem: cq.Index) -> None:
    sums: dict[str, float] = {}
    for row in rows(charts.contributions(asem)):
        sums[row["unit"]] = sums.get(row["unit"], 0.0) + row["points"]
    scores = dict(zip(asem.panel.names, asem.values[asem.tree.top], strict=True))
    assert sums == pytest.approx(scores)


def test_points_lost_to_a_gate_are_a_part_of_their_own(cities_framework: Any, cities_data: Any) -> None:
    plan = cq.Plan().divide().scale("minmax").gate("safety", below=60, cap=20)
    spec = charts.contributions(plan.fit(cities_data, cities_framework))
    lost = [row for row in rows(spec) if row["part"] == "lost to a cap"]
    assert lost
    assert all(row["points"] < 0 for row in lost)


def test_more_units_than_fit_are_cut_and_it_is_said(asem: cq.Index) -> None:
    spec = charts.contributions(asem, most=10)
    assert len({row["unit"] for row in rows(spec)}) == 10
    assert "51 units" in " ".join(spec["title"]["subtitle"])


def test_the_framework_fills_its_height_at_every_level(asem: cq.Index) -> None:
    boxes = rows(charts.framework(asem))
    assert sum(box["weight"] for box in boxes if box["leaf"]) == pytest.approx(1.0)
    for code in ("Index", "Conn", "Physical"):
        own = next(box for box in boxes if box["code"] == code)
        below = [box for box in boxes if box["code"] in _children(asem, code)]
        assert min(box["upper"] for box in below) == pytest.approx(own["upper"])
        assert max(box["lower"] for box in below) == pytest.approx(own["lower"])


def test_the_title_of_the_bands_counts_what_it_draws(outcome: Uncertainty) -> None:
    spec = charts.rank_bands(outcome)
    sure = sum(round(row["high"] - row["low"]) + 1 <= 2 for row in rows(spec))
    assert " ".join(spec["title"]["text"]).startswith(f"{sure} of 51 ranks are sure")
    assert all(row["low"] <= row["high"] for row in rows(spec))


def test_the_heaviest_factor_stands_first(outcome: Uncertainty) -> None:
    marks = rows(charts.sensitivity(outcome))
    totals = [mark["value"] for mark in marks if mark["kind"].startswith("with")]
    assert totals == sorted(totals, reverse=True)


def test_lines_break_between_words_and_never_before_a_stop() -> None:
    assert look.folded("one two three", 8) == ["one two", "three"]
    lines = look.folded("权重最大的是Sustainable Connectivity，占三成。", 24)
    assert "Sustainable" in " ".join(lines)
    assert not any(line[0] in "，。" for line in lines)
    assert "".join(lines).replace(" ", "") == "权重最大的是SustainableConnectivity，占三成。"


def test_another_language_or_ending_is_refused(asem: cq.Index, tmp_path: Path) -> None:
    with pytest.raises(cq.ProblemsFound, match="en, zh-hans, zh-hant"):
        charts.framework(asem, language="fr")
    with pytest.raises(cq.ProblemsFound, match=r"json, \.svg or \.png"):
        charts.save({}, tmp_path / "a.pdf")


def test_charts_are_drawn_where_vl_convert_is_installed(asem: cq.Index, outcome: Uncertainty, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert")
    for name, spec in all_charts(asem, outcome, "zh-hans").items():
        svg = charts.save(spec, tmp_path / f"{name}.svg").read_text(encoding="utf-8")
        assert svg.startswith('<svg role="img" aria-label=')
        assert spec["description"] in svg
    assert charts.save(spec, tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"
    assert json.loads(charts.save(spec, tmp_path / "a.json").read_text(encoding="utf-8")) == spec


def _children(index: cq.Index, code: str) -> set[str]:
    return {index.tree.codes[int(child)] for child in index.tree.children[index.tree.place(code)]}
