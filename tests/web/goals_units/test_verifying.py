"""Somebody else looks: rows and whole reports come back with reasons, are put right, and come again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.web.goals_units.conftest import Desk
from zhicheng.core.access import SYSTEM
from zhicheng.goals.models import Report
from zhicheng.goals.queries.duties import duties
from zhicheng.registry import actions as registry

As = Callable[[str], Client]


def test_what_waits_for_a_lead_department_is_listed_for_it_alone(desk: Desk, as_: As) -> None:
    desk.report(desk.held(), "演示一厂")
    page = as_("lead").get("/desk/reports/", follow=True).content.decode()
    assert "1\u00a0份报送待您核实" in page
    assert "新增采用国际标准企业" in page
    other = as_("stranger").get("/desk/reports/").content.decode()
    assert "新增采用国际标准企业" not in other


def test_nothing_to_verify_says_what_will_come(as_: As) -> None:
    page = as_("lead").get("/desk/reports/", follow=True).content.decode()
    assert "没有待您核实的报送" in page
    assert "责任单位报送后，会出现在这里" in page


def test_the_list_of_reports_does_not_ask_more_with_more_rows(
    desk: Desk, as_: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(10):
        desk.report(desk.held(str(number), f"任务第{number}件"), f"演示{number}厂")
    client = as_("lead")
    with django_assert_max_num_queries(16):
        client.get("/desk/reports/?show=mine")


def test_a_row_is_returned_with_its_reason_and_the_rest_verified(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂", "演示二厂", "演示三厂")
    client = as_("lead")
    posted = {"seen_rows": "3", "row": ["2"], "reason-2": "缺证书扫描件"}
    page = client.post(f"/desk/reports/{report.pk}/verify/", posted, follow=True).content.decode()
    assert "已核实，退回 1 行由填报单位补正" in page
    assert "缺证书扫描件" in page
    assert [row.state for row in report.rows.order_by("line")] == ["verified", "returned", "verified"]
    assert Report.objects.get().verified_count == 2


def test_a_reason_typed_beside_a_row_returns_it_even_unticked(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂", "演示二厂")
    as_("lead").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "2", "reason-1": "不是采标企业"})
    assert report.rows.get(line=1).state == "returned"


def test_a_return_without_reason_is_refused_and_the_ticks_stay(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂", "演示二厂")
    response = as_("lead").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "2", "row": ["2"]})
    page = response.content.decode()
    assert response.status_code == 422
    assert "第 2 行退回须写明理由" in page
    assert 'value="2" aria-label="退回第 2 行" checked' in page
    assert Report.objects.get().state == "submitted"


def test_lines_of_other_pages_are_returned_by_number_and_reason(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂", "演示二厂")
    client = as_("lead")
    bad = client.post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "2", "others": "第二行不对"})
    assert bad.status_code == 422
    assert "认不出这些行" in bad.content.decode()
    client.post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "2", "others": "第 2 行 缺证书编号\n"})
    assert report.rows.get(line=2).reason == "缺证书编号"


def test_whoever_reported_cannot_verify_and_reads_why(desk: Desk, as_: As) -> None:
    person = desk.people["county"].person
    registry.appoint(
        person, organisation=desk.units["lead"], title="兼职", role="lead-department",
        valid_from=desk.at.date(), by=SYSTEM, at=desk.at,
    )  # fmt: skip
    report = desk.report(desk.held(), "演示一厂")
    client = as_("county")
    page = client.get(f"/desk/reports/{report.pk}/").content.decode()
    assert "不能由您核实。请由其他人员核实" in page
    refused = client.post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "1"})
    assert refused.status_code == 403
    assert "填报人不能核实自己的报送" in refused.content.decode()


def test_rows_that_arrived_meanwhile_are_not_verified_unseen(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂", "演示二厂")
    response = as_("lead").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "1"})
    assert response.status_code == 422
    assert "名单在您查看之后有变化" in response.content.decode()


def test_the_second_of_two_verifiers_reads_a_sentence(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂")
    as_("lead").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "1"})
    late = as_("lead-2").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "1"})
    assert late.status_code in (409, 422)
    assert "有变化" in late.content.decode() or "当前状态为" in late.content.decode()
    back = as_("lead-2").post(f"/desk/reports/{report.pk}/return/", {"reason": "重报"})
    assert back.status_code == 409
    assert "当前状态为“经核实”" in back.content.decode()


def test_a_county_cannot_verify(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂")
    assert as_("county-2").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "1"}).status_code == 403
    assert as_("stranger").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "1"}).status_code == 404


def test_earlier_names_and_known_firms_are_shown_to_the_verifier(desk: Desk, as_: As) -> None:
    registry.enter_organisation(
        "演示二厂有限公司", kind="enterprise", region="990101", valid_from=desk.at.date() - timedelta(days=900),
        by=SYSTEM, at=desk.at,
    )  # fmt: skip
    part = desk.held()
    first = desk.report(part, "演示一厂")
    as_("lead").post(f"/desk/reports/{first.pk}/verify/", {"seen_rows": "1"})
    second = desk.report(part, "演示二厂有限公司", period="2025Q4")
    page = as_("lead").get(f"/desk/reports/{second.pk}/").content.decode()
    assert "以前各期已核实的 1 个" in page
    assert "演示一厂" in page
    assert "单位库中有登记" in page
    assert "2 ÷ 12 = 16.67%" in page


def test_returned_rows_are_put_right_and_come_again(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂", "演示二厂")
    as_("lead").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "2", "row": ["2"], "reason-2": "编号不全"})
    client = as_("county")
    page = client.get(f"/desk/reports/{report.pk}/rows/").content.decode()
    assert "编号不全" in page
    assert "演示二厂" in page
    assert "演示一厂" not in page
    typed = {"name-2": "演示二厂", "code-2": "证演示一厂", "day-2": "2025-08-05", "status-2": "done", "remark-2": ""}
    clash = client.post(f"/desk/reports/{report.pk}/rows/", typed)
    assert clash.status_code == 422 or "已" in clash.content.decode()
    client.post(f"/desk/reports/{report.pk}/rows/", typed | {"code-2": "证002完整"})
    assert Report.objects.get().state == "submitted"
    assert Report.objects.get().rows.get(code="证002完整").state == "live"


def test_a_row_put_right_wrongly_is_told_at_its_line(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂", "演示二厂")
    as_("lead").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "2", "row": ["2"], "reason-2": "编号不全"})
    typed = {"name-2": "", "code-2": "证2", "day-2": "2025-08-05", "status-2": "done", "remark-2": ""}
    page = as_("county").post(f"/desk/reports/{report.pk}/rows/", typed).content.decode()
    assert "缺名称" in page
    assert 'value="证2"' in page
    assert Report.objects.get().state == "verified"


def test_a_whole_report_comes_back_and_its_content_is_in_the_form_again(desk: Desk, as_: As) -> None:
    part = desk.held()
    report = desk.report(part, "演示一厂")
    lead, client = as_("lead"), as_("county")
    silent = lead.post(f"/desk/reports/{report.pk}/return/", {"reason": " "})
    assert silent.status_code == 422
    assert "退回须写明理由" in silent.content.decode()
    lead.post(f"/desk/reports/{report.pk}/return/", {"reason": "口径不对"})
    assert client.get(f"/desk/parts/{part}/due/2025Q3/").url == f"/desk/parts/{part}/report/2025Q3/"
    page = client.get(f"/desk/parts/{part}/report/2025Q3/").content.decode()
    assert "口径不对" in page
    assert "演示一厂\t证演示一厂" in page
    assert "按计划推进" in page


def test_a_draft_after_a_return_keeps_the_clock_running(desk: Desk, as_: As) -> None:
    part = desk.held()
    report = desk.report(part, "演示一厂")
    as_("lead").post(f"/desk/reports/{report.pk}/return/", {"reason": "口径不对"})
    client = as_("county")
    page = client.get(f"/desk/parts/{part}/report/2025Q3/").content.decode()
    stamp = page.split('name="seen" value="')[1].split('"')[0]
    client.post(f"/desk/parts/{part}/report/2025Q3/", {"progress": "改", "seen": stamp, "later": "1"})
    assert Report.objects.exclude(state="superseded").get().state == "draft"
    assert [each.clock.duty for each in duties(desk.people["county"], at=desk.at)] == ["correct"]


def test_a_verified_report_is_corrected_with_a_reason_and_owed_again(desk: Desk, as_: As) -> None:
    report = desk.report(desk.held(), "演示一厂")
    as_("lead").post(f"/desk/reports/{report.pk}/verify/", {"seen_rows": "1"})
    client = as_("county")
    asked = client.get(f"/desk/reports/{report.pk}/correct/").content.decode()
    assert "立即停止计入进度" in asked
    assert client.post(f"/desk/reports/{report.pk}/correct/", {"reason": ""}).status_code == 422
    done = client.post(f"/desk/reports/{report.pk}/correct/", {"reason": "漏了一家"})
    assert done.url.endswith("/report/2025Q3/")
    assert Report.objects.get(pk=report.pk).state == "superseded"
    assert "correct" in [each.clock.duty for each in duties(desk.people["county"], at=desk.at)]


@pytest.mark.parametrize("action", ["verify", "return"])
def test_a_report_that_is_not_there_is_not_found(as_: As, action: str) -> None:
    assert as_("lead").post(f"/desk/reports/999999/{action}/").status_code == 404
