"""Runs whose data are drawn too: every noisy cell of every run, prepared and scaled anew.

A run's raw table is x + s·z, s the cells' standard errors, z normal by Box and Muller (1958) from the run's own place
in the stream. Plans whose steps allow it go through `NoisyTables`, many tables at once; others are fitted run by run.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.batches import Batch, Drawn
from hengliang.composite.combinations import Combinations
from hengliang.composite.draws import Draws
from hengliang.composite.factors import Noise
from hengliang.composite.goalpost_draws import GoalpostDraws
from hengliang.composite.lone_runs import looks, run_alone
from hengliang.composite.noisy_tables import NoisyTables
from hengliang.composite.panel import Panel
from hengliang.composite.problems import Findings, ProblemsFound
from hengliang.composite.staged_runs import StagedRuns
from hengliang.composite.workshop import Variant

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

BLOCK = 256
PIECE = 64
DOWNSTREAM = ("weights", "combine", "require", "gate", "dummy")


@dataclass(frozen=True, eq=False)
class NoisyProgram:
    """A combination ready for many runs; `seated`: the variant whose rows its scores have, None for those of the index."""

    runs: StagedRuns
    seated: Variant | None


class NoisyRuns:
    """The data's draws of one study. `sd`: indicators × rows as read; `cells`: flat places that are drawn."""

    def __init__(
        self, combinations: Combinations, noise: Noise, seed: int, goalposts: GoalpostDraws | None = None
    ) -> None:
        self.combinations, self.noise, self.seed, self.goalposts = combinations, noise, seed, goalposts
        panel = combinations.workshop.made.work.as_read
        assert panel is not None  # noqa: S101 - the study has rebuilt the index from it
        self.values = panel.values
        self.sd = read_errors(panel, noise)
        self.cells = np.flatnonzero(self.sd.ravel() > 0.0)
        if 2 * len(self.cells) > self.sd.size:
            self.cells = np.arange(self.sd.size)  # picking most of the cells costs more than drawing all
        downstream = [factor.levels for factor in combinations.choices if factor.name in DOWNSTREAM]
        self.below = int(np.prod(downstream, dtype=np.int64))
        self._tables: dict[int, NoisyTables | None] = {}
        self._programs: dict[tuple[int, bool], NoisyProgram | None] = {}

    @cached_property
    def pairs(self) -> int:
        """Box and Muller's numbers come in pairs."""
        return -(-len(self.cells) // 2)

    def z(self, side: int, number: int) -> NDArray[np.float32]:
        """Cells × 256 numbers of mean 0 and sd 1, in single precision, which is finer than any standard error."""
        words = Draws(self.seed, "data", side, 2 * self.pairs, BLOCK).words(number)
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

    def rebuilt(self, code: int, raw: Floats, shifts: Floats | None = None) -> Variant:
        """The variant of a combination over a raw table, with goalposts moved by `shifts` (leaves × 2).

        Raises: ProblemsFound where it has no result.
        """
        plan = self.combinations.plan(code)
        if self.goalposts is not None and shifts is not None:
            plan = self.goalposts.settled(plan, shifts)
        return self.combinations.workshop.rebuilt(plan, raw)

    def fill(self, batch: Batch, drawn: Drawn, out: Floats, failed: Bools) -> None:
        """Scores of the runs of a batch (runs × rows), block by block of their draws."""
        upper = batch.codes // self.below
        blocks = (drawn.first + batch.rows) // BLOCK
        for number in np.unique(blocks):
            z = self.z(batch.sides.data, int(number))
            here = np.flatnonzero(blocks == number)
            for code in np.unique(upper[here]):
                runs = here[upper[here] == code]
                for start in range(0, len(runs), PIECE):
                    self._piece(batch, runs[start : start + PIECE], drawn, z, out, failed)

    def _piece(
        self, batch: Batch, runs: Ints, drawn: Drawn, z: NDArray[np.float32], out: Floats, failed: Bools
    ) -> None:
        """Runs that share their way of preparing and scaling."""
        rows, places = np.unique(batch.rows[runs], return_inverse=True)
        tables, leaves = self.tables(int(batch.codes[runs[0]])), None
        if tables is not None:
            columns = (drawn.first + rows) % BLOCK
            row_after_row = columns[-1] - columns[0] + 1 == len(columns)
            numbers = z[:, columns[0] : columns[-1] + 1] if row_after_row else z[:, columns]
            shifts = None if drawn.shifts is None else drawn.shifts[:, :, rows]
            leaves = tables.leaves(self.values, self.sd, self.cells, numbers, shifts)
        known = tables is not None and leaves is not None and tables.as_known(leaves)
        if leaves is not None and tables is not None and tables.way.screened:
            leaves = leaves[:, np.searchsorted(tables.way.rows, self.combinations.rows)]
        for code in np.unique(batch.codes[runs]):
            some = np.flatnonzero(batch.codes[runs] == code)
            program = self.program(int(code), known=known) if leaves is not None else None
            if program is None or leaves is None:
                for run in runs[some]:
                    self._alone(batch, int(run), drawn, out, failed)
                continue
            picked = places[some]
            whole = len(picked) == len(rows) and bool((picked == np.arange(len(rows))).all())
            g = self._multipliers(drawn, batch.rows[runs[some]])
            scores, failed[runs[some]] = program.runs.run(g, leaves if whole else leaves[:, :, picked])
            if program.seated is None:
                out[runs[some]] = scores.T
            else:
                self.combinations.put(program.seated, scores, out, runs[some])

    def _multipliers(self, drawn: Drawn, rows: Ints) -> Floats:
        if drawn.multipliers is None:
            return np.ones((self.combinations.tree.top, len(rows)))
        return drawn.multipliers[:, rows]

    def _alone(self, batch: Batch, run: int, drawn: Drawn, out: Floats, failed: Bools) -> None:
        """One run by the plan itself: for steps that many tables cannot take at once."""
        row = int(batch.rows[run])
        shifts = None if drawn.shifts is None else drawn.shifts[:, :, row]
        try:
            variant = self.rebuilt(int(batch.codes[run]), self.raw(batch.sides.data, drawn.first + row), shifts)
        except ProblemsFound:
            failed[run] = True
            return
        g = self._multipliers(drawn, batch.rows[run : run + 1])
        out[run], failed[run] = run_alone(self.combinations, variant, g)

    def tables(self, code: int) -> NoisyTables | None:
        """The way of many tables at once for what a combination does upstream; None where there is none."""
        upper = code // self.below
        if upper not in self._tables:
            try:
                self._tables[upper] = NoisyTables.of(self.combinations.variant(code).table)
            except ProblemsFound:
                self._tables[upper] = None
        return self._tables[upper]

    def program(self, code: int, *, known: bool) -> NoisyProgram | None:
        """The aggregation of a combination; None where its weights look at the data, or it has no result.

        `known`: for leaves with the rows and gaps of the data as read, not with their own.
        """
        if (code, known) not in self._programs:
            self._programs[code, known] = self._compiled(code, known=known)
        return self._programs[code, known]

    def _compiled(self, code: int, *, known: bool) -> NoisyProgram | None:
        if looks(self.combinations.plan(code)):
            return None
        try:
            variant = self.combinations.variant(code)
        except ProblemsFound:
            return None
        if known:
            return NoisyProgram(self.combinations.staged(variant, fixed=False), variant)
        tables = self.tables(code)
        screened = tables is not None and tables.way.screened
        runs = self.combinations.loose(variant, as_ranked=screened)
        return None if runs is None else NoisyProgram(runs, None if screened else variant)


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
