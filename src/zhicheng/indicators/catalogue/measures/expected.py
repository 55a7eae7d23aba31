"""How much should be reached."""

from __future__ import annotations

from collections.abc import Sequence

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading


def _expected(figures: Sequence[Figures]) -> Reading | None:
    (only,) = figures
    return None if only.expected is None else Reading(only.expected)


MEASURE = Measure(
    slug="expected", place=230, names=Names("序时进度", "Expected"),
    definition=Names(
        "按节点和时限，到期末应完成的百分比。",
        "What the milestones and the deadline ask for by the end of the period, in percent of the target.",
    ),
    unit="%", decimals=2, version="1", about=("task", "county"), formula=_expected,
)  # fmt: skip
