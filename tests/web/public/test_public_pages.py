"""What everybody may read: nothing before the office opens it, then verified figures that add up."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.goals.conftest import Town
from zhicheng.goals.actions.programmes import open_programme
from zhicheng.goals.actions.verifying import verify_report

pytestmark = pytest.mark.clause("H1")


@pytest.fixture
def reported(town: Town) -> Any:
    """A task of 120: five verified (three of them unlisted), one returned, one only reported."""
    early = town.at.replace(month=2)
    held = town.hand_out(town.task(town.programme()), at=early, county=70, other=50)
    town.fix(held["county"], "county", at=early)
    town.fix(held["other"], "other", at=early)
    report = town.report(held["county"], "county", "样例甲", "样例乙", "样例丙", unlisted=3, problems="缺检测能力")
    verify_report(report.pk, returned={2: "证书过期"}, by=town.lead, at=town.at)
    town.report(held["other"], "other", "样例丁")
    return held["county"].task


def test_nothing_is_public_until_the_office_opens_it(client: Client, reported: Any) -> None:
    assert "还没有公开的计划" in client.get("/").content.decode()
    assert client.get("/programmes/G2025/").status_code == 404
    assert client.get(f"/programmes/G2025/tasks/{reported.pk}/").status_code == 404
    assert client.get("/programmes/G2025/items/?format=csv").status_code == 404


@pytest.mark.clause("H3")
def test_an_outsider_recomputes_the_figure_from_the_download(client: Client, reported: Any, town: Town) -> None:
    open_programme(reported.programme_id, visibility="public", reason="会议纪要", by=town.office, at=town.at)
    page = client.get(f"/programmes/G2025/tasks/{reported.pk}/").content.decode()
    assert "5 ÷ 120 = 4.17%" in page
    # The page names the task above its table and a count has no denominator; the file says both in every row.
    assert all(f'data-th="{heading}"' not in page for heading in ("任务序号", "分母"))
    body = client.get(f"/programmes/G2025/tasks/{reported.pk}/?format=csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert {"任务序号", "分母"} < set(rows[0])
    assert sum(Decimal(row["数量"]) for row in rows) == 5
    whole = json.loads(client.get("/programmes/G2025/items/?format=json").content)
    assert sum(row["数量"] for row in whole["rows"]) == 5


def test_no_person_no_return_and_no_problem_reaches_the_public(client: Client, reported: Any, town: Town) -> None:
    open_programme(reported.programme_id, visibility="public", reason="会议纪要", by=town.office, at=town.at)
    pages = ["/", "/programmes/", "/programmes/G2025/", f"/programmes/G2025/tasks/{reported.pk}/", "/data/", "/method/"]
    files = [f"{page}?format={kind}" for page in pages[2:4] for kind in ("csv", "json")]
    for address in [*pages, *files]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        body = answer.content.decode()
        for secret in ("演示负责人", "演示经办人", "证书过期", "缺检测能力", "样例乙", "样例丁"):
            assert secret not in body, (address, secret)


def test_the_public_list_asks_the_database_as_often_for_many_tasks(
    client: Client,
    reported: Any,
    town: Town,
    django_assert_max_num_queries: Any,
) -> None:
    open_programme(reported.programme_id, visibility="public", reason="会议纪要", by=town.office, at=town.at)
    for number in range(30):
        town.task(reported.programme, number=str(number + 2))
    client.get("/programmes/G2025/")
    with django_assert_max_num_queries(14):
        client.get("/programmes/G2025/")
