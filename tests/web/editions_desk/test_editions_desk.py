"""The desk pages on editions: frozen by one, published by another, compared, taken back, each page with its roles."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.conftest import browser, made_up, town
from zhicheng.core.access import SYSTEM, Actor
from zhicheng.core.accounts.actions import create_account
from zhicheng.core.accounts.models import Account
from zhicheng.goals.actions.assigning import TaskPlan, UnitPart, deliver_tasks, plan_tasks
from zhicheng.goals.actions.programmes import create_programme, move_programme, open_programme
from zhicheng.goals.actions.reporting import Count, Draft, ReportText, submit_report
from zhicheng.goals.actions.tasks import record_task
from zhicheng.goals.actions.units import StepPlan, fix_assignment, sign_assignment
from zhicheng.goals.actions.verifying import verify_report
from zhicheng.goals.models import Assignment, Programme
from zhicheng.indicators.editions import published
from zhicheng.indicators.models import Edition
from zhicheng.registry import actions as registry
from zhicheng.web.shared import middleware

__all__ = ["browser", "made_up", "town"]
LIST = reverse("desk-editions")
Browser = Callable[[str], Client]
ASKED = {"period": "2025Q3", "cut_off": "2025-10-22", "title": "", "reason": ""}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    """The pages' clock stands at the tests' moment."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)


@pytest.fixture(autouse=True)
def _no_editions_left(settings: Any) -> Iterator[None]:
    published.forget()
    yield
    published.forget()


@pytest.fixture
def programme(town: dict[str, str], made_up: None, at: datetime) -> Programme:
    """One task, open to everybody, with a county's 8 of 40 verified; the office has a second person."""
    head = registry.enter_person("样例主任", by=SYSTEM, at=at)
    registry.appoint(head, organisation=town["演示市市场监督管理局"], title="副主任", role="office",
                     valid_from=date(2025, 1, 1), by=SYSTEM, at=at)  # fmt: skip
    create_account("head", person=head, name="样例主任", password="yanqi-lu-2025", by=SYSTEM, at=at)
    Account.objects.update(made_up=True)
    office = town["演示市市场监督管理局"]
    made = create_programme(code="G2025", title="2025年质量强市重点任务", kind="annual", first_year=2025, last_year=2025,
                            region="990100", office=office, by=SYSTEM, at=at)  # fmt: skip
    move_programme(made.pk, verb="issue", by=SYSTEM, at=at)
    values = {"number": "1", "title": "新增采用国际标准企业", "kind": "counted", "target": Decimal(40), "unit": "家",
              "deadline": date(2025, 12, 31), "basis": "new", "field": "product", "standard": "以采标证书为准"}  # fmt: skip
    task = record_task(made.pk, values=values, by=SYSTEM, at=at)
    parts = [UnitPart(office, "lead"), UnitPart(town["墨溪区人民政府"], "county", Decimal(40))]
    plan_tasks(made.pk, plans=[TaskPlan(task.pk, parts)], by=SYSTEM, at=at)
    deliver_tasks(made.pk, tasks=[task.pk], by=SYSTEM, at=at)
    report(town, 8, "2025Q3", at=at)
    open_programme(made.pk, visibility="public", reason="会议决定", by=SYSTEM, at=at)
    return made


def report(town: dict[str, str], n: int, period: str, *, at: datetime) -> None:
    """The county reports a count, and it is verified."""
    part = Assignment.objects.get(role="county")
    if part.state == "delivered":
        sign_assignment(part.pk, by=SYSTEM, at=at)
        fix_assignment(part.pk, leader="演示负责人", leader_post="副区长", officer="演示经办人",
                       steps=[StepPlan(date(2025, 12, 31), "全部完成", Decimal(40))], by=SYSTEM, at=at)  # fmt: skip
    draft = Draft(text=ReportText(progress="按计划推进"), count=Count(unlisted=Decimal(n)), rows=())
    made = submit_report(part.pk, period=period, draft=draft, by=Actor(None, "P-1", "", (), True), at=at)
    verify_report(made.pk, by=replace(SYSTEM, person="P-2"), at=at)


def frozen(client: Client, programme: Programme, **said: str) -> str:
    """Freeze by the page; returns the edition's code."""
    asked = {**ASKED, "sure": "1", **said}
    answer = client.post(reverse("desk-edition-freeze", args=[programme.pk]), asked)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"].rstrip("/").rpartition("/")[2]


def test_an_empty_list_says_what_editions_are_for(browser: Browser) -> None:
    page = browser("office").get(LIST)
    assert "还没有数据版本" in page.content.decode()


def test_freezing_first_shows_what_will_be_in_it(browser: Browser, programme: Programme) -> None:
    client = browser("office")
    assert client.get(reverse("desk-edition-programmes")).status_code == 302
    page = client.post(reverse("desk-edition-freeze", args=[programme.pk]), ASKED)
    text = page.content.decode()
    assert "将冻结2025年三季度 1 项任务的数据，计入经核实的报送 1 件" in text
    assert "县（市、区）数只供内部使用" in text
    assert not Edition.objects.exists()


def test_no_county_is_opened_unless_somebody_ticks_it(browser: Browser, programme: Programme) -> None:
    page = browser("office").get(reverse("desk-edition-freeze", args=[programme.pk]))
    assert "checked" not in page.content.decode()


def test_a_refusal_keeps_what_was_typed(browser: Browser, programme: Programme) -> None:
    asked = {**ASKED, "cut_off": "2025-10-30", "title": "样例标题", "sure": "1"}
    page = browser("office").post(reverse("desk-edition-freeze", args=[programme.pk]), asked)
    text = page.content.decode()
    assert page.status_code == 422
    assert "还没有到" in text
    assert "样例标题" in text


def test_the_way_from_freezing_over_publishing_to_taking_back(
    browser: Browser, programme: Programme, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    folder = Path(settings.CITY.folder) / "published"
    office, head = browser("office"), browser("head")
    code = frozen(office, programme)
    own = office.post(reverse("desk-edition-publish", args=[code]))
    assert own.status_code == 403
    asked = head.get(reverse("desk-edition-publish", args=[code])).content.decode()
    assert "任何人都能看到2025年三季度的数据" in asked
    with django_capture_on_commit_callbacks(execute=True):
        assert head.post(reverse("desk-edition-publish", args=[code])).status_code == 302
    assert published.current(folder).code == code
    assert head.post(reverse("desk-edition-publish", args=[code])).status_code == 409
    assert head.post(reverse("desk-edition-withdraw", args=[code]), {"reason": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        head.post(reverse("desk-edition-withdraw", args=[code]), {"reason": "误发"})
    assert published.current(folder) is None
    assert "误发" in office.get(reverse("desk-edition", args=[code])).content.decode()


def test_an_edition_shows_its_values_with_their_sources(browser: Browser, programme: Programme) -> None:
    client = browser("office")
    code = frozen(client, programme)
    text = client.get(reverse("desk-edition", args=[code]), {"measure": "verified"}).content.decode()
    assert "2025年三季度 1 项任务" in text.replace("\u00a0", " ")
    assert "8家" in text
    assert reverse("desk-report", args=[1]).rpartition("1")[0] in text
    narrowed = client.get(reverse("desk-edition", args=[code]), {"words": "没有这样的任务"}).content.decode()
    assert "没有符合条件的数值" in narrowed


def test_values_go_on_by_key(browser: Browser, programme: Programme) -> None:
    client = browser("office")
    code = frozen(client, programme)
    first = client.get(reverse("desk-edition", args=[code]), {"kind": "task"})
    assert first.context["found"] == len(first.context["part"].rows)


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx"])
def test_an_edition_can_be_taken_along(browser: Browser, programme: Programme, kind: str) -> None:
    client = browser("office")
    answer = client.get(reverse("desk-edition", args=[frozen(client, programme)]), {"format": kind})
    assert answer.status_code == 200
    if kind == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        (county,) = [row for row in rows if row["指标代号"] == "verified" and row["地区代码"] == "990101"]
        assert (county["数值"], county["可公开"]) == ("8", "否")
    if kind == "json":
        assert json.loads(answer.content)["rows"]


def test_what_was_verified_since_is_told_and_can_be_frozen(
    browser: Browser, programme: Programme, town: dict[str, str], at: datetime
) -> None:
    client = browser("office")
    code = frozen(client, programme)
    assert "核实数已有变化" not in client.get(reverse("desk-edition", args=[code])).content.decode()
    report(town, 7, "2025Q2", at=at)
    text = client.get(reverse("desk-edition", args=[code])).content.decode()
    assert "核实数已有变化" not in text
    Assignment.objects.filter(role="county").update(share=Decimal(30))
    text = client.get(reverse("desk-edition", args=[code])).content.decode()
    assert "核实数已有变化" in text
    assert f"{reverse('desk-edition-freeze', args=[programme.pk])}?period=2025Q3" in text
    now = client.get(reverse("desk-edition-compare", args=[code]), {"with": "now"}).content.decode()
    assert "冻结后，又有" in now


def test_two_editions_are_compared(browser: Browser, programme: Programme) -> None:
    client = browser("office")
    frozen(client, programme)
    Assignment.objects.filter(role="county").update(share=Decimal(30))
    second = frozen(client, programme)
    page = client.get(reverse("desk-edition-compare", args=[second]))
    text = page.content.decode()
    assert "2025年三季度（第2版）与2025年三季度相比" in text
    assert "40家" in text
    assert "30家" in text
    assert client.get(reverse("desk-edition-compare", args=[second]), {"format": "csv"}).status_code == 200


@pytest.mark.parametrize(("who", "status"), [("office", 200), ("lead", 404), ("county", 404), ("unit", 404)])
def test_what_is_not_published_is_seen_by_the_office_alone(
    browser: Browser, programme: Programme, who: str, status: int
) -> None:
    code = frozen(browser("office"), programme)
    for name in ("desk-edition", "desk-edition-compare"):
        assert browser(who).get(reverse(name, args=[code])).status_code == status


@pytest.mark.parametrize("who", ["lead", "county", "unit", "administrator"])
def test_others_neither_freeze_nor_publish(browser: Browser, programme: Programme, who: str) -> None:
    code = frozen(browser("office"), programme)
    for url in (
        reverse("desk-edition-programmes"), reverse("desk-edition-freeze", args=[programme.pk]),
        reverse("desk-edition-publish", args=[code]), reverse("desk-edition-withdraw", args=[code]),
    ):  # fmt: skip
        assert browser(who).get(url).status_code == 403


def test_the_list_asks_a_steady_number_of_questions(
    browser: Browser, programme: Programme, django_assert_max_num_queries: Any
) -> None:
    client = browser("office")
    for _each in range(5):
        frozen(client, programme)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).content.decode().count("已冻结") >= 5


def test_one_edition_asks_a_steady_number_of_questions(
    browser: Browser, programme: Programme, django_assert_max_num_queries: Any
) -> None:
    client = browser("office")
    code = frozen(client, programme)
    client.get(reverse("desk-edition", args=[code]))
    with django_assert_max_num_queries(45):
        client.get(reverse("desk-edition", args=[code]))
