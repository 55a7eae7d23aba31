"""Units divided, regions changed, posts left, handed over and stood in for, at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.registry.conftest import NOW
from zhicheng.core.access import SYSTEM
from zhicheng.core.accounts.models import Account
from zhicheng.goals.actions.assigning import TaskPlan, UnitPart, deliver_tasks, plan_tasks
from zhicheng.goals.actions.programmes import create_programme, move_programme
from zhicheng.goals.actions.tasks import record_task
from zhicheng.goals.models import Assignment
from zhicheng.registry import actions, queries
from zhicheng.registry.models import OrganisationName, Post, Region
from zhicheng.registry.queries import people, regions
from zhicheng.web.shared import paging

pytestmark = pytest.mark.clause("A1")
Browser = Callable[[str], Client]


@pytest.fixture
def part(town: dict[str, str], at: datetime) -> Assignment:
    """The education office leads a task."""
    made = create_programme(
        code="G", title="2025年重点任务", kind="annual", first_year=2025, last_year=2025, region="990100",
        office=town["演示市市场监督管理局"], by=SYSTEM, at=at,
    )  # fmt: skip
    move_programme(made.pk, verb="issue", by=SYSTEM, at=at)
    values = {"number": "7", "title": "培育品牌学校", "kind": "counted", "target": Decimal(9), "unit": "所",
              "deadline": date(2025, 12, 31), "standard": "以公布名单为准", "basis": "new"}  # fmt: skip
    task = record_task(made.pk, values=values, by=SYSTEM, at=at)
    plan = TaskPlan(task.pk, [UnitPart(town["演示市教育局"], "lead")])
    plan_tasks(made.pk, plans=[plan], by=SYSTEM, at=at)
    deliver_tasks(made.pk, tasks=[task.pk], by=SYSTEM, at=at)
    return Assignment.objects.get(task=task)


def test_a_unit_is_divided_with_every_task_answered_for(
    browser: Browser, town: dict[str, str], part: Assignment
) -> None:
    client = browser("office")
    code = town["演示市教育局"]
    address = f"/desk/registry/organisations/{code}/divide/"
    assert "承接单位1" in client.get(address).content.decode()
    among = f"{address}?into1=演示市农业农村局&into2=演示市市场监督管理局&on={NOW}"
    page = client.get(among).content.decode()
    assert "1 件未办结任务各归谁" in page
    assert "7 培育品牌学校" in page
    assert "许科长" in page
    mark = re.search(r'name="mark" value="(\w+)"', page)
    assert mark is not None
    given = {"mark": mark[1], "heir": town["演示市农业农村局"], f"part-{part.pk}": town["演示市市场监督管理局"]}
    assert client.post(among, {**given, "heir": ""}).status_code == 422
    assert client.post(among, {**given, "mark": "older"}).status_code == 422
    assert queries.organisation(code).valid_to is None
    assert client.post(among, given).status_code == 302
    part.refresh_from_db()
    assert part.organisation == town["演示市市场监督管理局"]
    [post] = people.posts_of(town["unit"], on=NOW)
    assert post.organisation == town["演示市农业农村局"]
    shown = client.get(f"/desk/registry/organisations/{code}/").content.decode()
    assert "拆分为" in shown
    assert client.post(among, given).status_code in (409, 422)


def test_whoever_merges_or_closes_a_unit_sees_its_tasks(
    browser: Browser, town: dict[str, str], part: Assignment, at: datetime
) -> None:
    client = browser("office")
    base = f"/desk/registry/organisations/{town['演示市教育局']}"
    assert "培育品牌学校" in client.get(f"{base}/merge/").content.decode()
    actions.end_post(people.posts_of(town["unit"])[0].code, last_day=date(2025, 10, 1), by=SYSTEM, at=at)
    refused = client.post(f"{base}/close/", {"last_day": NOW})
    assert refused.status_code == 422
    assert "1件未办结任务" in refused.content.decode()


def test_a_region_is_added_renamed_moved_and_merged(browser: Browser, town: dict[str, str]) -> None:
    client = browser("office")
    base = "/desk/registry/regions"
    new = {"code": "990101002", "name": "松墨镇", "level": "township", "parent": "990101", "on": NOW}
    assert client.post(f"{base}/enter/", new).status_code == 302
    again = client.post(f"{base}/enter/", new)
    assert "已有区划" in again.content.decode()
    assert (
        client.post(f"{base}/990101002000/rename/", {"name": "松烟镇", "on": NOW + timedelta(days=1)}).status_code
        == 302
    )
    page = client.get(f"{base}/?day={NOW + timedelta(days=1)}").content.decode()
    assert "松烟镇" in page
    assert "松墨镇" in client.get(f"{base}/?day={NOW}").content.decode()
    assert "松墨镇" in client.get(f"{base}/990101002000/").content.decode()
    assert (
        "号段" in client.post(f"{base}/990101002000/move/", {"parent": "990104", "on": "2025-12-01"}).content.decode()
    )
    merged = client.post(f"{base}/990101002000/merge/", {"into": "990101001000", "on": "2025-12-01"})
    assert merged.status_code == 302
    assert regions.successor("990101002000", on=date(2025, 12, 2)) == "990101001000"
    assert client.post(f"{base}/990101002000/merge/", {"into": "990101001000", "on": "2025-12-01"}).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_tree_and_the_organisations_go_out_and_come_back_the_same(
    browser: Browser, town: dict[str, str], at: datetime, form: str, language: str
) -> None:
    client = browser("administrator")
    actions.amend_organisation(town["演示市教育局"], short_names=["市教育局", "-教委"], on=NOW, by=SYSTEM, at=at)
    client.cookies["django_language"] = language
    regions_before = list(Region.objects.order_by("pk").values())
    names_before = list(OrganisationName.objects.order_by("pk").values())
    for address, load in (("regions/", "regions/load/"), ("?kind=offices", "organisations/load/")):
        sign = "&" if "?" in address else "?"
        content = client.get(f"/desk/registry/{address}{sign}format={form}").content
        sent = SimpleUploadedFile(f"out.{form}", content)
        response = client.post(f"/desk/registry/{load}", {"sheet": sent, "on": NOW, "kind": "enterprise"})
        assert response.status_code == 302, response.content.decode()
    assert list(Region.objects.order_by("pk").values()) == regions_before
    assert list(OrganisationName.objects.order_by("pk").values()) == names_before


def test_who_left_reaches_nothing_the_day_after(
    browser: Browser, town: dict[str, str], part: Assignment, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, keeper = browser("unit"), browser("administrator")
    [post] = people.posts_of(town["unit"], on=NOW)
    pages = ("/desk/registry/", "/desk/registry/people/", f"/desk/parts/{part.pk}/", "/desk/registry/regions/")
    before = [client.get(each).status_code for each in pages]
    assert before[0] == before[1] == before[3] == 200
    page = keeper.get(f"/desk/registry/people/{town['unit']}/posts/{post.code}/end/").content.decode()
    assert "由其负责的事项" in page
    ended = keeper.post(f"/desk/registry/people/{town['unit']}/posts/{post.code}/end/", {"last_day": NOW})
    assert ended.status_code == 302
    assert client.get(pages[0]).status_code == 200
    monkeypatch.setattr("zhicheng.web.shared.middleware.timezone.now", lambda: at + timedelta(days=1))
    # The old session has run out meanwhile; a new one helps no more.
    client.force_login(Account.objects.get(username="unit"))
    assert [client.get(each).status_code for each in pages] == [403] * 4
    assert "培育品牌学校" not in client.get("/desk/").content.decode()
    assert "今日没有在任的岗位" in client.get("/accounts/").content.decode()


def test_a_deputy_is_named_on_both_pages_and_leaves_by_himself(
    browser: Browser, town: dict[str, str], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser("administrator")
    [post] = people.posts_of(town["lead"], on=NOW)
    address = f"/desk/registry/people/{town['lead']}/posts/{post.code}/deputise/"
    given = {"person": town["county"], "valid_from": NOW, "valid_to": "2025-10-31", "reason": "出差"}
    assert client.post(address, given).status_code == 302
    assert "由谁代理" in client.get(f"/desk/registry/people/{town['lead']}/").content.decode()
    assert "负责人（代理）" in client.get(f"/desk/registry/people/{town['county']}/").content.decode()
    twice = client.post(address, given)
    assert twice.status_code == 422
    assert "已由陆科长代理" in twice.content.decode()
    wrong = client.post(address, {**given, "valid_from": "2025-11-30", "valid_to": "2025-11-01"})
    assert "早于" in wrong.content.decode()
    assert Post.objects.exclude(acting_for=None).count() == 1


def test_a_hand_over_lists_what_the_person_answers_for(
    browser: Browser, town: dict[str, str], part: Assignment
) -> None:
    Assignment.objects.filter(pk=part.pk).update(officer="许科长", leader="演示局长")
    client = browser("administrator")
    address = f"/desk/registry/people/{town['unit']}/hand-over/"
    page = client.get(address).content.decode()
    assert "7 培育品牌学校" in page
    [post] = people.posts_of(town["unit"], on=NOW)
    given = {"posts": [post.code], "parts": [part.pk], "to": town["lead"], "on": NOW, "reason": "调动"}
    assert client.post(address, given).status_code == 302
    part.refresh_from_db()
    assert part.officer == "陈处长"
    assert "培育品牌学校" in client.get(f"/desk/registry/people/{town['lead']}/").content.decode()
    assert client.post(address, given).status_code == 404


def test_no_region_is_chosen_beforehand_to_be_merged_into(browser: Browser, town: dict[str, str]) -> None:
    client = browser("office")
    address = "/desk/registry/regions/990101/merge/"
    assert "请选择" in client.get(address).content.decode()
    refused = client.post(address, {"into": "", "on": "2025-10-22"})
    assert refused.status_code == 422
    assert "没有选择“并入哪个区划”" in refused.content.decode()
    assert Region.objects.get(code="990101").valid_to is None


def test_the_people_of_the_city_are_listed_page_by_page(
    browser: Browser, town: dict[str, str], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    client, address, seen = browser("office"), "/desk/registry/people/", []
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r'href="/desk/registry/people/(P\d+)/"', page)
        following = re.search(r'href="(/desk/registry/people/\?after=[^"]+)"[^>]*rel="next"', page)
        address = unescape(following[1]) if following else ""
    assert len(seen) == len(set(seen)) == 5
    everybody = client.get("/desk/registry/people/?format=csv").content.decode("utf-8-sig")
    assert sum("演示" in line or "墨溪" in line for line in everybody.splitlines()[1:]) >= 5
