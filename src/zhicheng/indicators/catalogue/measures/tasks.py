"""How many tasks there are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading


def _count(figures: Sequence[Figures]) -> Reading:
    return Reading(Decimal(len(figures)))


MEASURE = Measure(
    slug="tasks", place=10, names=Names("任务数", "Tasks"),
    definition=Names(
        "计划中的任务条数。",
        "The tasks of the plan.",
    ),
    unit="项", decimals=0, version="1", about=("programme", "field"), formula=_count,
)  # fmt: skip
