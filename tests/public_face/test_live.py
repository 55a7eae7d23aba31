"""From the office's acts to what everybody may read: nothing before it is published, then figures that add up."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.goals.conftest import Town, town
from zhicheng.goals.actions.programmes import open_programme
from zhicheng.goals.actions.verifying import verify_report
from zhicheng.indicators.actions.editions import freeze_edition, publish_edition

__all__ = ["town"]
pytestmark = pytest.mark.clause("H1")
CUT_OFF = date(2025, 10, 22)


@dataclass
class Reported:
    """A task of 120: five verified (three of them unlisted), one returned, one only reported."""

    town: Town
    task: Any

    def open(self) -> None:
        """The office opens the programme to everybody; no figure is published by that."""
        open_programme(
            self.task.programme_id, visibility="public", reason="会议纪要", by=self.town.office, at=self.town.at
        )

    def publish(self) -> str:
        """The clerk freezes, a colleague publishes."""
        key = freeze_edition(
            self.task.programme_id, period="2025Q3", cut_off=CUT_OFF, by=self.town.office, at=self.town.at
        )
        publish_edition(key, by=self.town.colleague("office"), at=self.town.at)
        return key


@pytest.fixture
def reported(folder: Path, town: Town, django_capture_on_commit_callbacks: Any) -> Reported:
    early = town.at.replace(month=2)
    held = town.hand_out(town.task(town.programme()), at=early, county=70, other=50)
    town.fix(held["county"], "county", at=early)
    town.fix(held["other"], "other", at=early)
    report = town.report(held["county"], "county", "样例甲", "样例乙", "样例丙", unlisted=3, problems="缺检测能力")
    verify_report(report.pk, returned={2: "证书过期"}, by=town.lead, at=town.at)
    town.report(held["other"], "other", "样例丁")
    return Reported(town, held["county"].task)


def test_an_opened_programme_without_an_edition_says_when_figures_will_appear(
    client: Client, reported: Reported
) -> None:
    assert "公布第一期数据后" in client.get("/").content.decode()
    title = reported.task.programme.title
    for address in ("/", "/progress/", "/data/", "/search/?q=质量", "/sitemap.xml", "/feeds/all.xml"):
        assert title not in client.get(address).content.decode(), f"{address} tells of what nobody has opened"
    assert client.get("/api/v1/programmes").json() == []
    reported.open()
    for address in ("/", "/progress/", "/data/"):
        page = client.get(address).content.decode()
        assert "已经公开。责任单位按季度报送，牵头部门核实后由市质量强市办冻结、公布" in page, address
        assert "新增采用国际标准企业" not in page
    for address in ("/progress/G2025/", f"/progress/G2025/tasks/{reported.task.pk}/", "/data/G2025/items.csv"):
        assert client.get(address).status_code == 404, address


@pytest.mark.clause("H3")
def test_an_outsider_recomputes_the_figure_from_the_download(
    client: Client, reported: Reported, django_capture_on_commit_callbacks: Any
) -> None:
    reported.open()
    with django_capture_on_commit_callbacks(execute=True):
        code = reported.publish()
    page = client.get(f"/progress/G2025/tasks/{reported.task.pk}/").content.decode()
    assert "5 ÷ 120 = 4.17%" in page
    body = client.get(f"/data/G2025/items.csv?task={reported.task.pk}").content.decode("utf-8-sig")
    assert sum(Decimal(row["数量"]) for row in csv.DictReader(io.StringIO(body))) == 5
    whole = json.loads(client.get(f"/data/{code}/items.json").content)
    assert sum(row["数量"] for row in whole["rows"]) == 5


def test_no_person_no_return_and_no_problem_reaches_the_public(
    client: Client, reported: Reported, django_capture_on_commit_callbacks: Any
) -> None:
    reported.open()
    with django_capture_on_commit_callbacks(execute=True):
        code = reported.publish()
    pages = ["/", "/progress/", "/progress/G2025/", f"/progress/G2025/tasks/{reported.task.pk}/", "/data/", "/method/",
             f"/data/{code}/", "/organisations/", "/search/?q=样例", "/organisations/?q=样例", "/feeds/all.xml"]  # fmt: skip
    files = [
        f"/data/{code}/{table}.{kind}" for table in ("tasks", "items", "values", "fields") for kind in ("csv", "json")
    ]
    for address in [*pages, *files]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = answer.content.decode()
        for secret in ("演示负责人", "演示经办人", "证书过期", "缺检测能力", "样例乙", "样例丁"):
            assert secret not in body, (address, secret)
