"""Resolving the names of units as offices write them: full, short, former, with or without the place in front.

Two spellings are one name when one of them, with or without its place, equals the other. Nothing is ever guessed:
more than one organisation makes the name ambiguous, and a mere likeness ("市监局" for "市场监督管理局") is a proposal.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zhicheng.core.access import region_prefix
from zhicheng.core.text import fold

PLACE_WORDS = ("本市", "我市", "市", "本县", "我县", "县", "本区", "我区", "区")
GOVERNMENT_WORDS = ("", "政府", "人民政府", "管委会", "管理委员会", "办事处", "街道办", "街道办事处")
PROPOSALS = 6


@dataclass(frozen=True)
class KnownName:
    """One name of one organisation; `official` is false for a short one, `current` for a former one."""

    organisation: str
    folded: str
    region: str
    government: bool = False
    official: bool = True
    current: bool = True


@dataclass(frozen=True)
class Match:
    """What a written name means: one organisation's code, or none and the codes that it may mean."""

    code: str | None = None
    candidates: tuple[str, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """More than one organisation goes by this name."""
        return self.code is None and bool(self.candidates)


@dataclass
class Index:
    """Known names by region and spelling, current ones apart from former ones."""

    current: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    former: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    whole: dict[str, list[KnownName]] = field(default_factory=lambda: defaultdict(list))
    names: list[KnownName] = field(default_factory=list)


def name_key(name: str) -> str:
    """A name for comparing: simplified, half-width, without blanks."""
    return "".join(fold(name).split())


def search_kind(kind: str) -> str:
    """Under which name the index of names keeps organisations of a kind."""
    return f"registry.organisation.{kind}"


def nearness(key: str, name: str) -> tuple[int, int]:
    """How near a found name is to what was asked for: equal, beginning with it, holding it, the shorter the nearer."""
    folded = name_key(name)
    rank = 0 if folded == key else 1 if folded.startswith(key) else 2 if key in folded else 3
    return rank, len(folded)


def successor_of(code: str, mergers: Mapping[str, str]) -> str:
    """Where a code goes on when `mergers` leads from each merged code to its successor."""
    seen: set[str] = set()
    while code in mergers and code not in seen:
        seen.add(code)
        code = mergers[code]
    return code


def heirs_of(code: str, after: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Where a code goes on when `after` leads from each ended code to those that follow it; in the order of codes."""
    found: set[str] = set()
    seen: set[str] = set()
    ahead = [code]
    while ahead:
        each = ahead.pop()
        if each in seen:
            continue
        seen.add(each)
        if each in after:
            ahead += after[each]
        else:
            found.add(each)
    return tuple(sorted(found)) or (code,)


def spellings(key: str, places: Iterable[str]) -> set[str]:
    """A name's key, and what is left of it when the place in front is taken away."""
    found = {key}
    for place in (*places, *PLACE_WORDS):
        rest = key.removeprefix(place)
        if rest != key and len(rest) >= 2:
            found.add(rest)
    for rest in tuple(found):
        found |= {rest.removeprefix(word) for word in PLACE_WORDS if len(rest.removeprefix(word)) >= 2}
    return found


def index_names(known: Iterable[KnownName], places: Mapping[str, Sequence[str]]) -> Index:
    """Names ready for matching; `places` holds what each region is called in running text."""
    index = Index()
    for name in known:
        table = index.current if name.current else index.former
        if name.current:
            index.whole[name.folded].append(name)
        forms = spellings(name.folded, places.get(name.region, ()))
        if name.government:
            forms |= set(GOVERNMENT_WORDS)
        for form in forms:
            table[name.region, form].add(name.organisation)
        index.names.append(name)
    return index


def match_name(name: str, index: Index, *, region: str, places: Mapping[str, Sequence[str]]) -> Match:
    """What a name means in a document of this region; a name without a place means the region's own organisation."""
    key = name_key(name)
    for spelling in dict.fromkeys((key, re.sub(r"[(\[].*?[)\]]", "", key))):
        if len(spelling) < 2:
            continue
        found = _exactly(spelling, index, region=region, places=places)
        if len(found) == 1:
            return Match(code=next(iter(found)))
        if found:
            return Match(candidates=tuple(sorted(found)))
    return Match(candidates=_alike(key, index, region=region, places=places))


def _exactly(key: str, index: Index, *, region: str, places: Mapping[str, Sequence[str]]) -> set[str]:
    for table in (index.current, index.former):
        found: set[str] = set()
        for form in _forms(key, places.get(region, ())):
            found |= table.get((region, form), set())
        for other, rests in _elsewhere(key, region, places).items():
            for rest in rests:
                found |= table.get((other, rest), set())
        if found:
            return found
    # Neither here nor in a place that is named: a full name means its bearer anywhere, a short one a superior's office.
    return {
        name.organisation
        for name in index.whole.get(key, ())
        if name.official or region.startswith(region_prefix(name.region))
    }


def _forms(key: str, places: Iterable[str]) -> set[str]:
    forms = spellings(key, places)
    return forms | {key.removeprefix(place) for place in places if place == key}


def _elsewhere(key: str, region: str, places: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    """For every other region whose name stands in front: what is left of the name there."""
    found: dict[str, set[str]] = {}
    for code, names in places.items():
        rests = {key.removeprefix(name) for name in names if key.startswith(name)} if code != region else set()
        if rests:
            found[code] = {
                form for rest in rests for form in (rest, *(rest.removeprefix(word) for word in PLACE_WORDS))
            }
    return found


def _alike(key: str, index: Index, *, region: str, places: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Organisations whose name holds the characters of the written one in their order, nearest in length first."""
    if len(key) < 2:
        return ()
    wanted = spellings(key, places.get(region, ()))
    elsewhere = _elsewhere(key, region, places)
    found: dict[str, int] = {}
    for name in index.names:
        rests = elsewhere.get(name.region, set()) if name.region != region else wanted
        if any(len(rest) >= 2 and _in_order(rest, name.folded) for rest in rests):
            distance = len(name.folded) - len(key)
            found[name.organisation] = min(abs(distance), found.get(name.organisation, 999))
    return tuple(sorted(found, key=lambda code: (found[code], code))[:PROPOSALS])


def _in_order(short: str, long: str) -> bool:
    characters = iter(long)
    return all(character in characters for character in short)
