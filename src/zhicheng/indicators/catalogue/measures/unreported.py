"""How many tasks show the light "none"."""

from __future__ import annotations

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Measure, count_of_light

MEASURE = Measure(
    slug="unreported", place=50, names=Names("未报送", "Not reported"),
    definition=Names(
        "应报的单位到截止日都没有报送的任务；不计为零。",
        "Tasks for which every unit that owed a report owed it still on the cut-off day; never counted as zero.",
    ),
    unit="项", decimals=0, version="1", about=("programme", "field"), formula=count_of_light("none"),
)  # fmt: skip
