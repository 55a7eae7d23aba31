"""Studies, plainly: every run of a study by a fit of the plan with the run's choices, weights and data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import hengliang.composite as cq
from hengliang.composite.study import Study


def rank_rows(scores: Any, years: Any) -> Any:
    """1 + how many of the same year score higher by more than rounding; 0 for none."""
    near = 1e-12 * np.nanmax(np.abs(scores))
    return np.array(
        [
            0 if np.isnan(s) else 1 + sum(o > s + near for o, other in zip(scores, years, strict=True) if other == year)
            for s, year in zip(scores, years, strict=True)
        ]
    )


def by_plan(study: Study, u: cq.Uncertainty, number: int, data: Sequence[dict[str, Any]], framework: Any) -> Any:
    """A run's scores (nodes × rows) by a plain fit of its plan, weights and data."""
    chosen, plan = u.choices(number), study.index.plan
    for factor in study.factors:
        if factor.alternatives:
            plan = factor.settle(plan, factor.labels.index(chosen[factor.name]))
        elif factor.name == "goalposts":
            for code, (low, high) in chosen["goalposts"].items():
                own = dict(plan.scales)
                own[code] = replace(own.get(code, plan.default_scale), low=low, high=high)  # type: ignore[type-var]
                plan = replace(plan, scales=tuple(own.items()))
        elif isinstance(chosen.get(factor.name), dict):
            for code, weight in chosen[factor.name].items():
                plan = plan.change(code, weight=weight)  # type: ignore[attr-defined]
    raw = u.run(number).data
    if raw is not None:
        codes = study.index.panel.codes
        data = [row | {code: raw[at, line] for at, code in enumerate(codes)} for line, row in enumerate(data)]
    made = plan.fit(data, framework)  # type: ignore[attr-defined]
    rows = [made.work.origin.tolist().index(row) if row in made.work.origin else -1 for row in study.index.work.origin]
    return np.where(np.array(rows) < 0, np.nan, made.values[:, rows])


def assert_runs_are_fits(study: Study, u: cq.Uncertainty, data: Any, framework: Any) -> None:
    """Scores to 1e-9; outputs, counts of ranks and of wins exactly, run for run."""
    years = study.index.panel.year_numbers
    nominal = rank_rows(study.index.values[study.top], years)
    counts = np.zeros((len(years), len(years) + 1), dtype=int)
    for number in range(u.runs):
        row, place = u.design.place(number)
        made = u.run(number)
        plain = by_plan(study, u, number, data, framework)
        np.testing.assert_allclose(made.values, plain, rtol=1e-9, atol=1e-9)
        ranks = rank_rows(plain[study.top], years)
        np.testing.assert_array_equal(np.nan_to_num(made.ranks), ranks)
        assert u.tally.y[place, row] == pytest.approx(
            np.abs(ranks - nominal)[(ranks > 0) & (nominal > 0)].mean(), abs=1e-12
        )
        if place < 2:
            counts[np.arange(len(years)), ranks] += 1
    for standing in u.tally.standings:
        width = len(standing.rows) + 1
        np.testing.assert_array_equal(standing.counts, counts[standing.rows, :width])
