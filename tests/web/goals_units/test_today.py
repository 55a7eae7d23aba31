"""The desk opens on what must be done today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.web.goals_units.conftest import Desk

As = Callable[[str], Client]


def test_a_desk_without_duties_says_so_and_what_will_come(as_: As) -> None:
    page = as_("county").get("/desk/").content.decode()
    assert "今日无待办" in page
    assert "会按期限先后列在这里" in page


def test_a_desk_without_duties_shows_how_the_programmes_stand(desk: Desk, as_: As) -> None:
    desk.hand_out(desk.task(), county=12, at=desk.at)
    page = as_("office").get("/desk/").content.decode()
    assert "今日无待办" in page
    assert "正在执行的计划" in page
    assert "1 项任务中" in page


def test_the_answer_counts_what_stands_below(desk: Desk, as_: As) -> None:
    desk.hand_out(desk.task(), county=12, at=desk.at)
    desk.open_quarter()
    page = as_("county").get("/desk/").content.decode()
    assert "今日无待办；下周 1\u00a0件。" in page
    assert "签收" in page
    assert "10-29 到期" in page


def test_an_overdue_duty_stands_first_and_is_counted(desk: Desk, as_: As) -> None:
    desk.held()
    desk.hand_out(desk.task("2", "新增省级标准"), county=3, at=desk.at - timedelta(days=20))
    desk.open_quarter()
    page = as_("county").get("/desk/").content.decode()
    assert "今日 2\u00a0件待办，2\u00a0件已逾期" in page
    assert page.index("已逾期") < page.index("新增省级标准")


def test_many_duties_alike_become_one_line_that_leads_to_their_list(desk: Desk, as_: As) -> None:
    for number in range(6):
        desk.held(str(number), f"任务第{number}件")
    desk.open_quarter()
    page = as_("county").get("/desk/").content.decode()
    assert "2025年三季度进展：6 件未报" in page
    assert "/desk/sheet/g2025/2025Q3/" in page


def test_the_number_of_queries_does_not_grow_with_duties(
    desk: Desk, as_: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        desk.hand_out(desk.task(str(number), f"任务第{number}件"), county=3, at=desk.at - timedelta(days=number % 5))
    client = as_("county")
    with django_assert_max_num_queries(16):
        client.get("/desk/")


def test_duties_come_as_a_calendar_file_that_cannot_be_broken_by_a_title(desk: Desk, as_: As) -> None:
    title = "新增企业,含;分号\\与很长很长很长很长很长很长很长很长很长很长很长很长的名称"
    desk.hand_out(desk.task(title=title), county=12, at=desk.at)
    response = as_("county").get("/desk/today.ics")
    text = response.content.decode()
    assert response["Content-Disposition"].startswith("attachment")
    assert "新增企业\\,含\\;分号\\\\与" in text.replace("\r\n ", "")
    assert "（虚构）" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.count("BEGIN:VEVENT") == 1 == text.count("DTSTART;VALUE=DATE:20251029")
