"""What a study found: rank bands, who beats whom, fragile pairs, Sobol' indices, and every run made again on demand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite import frames
from hengliang.composite.bands import acceptabilities, beats, fragile_pairs, rank_means, rank_quantiles
from hengliang.composite.design import Design
from hengliang.composite.engine import Engine, Tally
from hengliang.composite.estimators import Indices, indices
from hengliang.composite.factors import Noise
from hengliang.composite.problems import refuse

if TYPE_CHECKING:
    from hengliang.composite.study import Study

Floats = NDArray[np.float64]
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, eq=False)
class Run:
    """One run made again: its choices, weights of all nodes but the top, scores of all nodes × rows, ranks.

    `data`: the raw table it saw (indicators × rows as read), None where the data do not vary.
    """

    number: int
    choices: dict[str, Any]
    values: Floats
    scores: Floats
    ranks: Floats
    data: Floats | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Uncertainty:
    """`runs`: how many were made; `failed`: how many had no result; `settled`: whether the bands stood still, None
    where nobody asked. Ranks are counted from sides A and B of the design only, which are independent.
    """

    study: Study
    engine: Engine
    design: Design
    tally: Tally
    settled: bool | None = None

    def __repr__(self) -> str:
        names = ", ".join(factor.name for factor in self.study.factors)
        return "\n".join([f"{self.runs:,} runs over {names}; {self.failed:,} failed", *self.notes])

    @property
    def runs(self) -> int:
        return self.design.runs

    @property
    def failed(self) -> int:
        return self.tally.failed

    @property
    def counted(self) -> int:
        """Runs behind the rank statistics, failed ones included."""
        return self.design.rows * (2 if self.design.both else 1)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know: failed runs and why, combinations nobody tried, bands that did not settle."""
        said = []
        if self.failed:
            said.append(f"{self.failed} of {self.runs} runs failed and have no ranks")
        for combination in self.study.impossible:
            names = ", ".join(f"{name} {label}" for name, label in combination.choices)
            said.append(f"impossible, {combination.share:.1%} of all runs: {names}: {combination.why[0]}")
        if not self.study.checked:
            said.append(f"{self.study.combinations} combinations were too many to try before the first run")
        if self.settled is False:
            said.append(f"the bands did not settle within {self.runs} runs")
        return tuple(said)

    def bands(self) -> Any:
        """A row a unit (and year): rank of the index, mean, 5 %, 25 %, 50 %, 75 %, 95 % rank (type 7), best and worst,
        and the share of runs with a rank.
        """
        parts: dict[str, Floats] = {}
        for standing in self.tally.standings:
            counts = standing.counts
            some = rank_quantiles(counts, (*QUANTILES, 0.0, 1.0)).T
            names = [*(f"q{round(100 * share):02d}" for share in QUANTILES), "best", "worst"]
            columns = {"mean": rank_means(counts), **dict(zip(names, some, strict=True))}
            columns["scored"] = counts[:, 1:].sum(axis=1) / max(self.counted, 1)
            for name, values in columns.items():
                parts.setdefault(name, np.full(self.engine.units, np.nan))[standing.rows] = values
        nominal = np.where(self.engine.nominal > 0, self.engine.nominal, np.nan)
        return self._by_unit({"rank": nominal, **parts})

    def acceptability(self) -> Any:
        """A row a unit (and year), a column a rank: the share of runs in which it has that rank (SMAA)."""
        widest = max(len(standing.rows) for standing in self.tally.standings)
        table = np.full((self.engine.units, widest), np.nan)
        for standing in self.tally.standings:
            table[standing.rows, : len(standing.rows)] = acceptabilities(standing.counts)
        return self._by_unit({str(rank + 1): table[:, rank] for rank in range(widest)})

    def beats(self, unit: str, other: str, *, year: Any = None) -> float:
        """The chance that `unit` ranks before `other` (in `year`, or the latest one); ties count half."""
        row, against = (self.study.index.row(name, year) for name in (unit, other))
        for number, standing in enumerate(self.tally.standings):
            places = [np.flatnonzero(standing.rows == each) for each in (row, against)]
            if all(place.size for place in places):
                return float(self._chances(number)[int(places[0][0]), int(places[1][0])])
        raise refuse("beats", f"{unit} and {other} are never ranked together: their latest years differ, name one")

    def fragile(self, least: float = 0.9) -> Any:
        """Pairs whose order in the index holds in fewer than `least` of the runs, most doubtful first."""
        panel, rows = self.study.index.panel, []
        for number, standing in enumerate(self.tally.standings):
            for i, j, chance in fragile_pairs(self._chances(number), self.engine.nominal[standing.rows], least):
                rows.append((int(standing.rows[i]), int(standing.rows[j]), chance))
        columns: dict[str, Any] = {"before": [panel.units[i] for i, _, _ in rows]}
        columns["behind"] = [panel.units[j] for _, j, _ in rows]
        if len(panel.all_years) > 1:
            columns[panel.year_column] = [panel.years[i] for i, _, _ in rows]
        return frames.write(panel.kind, columns | {"holds": [chance for _, _, chance in rows]})

    def sobol(
        self,
        *,
        first: str = "centred",
        total: str = "jansen",
        bootstraps: int = 500,
        level: float = 0.95,
        complete: bool = False,
    ) -> Any:
        """A row a factor: first-order and total index of the mean absolute rank change, with bootstrap intervals.

        `complete`: only rows of the design without a failed run, which no longer stand for all choices; without it a
        failed run is a problem. Other estimators: see `estimators`.
        """
        found = self.indices(first=first, total=total, bootstraps=bootstraps, level=level, complete=complete)
        columns: dict[str, Any] = {"factor": [factor.name for factor in self.study.factors]}
        columns |= {"first": found.first, "first_low": found.first_band[0], "first_high": found.first_band[1]}
        columns |= {"total": found.total, "total_low": found.total_band[0], "total_high": found.total_band[1]}
        return frames.write(self.study.index.panel.kind, columns, index=("factor",))

    def indices(
        self,
        *,
        first: str = "centred",
        total: str = "jansen",
        bootstraps: int = 500,
        level: float = 0.95,
        complete: bool = False,
    ) -> Indices:
        """The same as arrays."""
        if not self.design.both:
            raise refuse("indices", "these runs were made with indices=False; Sobol' indices need the mixtures")
        y = self.tally.y
        whole: NDArray[np.bool_] = np.asarray(np.isfinite(y).all(axis=0))
        if not whole.all() and not complete:
            why = f"{int((~whole).sum())} of {len(whole)} rows of the design hold a failed run: take the impossible "
            raise refuse("failed-runs", why + "alternatives out, or say complete=True for the other rows")
        y = y[:, whole]
        return indices(
            y[0], y[1], y[2:], seed=self.design.seed, bootstraps=bootstraps, level=level, first=first, total=total
        )

    def choices(self, run: int) -> dict[str, Any]:
        """What a run chose: the alternative of each factor; for weights code -> weight; for data its draw."""
        code, sides, row = self._place(run)
        picked = dict(zip((f.name for f in self.engine.choices), self.engine.levels_of(code), strict=True))
        said: dict[str, Any] = {}
        for factor in self.study.factors:
            if factor.levels:
                level = picked[factor.name]
                said[factor.name] = factor.labels[level] if factor.labels else level + 1
            elif isinstance(factor.noise, Noise):
                said[factor.name] = f"draw {row} of side {'AB'[sides[1]]}"
            else:
                weights = self._weights(code, sides[0], row)
                said[factor.name] = dict(zip(self.engine.tree.codes, weights.tolist(), strict=False))
        return said

    def run(self, number: int) -> Run:
        """One run made again, alone. Raises: ProblemsFound with the reason where it failed."""
        code, sides, row = self._place(number)
        engine, data = self.engine, None
        if engine.noisy is None:
            variant = engine.variant(code)
        else:
            data = engine.noisy.raw(sides[1], row)
            variant = engine.noisy.rebuilt(code, data)
        aggregation = variant.aggregation
        if engine.weights is not None:
            drawn = engine.base(variant)
            drawn = np.append(drawn[:-1] * engine.weights.one(self.design.row(row), sides[0], row), drawn[-1])
            aggregation = aggregation.with_weights(drawn)
        work = variant.table.prepared.work
        found = type(work.found)()
        result = aggregation.run(variant.table.leaves, years=engine.years, labels=work.panel.labels, found=found)
        found.stop()
        scores = result.values[engine.top]
        ranks = engine.rank(np.ascontiguousarray(scores[None, :]))[0].astype(np.float64)
        ranks[ranks == 0.0] = np.nan
        return Run(number, self.choices(number), result.values, scores, ranks, data)

    def _weights(self, code: int, side: int, row: int) -> Floats:
        assert self.engine.weights is not None  # noqa: S101 - asked only where weights are drawn
        base = self.engine.base(self.engine.variant(code))[: self.engine.tree.top]
        weights: Floats = base * self.engine.weights.one(self.design.row(row), side, row)
        return weights

    def _place(self, run: int) -> tuple[int, tuple[int, int], int]:
        """Combination, sides of weights and data, and row of a run."""
        row, number = self.design.place(run)
        drawn = self.design.row(row).levels
        on_a, on_b = drawn[0][0], drawn[-1][0]
        if number == 1:
            return int(on_b @ self.engine.radix), (1, 1), row
        sides, picked = [0, 0], on_a.copy()
        if number > 1:
            factor = self.study.factors[number - 2]
            if factor.levels:
                at = [each.name for each in self.engine.choices].index(factor.name)
                picked[at] = on_b[at]
            else:
                sides[isinstance(factor.noise, Noise)] = 1
        return int(picked @ self.engine.radix), (sides[0], sides[1]), row

    def _chances(self, number: int) -> Floats:
        standing = self.tally.standings[number]
        if not standing.pairs:
            raise refuse("beats", f"{len(standing.rows)} units are too many for a table of pairs")
        return beats(standing.wins, standing.both)

    def _by_unit(self, columns: dict[str, Any]) -> Any:
        panel = self.study.index.panel
        keys: dict[str, Any] = {panel.unit_column: list(panel.units)}
        if len(panel.all_years) > 1:
            keys[panel.year_column] = list(panel.years)
        return frames.write(panel.kind, keys | columns, index=tuple(keys))
