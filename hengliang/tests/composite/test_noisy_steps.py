"""Noisy data through every step at once: what many tables give together is what each gives alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from composite_study_oracle import assert_runs_are_fits
from hypothesis import given, settings
from hypothesis import strategies as st

import hengliang.composite as cq
from hengliang.composite import noisy_treatment
from hengliang.composite.cleaning import jumps
from hengliang.composite.noisy_gaps import Timeline, jumps_many

UNITS, YEARS, LEAVES = 12, 6, 5


def panel(seed: int, holes: float = 0.2) -> list[dict[str, Any]]:
    """A torn panel whose values sometimes jump, so that noise carries cells over every threshold."""
    random = np.random.default_rng(seed)
    rows = []
    for unit in range(UNITS):
        level = random.lognormal(2.0, 0.6, LEAVES)
        for year in range(YEARS):
            x = level * (1.0 + 0.03 * year) * random.lognormal(0.0, 0.25, LEAVES)
            x[random.random(LEAVES) < 0.05] *= 4.0
            cells = [None if random.random() < holes else round(float(value), 4) for value in x]
            named = {f"x{at}": cell for at, cell in enumerate(cells)}
            rows.append({"unit": f"u{unit}", "year": 2015 + year, "zone": f"z{unit % 2}", "people": 5 + unit, **named})
    return [row for at, row in enumerate(rows) if at % 11 != 3]


def framework() -> list[dict[str, Any]]:
    rows = [("top", "", None, ""), ("p", "top", 1, ""), ("q", "top", 1, "")]
    rows += [
        (f"x{at}", "p" if at < 3 else "q", -1 if at == 1 else 1, "people" if at in (0, 4) else "")
        for at in range(LEAVES)
    ]
    return [dict(zip(("code", "parent", "direction", "divisor"), row, strict=True)) for row in rows]


CLEAN = {"ranges": {"x0": (2.0, 25.0), "x3": (None, 18.0)}, "jumps": {"x0": 1.8, "x1": 2.0, "x2": 2.5}}
TREAT = (cq.winsorise(3), cq.log())
TEST = cq.moments(skew=0.8, kurtosis=0.5)
PLANS: dict[str, Any] = {
    "cleaned, filled by column": lambda p: p.clean(**CLEAN).divide().impute("mean", within="zone").impute("median"),
    "divided, then cleaned": lambda p: p.divide().clean(**CLEAN).impute("linear_constant").impute("mean"),
    "cleaned, gaps left": lambda p: p.clean(**CLEAN).divide().treat(*TREAT, until=TEST),
    "cleaned, screened, filled in time": lambda p: p.clean(**CLEAN).screen(0.7).divide().impute("linear_constant"),
    "cleaned, screened by name, treated": lambda p: (
        p.clean(**CLEAN).screen(0.8, keep=("u1",)).impute("constant").impute("median").treat(*TREAT, until=TEST)
    ),
    "non-zero cells": lambda p: p.screen(0.3, nonzero=0.9).impute("mean"),
    "latest": lambda p: p.impute("latest", limit=2).impute("mean"),
    "linear": lambda p: p.divide().impute("linear").impute(0.5),
    "constant, one indicator": lambda p: p.impute("constant", only=("x1", "x2")).impute("row_mean"),
    "by row": lambda p: p.impute("row_median").treat(*TREAT, until=TEST),
    "by node": lambda p: p.impute("node_mean", only=("x0", "x1")).impute("median", within="zone"),
    "cleaned, by row": lambda p: p.clean(**CLEAN).impute("row_mean").impute("mean"),
    "screened, then in time": lambda p: p.screen(0.7).impute("linear_constant").impute("mean"),
    "treated by years": lambda p: (
        p.impute("linear_constant").impute("mean").treat(*TREAT, until=TEST, years=[2015, 2016])
    ),
    "logs": lambda p: (
        p.clean(**CLEAN)
        .impute("linear_constant")
        .impute("mean")
        .treat(cq.log("plus"), until=TEST, x1=(cq.log("original"),), x2=(cq.boxcox(0.5),), x3=(cq.log(force=True),))
    ),
}
SCALES = {
    "minmax": {"scale": cq.minmax(1, 100)},
    "yearly": {"scale": cq.z(10, 2), "years": "yearly"},
    "chosen": {"scale": cq.minmax(1, 100), "years": [2015, 2016, 2017]},
}


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("name", PLANS)
def test_many_tables_at_once_are_what_each_gives_alone(name: str, scale: str) -> None:
    data = panel(3)
    made = PLANS[name](cq.Plan()).scale(**SCALES[scale]).require(0.5, by={"q": 0.6})
    study = made.fit(data, framework()).vary(data=cq.noise(sd=0.1), weights=cq.jitter(0.2))
    engine = study.engine(1)
    assert engine.noisy is not None
    tables = engine.noisy.tables(0)
    assert tables is not None
    z = engine.noisy.z(0, 0)[:, :40]
    leaves = tables.leaves(engine.noisy.values, engine.noisy.sd, engine.noisy.cells, z)
    assert leaves is not None
    for run in range(40):
        alone = engine.noisy.rebuilt(0, engine.noisy.raw(0, run)).table
        here = leaves[:, :, run]
        rows = np.searchsorted(tables.way.rows, alone.prepared.work.origin)
        np.testing.assert_allclose(here[:, rows], alone.leaves, rtol=1e-9, atol=1e-9)
        assert np.isnan(np.delete(here, rows, axis=1)).all()
    if tables.way.screened:
        return
    assert_runs_are_fits(study, study.run(12, seed=1), data, framework())


@pytest.mark.parametrize("mean", ["arithmetic", "geometric", "min", "median", "sum"])
def test_runs_that_differ_in_gaps_and_rows_are_ranked_over_what_they_have(mean: str) -> None:
    data = panel(5)
    made = cq.Plan().clean(**CLEAN).screen(0.6).divide().scale(cq.minmax(1, 100)).combine(mean, q="harmonic")
    study = made.require(0.5).fit(data, framework()).vary(data=cq.noise(sd=0.15), weights=cq.jitter(0.2))
    u = study.run(30, seed=2)
    assert u.failed == 0
    assert min(u.bands()["scored"]) < 1.0
    assert_runs_are_fits(study, u, data, framework())


def test_methods_that_compare_units_go_one_by_one() -> None:
    data = panel(5, holes=0.0)
    made = (
        cq.Plan()
        .clean(**CLEAN)
        .divide()
        .impute("linear_constant")
        .scale(cq.minmax(1, 100))
        .combine("arithmetic", q="copeland")
    )
    study = made.fit(data, framework()).vary(data=cq.noise(sd=0.15))
    assert_runs_are_fits(study, study.run(12, seed=2), data, framework())


@settings(max_examples=25)
@given(st.integers(0, 2**31), st.sampled_from(sorted(PLANS)), st.sampled_from([0.02, 0.2]))
def test_any_torn_panel_goes_the_same_way(seed: int, name: str, sd: float) -> None:
    try:
        index = PLANS[name](cq.Plan()).scale(cq.minmax(1, 100)).fit(panel(seed, 0.3), framework())
    except cq.ProblemsFound:
        return
    engine = index.vary(data=cq.noise(sd=sd)).engine(seed)
    noisy = engine.noisy
    assert noisy is not None
    tables = noisy.tables(0)
    assert tables is not None
    leaves = tables.leaves(noisy.values, noisy.sd, noisy.cells, noisy.z(0, 0)[:, :6])
    if leaves is None:
        return
    for run in range(6):
        alone = noisy.rebuilt(0, noisy.raw(0, run)).table
        rows = np.searchsorted(tables.way.rows, alone.prepared.work.origin)
        np.testing.assert_allclose(leaves[:, rows, run], alone.leaves, rtol=1e-9, atol=1e-9)


@given(st.integers(0, 2**31), st.integers(1, 7), st.sampled_from([0, 1]))
def test_jumps_of_many_runs_are_those_of_each(seed: int, years: int, digits: int) -> None:
    random = np.random.default_rng(seed)
    units = [unit for unit in "abcd" for _ in range(years)][:-1] or ["a"]
    x = np.round(random.lognormal(0.5, 1.0, (len(units), 9)) - 0.3, digits)
    x[random.random(x.shape) < 0.2] = np.nan
    seats = Timeline.of(units, np.arange(len(units), dtype=float)).seats()
    for run, hit in enumerate(jumps_many(x, seats, 2.0).T):
        np.testing.assert_array_equal(hit, jumps(x[:, run], units, 2.0))


@given(st.integers(0, 2**31), st.integers(6, 40), st.integers(1, 6), st.booleans())
def test_winsorising_with_gaps_moves_the_same_cells(seed: int, count: int, most: int, force: bool) -> None:
    random = np.random.default_rng(seed)
    x = np.round(np.sign(random.normal(size=(20, count))) * random.lognormal(0.0, 2.0, (20, count)), 3)
    x[random.random(x.shape) < 0.3] = np.nan
    low, high, passed = noisy_treatment.caps(x, cq.winsorise(most, force), TEST)
    expected = cq.treatment.winsorise(x, most, until=TEST, force=force)
    np.testing.assert_array_equal(np.clip(x, low[:, None], high[:, None]), expected)
    np.testing.assert_array_equal(passed, TEST.passes(expected))
