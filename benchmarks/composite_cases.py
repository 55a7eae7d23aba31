"""What `benchmarks.composite` measures: each case prepares its input and returns the call that is timed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

import hengliang.composite as cq
from hengliang.composite import frames

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "composite-asem"
AT_HAND = FOLDER.exists()
STEADY, GAPS, NOISY = 200_000, 40_000, 8_000
LONG, SEEDS = 1 << 21, 12

Call = Callable[[], object]


def plan() -> cq.Plan:
    """The example as COINr builds it; the range starts at 1 so that geometric means exist."""
    return cq.Plan().divide().impute("mean").treat(cq.winsorise(5), cq.log()).scale(cq.minmax(1, 100))


def four_factors() -> dict[str, Any]:
    """COINr's guide: treatment, scale, weights, means."""
    return {
        "treat": [cq.winsorise(most) for most in range(1, 6)],
        "scale": [cq.minmax(1, 100), cq.z(10, 2)],
        "weights": cq.jitter(0.25),
        "combine": ["arithmetic", "geometric"],
    }


def tables() -> tuple[dict[str, Any], dict[str, Any]]:
    """Data and framework as a data frame holds them: columns of numbers, NaN for a gap, or of text."""
    made = []
    for name in ("asem_idata.csv", "asem_imeta.csv"):
        columns = frames.read(FOLDER / name, what=name).columns
        made.append({column: _numbers(columns[column]) for column in columns})
    return made[0], made[1]


def _numbers(column: Any) -> Any:
    try:
        return np.array([float(value) if value not in ("", "NA") else np.nan for value in column])
    except (TypeError, ValueError):
        return list(column)


def index(made: cq.Plan | None = None) -> cq.Index:
    """The example built by a plan."""
    data, framework = (FOLDER / name for name in ("asem_idata.csv", "asem_imeta.csv"))
    return (made or plan()).fit(data, framework)


def sensitivity() -> Call:
    """From tables in memory: the index, every variant, 6,000 runs of a plain random design, ranks, 500 bootstraps."""
    data, framework = tables()

    def work() -> object:
        found = plan().fit(data, framework).vary(**four_factors()).run(6000, seed=1, design="random")
        return found.bands(), found.sobol(bootstraps=500)

    return work


def uncertainty() -> Call:
    """From the fitted index: the same factors, 1,000 runs for rank bands alone."""
    built = index()
    return lambda: built.vary(**four_factors()).run(1000, seed=1, design="random", indices=False).bands()


def steady() -> Call:
    """Runs once the tables are built, every run counted for ranks and pairs."""
    study = index().vary(**four_factors())
    return lambda: study.run(STEADY, seed=1, indices=False)


def gaps() -> Call:
    """Gaps left open, and means that differ between nodes."""
    mixed = cq.Plan().divide().treat(cq.winsorise(5)).scale(cq.minmax(1, 100))
    mixed = mixed.combine("arithmetic", Conn="geometric", Sust="geometric", Political="harmonic")
    study = index(mixed).vary(scale=[cq.minmax(1, 100), cq.minmax(10, 100)], weights=cq.jitter(0.25))
    return lambda: study.run(GAPS, seed=1, indices=False)


def noise() -> Call:
    """Every cell of every run drawn anew: divided, imputed, treated, scaled, weights moved."""
    made = cq.Plan().divide().impute("mean").treat(cq.winsorise(5)).scale(cq.minmax(1, 100))
    study = index(made).vary(data=cq.noise(sd=0.1), weights=cq.jitter(0.25))
    return lambda: study.run(NOISY, seed=1, indices=False)


def aggregate() -> Call:
    """Min-max and four levels of means of 10,000 × 50."""
    codes = [f"x{place}" for place in range(50)]
    nodes = [cq.Node("top")]
    nodes += [cq.Node(f"s{place}", "top") for place in range(2)]
    nodes += [cq.Node(f"p{place}", f"s{place // 5}") for place in range(10)]
    nodes += [cq.Node(code, f"p{place // 5}") for place, code in enumerate(codes)]
    values = np.random.default_rng(1).random((10_000, 50))
    panel, framework = cq.panel_of(values, codes), cq.Framework.of(nodes)
    made = cq.Plan().scale(cq.minmax(0, 100))
    return lambda: made.fit(panel, framework).values


def copeland() -> Call:
    """Copeland's order of 400 units by 50 criteria."""
    random = np.random.default_rng(1)
    x, w = random.random((400, 50)), random.random(50)
    return lambda: cq.ranking.copeland(x, w)


def rebuild() -> Call:
    """One fit of the example, from raw tables in memory to ranks."""
    data, framework = tables()
    made = plan()
    return lambda: made.fit(data, framework).rank_values()


def million_runs() -> Call:
    """A million runs with their indices, after the tables are built and one small study has run."""
    study = index().vary(**four_factors())
    study.run(6144, seed=1).sobol()

    def work() -> object:
        found = study.run(1_000_000, seed=1)
        return found.bands(), found.sobol(), found.fragile()

    return work


def first_order_rmse() -> float:
    """Root mean square error of first-order indices at 6,144 runs, over factors and seeds, against a long reference."""
    study = index().vary(**four_factors())
    reference = study.run(LONG, seed=1000).indices(bootstraps=0).first
    errors = [study.run(6144, seed=seed).indices(bootstraps=0).first - reference for seed in range(SEEDS)]
    return float(np.sqrt(np.mean(np.square(errors))))


CASES: dict[str, tuple[Callable[[], Call], int]] = {
    "sa_6000_s": (sensitivity, 0),
    "ua_1000_s": (uncertainty, 0),
    "runs_per_s": (steady, STEADY),
    "runs_gaps_per_s": (gaps, GAPS),
    "runs_noise_per_s": (noise, NOISY),
    "aggregate_10000x50_ms": (aggregate, 0),
    "copeland_400_ms": (copeland, 0),
    "rebuild_ms": (rebuild, 0),
}
