"""Corrections of published figures of this programme: when, of what, why, and how many values changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhicheng.core.text import Names
from zhicheng.web.public import reading
from zhicheng.web.screen.panel import Panel, Showing, lines, with_room

SHOWN, ROOM, WIDTH = 4, 10, 26.0


@dataclass(frozen=True)
class Line:
    """One correction."""

    at: datetime
    period_name: str
    reason: str
    changes: int


def tell(showing: Showing) -> Sequence[Mapping[str, Any]]:
    """The newest corrections that have room."""
    own = {head.code for head in showing.programme.heads}
    found = [
        Line(each.at, reading.named(each.period_name, ""), reading.named(each.reason, ""), len(each.changes))
        for each in reading.corrections()
        if each.edition in own
    ][:SHOWN]
    rows = with_room(found, [lines(each.reason, WIDTH) + 1.4 for each in found], ROOM)
    return [{"rows": rows}] if rows else []


PANEL = Panel("corrections", Names(zh="数据更正", en="Corrections"), tell)
