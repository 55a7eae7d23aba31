"""How many tasks show the light "care"."""

from __future__ import annotations

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Measure, count_of_light

MEASURE = Measure(
    slug="care", place=30, names=Names("需关注", "Needs care"),
    definition=Names(
        "落后序时进度超过关注界限而未到滞后界限，或按近几期推算完不成的任务。",
        "Tasks behind schedule by more than the care margin, or forecast to miss their deadline.",
    ),
    unit="项", decimals=0, version="1", about=("programme", "field"), formula=count_of_light("care"),
)  # fmt: skip
