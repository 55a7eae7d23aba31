"""What is late or was not reported, by field of work: never by task, unit or person, a wall is no pillory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhicheng.core.text import Names
from zhicheng.web.public import sentences
from zhicheng.web.public.figures import fields_of
from zhicheng.web.screen.panel import Panel, Showing, in_pages

# One row less than elsewhere: the sentence above them takes its room.
ROWS = 6


def tell(showing: Showing) -> Sequence[Mapping[str, Any]]:
    """The fields with late or unreported tasks, and what became of those that were late before."""
    edition = showing.edition
    rows = [each for each in fields_of(edition) if each.counts["late"] or each.counts["none"]]
    since = sentences.since_then(edition, sentences.before(edition, showing.history))
    pages = in_pages(rows, ROWS) or ([()] if since else [])
    return [{"rows": page, "since": since} for page in pages]


PANEL = Panel("late", Names(zh="滞后和未报送", en="Late, and not reported"), tell)
