"""Own tasks: listed, signed for, fixed, split, changed by request only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.web.goals_units.conftest import Desk
from zhicheng.goals.actions.programmes import create_programme, move_programme
from zhicheng.goals.models import Assignment, ChangeRequest, Programme
from zhicheng.goals.queries import parts as queries

As = Callable[[str], Client]
PEOPLE = {"leader": "样例领导", "leader_post": "副区长", "officer": "样例经办", "officer_phone": "000-1"}


def steps(*lines: tuple[str, str, str]) -> dict[str, str]:
    """Posted lines of the schedule."""
    posted = {"step-TOTAL_FORMS": str(len(lines)), "step-INITIAL_FORMS": "0"}
    for number, (due, title, amount) in enumerate(lines):
        posted |= {f"step-{number}-due": due, f"step-{number}-title": title, f"step-{number}-amount": amount}
    return posted


def test_a_county_sees_its_own_tasks_and_no_others(desk: Desk, as_: As) -> None:
    desk.hand_out(desk.task(title="本县的任务"), county=12)
    desk.hand_out(desk.task("2", "别县的任务"), stranger=12)
    page = as_("county").get("/desk/parts/").content.decode()
    assert "本县的任务" in page
    assert "别县的任务" not in page
    assert "本单位承担任务 1\u00a0件：1\u00a0件待签收。" in page


def test_an_empty_list_says_what_will_appear(as_: As) -> None:
    page = as_("county").get("/desk/parts/").content.decode()
    assert "交办后，本单位承担的任务会出现在这里" in page


@pytest.mark.parametrize("page", ["", "fix/", "split/", "change/", "report/2025Q3/", "due/2025Q3/"])
def test_a_part_of_another_county_is_not_found(desk: Desk, as_: As, page: str) -> None:
    part = desk.held()
    assert as_("stranger").get(f"/desk/parts/{part}/{page}").status_code == 404


def test_a_part_of_another_county_cannot_be_signed_for(desk: Desk, as_: As) -> None:
    part = desk.hand_out(desk.task(), county=12)["county"]
    assert as_("stranger").post(f"/desk/parts/{part}/sign/").status_code == 404
    assert as_("stranger").post("/desk/parts/sign/", {"part": [part]}).status_code == 404
    assert Assignment.objects.get(pk=part).state == "delivered"


def test_several_parts_are_signed_for_at_once_or_none(desk: Desk, as_: As) -> None:
    parts = [desk.hand_out(desk.task(str(n), f"任务第{n}件"), county=12)["county"] for n in range(3)]
    as_("county-2").post(f"/desk/parts/{parts[0]}/sign/")
    late = as_("county").post("/desk/parts/sign/", {"part": parts})
    assert late.status_code == 409
    assert "可能已由同事签收" in late.content.decode()
    done = as_("county").post("/desk/parts/sign/", {"part": parts[1:]})
    assert done.status_code == 302
    assert set(Assignment.objects.filter(pk__in=parts).values_list("state", flat=True)) == {"signed"}


def test_filters_stand_in_the_address_and_the_list_comes_as_a_file(desk: Desk, as_: As) -> None:
    desk.held("1", "推进中的任务")
    desk.hand_out(desk.task("2", "待签收的任务"), county=12)
    client = as_("county")
    page = client.get("/desk/parts/?state=delivered&programme=g2025").content.decode()
    assert "待签收的任务" in page
    assert "推进中的任务" not in page
    text = client.get("/desk/parts/?state=fixed&format=csv").content.decode()
    assert "推进中的任务" in text
    assert "待签收的任务" not in text
    assert "虚构" in text


def test_the_lists_queries_do_not_grow_with_rows(
    desk: Desk, as_: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(15):
        desk.held(str(number), f"任务第{number}件")
    client = as_("county")
    with django_assert_max_num_queries(16):
        client.get("/desk/parts/")


def test_the_five_that_are_open_are_named_with_their_clock(desk: Desk, as_: As) -> None:
    part = desk.hand_out(desk.task(), county=12)["county"]
    client = as_("county")
    client.post(f"/desk/parts/{part}/sign/")
    page = client.get(f"/desk/parts/{part}/").content.decode()
    assert "五定未齐" in page
    assert "缺定人、定进度" in page
    assert "个工作日" in page


def test_quarterly_steps_are_suggested_from_the_share(desk: Desk, as_: As) -> None:
    part = desk.hand_out(desk.task(deadline=date(2025, 12, 31)), county=12)["county"]
    client = as_("county")
    client.post(f"/desk/parts/{part}/sign/")
    page = client.get(f"/desk/parts/{part}/fix/").content.decode()
    assert "年底累计完成 12 家" in page
    assert 'value="2025-12-31"' in page


def test_more_lines_keep_what_was_typed(desk: Desk, as_: As) -> None:
    part = desk.hand_out(desk.task(), county=12)["county"]
    client = as_("county")
    client.post(f"/desk/parts/{part}/sign/")
    posted = PEOPLE | steps(("2025-11-30", "培训", "")) | {"more": "1"}
    page = client.post(f"/desk/parts/{part}/fix/", posted).content.decode()
    assert "培训" in page
    assert "样例领导" in page
    assert 'name="step-TOTAL_FORMS" value="5"' in page


def test_the_five_are_fixed_with_the_schedule(desk: Desk, as_: As) -> None:
    part = desk.hand_out(desk.task(), county=12)["county"]
    client = as_("county")
    client.post(f"/desk/parts/{part}/sign/")
    posted = PEOPLE | steps(("2025-11-30", "完成一半", "6"), ("2025-12-31", "全部完成", "12"), ("", "", ""))
    assert client.post(f"/desk/parts/{part}/fix/", posted).status_code == 302
    row = Assignment.objects.get(pk=part)
    assert row.state == "fixed"
    assert [step.amount for step in row.milestones.all()] == [Decimal(6), Decimal(12)]


def test_a_step_after_the_deadline_is_refused_and_nothing_typed_is_lost(desk: Desk, as_: As) -> None:
    part = desk.hand_out(desk.task(), county=12)["county"]
    client = as_("county")
    client.post(f"/desk/parts/{part}/sign/")
    response = client.post(f"/desk/parts/{part}/fix/", PEOPLE | steps(("2026-03-01", "太晚的节点", "12")))
    page = response.content.decode()
    assert response.status_code == 422
    assert "不在" in page
    assert "太晚的节点" in page
    assert "样例经办" in page


def test_a_colleague_who_was_quicker_is_told_in_a_sentence(desk: Desk, as_: As) -> None:
    part = desk.hand_out(desk.task(), county=12)["county"]
    first, second = as_("county"), as_("county-2")
    first.post(f"/desk/parts/{part}/sign/")
    posted = PEOPLE | steps(("2025-12-31", "全部完成", "12"))
    first.post(f"/desk/parts/{part}/fix/", posted)
    response = second.post(f"/desk/parts/{part}/fix/", posted)
    assert response.status_code == 422
    assert "当前状态为“推进中”，不能五定" in response.content.decode()


def test_a_county_splits_its_part_and_the_sum_is_shown(desk: Desk, as_: As) -> None:
    part = desk.held()
    client = as_("county")
    street = f"amount-{desk.units['street']}"
    page = client.get(f"/desk/parts/{part}/split/").content.decode()
    assert "纸坊溪街道办事处" in page
    assert "还差 12" in page
    asked = client.post(f"/desk/parts/{part}/split/", {street: "5"}).content.decode()
    assert "还差 7，仍按此分解" in asked
    assert not Assignment.objects.filter(parent=part).exists()
    assert client.post(f"/desk/parts/{part}/split/", {street: "12"}).status_code == 302
    assert Assignment.objects.get(parent=part).share == 12


def test_after_the_five_are_fixed_a_change_is_asked_for(desk: Desk, as_: As) -> None:
    part = desk.held()
    client = as_("county")
    bad = client.post(f"/desk/parts/{part}/change/", {"field": "share", "new": "十", "reason": "企业外迁"})
    assert bad.status_code == 422
    assert "请填写阿拉伯数字" in bad.content.decode()
    client.post(f"/desk/parts/{part}/change/", {"field": "share", "new": "10", "reason": "企业外迁"})
    assert ChangeRequest.objects.get().new == "10"
    assert Assignment.objects.get(pk=part).share == 12
    assert "待审批" in client.get(f"/desk/parts/{part}/").content.decode()


def test_the_list_behind_a_due_report_holds_exactly_what_is_owed(desk: Desk, as_: As) -> None:
    reported = desk.held("1", "已报送的任务")
    desk.report(reported, "演示一厂")
    desk.held("2", "未报送的任务")
    desk.hand_out(desk.task("3", "还没签收的任务"), county=3)
    desk.hand_out(desk.task("4", "期后交办的任务"), county=3, at=desk.at)
    page = as_("county").get("/desk/parts/?programme=g2025&due=2025Q3").content.decode()
    assert "未报送的任务" in page
    assert "还没签收的任务" in page
    assert "已报送的任务" not in page
    assert "期后交办的任务" not in page
    assert "/desk/sheet/g2025/2025Q3/" in page
    assert as_("county").get("/desk/parts/?due=oops").status_code == 422


def test_what_is_under_way_stands_before_what_is_closed(desk: Desk, as_: As) -> None:
    closed = desk.programme
    desk.hand_out(desk.task(title="往年的任务"), county=12)
    desk.programme = create_programme(
        code="2025-2", title="2025年度第二批重点任务", kind="annual", first_year=2025, last_year=2025, region="990100",
        office=desk.units["office"], by=desk.people["office"], at=desk.at,
    ).pk  # fmt: skip
    move_programme(desk.programme, verb="issue", by=desk.people["office"], at=desk.at)
    desk.hand_out(desk.task(title="今年的任务"), county=12)
    move_programme(closed, verb="close", by=desk.people["office"], at=desk.at)
    page = as_("county").get("/desk/parts/").content.decode()
    assert "本单位承担任务 1\u00a0件" in page  # what is closed is listed, but not counted
    assert page.index("今年的任务") < page.index("往年的任务")


def test_pages_go_on_from_what_is_under_way_to_what_is_closed(desk: Desk) -> None:
    parts = {desk.hand_out(desk.task(str(n), f"往年的任务{n}"), county=12)["county"] for n in range(3)}
    Programme.objects.filter(pk=desk.programme).update(state="closed")
    key, seen = None, []
    while rows := queries.parts(desk.people["county"], after=key, limit=2):
        seen += [row.line.pk for row in rows]
        key = rows[-1].key
    assert seen == sorted(parts)
    assert queries.sentence_of(desk.people["county"]) == "本单位没有正在推进的任务，以下是已办结计划的任务。"


def test_the_whole_sheet_is_offered_only_where_something_is_to_be_filled_in(desk: Desk, as_: As) -> None:
    part = desk.held()
    desk.open_quarter()
    code = Programme.objects.get(pk=desk.programme).code
    address = f"/desk/parts/?programme={code}&due=2025Q3"
    assert "整表填报" in as_("county").get(address).content.decode()
    desk.report(part, "甲企业演示")
    assert "整表填报" not in as_("county").get(address).content.decode()
