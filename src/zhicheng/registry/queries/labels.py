"""Codes turned into what a page or a rule needs at once, many in one query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from zhicheng.core.access import region_prefix
from zhicheng.core.refusal import RuleBroken
from zhicheng.registry.models import LeadingGroup, Organisation, OrganisationName, Post, Region
from zhicheng.registry.rules.matching import name_key
from zhicheng.registry.rules.uscc import ALPHABET, check_uscc

AT_ONCE = 5000


def names_of_organisations(codes: Iterable[str]) -> dict[str, str]:
    """Today's names by code; a code that is not there is left out."""
    return dict(Organisation.objects.filter(code__in=set(codes)).values_list("code", "name"))


def regions_of_organisations(codes: Iterable[str]) -> dict[str, str]:
    """Region codes by organisation code; a code that is not there is left out."""
    return dict(Organisation.objects.filter(code__in=set(codes)).values_list("code", "region"))


def titles_of_posts(codes: Iterable[str]) -> dict[str, str]:
    """Posts by code as offices call them: the organisation and the title."""
    rows = Post.objects.filter(code__in=set(codes)).values_list("code", "organisation__name", "title")
    return {code: f"{organisation}{title}" for code, organisation, title in rows}


def names_of_groups(codes: Iterable[str]) -> dict[str, str]:
    """Leading groups' names by code."""
    return dict(LeadingGroup.objects.filter(code__in=set(codes)).values_list("code", "name"))


def county_governments(region: str, *, on: date) -> tuple[str, ...]:
    """Codes of the governments of all counties (and development zones) of a city, in the order of their regions."""
    levels = Region.objects.in_force(on).filter(code__startswith=region_prefix(region), level__in=("county", "zone"))
    held = Organisation.objects.in_force(on).filter(kind="government", region__in=levels.values("code"))
    return tuple(held.order_by("region", "code").values_list("code", flat=True))


def looks_like_uscc(code: str) -> bool:
    """Eighteen of the characters of a unified social credit code; certificates have numbers of other shapes."""
    return len(code) == 18 and code[2:8].isdigit() and set(code) <= set(ALPHABET)


def is_misprinted(code: str) -> bool:
    """The code looks like a USCC and its check digit is wrong."""
    if not looks_like_uscc(code):
        return False
    try:
        check_uscc(code)
    except RuleBroken:
        return True
    return False


def organisations_named(numbers: Iterable[str], names: Iterable[str]) -> dict[str, str]:
    """Organisation codes by USCC and by name as written, for comparing a roster with the registry.

    A name that several organisations bear names none of them.
    """
    found: dict[str, str] = {}
    wanted = sorted({number for number in numbers if number})
    for start in range(0, len(wanted), AT_ONCE):
        known = Organisation.objects.filter(uscc__in=wanted[start : start + AT_ONCE])
        found.update(known.values_list("uscc", "code"))
    written = {name: name_key(name) for name in names if name}
    keys = sorted(set(written.values()))
    bearers: dict[str, set[str]] = {}
    for start in range(0, len(keys), AT_ONCE):
        rows = OrganisationName.objects.filter(folded__in=keys[start : start + AT_ONCE])
        for folded, code in rows.values_list("folded", "organisation__code"):
            bearers.setdefault(folded, set()).add(code)
    for name, key in written.items():
        if len(bearers.get(key, ())) == 1:
            found[name] = next(iter(bearers[key]))
    return found
