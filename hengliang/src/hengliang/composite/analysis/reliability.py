"""Cronbach's alpha: how far the children of a node measure one thing.

alpha = k/(k - 1) (1 - Σ var_i / var(Σ x_i)) over complete rows (Cronbach 1951). High alpha is no proof of one
dimension and low alpha no fault of a node that is meant to gather different things: look at the components too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from hengliang.composite.analysis import selection
from hengliang.composite.built import Built
from hengliang.composite.problems import refuse


def cronbach_alpha(x: ArrayLike) -> float:
    """Alpha of columns (rows × parts); rows with gaps are left out, NaN where fewer than 2 rows or 2 parts remain."""
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 2:
        raise refuse("shape", f"x has shape {values.shape}: rows × parts are needed")
    whole = values[~np.isnan(values).any(axis=1)]
    parts = whole.shape[1]
    if parts < 2 or len(whole) < 2:
        return float("nan")
    total = float(whole.sum(axis=1).var(ddof=1))
    return parts / (parts - 1) * (1.0 - float(whole.var(axis=0, ddof=1).sum()) / total) if total > 0.0 else float("nan")


def reliability(index: Built, *, year: Any = None, standardised: bool = False) -> Any:
    """A row a node with two or more children: alpha over complete rows, and the child without which it is highest.

    `standardised`: children are brought to one variance first, which is right where scales differ in spread.
    """
    rows, lines = selection.rows_of(index, year), []
    for place in range(index.tree.leaves, len(index.tree.codes)):
        children = index.tree.children[place]
        x = index.values[np.ix_(children, rows)].T
        x = x[~np.isnan(x).any(axis=1)]
        if len(children) < 2:
            continue
        if standardised and len(x) > 1:
            spread = x.std(axis=0, ddof=1)
            x = x / np.where(spread > 0.0, spread, 1.0)
        without = [cronbach_alpha(np.delete(x, child, axis=1)) for child in range(len(children))]
        best = int(np.nanargmax(without)) if not np.isnan(without).all() else -1
        line = {"code": index.tree.codes[place], "parts": len(children), "n": len(x), "alpha": cronbach_alpha(x)}
        left_out = index.tree.codes[int(children[best])] if best >= 0 else ""
        lines.append({**line, "highest_without": left_out, "alpha_without": without[best] if best >= 0 else np.nan})
    return selection.from_rows(index, lines, ("code", "parts", "n", "alpha", "highest_without", "alpha_without"))
