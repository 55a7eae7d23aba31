"""Which light a task shows: the slug stands in the text."""

from __future__ import annotations

from collections.abc import Sequence

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading


def _light(figures: Sequence[Figures]) -> Reading:
    (only,) = figures
    return Reading(text=only.light)


MEASURE = Measure(
    slug="light", place=240, names=Names("进度状态", "Light"),
    definition=Names(
        "按成文公式判定的进度状态：达到序时进度、需关注、滞后、未报送、未到报送期、不判定进度。",
        "The light by the written formula: on time, needs care, late, not reported, not yet due, no light.",
    ),
    unit="", decimals=0, version="1", about=("task", "county"), formula=_light, is_text=True,
)  # fmt: skip
