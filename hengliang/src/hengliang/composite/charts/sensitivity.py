"""Which choice moves the ranks: first-order and total Sobol' indices with their intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from hengliang.composite.charts import look
from hengliang.composite.charts.look import Spec, say
from hengliang.composite.frames import read

if TYPE_CHECKING:
    from hengliang.composite.outcome import Uncertainty

NAMES = {
    "clean": ("the rules of cleaning", "清理规则", "清理規則"),
    "screen": ("the screening", "筛选标准", "篩選標準"),
    "goalposts": ("the goalposts", "上下限", "上下限"),
    "require": ("the coverage asked for", "完整率下限", "完整率下限"),
    "gate": ("the gate", "否决项", "否決項"),
    "divide": ("the divisors", "折算分母", "折算分母"),
    "impute": ("the filling of gaps", "缺失值填补", "缺失值填補"),
    "treat": ("the treatment of outliers", "异常值处理", "異常值處理"),
    "scale": ("the scale", "无量纲化方法", "無量綱化方法"),
    "weights": ("the weights", "权重", "權重"),
    "jitter": ("the weights", "权重", "權重"),
    "combine": ("the mean", "合成方法", "合成方法"),
    "data": ("the data's own errors", "数据误差", "資料誤差"),
    "dummy": ("the dummy", "虚设因素", "虛設因素"),
}
COLUMNS = ("factor", "first", "first_low", "first_high", "total", "total_low", "total_high")
TITLE = (
    "{factor} moves the ranks most: {total:.0%} of their variation with everything it takes part in",
    "对位次影响最大的是{factor}：含交互作用占变动的{total:.0%}",
    "對位次影響最大的是{factor}：含交互作用佔變動的{total:.0%}",
)
SUBTITLE = (
    "Share of the variance of the mean rank change. ● alone (first order), ◆ with interactions (total); lines: intervals.",
    "占平均位次变动方差的份额。● 单独作用（一阶），◆ 含交互作用（总）；横线为区间。",
    "佔平均位次變動變異數的份額。● 單獨作用（一階），◆ 含交互作用（總）；橫線為區間。",
)
ALTERNATIVE = (
    "Sensitivity of the ranks to {count} choices: {told}.",
    "位次对{count}项选择的敏感性：{told}。",
    "位次對{count}項選擇的敏感性：{told}。",
)
TOLD = (
    "{factor} first {first:.2f}, total {total:.2f}",
    "{factor}一阶{first:.2f}、总{total:.2f}",
    "{factor}一階{first:.2f}、總{total:.2f}",
)
AXIS = ("Share of variance", "方差份额", "變異數份額")
KINDS = (
    ("alone (first order)", "单独（一阶）", "單獨（一階）"),
    ("with interactions (total)", "含交互（总）", "含交互（總）"),
)


def sensitivity(outcome: Uncertainty, *, language: str = "en", complete: bool = False) -> Spec:
    """Two marks a factor, the largest total first. `complete`: as in `Uncertainty.sobol`, where runs have failed."""
    columns = read(outcome.sobol(complete=complete), what="indices").columns
    rows: list[Spec] = [
        {name: value if name == "factor" else _number(value) for name, value in zip(COLUMNS, row, strict=True)}
        for row in zip(*(list(columns[name]) for name in COLUMNS), strict=True)
    ]
    for row in rows:
        row["factor"] = say(language, NAMES[row["factor"]]) if row["factor"] in NAMES else row["factor"]
    rows.sort(key=lambda row: -(row["total"] or 0.0))
    told = [say(language, TOLD, factor=r["factor"], first=r["first"] or 0.0, total=r["total"] or 0.0) for r in rows]
    first = rows[0]
    return look.spec(
        title=say(language, TITLE, factor=first["factor"], total=first["total"] or 0.0),
        subtitle=say(language, SUBTITLE),
        alternative=say(language, ALTERNATIVE, count=len(rows), told=("; " if language == "en" else "；").join(told)),
        language=language,
        body=_body(_marks(rows, language), [row["factor"] for row in rows], language),
    )


def _marks(rows: list[Spec], language: str) -> list[Spec]:
    marks = []
    for row in rows:
        for kind, phrases in zip(("first", "total"), KINDS, strict=True):
            value = row[kind]
            low, high = row.get(f"{kind}_low"), row.get(f"{kind}_high")
            ends = {"low": value if low is None else low, "high": value if high is None else high}
            marks.append({"factor": row["factor"], "kind": say(language, phrases), "value": value, **ends})
    return marks


def _body(marks: list[Spec], factors: list[str], language: str) -> Spec:
    kinds = [say(language, phrases) for phrases in KINDS]
    least = min([0.0, *(mark["low"] for mark in marks if mark["low"] is not None)])
    most = max([1.0, *(mark["high"] for mark in marks if mark["high"] is not None)])
    share = {"type": "quantitative", "scale": {"domain": [least, most], "nice": False}}
    colour = {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": [look.MAIN, look.OTHER]}}
    shape = {"field": "kind", "type": "nominal", "scale": {"domain": kinds, "range": ["circle", "diamond"]}}
    legend = {"title": None, "orient": "top"}
    return {
        "width": 600,
        "height": {"step": 26},
        "data": {"values": marks},
        "encoding": {
            "y": {"field": "factor", "type": "nominal", "sort": factors, "axis": {"title": None, "labelPadding": 10}},
            "yOffset": {"field": "kind", "type": "nominal", "sort": kinds},
        },
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 2.5},
                "encoding": {
                    "x": {"field": "low", **share, "axis": {"title": say(language, AXIS), "format": ".0%"}},
                    "x2": {"field": "high"},
                    "color": {**colour, "legend": legend},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                "encoding": {
                    "x": {"field": "value", **share},
                    "color": {**colour, "legend": legend},
                    "shape": {**shape, "legend": legend},
                },
            },
        ],
    }


def _number(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None
