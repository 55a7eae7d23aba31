"""Correlations as a heat map in the order of the framework, with marks on what should be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from hengliang.composite.analysis.correlations import NEGATIVE, TOO_HIGH
from hengliang.composite.analysis.correlations import correlations as correlation_table
from hengliang.composite.analysis.selection import places_of
from hengliang.composite.charts import look
from hengliang.composite.charts.look import Spec, say

if TYPE_CHECKING:
    from hengliang.composite.built import Built

TITLE = (
    "{high} pairs of siblings say the same, {against} contradict each other",
    "同组指标中，{high}对高度重复，{against}对相互抵触",
    "同組指標中，{high}對高度重複，{against}對相互牴觸",
)
CALM = (
    "No siblings say the same and none contradict each other",
    "同组指标没有高度重复，也没有相互抵触",
    "同組指標沒有高度重複，也沒有相互牴觸",
)
SUBTITLE = (
    "{method} correlation of scores, turned by direction. ■ r ≥ {limit:g}, ✕ r ≤ {low:g} (p < 0.05), in any pair; "
    "framed: siblings.",
    "得分的{method}相关系数（已按方向统一）。■ r ≥ {limit:g}，✕ r ≤ {low:g}（p < 0.05）；加框为同组指标。",
    "得分的{method}相關係數（已按方向統一）。■ r ≥ {limit:g}，✕ r ≤ {low:g}（p < 0.05）；加框為同組指標。",
)
ALTERNATIVE = (
    "Heat map of the correlations of {count} parts; {high} sibling pairs at or above {limit:g}, {against} at or below "
    "{low:g}.",
    "{count}项之间的相关系数热力图；同组之中不低于{limit:g}的{high}对，不高于{low:g}的{against}对。",
    "{count}項之間的相關係數熱力圖；同組之中不低於{limit:g}的{high}對，不高於{low:g}的{against}對。",
)
SCALE = ("Correlation", "相关系数", "相關係數")


def correlations(
    index: Built, codes: Sequence[str] = (), *, method: str = "pearson", year: Any = None, language: str = "en"
) -> Spec:
    """The lower triangle over some nodes, all indicators where none are named."""
    table = correlation_table(index, codes, method=method, year=year)
    columns = {name: list(table[name]) for name in ("code", "with", "same_parent", "r", "p", "flag")}
    cells = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    marks = {"too-high": "■", "negative": "✕", "": ""}
    for cell in cells:
        cell["r"] = None if cell["r"] != cell["r"] else float(cell["r"])
        cell |= {"p": None if cell["p"] != cell["p"] else float(cell["p"]), "mark": marks[cell["flag"]]}
        cell["same_parent"] = bool(cell["same_parent"])
    order = [index.tree.codes[place] for place in places_of(index, codes)]
    order.sort(key=lambda code: _way(index, code))
    place = {code: number for number, code in enumerate(order)}
    for cell in cells:
        if place[cell["code"]] > place[cell["with"]]:
            cell["code"], cell["with"] = cell["with"], cell["code"]
    called = _called(index, order)
    for cell in cells:
        cell["code"], cell["with"] = called[cell["code"]], called[cell["with"]]
    siblings = [cell["flag"] for cell in cells if cell["same_parent"]]
    facts: dict[str, Any] = {
        "high": siblings.count("too-high"),
        "against": siblings.count("negative"),
        "count": len(order),
    }
    facts |= {"limit": TOO_HIGH, "low": NEGATIVE, "method": method.capitalize()}
    calm = not facts["high"] and not facts["against"]
    return look.spec(
        title=say(language, CALM if calm else TITLE, **facts),
        subtitle=say(language, SUBTITLE, **facts),
        alternative=say(language, ALTERNATIVE, **facts),
        language=language,
        body=_body(cells, [called[code] for code in order], language),
    )


def _called(index: Built, codes: Sequence[str]) -> dict[str, str]:
    """Codes as they are, or names where those are all there, different and shorter."""
    names = {code: index.framework.node(code).name for code in codes}
    short = max(map(len, names.values())) < max(map(len, codes))
    return names if short and all(names.values()) and len(set(names.values())) == len(codes) else {c: c for c in codes}


def _way(index: Built, code: str) -> tuple[int, ...]:
    """Places from the top down, so that siblings stand together in the framework's order."""
    place = index.tree.place(code)
    return (*index.tree.above(place)[::-1], place)


def _body(cells: list[Spec], order: list[str], language: str) -> Spec:
    step = 15 if len(order) > 30 else 24
    x = {"field": "code", "type": "nominal", "sort": order[:-1], "axis": {"title": None, "labelAngle": -90}}
    y = {"field": "with", "type": "nominal", "sort": order[1:], "axis": {"title": None}}
    colour = {
        "field": "r",
        "type": "quantitative",
        "scale": {"scheme": "blueorange", "domain": [-1, 1], "reverse": True},
        "legend": {"title": say(language, SCALE), "gradientLength": 160},
    }
    tooltip = [{"field": name, "type": "nominal"} for name in ("code", "with")]
    numbers = [{"field": name, "type": "quantitative", "format": ".3f"} for name in ("r", "p")]
    frame = {"condition": {"test": "datum.same_parent", "value": look.INK}, "value": "white"}
    return {
        "width": {"step": step},
        "height": {"step": step},
        "data": {"values": cells},
        "encoding": {"x": x, "y": y},
        "layer": [
            {
                "mark": {"type": "rect", "strokeWidth": 0.8},
                "encoding": {"color": colour, "stroke": frame, "tooltip": [*tooltip, *numbers]},
            },
            {
                "transform": [{"filter": "datum.mark != ''"}],
                "mark": {"type": "text", "fontSize": step * 0.6},
                "encoding": {
                    "text": {"field": "mark", "type": "nominal"},
                    "color": {"condition": {"test": "abs(datum.r) > 0.6", "value": "white"}, "value": look.INK},
                },
            },
        ],
    }
