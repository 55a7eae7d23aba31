"""The mean of completion, where no surplus hides a shortfall; `n` is how many tasks it is the mean of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import FOUR_PLACES, HUNDRED, Figures, Measure, Reading, is_numbered


def _mean(figures: Sequence[Figures]) -> Reading:
    numbered = [(each.percent, each.weight) for each in figures if is_numbered(each)]
    found = [(min(percent, HUNDRED), weight) for percent, weight in numbered if percent is not None]
    weight = sum((each for _, each in found), Decimal(0))
    if not weight:
        return Reading(n=Decimal(0))
    total = sum((percent * each for percent, each in found), Decimal(0))
    return Reading((total / weight).quantize(FOUR_PLACES, ROUND_HALF_UP), n=Decimal(len(found)))


MEASURE = Measure(
    slug="mean-completion", place=100, names=Names("平均完成率", "Mean completion"),
    definition=Names(
        "各数量类、比率类、覆盖类任务完成率的平均，超过100%的按100%计，有分值的按分值加权；没有核实数的任务不计入。",
        "Mean of the completions of numbered tasks, each capped at 100 %, weighted by points where there are any; "
        "tasks without a verified count are left out.",
    ),
    unit="%", decimals=2, version="1", about=("programme", "field"), formula=_mean,
)  # fmt: skip
