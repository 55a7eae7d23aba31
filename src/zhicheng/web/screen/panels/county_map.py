"""Counties on a map, only where the office has opened them and the city folder holds an approved outline."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from zhicheng.core.text import Names
from zhicheng.web.public import maps
from zhicheng.web.public.figures import counties_of
from zhicheng.web.screen.panel import Panel, Showing

# Height of the drawing's box and of its letters in hundredths of the screen's height; its width likewise.
BOX_WIDTH, BOX_HEIGHT, LETTERS = 88.0, 50.0, 2.6
SIZES = (20, 24, 28, 32, 40, 48, 64, 96)
_HEIGHT = re.compile(r'viewBox="0 0 \d+ (\d+)"')


def tell(showing: Showing) -> Sequence[Mapping[str, Any]]:
    """The map with its legend and approval number; silent without one."""
    counties = counties_of(showing.edition)
    drawn = maps.of_counties({each.code: each.on_time for each in counties}) if counties else None
    return [{"map": drawn, "letters": _letters(str(drawn.svg))}] if drawn else []


def _letters(svg: str) -> int:
    """The size of letters inside the drawing that comes out large enough on the screen, as the stylesheet has them."""
    found = _HEIGHT.search(svg)
    height = float(found[1]) if found else maps.WIDTH
    scale = min(BOX_WIDTH / maps.WIDTH, BOX_HEIGHT / height)
    return next((size for size in SIZES if size * scale >= LETTERS), SIZES[-1])


PANEL = Panel("county_map", Names(zh="各县（市、区）达到序时进度的比例", en="Share on time, by county"), tell)
