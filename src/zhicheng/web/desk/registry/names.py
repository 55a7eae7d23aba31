"""Codes and slugs in a ledger entry's sentence told as names: the ledger keeps codes only, the desk shows whom they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from zhicheng.core.access.roles import declared
from zhicheng.core.ledger.queries import EntryRow
from zhicheng.registry import queries
from zhicheng.registry.kinds import FIELDS, ORGANISATION_KINDS
from zhicheng.registry.queries.people import persons_by_code

_SLUG = re.compile(r"(?<![a-z-])[a-z]+(?:-[a-z]+)*(?![a-z-])")
_CODE = re.compile(r"(?<![0-9A-Za-z])(?:[OP]\d{6}|\d{12}|\d{6})(?![0-9A-Za-z])")


def told(rows: Sequence[EntryRow], *, on: date) -> list[EntryRow]:
    """The rows with names in their sentences; a code that is nobody's stays. Three queries, however many rows."""
    words = {**ORGANISATION_KINDS, **FIELDS, **declared()}
    rows = [replace(row, sentence=_SLUG.sub(lambda hit: _word(hit[0], words), row.sentence)) for row in rows]
    codes = {code for row in rows for code in _CODE.findall(row.sentence)}
    organisations = {code for code in codes if code.startswith("O")}
    persons = {code for code in codes if code.startswith("P")}
    names = {
        **{code: each.name for code, each in queries.organisations_by_code(organisations).items()},
        **{code: each.name for code, each in persons_by_code(persons).items()},
        **queries.region_names(codes - organisations - persons, on=on),
    }
    return [replace(row, sentence=_CODE.sub(lambda hit: names.get(hit[0], hit[0]), row.sentence)) for row in rows]


def _word(slug: str, words: Mapping[str, Any]) -> str:
    return str(words[slug].names) if slug in words else slug
