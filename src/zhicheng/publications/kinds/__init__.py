"""The kinds of document, one file each with a `KIND`: names, form, fields, number, the text it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from zhicheng.publications.kinds.kind import DISCLOSURES, FIELDS, URGENCIES, DocumentKind

__all__ = ["DISCLOSURES", "FIELDS", "KINDS", "URGENCIES", "DocumentKind"]


def _declared() -> Mapping[str, DocumentKind]:
    names = [each.name for each in iter_modules(__path__) if each.name != "kind"]
    found = [import_module(f"{__name__}.{name}").KIND for name in names]
    return MappingProxyType({each.slug: each for each in sorted(found, key=lambda each: each.place)})


KINDS: Mapping[str, DocumentKind] = _declared()
