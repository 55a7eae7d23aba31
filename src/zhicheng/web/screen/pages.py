"""Panels laid out on pages: a pair each, further pages where a panel has more rows than one page holds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from zhicheng.web.public.reading import named
from zhicheng.web.screen.panel import Panel, Showing
from zhicheng.web.screen.panels import PAIRS


@dataclass(frozen=True)
class Drawn:
    """A panel as it stands on a page."""

    slug: str
    heading: str
    body: SafeString


@dataclass(frozen=True)
class WallPage:
    """One page of the rotation."""

    number: int
    panels: tuple[Drawn, ...]


def pages(showing: Showing) -> list[WallPage]:
    """The pages of what is shown. A panel with one page only stays beside every page of its neighbour."""
    found: list[tuple[Drawn, ...]] = []
    shown: set[str] = set()
    for left, right in PAIRS:
        # A neighbour that was on the wall already keeps company; alone it would only say the same again.
        mains, sides = _drawn(left, showing), _drawn(right, showing)
        if not mains and right.slug in shown:
            continue
        shown |= {left.slug, right.slug}
        if mains and len(sides) == 1:
            sides = sides * len(mains)
        if sides and len(mains) == 1:
            mains = mains * len(sides)
        found += [tuple(filter(None, pair)) for pair in zip_longest(mains, sides)]
    return [WallPage(number, panels) for number, panels in enumerate(found, 1)]


def _drawn(panel: Panel, showing: Showing) -> list[Drawn]:
    heading = named(panel.names.zh, panel.names.en)
    return [Drawn(panel.slug, heading, render_to_string(panel.template, dict(told))) for told in panel.tell(showing)]
