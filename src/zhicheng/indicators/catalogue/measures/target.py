"""What is to be reached."""

from __future__ import annotations

from collections.abc import Sequence

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading


def _target(figures: Sequence[Figures]) -> Reading | None:
    (only,) = figures
    return None if only.kind == "qualitative" else Reading(only.target, unit=only.unit)


MEASURE = Measure(
    slug="target", place=200, names=Names("目标值", "Target"),
    definition=Names(
        "分解表下达的目标值；区县的为分给该区县的任务数。",
        "The target of the decomposition table; for a county the share it was given.",
    ),
    unit="", decimals=2, version="1", about=("task", "county"), formula=_target,
)  # fmt: skip
