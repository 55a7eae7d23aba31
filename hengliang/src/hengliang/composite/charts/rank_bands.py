"""Rank bands: what the ranks could have been under other defensible choices; the interval first, then the point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from hengliang.composite.analysis import selection
from hengliang.composite.charts import look
from hengliang.composite.charts.look import Spec, say
from hengliang.composite.frames import read
from hengliang.composite.problems import refuse

if TYPE_CHECKING:
    from hengliang.composite.outcome import Uncertainty

MOST = 60
NARROW = 2
TITLE = (
    "{sure} of {count} ranks are sure within {narrow} places; {wide} may take any of {span} places",
    "{count}个单位中，{sure}个位次区间不超过{narrow}位；{wide}的区间最宽，跨{span}位",
    "{count}個單位中，{sure}個位次區間不超過{narrow}位；{wide}的區間最寬，跨{span}位",
)
SUBTITLE = (
    "Line: {level} of the ranks in {runs} runs with other choices. Dot: rank of the index as published{shown}.",
    "横线为{runs}次变动计算中{level}的位次所在区间，圆点为本次位次{shown}。",
    "橫線為{runs}次變動計算中{level}的位次所在區間，圓點為本次位次{shown}。",
)
SHOWN = ("; the first {most} are shown", "；仅列前{most}位", "；僅列前{most}位")
ALTERNATIVE = (
    "Rank bands of {count} units; the narrowest spans {least} places, the widest ({wide}) {span}.",
    "{count}个单位的位次区间图；最窄{least}位，最宽（{wide}）{span}位。",
    "{count}個單位的位次區間圖；最窄{least}位，最寬（{wide}）{span}位。",
)
AXIS = ("Rank (1 is best)", "位次（1为最优）", "位次（1為最優）")
RANK = ("rank {low}–{high}", "第{low}–{high}位", "第{low}–{high}位")
ONE = ("rank {low}", "第{low}位", "第{low}位")


def rank_bands(outcome: Uncertainty, *, year: Any = None, most: int = MOST, language: str = "en") -> Spec:
    """A line a unit from its 5 % to its 95 % rank, in the order of the published ranks (of `year`, or the latest)."""
    index = outcome.study.index
    columns, names = read(outcome.bands(), what="bands").columns, look.unit_names(index)
    table = {name: np.asarray(columns[name], dtype=np.float64) for name in ("rank", "q05", "q95")}
    rows = [
        {
            "unit": names[row],
            "rank": float(table["rank"][row]),
            "low": float(table["q05"][row]),
            "high": float(table["q95"][row]),
        }
        for row in selection.rows_of(index, look.latest(index, year))
        if not any(math.isnan(values[row]) for values in table.values())
    ]
    if not rows:
        raise refuse("bands", "no unit has a band")
    rows.sort(key=lambda row: (row["rank"], row["low"], row["high"]))
    spans = [round(row["high"] - row["low"]) + 1 for row in rows]
    widest = max(range(len(rows)), key=lambda number: spans[number])
    facts = {"sure": sum(span <= NARROW for span in spans), "count": len(rows), "narrow": NARROW}
    facts |= {"wide": rows[widest]["unit"], "span": spans[widest], "least": min(spans)}
    for row in rows:
        low, high = round(row["low"]), round(row["high"])
        row["text"] = say(language, ONE if low == high else RANK, low=low, high=high)
    shown = say(language, SHOWN, most=most) if len(rows) > most else ""
    return look.spec(
        title=say(language, TITLE, **facts),
        subtitle=say(language, SUBTITLE, level="90%", runs=f"{outcome.counted:,}", shown=shown),
        alternative=say(language, ALTERNATIVE, **facts),
        language=language,
        body=_body(rows[:most], language),
    )


def _body(rows: Sequence[Spec], language: str) -> Spec:
    furthest = max(row["high"] for row in rows)
    ranks = {"type": "quantitative", "scale": {"domain": [0.5, furthest + 0.5], "nice": False}}
    axis = {"title": say(language, AXIS), "tickCount": 8, "format": "d", "orient": "top"}
    y = {"field": "unit", "type": "nominal", "sort": [row["unit"] for row in rows]}
    return {
        "width": 600,
        "height": {"step": 22},
        "data": {"values": list(rows)},
        "encoding": {"y": {**y, "axis": {"title": None, "labelPadding": 10}}},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 8, "strokeCap": "round", "color": look.LINE},
                "encoding": {"x": {"field": "low", **ranks, "axis": axis}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 80, "color": look.MAIN, "opacity": 1},
                "encoding": {"x": {"field": "rank", **ranks}},
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 12, "fontSize": 11.5, "color": look.SOFT},
                "encoding": {"x": {"field": "high", **ranks}, "text": {"field": "text", "type": "nominal"}},
            },
        ],
    }
