"""Values that hold from a day to a day in a place, and which of them holds: one rule for numbers and for clocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Protocol, TypeVar

from django.utils.translation import gettext_lazy as _

from zhicheng.core.access import region_prefix
from zhicheng.core.refusal import RuleBroken
from zhicheng.core.text import Names


class Sureness(StrEnum):
    """How surely a value is known."""

    TEXT = "text"  # read in the printed text that is cited
    MEMORY = "memory"  # known, but not compared with the text
    DEFAULT = "default"  # no law sets it; what the system proposes
    LOCAL = "local"  # what this city has decided


@dataclass(frozen=True)
class Parameter:
    """One value as it holds from `valid_from` to `valid_to` (both days included) in `region` ("" = everywhere)."""

    slug: str
    names: Names
    value: Decimal | int | str
    unit: str
    valid_from: date
    citation: str
    valid_to: date | None = None
    region: str = ""
    sureness: Sureness = Sureness.TEXT


class Dated(Protocol):
    """Anything that holds from a day to a day in a place."""

    @property
    def slug(self) -> str: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def region(self) -> str: ...


Value = TypeVar("Value", bound=Dated)


def in_force(values: Iterable[Value], *, on: date, region: str = "") -> Value | None:
    """The value that holds on that day in that region: the one declared for the smallest region around it.

    None where no value holds. `check_no_overlap` sees to it that there is never more than one answer.
    """
    holding = [each for each in values if _holds(each, on) and region.startswith(region_prefix(each.region))]
    return max(holding, key=lambda each: len(region_prefix(each.region)), default=None)


def check_no_overlap(values: Sequence[Value]) -> None:
    """Raises RuleBroken where two values of one slug and region hold on the same day."""
    ordered = sorted(values, key=lambda each: (each.slug, region_prefix(each.region), each.valid_from))
    for earlier, later in pairwise(ordered):
        same = earlier.slug == later.slug and region_prefix(earlier.region) == region_prefix(later.region)
        if same and (earlier.valid_to is None or earlier.valid_to >= later.valid_from):
            raise RuleBroken(
                _("%(slug)s 有两个值在 %(day)s 同时有效。请给前一个值写上失效日期（valid_to）。"),
                code="values-overlap",
                slug=earlier.slug,
                day=later.valid_from.isoformat(),
            )


def _holds(value: Dated, on: date) -> bool:
    return value.valid_from <= on and (value.valid_to is None or on <= value.valid_to)
