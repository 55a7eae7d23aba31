"""How many tasks show the light "undated"."""

from __future__ import annotations

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Measure, count_of_light

MEASURE = Measure(
    slug="undated", place=70, names=Names("不判定进度", "No light"),
    definition=Names(
        "来源文件没有写明截止日期，不判定进度的任务。",
        "Tasks whose source names no cut-off day, so that progress is not judged.",
    ),
    unit="项", decimals=0, version="1", about=("programme", "field"), formula=count_of_light("undated"),
)  # fmt: skip
