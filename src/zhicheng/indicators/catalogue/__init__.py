"""Every declared measure by its slug, in the order in which people read them: one file each in `measures`.

A newcomer adds a file with a `MEASURE`; definition page, palette, table and tests follow from it. Not taken: measures as
rows that an office edits. What a figure means would then change without a version, and nobody could review it.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from zhicheng.indicators.catalogue import measures
from zhicheng.indicators.catalogue.measure import Figures, Measure, Reading

__all__ = ["MEASURES", "Figures", "Measure", "Reading", "measures_about"]


def _declared() -> Mapping[str, Measure]:
    found = [import_module(f"{measures.__name__}.{each.name}").MEASURE for each in iter_modules(measures.__path__)]
    return MappingProxyType({each.slug: each for each in sorted(found, key=lambda each: each.place)})


MEASURES: Mapping[str, Measure] = _declared()


def measures_about(kind: str) -> list[Measure]:
    """The measures of a kind of subject: "programme", "field", "task", "county" (a task in one county)."""
    return [each for each in MEASURES.values() if kind in each.about]
