"""What a study says of one unit: its rank and score in every run, indices of them, and SMAA's central weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import hengliang.composite as cq

SCALES = [cq.minmax(1, 100), cq.minmax(20, 80)]


@pytest.fixture
def last_year(cities_data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in cities_data if row["year"] == 2020]


def plan() -> cq.Plan:
    return cq.Plan().divide().impute("mean").scale(cq.minmax(1, 100))


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p,
        lambda p: p.combine("geometric"),
        lambda p: p.combine("harmonic"),
        lambda p: p.combine("arithmetic", city="geometric", safety="harmonic"),
        lambda p: p.combine("sum"),
        lambda p: p.combine("geometric").gate("safety", below=60, cap=40),
        lambda p: p.combine("arithmetic", city="min"),
    ],
)
@pytest.mark.parametrize("varied", [{"weights": cq.jitter(0.4)}, {"data": cq.noise(sd=0.05)}, {}])
def test_a_unit_followed_through_the_runs_is_what_each_run_says(
    last_year: Any, cities_framework: Any, change: Any, varied: Any
) -> None:
    index = change(plan()).fit(last_year, cities_framework)
    u = index.vary(scale=SCALES, impute=["mean", "median"], **varied).run(60, seed=3)
    told = u.follow("Gent")
    for number in range(u.runs):
        row, place = u.design.place(number)
        made = u.run(number)
        assert told.ranks[place, row] == made.ranks[index.row("Gent")]
        assert told.scores[place, row] == pytest.approx(made.scores[index.row("Gent")], rel=1e-9, abs=1e-9)


def test_many_chunks_and_a_year_of_a_panel(cities_data: Any, cities_framework: Any) -> None:
    u = plan().fit(cities_data, cities_framework).vary(scale=SCALES, weights=cq.jitter(0.4)).run(20_000, seed=1)
    told = u.follow("Brno", year=2019)
    for number in (0, 5, 9_999, u.runs - 1):
        row, place = u.design.place(number)
        made = u.run(number)
        assert told.ranks[place, row] == made.ranks[u.study.index.row("Brno", 2019)]
    counts = np.bincount(told.ranks[:2].astype(int).ravel(), minlength=7)
    standing = u.tally.standings[1]
    at = standing.rows.tolist().index(u.study.index.row("Brno", 2019))
    np.testing.assert_array_equal(standing.counts[at], counts)


def test_indices_of_one_unit_find_what_moves_it() -> None:
    """A score w x + (1 - w) y with y = 0 goes with the weights alone; the other factor moves z, where a has 0."""
    data = {"unit": ["a", "b", "c"], "x": [1.0, 2.0, 9.0], "y": [5.0, 5.0, 0.0], "z": [0.0, 3.0, 3.0]}
    tree = {"code": ["top", "x", "y", "z"], "parent": ["", "top", "top", "top"]}
    index = cq.Plan().scale(cq.goalposts(0, 10)).fit(data, tree)
    u = index.vary(scale=[{"z": cq.goalposts(0, 10)}, {"z": cq.goalposts(0, 5)}], weights=cq.jitter(0.5)).run(
        8192, seed=1
    )
    rows = {row["factor"]: row for row in u.sobol("a", of="score").rows()}
    assert (rows["scale"]["first"], rows["scale"]["total"]) == (0.0, 0.0)
    assert rows["weights"]["first"] == pytest.approx(1.0, abs=0.02)
    assert rows["weights"]["total"] == pytest.approx(1.0, abs=0.02)
    score = {row["factor"]: row for row in u.sobol("b", of="score").rows()}
    assert score["scale"]["total"] > 0.1
    assert {row["factor"] for row in u.sobol("b").rows()} == {"scale", "weights"}


def test_what_cannot_be_told_of_a_unit_is_refused(last_year: Any, cities_framework: Any) -> None:
    study = plan().fit(last_year, cities_framework).vary(scale=SCALES, impute=["mean", "median"])
    u = study.run(80, seed=1)
    for call, why in (
        (lambda: u.sobol("Gent", of="colour"), "rank, score"),
        (lambda: u.sobol(of="score"), "name the unit"),
        (lambda: u.sobol("Nowhere"), "no such unit"),
        (lambda: u.central_weights(), "no weights are drawn"),
    ):
        with pytest.raises(cq.ProblemsFound, match=why):
            call()
    w = plan().fit(last_year, cities_framework).vary(weights=cq.any_weights()).run(64, seed=1, indices=False)
    with pytest.raises(cq.ProblemsFound, match="ranks 1 to 6"):
        w.central_weights(rank=7)


@pytest.mark.parametrize("drawn", [cq.any_weights(), cq.jitter(0.6), cq.any_weights(nodes=["safety", "life"])])
@pytest.mark.parametrize("rank", [1, 2])
def test_central_weights_are_the_means_over_the_runs_of_a_rank(
    last_year: Any, cities_framework: Any, drawn: Any, rank: int
) -> None:
    """By hand: the weights that each run tells, as shares of their siblings; then a fit of the plan with them."""
    index = plan().fit(last_year, cities_framework)
    study = index.vary(scale=SCALES, weights=drawn)
    u = study.run(4 * 128, seed=2)
    found = u.central_weights(rank=rank)
    tree, codes = index.tree, index.tree.codes
    shares: dict[str, list[Any]] = {unit: [] for unit in index.panel.units}
    for number in range(u.runs):
        if u.design.place(number)[1] > 1:
            continue
        run, weights = u.run(number), np.array(list(u.choices(number)["weights"].values()))
        share = [weights[at] / weights[tree.children[tree.parent[at]]].sum() for at in range(tree.top)]
        for unit, held in zip(index.panel.units, run.ranks, strict=True):
            if held == rank:
                shares[unit].append(share)
    for row in found.rows():
        own = shares[row["unit"]]
        assert row["acceptability"] == pytest.approx(len(own) / u.counted)
        for code in codes[: tree.top]:
            if code in row and own:
                assert row[code] == pytest.approx(np.mean(own, axis=0)[tree.place(code)], rel=1e-9)
        assert np.isnan(row["confidence"]) == (not own)
        if own:
            central = np.mean(own, axis=0)
            hits = []
            for at in range(u.design.rows):
                chosen = u.choices(at * u.design.sets)
                fitted = study.factors[0].settle(index.plan, study.factors[0].labels.index(chosen["scale"]))
                for place in range(tree.top):
                    fitted = fitted.change(codes[place], weight=float(central[place]))  # type: ignore[attr-defined]
                ranks = fitted.fit(last_year, cities_framework).rank_values()[tree.top]  # type: ignore[attr-defined]
                hits.append(ranks[index.row(row["unit"])] == rank)
            assert row["confidence"] == pytest.approx(np.mean(hits))


def test_two_criteria_have_the_central_weights_of_geometry() -> None:
    """a is first where w > 1/2: its central weight of x is 3/4, b's 1/4, and both are then first for certain."""
    data = {"unit": ["a", "b", "c"], "x": [1.0, 0.0, 0.2], "y": [0.0, 1.0, 0.2]}
    index = cq.Plan().scale("as_is").fit(data, {"code": ["top", "x", "y"], "parent": ["", "top", "top"]})
    found = index.vary(weights=cq.any_weights()).run(1 << 14, seed=1, indices=False).central_weights()
    rows = {row["unit"]: row for row in found.rows()}
    assert rows["a"]["acceptability"] == pytest.approx(0.5, abs=0.01)
    assert rows["a"]["x"] == pytest.approx(0.75, abs=0.01)
    assert rows["b"]["x"] == pytest.approx(0.25, abs=0.01)
    assert (rows["a"]["confidence"], rows["b"]["confidence"]) == (1.0, 1.0)
    assert rows["c"]["acceptability"] == 0.0
    assert np.isnan([rows["c"]["confidence"], rows["c"]["x"]]).all()


def test_confidence_counts_the_other_factors(last_year: Any, cities_framework: Any) -> None:
    index = plan().fit(last_year, cities_framework)
    u = index.vary(data=cq.noise(sd=0.2), weights=cq.any_weights()).run(4096, seed=1, indices=False)
    confidence = np.asarray(u.central_weights(tries=256)["confidence"])
    there = confidence[~np.isnan(confidence)]
    assert ((there > 0.0) & (there < 1.0)).any()
