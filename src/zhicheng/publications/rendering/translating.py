"""A document in another language: its script turned, or only its fixed words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

from zhicheng.core.text import to_traditional
from zhicheng.publications.blocks import Document, Figure

_KEPT = {
    "kind",
    "language",
    "form",
    "disclosure",
    "edition",
    "address",
    "align",
    "key",
    "name",
    "derived_from",
    "exact",
}


def translated(document: Document, language: str) -> Document:
    """The same document in `language`.

    Into traditional Chinese every text is turned, charts with it; the names of figures, by which they are bound to
    their edition, and addresses stay. Into English the fixed words change and the text stays: it is written by people,
    from a template of its own.
    """
    if language == document.language:
        return document
    if language == "zh-hant" and document.language == "zh-hans":
        document = _turned(document)
    return replace(document, language=language)


def _turned(value: Any) -> Any:
    if isinstance(value, str):
        return to_traditional(value)
    if isinstance(value, Figure):
        return replace(value, shown=to_traditional(value.shown), stale=to_traditional(value.stale))
    if is_dataclass(value) and not isinstance(value, type):
        changes = {each.name: _turned(getattr(value, each.name)) for each in fields(value) if each.name not in _KEPT}
        return replace(value, **changes)
    if isinstance(value, Mapping):
        # A chart's specification: its keys, field names and links between them are no words.
        return {key: _turned(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, date):
        return type(value)(_turned(each) for each in value) if isinstance(value, list | tuple) else value
    return value
