"""How many milestones there are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading


def _count(figures: Sequence[Figures]) -> Reading | None:
    (only,) = figures
    return Reading(Decimal(only.milestones_set)) if only.milestones_set else None


MEASURE = Measure(
    slug="milestones-set", place=270, names=Names("节点数", "Milestones set"),
    definition=Names(
        "各责任单位排定的节点数。",
        "Milestones that the units have set.",
    ),
    unit="个", decimals=0, version="1", about=("task",), formula=_count,
)  # fmt: skip
