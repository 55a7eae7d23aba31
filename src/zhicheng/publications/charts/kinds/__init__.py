"""The kinds of chart, one file each with a `KIND`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Missing
from zhicheng.indicators.editions.content import Edition
from zhicheng.publications.blocks import ChartBlock
from zhicheng.publications.charts.kinds.kind import ChartKind

__all__ = ["CHARTS", "ChartKind", "chart"]


def _declared() -> Mapping[str, ChartKind]:
    found = [import_module(f"{__name__}.{each.name}").KIND for each in iter_modules(__path__) if each.name != "kind"]
    return MappingProxyType({each.slug: each for each in sorted(found, key=lambda each: each.place)})


CHARTS: Mapping[str, ChartKind] = _declared()
"""By slug."""


def chart(slug: str, edition: Edition, *earlier: Edition, language: str = "zh-hans", **options: Any) -> ChartBlock:
    """A chart of an edition; `earlier` editions, oldest first, for those that compare.

    Raises: Missing for a kind that is not known; RuleBroken where there is nothing to draw.
    """
    kind = CHARTS.get(slug)
    if kind is None:
        raise Missing(
            _("没有名为“%(slug)s”的图。可用的图：%(known)s。"),
            slug=slug,
            known="、".join(str(each.names) for each in CHARTS.values()),
        )
    return kind.draw(edition, *earlier, language=language, **options)
