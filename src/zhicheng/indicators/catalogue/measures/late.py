"""How many tasks show the light "late"."""

from __future__ import annotations

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Measure, count_of_light

MEASURE = Measure(
    slug="late", place=40, names=Names("滞后", "Late"),
    definition=Names(
        "落后序时进度超过滞后界限，或节点、时限已过而未完成的任务。",
        "Tasks behind schedule by more than the late margin, or with a milestone or deadline that was missed.",
    ),
    unit="项", decimals=0, version="1", about=("programme", "field"), formula=count_of_light("late"),
)  # fmt: skip
