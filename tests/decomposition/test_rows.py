"""Rows that are no tasks, rows that share cells, rows that are hidden or struck."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from zhicheng.goals.contracts import read_decomposition

pytestmark = pytest.mark.clause("A3")
HEAD = ["序号", "重点任务", "目标值", "牵头单位", "完成时限"]


def task(no, text="新增标准化试点", target="9个", lead="市市监局", deadline="年底前"):
    return [no, f"{text}{no}号", target, lead, deadline]


def fields(reading):
    return [question.field for question in reading.questions]


def test_sections_sums_and_notes_are_no_tasks(read_table):
    reading = read_table(
        [
            HEAD,
            ["一、产品质量"],
            ["（一）农产品"],
            task(1, target=9),
            ["", "小计", 9],
            ["（二）工业品"],
            task(2, target=6),
            ["", "小 计", 6],
            ["合  计", "", 15],
            ["注：1.本表任务由各牵头单位负责解释。"],
            ["2.各单位每季度末报送进展。"],
            ["联系人：张三    联系电话：0570-1234567"],
            ["填表人：李四", "", "审核人：王五"],
        ]
    )
    assert [(t.no, t.section) for t in reading.tasks] == [
        ("1", ("一、产品质量", "（一）农产品")),
        ("2", ("一、产品质量", "（二）工业品")),
    ]
    assert set(fields(reading)) <= {"unit"}


def test_a_sum_row_that_does_not_add_up_is_asked_about(read_table):
    reading = read_table(
        [
            [*HEAD[:2], "目标值", "单位", *HEAD[3:]],
            [1, "甲任务", 9, "个", "市监局", "年底"],
            [2, "乙任务", 6, "个", "市监局", "年底"],
            ["合计", "", 16],
        ]
    )
    assert [question.proposals for question in reading.questions] == [("16", "15")]
    assert reading.questions[0].row == 4


def test_hidden_rows_are_asked_about_and_not_imported(read_table):
    def hide(sheet):
        sheet.row_dimensions[3].hidden = True

    rows = [HEAD, task(1), task(2), task(3)]
    reading = read_table(rows, change=hide)
    assert [t.no for t in reading.tasks] == ["1", "3"]
    (question,) = reading.questions
    assert (question.row, question.field) == (3, "row")
    again = read_table(rows, change=hide, answers={question.key: "导入"})
    assert [t.no for t in again.tasks] == ["1", "2", "3"]
    assert again.tasks[1].hidden
    assert again.questions == ()


def test_a_hidden_column_is_asked_about_and_not_read(read_table):
    def hide(sheet):
        sheet.column_dimensions["F"].hidden = True

    reading = read_table([[*HEAD, "备注"], [*task(1), "内部掌握"]], change=hide)
    assert reading.tasks[0].note == ""
    assert [(q.column, q.field) for q in reading.questions] == [("F", "column")]


def test_struck_rows_and_struck_words_are_asked_about(read_table):
    def strike(sheet):
        for cell in sheet[3]:
            cell.font = Font(strike=True)
        sheet["C2"].value = CellRichText(TextBlock(InlineFont(strike=True), "9个"), TextBlock(InlineFont(), "12个"))

    reading = read_table([HEAD, task(1), task(2)], change=strike)
    assert [(t.no, t.target) for t in reading.tasks] == [("1", 12)]
    assert sorted(fields(reading)) == ["row", "target"]


def test_one_lead_unit_merged_over_many_rows_holds_for_all(read_table):
    reading = read_table(
        [HEAD, task(1), task(2, lead="", deadline=""), task(3, lead="", deadline="")], ["D2:D4", "E2:E4"]
    )
    assert {t.lead_units for t in reading.tasks} == {("市市监局",)}
    assert {t.deadline for t in reading.tasks} == {"2025-12-31"}
    assert reading.questions == ()


def test_a_blank_lead_unit_is_asked_about_with_the_one_above(read_table):
    reading = read_table([HEAD, task(1), task(2, lead=""), task(3, lead="市发改委")])
    assert reading.tasks[1].lead_units == ()
    (question,) = reading.questions
    assert (question.row, question.column, question.field, question.proposals) == (3, "D", "lead_units", ("市市监局",))


def test_ditto_marks_mean_as_above(read_table):
    reading = read_table([HEAD, task(1), task(2, lead="同上", deadline="〃")])
    assert (reading.tasks[1].lead_units, reading.tasks[1].deadline, reading.questions) == (
        ("市市监局",),
        "2025-12-31",
        (),
    )


def test_blanks_that_begin_with_the_category_are_plainly_as_above(read_table):
    head = ["类别", "序号", "工作内容", "目标值", "责任单位", "完成时限"]
    reading = read_table(
        [
            head,
            ["产品质量", 1, "甲任务", "9个", "市市监局", "年底"],
            ["", 2, "乙任务", "9个", "", "年底"],
            ["服务质量", 3, "丙任务", "9个", "市商务局", "年底"],
            ["", 4, "丁任务", "9个", "", "年底"],
        ]
    )
    assert [t.lead_units[0] for t in reading.tasks] == ["市市监局", "市市监局", "市商务局", "市商务局"]
    assert reading.tasks[3].section == ("服务质量",)
    assert reading.questions == ()


def test_numbers_and_tasks_that_stand_twice_are_asked_about(read_table):
    reading = read_table(
        [HEAD, task(1), [1, "另一项", "3个", "市监局", "年底"], [3, "新增标准化试点1号", "9个", "市市监局", "年底"]]
    )
    assert fields(reading) == ["no", "task"]
    assert len(reading.tasks) == 3


def test_numbers_that_begin_anew_under_each_heading_are_no_doubles(read_table):
    reading = read_table([HEAD, ["（一）甲"], task(1, "甲"), task(2, "甲"), ["（二）乙"], task(1, "乙"), task(2, "乙")])
    assert reading.questions == ()


def test_a_row_without_a_task_is_asked_about(read_table):
    reading = read_table([HEAD, task(1), [2, "", "5个", "市监局", "年底"]])
    assert reading.tasks[1].task is None
    assert "task" in fields(reading)


def test_numbered_blank_rows_at_the_end_are_nothing(read_table):
    reading = read_table([HEAD, task(1), [2], [3], []])
    assert (len(reading.tasks), reading.questions) == (1, ())


def test_a_target_merged_over_several_tasks_is_asked_about(read_table):
    reading = read_table([HEAD, task(1), task(2, target="")], ["C2:C3"])
    assert reading.tasks[1].target is None
    assert "target" in fields(reading)


def test_other_sheets_are_named_or_read(tmp_path):
    book = openpyxl.Workbook()
    for row in [HEAD, task(1)]:
        book.active.append(row)
    second = book.create_sheet("县区")
    for row in [HEAD, task(2)]:
        second.append(row)
    notes = book.create_sheet("填表说明")
    notes.append(["填表说明：请于每季度末报送。"])
    book.create_sheet("Sheet4")
    hidden = book.create_sheet("旧版")
    hidden.sheet_state = "hidden"
    for row in [HEAD, task(9)]:
        hidden.append(row)
    path = tmp_path / "多表.xlsx"
    book.save(path)
    reading = read_decomposition(path, year=2025)
    assert [(t.sheet, t.no) for t in reading.tasks] == [("Sheet", "1"), ("县区", "2")]
    assert [(q.sheet, q.field) for q in reading.questions] == [("填表说明", "sheet"), ("旧版", "sheet")]


def test_numbering_in_the_text_stands_for_a_missing_number_column(read_table):
    reading = read_table(
        [
            ["重点任务", "责任单位", "完成时限"],
            ["（一）提升产品质量", "", ""],
            ["1.新增卓越绩效模式企业60家以上。", "市市监局", "年底前"],
            ["2、抽查合格率达到94%。", "市市监局", "年底前"],
            ["（3）开展“质量月”活动。", "市市监局", "9月底"],
        ]
    )
    assert [t.no for t in reading.tasks] == ["1", "2", "（3）"]
    assert reading.tasks[0].task == "新增卓越绩效模式企业60家以上。"
    assert [t.target for t in reading.tasks] == [60, 94, None]
    assert reading.tasks[0].section == ("（一）提升产品质量",)
    assert reading.questions == ()


def test_tasks_numbered_in_brackets_with_their_units_are_tasks(read_table):
    reading = read_table(
        [
            ["编号", "工作任务", "责任单位", "时限"],
            ["（一）", "新增试点9个", "市市监局", "年底"],
            ["（二）", "新增品牌5个", "市发改委", "年底"],
        ]
    )
    assert [(t.no, t.target) for t in reading.tasks] == [("（一）", 9), ("（二）", 5)]
