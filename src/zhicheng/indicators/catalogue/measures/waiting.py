"""How many tasks show the light "waiting"."""

from __future__ import annotations

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Measure, count_of_light

MEASURE = Measure(
    slug="waiting", place=60, names=Names("未到报送期", "Not yet due"),
    definition=Names(
        "尚未到报送期或尚未交办的任务。",
        "Tasks not handed out yet, or whose first report is not due yet.",
    ),
    unit="项", decimals=0, version="1", about=("programme", "field"), formula=count_of_light("waiting"),
)  # fmt: skip
