"""How scores of a panel move: the least-squares line through each unit's years, and growth a year.

Scores of different years are comparable only where the plan's scale is frozen or fitted on all years together; with
yearly scales a trend shows how a unit moved among the others, no more.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.analysis import selection
from hengliang.composite.built import Built
from hengliang.composite.problems import refuse
from hengliang.trend import line

Floats = NDArray[np.float64]


def growth(first: float, last: float, years: float) -> float:
    """Compound growth a year, (last/first)^(1/years) - 1; NaN where a value is not above 0 or no time passed."""
    return (last / first) ** (1.0 / years) - 1.0 if first > 0.0 and last > 0.0 and years > 0.0 else math.nan


def trends(index: Built, code: str = "", *, stage: str = selection.SCORES) -> Any:
    """A row a unit: years with a value, the first and last value, change, slope a year, growth a year, residual sd.

    `code`: the node, the top where ''; `stage`: "scores", or an earlier step of an indicator. Units with one year have
    no slope (NaN). Raises: ProblemsFound where the index has no years, or years that are no numbers.
    """
    panel, place = index.panel, index.place(code) if code else index.tree.top
    if len(panel.all_years) < 2:
        raise refuse("no-years", "a trend needs at least two years", column=panel.year_column)
    if not all(isinstance(year, int | float) for year in panel.all_years):
        raise refuse("no-years", "a trend needs years that are numbers", column=panel.year_column)
    values, lines = selection.values_after(index, stage)[place], []
    for unit in dict.fromkeys(panel.units):
        rows = [row for row, other in enumerate(panel.units) if other == unit and not np.isnan(values[row])]
        rows.sort(key=lambda row: panel.years[row])
        lines.append({"unit": unit, **_trend([float(panel.years[row]) for row in rows], values[rows])})
    return selection.from_rows(index, lines, tuple(lines[0]), key=("unit",))


def _trend(years: list[float], values: Floats) -> dict[str, Any]:
    found: dict[str, Any] = {"years": len(years)}
    if not years:
        nothing = ("first_year", "last_year", "first", "last", "change", "slope", "growth", "residual_sd")
        return found | dict.fromkeys(nothing, math.nan)
    first, last = float(values[0]), float(values[-1])
    fitted = line(years, values) if len(years) > 1 else None
    return found | {
        "first_year": years[0],
        "last_year": years[-1],
        "first": first,
        "last": last,
        "change": last - first if fitted else math.nan,
        "slope": fitted.slope if fitted else math.nan,
        "growth": growth(first, last, years[-1] - years[0]),
        "residual_sd": fitted.residual_sd if fitted else math.nan,
    }
