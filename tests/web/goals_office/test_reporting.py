"""The state of reporting, a period opened by hand, and matters to coordinate."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from zhicheng.goals.models import Matter, Task
from zhicheng.statutes.queries import running_clocks

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def reported(desk: Any, running: Task) -> Any:
    """The first county signed, fixed the five and reported on the third quarter, with a matter to coordinate."""
    part = running.assignments.get(organisation=desk.town.units["county"])
    desk.town.fix(part, "county")
    return desk.town.report(part, "county", "演示甲厂", "演示乙厂", coordination="请协调市财政局安排经费")


def test_a_period_is_opened_by_hand_once_it_has_ended(desk: Any, running: Task) -> None:
    address = reverse("desk-reporting-open", args=[running.programme_id, "2025Q3"])
    assert "应报 3 件" in text(desk["office"].get(address))
    assert desk["office"].post(address).status_code == 302
    unit = desk.town.units["county"]
    duties = [clock.duty for clock in running_clocks(organisations=(unit,), duties=("report",), at=desk.town.at)]
    assert duties == ["report"]
    assert desk["county"].post(address).status_code == 403
    assert desk["office"].get(reverse("desk-reporting-open", args=[running.programme_id, "2025Q4"])).status_code == 404


def test_the_overview_counts_due_reported_and_owing(desk: Any, running: Task, reported: Any) -> None:
    desk["office"].post(reverse("desk-reporting-open", args=[running.programme_id, "2025Q3"]))
    address = reverse("desk-reporting", args=[running.programme_id])
    page = text(desk["office"].get(address))
    assert "2025年三季度应报 3 件，已报 1 件（经核实 0 件），退回 0 件，未报 2 件" in page
    assert "墨溪区人民政府" in text(desk["office"].get(address + "?format=csv"))
    assert desk["office"].get(address + "?period=2025Q4").status_code == 404


def test_the_overview_asks_no_more_with_more_parts(
    desk: Any, delivered: Any, programme: Any, django_assert_max_num_queries: Any
) -> None:
    delivered(25)
    with django_assert_max_num_queries(12):
        desk["office"].get(reverse("desk-reporting", args=[programme.pk]))


def test_a_matter_is_answered_and_an_empty_answer_is_not(desk: Any, reported: Any) -> None:
    assert "请协调市财政局安排经费" in text(desk["office"].get(reverse("desk-matters")))
    address = reverse("desk-matter", args=[Matter.objects.get().pk])
    assert desk["office"].post(address, {"answer": " "}).status_code == 422
    assert desk["office"].post(address, {"answer": "已商市财政局，列入追加预算。"}).status_code == 302
    assert "没有待协调的事项" in text(desk["office"].get(reverse("desk-matters")))
    assert "追加预算" in text(desk["county"].get(address))
    assert desk["other"].get(address).status_code == 404


def test_lists_say_what_will_stand_in_them(desk: Any, programme: Any) -> None:
    for name in ("desk-changes", "desk-matters"):
        assert 'class="empty"' in text(desk["office"].get(reverse(name)))
    assert 'class="empty"' in text(desk["office"].get(reverse("desk-sources", args=[programme.pk])))


@pytest.fixture
def two_periods(desk: Any, running: Task, reported: Any) -> Task:
    """The second and third quarters opened; the first county reported the third."""
    for period in ("2025Q2", "2025Q3"):
        desk["office"].post(reverse("desk-reporting-open", args=[running.programme_id, period]))
    return running


@pytest.mark.clause("A3")
def test_a_year_is_seen_unit_by_unit_and_period_by_period(desk: Any, two_periods: Task) -> None:
    address, county = reverse("desk-reporting", args=[two_periods.programme_id]), desk.town.units["county"]
    assert "?year=2025" in text(desk["office"].get(address))
    page = text(desk["office"].get(address + "?year=2025"))
    assert "2 个单位未报 5 件" in page
    assert "已报 1/1，经核实 0" in page
    owed = f"/desk/parts/?programme=G2025&amp;due=2025Q2&amp;unit={county}"
    assert owed in page
    assert f"/desk/reports/?programme=G2025&amp;period=2025Q3&amp;unit={county}&amp;state=submitted" in page
    listed = text(desk["office"].get(owed.replace("&amp;", "&")))
    assert "墨溪区人民政府承担的任务" in listed
    assert "未报或退回的任务" in listed
    assert "演示市市场监督管理局</a>" not in page
    assert "演示市市场监督管理局</a>" in text(desk["office"].get(address + "?year=2025&units=department"))
    assert desk["office"].get(address + "?year=2031").status_code == 404


def test_the_years_file_has_a_line_for_each_unit_and_period(desk: Any, two_periods: Task) -> None:
    address = reverse("desk-reporting", args=[two_periods.programme_id]) + "?year=2025&units=all&format=csv"
    lines = text(desk["office"].get(address)).splitlines()
    assert lines[0].lstrip("\ufeff").startswith("单位,角色,报送期,应报,已报,经核实,待核实,退回,未报")
    assert "墨溪区人民政府,责任县（市、区）,2025年三季度,1,1,0,1,0,0" in lines
    assert "砚湖县人民政府,责任县（市、区）,2025年二季度,1,0,0,0,0,1" in lines
    assert len(lines) == 1 + 3 * 3


def test_a_county_sees_no_other_unit_in_the_year(desk: Any, two_periods: Task) -> None:
    address = reverse("desk-reporting", args=[two_periods.programme_id]) + "?year=2025"
    answer = desk["county"].get(address)
    assert answer.status_code in (200, 404)
    assert "砚湖县人民政府" not in text(answer)
    other = desk.town.units["other"]
    assert "新增采用国际标准企业" not in text(desk["county"].get(f"/desk/parts/?unit={other}"))


def test_the_year_asks_no_more_with_more_parts(
    desk: Any, two_periods: Task, delivered: Any, django_assert_max_num_queries: Any
) -> None:
    delivered(25)
    with django_assert_max_num_queries(12):
        desk["office"].get(reverse("desk-reporting", args=[two_periods.programme_id]) + "?year=2025")
