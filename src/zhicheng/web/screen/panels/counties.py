"""Counties, only where the office has opened them: their parts of the tasks by light, in the order of their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhicheng.core.text import Names
from zhicheng.web.public.figures import counties_of
from zhicheng.web.screen.panel import Panel, Showing, in_pages


def tell(showing: Showing) -> Sequence[Mapping[str, Any]]:
    """No ranking: by code, as the table of divisions has them."""
    return [{"rows": rows} for rows in in_pages(counties_of(showing.edition))]


PANEL = Panel("counties", Names(zh="各县（市、区）", en="Counties"), tell)
