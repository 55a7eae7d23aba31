"""Timelines and the ledger's page say the file, the sentence, the task and the unit, not their ids."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from zhicheng.core.access import SYSTEM
from zhicheng.core.ledger.queries import entries_about
from zhicheng.goals.actions.imports import begin_import
from zhicheng.goals.actions.programmes import link_task, record_source
from zhicheng.goals.actions.tasks import amend_task
from zhicheng.goals.models import Task
from zhicheng.goals.queries.named import sentences_told, subject_names
from zhicheng.web.desk.telling import retold

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def linked(desk: Any, programme: Any) -> Task:
    """A task that a sentence asks for, amended once."""
    town = desk.town
    task = town.task(programme)
    source = record_source(
        programme.pk, title="质量强市建设纲要", kind="policy", text="到年底，新增采用国际标准企业 120 家。",
        by=town.office, at=town.at,
    )  # fmt: skip
    link_task(task.pk, sentences=[source.sentences.get().pk], by=town.office, at=town.at)
    amend_task(task.pk, values={"deadline": date(2025, 11, 30), "points": 2}, by=town.office, at=town.at)
    return task


def test_a_tasks_timeline_says_the_sentence_and_what_was_changed(desk: Any, linked: Task) -> None:
    page = text(desk["office"].get(reverse("desk-task", args=[linked.pk])))
    assert "任务关联到来源语句 “到年底，新增采用国际标准企业 120 家。”（质量强市建设纲要）" in page
    assert "修改任务：完成时限、分值" in page


def test_an_imports_timeline_names_its_file(desk: Any, programme: Any) -> None:
    town = desk.town
    content = io.BytesIO("序号,任务\n1,新增试点".encode())
    session = begin_import(programme.pk, content=content, file_name="任务分解表.csv", by=town.office, at=town.at)
    page = text(desk["office"].get(reverse("desk-import", args=[session.pk])))
    assert "goals.import:" not in page
    assert "为 “任务分解表.csv” 附上了佐证材料" in page


def test_the_ledgers_page_names_what_entries_are_about(desk: Any, linked: Task) -> None:
    page = text(desk["office"].get(reverse("desk-ledger")))
    assert ">1 新增采用国际标准企业</a>" in page
    assert ">2025年质量强市重点任务</a>" in page
    file = text(desk["office"].get(reverse("desk-ledger") + "?format=csv"))
    assert f"goals.task:{linked.pk}" in file
    about = text(desk["office"].get(reverse("desk-ledger") + f"?subject=goals.task:{linked.pk}"))
    assert "对象：1 新增采用国际标准企业" in about
    assert f'name="subject" value="goals.task:{linked.pk}"' in about


def test_a_thing_is_named_to_those_who_may_see_it_only(desk: Any, running: Task) -> None:
    part = running.assignments.get(organisation=desk.town.units["other"])
    asked = {
        f"goals.assignment:{part.pk}:2025Q3",
        f"goals.programme:{running.programme_id}",
        "statutes.clock:1",
        "O000001",
    }
    seen = subject_names(asked, desk.town.office)
    assert seen[f"goals.assignment:{part.pk}:2025Q3"] == "砚湖县人民政府 2025年三季度 1 新增采用国际标准企业"
    assert set(seen) == asked - {"statutes.clock:1", "O000001"}
    assert subject_names(asked, desk.town.county)[f"goals.assignment:{part.pk}:2025Q3"] == f"分工（第 {part.pk} 号）"


def test_telling_asks_no_more_with_more_entries(
    desk: Any, many: Any, linked: Task, django_assert_max_num_queries: Any
) -> None:
    many(20)
    address = reverse("desk-ledger")
    desk["office"].get(address)
    with django_assert_max_num_queries(16):
        desk["office"].get(address)
    rows = entries_about(linked.subject)
    with django_assert_max_num_queries(2):
        retold(rows, SYSTEM, on=desk.town.at.date())
    assert sentences_told([], SYSTEM) == {}
