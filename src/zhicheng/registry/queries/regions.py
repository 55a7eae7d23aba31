"""The tree of regions as it was on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from zhicheng.core.access import region_prefix
from zhicheng.core.refusal import Missing, RuleBroken
from zhicheng.core.text import fold
from zhicheng.registry.models import Organisation, Region

SHORTEST_QUERY = 2


@dataclass(frozen=True)
class RegionFacts:
    """A region on a day, or the last one that went by this code."""

    code: str
    name: str
    level: str
    parent: str
    valid_from: date
    valid_to: date | None
    successor: str = ""


@dataclass(frozen=True)
class FoundRegion:
    """A region that a search found; `via` is the former name by which, `ended` that its code holds no more."""

    region: RegionFacts
    via: str = ""
    ended: bool = False


def region(code: str, *, on: date) -> RegionFacts:
    """The region that had this code on that day. Raises: Missing."""
    row = Region.objects.in_force(on).filter(code=code).first()
    if row is None:
        raise Missing(_("%(day)s没有代码为%(region)s的区划。请核对代码或日期。"), region=code, day=on.isoformat())
    return _facts(row)


def children(code: str, *, on: date, level: str = "") -> tuple[RegionFacts, ...]:
    """The regions directly beneath on that day, in the order of their codes."""
    rows = Region.objects.in_force(on).filter(parent=code)
    return tuple(_facts(row) for row in (rows.filter(level=level) if level else rows).order_by("code"))


def within(code: str, *, on: date, levels: Iterable[str] = ()) -> tuple[RegionFacts, ...]:
    """The region and all beneath it in the tree of that day, in the order of their codes: one query.

    Not by digits: a township keeps its number when its county is merged, and numbers are given out again. Only a
    region that is not on record itself (a province) holds what lies in its range.
    """
    rows = list(Region.objects.in_force(on).filter(code__startswith=code[:2]).order_by("code"))
    wanted = set(levels)
    beneath = _beneath(code, rows)
    if not beneath:
        beneath = {row.code for row in rows if row.code.startswith(region_prefix(code))}
    return tuple(_facts(row) for row in rows if row.code in beneath and (not wanted or row.level in wanted))


def _beneath(code: str, rows: Iterable[Region]) -> set[str]:
    """The code and those under it, level by level; empty where the code is not among the rows."""
    under: dict[str, list[str]] = {}
    for row in rows:
        under.setdefault(row.parent, []).append(row.code)
    found: set[str] = set()
    wave = {each.code for each in rows if each.code == code}
    while wave:
        found |= wave
        wave = {child for each in wave for child in under.get(each, ())} - found
    return found


def path(code: str, *, on: date) -> tuple[RegionFacts, ...]:
    """From the highest region down to this one, as on that day. Raises: Missing."""
    found = [region(code, on=on)]
    while found[0].parent:
        above = Region.objects.in_force(on).filter(code=found[0].parent).first()
        if above is None or any(above.code == each.code for each in found):
            break
        found.insert(0, _facts(above))
    return tuple(found)


def history(code: str) -> tuple[RegionFacts, ...]:
    """Every row of a code, oldest first."""
    return tuple(_facts(row) for row in Region.objects.filter(code=code).order_by("valid_from"))


def successor(code: str, *, on: date) -> str:
    """The code under which this region goes on that day: itself, or where merging and renumbering led."""
    seen: set[str] = set()
    while code not in seen and not Region.objects.in_force(on).filter(code=code).exists():
        seen.add(code)
        last = Region.objects.filter(code=code, valid_to__lt=on).order_by("valid_from").last()
        if last is None or not last.successor:
            return ""
        code = last.successor
    return code


def find_regions(query: str, *, on: date, within: str = "", limit: int = 200) -> tuple[FoundRegion, ...]:
    """Regions whose name of that day, or of an earlier one, holds the text in either script, from 2 characters; or
    whose code begins with it. Those of that day first. Raises: RuleBroken for fewer characters.
    """
    key = "".join(fold(query).split())
    if len(key) < SHORTEST_QUERY:
        raise RuleBroken(_("请至少输入%(count)s个字再查找。"), count=SHORTEST_QUERY)
    begun = Region.objects.filter(code__startswith=region_prefix(within), valid_from__lte=on)
    hits = begun.filter(Q(folded__contains=key) | Q(code__startswith=key))
    now = {row.code: row for row in Region.objects.in_force(on).filter(code__in=hits.values("code"))}
    found: dict[str, FoundRegion] = {}
    for row in hits.order_by("-valid_from"):
        holds = now.get(row.code)
        if row.code not in found:
            via = row.name if holds is not None and holds.name != row.name else ""
            found[row.code] = FoundRegion(_facts(holds or row), via=via, ended=holds is None)
    return tuple(sorted(found.values(), key=lambda each: (each.ended, each.region.code))[:limit])


def organisations_standing_in(code: str, *, on: date) -> int:
    """How many organisations stand in a region, those of what lies beneath it not counted."""
    return Organisation.objects.in_force(on).filter(region=code).count()


def region_names(codes: Iterable[str], *, on: date) -> dict[str, str]:
    """Names by code, of that day where there was one, else of the last day before: one query."""
    rows = Region.objects.filter(code__in=set(codes), valid_from__lte=on).order_by("valid_from")
    return {row.code: row.name for row in rows}


def _facts(row: Region) -> RegionFacts:
    return RegionFacts(
        code=row.code, name=row.name, level=row.level, parent=row.parent, valid_from=row.valid_from,
        valid_to=row.valid_to, successor=row.successor,
    )  # fmt: skip
