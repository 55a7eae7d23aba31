"""Tasks in lists, as a tree, one by one; documents and their sentences; changes."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from zhicheng.goals.contracts import read_decomposition
from zhicheng.goals.models import Assignment, ChangeRequest, Programme, Source, Task
from zhicheng.goals.queries import grouping

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def test_a_task_is_found_in_either_script_and_by_its_unit(desk: Any, running: Task) -> None:
    address = f"{reverse('desk-tasks')}?programme={running.programme_id}"
    for words in ("国际标准", "國際標準"):
        assert running.title in text(desk["office"].get(f"{address}&words={words}"))
    assert running.title not in text(desk["office"].get(f"{address}&words=没有的词"))
    assert running.title in text(desk["office"].get(f"{address}&unit={desk.town.units['county']}"))
    assert running.title not in text(desk["office"].get(f"{address}&unit={desk.town.units['street']}"))


def test_another_county_s_tasks_are_not_there(desk: Any, programme: Programme) -> None:
    task = desk.town.task(programme)
    desk.town.hand_out(task, other=120)
    assert desk["county"].get(reverse("desk-task", args=[task.pk])).status_code == 404
    assert desk["other"].get(reverse("desk-task", args=[task.pk])).status_code == 200
    assert desk["county"].get(f"{reverse('desk-tasks')}?programme={programme.pk}").status_code == 404


def test_the_list_goes_on_by_key_and_asks_no_more_with_more_rows(
    desk: Any, delivered: Any, programme: Programme, django_assert_max_num_queries: Any
) -> None:
    delivered(3)
    address = f"{reverse('desk-tasks')}?programme={programme.pk}"
    with django_assert_max_num_queries(18):
        desk["office"].get(address)
    delivered(55)
    with django_assert_max_num_queries(18):
        page = text(desk["office"].get(address))
    assert "第50批" in page
    assert "第51批" not in page
    following = page.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
    assert "第51批" in text(desk["office"].get(following))


def test_the_list_as_csv_holds_every_row_and_no_formula(desk: Any, programme: Programme) -> None:
    desk.town.task(programme, title="=HYPERLINK(1)")
    given = text(desk["office"].get(f"{reverse('desk-tasks')}?programme={programme.pk}&format=csv"))
    assert "'=HYPERLINK(1)" in given


def test_the_decomposition_table_reads_in_again(desk: Any, running: Task, tmp_path: Any) -> None:
    address = f"{reverse('desk-tasks')}?programme={running.programme_id}&format=decomposition"
    file = tmp_path / "again.xlsx"
    file.write_bytes(desk["office"].get(address).content)
    reading = read_decomposition(file, year=2025)
    assert not reading.questions
    [task] = reading.tasks
    assert (task.task, task.target, task.unit, task.deadline) == (running.title, 120, "家", "2025-12-31")
    assert dict(task.splits) == {"墨溪区人民政府": 70, "砚湖县人民政府": 50}
    assert openpyxl.load_workbook(io.BytesIO(file.read_bytes())).sheetnames


@pytest.mark.parametrize("by", ["section", "field", "county", "department", "source"])
def test_each_way_of_grouping_has_its_branches(
    desk: Any, delivered: Any, programme: Programme, by: str, django_assert_max_num_queries: Any
) -> None:
    delivered(12)
    address = f"{reverse('desk-task-tree')}?programme={programme.pk}&by={by}"
    with django_assert_max_num_queries(9):
        page = desk["office"].get(address)
    assert page.status_code == 200
    if by == "county":
        assert "墨溪区人民政府" in text(page)
        opened = text(desk["office"].get(f"{address}&open={desk.town.units['county']}"))
        assert "第12批" in opened


def test_a_task_shows_whether_the_counties_make_the_whole(desk: Any, programme: Programme) -> None:
    for shares, words in (((70, 50), "与任务数相符"), ((70, 60), "超分 10"), ((70, 40), "少分 10")):
        task = desk.town.task(programme)
        desk.town.hand_out(task, county=shares[0], other=shares[1])
        assert words in text(desk["office"].get(reverse("desk-task", args=[task.pk])))


def test_a_task_is_amended_before_it_is_handed_out_and_not_after(desk: Any, programme: Programme) -> None:
    task = desk.town.task(programme)
    address = reverse("desk-task-amend", args=[task.pk])
    given = {
        "number": "1", "title": "新增采用国际标准的企业", "kind": "counted", "direction": "at_least", "target": "130",
        "unit": "家", "basis": "new", "deadline": "2025年12月31日", "standard": "以采标证书为准", "field": "standards",
    }  # fmt: skip
    assert desk["office"].post(address, given).status_code == 302
    task.refresh_from_db()
    assert (task.target, task.field) == (130, "standards")
    wrong = desk["office"].post(address, {**given, "target": "", "title": "还在这里"})
    assert wrong.status_code == 422
    assert "还在这里" in text(wrong)
    desk.town.hand_out(task, county=130)
    assert desk["office"].get(address).status_code == 409


def test_a_task_leads_to_the_sentence_that_asks_for_it(desk: Any, running: Task) -> None:
    key = running.programme_id
    given = {
        "title": "关于建设质量强市的意见", "number": "演政发〔2025〕1号", "kind": "policy", "state": "issued",
        "text": "采用国际标准的企业新增120家。各县（市、区）要落实责任。",
    }  # fmt: skip
    assert desk["office"].post(reverse("desk-source-new", args=[key]), given).status_code == 302
    source = Source.objects.get()
    first = source.sentences.get(ordinal=1)
    link = reverse("desk-task-sentences", args=[running.pk])
    assert desk["office"].post(link).status_code == 422
    assert desk["office"].post(link, {"sentence": [first.pk]}).status_code == 302
    assert first.text in text(desk["office"].get(reverse("desk-task", args=[running.pk])))
    page = text(desk["office"].get(reverse("desk-source", args=[key, source.pk])))
    assert "1 句还没有对应的任务" in page
    assert running.title in text(desk["office"].get(f"{reverse('desk-tasks')}?programme={key}&source={source.pk}"))
    again = desk["office"].post(reverse("desk-source-new", args=[key]), given)
    assert again.status_code == 422
    assert "要落实责任" in text(again)


def test_a_change_is_asked_for_and_decided_by_somebody_else(desk: Any, running: Task) -> None:
    ask = reverse("desk-task-change", args=[running.pk])
    wrong = desk["office"].post(ask, {"what": "task:target", "new": "一百", "reason": "指标调整"})
    assert wrong.status_code == 422
    assert "指标调整" in text(wrong)
    assert desk["office"].post(ask, {"what": "task:target", "new": "130", "reason": "指标调整"}).status_code == 302
    change = ChangeRequest.objects.get()
    assert "指标调整" in text(desk["office"].get(reverse("desk-changes")))
    address = reverse("desk-change", args=[change.pk])
    assert desk["office"].post(address, {"verdict": "approve"}).status_code == 403
    silent = desk["colleague"].post(address, {"verdict": "refuse", "note": ""})
    assert silent.status_code == 422
    assert desk["colleague"].post(address, {"verdict": "approve"}).status_code == 302
    running.refresh_from_db()
    assert running.target == 130
    assert desk["county"].post(address, {"verdict": "approve"}).status_code in (403, 404)


def test_a_task_written_by_hand_stands_in_the_list(desk: Any, programme: Programme) -> None:
    given = {
        "title": "开展质量月活动", "kind": "qualitative", "direction": "at_least", "basis": "new",
        "deadline": "2025-09-30",
    }  # fmt: skip
    assert desk["office"].post(reverse("desk-task-new", args=[programme.pk]), given).status_code == 302
    assert Task.objects.get().deadline == date(2025, 9, 30)
    assert desk["lead"].get(reverse("desk-task-new", args=[programme.pk])).status_code == 403


def test_a_branch_of_the_table_stays_chosen_until_it_is_taken_away(desk: Any, programme: Programme) -> None:
    desk.town.task(programme, section="一、提升产品质量")
    address = f"{reverse('desk-tasks')}?programme={programme.pk}"
    page = text(desk["office"].get(address + "&section=一、提升产品质量"))
    assert 'name="section" value="一、提升产品质量"' in page
    assert f'name="programme" value="{programme.pk}"' in page
    assert f'<li><a href="{address}" title="去掉这个条件">板块：一、提升产品质量' in page
    assert f'<a class="btn btn-link" href="{address}">清除条件</a>' in page
    assert "清除条件" not in text(desk["office"].get(address))


def test_the_headline_counts_what_the_filters_leave(desk: Any, running: Task, delivered: Any) -> None:
    delivered(2)
    address = f"{reverse('desk-tasks')}?programme={running.programme_id}"
    assert "3\u00a0项任务中" in text(desk["office"].get(address))
    assert "符合条件的 1\u00a0项任务中" in text(desk["office"].get(f"{address}&words=国际标准"))
    nothing = text(desk["office"].get(f"{address}&words=没有的词"))
    assert "没有符合条件的任务。" in nothing
    assert "请放宽或清除条件后再查" in nothing


def test_the_headline_counts_no_task_that_one_does_not_see(desk: Any, running: Task, programme: Programme) -> None:
    desk.town.hand_out(desk.town.task(programme, number="9"), other=120)
    address = f"{reverse('desk-tasks')}?programme={programme.pk}"
    assert "1\u00a0项任务中" in text(desk["county"].get(address))


def test_the_filter_of_units_names_whoever_holds_a_planned_or_delivered_part(
    desk: Any, many: Any, running: Task, programme: Programme
) -> None:
    many(1)
    held = Assignment.objects.filter(task__programme=programme).exclude(state="withdrawn")
    named = {code for code, _name in grouping.holders(programme.pk, desk.town.office)}
    assert named == set(held.values_list("organisation", flat=True))
