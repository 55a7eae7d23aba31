"""Programmes at the office's desk: the answer first, steps by their permission, opening only after being told."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from zhicheng.goals.models import Programme

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def test_a_programme_page_begins_with_the_answer_and_says_who_lags_and_why(desk: Any, running: Any) -> None:
    page = text(desk["office"].get(reverse("desk-programme", args=[running.programme_id])))
    assert "1\u00a0项任务中" in page
    assert "未签收" in page
    assert "3 件" in page


def test_the_office_writes_a_programme_and_a_taken_code_keeps_what_was_typed(desk: Any, programme: Programme) -> None:
    given = {
        "title": "2026年度演示计划", "code": programme.code, "kind": "annual", "first_year": 2026, "last_year": 2026,
        "region": "990100", "office": desk.town.units["office"], "reporting": "quarter",
    }  # fmt: skip
    refused = desk["office"].post(reverse("desk-programme-new"), given)
    assert refused.status_code == 422
    assert "2026年度演示计划" in text(refused)
    assert "已被使用" in text(refused)
    done = desk["office"].post(reverse("desk-programme-new"), {**given, "code": "2026"})
    assert done.status_code == 302
    assert Programme.objects.get(code="2026").state == "draft"


@pytest.mark.parametrize(
    ("last_year", "title"), [(2025, "2025年度质量强市重点任务"), (2029, "质量强市建设规划（2025—2029年）")]
)
def test_a_programme_without_a_name_is_called_by_the_years_that_were_given(
    desk: Any, last_year: int, title: str
) -> None:
    given = {
        "title": "", "code": "by-years", "kind": "annual", "first_year": 2025, "last_year": last_year,
        "region": "990100", "office": desk.town.units["office"], "reporting": "quarter",
    }  # fmt: skip
    assert desk["office"].post(reverse("desk-programme-new"), given).status_code == 302
    assert Programme.objects.get(code="by-years").title == title


def test_a_department_sees_no_steps_and_cannot_take_one(desk: Any, running: Any) -> None:
    page = text(desk["lead"].get(reverse("desk-programme", args=[running.programme_id])))
    assert "办结" not in page
    refused = desk["lead"].post(reverse("desk-programme-move", args=[running.programme_id, "close"]))
    assert refused.status_code == 403


def test_a_step_asks_first_and_then_happens(desk: Any, programme: Programme) -> None:
    address = reverse("desk-programme-move", args=[programme.pk, "close"])
    assert "不能撤回" in text(desk["office"].get(address))
    assert desk["office"].post(address).status_code == 302
    programme.refresh_from_db()
    assert programme.state == "closed"
    assert desk["office"].post(address).status_code == 404


def test_opening_to_the_public_names_what_becomes_visible_before_it_happens(desk: Any, running: Any) -> None:
    address = reverse("desk-programme-open", args=[running.programme_id])
    without = desk["office"].post(address, {"visibility": "public", "reason": ""})
    assert without.status_code == 422
    asked = desk["office"].post(address, {"visibility": "public", "reason": "领导小组第3次会议纪要"})
    assert "存在问题和需协调事项" in text(asked)
    assert Programme.objects.get(pk=running.programme_id).visibility == "internal"
    done = desk["office"].post(address, {"visibility": "public", "reason": "领导小组第3次会议纪要", "sure": "1"})
    assert done.status_code == 302
    assert Programme.objects.get(pk=running.programme_id).visibility == "public"


def test_a_draft_cannot_be_public_and_the_page_says_why(desk: Any) -> None:
    given = {
        "title": "草案", "code": "draft", "kind": "annual", "first_year": 2026, "last_year": 2026, "region": "990100",
        "office": desk.town.units["office"], "reporting": "quarter",
    }  # fmt: skip
    desk["office"].post(reverse("desk-programme-new"), given)
    address = reverse("desk-programme-open", args=[Programme.objects.get(code="draft").pk])
    refused = desk["office"].post(address, {"visibility": "public", "reason": "会议纪要", "sure": "1"})
    assert refused.status_code == 422
    assert "尚未印发" in text(refused)


def test_the_list_of_programmes_does_not_ask_more_with_more_of_them(
    desk: Any, running: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        desk.town.programme(code=f"P{number}", year=2025)
    with django_assert_max_num_queries(8):
        page = desk["office"].get(reverse("desk-programmes"))
    assert text(page).count('data-th="任务数"') == 4
    assert "虚构" not in text(desk["office"].get(reverse("desk-programmes") + "?format=csv"))


def test_the_page_of_a_programme_does_not_ask_more_with_more_tasks(
    desk: Any, delivered: Any, programme: Programme, django_assert_max_num_queries: Any
) -> None:
    delivered(2)
    with django_assert_max_num_queries(22):
        desk["office"].get(reverse("desk-programme", args=[programme.pk]))
    delivered(20)
    with django_assert_max_num_queries(22):
        desk["office"].get(reverse("desk-programme", args=[programme.pk]))
