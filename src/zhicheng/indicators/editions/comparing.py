"""What changed between two editions, why, and by whose report: nothing is recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhicheng.indicators.catalogue import MEASURES
from zhicheng.indicators.editions.content import Change, Edition, Value


@dataclass(frozen=True)
class Origin:
    """Whose report a source is, and when it was verified."""

    unit: str
    at: datetime


def compare(old: Edition, new: Edition, *, origins: Mapping[str, Origin] | None = None) -> list[Change]:
    """Every value that differs, in the order of the new edition's subjects and measures.

    Two editions of one period are compared value by value. Of two periods each measure is compared with itself, a
    period earlier. `origins` tells of sources ("goals.report:88") whose they are.
    """
    told = origins or {}
    before = {_place(each): each for each in old.values}
    changes = [_change(before.pop(_place(value), None), value, new, told) for value in new.values]
    changes += [_change(value, None, new, told) for value in before.values()]
    places = {each.code: place for place, each in enumerate(new.subjects)}
    measures = {slug: place for place, slug in enumerate(MEASURES)}
    found = [each for each in changes if _differ(each.old, each.new)]
    return sorted(
        found,
        key=lambda each: (
            places.get(each.subject, len(places)), measures.get(each.key[0], len(measures)),
            each.key[2] != new.region, each.key[2],
        ),
    )  # fmt: skip


def _place(value: Value) -> tuple[str, str, str]:
    return (value.measure, value.subject, value.area)


def _differ(old: Value | None, new: Value | None) -> bool:
    if old is None or new is None:
        # A value that was empty and is no longer there tells nobody anything.
        return any(each is not None and (each.value is not None or each.text) for each in (old, new))
    said = [(each.value, each.text, each.n, each.denominator, each.unit) for each in (old, new)]
    return said[0] != said[1]


def _change(old: Value | None, new: Value | None, edition: Edition, told: Mapping[str, Origin]) -> Change:
    value = new or old
    assert value is not None  # noqa: S101 - one of the two is there by construction
    had = set(old.source) if old else set()
    fresh = [each for each in (new.source if new else ()) if each not in had]
    # The report that is behind the new value and was not behind the old one; else the newest behind either.
    known = next((each for each in (*fresh, *value.source) if each in told), "")
    origin = told.get(known)
    return Change(
        key=value.key, subject=value.subject, old=old, new=new, source=known or next(iter(fresh), ""),
        by=origin.unit if origin else "", at=origin.at if origin else None, reason=edition.reason,
    )  # fmt: skip
