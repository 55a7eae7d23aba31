"""Assigning at the desk: a page saved at once, filled together, checked and handed out."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from zhicheng.goals.models import Assignment, ChangeRequest, Programme, Task

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


def page_of(desk: Any, programme: Programme, query: str = "") -> dict[str, Any]:
    """The form as the page gives it: every input with its value."""
    from lxml import html

    address = reverse("desk-assigning", args=[programme.pk]) + query
    form = html.fromstring(text(desk["office"].get(address))).xpath(
        "//form[@method='post' and .//input[@name='task']]"
    )[0]
    given: dict[str, Any] = {}
    for name, value in form.form_values():
        given.setdefault(name, []).append(value)
    return given


def post(desk: Any, programme: Programme, given: dict[str, Any], do: str = "save") -> Any:
    return desk["office"].post(reverse("desk-assigning", args=[programme.pk]), {**given, "do": do})


def test_a_page_is_saved_with_units_named_as_offices_write_them(desk: Any, programme: Programme) -> None:
    task = desk.town.task(programme, standard="", deadline=None)
    given = page_of(desk, programme)
    assert "缺验收标准" in text(desk["office"].get(reverse("desk-assigning", args=[programme.pk])))
    county = desk.town.units["county"]
    given |= {
        f"lead-{task.pk}": "市市场监管局", f"support-{task.pk}": "市财政局", f"standard-{task.pk}": "以证书为准",
        f"deadline-{task.pk}": "2025-12-31", f"share-{task.pk}-{county}": "120", f"quality-{task.pk}": "standards",
    }  # fmt: skip
    assert post(desk, programme, given).status_code == 302
    task.refresh_from_db()
    assert (task.standard, str(task.deadline), task.field) == ("以证书为准", "2025-12-31", "standards")
    parts = {part.organisation: (part.role, part.share) for part in Assignment.objects.filter(task=task)}
    assert parts == {
        desk.town.units["lead"]: ("lead", None), desk.town.units["helper"]: ("support", None), county: ("county", 120)
    }  # fmt: skip


def test_a_wrong_row_is_named_and_nothing_of_the_page_is_lost(desk: Any, many: Any, programme: Programme) -> None:
    first, second = many(2)
    given = page_of(desk, programme) | {f"lead-{first.pk}": "没有的局", f"standard-{second.pk}": "改过的标准"}
    refused = post(desk, programme, given)
    assert refused.status_code == 422
    assert "单位库中没有“没有的局”" in text(refused)
    assert "改过的标准" in text(refused)
    second.refresh_from_db()
    assert second.standard == "以采标证书为准"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(desk: Any, many: Any, programme: Programme) -> None:
    [task] = many(1)
    mine = page_of(desk, programme)
    Task.objects.filter(pk=task.pk).update(standard="同事刚改的标准")
    unchanged = post(desk, programme, mine)
    assert unchanged.status_code == 302
    task.refresh_from_db()
    assert task.standard == "同事刚改的标准"
    refused = post(desk, programme, mine | {f"standard-{task.pk}": "我的标准"})
    assert refused.status_code == 422
    assert "刚被他人改过" in text(refused)
    assert "我的标准" in text(refused)


def test_two_hundred_tasks_are_filled_at_once(desk: Any, programme: Programme) -> None:
    made = [desk.town.task(programme, number=str(n), standard="", deadline=None) for n in range(1, 61)]
    given = page_of(desk, programme) | {
        "fill-suggested": "on", "fill-deadline": "2025-12-31", "fill-lead": "市市场监管局", "fill-split": "even",
        "fill-scope": "all",
    }  # fmt: skip
    done = post(desk, programme, given, "fill")
    assert done.status_code == 302
    shares = Assignment.objects.filter(task=made[-1], role="county").values_list("share", flat=True)
    assert sorted(shares) == [60, 60]
    assert not Task.objects.filter(standard="").exists()
    page = text(desk["office"].get(reverse("desk-assigning", args=[programme.pk])))
    assert "待交办 60 项，标准、时限、单位都已齐备" in page


def test_filling_leaves_what_stands_unless_asked(desk: Any, many: Any, programme: Programme) -> None:
    [task] = many(1)
    given = page_of(desk, programme) | {"fill-standard": "另一个标准", "fill-scope": "page"}
    post(desk, programme, given, "fill")
    task.refresh_from_db()
    assert task.standard == "以采标证书为准"
    post(desk, programme, given | {"fill-over": "on"}, "fill")
    task.refresh_from_db()
    assert task.standard == "另一个标准"
    nothing = post(desk, programme, given | {"fill-scope": "picked"}, "fill")
    assert nothing.status_code == 422
    assert "请先勾选任务" in text(nothing)


def test_the_sum_is_told_while_one_types(desk: Any, many: Any, programme: Programme) -> None:
    [task] = many(1)
    county, other = desk.town.units["county"], desk.town.units["other"]
    address = reverse("desk-split-check", args=[programme.pk])
    for numbers, words in ((("70", "50"), "与任务数相符"), (("70", "60"), "超分 10"), (("7", "x"), "少分 113")):
        given = {"check": task.pk, f"share-{task.pk}-{county}": numbers[0], f"share-{task.pk}-{other}": numbers[1]}
        assert words in text(desk["office"].get(address, given))


def test_handing_out_names_parts_and_units_and_leaves_what_is_not_ready(
    desk: Any, many: Any, programme: Programme
) -> None:
    ready, lacking = many(2)
    Task.objects.filter(pk=lacking.pk).update(standard="")
    address = reverse("desk-deliver", args=[programme.pk])
    page = text(desk["office"].get(address))
    assert "1 项任务共 3 件分工交给 3 个单位" in page
    assert "另有 1 项尚未齐备" in page
    assert desk["office"].post(address).status_code == 302
    states = dict(Assignment.objects.values_list("task", "state"))
    assert states == {ready.pk: "delivered", lacking.pk: "planned"}
    assert desk["county"].get(address).status_code == 403


def test_a_draft_is_not_handed_out_and_the_page_says_so(desk: Any, programme: Programme, many: Any) -> None:
    many(1)
    Programme.objects.filter(pk=programme.pk).update(state="draft", issued_on=None)
    page = desk["office"].get(reverse("desk-deliver", args=[programme.pk]))
    assert "印发后才能交办" in text(page)
    assert desk["office"].post(reverse("desk-deliver", args=[programme.pk])).status_code == 422


def test_the_table_asks_no_more_with_more_rows(
    desk: Any, many: Any, programme: Programme, django_assert_max_num_queries: Any
) -> None:
    many(2)
    with django_assert_max_num_queries(22):
        desk["office"].get(reverse("desk-assigning", args=[programme.pk]))
    many(30)
    with django_assert_max_num_queries(22):
        desk["office"].get(reverse("desk-assigning", args=[programme.pk]))


def own_days(task: Task) -> dict[str, str]:
    """Deadlines of their own by unit."""
    parts = Assignment.objects.filter(task=task).exclude(deadline=None)
    return {part.organisation: str(part.deadline) for part in parts}


@pytest.mark.clause("A2")
def test_each_unit_may_have_a_deadline_of_its_own(desk: Any, many: Any, programme: Programme) -> None:
    [task] = many(1)
    county, lead = desk.town.units["county"], "演示市市场监督管理局"
    given = page_of(desk, programme)
    assert given[f"due-{task.pk}-{lead}"] == [""]
    given |= {f"due-{task.pk}-{county}": "2025-11-30", f"support-{task.pk}": "市财政局（2025年10月31日前）"}
    assert post(desk, programme, given).status_code == 302
    assert own_days(task) == {county: "2025-11-30", desk.town.units["helper"]: "2025-10-31"}
    page = page_of(desk, programme)
    assert page[f"due-{task.pk}-演示市财政局"] == ["2025-10-31"]
    assert page[f"support-{task.pk}"] == ["演示市财政局"]
    assert "2 个单位另定" in text(desk["office"].get(reverse("desk-assigning", args=[programme.pk])))
    file = text(desk["office"].get(reverse("desk-assigning", args=[programme.pk]) + "?format=csv"))
    assert "墨溪区人民政府 2025-11-30" in file
    assert post(desk, programme, page | {f"due-{task.pk}-{county}": ""}).status_code == 302
    assert own_days(task) == {desk.town.units["helper"]: "2025-10-31"}


def test_a_units_deadline_after_its_tasks_comes_back_as_it_was_typed(
    desk: Any, many: Any, programme: Programme
) -> None:
    [task] = many(1)
    county = desk.town.units["county"]
    refused = post(desk, programme, page_of(desk, programme) | {f"due-{task.pk}-{county}": "2026-01-31"})
    assert refused.status_code == 422
    assert "“墨溪区”的时限 2026-01-31 晚于任务时限 2025-12-31" in text(refused)
    assert f'name="due-{task.pk}-{county}" value="2026-01-31"' in text(refused)
    unread = post(desk, programme, page_of(desk, programme) | {f"due-{task.pk}-{county}": "年底"})
    assert "的时限“年底”不是日期" in text(unread)
    assert own_days(task) == {}


def test_units_without_a_day_of_their_own_follow_the_task(desk: Any, many: Any, programme: Programme) -> None:
    [task] = many(1)
    county = desk.town.units["county"]
    post(desk, programme, page_of(desk, programme) | {f"due-{task.pk}-{county}": "2025-11-30"})
    given = page_of(desk, programme) | {f"deadline-{task.pk}": "2025-12-20"}
    assert post(desk, programme, given).status_code == 302
    assert own_days(task) == {county: "2025-11-30"}
    address = reverse("desk-task", args=[task.pk])
    assert text(desk["office"].get(address)).count("2025-12-20") >= 2
    early = page_of(desk, programme) | {f"deadline-{task.pk}": "2025-11-01"}
    assert "晚于任务时限 2025-11-01" in text(post(desk, programme, early))


def test_supporting_units_get_a_day_ahead_of_the_task_at_once(desk: Any, many: Any, programme: Programme) -> None:
    first, second = many(2)
    county, other = desk.town.units["county"], desk.town.units["other"]
    given = page_of(desk, programme) | {f"due-{first.pk}-{county}": "2025-09-30"}
    given |= {"fill-own": "county", "fill-ahead": "31", "fill-scope": "page"}
    assert post(desk, programme, given, "fill").status_code == 302
    assert own_days(first) == {county: "2025-09-30", other: "2025-11-30"}
    assert own_days(second) == {county: "2025-11-30", other: "2025-11-30"}
    back = page_of(desk, programme) | {"fill-own": "others", "fill-ahead": "0", "fill-over": "on", "fill-scope": "all"}
    assert post(desk, programme, back, "fill").status_code == 302
    assert own_days(first) == own_days(second) == {}
    unsaid = page_of(desk, programme) | {"fill-own": "support", "fill-scope": "page"}
    assert "或提前的日数，二选一" in text(post(desk, programme, unsaid, "fill"))


def test_a_change_after_issue_keeps_every_unit_within_its_task(desk: Any, running: Task) -> None:
    part = Assignment.objects.get(task=running, organisation=desk.town.units["county"])
    ask, changes = reverse("desk-task-change", args=[running.pk]), ChangeRequest.objects

    def asked(what: str, day: str) -> Any:
        return desk["office"].post(ask, {"what": what, "new": day, "reason": "会议议定"})

    assert "完成时限（现为 2025-12-31）" in text(desk["office"].get(ask))
    assert "单位的时限不能晚于任务时限 2025-12-31" in text(asked(f"{part.pk}:deadline", "2026-02-01"))
    assert asked(f"{part.pk}:deadline", "2025-11-30").status_code == 302
    assert (changes.get().old, changes.get().new) == ("2025-12-31", "2025-11-30")
    approved = desk["colleague"].post(reverse("desk-change", args=[changes.get().pk]), {"verdict": "approve"})
    assert approved.status_code == 302
    assert own_days(running) == {part.organisation: "2025-11-30"}
    assert "任务时限 2025-12-31" in text(desk["county"].get(reverse("desk-part", args=[part.pk])))
    early = text(asked("task:deadline", "2025-11-01"))
    assert "墨溪区人民政府（2025-11-30）另定的时限晚于 2025-11-01" in early
    assert asked("task:deadline", "2026-01-31").status_code == 302
