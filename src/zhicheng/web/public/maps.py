"""Counties on a map, drawn here from the outline that the city folder holds together with its map approval number.

An outline belongs to whoever had it approved: without `map/outline.geojson` and the number in `map/map.toml` there is
no map, and the page is whole without it. The table beneath says the same. No tiles, no boundary is shipped.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhicheng.web.public.reading import PerStamp, named
from zhicheng.web.shared.drawings import light_word
from zhicheng.web.shared.numbers import percent

WIDTH, MARGIN = 640.0, 8.0
# Lower ends of the classes of a share, and the class of the stylesheet.
CLASSES = ((Decimal(1), 4), (Decimal("0.8"), 3), (Decimal("0.6"), 2), (Decimal("0.4"), 1), (Decimal(0), 0))

Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Shape:
    """One county on the sheet: its path, and where its name stands."""

    code: str
    name: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Outline:
    """The whole sheet."""

    shapes: tuple[Shape, ...]
    height: float
    approval: str


@dataclass(frozen=True)
class Map:
    """A drawn map: the drawing, its legend as class and words, and the approval number beneath."""

    svg: SafeString
    legend: tuple[tuple[str, str], ...]
    approval: str


def _read() -> Outline | None:
    place = settings.CITY.folder / "map"
    try:
        features = json.loads((place / "outline.geojson").read_text("utf-8"))["features"]
        approval = str(tomllib.loads((place / "map.toml").read_text("utf-8")).get("approval", ""))
        rings = [(each["properties"], list(_rings(each["geometry"]))) for each in features]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return _sheet(rings, approval) if approval and rings and all(found for _told, found in rings) else None


outline = PerStamp(_read)


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def _sheet(features: Sequence[tuple[Mapping[str, Any], Sequence[Ring]]], approval: str) -> Outline:
    """Degrees on a sheet of fixed width; at a city's size an equirectangular projection is true enough."""
    points = [point for _told, rings in features for ring in rings for point in ring]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * narrow, 1e-9)

    def at(point: Sequence[float]) -> tuple[float, float]:
        return MARGIN + (point[0] - west) * narrow * scale, MARGIN + (north - point[1]) * scale

    shapes = []
    for told, rings in features:
        placed = [[at(point) for point in ring] for ring in rings]
        path = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z" for ring in placed)
        x, y = _middle(max(placed, key=lambda ring: abs(_area(ring))))
        shapes.append(Shape(str(told.get("code", "")), str(told.get("name", "")), path, x, y))
    return Outline(tuple(shapes), 2 * MARGIN + (north - south) * scale, approval)


def _area(ring: Sequence[tuple[float, float]]) -> float:
    around = zip(ring, (*ring[1:], ring[0]), strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in around) / 2


def _middle(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    area = _area(ring) or 1e-9
    x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, (*ring[1:], ring[0]), strict=True):
        cross = x0 * y1 - x1 * y0
        x, y = x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return x / (6 * area), y / (6 * area)


def of_counties(shares: Mapping[str, Decimal | None]) -> Map | None:
    """Counties by the share of their tasks that is on time; None without an outline."""
    sheet = outline()
    if sheet is None:
        return None
    painted = {code: (f"map-{_class(share)}", percent(share, 0)) for code, share in shares.items() if share is not None}
    legend = (
        ("map-4", "100%"), ("map-3", "80%–<100%"), ("map-2", "60%–<80%"), ("map-1", "40%–<60%"), ("map-0", "<40%"),
        ("map-none", _("无数据")),
    )  # fmt: skip
    return _drawn(sheet, painted, legend, _("各县（市、区）承担任务达到序时进度的比例"))


def _class(share: Decimal) -> int:
    return next(number for least, number in CLASSES if share >= least)


def of_lights(lights: Mapping[str, str]) -> Map | None:
    """Counties by the light of one task; None without an outline."""
    sheet = outline()
    if sheet is None:
        return None
    painted = {code: (f"map-{light}", light_word(light)) for code, light in lights.items()}
    shown = [light for light in ("ok", "care", "late", "none", "waiting", "undated") if light in set(lights.values())]
    legend = (*((f"map-{light}", light_word(light)) for light in shown), ("map-none", _("未承担")))
    return _drawn(
        sheet, painted, legend if len(painted) < len(sheet.shapes) else legend[:-1], _("各县（市、区）的进度状态")
    )


def _drawn(
    sheet: Outline, painted: Mapping[str, tuple[str, str]], legend: tuple[tuple[str, str], ...], title: str
) -> Map:
    pieces, names = [], []
    for shape in sheet.shapes:
        css, words = painted.get(shape.code, ("map-blank", ""))
        name = named(shape.name, "")
        pieces.append(
            format_html('<path class="map-area {}" d="{}"><title>{} {}</title></path>', css, shape.path, name, words)
        )
        names.append(
            format_html('<text class="map-name" x="{}" y="{}">{}<tspan class="map-value" x="{}" dy="1.35em">{}</tspan></text>',
                        f"{shape.x:.0f}", f"{shape.y - 4:.0f}", name, f"{shape.x:.0f}", words)
        )  # fmt: skip
    said = _("，").join(
        f"{named(each.name, '')} {painted[each.code][1]}" for each in sheet.shapes if each.code in painted
    )
    svg = format_html(
        '<svg class="map" role="img" viewBox="0 0 {} {}" aria-label="{}">{}{}</svg>',
        f"{WIDTH:.0f}", f"{sheet.height:.0f}", f"{title}：{said}", joined(pieces), joined(names),
    )  # fmt: skip
    return Map(svg, legend, sheet.approval)


def joined(pieces: Iterable[SafeString]) -> SafeString:
    """Pieces of a drawing one after the other."""
    return format_html_join("", "{}", ((each,) for each in pieces))
