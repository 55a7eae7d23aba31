"""Where values come from: the edition that a form is filled from, and earlier ones for what it compares with. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhicheng.indicators.editions.content import PROGRAMME, TASK, Edition, Item, Value

_LETTERS = {"Q": 4, "H": 2, "M": 12}


@dataclass(frozen=True)
class Shelf:
    """The edition in use, earlier editions of the same programme or the year before, and rosters with internal names."""

    current: Edition
    earlier: Sequence[Edition] = ()
    items: Sequence[Item] = ()

    def of_period(self, period: str) -> Edition | None:
        """The newest edition of a period; None where there is none."""
        if period == self.current.period:
            return self.current
        found = [each for each in self.earlier if each.period == period]
        return max(found, key=lambda each: (each.frozen_at, each.number)) if found else None

    def resolved(self, period: str) -> str:
        """The slug of a period that a label names: "Q3" is of the edition's year, "2026" its own period."""
        if period.isdigit():
            return self.current.period if period == self.current.period[:4] else period
        return period if period[:1].isdigit() else f"{self.current.period[:4]}{period}"

    def before(self) -> str:
        """The period before, of the same year; "" for a year's first one."""
        year, letter, number = split(self.current.period)
        return f"{year}{letter}{number - 1}" if number > 1 else ""

    def year_before(self) -> str:
        """The same period a year ago."""
        year, letter, number = split(self.current.period)
        return f"{year - 1}{letter}{number}"

    def rows(self, subject: str, area: str = "") -> list[Item]:
        """The items behind a count, by area and day."""
        every = self.items or self.current.items
        order = {each.code: place for place, each in enumerate(self.current.areas)}
        found = [each for each in every if each.subject == subject and (not area or each.area.startswith(area))]
        return sorted(found, key=lambda e: (order.get(e.area, 999), e.happened_on is None, str(e.happened_on), e.name))


def split(period: str) -> tuple[int, str, int]:
    """A period's slug in parts: 2026Q3 is (2026, "Q", 3)."""
    return int(period[:4]), period[4:5] or "Q", int(period[5:] or 1)


COUNTED_LIGHTS = {"on-time": "ok", "care": "care", "late": "late", "unreported": "none", "waiting": "waiting",
                  "undated": "undated"}  # fmt: skip


def county_lights(edition: Edition, area: str, field: str = PROGRAMME) -> list[Value]:
    """The frozen lights of an area's own parts, of all tasks or of one field's."""
    return [
        value for value in edition.values
        if value.measure == "light" and value.area == area and value.period == edition.period
        and (subject := edition.subject_by_code.get(value.subject)) is not None and subject.kind == TASK
        and field in (PROGRAMME, subject.parent)
    ]  # fmt: skip


def county_count(edition: Edition, measure: str, lights: Sequence[Value]) -> Decimal | None:
    """A count of an area's tasks by the lights of its own parts; None where it has no tasks.

    Editions hold counts for the whole region; for one county they are the same count over its frozen lights.
    """
    if not lights:
        return None
    if measure == "tasks":
        return Decimal(len(lights))
    if measure == "done":
        return Decimal(sum(1 for value in lights if _complete(edition, value)))
    slug = COUNTED_LIGHTS.get("on-time" if measure == "on-time-share" else measure)
    if slug is None:
        return None
    count = Decimal(sum(1 for value in lights if value.text == slug))
    if measure == "on-time-share":
        judged = sum(1 for value in lights if value.text in ("ok", "care", "late", "none"))
        return count * 100 / judged if judged else None
    return count


def _complete(edition: Edition, light: Value) -> bool:
    found = edition.by_key.get(("completion", light.subject, light.area, light.period))
    return found is not None and found.value is not None and found.value >= 100
