"""Open data: files that explain themselves, the same in every language, and feeds that a reader program takes."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from django.test import Client

from tests.public_face import made
from zhicheng.web.public.datasets import DATASETS

pytestmark = pytest.mark.clause("H3")
ATOM = "{http://www.w3.org/2005/Atom}"


def rows(client: Client, address: str) -> list[dict[str, str]]:
    """A CSV as its rows."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_an_outsider_adds_up_the_items_to_the_published_count(city: Path, client: Client) -> None:
    found = rows(client, f"/data/{made.LATEST}/items.csv?task=11")
    assert sum(Decimal(each["数量"]) for each in found) == 34
    task = next(each for each in rows(client, f"/data/{made.LATEST}/tasks.csv") if each["任务代码"] == "task:11")
    assert task["经核实"] == "34"
    assert (task["领域"], task["状态"], task["账本序号"]) == ("产品质量", "达到序时进度", "110")


def test_a_firm_that_may_not_be_named_takes_a_row_without_a_name(city: Path, client: Client) -> None:
    found = rows(client, f"/data/{made.LATEST}/items.csv")
    assert [each["统一社会信用代码"] for each in found if each["名称"] == "（名称不公开）"] == [""]


def test_what_is_made_up_says_so_in_every_row(city: Path, client: Client) -> None:
    for table in DATASETS:
        assert {each["数据性质"] for each in rows(client, f"/data/{made.LATEST}/{table}.csv")} == {"虚构"}


def test_a_file_is_the_same_in_every_language(city: Path, client: Client) -> None:
    before = [
        client.get(f"/data/{made.LATEST}/{table}.{kind}").content for table in DATASETS for kind in ("csv", "json")
    ]
    client.cookies["django_language"] = "zh-hant"
    after = [
        client.get(f"/data/{made.LATEST}/{table}.{kind}").content for table in DATASETS for kind in ("csv", "json")
    ]
    assert before == after


def test_current_and_the_programmes_own_address_give_the_edition_that_holds_now(city: Path, client: Client) -> None:
    own, current, named = (
        client.get(f"/data/{code}/tasks.json").json() for code in (made.LATEST, "current", made.CODE)
    )
    assert own == current == named
    assert own["edition"] == made.LATEST
    assert len(own["sha256"]) == 64
    assert client.get(f"/data/{made.CORRECTED}/tasks.json").json()["state"] == "superseded"


def test_the_data_package_describes_every_column_of_every_file(city: Path, client: Client) -> None:
    package = client.get(f"/data/{made.LATEST}/datapackage.json").json()
    assert {each["name"] for each in package["resources"]} == set(DATASETS)
    for each in package["resources"]:
        heads = list(rows(client, each["path"].removeprefix("http://testserver"))[0])
        assert [field["name"] for field in each["schema"]["fields"]] == heads
        assert all(field["type"] in ("string", "number", "integer", "date") for field in each["schema"]["fields"])
        assert all(field["description"] and field["title"] for field in each["schema"]["fields"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"


def test_an_excel_file_opens(city: Path, client: Client) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/data/{made.LATEST}/tasks.xlsx").content))
    assert [cell.value for cell in book.active[1]][:2] == ["序号", "任务"]
    assert book.active.max_row == len(made.TASKS) + 1


def test_corrections_are_data_too(city: Path, client: Client) -> None:
    found = rows(client, "/corrections/corrections.csv")
    own = next(each for each in found if each["指标"] == "核实数")
    assert (own["原值"], own["更正后"], own["核实单位"], own["原因"]) == ("32家", "34家", "墨溪区人民政府", made.REASON)
    assert json.loads(client.get("/corrections/corrections.json").content)["rows"]


def test_feeds_are_valid_atom(city: Path, client: Client) -> None:
    for topic in ("all", "corrections", "documents", "product", "service", "brands"):
        answer = client.get(f"/feeds/{topic}.xml")
        assert answer["Content-Type"].startswith("application/atom+xml")
        feed = Xml.fromstring(answer.content)
        assert feed.tag == f"{ATOM}feed"
        for name in ("id", "title", "updated", "author"):
            assert feed.find(ATOM + name) is not None, (topic, name)
        names = [each.findtext(f"{ATOM}id") for each in feed.iter(f"{ATOM}entry")]
        assert len(names) == len(set(names))
        for entry in feed.iter(f"{ATOM}entry"):
            assert entry.findtext(f"{ATOM}title")
            assert entry.findtext(f"{ATOM}updated")
            link = entry.find(f"{ATOM}link")
            assert link is not None
            assert (
                client.get(link.attrib["href"].removeprefix("http://testserver").partition("#")[0]).status_code == 200
            )


def test_the_feed_of_corrections_says_both_values(city: Path, client: Client) -> None:
    feed = client.get("/feeds/corrections.xml").content.decode()
    assert "32家 更正为 34家" in feed
    assert "三季度数据更正" in feed


def test_the_map_of_the_site_names_pages_that_are_there(city: Path, client: Client) -> None:
    found = [
        each.text or ""
        for each in Xml.fromstring(client.get("/sitemap.xml").content).iter()
        if each.tag.endswith("loc")
    ]
    assert len(found) > 15
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_a_made_up_city_is_not_to_be_found_among_real_ones(city: Path, client: Client) -> None:
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()
    assert client.get("/opensearch.xml").status_code == 200


def test_a_measure_that_a_page_names_is_declared(city: Path, client: Client, read: Any) -> None:
    page = read("/data/")
    assert "完成率" in page
    assert "核实数 ÷ 目标值" in page
