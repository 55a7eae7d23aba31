"""Multiple imputation: plausible values, doubt that grows with what is missing, draws that stay, Rubin's rules."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import hengliang.composite as cq
from hengliang.composite.chained import fit_chain, multiple, pool


def table(seed: int, n: int = 60, noise: float = 0.5, share: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    """Three columns that say the same with noise; the last one has gaps."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 1)) + noise * rng.normal(size=(n, 3))
    torn = x.copy()
    torn[rng.random(n) < share, 2] = math.nan
    return x, torn


def test_only_gaps_are_filled_and_only_with_values_that_occur() -> None:
    _, torn = table(1)
    filled = multiple(torn, draws=5, seed=3)
    assert filled.shape == (5, 60, 3)
    there = ~np.isnan(torn)
    for one in filled:
        np.testing.assert_array_equal(one[there], torn[there])
        assert not np.isnan(one).any()
        assert np.abs(np.sort(one[~there])[:, None] - torn[there[:, 2], 2]).min(axis=1).max() < 1e-12


def test_a_draw_is_the_same_however_many_are_made() -> None:
    _, torn = table(2)
    np.testing.assert_array_equal(multiple(torn, draws=2, seed=7), multiple(torn, draws=4, seed=7)[:2])
    assert not np.array_equal(multiple(torn, draws=2, seed=7), multiple(torn, draws=2, seed=8))


def test_what_the_other_columns_say_is_used() -> None:
    truth, guess, plain = [], [], []
    for seed in range(12):
        x, torn = table(seed, noise=0.2)
        gaps = np.isnan(torn[:, 2])
        truth.append(x[gaps, 2])
        guess.append(multiple(torn, draws=5, seed=seed).mean(axis=0)[gaps, 2])
        plain.append(np.full(gaps.sum(), np.nanmean(torn[:, 2])))
    errors = [np.sqrt(np.mean((np.concatenate(part) - np.concatenate(truth)) ** 2)) for part in (guess, plain)]
    assert errors[0] < 0.45 * errors[1]


def test_intervals_from_rubins_rules_cover_the_mean_as_often_as_they_say() -> None:
    """The mean of a column of which a third are missing where another column is high (missing at random)."""
    from scipy.stats import t

    hit = 0
    for seed in range(120):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=(80, 1)) + 0.6 * rng.normal(size=(80, 2))
        torn = x.copy()
        torn[(x[:, 0] > 0.2) & (rng.random(80) < 0.6), 1] = math.nan
        filled = multiple(torn, draws=10, seed=seed)[:, :, 1]
        pooled = pool(filled.mean(axis=1), filled.var(axis=1, ddof=1) / 80)
        hit += abs(pooled.estimate) <= t.ppf(0.975, pooled.df) * math.sqrt(pooled.total)
    assert hit / 120 > 0.88


def test_rubins_rules_by_hand() -> None:
    """Estimates 1, 2, 3 with variances 1: B = 1, T = 1 + 4/3, df = 2 (1 + 3/4)²."""
    pooled = pool([1.0, 2.0, 3.0], [1.0, 1.0, 1.0])
    assert (pooled.estimate, pooled.within, pooled.between) == (2.0, 1.0, 1.0)
    assert pooled.total == pytest.approx(1 + 4 / 3)
    assert pooled.df == pytest.approx(2 * 1.75**2)
    assert pool([2.0, 2.0], [1.0, 3.0]).df == math.inf


def test_too_few_values_are_named() -> None:
    with pytest.raises(cq.ProblemsFound, match="column 1: 2 values, an equation needs 5"):
        fit_chain([[1.0, 2.0], [2.0, 3.0], [3.0, math.nan]], seed=0)
    with pytest.raises(cq.ProblemsFound, match="alone"):
        fit_chain([[1.0], [2.0], [3.0], [4.0], [5.0], [math.nan]], seed=0)


def test_an_index_keeps_what_was_drawn(asem_data: Any, asem_framework: Any) -> None:
    plan = cq.Plan().divide().impute(cq.multiple(draws=4, seed=1)).scale("minmax")
    index = plan.fit(asem_data, asem_framework)
    assert not np.isnan(index.values).any()
    again = cq.Plan.from_json(plan.to_json())
    assert again == plan
    np.testing.assert_array_equal(again.fit(asem_data, asem_framework).values, index.values)
    np.testing.assert_array_equal(index.apply(asem_data[5:20]).values, index.values[:, 5:20])
    new = [dict(row, uCode=f"N{at}", LPI="NA") for at, row in enumerate(asem_data[:4])]
    later = index.apply([*new, *asem_data[:10]])
    np.testing.assert_array_equal(later.values[:, 4:], index.values[:, :10])
    assert "4 gaps remain after imputation: LPI (N0, N1, N2, N3)" in later.notes
    torn = next(
        code for place, code in enumerate(index.panel.codes) if np.isnan(index.work.as_read.values[place]).any()
    )
    assert np.isnan(later.made.leaves).sum() == 4
    new = [dict(row, uCode=f"N{at}") | {torn: "NA"} for at, row in enumerate(asem_data[:4])]
    assert not np.isnan(index.apply(new).values).any()
    for language in ("en", "zh-hans", "zh-hant"):
        assert plan.prose(language)
    assert "mean of 4 imputations" in set(index.changes["how"])


def test_draws_vary_in_a_study(asem_data: Any, asem_framework: Any) -> None:
    index = cq.Plan().divide().impute("multiple").scale("minmax").fit(asem_data, asem_framework)
    study = index.vary(impute=cq.imputations(4, seed=1))
    assert study.run(16, seed=1).runs >= 4
    assert len({alternative.draw for alternative in study.factors[0].alternatives}) == 4


def test_a_number_fills_every_gap(asem_data: Any, asem_framework: Any) -> None:
    plan = cq.Plan().impute(0, only="LPI").scale("minmax")
    index = plan.fit([{**row, "LPI": "NA"} if row["uCode"] == "PRT" else row for row in asem_data], asem_framework)
    assert index.cell("PRT", "LPI")["imputed"] == 0.0
    assert "the number 0, for LPI only" in plan.prose()
    assert cq.Plan.from_json(plan.to_json()) == plan
    for wrong in (
        lambda: cq.Plan().impute(math.nan),
        lambda: cq.Plan().impute(0, within="x"),
        lambda: cq.Plan().impute(True),
        lambda: cq.Plan().impute("multiple", limit=2),
        lambda: cq.multiple(draws=0),
        lambda: cq.multiple(seed=-1),
    ):
        with pytest.raises(cq.ProblemsFound):
            wrong()
