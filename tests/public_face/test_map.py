"""The map of counties: only with an outline and its approval number, in one piece, and never without the table."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

from django.test import Client

from tests.public_face import made
from zhicheng.demo import outlines
from zhicheng.demo.places import COUNTIES

PAGE = f"/progress/{made.CODE}/"


def test_without_an_outline_there_is_no_map_and_no_gap(city: Path, client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert 'class="map"' not in page
    assert "砚湖县" in page


def test_the_map_bears_its_approval_number_and_says_the_same_in_words(city: Path, client: Client) -> None:
    outlines.write(city)
    page = client.get(PAGE).content.decode()
    assert f"审图号：{outlines.APPROVAL}" in page
    assert "墨溪区 100%，砚湖县 0%" in page
    assert page.index('class="map"') < page.index("<td", page.index('class="map"'))
    task = client.get(f"{PAGE}tasks/11/").content.decode()
    assert "墨溪区 达到序时进度" in task


def test_an_outline_without_its_number_is_not_shown(city: Path, client: Client) -> None:
    outlines.write(city)
    (city / "map" / "map.toml").write_text("", "utf-8")
    assert 'class="map"' not in client.get(PAGE).content.decode()


def test_a_broken_outline_takes_no_page_with_it(city: Path, client: Client) -> None:
    outlines.write(city)
    for broken in ("{", '{"features": [{"properties": {}, "geometry": {"type": "Polygon", "coordinates": []}}]}', "[]"):
        (city / "map" / "outline.geojson").write_text(broken, "utf-8")
        answer = client.get(PAGE)
        assert answer.status_code == 200
        assert 'class="map"' not in answer.content.decode()


def test_made_up_counties_touch_without_gaps() -> None:
    sheet = outlines.outlines(seed=1)
    rings = {each["properties"]["code"]: each["geometry"]["coordinates"][0] for each in sheet["features"]}  # type: ignore[attr-defined, index]
    assert set(rings) == {county.code for county in COUNTIES}
    edges = Counter(frozenset((tuple(begin), tuple(end))) for ring in rings.values() for begin, end in pairwise(ring))
    assert set(edges.values()) == {1, 2}
    # The inner borders of a sheet of three by three: twelve sides, each seen from both.
    assert sum(count == 2 for count in edges.values()) == 12 * 16
    assert outlines.outlines(seed=1) == sheet
