"""What was verified."""

from __future__ import annotations

from collections.abc import Sequence

from zhicheng.core.text import Names
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading, share


def _verified(figures: Sequence[Figures]) -> Reading | None:
    (only,) = figures
    if only.kind == "qualitative":
        return None
    if only.kind != "rate":
        return Reading(only.verified, unit=only.unit)
    value = None if only.verified is None or only.base is None else share(only.verified, only.base)
    return Reading(value, n=only.verified, denominator=only.base, unit=only.unit)


MEASURE = Measure(
    slug="verified", place=210, names=Names("核实数", "Verified"),
    definition=Names(
        "由填报人以外的人核实过的累计完成数，名单与无名单合计；比率类为核实的分子除以分母。没有核实过的为空，不是零。",
        "The count that somebody else than the reporter verified, listed and unlisted together; for a rate, verified numerator over denominator. Empty where nothing was verified, never zero.",
    ),
    unit="", decimals=2, version="1", about=("task", "county"), formula=_verified,
)  # fmt: skip
