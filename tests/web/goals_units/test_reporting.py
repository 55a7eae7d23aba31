"""A unit reports: words, counts, a pasted or uploaded roster; looked over before it is handed in."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.goals_units.conftest import Desk
from zhicheng.core.intake.export import write_sheet
from zhicheng.goals.actions.units import StepPlan
from zhicheng.goals.actions.verifying import verify_report
from zhicheng.goals.models import Report

As = Callable[[str], Client]
ROSTER = "企业名称\t证书编号\t发证日期\n演示一厂\t证001\t2025-08-01\n演示二厂\t证002\t2025.8.2"


def draft(client: Client, part: int, **typed: Any) -> Any:
    """Post the form; the stamp of what was seen is taken from the page."""
    page = client.get(f"/desk/parts/{part}/report/2025Q3/").content.decode()
    seen = page.split('name="seen"')[1].split(">")[0]
    stamp = seen.split('value="')[1].split('"')[0] if 'value="' in seen else ""
    return client.post(f"/desk/parts/{part}/report/2025Q3/", {"progress": "按计划推进", "seen": stamp, **typed})


def hand_in(client: Client, report: int) -> Any:
    """Press the button of the page that shows the draft."""
    page = client.get(f"/desk/reports/{report}/").content.decode()
    stamp = page.split('name="seen" value="')[1].split('"')[0]
    return client.post(f"/desk/reports/{report}/submit/", {"seen": stamp}, follow=True)


def test_a_pasted_roster_is_looked_over_and_then_handed_in(desk: Desk, as_: As) -> None:
    part = desk.held()
    client = as_("county")
    looked = draft(client, part, roster=ROSTER)
    report = Report.objects.get()
    assert looked.url == f"/desk/reports/{report.pk}/"
    assert report.state == "draft"
    page = client.get(looked.url).content.decode()
    assert "演示一厂" in page
    assert "核对无误后报送" in page
    done = hand_in(client, report.pk).content.decode()
    assert "已报送，等待核实" in done
    assert [row.state for row in Report.objects.get().rows.all()] == ["live", "live"]


def test_rows_that_cannot_count_are_told_at_their_lines_and_kept(desk: Desk, as_: As) -> None:
    part = desk.held()
    roster = ROSTER + "\n演示一厂\t证001\t2025-08-03\n样例三厂\t证003\t2025年8月"
    response = draft(as_("county"), part, roster=roster)
    page = response.content.decode()
    assert response.status_code == 422
    assert "与第 1 行重复" in page
    assert "只写到月" in page
    assert "样例三厂\t证003\t2025年8月" in page
    assert not Report.objects.exists()


def test_a_name_that_another_county_counted_is_refused_with_the_place(desk: Desk, as_: As) -> None:
    parts = desk.hand_out(desk.task(), county=12, stranger=12)
    desk.fix(parts["stranger"], "stranger")
    desk.fix(parts["county"])
    desk.report(parts["stranger"], "演示一厂", who="stranger")
    page = draft(as_("county"), parts["county"], roster="演示一厂\t证演示一厂\t2025-08-01").content.decode()
    assert "已计入砚湖县人民政府2025年三季度名单第 1 行" in page


def test_an_uploaded_roster_with_bad_cells_comes_back_marked(desk: Desk, as_: As) -> None:
    part = desk.held()
    body = io.BytesIO()
    rows = [["演示一厂", "证001", "2025-08-01"], ["演示二厂", "证002", "没有日期"]]
    write_sheet(["企业名称", "证书编号", "发证日期"], rows, body)
    sheet = SimpleUploadedFile("名单.xlsx", body.getvalue())
    page = draft(as_("county"), part, sheet=sheet).content.decode()
    assert "认不出日期“没有日期”" in page
    assert "下载已标红的表" in page
    assert "base64," in page
    assert "演示一厂\t证001\t2025-08-01" in page


def test_a_good_upload_is_kept_as_a_draft(desk: Desk, as_: As) -> None:
    part = desk.held()
    body = io.BytesIO()
    write_sheet(["企業名稱", "統一社會信用代碼", "發證日期"], [["演示一厂", "证001", date(2025, 8, 1)]], body)
    draft(as_("county"), part, sheet=SimpleUploadedFile("名單.xlsx", body.getvalue()))
    assert Report.objects.get().rows.get().name == "演示一厂"


def test_a_web_page_named_xlsx_is_refused_with_what_to_do(desk: Desk, as_: As) -> None:
    part = desk.held()
    fake = SimpleUploadedFile("名单.xlsx", b"<html><script>alert(1)</script></html>")
    response = draft(as_("county"), part, sheet=fake)
    assert response.status_code == 422
    assert "另存为 .xlsx" in response.content.decode()


def test_a_draft_can_be_kept_for_later_with_rows_that_do_not_count_yet(desk: Desk, as_: As) -> None:
    part = desk.held()
    client = as_("county")
    draft(client, part, roster="演示一厂\n演示一厂", later="1")
    page = client.get(f"/desk/reports/{Report.objects.get().pk}/").content.decode()
    assert "须改正，改正后才能报送" in page
    assert "缺日期" in page


def test_a_colleagues_change_is_never_overwritten(desk: Desk, as_: As) -> None:
    part = desk.held()
    first, second = as_("county"), as_("county-2")
    page = first.get(f"/desk/parts/{part}/report/2025Q3/")
    assert page.status_code == 200
    draft(second, part, roster=ROSTER)
    response = first.post(f"/desk/parts/{part}/report/2025Q3/", {"progress": "我写的内容", "seen": ""})
    assert response.status_code == 409
    assert "同事改动了这份报送" in response.content.decode()
    assert "我写的内容" in response.content.decode()
    assert Report.objects.get().rows.count() == 2


def test_a_draft_changed_since_it_was_looked_over_is_not_handed_in(desk: Desk, as_: As) -> None:
    part = desk.held()
    client = as_("county")
    draft(client, part, roster=ROSTER)
    response = client.post(f"/desk/reports/{Report.objects.get().pk}/submit/", {"seen": "old"})
    assert response.status_code == 409
    assert Report.objects.get().state == "draft"


def test_a_stated_rate_that_contradicts_its_counts_is_flagged_with_the_right_figure(desk: Desk, as_: As) -> None:
    part = desk.held()
    client = as_("county")
    draft(client, part, roster=ROSTER, stated_percent="90")
    page = client.get(f"/desk/reports/{Report.objects.get().pk}/").content.decode()
    assert "自报完成率 90%，与所列数不符，按所列数计算为 16.67%。" in page


def test_names_of_earlier_quarters_belong_to_the_stated_rate(desk: Desk, as_: As) -> None:
    part = desk.held(counted_from=date(2025, 1, 1))
    first = desk.report(part, "演示甲", "演示乙", "演示丙", "演示丁", period="2025Q3")
    verify_report(first.pk, by=desk.people["lead"], at=desk.at)
    second = desk.report(part, "演示戊", "演示己", period="2025Q4", stated_percent=50)
    page = as_("county").get(f"/desk/reports/{second.pk}/").content.decode()
    assert "6 ÷ 12 = 50.00%" in page
    assert "与所列数不符" not in page


def test_a_count_without_names_is_marked(desk: Desk, as_: As) -> None:
    part = desk.held()
    client = as_("county")
    draft(client, part, unlisted="5")
    page = client.get(f"/desk/reports/{Report.objects.get().pk}/").content.decode()
    assert "无名单" in page
    assert "is-care" in page


def test_a_rate_is_reported_with_both_its_numbers(desk: Desk, as_: As) -> None:
    part = desk.held(kind="rate", target=98, unit="%")
    client = as_("county")
    zero = draft(client, part, unlisted="97", base="0")
    assert "分母不能为 0" in zero.content.decode()
    draft(client, part, unlisted="97", base="99")
    page = client.get(f"/desk/reports/{Report.objects.get().pk}/").content.decode()
    assert "97 ÷ 99 = 97.98%" in page


def test_milestones_of_a_task_without_a_count_get_their_days(desk: Desk, as_: As) -> None:
    task = desk.task(kind="qualitative", target=None, unit="")
    part = desk.fix(
        desk.hand_out(task, county=None)["county"],
        steps=[StepPlan(date(2025, 9, 1), "印发方案"), StepPlan(date(2025, 12, 1), "通过验收")],
    )
    client = as_("county")
    page = client.get(f"/desk/parts/{part}/report/2025Q3/").content.decode()
    assert "印发方案" in page
    assert "无名单" not in page
    name = page.split('name="met-')[1].split('"')[0]
    draft(client, part, **{f"met-{name}": "2025-08-30"})
    claim = Report.objects.get().claims.get()
    assert (claim.milestone.title, claim.met_on) == ("印发方案", date(2025, 8, 30))


@pytest.mark.parametrize("period", ["2025Q4", "2026Q1", "2024Q4", "oops", "2025M9"])
def test_only_periods_that_have_begun_can_be_reported(desk: Desk, as_: As, period: str) -> None:
    part = desk.held()
    expected = 200 if period == "2025Q4" else 404
    assert as_("county").get(f"/desk/parts/{part}/report/{period}/").status_code == expected


@pytest.mark.parametrize("page", ["", "rows/", "correct/"])
def test_a_report_of_another_county_is_not_found(desk: Desk, as_: As, page: str) -> None:
    report = desk.report(desk.held(), "演示一厂")
    assert as_("stranger").get(f"/desk/reports/{report.pk}/{page}").status_code == 404


def test_a_draft_is_seen_by_nobody_else(desk: Desk, as_: As) -> None:
    draft(as_("county"), desk.held(), roster=ROSTER)
    assert as_("lead").get(f"/desk/reports/{Report.objects.get().pk}/").status_code == 404


def test_what_stands_in_a_name_is_never_run_by_the_page(desk: Desk, as_: As) -> None:
    client = as_("county")
    draft(client, desk.held(), roster="<script>alert(1)</script>演示厂\t证1\t2025-08-01")
    page = client.get(f"/desk/reports/{Report.objects.get().pk}/").content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
