"""The verified counts of an edition as the data check takes them."""

from __future__ import annotations

import re

from zhicheng.claims import KnownFigure
from zhicheng.indicators.editions.content import Edition

# "新增外贸出口品牌27个": the words without the number.
_NAMED = re.compile(r"^(?P<name>[\u4e00-\u9fff“”]{5,24}?)(?:(?:不少于|达到|至少|共|≥|超过)?\d.*)?$")


def known_figures(edition: Edition | None) -> list[KnownFigure]:
    """One for each task whose title names its count; the city's, as of the edition's cut-off."""
    if edition is None:
        return []
    region = edition.area_by_code.get(edition.region)
    found = []
    for task in edition.tasks():
        named, value = _NAMED.match(task.name), edition.value("verified", task.code)
        if named and value is not None and value.value is not None and value.unit not in ("", "%"):
            found.append(
                KnownFigure(
                    indicator=named["name"], aliases=(), area=region.name if region else "",
                    period=edition.period[:4], value=value.value.normalize(), unit=value.unit, as_of=edition.cut_off,
                    source=edition.code,
                )
            )  # fmt: skip
    return found
