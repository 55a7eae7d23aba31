"""Which share of the judged tasks is on time."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading, share

JUDGED = ("ok", "care", "late", "none")


def _share(figures: Sequence[Figures]) -> Reading:
    n = sum(each.light == "ok" for each in figures)
    judged = sum(each.light in JUDGED for each in figures)
    return Reading(share(n, judged), n=Decimal(n), denominator=Decimal(judged))


MEASURE = Measure(
    slug="on-time-share", place=90, names=Names("达到序时进度占比", "Share on time"),
    definition=Names(
        "达到序时进度的任务数 ÷ 判定进度的任务数 × 100%；未到报送期和不判定进度的不在分母，未报送的在分母。",
        "Tasks on time ÷ tasks that are judged × 100 %; those not yet due or without a light are not in the denominator, unreported ones are.",
    ),
    unit="%", decimals=2, version="1", about=("programme", "field"), formula=_share,
)  # fmt: skip
