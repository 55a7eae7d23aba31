"""How many tasks show the light "ok"."""

from __future__ import annotations

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Measure, count_of_light

MEASURE = Measure(
    slug="on-time", place=20, names=Names("达到序时进度", "On time"),
    definition=Names(
        "到期末，核实数达到或接近应完成数、没有逾期节点的任务，含已完成的。",
        "Tasks whose verified count is where the schedule asks it to be at the end of the period, completed ones included.",
    ),
    unit="项", decimals=0, version="1", about=("programme", "field"), formula=count_of_light("ok"),
)  # fmt: skip
