"""Three key figures, each with what it was computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhicheng.core.text import Names
from zhicheng.indicators.editions.content import Edition, Value
from zhicheng.web.public.figures import half_up, plain
from zhicheng.web.screen.panel import Panel, Showing


@dataclass(frozen=True)
class Figure:
    """A figure with its unit, what it is, and of how many."""

    value: str
    name: str
    of: str


def tell(showing: Showing) -> Sequence[Mapping[str, Any]]:
    """The share on time, the mean completion and what is done; a figure that the edition does not hold is left out."""
    edition = showing.edition
    figures = [each for each in (_on_time(edition), _mean(edition), _done(edition)) if each is not None]
    return [{"figures": figures}] if figures else []


def _read(edition: Edition, measure: str) -> tuple[Value, Decimal] | None:
    found = edition.value(measure)
    return None if found is None or found.value is None else (found, found.value)


def _on_time(edition: Edition) -> Figure | None:
    found = _read(edition, "on-time-share")
    if found is None:
        return None
    told, share = found
    of = _("%(n)s / %(whole)s 项") % {"n": plain(told.n), "whole": plain(told.denominator)} if told.denominator else ""
    return Figure(f"{half_up(share, 1)}%", _("达到序时进度占比"), of)


def _mean(edition: Edition) -> Figure | None:
    found = _read(edition, "mean-completion")
    if found is None:
        return None
    told, mean = found
    of = _("%(n)s 项可计算完成率的任务平均，超额不抵欠账") % {"n": plain(told.n)} if told.n else _("超额不抵欠账")
    return Figure(f"{half_up(mean, 1)}%", _("平均完成率"), of)


def _done(edition: Edition) -> Figure | None:
    found, whole = _read(edition, "done"), _read(edition, "tasks")
    if found is None:
        return None
    of = _("共 %(n)s 项任务") % {"n": plain(whole[1])} if whole else ""
    return Figure(plain(found[1]), _("已完成任务"), of)


PANEL = Panel("figures", Names(zh="主要数据", en="Key figures"), tell)
