"""Organisations found by name, by code, by region; and what a written name means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from zhicheng.core.access import region_prefix
from zhicheng.core.refusal import Missing, RuleBroken
from zhicheng.core.search.queries import find
from zhicheng.registry.kinds import ORGANISATION_KINDS
from zhicheng.registry.models import Organisation, OrganisationName, Region
from zhicheng.registry.rules.matching import (
    KnownName,
    Match,
    heirs_of,
    index_names,
    match_name,
    name_key,
    nearness,
    search_kind,
    spellings,
    successor_of,
)
from zhicheng.registry.rules.regions import spoken_names

SHORTEST_QUERY = 2
# So many hits of each kind are looked at for the nearest ones.
LOOKED_AT = 200
# The rank of what was found by its USCC or code, not by a name.
BY_CODE = 3


@dataclass(frozen=True)
class OrganisationFacts:
    """An organisation as it is now; `via` is the name by which a search found it, where that is another one."""

    code: str
    name: str
    uscc: str
    kind: str
    region: str
    valid_from: date
    valid_to: date | None
    merged_into: str = ""
    via: str = ""


@dataclass(frozen=True)
class NameFacts:
    """One name in its days."""

    name: str
    kind: str
    valid_from: date
    valid_to: date | None


def organisation(code: str) -> OrganisationFacts:
    """The organisation of that code. Raises: Missing."""
    row = Organisation.objects.select_related("merged_into").filter(code=code).first()
    if row is None:
        raise Missing(_("没有代码为%(organisation)s的单位。请核对代码。"), organisation=code)
    return _facts(row)


def organisations_by_code(codes: Iterable[str]) -> dict[str, OrganisationFacts]:
    """Organisations by code: one query; a code that is not there is left out."""
    rows = Organisation.objects.select_related("merged_into").filter(code__in=set(codes))
    return {row.code: _facts(row) for row in rows}


def organisations_in(
    region: str, *, on: date, kinds: Sequence[str] = (), below: bool = False, after: str = "", limit: int = 500
) -> tuple[OrganisationFacts, ...]:
    """Organisations of a region (and of all inside it where `below`), by code, from the one after `after`."""
    where = Q(region__startswith=region_prefix(region)) if below else Q(region=region)
    rows = Organisation.objects.in_force(on).filter(where, code__gt=after).select_related("merged_into")
    return tuple(_facts(row) for row in (rows.filter(kind__in=kinds) if kinds else rows).order_by("code")[:limit])


def names_of(code: str) -> tuple[NameFacts, ...]:
    """Every name of an organisation, the official ones first, each oldest first."""
    rows = OrganisationName.objects.filter(organisation__code=code).order_by("kind", "valid_from", "name")
    return tuple(NameFacts(row.name, row.kind, row.valid_from, row.valid_to) for row in rows)


def name_on(code: str, day: date) -> str:
    """What the organisation was called on that day; a document keeps the name of its day. Raises: Missing."""
    found = names_on([code], day)
    if code not in found:
        raise Missing(_("没有代码为%(organisation)s的单位。请核对代码。"), organisation=code)
    return found[code]


def names_on(codes: Iterable[str], day: date) -> dict[str, str]:
    """Official names by code as of that day: one query. Before the first name, the first; after the last, the last."""
    rows = OrganisationName.objects.filter(organisation__code__in=set(codes), kind=OrganisationName.OFFICIAL)
    found: dict[str, str] = {}
    for code, name, first in rows.order_by("valid_from").values_list("organisation__code", "name", "valid_from"):
        if first <= day or code not in found:
            found[code] = name
    return found


def successors(codes: Iterable[str]) -> dict[str, str]:
    """For each code the one under which the body goes on, through mergers; itself where it was not merged."""
    mergers = _mergers()
    return {code: successor_of(code, mergers) for code in codes}


def heirs(code: str) -> tuple[str, ...]:
    """The bodies under which this one goes on: through mergers to one, through a division to several; else itself."""
    return heirs_of(code, _heirs())


def followed_by(code: str) -> tuple[str, ...]:
    """The bodies that came directly after this one: by a merger one, by a division several, else none."""
    return _heirs().get(code, ())


def short_names_of(codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Today's short names by code: one query."""
    rows = OrganisationName.objects.filter(
        organisation__code__in=set(codes), kind=OrganisationName.SHORT, valid_to=None
    )
    found: dict[str, tuple[str, ...]] = {}
    for code, name in rows.order_by("pk").values_list("organisation__code", "name"):
        found[code] = (*found.get(code, ()), name)
    return found


def find_organisations(
    query: str, *, kind: str | None = None, region: str = "", limit: int = 20
) -> tuple[OrganisationFacts, ...]:
    """Organisations whose full, short or former name holds the text, in either script, from 2 characters.

    Nearest first: equal, then beginning with it, then the shorter name. A USCC or a code is found too.
    Raises: RuleBroken for fewer characters.
    """
    key = name_key(query)
    if len(key) < SHORTEST_QUERY:
        raise RuleBroken(_("请至少输入%(count)s个字再查找。"), count=SHORTEST_QUERY)
    codes: list[str] = []
    for slug in [kind] if kind else ORGANISATION_KINDS:
        codes += find(search_kind(slug), query, limit=max(limit, LOOKED_AT), within=region_prefix(region))
    names = OrganisationName.objects.filter(organisation__code__in=codes).values_list("organisation__code", "name")
    best: dict[str, tuple[tuple[int, int], str]] = {}
    for code, name in names:
        best[code] = min(best.get(code, ((9, 0), "")), (nearness(key, name), name))
    wanted = sorted(best, key=lambda code: (best[code][0], code))[:limit]
    rows = {row.code: row for row in Organisation.objects.select_related("merged_into").filter(code__in=wanted)}
    return tuple(_facts(rows[code], via=best[code][1] if best[code][0][0] < BY_CODE else "") for code in wanted)


def match_units(names: Iterable[str], *, region: str, on: date) -> dict[str, Match]:
    """What each written name means in a document of this region: one organisation, several, or only proposals.

    A former name leads to the body that goes on, through mergers. Three queries, however many names.
    """
    wanted = list(dict.fromkeys(names))
    places = _places(region, on)
    here = places.get(region, ())
    keys = {form for name in wanted for form in (name_key(name), *spellings(name_key(name), here))}
    index = index_names(_known_names(region, keys, on=on), places)
    return {name: match_name(name, index, region=region, places=places) for name in wanted}


def _places(region: str, on: date) -> dict[str, tuple[str, ...]]:
    rows = Region.objects.in_force(on).filter(code__startswith=region_prefix(region)).exclude(level="village")
    return {code: spoken_names(code, name).names for code, name in rows.values_list("code", "name")}


def _known_names(region: str, keys: set[str], *, on: date) -> list[KnownName]:
    public = [kind.slug for kind in ORGANISATION_KINDS.values() if kind.public]
    near = Q(organisation__kind__in=public, organisation__region__startswith=region_prefix(region))
    rows = OrganisationName.objects.filter(near | Q(folded__in=keys), valid_from__lte=on).values_list(
        "organisation__code", "folded", "organisation__region", "organisation__kind", "kind", "valid_to"
    )
    after = _heirs()
    return [
        KnownName(
            organisation=heir, folded=folded, region=place, government=kind == "government",
            official=naming == OrganisationName.OFFICIAL, current=valid_to is None or valid_to >= on,
        )
        for code, folded, place, kind, naming, valid_to in rows
        for heir in heirs_of(code, after)
    ]  # fmt: skip


def _mergers() -> dict[str, str]:
    merged = Organisation.objects.exclude(merged_into=None)
    return {code: into for code, into in merged.values_list("code", "merged_into__code") if into}


def _heirs() -> dict[str, tuple[str, ...]]:
    ended = Organisation.objects.exclude(merged_into=None, successions=None).order_by("successions__successor__code")
    found: dict[str, tuple[str, ...]] = {}
    for code, *after in ended.values_list("code", "merged_into__code", "successions__successor__code"):
        found[code] = (*found.get(code, ()), *(each for each in after if each))
    return found


def _facts(row: Organisation, *, via: str = "") -> OrganisationFacts:
    return OrganisationFacts(
        code=row.code, name=row.name, uscc=row.uscc, kind=row.kind, region=row.region, valid_from=row.valid_from,
        valid_to=row.valid_to, merged_into=row.merged_into.code if row.merged_into else "",
        via="" if via == row.name else via,
    )  # fmt: skip
