"""Runs whose data are drawn too: every noisy cell of every run, prepared and scaled anew.

A run's raw table is x + s·z, s the cells' standard errors, z normal by Box and Muller (1958) from the run's own place
in the stream. Plans whose steps allow it go through `NoisyTables`, many tables at once; others are fitted run by run.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.draws import Draws
from hengliang.composite.factors import Noise
from hengliang.composite.noisy_tables import NoisyTables
from hengliang.composite.panel import Panel
from hengliang.composite.problems import Findings, ProblemsFound
from hengliang.composite.staged_runs import StagedRuns
from hengliang.composite.workshop import Variant

if TYPE_CHECKING:
    from hengliang.composite.engine import Batch, Engine

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

BLOCK = 256
PIECE = 64


class NoisyRuns:
    """The data's draws of one study. `sd`: indicators × rows as read; `cells`: flat places that are drawn."""

    def __init__(self, engine: Engine, noise: Noise) -> None:
        self.engine, self.noise = engine, noise
        panel = engine.workshop.made.work.as_read
        assert panel is not None  # noqa: S101 - the study has rebuilt the index from it
        self.values = panel.values
        self.sd = read_errors(panel, noise)
        self.cells = np.flatnonzero(self.sd.ravel() > 0.0)
        if 2 * len(self.cells) > self.sd.size:
            self.cells = np.arange(self.sd.size)  # picking most of the cells costs more than drawing all
        downstream = [factor.levels for factor in engine.choices if factor.name in ("weights", "combine", "dummy")]
        self.below = int(np.prod(downstream, dtype=np.int64))
        self._tables: dict[int, NoisyTables | None] = {}
        self._programs: dict[int, StagedRuns | None] = {}

    @cached_property
    def pairs(self) -> int:
        """Box and Muller's numbers come in pairs."""
        return -(-len(self.cells) // 2)

    def z(self, side: int, number: int) -> NDArray[np.float32]:
        """Cells × 256 numbers of mean 0 and sd 1, in single precision, which is finer than any standard error."""
        words = Draws(self.engine.seed, "data", side, 2 * self.pairs, BLOCK).words(number)
        u = (words >> 8).astype(np.float32)
        u += np.float32(0.5)
        u *= np.float32(2.0**-24)
        if self.noise.law == "uniform":
            return (u[: len(self.cells)] * np.float32(2.0) - np.float32(1.0)) * np.float32(np.sqrt(3.0))
        radius = np.sqrt(np.float32(-2.0) * np.log(u[: self.pairs]))
        angle = u[self.pairs :] * np.float32(2.0 * np.pi)
        out = np.empty_like(u)
        np.multiply(radius, np.cos(angle), out=out[: self.pairs])
        np.multiply(radius, np.sin(angle), out=out[self.pairs :])
        return out[: len(self.cells)]

    def raw(self, side: int, row: int) -> Floats:
        """The raw table of a draw."""
        moved = self.values.ravel().copy()
        moved[self.cells] += self.sd.ravel()[self.cells] * self.z(side, row // BLOCK)[:, row % BLOCK]
        return moved.reshape(self.values.shape)

    def rebuilt(self, code: int, raw: Floats) -> Variant:
        """The variant of a combination over a raw table. Raises: ProblemsFound where it has no result."""
        engine = self.engine
        plan = engine.plan(code)
        return engine.workshop.rebuilt(plan, raw)

    def fill(
        self, batch: Batch, first: int, multipliers: Floats | None, out: Floats, failed: NDArray[np.bool_]
    ) -> None:
        """Scores of the runs of a batch (runs × rows), block by block of their draws."""
        upper = batch.codes // self.below
        blocks = (first + batch.rows) // BLOCK
        for number in np.unique(blocks):
            z = self.z(batch.data_side, int(number))
            here = np.flatnonzero(blocks == number)
            for code in np.unique(upper[here]):
                runs = here[upper[here] == code]
                for start in range(0, len(runs), PIECE):
                    self._piece(batch, runs[start : start + PIECE], first, z, multipliers, out, failed)

    def _piece(
        self,
        batch: Batch,
        runs: Ints,
        first: int,
        z: NDArray[np.float32],
        multipliers: Floats | None,
        out: Floats,
        failed: NDArray[np.bool_],
    ) -> None:
        """Runs that share their way of preparing and scaling."""
        rows, places = np.unique(batch.rows[runs], return_inverse=True)
        tables = self.tables(int(batch.codes[runs[0]]))
        leaves = None
        if tables is not None:
            columns = (first + rows) % BLOCK
            row_after_row = columns[-1] - columns[0] + 1 == len(columns)
            drawn = z[:, columns[0] : columns[-1] + 1] if row_after_row else z[:, columns]
            leaves = tables.leaves(self.values, self.sd, self.cells, drawn)
        for code in np.unique(batch.codes[runs]):
            some = np.flatnonzero(batch.codes[runs] == code)
            program = self.program(int(code)) if leaves is not None else None
            g = self._multipliers(multipliers, batch.rows[runs[some]])
            if program is None or leaves is None:
                for at, run in zip(some, runs[some], strict=True):
                    self._alone(batch, int(run), first, g[:, np.flatnonzero(some == at)], out, failed)
                continue
            picked = places[some]
            whole = len(picked) == len(rows) and bool((picked == np.arange(len(rows))).all())
            scores, lost = program.run(g, leaves if whole else leaves[:, :, picked])
            out[runs[some]], failed[runs[some]] = scores.T, lost

    def _multipliers(self, multipliers: Floats | None, rows: Ints) -> Floats:
        if multipliers is None:
            return np.ones((self.engine.tree.top, len(rows)))
        return multipliers[:, rows]

    def _alone(
        self, batch: Batch, run: int, first: int, multipliers: Floats, out: Floats, failed: NDArray[np.bool_]
    ) -> None:
        """One run by the plan itself: for steps that many tables cannot take at once."""
        engine = self.engine
        try:
            variant = self.rebuilt(int(batch.codes[run]), self.raw(batch.data_side, first + int(batch.rows[run])))
        except ProblemsFound:
            failed[run] = True
            return
        there = ~np.isnan(variant.values)
        leaves = variant.table.leaves
        program = StagedRuns(variant.aggregation, engine.base(variant), there, engine.years, engine.top, fixed=leaves)
        scores, lost = program.run(multipliers)
        out[run], failed[run] = scores[:, 0], lost[0]

    def tables(self, code: int) -> NoisyTables | None:
        """The way of many tables at once for what a combination does upstream; None where there is none."""
        upper = code // self.below
        if upper not in self._tables:
            try:
                table = self.engine.variant(code).table
                self._tables[upper] = NoisyTables.of(table)
            except ProblemsFound:
                self._tables[upper] = None
        return self._tables[upper]

    def program(self, code: int) -> StagedRuns | None:
        """The aggregation of a combination; None where its weights look at the data, or it has no result."""
        if code not in self._programs:
            self._programs[code] = self._compiled(code)
        return self._programs[code]

    def _compiled(self, code: int) -> StagedRuns | None:
        engine = self.engine
        plan = engine.plan(code)
        rules: list[Any] = [plan.default_weighing, *(rule for _, rule in plan.weighings)]
        if any(rule is not None and rule.looks for rule in rules):
            return None
        try:
            variant = engine.variant(code)
        except ProblemsFound:
            return None
        there = ~np.isnan(variant.values)
        return StagedRuns(variant.aggregation, engine.base(variant), there, engine.years, engine.top, fixed=None)


def read_errors(panel: Panel, noise: Noise) -> Floats:
    """The standard error of every cell; 0 for indicators that nothing is said about, and for gaps.

    Raises: ProblemsFound: no column of errors, a present value without one, errors that are negative.
    """
    found = Findings()
    sd = np.zeros(panel.values.shape)
    if isinstance(noise.sd, float | int):
        if not 0.0 < noise.sd < float("inf"):
            found.add("noise", f"{noise.sd:g}: a share of each value, above 0", column="data")
        sd = np.abs(panel.values) * float(noise.sd)
    elif isinstance(noise.sd, str):
        ending = noise.sd
        named = {
            code: f"{code}{link}{ending}"
            for code in panel.codes
            for link in ("_", "", " ")
            if f"{code}{link}{ending}" in panel.sheet.columns
        }
        if not named:
            found.add("no-column", f"no indicator has a column of errors: its code, then _{ending}", column="data")
        for code, column in named.items():
            sd[panel.codes.index(code)] = panel.column(column, found)
    else:
        for code, said in noise.sd:
            if code not in panel.codes:
                found.add("unknown-code", "an error is given, but it is no indicator", column=code)
            elif isinstance(said, str) and said not in panel.sheet.columns:
                found.add("no-column", f"named as the error of {code}, but not in the data", column=said)
            else:
                sd[panel.codes.index(code)] = panel.column(said, found) if isinstance(said, str) else float(said)
    there = ~np.isnan(panel.values)
    for place, row in zip(*np.nonzero(there & ~(sd >= 0.0)), strict=True):
        why = "a present value without a standard error" if np.isnan(sd[place, row]) else "a negative standard error"
        found.add("noise", why, row=panel.labels[row], column=panel.codes[place])
    sd = np.where(there, sd, 0.0)
    if not found.problems and not (sd > 0.0).any():
        found.add("noise", "every standard error is 0, nothing varies", column="data")
    found.stop()
    return sd
