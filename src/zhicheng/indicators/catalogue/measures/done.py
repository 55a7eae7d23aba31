"""How many tasks are complete."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading


def _count(figures: Sequence[Figures]) -> Reading:
    return Reading(Decimal(sum(each.complete for each in figures)), denominator=Decimal(len(figures)))


MEASURE = Measure(
    slug="done", place=80, names=Names("已完成", "Done"),
    definition=Names(
        "核实数已达到目标的任务；比率类和上限类到时限以后才算完成。",
        "Tasks whose verified count has reached the target; rates and ceilings only after their deadline.",
    ),
    unit="项", decimals=0, version="1", about=("programme", "field"), formula=_count,
)  # fmt: skip
