"""How much of the verified count has no names behind it."""

from __future__ import annotations

from collections.abc import Sequence

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading


def _unlisted(figures: Sequence[Figures]) -> Reading | None:
    (only,) = figures
    if only.kind in ("qualitative", "rate"):
        return None
    return Reading(only.unlisted, unit=only.unit)


MEASURE = Measure(
    slug="unlisted", place=250, names=Names("无名单数", "Unlisted"),
    definition=Names(
        "核实数中没有逐一名单、由责任单位汇总的部分。",
        "The part of the verified count that came without a list of names.",
    ),
    unit="", decimals=2, version="1", about=("task",), formula=_unlisted,
)  # fmt: skip
