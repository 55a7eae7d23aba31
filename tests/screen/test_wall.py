"""The wall: what it shows of a published edition, and what it never shows."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.public_face import made
from zhicheng.indicators.editions import published
from zhicheng.web.public.kept import SHELF
from zhicheng.web.screen.panel import MOST_ROWS, in_pages, lines, with_room
from zhicheng.web.screen.panels import PANELS


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.CITY = replace(settings.CITY, folder=tmp_path, made_up=True, name="演示市质量强市", region=made.REGION)
    published.forget()
    SHELF.clear()
    return tmp_path


def test_before_anything_is_published_it_says_what_will_appear(
    folder: Path, client: Client, django_user_model: Any, db: None
) -> None:
    page = client.get("/screen/").content.decode()
    assert "还没有公布数据" in page
    assert "数据截至" not in page


def test_it_shows_the_sentence_the_time_of_the_data_and_the_edition(folder: Path, client: Client) -> None:
    made.publish(folder / "published")
    made.publish_documents(folder / "published")
    page = client.get("/screen/").content.decode()
    assert "5 项任务中，2 项达到序时进度" in page
    assert "数据截至 2025-10-22" in page
    assert made.LATEST in page
    assert "虚构" in page
    assert made.REASON in page
    assert made.BULLETIN["title"] in page
    assert made.CLOSED["title"] not in page


def test_no_task_no_unit_and_no_firm_is_named(folder: Path, client: Client) -> None:
    made.publish(folder / "published", counties=False)
    page = client.get("/screen/").content.decode()
    assert made.NAMED not in page
    assert "样例甲" not in page
    assert all(task.name not in page for task in made.TASKS)


@pytest.mark.parametrize("opened", [True, False])
def test_counties_stand_on_it_only_where_they_were_opened(folder: Path, client: Client, opened: bool) -> None:
    made.publish(folder / "published", counties=opened)
    page = client.get("/screen/").content.decode()
    assert ("panel-counties" in page) is opened
    assert ("砚湖县" in page) is opened


def test_the_address_chooses_the_language(folder: Path, client: Client) -> None:
    made.publish(folder / "published")
    assert '<html lang="en">' in client.get("/screen/?lang=en").content.decode()
    assert '<html lang="zh-Hant">' in client.get("/screen/?lang=zh-hant").content.decode()
    assert '<html lang="zh-Hans">' in client.get("/screen/?lang=xx").content.decode()


def test_an_unknown_programme_is_refused_with_a_sentence(folder: Path, client: Client, db: None) -> None:
    made.publish(folder / "published")
    answer = client.get("/screen/?programme=nothing")
    assert answer.status_code == 404
    assert "没有公布过数据" in answer.content.decode()


def test_without_script_one_page_shows_and_the_browser_goes_to_the_next(folder: Path, client: Client) -> None:
    made.publish(folder / "published")
    page = client.get(f"/screen/?programme={made.CODE}&page=2").content.decode()
    sections = re.findall(r"<section[^>]*>", page)
    assert [number for number, each in enumerate(sections, 1) if " hidden" not in each] == [2]
    assert f"url=/screen/?programme={made.CODE}&amp;page=3" in page


@pytest.mark.parametrize("asked", ["0", "99", "-1", "x", "²", "1" * 5000])
def test_a_page_that_does_not_exist_is_the_first(folder: Path, client: Client, asked: str) -> None:
    made.publish(folder / "published")
    page = client.get("/screen/", {"page": asked}).content.decode()
    assert " hidden" not in re.findall(r"<section[^>]*>", page)[0]


def test_the_worker_is_a_script_whose_reach_is_the_wall(client: Client, folder: Path) -> None:
    answer = client.get("/screen/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert b"caches.open" in answer.content


def test_every_panel_has_its_names_and_its_template() -> None:
    templates = Path(published.__file__).parents[2] / "web" / "templates"
    for panel in PANELS:
        assert (templates / panel.template).is_file(), panel.slug
        assert panel.names.zh
        assert panel.names.en


@pytest.mark.parametrize("count", range(40))
def test_rows_are_spread_evenly_and_none_is_lost(count: int) -> None:
    parts = in_pages(range(count))
    assert [each for part in parts for each in part] == list(range(count))
    assert all(0 < len(part) <= MOST_ROWS for part in parts)
    assert not parts or max(map(len, parts)) - min(map(len, parts)) <= 1


def test_what_has_no_room_waits_but_one_always_stands() -> None:
    assert lines("质" * 40, 20) == 3
    assert with_room(["a", "b", "c"], [20, 1, 1], 10) == ["a"]
    assert with_room(["a", "b", "c"], [5, 5, 1], 10) == ["a", "b"]
