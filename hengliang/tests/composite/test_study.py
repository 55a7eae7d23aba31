"""Studies: every run is what the plan itself gives for its choices, weights and data; nothing fails in silence."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from composite_study_oracle import assert_runs_are_fits
from hypothesis import given
from hypothesis import strategies as st

import hengliang.composite as cq
from hengliang.composite import noisy_treatment
from hengliang.composite.reach import Reach

ALTERNATIVES: dict[str, list[Any]] = {
    "impute": ["mean", "median"],
    "scale": [cq.minmax(1, 100), cq.z(10, 2)],
    "combine": ["arithmetic", "geometric"],
}


@pytest.fixture
def last_year(cities_data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        row | {"income": None if row["unit"] == "Graz" else row["income"]} for row in cities_data if row["year"] == 2020
    ]


def plan() -> cq.Plan:
    return cq.Plan().divide().impute("mean").scale(cq.minmax(1, 100))


@pytest.mark.parametrize("design", ["sobol", "random"])
def test_one_product_is_what_the_plan_gives(last_year: Any, cities_framework: Any, design: str) -> None:
    study = plan().fit(last_year, cities_framework).vary(**ALTERNATIVES, weights=cq.jitter(0.4))
    u = study.run(96, seed=2, design=design)
    assert u.failed == 0
    assert_runs_are_fits(study, u, last_year, cities_framework)


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p.combine("arithmetic", safety="geometric", life="harmonic"),
        lambda p: p.combine("geometric", life="power(0.5)"),
        lambda p: p.combine("arithmetic", safety="min", life="median", city="owa(2)"),
        lambda p: p.combine("sum"),
        lambda p: p.combine("arithmetic", city="copeland"),
        lambda p: p.combine("arithmetic", city="mpi"),
        lambda p: p.gate("safety", below=60, cap=40),
        lambda p: p.require(0.6),
        lambda p: p.change("life", direction=-1),
        lambda p: p.weigh("entropy"),
    ],
)
@pytest.mark.parametrize("gaps", [False, True])
def test_level_by_level_is_what_the_plan_gives(last_year: Any, cities_framework: Any, change: Any, gaps: bool) -> None:
    made = cq.Plan().divide().scale(cq.minmax(1, 100)) if gaps else plan()
    study = (
        change(made)
        .fit(last_year, cities_framework)
        .vary(scale=[cq.minmax(1, 100), cq.minmax(20, 80)], jitter=cq.jitter(0.3))
    )
    if gaps and "mpi" in study.index.plan.prose():
        return
    u = study.run(24, seed=5)
    if study.index.plan.default_weighing is None:
        assert_runs_are_fits(study, u, last_year, cities_framework)
    else:
        for number in range(u.runs):
            row, place = u.design.place(number)
            moved = np.abs(u.run(number).ranks - study.engine(5).nominal).mean()
            assert u.tally.y[place, row] == pytest.approx(moved)


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda p: p, "flat"),
        (lambda p: p.treat(cq.winsorise(1), cq.log(), until=cq.moments(skew=0.5, kurtosis=0.1)), "treated"),
        (
            lambda p: p.treat(cq.log(), cq.winsorise(2), until=cq.moments(skew=0.3, kurtosis=-1.5)),
            "log, then winsorised",
        ),
        (lambda p: p.impute("row_mean"), "one by one"),
        (lambda p: p.scale("rank"), "by rank"),
        (lambda p: p.scale(cq.minmax(1, 100), to=(0, 10)).weigh("sd"), "weights that look"),
        (lambda p: p.without("impute").combine("arithmetic", safety="geometric"), "gaps"),
        (lambda p: p.scale("z").screen(0.9), "screened"),
    ],
)
def test_noisy_data_are_what_the_plan_gives(last_year: Any, cities_framework: Any, change: Any, name: str) -> None:
    study = change(plan()).fit(last_year, cities_framework).vary(data=cq.noise(sd=0.05), weights=cq.jitter(0.2))
    u = study.run(32, seed=3)
    if name == "weights that look" or name == "screened":
        for number in range(u.runs):
            row, place = u.design.place(number)
            made = u.run(number)
            moved = np.nanmean(
                np.abs(made.ranks - np.where(study.engine(3).nominal > 0, study.engine(3).nominal, np.nan))
            )
            assert u.tally.y[place, row] == pytest.approx(moved)
        return
    assert_runs_are_fits(study, u, last_year, cities_framework)


@pytest.mark.parametrize("years", [None, [2019], "yearly"])
def test_a_panel_is_ranked_within_each_year(cities_data: Any, cities_framework: Any, years: Any) -> None:
    made = cq.Plan().divide().impute("mean", within="region").scale(cq.minmax(60, 100), years=years)
    index = made.fit(cities_data, cities_framework)
    study = index.vary(combine=["arithmetic", "geometric"], weights=cq.jitter(0.3))
    u = study.run(16, seed=1)
    assert_runs_are_fits(study, u, cities_data, cities_framework)
    bands = u.bands()
    assert len(bands["rank"]) == 18
    assert max(bands["worst"]) <= 6
    assert 0.0 <= u.beats("Porto", "Lyon", year=2018) <= 1.0
    noisy = index.vary(data=cq.noise(sd=0.02))
    assert_runs_are_fits(noisy, noisy.run(12, seed=1), cities_data, cities_framework)


def test_the_example_of_the_field_run_by_run(asem_data: Any, asem_framework: Any) -> None:
    index = (
        cq.Plan()
        .divide()
        .impute("mean")
        .treat(cq.winsorise(5), cq.log())
        .scale(cq.minmax(1, 100))
        .fit(asem_data, asem_framework)
    )
    study = index.vary(
        treat=[cq.winsorise(most) for most in (1, 3, 5)],
        scale=[cq.minmax(1, 100), cq.z(10, 2)],
        weights=cq.jitter(0.25),
        combine=["arithmetic", "geometric"],
    )
    assert_runs_are_fits(study, study.run(48, seed=4), asem_data, asem_framework)
    noisy = index.vary(data=cq.noise(sd=0.1), weights=cq.jitter(0.25))
    assert_runs_are_fits(noisy, noisy.run(16, seed=4), asem_data, asem_framework)


def test_a_node_below_the_top_is_ranked_by_itself(last_year: Any, cities_framework: Any) -> None:
    study = plan().fit(last_year, cities_framework).vary(node="life", scale=["minmax", "z"], weights=cq.jitter(0.4))
    assert_runs_are_fits(study, study.run(24, seed=2), last_year, cities_framework)


def test_a_run_is_the_same_in_every_study_of_its_seed(last_year: Any, cities_framework: Any) -> None:
    study = plan().fit(last_year, cities_framework).vary(**ALTERNATIVES, weights=cq.jitter(0.4), data=cq.noise(sd=0.1))
    few, many = study.run(70, seed=9), study.run(7 * 1200, seed=9)
    assert many.runs == 7 * 1024
    np.testing.assert_array_equal(few.tally.y, many.tally.y[:, : few.design.rows])
    assert few.choices(17) == many.choices(17)
    np.testing.assert_array_equal(few.run(17).values, many.run(17).values)
    assert study.run(70, seed=10).choices(17) != few.choices(17)


def test_a_dummy_factor_gets_exactly_0(last_year: Any, cities_framework: Any) -> None:
    study = plan().fit(last_year, cities_framework).vary(**ALTERNATIVES, weights=cq.jitter(0.4), dummy=cq.dummy())
    rows = {row["factor"]: row for row in study.run(7 * 128, seed=1).sobol().rows()}
    assert [rows["dummy"][name] for name in ("first", "total", "first_low", "total_high")] == [0.0] * 4
    assert rows["weights"]["total"] > 0.0


def test_without_anything_drawn_combinations_are_enough(last_year: Any, cities_framework: Any) -> None:
    study = plan().fit(last_year, cities_framework).vary(**ALTERNATIVES)
    assert study.combinations == 8
    assert_runs_are_fits(study, study.run(80, seed=1), last_year, cities_framework)


def test_runs_are_added_until_the_bands_settle(last_year: Any, cities_framework: Any) -> None:
    study = plan().fit(last_year, cities_framework).vary(**ALTERNATIVES, weights=cq.jitter(0.3))
    u = study.run(seed=1, until=0.02)
    assert u.settled
    again = study.run(u.runs, seed=1)
    np.testing.assert_array_equal(u.tally.y, again.tally.y)
    assert study.run(seed=1, until=1e-9, most=7000, indices=False).settled in (True, False)


def test_impossible_combinations_are_listed_with_their_share(last_year: Any, cities_framework: Any) -> None:
    study = (
        plan()
        .fit(last_year, cities_framework)
        .vary(scale=[cq.minmax(0, 100), cq.minmax(1, 100)], combine=["arithmetic", "geometric"], weights=cq.jitter(0.2))
    )
    assert [dict(each.choices)["combine"] for each in study.impossible] == ["geometric"]
    assert study.impossible[0].share == 0.25
    assert "> 0" in study.impossible[0].why[0]
    u = study.run(5 * 64, seed=1)
    assert 0 < u.failed < u.runs
    assert any("failed" in note for note in u.notes)
    assert f"{u.failed} failed" in repr(u)
    assert "1 impossible" in repr(study)
    assert all(share < 1.0 for share in u.bands()["scored"])
    failed = int(np.flatnonzero(np.isnan(u.tally.y[0]))[0]) * u.design.sets
    with pytest.raises(cq.ProblemsFound, match="> 0"):
        u.run(failed)
    with pytest.raises(cq.ProblemsFound, match="failed run"):
        u.sobol()
    assert len(u.sobol(complete=True)["factor"]) == 3


def test_weights_of_which_nothing_is_known(last_year: Any, cities_framework: Any) -> None:
    study = plan().fit(last_year, cities_framework).vary(weights=cq.any_weights())
    u = study.run(20_000, seed=1, indices=False)
    table = u.acceptability()
    total = np.array([table[str(rank)] for rank in range(1, 7)]).sum(axis=0)
    np.testing.assert_allclose(total, 1.0)
    safety = [u.choices(number)["weights"] for number in range(300)]
    share = np.array([w["safety"] / (w["safety"] + w["life"] + w["trust"]) for w in safety])
    assert share.mean() == pytest.approx(1 / 3, abs=0.04)
    assert share.var() == pytest.approx(1 / 18, rel=0.25)
    assert_runs_are_fits(study, study.run(12, seed=1), last_year, cities_framework)


@pytest.mark.parametrize("law", ["normal", "uniform"])
def test_noise_has_the_errors_that_were_said(last_year: Any, cities_framework: Any, law: str) -> None:
    data = [row | {"pm25_se": 2.0, "trust_se": 0.5} for row in last_year]
    study = plan().fit(data, cities_framework).vary(data=cq.noise(sd="se", law=law))
    u = study.run(4096, seed=1, indices=False)
    index = study.index
    noisy = np.array([u.engine.noisy.raw(0, row) for row in range(2000)]) - index.panel.values  # type: ignore[union-attr]
    spread = np.array([row[:, ~np.isnan(row).any(axis=0)].std(axis=0).mean() for row in noisy.transpose(1, 0, 2)])
    expected = {"pm25": 2.0, "trust": 0.5}
    for at, code in enumerate(index.panel.codes):
        assert spread[at] == pytest.approx(expected.get(code, 0.0), rel=0.03)
    z = u.engine.noisy.z(0, 0)  # type: ignore[union-attr]
    assert abs(float(z.mean())) < 0.1


def test_everything_wrong_with_a_study_is_said_before_the_first_run(last_year: Any, cities_framework: Any) -> None:
    index = plan().fit(last_year, cities_framework)
    with pytest.raises(cq.ProblemsFound) as told:
        index.vary(
            treat=[cq.winsorise(1), cq.winsorise(2)],
            scale=["minmax", "minmax", "nonsense"],
            combine=["geometric"],
            weights=cq.jitter(1.5, nodes=["nobody"]),
            colour=["red", "blue"],
        )
    codes = [problem.code for problem in told.value.problems]
    assert {"absent-step", "factor", "share", "unknown-code"} <= set(codes)
    assert any("treat varies, but the plan has no such step" in problem.why for problem in told.value.problems)


@pytest.mark.parametrize(
    ("factors", "why"),
    [
        ({"scale": ["minmax", cq.minmax()]}, "come to the same"),
        ({"data": cq.noise(sd="se")}, "column of errors"),
        ({"data": cq.noise(sd={"pm25": -1.0})}, "negative"),
        ({"weights": cq.jitter(), "jitter": cq.any_weights()}, "one of them"),
        ({"combine": [{"nowhere": "min"}, {"nowhere": "max"}]}, "no node with children"),
        ({}, "nothing varies"),
    ],
)
def test_a_study_that_cannot_be_is_refused(last_year: Any, cities_framework: Any, factors: Any, why: str) -> None:
    index = plan().fit(last_year, cities_framework)
    with pytest.raises(cq.ProblemsFound, match=why):
        index.vary(**factors)


def test_calls_that_cannot_be_answered_are_refused(last_year: Any, cities_framework: Any) -> None:
    index = plan().fit(last_year, cities_framework)
    study = index.vary(**ALTERNATIVES)
    u = study.run(100, seed=1, indices=False)
    for call, why in (
        (lambda: study.run(3, seed=1), "too few"),
        (lambda: study.run(seed=1), "one of the two"),
        (lambda: study.run(100, seed=-1), "seed"),
        (lambda: study.run(100, seed=1, design="latin"), "no design"),
        (lambda: u.sobol(), "indices=False"),
        (lambda: u.run(100), "runs 0 to 99"),
        (lambda: index.vary(node="trust", scale=["minmax", "z"]), "nothing to aggregate"),
    ):
        with pytest.raises(cq.ProblemsFound, match=why):
            call()


def test_an_index_laid_over_other_data_is_not_varied(cities_data: Any, cities_framework: Any) -> None:
    old = [row for row in cities_data if row["year"] < 2020]
    index = plan().fit(old, cities_framework).apply(cities_data)
    with pytest.raises(cq.ProblemsFound, match="other data"):
        index.vary(scale=["minmax", "z"])


def test_fragile_pairs_are_those_the_runs_turn_round(last_year: Any, cities_framework: Any) -> None:
    u = plan().fit(last_year, cities_framework).vary(weights=cq.jitter(0.6), scale=["minmax", "z"]).run(4000, seed=1)
    for pair in u.fragile(0.95).rows():
        assert u.beats(pair["before"], pair["behind"]) == pytest.approx(pair["holds"])
        assert u.beats(pair["behind"], pair["before"]) == pytest.approx(1.0 - pair["holds"])
        assert pair["holds"] < 0.95


@given(st.integers(0, 2**31), st.integers(12, 60), st.integers(1, 6), st.booleans(), st.sampled_from([2, 12]))
def test_winsorising_by_running_sums_moves_the_same_cells(
    seed: int, count: int, most: int, force: bool, digits: int
) -> None:
    random = np.random.default_rng(seed)
    x = np.round(np.sign(random.normal(size=(20, count))) * random.lognormal(0.0, 2.0, (20, count)), digits)
    until = cq.moments(skew=1.0, kurtosis=0.5)
    how = cq.winsorise(most, force)
    low, high, passed = noisy_treatment.caps(x, how, until)
    expected = cq.treatment.winsorise(x, most, until=until, force=force)
    np.testing.assert_array_equal(np.clip(x, low[:, None], high[:, None]), expected)
    np.testing.assert_array_equal(passed, until.passes(expected))


def test_factors_of_leaves_are_the_effective_weights(last_year: Any, cities_framework: Any) -> None:
    aggregation = plan().combine("arithmetic", life="sum").fit(last_year, cities_framework).aggregation
    g = np.random.default_rng(1).random((aggregation.tree.top, 7)) + 0.5
    for top in range(aggregation.tree.leaves, len(aggregation.tree.codes)):
        reach = Reach(aggregation, aggregation.weights, top)
        for run in range(7):
            moved = aggregation.with_weights(np.append(aggregation.weights[:-1] * g[:, run], 1.0))
            effective = reach.leaf_weights * reach.factors(g)[:, run]
            np.testing.assert_allclose(effective, moved.effective(top), rtol=1e-12, atol=1e-15)


def test_memory_does_not_grow_with_the_runs(last_year: Any, cities_framework: Any) -> None:
    study = plan().fit(last_year, cities_framework).vary(**ALTERNATIVES, weights=cq.jitter(0.3))
    study.run(10_000, seed=1, indices=False)
    tracemalloc.start()
    u = study.run(200_000, seed=1, indices=False)
    top = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert u.runs == 200_000
    assert top < 16 * 2**20
