"""A county's quarter as one workbook: filled in by us, filled out by them, taken whole or not at all."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.goals_units.conftest import Desk
from zhicheng.core.ledger.models import Entry
from zhicheng.goals.actions.units import StepPlan
from zhicheng.goals.models import Report, RosterRow

As = Callable[[str], Client]
URL = "/desk/sheet/g2025/2025Q3/"


def downloaded(client: Client) -> Any:
    """The workbook as it was downloaded."""
    return openpyxl.load_workbook(io.BytesIO(client.get(f"{URL}download/").content))


def uploaded(client: Client, book: Any, name: str = "表.xlsx") -> Any:
    """Upload a workbook."""
    body = io.BytesIO()
    book.save(body)
    return client.post(URL, {"sheet": SimpleUploadedFile(name, body.getvalue())})


def town(desk: Desk) -> dict[str, int]:
    """One task of each kind for the county."""
    steps = [StepPlan(date(2025, 9, 1), "印发方案"), StepPlan(date(2025, 12, 1), "通过验收")]
    counted = desk.held("1", "新增采标企业")
    rate = desk.held("2", "抽查合格率", kind="rate", target=98, unit="%")
    qualitative = desk.task("3", "建立工作机制", kind="qualitative", target=None, unit="")
    part = desk.fix(desk.hand_out(qualitative, county=None)["county"], steps=steps)
    return {"counted": counted, "rate": rate, "steps": part}


def row_of(sheet: Any, number: str) -> int:
    """The row of a task."""
    return next(row for row in range(4, sheet.max_row + 1) if str(sheet.cell(row, 1).value) == number)


def test_the_workbook_holds_the_units_tasks_filled_in(desk: Desk, as_: As) -> None:
    town(desk)
    desk.hand_out(desk.task("9", "别县的任务"), stranger=3)
    book = downloaded(as_("county"))
    assert book.sheetnames == ["进展", "名单", "节点"]
    titles = [row[1].value for row in book["进展"].iter_rows(min_row=4)]
    assert titles == ["新增采标企业", "抽查合格率", "建立工作机制"]
    assert "（虚构）" in book["进展"]["A1"].value
    assert [cell.value for cell in book["节点"][4]][:4] == ["3", "建立工作机制", "印发方案", "2025-09-01"]


def test_a_filled_workbook_is_handed_in_with_one_entry(desk: Desk, as_: As) -> None:
    parts = town(desk)
    client = as_("county")
    book = downloaded(client)
    progress, names, steps = book["进展"], book["名单"], book["节点"]
    progress.cell(row_of(progress, "1"), 12, "新认定三家")
    rate = row_of(progress, "2")
    progress.cell(rate, 7, 97)
    progress.cell(rate, 8, 99)
    for number, name in enumerate(("演示一厂", "演示二厂", "演示三厂")):
        for column, value in enumerate(("1", name, f"证{number}", date(2025, 8, 1)), start=1):
            names.cell(4 + number, column, value)
    steps.cell(4, 5, "2025.8.30")
    before = Entry.objects.count()
    response = uploaded(client, book)
    assert response.status_code == 302
    assert Entry.objects.count() == before + 1
    assert Entry.objects.latest("sequence").kind == "goals.sheet-submitted"
    found = {each.assignment_id: each for each in Report.objects.all()}
    assert {each.state for each in found.values()} == {"submitted"}
    assert found[parts["counted"]].rows.filter(state="live").count() == 3
    assert found[parts["rate"]].base == 99
    assert found[parts["steps"]].claims.get().met_on == date(2025, 8, 30)


def test_a_wrong_workbook_comes_back_with_every_bad_cell_and_nothing_is_stored(desk: Desk, as_: As) -> None:
    town(desk)
    client = as_("county")
    book = downloaded(client)
    progress, names, steps = book["进展"], book["名单"], book["节点"]
    progress.cell(row_of(progress, "1"), 12, "好的一行")
    progress.cell(row_of(progress, "2"), 7, "九十七")
    progress.cell(row_of(progress, "3"), 9, 2)
    for row, values in enumerate(
        (("1", "演示一厂", "证1", "2025-08-01"), ("1", "演示一厂", "证1", "2025-08-02"), ("7", "演示二厂", "", "某日"),
         ("1", "", "证3", "2025-08-03"), ("1", "演示四厂", "证4", "2026-01-01"), ("1", "演示五厂", "证5", "8月")),
        start=4,
    ):  # fmt: skip
        for column, value in enumerate(values, start=1):
            names.cell(row, column, value)
    steps.cell(5, 5, "昨天")
    response = uploaded(client, book)
    page = response.content.decode()
    assert response.status_code == 422
    assert not Report.objects.exists()
    assert not RosterRow.objects.exists()
    for cell, said in (
        ("G5", "不是数"), ("I6", "定性任务不填"), ("C5", "与第 4 行重复"), ("A6", "不在本单位本期可填报的任务中"),
        ("D6", "认不出日期“某日”"), ("B7", "缺名称"), ("D8", "在本报送期末"), ("D9", "认不出日期"), ("E5", "认不出日期"),
    ):  # fmt: skip
        assert f'<td class="nowrap" data-th="单元格">{cell}</td>' in page, cell
        assert said in page, said
    marked = base64.b64decode(page.split("base64,")[1].split('"')[0])
    copy = openpyxl.load_workbook(io.BytesIO(marked))
    assert "与第 4 行重复" in copy["名单"]["C5"].comment.text
    assert copy["进展"].cell(row_of(copy["进展"], "1"), 12).value == "好的一行"
    assert "问题清单" in copy.sheetnames


def test_a_workbook_of_something_else_is_refused_in_a_sentence(desk: Desk, as_: As) -> None:
    town(desk)
    book = openpyxl.Workbook()
    book.active.append(["随便"])
    response = uploaded(as_("county"), book)
    assert response.status_code == 422
    assert "不是下载的填报表" in response.content.decode()


def test_an_empty_workbook_says_that_nothing_was_filled_in(desk: Desk, as_: As) -> None:
    town(desk)
    client = as_("county")
    response = uploaded(client, downloaded(client))
    assert response.status_code == 422
    assert "没有填写任何进展" in response.content.decode()


def test_what_a_colleague_handed_in_meanwhile_is_told_at_its_row(desk: Desk, as_: As) -> None:
    parts = town(desk)
    client = as_("county")
    book = downloaded(client)
    book["进展"].cell(row_of(book["进展"], "1"), 12, "我的内容")
    desk.report(parts["counted"], "演示一厂", who="county-2")
    response = uploaded(client, book)
    assert response.status_code == 422
    assert "不在本单位本期可填报的任务中" in response.content.decode()


def test_another_countys_workbook_brings_nothing(desk: Desk, as_: As) -> None:
    town(desk)
    theirs = downloaded(as_("county"))
    theirs["进展"].cell(row_of(theirs["进展"], "1"), 12, "别县的内容")
    desk.fix(desk.hand_out(desk.task("8", "砚湖的任务"), stranger=3)["stranger"], "stranger")
    response = uploaded(as_("stranger"), theirs)
    assert response.status_code == 422
    assert not Report.objects.exists()


def test_a_name_counted_by_another_county_refuses_the_whole_workbook(desk: Desk, as_: As) -> None:
    parts = desk.hand_out(desk.task(), county=12, stranger=12)
    desk.fix(parts["stranger"], "stranger")
    desk.fix(parts["county"])
    desk.report(parts["stranger"], "演示一厂", who="stranger")
    client = as_("county")
    book = downloaded(client)
    for column, value in enumerate(("1", "演示一厂", "证演示一厂", "2025-08-01"), start=1):
        book["名单"].cell(4, column, value)
    page = uploaded(client, book).content.decode()
    assert "已计入砚湖县人民政府2025年三季度名单第 1 行" in page
    assert Report.objects.count() == 1


def test_the_sheet_of_a_period_to_come_is_not_found(desk: Desk, as_: As) -> None:
    town(desk)
    assert as_("county").get("/desk/sheet/g2025/2026Q1/").status_code == 404
    assert as_("county").get("/desk/sheet/none/2025Q3/").status_code == 404


def test_text_that_could_run_as_a_formula_comes_back_as_text(desk: Desk, as_: As) -> None:
    desk.held("1", '=HYPERLINK("http://x")')
    book = downloaded(as_("county"))
    assert book["进展"]["B4"].data_type == "s"
