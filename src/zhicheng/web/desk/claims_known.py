"""The house's verified figures as the data check takes them: one for each counted task whose title names its count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from zhicheng.claims import KnownFigure
from zhicheng.core.access import Actor
from zhicheng.core.quantities import format_number
from zhicheng.goals.queries.programmes import ProgrammeLine, programmes
from zhicheng.goals.queries.tasks import TaskLine, tasks
from zhicheng.registry.queries.regions import region_names

# "新增外贸出口品牌27个", "新建成标准化管理工地": the words without the number, the verb with them, since what is new is
# not all there is.
_NAMED = re.compile(r"^(?P<name>[\u4e00-\u9fff“”]{5,24}?)(?:(?:不少于|达到|至少|共|≥|超过)?\d.*)?$")


def known_figures(actor: Actor, *, on: date) -> list[KnownFigure]:
    """Verified counts of the programmes that the actor may see and that run on this day."""
    running = [each for each in programmes(actor) if each.issued_on is not None and str(on.year) in _years(each)]
    names = region_names({each.region for each in running}, on=on)
    return [
        figure
        for programme in running
        for line in tasks(programme.pk, actor, limit=None)
        for figure in _figure(line, programme, names.get(programme.region, ""))
    ]


def _years(programme: ProgrammeLine) -> set[str]:
    first, _dash, last = programme.years.partition("—")
    return {str(year) for year in range(int(first), int(last or first) + 1)}


def _figure(line: TaskLine, programme: ProgrammeLine, area: str) -> Iterator[KnownFigure]:
    named = _NAMED.match(line.title)
    figures = line.figures
    if named and line.kind == "counted" and figures.verified is not None and figures.as_of is not None and line.unit:
        yield KnownFigure(
            indicator=named["name"], aliases=(), area=area, period=programme.years, value=Decimal(format_number(figures.verified)),
            unit=line.unit, as_of=figures.as_of, source=programme.title,
        )  # fmt: skip
