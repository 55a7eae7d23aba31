"""Codes and slugs in a ledger entry's sentence told as names: the ledger keeps codes only, the desk shows whom they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from zhicheng.core.access.roles import declared
from zhicheng.core.ledger.queries import EntryRow
from zhicheng.registry import queries
from zhicheng.registry.kinds import FIELDS, ORGANISATION_KINDS
from zhicheng.registry.queries import labels
from zhicheng.registry.queries.people import persons_by_code

_SLUG = re.compile(r"(?<![a-z-])[a-z]+(?:-[a-z]+)*(?![a-z-])")
_CODE = re.compile(r"(?<![0-9A-Za-z])(?:[OPTG]\d{6}|\d{12}|\d{6})(?![0-9A-Za-z])")

# In which position a post stands in a leading group.
POSITIONS = {"chair": lazy("组长"), "deputy": lazy("副组长"), "office-director": lazy("办公室主任")}


def told(rows: Sequence[EntryRow], *, on: date) -> list[EntryRow]:
    """The rows with names in their sentences; a code that is nobody's stays. At most five queries, however many rows."""
    kinds: dict[str, Any] = {**ORGANISATION_KINDS, **FIELDS, **declared()}
    words = {slug: each.names for slug, each in kinds.items()} | POSITIONS
    rows = [replace(row, sentence=_SLUG.sub(lambda hit: _word(hit[0], words), row.sentence)) for row in rows]
    names = named({code for row in rows for code in _CODE.findall(row.sentence)}, on=on)
    return [replace(row, sentence=_CODE.sub(lambda hit: names.get(hit[0], hit[0]), row.sentence)) for row in rows]


def named(codes: Iterable[str], *, on: date) -> dict[str, str]:
    """Names of units, people, posts, groups and regions by code; what is none of them is left out. A query for each."""
    kinds: dict[str, set[str]] = {}
    for code in codes:
        if _CODE.fullmatch(code):
            kinds.setdefault(code[0] if code[0].isalpha() else "", set()).add(code)
    names: dict[str, str] = {}
    for letter, of_kind in kinds.items():
        names |= _NAMES[letter](of_kind) if letter else queries.region_names(of_kind, on=on)
    return names


def _people(codes: Iterable[str]) -> dict[str, str]:
    return {code: each.name for code, each in persons_by_code(codes).items()}


_NAMES: dict[str, Callable[[Iterable[str]], dict[str, str]]] = {
    "O": labels.names_of_organisations, "P": _people, "T": labels.titles_of_posts, "G": labels.names_of_groups,
}  # fmt: skip


def _word(slug: str, words: Mapping[str, Any]) -> str:
    return str(words.get(slug, slug))
