"""Statistics of every indicator after any step, with flags for what should be looked at.

Quantiles are type 7 (linear between order statistics); sd has n - 1; skewness and excess kurtosis are the
bias-corrected ones (type 2 of Joanes and Gill 1998), as everywhere in this package.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.analysis import selection
from hengliang.composite.built import Built
from hengliang.composite.treatment import Moments, shape

Floats = NDArray[np.float64]

QUANTILES = {"min": 0.0, "q05": 0.05, "q25": 0.25, "median": 0.5, "q75": 0.75, "q95": 0.95, "max": 1.0}
FLAGS = ("present", "nonzero", "distinct", "outliers", "constant")
MOMENTS = Moments()


def describe(x: ArrayLike) -> dict[str, float]:
    """Statistics of one column, NaN for a gap: n, zeros, distinct values, moments, quantiles; NaN where undefined."""
    values = np.asarray(x, dtype=np.float64)
    there = values[~np.isnan(values)]
    n = int(there.size)
    skew, kurtosis = shape(values)
    cuts = np.quantile(there, list(QUANTILES.values())).tolist() if n else [np.nan] * len(QUANTILES)
    found = {
        "n": n,
        "missing": int(values.size - n),
        "zeros": int((there == 0.0).sum()),
        "distinct": int(np.unique(there).size),
        "mean": float(there.mean()) if n else np.nan,
        "sd": float(there.std(ddof=1)) if n > 1 else np.nan,
        "skewness": float(skew),
        "kurtosis": float(kurtosis),
        **dict(zip(QUANTILES, cuts, strict=True)),
    }
    fence = 1.5 * (found["q75"] - found["q25"])
    outside = (there < found["q25"] - fence) | (there > found["q75"] + fence)
    return found | {"outside_fences": int(outside.sum())}


def statistics(
    index: Built,
    *,
    stage: str = "raw",
    year: Any = None,
    until: Moments = MOMENTS,
    present: float = 0.65,
    nonzero: float = 0.5,
    distinct: float = 0.5,
) -> Any:
    """A row an indicator: its statistics after `stage`, and `flags`, what is below the given shares or too skewed.

    Shares: present cells of all, non-zero and distinct values of those present. `outside_fences` counts values
    further than 1.5 interquartile ranges outside the middle half (Tukey 1977). Thresholds as COINr's get_stats.
    """
    table, rows = selection.values_after(index, stage), selection.rows_of(index, year)
    lines: list[dict[str, Any]] = []
    for place in range(index.tree.leaves):
        node, x = index.framework.ordered[place], table[place, rows]
        found = describe(x)
        n, size = found["n"], max(len(rows), 1)
        low = {
            "present": n / size < present,
            "nonzero": n > 0 and (n - found["zeros"]) / n < nonzero,
            "distinct": n > 0 and found["distinct"] / n < distinct,
            "outliers": not bool(until.passes(x[None, :])[0]),
            "constant": n > 0 and found["distinct"] == 1,
        }
        flags = " ".join(name for name in FLAGS if low[name])
        lines.append({"code": node.code, "name": node.name, "unit": node.unit, **found, "flags": flags})
    return selection.from_rows(index, lines, tuple(lines[0]), key=("code",))
