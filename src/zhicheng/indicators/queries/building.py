"""The content of an edition as it would be frozen now: for freezing, and for what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import override

from zhicheng import __version__
from zhicheng.goals.queries.frozen import (
    FrozenProgramme,
    FrozenTask,
    frozen_items,
    frozen_tasks,
    name_of_period,
)
from zhicheng.indicators.editions.comparing import Origin
from zhicheng.indicators.editions.content import Area, Edition
from zhicheng.indicators.editions.hashing import content_hash
from zhicheng.indicators.editions.making import Making, make_edition
from zhicheng.registry.queries.regions import RegionFacts, within

LEVELS = {"city": "city", "county": "county", "zone": "county"}
# What is frozen does not depend on the language in which a clerk reads her pages.
FROZEN_IN = "zh-hans"


def build_edition(
    programme: FrozenProgramme, *, period: str, cut_off: date, at: datetime, title: str = "", number: int = 1,
    supersedes: str = "", reason: str = "", counties_open: Sequence[str] = (), with_items: bool = True,
) -> tuple[Edition, dict[str, Origin]]:  # fmt: skip
    """The edition with its hash, and whose each report is."""
    with override(FROZEN_IN):
        period_name = name_of_period(period)
        areas, counties = areas_of(programme.region, on=cut_off)
        tasks = frozen_tasks(programme.pk, period=period, cut_off=cut_off, counties=counties)
        making = Making(
            programme=programme, period=period, period_name=period_name,
            title=title.strip() or f"{programme.title}（{period_name}）", cut_off=cut_off, frozen_at=at, number=number,
            supersedes=supersedes, reason=reason, counties_open=frozenset(counties_open), code_version=__version__,
        )  # fmt: skip
        items = frozen_items(programme.pk, period=period, cut_off=cut_off) if with_items else ()
        edition = make_edition(making, tasks, items, areas, counties)
    return replace(edition, content_hash=content_hash(edition)), _origins(tasks)


def areas_of(region: str, *, on: date) -> tuple[list[Area], dict[str, str]]:
    """The region with its counties as they were that day, and the way from every region inside to its county."""
    found = within(region, on=on)
    by_code = {each.code: each for each in found}
    areas = [
        Area(each.code, each.name, LEVELS[each.level], "" if each.code == region else each.parent) for each in found
        if each.level in LEVELS
    ]  # fmt: skip
    if region not in by_code or by_code[region].level not in LEVELS:
        # A programme of a township, or of a region that the registry does not know that day.
        name = by_code[region].name if region in by_code else region
        areas.insert(0, Area(region, name, "town" if region in by_code else "city"))
    kept = {each.code for each in areas}
    return areas, {each.code: _county(each, by_code, kept) for each in found}


def _county(region: RegionFacts, by_code: dict[str, RegionFacts], kept: set[str]) -> str:
    above: RegionFacts | None = region
    while above is not None and above.code not in kept:
        above = by_code.get(above.parent)
    return above.code if above is not None else region.code


def _origins(tasks: Sequence[FrozenTask]) -> dict[str, Origin]:
    found = {}
    for task in tasks:
        for report in task.reports:
            if report.decided_at is None:
                continue
            found[f"goals.report:{report.pk}"] = Origin(report.unit, report.decided_at)
            if report.ledger_entry:
                found[f"ledger:{report.ledger_entry}"] = found[f"goals.report:{report.pk}"]
    return found
