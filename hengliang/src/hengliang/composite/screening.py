"""Which units have enough data to be judged: by the share of cells present, and of cells that are not zero.

A unit forced in or out is told apart from one that passed or failed. Screening of a part of the tree is the coverage
limit of that node (`Plan.require`), not a matter for this room.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hengliang.composite.problems import Findings


@dataclass(frozen=True, eq=False)
class Screened:
    """Per unit: shares of present and of non-zero cells, whether it stays, and why ('' where it passed)."""

    present: NDArray[np.float64]
    nonzero: NDArray[np.float64]
    stays: NDArray[np.bool_]
    reasons: tuple[str, ...]


def screen(
    x: ArrayLike,
    *,
    present: float = 0.0,
    nonzero: float = 0.0,
    units: Sequence[str] = (),
    keep: Collection[str] = (),
    leave_out: Collection[str] = (),
) -> Screened:
    """Units (rows of x) stay with at least these shares of present cells and of non-zero cells among the present.

    `keep` and `leave_out` name units that stay or go whatever their shares. A unit without any cell has nonzero
    share 0. Raises: ProblemsFound for shares outside 0..1, unknown units, units in both lists.
    """
    values = np.asarray(x, dtype=np.float64)
    names = tuple(units) or tuple(map(str, range(len(values))))
    found = Findings()
    for name, share in (("present", present), ("nonzero", nonzero)):
        if not 0.0 <= share <= 1.0:
            found.add("share", f"{name} is {share:g}, a share lies between 0 and 1")
    for unit in [unit for unit in (*keep, *leave_out) if unit not in names]:
        found.add("unknown-unit", "named for screening but not in the data", row=unit)
    for unit in sorted(set(keep) & set(leave_out)):
        found.add("screening", "both kept and left out", row=unit)
    found.stop()
    there = ~np.isnan(values)
    counts = there.sum(axis=1)
    share = counts / max(values.shape[1], 1)
    full = np.divide((there & (values != 0.0)).sum(axis=1), counts, out=np.zeros(len(values)), where=counts > 0)
    reasons = [_reason(*row, present, nonzero, keep, leave_out) for row in zip(names, share, full, strict=True)]
    stays = np.array([not reason or reason == "kept" for reason in reasons], dtype=bool)
    return Screened(share, full, stays, tuple(reasons))


def _reason(
    unit: str,
    share: float,
    full: float,
    present: float,
    nonzero: float,
    keep: Collection[str],
    leave_out: Collection[str],
) -> str:
    if unit in leave_out:
        return "left out by name"
    low = f"present {share:.3f} < {present:g}" if share < present else ""
    zeros = f"non-zero {full:.3f} < {nonzero:g}" if full < nonzero else ""
    if unit in keep:
        return "kept" if low or zeros else ""
    return "; ".join(part for part in (low, zeros) if part)
