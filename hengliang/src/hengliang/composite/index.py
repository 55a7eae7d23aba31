"""An index: all that can be read of it (`Built`), and the frozen numbers to lay over new data, to vary, to write out.

Made by `Plan.fit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hengliang.composite.built import Built
from hengliang.composite.fitting import lay_over
from hengliang.composite.outcome import Uncertainty
from hengliang.composite.problems import Problem
from hengliang.composite.study import Study, vary
from hengliang.composite.workbook import to_workbook


@dataclass(frozen=True, eq=False, repr=False)
class Index(Built):
    """`plan`: how it was made; `made`: all that came of it (see `fitting.Fit`)."""

    def apply(self, data: Any, *, unit: str | None = None, year: str | None = None, divisors: Any = None) -> Index:
        """The same index over other data; every bound, cap, mean and weight stays, so no old score moves."""
        return Index(self.plan, lay_over(self.plan, self.frozen, data, unit=unit, year=year, divisors=divisors))

    def vary(self, *, node: str = "", **factors: Any) -> Study:
        """A study of how much the ranks of a node (the top by default) depend on choices, weights and data.

        `clean`, `divide`, `screen`, `impute`, `treat`, `scale`, `weights`, `combine`, `require`, `gate`: lists of
        alternatives; `weights` or `jitter` also `jitter(0.25)` or `any_weights()`; `goalposts`, `screen`, `require`
        also `jitter(0.1)` (see `factors.Jitter`); `data`: `noise(sd="se")`; `dummy`: `dummy()`. Ranks are among the
        units of the index; a unit that an alternative screens out has none in those runs. Raises: ProblemsFound with
        all that cannot vary as it was said.
        """
        return vary(self, factors, node=node)

    def to_workbook(
        self,
        path: str | Path,
        *,
        study: Uncertainty | None = None,
        language: str = "en",
        problems: Sequence[Problem] = (),
    ) -> Path:
        """Every table in one xlsx workbook, with those of a finished `study` where given; see `workbook`."""
        return to_workbook(self, path, study=study, language=language, problems=problems)
