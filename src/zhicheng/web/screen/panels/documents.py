"""The newest documents that everybody may read, also those that were corrected or withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zhicheng.core.text import Names
from zhicheng.publications.queries.published import PublishedHead
from zhicheng.web.public import reading
from zhicheng.web.screen.panel import Panel, Showing, lines, with_room

SHOWN, ROOM, WIDTH = 4, 11, 17.0


def tell(showing: Showing) -> Sequence[Mapping[str, Any]]:
    """The newest that have room; the office's documents are of all its programmes."""
    found = sorted(reading.documents(), key=_changed, reverse=True)[:SHOWN]
    rows = with_room(found, [lines(each.title, WIDTH) + 1.4 for each in found], ROOM)
    return [{"rows": rows}] if rows else []


def _changed(head: PublishedHead) -> datetime:
    return head.changed_at or head.published_at


PANEL = Panel("documents", Names(zh="最新公文", en="Newest documents"), tell)
