"""What a study found: rank bands, who beats whom, fragile pairs, Sobol' indices, and every run made again on demand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite import frames
from hengliang.composite.bands import acceptabilities, beats, fragile_pairs, rank_means, rank_quantiles
from hengliang.composite.batches import Sides
from hengliang.composite.design import Design
from hengliang.composite.engine import Engine, Tally
from hengliang.composite.estimators import Indices, indices
from hengliang.composite.followed import Followed, central_weights, follow
from hengliang.composite.problems import Findings, listed, refuse
from hengliang.composite.variation import Variation

Floats = NDArray[np.float64]
OUTPUTS = ("rank", "score")
NOT_DRAWN = "no weights are drawn in this study: vary weights=any_weights() or jitter(...)"
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

    study: Variation
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

    def central_weights(self, *, rank: int = 1, tries: int = 512) -> Any:
        """A row a unit (and year): the share of runs in which it holds `rank`, the confidence factor, and its central
        weights: the mean of the weights in those runs, each as a share among its siblings, a column a node (SMAA).

        Confidence: how often the unit holds the rank when its central weights are taken and all other factors vary, in
        the first `tries` rows of side A. NaN for units that never hold it. Makes the runs again. Weights that a rule
        draws from noisy data count as the rule gives them for the data as read. Raises: ProblemsFound where no weights
        are drawn, or no unit can have such a rank. Source: Lahdelma and Salminen (2001), SMAA-2,
        Operations Research 49(3).
        """
        engine = self.engine
        if engine.weights is None:
            raise refuse("weights", NOT_DRAWN)
        widest = max(len(standing.rows) for standing in self.tally.standings)
        if not 1 <= rank <= widest or tries < 1:
            raise refuse("rank", f"rank {rank} in {tries} tries: there are ranks 1 to {widest}, and a try at least")
        found = central_weights(engine, self.design, rank=rank, tries=tries)
        nodes = engine.weights.moved
        named = {engine.tree.codes[place]: found.weights[:, place] for place in nodes}
        return self._by_unit({"acceptability": found.held, "confidence": found.confidence, **named})

    def follow(self, unit: str, *, year: Any = None) -> Followed:
        """The rank and the score of one unit (in `year`, or its latest one) in every run: sets × rows of the design,
        set 0 is A, 1 is B, 2 + i the mixture of factor i. The runs are made again; NaN where it has none.
        """
        return follow(self.engine, self.design, self.study.index.row(unit, year))

    def sobol(
        self,
        unit: str = "",
        *,
        of: str = "rank",
        year: Any = None,
        first: str = "centred",
        total: str = "jansen",
        bootstraps: int = 500,
        level: float = 0.95,
        complete: bool = False,
    ) -> Any:
        """A row a factor: first-order and total index of the mean absolute rank change, with bootstrap intervals.

        `unit`: of this unit's own rank, or score (`of`), in place of the mean change; the runs are then made again.
        Scores mean the same in all runs only where every alternative of `scale` has one range. `complete`: only rows
        of the design without a failed run, which no longer stand for all choices; without it a failed run is a
        problem. Other estimators: see `estimators`. Raises: ProblemsFound for an unknown unit, output or estimator,
        failed runs, runs without mixtures. Source: Saltelli et al. (2010), table 2 (b), centred; Jansen (1999).
        """
        found = self.indices(
            unit, of=of, year=year, first=first, total=total, bootstraps=bootstraps, level=level, complete=complete
        )
        columns: dict[str, Any] = {"factor": [factor.name for factor in self.study.factors]}
        columns |= {"first": found.first, "first_low": found.first_band[0], "first_high": found.first_band[1]}
        columns |= {"total": found.total, "total_low": found.total_band[0], "total_high": found.total_band[1]}
        return frames.write(self.study.index.panel.kind, columns, index=("factor",))

    def indices(
        self,
        unit: str = "",
        *,
        of: str = "rank",
        year: Any = None,
        first: str = "centred",
        total: str = "jansen",
        bootstraps: int = 500,
        level: float = 0.95,
        complete: bool = False,
    ) -> Indices:
        """The same as arrays."""
        if not self.design.both:
            raise refuse("indices", "these runs were made with indices=False; Sobol' indices need the mixtures")
        y = self._output(unit, of, year)
        whole: NDArray[np.bool_] = np.asarray(np.isfinite(y).all(axis=0))
        if not whole.all() and not complete:
            why = f"{int((~whole).sum())} of {len(whole)} rows of the design hold a failed run: take the impossible "
            if unit:
                why = f"{unit} has no {of} in some run of {int((~whole).sum())} of {len(whole)} rows: take the "
            raise refuse("failed-runs", why + "alternatives out, or say complete=True for the other rows")
        y = y[:, whole]
        return indices(
            y[0], y[1], y[2:], seed=self.design.seed, bootstraps=bootstraps, level=level, first=first, total=total
        )

    def _output(self, unit: str, of: str, year: Any) -> Floats:
        """What the indices are of, sets × rows."""
        if of not in OUTPUTS:
            raise refuse("output", f"{of!r}: indices are of a unit's {listed(OUTPUTS)}", column="of")
        if not unit:
            if of != OUTPUTS[0] or year is not None:
                raise refuse("output", "name the unit whose score or year is meant", column="unit")
            return self.tally.y
        told = self.follow(unit, year=year)
        return told.ranks if of == OUTPUTS[0] else told.scores

    def choices(self, run: int) -> dict[str, Any]:
        """What a run chose: the alternative of each factor; for weights code -> weight; for data its draw."""
        code, sides, row = self._place(run)
        combinations = self.engine.combinations
        picked = dict(zip((f.name for f in combinations.choices), combinations.levels_of(code), strict=True))
        said: dict[str, Any] = {}
        for factor in self.study.factors:
            if factor.levels:
                level = picked[factor.name]
                said[factor.name] = factor.labels[level] if factor.labels else level + 1
            elif factor.drawn_as == "data":
                said[factor.name] = f"draw {row} of side {'AB'[sides.data]}"
            elif self.engine.goalposts is not None and factor.drawn_as == "goalposts":
                shifts = self.engine.goalposts.one(sides.goalposts, row)
                said[factor.name] = self.engine.goalposts.ends(combinations.plan(code), shifts)
            else:
                weights = self._weights(code, sides.weights, row)
                said[factor.name] = dict(zip(self.engine.tree.codes, weights.tolist(), strict=False))
        return said

    def run(self, number: int) -> Run:
        """One run made again, alone. Raises: ProblemsFound with the reason where it failed."""
        code, sides, row = self._place(number)
        engine, data = self.engine, None
        shifts = None if engine.goalposts is None else engine.goalposts.one(sides.goalposts, row)
        if engine.noisy is not None:
            data = engine.noisy.raw(sides.data, row)
            variant = engine.noisy.rebuilt(code, data, shifts)
        elif engine.goalposts is not None and shifts is not None:
            variant = engine.workshop.again(engine.goalposts.settled(engine.combinations.plan(code), shifts))
        else:
            variant = engine.combinations.variant(code)
        aggregation = variant.aggregation
        if engine.weights is not None:
            drawn = engine.combinations.base(variant)
            drawn = np.append(drawn[:-1] * engine.weights.one(self.design.row(row), sides.weights, row), drawn[-1])
            aggregation = aggregation.with_weights(drawn)
        panel, found = variant.table.prepared.work.panel, Findings()
        result = aggregation.run(variant.table.leaves, years=panel.year_numbers, labels=panel.labels, found=found)
        found.stop()
        values = engine.combinations.seated(variant, result.values)
        ranks = engine.rank(np.ascontiguousarray(values[engine.top][None, :]))[0].astype(np.float64)
        ranks[ranks == 0.0] = np.nan
        return Run(number, self.choices(number), values, values[engine.top], ranks, data)

    def _weights(self, code: int, side: int, row: int) -> Floats:
        assert self.engine.weights is not None  # noqa: S101 - asked only where weights are drawn
        base = self.engine.combinations.base_of(code)[: self.engine.tree.top]
        weights: Floats = base * self.engine.weights.one(self.design.row(row), side, row)
        return weights

    def _place(self, run: int) -> tuple[int, Sides, int]:
        """Combination, sides that it draws from, and row of a run."""
        row, number = self.design.place(run)
        drawn, combinations = self.design.row(row).levels, self.engine.combinations
        on_a, on_b = drawn[0][0], drawn[-1][0]
        if number == 1:
            return int(on_b @ combinations.radix), self.engine.side_b, row
        sides, picked = Sides(), on_a.copy()
        if number > 1:
            factor = self.study.factors[number - 2]
            if factor.drawn_as:
                sides = Sides.only(factor.drawn_as)
            else:
                at = [each.name for each in combinations.choices].index(factor.name)
                picked[at] = on_b[at]
        return int(picked @ combinations.radix), sides, row

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
