"""Declaring what can be entered: a frozen class of codes, with a sentence in every language."""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, dataclass_transform

from zhicheng.core.text import Names

T = TypeVar("T")

PLAIN = (str, int, bool, type(None), Decimal, date, datetime)
# An entry stays for ever, so what could name or reach a person has no place in it: the registry keeps it, by code.
PERSONAL = frozenset({"phone", "mobile", "email", "address", "id_number", "id_card", "person_name", "full_name"})


# How a field's code is said: a table of codes, or a rule.
Wording = Mapping[str, Any] | Callable[[str], Any]


@dataclass(frozen=True)
class Kind:
    """A declared kind of entry: its slug, the sentence that tells it, and how its fields' codes are said there."""

    slug: str
    sentence: Names
    declared: type
    words: Mapping[str, Wording] = field(default_factory=dict)

    def said(self, name: str, value: Any) -> str:
        """A field's value in words; a code that the words do not know stays."""
        wording = self.words.get(name)
        if wording is None or not isinstance(value, str):
            return _shown(value)
        return str(wording(value) if callable(wording) else wording.get(value, value))


_kinds: dict[str, Kind] = {}


@dataclass_transform(frozen_default=True)
def entry(
    slug: str, *, zh: str, en: str, hant: str = "", words: Mapping[str, Wording] | None = None
) -> Callable[[type[T]], type[T]]:
    """Declare a kind of ledger entry; the class becomes a frozen dataclass.

    `zh` and `en` are sentences in the past tense with `%(field)s` places; traditional Chinese follows from `zh`.
    `words` tells how the codes of a field are said; what is kept and hashed is the code. Fields are codes, numbers, dates or tuples of them. Raises: TypeError, ValueError while the module is imported.
    """

    def declare(cls: type[T]) -> type[T]:
        made = typing.cast("type[T]", dataclass(frozen=True)(cls))
        names = _checked_fields(slug, made)
        for sentence in (zh, en, hant, "".join(f"%({name})s" for name in words or ())):
            unknown = set(re.findall(r"%\((\w+)\)", sentence)) - names
            if unknown:
                raise ValueError(f"entry {slug}: the sentence names unknown field {sorted(unknown)}")
        known = _kinds.get(slug)
        if known and (known.declared.__module__, known.declared.__qualname__) != (cls.__module__, cls.__qualname__):
            raise ValueError(f"entry {slug} is declared twice: {known.declared} and {cls}")
        _kinds[slug] = Kind(slug, Names(zh, en, hant), made, words or {})
        made.slug = slug  # type: ignore[attr-defined]
        return made

    return declare


def kinds() -> Mapping[str, Kind]:
    """Every declared kind by slug, as far as its module has been imported."""
    return types.MappingProxyType(_kinds)


def payload_of(thing: Any) -> str:
    """The canonical text of an entry: JSON, keys sorted, no spaces, not escaped beyond need.

    Raises: TypeError for what is no declared entry or holds a value that is not plain.
    """
    if getattr(type(thing), "slug", None) not in _kinds:
        raise TypeError(f"{type(thing).__name__} is not declared with @entry")
    values = {each.name: _plain(getattr(thing, each.name)) for each in fields(thing)}
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sentence_of(kind: str, payload: str) -> str:
    """The entry told in the active language; a kind that is declared no more is told by its slug and its values."""
    values = json.loads(payload)
    declared = _kinds.get(kind)
    if declared is None:
        return f"{kind}：" + "，".join(f"{key}={_shown(value)}" for key, value in values.items())
    return str(declared.sentence) % _Shown({key: declared.said(key, value) for key, value in values.items()})


class _Shown(dict[str, str]):
    """Values for a sentence; an older entry may lack a field that the kind has gained since."""

    def __missing__(self, key: str) -> str:
        return "—"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_shown(each) for each in value)
    return "—" if value is None else str(value)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool)) or type(value) is int:
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    raise TypeError(f"a ledger entry holds no {type(value).__name__}: {value!r}")


def _checked_fields(slug: str, declared: type) -> set[str]:
    for name, kind in typing.get_type_hints(declared).items():
        if name in PERSONAL:
            raise TypeError(f"entry {slug}: field {name} would hold personal data; name the person by code")
        if not _is_plain(kind):
            raise TypeError(f"entry {slug}: field {name} has type {kind}; only plain values and tuples of them")
    return {each.name for each in fields(declared)}


def _is_plain(kind: Any) -> bool:
    if typing.get_origin(kind) in (types.UnionType, typing.Union, tuple):
        return all(_is_plain(each) for each in typing.get_args(kind) if each is not Ellipsis)
    return kind in PLAIN
