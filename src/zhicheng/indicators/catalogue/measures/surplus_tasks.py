"""How many tasks are above their target."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import HUNDRED, Figures, Measure, Reading, is_numbered


def _count(figures: Sequence[Figures]) -> Reading:
    above = sum(is_numbered(each) and (each.percent or 0) > HUNDRED for each in figures)
    return Reading(Decimal(above), denominator=Decimal(len(figures)))


MEASURE = Measure(
    slug="surplus-tasks", place=110, names=Names("超额完成任务数", "Tasks above target"),
    definition=Names(
        "核实数超过目标的任务数；超出部分不计入平均完成率。",
        "Tasks whose verified count is above the target; the surplus does not enter the mean.",
    ),
    unit="项", decimals=0, version="1", about=("programme", "field"), formula=_count,
)  # fmt: skip
