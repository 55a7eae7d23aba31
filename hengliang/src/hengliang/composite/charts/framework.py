"""The tree as an icicle: a column a level from the top to the indicators, heights as effective weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hengliang.composite.charts import look
from hengliang.composite.charts.look import Spec, say

if TYPE_CHECKING:
    from hengliang.composite.built import Built

COLUMN, LAST, SMALLEST, HIGHEST, READABLE = 180, 380, 17, 2400, 11.0
TITLE = (
    "{name} weighs most of {count} indicators: {share:.1%} of {top}",
    "{count}项指标中，“{name}”权重最大，占{top}的{share:.1%}",
    "{count}項指標中，「{name}」權重最大，佔{top}的{share:.1%}",
)
TIED = (
    "{tied} of {count} indicators weigh most: {share:.1%} of {top} each",
    "{count}项指标中，{tied}项权重最大，各占{top}的{share:.1%}",
    "{count}項指標中，{tied}項權重最大，各佔{top}的{share:.1%}",
)
EQUAL = (
    "All {count} indicators weigh the same: {share:.1%} of {top} each",
    "{count}项指标权重相同，各占{top}的{share:.1%}",
    "{count}項指標權重相同，各佔{top}的{share:.1%}",
)
SUBTITLE = (
    "Height: effective weight, the product of the shares on the way down. ↓ marks what counts less the higher it is.",
    "高度为有效权重，即自上而下各级权重之积。↓ 为逆向指标。",
    "高度為有效權重，即自上而下各級權重之積。↓ 為逆向指標。",
)
ALTERNATIVE = (
    "Icicle chart of the framework: {top} on the left, then {branches}, down to {count} indicators.",
    "指标框架冰柱图：左起为{top}，其下为{branches}，直至{count}项指标。",
    "指標框架冰柱圖：左起為{top}，其下為{branches}，直至{count}項指標。",
)


def framework(index: Built, *, language: str = "en") -> Spec:
    """The framework with effective weights, coloured by the branch under the top.

    Weights of nodes whose method takes none (minimum, Copeland without weights) are drawn as they are given.
    """
    boxes, height = _boxes(index)
    tree = index.tree
    leaves = [(box["weight"], box["name"]) for box in boxes if box["leaf"]]
    heaviest, top = max(leaves), look.node_name(index, tree.top)
    tied = sum(heaviest[0] - weight < 1e-9 for weight, _ in leaves)
    title = EQUAL if tied == len(leaves) else TIED if tied > 1 else TITLE
    branches = [look.node_name(index, int(place)) for place in tree.children[tree.top]]
    facts = {"name": heaviest[1], "count": len(leaves), "tied": tied, "share": heaviest[0], "top": top}
    return look.spec(
        title=say(language, title, **facts),
        subtitle=say(language, SUBTITLE),
        alternative=say(language, ALTERNATIVE, **facts, branches=("、" if language != "en" else ", ").join(branches)),
        language=language,
        body={
            "width": max(box["right"] for box in boxes),
            "height": height,
            "data": {"values": boxes},
            "layer": [
                _rectangles(branches),
                _labels(leaf=False, limit=COLUMN - 10),
                _labels(leaf=True, limit=LAST - 10),
            ],
        },
    )


def _boxes(index: Built) -> tuple[list[Spec], float]:
    """A rectangle a node: left and right edge in levels, upper and lower edge in pixels."""
    tree = index.tree
    reach = [0.0] * len(tree.codes)
    reach[tree.top] = 1.0
    smallest = 1.0
    order, heap = [], [(tree.top, 0, "")]
    while heap:
        place, depth, branch = heap.pop()
        order.append((place, depth, branch))
        shares = index.aggregation.shares(place) if place >= tree.leaves else np.empty(0)
        total = float(shares.sum()) or 1.0
        for child, share in reversed(list(zip(tree.children[place].tolist(), shares, strict=True))):
            reach[child] = reach[place] * float(share) / total
            heap.append((child, depth + 1, branch or look.node_name(index, child)))
        if place < tree.leaves:
            smallest = min(smallest, reach[place])
    height = min(max(SMALLEST / smallest, 240.0), HIGHEST)
    deepest = max(depth for _, depth, _ in order)
    starts: dict[int, float] = {tree.top: 0.0}
    boxes = []
    for place, depth, branch in order:
        upper = starts[place]
        for child in tree.children[place].tolist():
            starts[child], upper = upper, upper + reach[child] * height
        boxes.append(_box(index, place, depth, deepest, branch, starts[place], reach[place], height))
    return boxes, height


def _box(
    index: Built, place: int, depth: int, deepest: int, branch: str, upper: float, reach: float, height: float
) -> Spec:
    leaf = place < index.tree.leaves
    name, down = look.node_name(index, place), index.framework.ordered[place].direction == -1
    tall = reach * height >= READABLE
    return {
        "code": index.tree.codes[place],
        "name": name,
        "branch": branch,
        "depth": depth,
        "left": depth * COLUMN,
        "right": deepest * COLUMN + LAST if leaf else (depth + 1) * COLUMN,
        "upper": upper,
        "lower": upper + reach * height,
        "middle": upper + reach * height / 2,
        "weight": reach,
        "leaf": leaf,
        "label": f"{reach:.1%}  {'↓ ' if down else ''}{name}" if tall else "",
        "strength": max(0.16, 0.55 - 0.12 * depth),
    }


def _edges() -> dict[str, Any]:
    level: dict[str, Any] = {"field": "left", "type": "quantitative", "axis": None, "scale": {"nice": False}}
    down: dict[str, Any] = {"field": "upper", "type": "quantitative", "axis": None}
    down["scale"] = {"reverse": True, "nice": False, "zero": True}
    return {"x": level, "x2": {"field": "right"}, "y": down, "y2": {"field": "lower"}}


def _rectangles(branches: list[str]) -> Spec:
    colours = [look.SERIES[place % len(look.SERIES)] for place in range(len(branches))]
    return {
        "mark": {"type": "rect", "stroke": "white", "strokeWidth": 1},
        "encoding": {
            **_edges(),
            "color": {
                "field": "branch",
                "type": "nominal",
                "legend": None,
                "scale": {"domain": ["", *branches], "range": [look.SOFT, *colours]},
            },
            "opacity": {"field": "strength", "type": "quantitative", "scale": None, "legend": None},
            "tooltip": [
                {"field": "code", "type": "nominal"},
                {"field": "name", "type": "nominal"},
                {"field": "weight", "type": "quantitative", "format": ".2%"},
            ],
        },
    }


def _labels(*, leaf: bool, limit: int) -> Spec:
    edges = _edges()
    return {
        "transform": [{"filter": "datum.leaf" if leaf else "!datum.leaf"}],
        "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "fontSize": 11.5, "limit": limit},
        "encoding": {
            "x": edges["x"],
            "y": {**edges["y"], "field": "middle"},
            "text": {"field": "label", "type": "nominal"},
            "color": {"value": look.INK},
        },
    }
