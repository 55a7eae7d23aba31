"""Outlines of the made-up counties: a sheet of nine that touch along winding borders, and no place on earth.

The borders are drawn from a fixed source of chance; each is made once and used by both neighbours, so that nothing
gapes. The approval number says that it is none.
"""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from zhicheng.demo.places import COUNTIES

# A square of the South Pacific far from any land: whoever lays the sheet over a real map finds water.
WEST, SOUTH, STEP = -120.0, -45.0, 0.42
ACROSS = 3
APPROVAL = "演示图（虚构，无审图号）"
# Where each county lies: the corner of its cell, row by row from the north.
CELLS = {code: (place % ACROSS, place // ACROSS) for place, code in enumerate(
    ("990105", "990109", "990106", "990102", "990101", "990104", "990107", "990103", "990108")
)}  # fmt: skip

Point = tuple[float, float]


def write(folder: Path, *, seed: int = 9901) -> None:
    """Put `map/outline.geojson` and `map/map.toml` into a city folder; what is there stays."""
    place = folder / "map"
    if (place / "outline.geojson").exists():
        return
    place.mkdir(parents=True, exist_ok=True)
    (place / "map.toml").write_text(f'approval = "{APPROVAL}"\n', "utf-8")
    (place / "outline.geojson").write_text(json.dumps(outlines(seed=seed), ensure_ascii=False), "utf-8")


def outlines(*, seed: int) -> dict[str, object]:
    """The nine counties as GeoJSON."""
    random = Random(seed)  # noqa: S311 - a drawing, not a secret
    corners = {(x, y): _corner(x, y, random) for x in range(ACROSS + 1) for y in range(ACROSS + 1)}
    borders: dict[tuple[Point, Point], list[Point]] = {}

    def border(begin: Point, end: Point) -> list[Point]:
        """The winding line from one corner to the next, without its end; the same seen from the other side."""
        if (begin, end) not in borders:
            line = _winding(begin, end, random, 0.16)
            borders[begin, end], borders[end, begin] = line, line[::-1]
        return borders[begin, end][:-1]

    features = []
    for county in COUNTIES:
        x, y = CELLS[county.code]
        around = [corners[x, y], corners[x + 1, y], corners[x + 1, y + 1], corners[x, y + 1]]
        ring = [
            point for begin, end in zip(around, (*around[1:], around[0]), strict=True) for point in border(begin, end)
        ]
        closed = [[round(lon, 4), round(lat, 4)] for lon, lat in (*ring, ring[0])]
        features.append({
            "type": "Feature", "properties": {"code": county.code, "name": county.name},
            "geometry": {"type": "Polygon", "coordinates": [closed]},
        })  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def _corner(x: int, y: int, random: Random) -> Point:
    shift = 0.22 * STEP
    return (
        WEST + x * STEP * 1.75 + random.uniform(-shift, shift),
        SOUTH + (ACROSS - y) * STEP + random.uniform(-shift, shift),
    )


def _winding(begin: Point, end: Point, random: Random, swing: float, depth: int = 4) -> list[Point]:
    """A line whose middle is moved aside, and the middle of each half again."""
    if not depth:
        return [begin, end]
    (x0, y0), (x1, y1) = begin, end
    aside = random.uniform(-swing, swing)
    middle = ((x0 + x1) / 2 - (y1 - y0) * aside, (y0 + y1) / 2 + (x1 - x0) * aside)
    first = _winding(begin, middle, random, swing * 0.9, depth - 1)
    return first + _winding(middle, end, random, swing * 0.9, depth - 1)[1:]
