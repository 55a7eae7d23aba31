"""Where each score comes from: stacked bars of exact contributions, the best unit first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hengliang.composite.analysis import selection
from hengliang.composite.charts import look
from hengliang.composite.charts.look import Spec, say

if TYPE_CHECKING:
    from hengliang.composite.built import Built

Floats = NDArray[np.float64]

MOST, LEAST_PARTS = 60, 3
TITLE = (
    "{best} leads with {score:.1f}; {part} separates the first quarter from the last most ({gap:.1f} points)",
    "{best}以{score:.1f}分居首；首尾四分之一单位之间差距最大的是{part}（{gap:.1f}分）",
    "{best}以{score:.1f}分居首；首尾四分之一單位之間差距最大的是{part}（{gap:.1f}分）",
)
SUBTITLE = (
    "Bars are exact contributions and add up to the score{when}{shown}.",
    "各段为精确贡献，合计等于得分{when}{shown}。",
    "各段為精確貢獻，合計等於得分{when}{shown}。",
)
WHEN = (", {year}", "，{year}年", "，{year}年")
SHOWN = (
    "; the first and last of {count} units are shown",
    "；共{count}个单位，仅列首尾",
    "；共{count}個單位，僅列首尾",
)
ALTERNATIVE = (
    "Stacked bars of {count} units by score, from {best} ({score:.1f}) to {last} ({low:.1f}), split into {parts}.",
    "{count}个单位得分构成堆叠条形图，最高{best}（{score:.1f}），最低{last}（{low:.1f}），构成为{parts}。",
    "{count}個單位得分構成堆疊條形圖，最高{best}（{score:.1f}），最低{last}（{low:.1f}），構成為{parts}。",
)
POINTS = ("Contribution (points)", "贡献（分）", "貢獻（分）")
CAPPED = ("lost to a cap", "封顶扣减", "封頂扣減")


def contributions(
    index: Built, nodes: Sequence[str] = (), *, year: Any = None, most: int = MOST, language: str = "en"
) -> Spec:
    """Contributions of some nodes to the top: the first level with at least three parts where none are named.

    `year`: the latest where None. With more than `most` units the first and the last ones are shown, and it is said.
    """
    when = look.latest(index, year)
    rows = [row for row in selection.rows_of(index, when) if not np.isnan(index.values[index.tree.top, row])]
    rows.sort(key=lambda row: -index.values[index.tree.top, row])
    places = selection.places_of(index, nodes).tolist() if nodes else _parts(index)
    count = len(rows)
    shown = rows if count <= most else [*rows[: most // 2], *rows[-(most - most // 2) :]]
    points = _points(index, rows, places)
    lines = _lines(index, shown, places, dict(zip(rows, points, strict=True)), language)
    quarter = max(count // 4, 1)
    gaps = points[:quarter].mean(axis=0) - points[-quarter:].mean(axis=0)
    names, top = look.unit_names(index), index.values[index.tree.top]
    parts = [look.node_name(index, place) for place in places]
    facts = {"best": names[shown[0]], "score": top[shown[0]], "last": names[shown[-1]], "low": top[shown[-1]]}
    facts |= {"part": parts[int(gaps.argmax())], "gap": float(gaps.max()), "count": count}
    beside = {
        "when": say(language, WHEN, year=when) if when is not None else "",
        "shown": say(language, SHOWN, count=count) if count > most else "",
    }
    joined = (", " if language == "en" else "、").join(parts)
    return look.spec(
        title=say(language, TITLE, **facts),
        subtitle=say(language, SUBTITLE, **beside),
        alternative=say(language, ALTERNATIVE, **facts, parts=joined),
        language=language,
        body=_body(lines, [names[row] for row in shown], [*parts, say(language, CAPPED)], language),
    )


def _parts(index: Built) -> list[int]:
    """The children of the top, or of those where they are fewer than three."""
    tree = index.tree
    places: list[int] = tree.children[tree.top].tolist()
    while len(places) < LEAST_PARTS and any(place >= tree.leaves for place in places):
        places = [child for p in places for child in (tree.children[p].tolist() if p >= tree.leaves else [p])]
    return places


def _points(index: Built, rows: Sequence[int], places: Sequence[int]) -> Floats:
    """Rows × parts."""
    panel, points = index.panel, np.zeros((len(rows), len(places)))
    for number, row in enumerate(rows):
        told = index.explain(panel.units[row], year=panel.years[row] if panel.years else None)
        points[number] = [told.of(index.tree.codes[place]) for place in places]
    return points


def _lines(
    index: Built, rows: Sequence[int], places: Sequence[int], points: Mapping[int, Floats], language: str
) -> list[Spec]:
    names, top, lines = look.unit_names(index), index.values[index.tree.top], []
    parts = [*(look.node_name(index, place) for place in places), say(language, CAPPED)]
    for row in rows:
        rest = float(top[row] - points[row].sum())
        amounts = [*points[row].tolist(), *([rest] if abs(rest) > 1e-9 else [])]
        for at, amount in enumerate(amounts):
            part = {"part": parts[at], "order": at, "points": amount}
            lines.append({"unit": names[row], "score": float(top[row]), **part})
    return lines


def _body(lines: list[Spec], units: list[str], parts: list[str], language: str) -> Spec:
    used = [part for part in parts if any(line["part"] == part for line in lines)]
    colours = [look.SERIES[place % len(look.SERIES)] for place in range(len(used))]
    y = {"field": "unit", "type": "nominal", "sort": units, "axis": {"title": None, "labelPadding": 8}}
    bars = {
        "mark": {"type": "bar", "height": {"band": 0.78}},
        "encoding": {
            "x": {"field": "points", "type": "quantitative", "axis": {"title": say(language, POINTS)}, "stack": "zero"},
            "color": {
                "field": "part",
                "type": "nominal",
                "scale": {"domain": used, "range": colours},
                "legend": {"title": None, "orient": "top", "columns": 4 if language == "en" else 6},
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }
    score = {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "color": look.SOFT},
        "encoding": {
            "x": {"aggregate": "max", "field": "score", "type": "quantitative"},
            "text": {"aggregate": "max", "field": "score", "type": "quantitative", "format": ".1f"},
        },
    }
    return {
        "width": 620,
        "height": {"step": 19},
        "data": {"values": lines},
        "encoding": {"y": y},
        "layer": [bars, score],
    }
