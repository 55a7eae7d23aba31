"""How many milestones are met."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading


def _count(figures: Sequence[Figures]) -> Reading | None:
    (only,) = figures
    return Reading(Decimal(only.milestones_met)) if only.milestones_set else None


MEASURE = Measure(
    slug="milestones-met", place=260, names=Names("已完成节点", "Milestones met"),
    definition=Names(
        "经核实已完成的节点数。",
        "Milestones met, as verified.",
    ),
    unit="个", decimals=0, version="1", about=("task",), formula=_count,
)  # fmt: skip
