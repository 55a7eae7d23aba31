"""How much of the target is reached."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading, share


def _completion(figures: Sequence[Figures]) -> Reading | None:
    (only,) = figures
    if only.kind == "qualitative":
        if not only.milestones_set:
            return None
        met, whole = Decimal(only.milestones_met), Decimal(only.milestones_set)
        return Reading(share(met, whole), n=met, denominator=whole)
    if only.kind == "rate":
        # The rate itself stands in `verified`; this is how much of the target rate it is.
        return Reading(only.percent)
    n, target = only.verified, only.target
    # For a ceiling it is no quotient of these two.
    if n is None or not target or share(n, target) != only.percent:
        return Reading(only.percent)
    return Reading(only.percent, n=n, denominator=target)


MEASURE = Measure(
    slug="completion", place=220, names=Names("完成率", "Completion"),
    definition=Names(
        "核实数 ÷ 目标值 × 100%；上限类为目标值 ÷ 核实数；定性类为完成节点数 ÷ 节点数。",
        "Verified ÷ target × 100 %; for a ceiling target ÷ verified; for a qualitative task milestones met ÷ set.",
    ),
    unit="%", decimals=2, version="1", about=("task", "county"), formula=_completion,
)  # fmt: skip
