"""Progress by field of work: how many tasks of each are in which light."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zhicheng.core.text import Names
from zhicheng.web.public.figures import fields_of
from zhicheng.web.screen.panel import Panel, Showing, in_pages


def tell(showing: Showing) -> Sequence[Mapping[str, Any]]:
    """The fields that have tasks, in their declared order."""
    return [{"rows": rows} for rows in in_pages(fields_of(showing.edition))]


PANEL = Panel("fields", Names(zh="各领域任务进度", en="Tasks by field of work"), tell)
