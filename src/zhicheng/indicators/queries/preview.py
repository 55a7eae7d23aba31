"""What an edition would hold, before it is frozen: which periods, which fields, how much counts and how much does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from zhicheng.core.access import Actor, may, require
from zhicheng.goals.queries.frozen import FrozenCounts, FrozenProgramme, frozen_counts, frozen_programme, name_of_period
from zhicheng.indicators.editions.making import field_name, fields_in_order
from zhicheng.indicators.models import Edition
from zhicheng.indicators.permissions import P


@dataclass(frozen=True)
class Preview:
    """What would be frozen, and what stands in the way. `published` is the published edition of that period, "" for none."""

    programme: FrozenProgramme
    periods: Sequence[tuple[str, str]]
    fields: Sequence[tuple[str, str, int]]
    counts: FrozenCounts | None
    period: str
    cut_off: date
    published: str
    frozen: Sequence[str]
    is_open: bool


def periods_until(programme: FrozenProgramme, *, on: date) -> list[tuple[str, str]]:
    """The periods that have begun by that day, the newest first, with their names: none where it has not begun."""
    begun = [slug for n, (slug, _end) in enumerate(programme.periods)
             if (programme.periods[n - 1][1] if n else date(programme.periods[0][1].year, 1, 1)) < on]  # fmt: skip
    return [(slug, name_of_period(slug)) for slug in reversed(begun)]


def default_period(programme: FrozenProgramme, *, on: date) -> str:
    """The last period that has ended by that day, else the first."""
    past = [slug for slug, end in programme.periods if end < on]
    return past[-1] if past else programme.periods[0][0]


def preview(programme: int | str, actor: Actor, *, period: str = "", cut_off: date | None = None, on: date) -> Preview:
    """What freezing a period would hold. Raises: Missing, NotAllowed."""
    found = frozen_programme(programme)
    require(actor, P.EDITION_FREEZE, found.scope)
    periods = periods_until(found, on=on)
    chosen = period if period in dict(periods) else default_period(found, on=on)
    day = min(cut_off or on, on)
    counts = frozen_counts(found.pk, period=chosen, cut_off=day)
    rows = list(Edition.objects.filter(programme=found.code, period=chosen).order_by("number"))
    by_field: Mapping[str, int] = {slug or "-": n for slug, n in counts.by_field.items()}
    return Preview(
        programme=found, periods=periods, counts=counts, period=chosen, cut_off=day,
        fields=[(slug, field_name(slug), by_field[slug]) for slug in fields_in_order(by_field)],
        published=next((row.code for row in rows if row.state == "published"), ""),
        frozen=[row.code for row in rows if row.state == "frozen"], is_open=found.visibility == "public",
    )  # fmt: skip


def may_freeze(actor: Actor, programme: FrozenProgramme) -> bool:
    """May this actor freeze editions of the programme?"""
    return may(actor, P.EDITION_FREEZE, programme.scope)
