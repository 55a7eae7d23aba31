"""An edition as plain JSON values and back: the same text for the same content, whatever made it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from zhicheng.indicators.editions.content import Area, Change, Correction, Edition, EditionHead, Item, Subject, Value

FORMAT = 1
# Not part of what is hashed: the hash itself, and the ledger's entry, which names the hash.
OUTSIDE = ("content_hash", "ledger_entry")


def canonical(plain: Any) -> bytes:
    """JSON with sorted keys and no spaces, as UTF-8: the same bytes for the same values."""
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8")


def plain_edition(edition: Edition) -> dict[str, Any]:
    """Everything of an edition but what stands outside its hash; values and items in an order of their own."""
    found = {
        each.name: _plain(getattr(edition, each.name)) for each in fields(Edition)
        if each.name not in (*OUTSIDE, "values", "items", "subjects", "areas")
    }  # fmt: skip
    found["subjects"] = [_row(each) for each in edition.subjects]
    found["areas"] = [_row(each) for each in edition.areas]
    found["values"] = sorted((_row(each) for each in edition.values), key=lambda row: row[:4])
    found["items"] = [_row(each) for each in edition.items]
    return found


def pack(edition: Edition) -> bytes:
    """The canonical JSON of an edition, packed: what is hashed is what is kept, byte by byte."""
    return gzip.compress(canonical(plain_edition(edition)), mtime=0)


def edition_of(plain: Mapping[str, Any], *, content_hash: str = "", ledger_entry: int | None = None) -> Edition:
    """An edition from its plain values. Raises: KeyError, ValueError, TypeError for what is none."""
    given = dict(plain)
    return Edition(
        **{
            **given,
            "cut_off": date.fromisoformat(given["cut_off"]),
            "frozen_at": datetime.fromisoformat(given["frozen_at"]),
            "subjects": tuple(Subject(*row) for row in given["subjects"]),
            "areas": tuple(Area(*row) for row in given["areas"]),
            "values": tuple(map(value_of, given["values"])),
            "items": tuple(map(_item, given["items"])),
            "content_hash": content_hash,
            "ledger_entry": ledger_entry,
        }
    )


def plain_value(value: Value | None) -> list[Any] | None:
    """A value as a list in the order of its fields."""
    return None if value is None else _row(value)


def value_of(row: list[Any]) -> Value:
    """A value from its list."""
    measure, subject, area, period, value, unit, text, n, denominator, source, definition, public = row
    return Value(
        measure, subject, area, period, _decimal(value), unit, text, _decimal(n), _decimal(denominator), tuple(source),
        definition, public,
    )  # fmt: skip


def plain_head(head: EditionHead) -> dict[str, Any]:
    """A head without the names of persons."""
    named = ("by_name", "published_by_name")
    return {each.name: _plain(getattr(head, each.name)) for each in fields(EditionHead) if each.name not in named}


def head_of(plain: Mapping[str, Any]) -> EditionHead:
    """A head from its plain values. Raises: KeyError, ValueError, TypeError for what is none."""
    given = {**plain, "cut_off": date.fromisoformat(plain["cut_off"])}
    given["period_end"] = date.fromisoformat(given["period_end"]) if given.get("period_end") else None
    for name in ("frozen_at", "published_at", "withdrawn_at"):
        given[name] = datetime.fromisoformat(given[name]) if given.get(name) else None
    return EditionHead(**given)


def plain_correction(correction: Correction) -> dict[str, Any]:
    """A correction with its changes."""
    found = {each.name: _plain(getattr(correction, each.name)) for each in fields(Correction) if each.name != "changes"}
    found["changes"] = [plain_change(each) for each in correction.changes]
    return found


def correction_of(plain: Mapping[str, Any]) -> Correction:
    """A correction from its plain values."""
    return Correction(
        **{**plain, "at": datetime.fromisoformat(plain["at"]), "changes": tuple(map(change_of, plain["changes"]))}
    )


def plain_change(change: Change) -> dict[str, Any]:
    """A change with both values."""
    return {
        "key": list(change.key), "subject": change.subject, "old": plain_value(change.old),
        "new": plain_value(change.new), "source": change.source, "by": change.by, "at": _plain(change.at),
        "reason": change.reason,
    }  # fmt: skip


def change_of(plain: Mapping[str, Any]) -> Change:
    """A change from its plain values."""
    measure, subject, area, period = plain["key"]
    return Change(
        (measure, subject, area, period), plain["subject"], value_of(plain["old"]) if plain["old"] else None,
        value_of(plain["new"]) if plain["new"] else None, plain["source"], plain["by"],
        datetime.fromisoformat(plain["at"]) if plain["at"] else None, plain["reason"],
    )  # fmt: skip


def _row(thing: Any) -> list[Any]:
    return [_plain(getattr(thing, each.name)) for each in fields(thing)]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        # 120.0000 and 120 are the same number, and must have the same hash.
        return f"{value.normalize() + 0:f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return value


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _item(row: list[Any]) -> Item:
    subject, area, name, code, quantity, happened_on, *rest = row
    day = date.fromisoformat(happened_on) if happened_on else None
    return Item(subject, area, name, code, Decimal(quantity), day, *rest)
