"""A fitted scale: numbers only, laid over the data it was fitted on or over any later data.

Holds all columns at once (rows of arrays are indicators, as everywhere inside), so that a table is scaled by three
array operations. Columns scaled by rank keep their sorted reference values; a later value counts whom it beats among
those, and nobody's old score moves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.columns import highest, lowest
from hengliang.composite.problems import listed
from hengliang.composite.scale_spec import Aims, Lines, Scale
from hengliang.composite.scaling import Goalposts, Ladder

Floats = NDArray[np.float64]

# Numbers in a block: 256 KiB, which the second cache of a core holds.
BLOCK = 32_768


@dataclass(frozen=True, eq=False)
class FittedScale:
    """Scales of k indicators. `lines` is NaN for the columns in `ranked`; `onto` maps native to wanted range there.

    `mirrors`: score + mirror image of each column; `years` says whose data set the bounds, () for all.
    """

    codes: tuple[str, ...]
    scales: tuple[Scale, ...]
    directions: Floats
    lines: Lines
    ranked: tuple[tuple[int, Floats, float, float], ...]
    mirrors: Floats
    counts: NDArray[np.int64]
    years: tuple[object, ...] = ()

    def apply(self, values: Floats) -> Floats:
        """Scaled scores of values (indicators × rows); NaN stays NaN."""
        y = np.empty_like(values)
        height = max(1, BLOCK // max(values.shape[1], 1))
        for top in range(0, len(values), height):
            self._onto_lines(values, y, slice(top, top + height))
        for place, reference, factor, start in self.ranked:
            y[place] = self._by_rank(place, values[place], reference) * factor + start
        return y

    def _onto_lines(self, values: Floats, y: Floats, rows: slice) -> None:
        """A block of indicators that stays in the cache while it is worked on."""
        lines, part, turn = self.lines, y[rows], self.directions[rows]
        # (x·d - base)/unit = (x - base·d)/(unit·d) to the last bit, for d = 1 and d = -1: one pass less.
        np.subtract(values[rows], (lines.base[rows] * turn)[:, None], out=part)
        part /= (lines.unit[rows] * turn)[:, None]
        part *= lines.span[rows][:, None]
        # Where direction is -1, the worst value is -0.0 until the origin, be it 0, is added.
        if lines.origin[rows].any() or (turn < 0.0).any():
            part += lines.origin[rows][:, None]
        low, high = lines.floor[rows], lines.ceiling[rows]
        if np.isfinite(low).any() or np.isfinite(high).any():
            np.clip(part, low[:, None], high[:, None], out=part)

    def _by_rank(self, place: int, raw: Floats, reference: Floats) -> Floats:
        scale = self.scales[place]
        if isinstance(scale, Ladder):
            points = np.asarray(scale.points)[np.searchsorted(np.asarray(scale.steps), raw, side="right")]
            return np.where(np.isnan(raw), np.nan, points)
        low, high = scale.native(len(reference)) or (0.0, 1.0)
        beaten = np.minimum(np.searchsorted(reference, raw * self.directions[place], side="left"), len(reference) - 1)
        return np.where(np.isnan(raw), np.nan, low + beaten / (len(reference) - 1) * (high - low))

    def formula(self, place: int) -> str:
        """The formula of one column with its numbers; x is the value times the direction."""
        lines, scale = self.lines, self.scales[place]
        numbers = {
            name: f"{getattr(lines, name)[place]:.6g}"
            for name in ("base", "unit", "span", "origin", "floor", "ceiling")
        }
        text = scale.formula.format(**numbers, others=int(self.counts[place]) - 1)
        turned = "x = −value; " if self.directions[place] < 0 and not isinstance(scale, Ladder) else ""
        return turned + (text if np.isfinite(lines.unit[place]) else f"{text}, {scale.kind}")


def fit_scale(
    reference: Floats,
    scales: Sequence[Scale],
    directions: Floats,
    aims: Aims,
    *,
    to: tuple[float, float] | None = None,
    constant: float | None = None,
    years: tuple[object, ...] = (),
) -> FittedScale:
    """Fit one scale a row of `reference` (indicators × rows that set the bounds); problems go to `aims.found`.

    `to` maps every scale onto one range; `constant` is the score of columns whose reference values are all equal,
    which are problems where it is None.
    """
    k = len(scales)
    counts = reference.shape[1] - np.count_nonzero(np.isnan(reference), axis=1)
    if reference.shape[1]:
        ends = lowest(reference), highest(reference)
        low, high = (np.where(directions > 0.0, end, -other) for end, other in (ends, ends[::-1]))
        aims = replace(aims, low=low, high=high)
    flat = _flat(reference, directions, counts, scales, aims, constant)
    lines = Lines(*(np.full(k, np.nan) for _ in range(6)))
    ranked: list[tuple[int, Floats, float, float]] = []
    mirrors = np.zeros(k)
    for scale in dict.fromkeys(scales):
        rows = np.array([place for place in range(k) if scales[place] == scale], dtype=np.intp)
        part = _turned_aims(scale, aims, rows, directions)
        x = reference[rows] * directions[rows, None] if scale.reads else np.empty((len(rows), 0))
        fitted = scale.lines(x, part)
        for at, place in enumerate(rows):
            n = int(counts[place])
            factor, start = _onto(scale, n, to, aims)
            mirrors[place] = scale.mirror(n) * factor + 2.0 * start
            if fitted is None and not flat[place]:
                ranked.append((int(place), np.sort(x[at][~np.isnan(x[at])]), factor, start))
        if fitted is not None:
            _put(lines, rows, fitted, *_onto(scale, 2, to, aims))
    _settle(lines, flat, constant)
    if not aims.found.problems:
        _tell_beyond(lines, [place for place, *_ in ranked], aims)
    return FittedScale(tuple(aims.codes), tuple(scales), directions, lines, tuple(ranked), mirrors, counts, years)


def _flat(
    x: Floats,
    directions: Floats,
    counts: NDArray[np.int64],
    scales: Sequence[Scale],
    aims: Aims,
    constant: float | None,
) -> NDArray[np.bool_]:
    """Columns that have no scaled value of their own, each a problem unless the caller has said what they shall score."""
    if not x.shape[1]:
        return np.ones(len(x), dtype=bool)
    with_data = counts > 0
    same = aims.low == aims.high
    flat = np.array([scale.asks for scale in scales], dtype=bool) & same
    for place in np.flatnonzero(~with_data).tolist():
        aims.found.add("empty-indicator", "no reference row has a value", column=aims.codes[place])
    if constant is None:
        for place in np.flatnonzero(flat).tolist():
            why = (
                f"all {int(counts[place])} values are {aims.low[place] * directions[place]:g}, a constant column has no "
                "scaled value: leave the indicator out or say scale(constant=...)"
            )
            aims.found.add("constant", why, column=aims.codes[place])
    return flat


def _turned_aims(scale: Scale, aims: Aims, rows: NDArray[np.intp], directions: Floats) -> Aims:
    turn = directions[rows]
    posts = aims.goalposts[rows]
    codes = [aims.codes[place] for place in rows]
    if isinstance(scale, Goalposts):
        scale.check(replace(aims, codes=codes, goalposts=posts))
        posts = scale.ends(posts)
    posts = np.where(turn[:, None] > 0, posts, -posts[:, ::-1])
    return replace(
        aims,
        codes=codes,
        targets=aims.targets[rows] * turn,
        goalposts=posts,
        low=aims.low[rows],
        high=aims.high[rows],
    )


def _onto(scale: Scale, n: int, to: tuple[float, float] | None, aims: Aims) -> tuple[float, float]:
    """Factor and start of the map from a scale's native range onto `to`; (1, 0) where nothing was asked."""
    if to is None:
        return 1.0, 0.0
    native = scale.native(n)
    if native is None:
        why = f"{scale.kind} has no range of its own that could be laid onto {to[0]:g}..{to[1]:g}"
        if not any(problem.code == "no-range" for problem in aims.found.problems):
            aims.found.add("no-range", why, column=listed(aims.codes))
        return 1.0, 0.0
    low, high = native
    factor = (to[1] - to[0]) / (high - low) if high > low else 0.0
    return factor, to[0] - low * factor


def _put(lines: Lines, rows: NDArray[np.intp], fitted: Lines, factor: float, start: float) -> None:
    lines.base[rows], lines.unit[rows] = fitted.base, fitted.unit
    lines.span[rows], lines.origin[rows] = fitted.span * factor, fitted.origin * factor + start
    ends = np.sort(np.stack([fitted.floor * factor + start, fitted.ceiling * factor + start]), axis=0)
    lines.floor[rows], lines.ceiling[rows] = ends


def _tell_beyond(lines: Lines, ranked: Sequence[int], aims: Aims) -> None:
    """Numbers so great or so close together that no scale comes of them."""
    usable = np.isfinite([lines.base, lines.unit, lines.span, lines.origin]).all(axis=0) & (lines.unit != 0.0)
    usable[list(ranked)] = True
    for place in np.flatnonzero(~usable).tolist():
        why = f"no scale comes of values from {aims.low[place]:g} to {aims.high[place]:g}: change the unit of measure"
        aims.found.add("beyond", why, column=aims.codes[place])


def _settle(lines: Lines, flat: NDArray[np.bool_], constant: float | None) -> None:
    """A constant column scores what the caller said, whatever comes later."""
    lines.base[flat], lines.unit[flat], lines.span[flat] = 0.0, 1.0, 0.0
    lines.origin[flat] = np.nan if constant is None else constant
    lines.floor[flat], lines.ceiling[flat] = -np.inf, np.inf
