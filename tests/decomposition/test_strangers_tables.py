"""Whole tables that nobody here had seen, and what a careful clerk would make of them; all go out and come in again."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from zhicheng.goals.contracts import Reading, read_decomposition, write_decomposition

PLAIN = ["序号", "重点任务", "目标值", "计量单位", "牵头单位", "配合单位", "完成时限"]
ONE = [1, "培育企业", 60, "家", "市市监局", "", "年底前"]
TWO = [2, "培育基地", 3, "个", "市商务局", "", "6月底"]


def facts(reading: Reading, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(task.to_plain()[name] for name in names) for task in reading.tasks]


def goes_round(reading: Reading, path: Path) -> bool:
    write_decomposition(reading.tasks, path, title="任务分解表", year=2025)
    again = read_decomposition(path, year=2025)
    return [task.to_plain() for task in again.tasks] == [task.to_plain() for task in reading.tasks]


BIG = [
    ["附件1"], ["2025年度质量强市建设重点任务分解表"], [*[None] * 10, "单位：家、个、%"],
    ["序号", "重点领域", "工作任务及目标", "年度目标值", None, "任务分解（县市区）", None, None, "责任单位", None, "完成时限", "联系人及电话"],
    [None, None, None, "数值", "单位", "砚湖县", "墨溪区", "雁洲市", "牵头单位", "配合单位"],
    ["一", "质量提升行动"],
    [1, "品牌", "培育品牌企业（含老字号）", "≥６０", "家", 20, 25, 15, "市监局", "发改委、\n经信局", "年底前", "张三\n0990-1234567"],
    [2, None, "新增认证证书", "力争300", "张", 100, 90, "100", "市监局", None, "2025.11.30"],
    [3, "标准", "主导制定标准", 12, "项", "5", "4", "3", "市监局", "科技局、教育局等", "12月底"],
    ["小计", None, None, None, None, 125, 119, 118],
    ["二", "能力建设"],
    [4, "抽检", "产品抽检合格率", "98%以上", "%", "98", "98.5", 98, "市监局", None, "持续推进"],
    [5, "服务", "“一站式”服务全覆盖", "3个县（市、区）全覆盖", "个", 1, 1, 1, "市监局", None, "三季度末"],
    ["合计"], ["注：县（市、区）任务数为年度数。"],
]  # fmt: skip
MERGES = ["A2:L2", "A4:A5", "B4:B5", "C4:C5", "D4:E4", "F4:H4", "I4:J4", "K4:K5", "L4:L5", "B7:B8", "B6:L6"]


def test_every_ugliness_at_once(read_table, tmp_path):
    reading = read_table(BIG, MERGES, year=None)
    assert facts(reading, "no", "target", "unit", "deadline") == [
        ("1", 60, "家", "2025-12-31"), ("2", 300, "张", "2025-11-30"), ("3", 12, "项", "2025-12-31"),
        ("4", 98, "%", "ongoing"), ("5", 3, "个", "2025-09-30"),
    ]  # fmt: skip
    assert facts(reading, "lead_units", "supporting_units", "contact")[0] == (
        ["市监局"], ["发改委", "经信局"], "张三 0990-1234567",
    )  # fmt: skip
    assert reading.tasks[1].to_plain()["splits"] == {"砚湖县": 100, "墨溪区": 90, "雁洲市": 100}
    assert [(question.row, question.field) for question in reading.questions] == [
        (8, "target"),
        (9, "supporting_units"),
    ]
    assert reading.questions[0].proposals == ("300张", "290张")
    assert goes_round(reading, tmp_path / "再导入.xlsx")


def test_circled_numbers_are_no_numbers_of_columns(read_table):
    rows = [PLAIN, ["①", *ONE[1:]], ["②", *TWO[1:]]]
    assert facts(read_table(rows), "no") == [("①",), ("②",)]


def test_a_head_of_one_column_is_one_where_the_tasks_name_their_units(read_table):
    rows = [
        ["工作任务"],
        ["1.培育品牌企业60家（牵头单位：市市监局；配合单位：市发改委；完成时限：2025年6月底前）"],
        ["2.制定标准20项。牵头单位：市市监局；配合单位：市科技局；完成时限：年底前"],
    ]
    reading = read_table(rows)
    assert reading.questions == ()
    assert facts(reading, "no", "target", "lead_units", "deadline") == [
        ("1", 60, ["市市监局"], "2025-06-30"), ("2", 20, ["市市监局"], "2025-12-31"),
    ]  # fmt: skip


def test_numbers_may_begin_again_in_a_second_table_and_stand_over_several_rows(read_table):
    rows = [
        PLAIN,
        ONE,
        [],
        ["附：区县任务"],
        ["序号", "任务名称", "责任部门", "时限要求"],
        [1, "完善机制", "市发改委", "6月底"],
    ]
    assert read_table(rows).questions == ()
    rows = [PLAIN, ONE, ["", *TWO[1:]]]
    reading = read_table(rows, ["A2:A3"])
    assert facts(reading, "no") == [("1",), ("1",)]
    assert reading.questions == ()


def test_a_second_table_below_keeps_its_own_hidden_column(make_excel, tmp_path):
    def hide(sheet):
        sheet.column_dimensions["D"].hidden = True

    rows = [["序号", "任务名称", "责任部门", "时限要求"], [1, "完善机制", "市发改委", "6月底"]]
    path = make_excel(tmp_path / "表.xlsx", rows, change=hide)
    reading = read_decomposition(path, year=2025)
    assert reading.tasks[0].deadline is None
    assert "column" in {question.field for question in reading.questions}


def test_deadline_words_in_a_column_of_units_are_asked_about(read_row):
    _task, (question,) = read_row(**{"配合单位": "年底前"})
    assert question.field == "supporting_units"
    assert "不像单位" in question.text


@pytest.mark.parametrize(
    ("cell", "field"),
    [("B2", "task"), ("C2", "target"), ("E2", "lead_units"), ("F2", "supporting_units"), ("G2", "deadline")],
)
def test_errors_of_formulas_are_never_words(make_excel, tmp_path, cell, field):
    path = make_excel(tmp_path / "表.xlsx", [PLAIN, [*ONE[:5], "市财政局", "年底前"]])
    error = f'<c r="{cell}" t="e"><f>X1</f><v>#REF!</v></c>'
    _edit(path, lambda text: re.sub(rf'<c r="{cell}"[^>]*>.*?</c>', error, text))
    reading = read_decomposition(path, year=2025)
    assert reading.tasks[0].to_plain()[field] in (None, [])
    assert [question.field for question in reading.questions] == [field]
    assert goes_round(reading, tmp_path / "再导入.xlsx")


def test_the_strict_form_of_a_workbook_is_read_like_the_usual_one(make_excel, tmp_path):
    path = make_excel(tmp_path / "表.xlsx", [PLAIN, ONE])
    usual = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    _edit(path, lambda text: text.replace(usual, "http://purl.oclc.org/ooxml/spreadsheetml/main"), every=True)
    assert facts(read_decomposition(path, year=2025), "task", "target") == [("培育企业", 60)]


def test_rows_of_no_height_and_columns_of_no_width_are_hidden(make_excel, tmp_path):
    path = make_excel(tmp_path / "表.xlsx", [PLAIN, ONE, TWO])
    _edit(path, lambda text: text.replace('<row r="3"', '<row r="3" ht="0" customHeight="1"'))
    reading = read_decomposition(path, year=2025)
    assert facts(reading, "task") == [("培育企业",)]
    assert [(question.row, question.field) for question in reading.questions] == [(3, "row")]


def test_targets_in_doubt_stay_in_doubt_after_an_export(read_table, tmp_path):
    rows = [
        PLAIN,
        [1, "提高抽检合格率", 0.97, "%", "市市监局", "", "年底前"],
        [2, "培育企业", "50-60家", "", "市市监局", "", "年底前"],
        [3, "培育企业60家", 50, "家", "市市监局", "", "年底前"],
        [4, "建设基地", "60余家", "", "市市监局", "", "年底前"],
    ]
    reading = read_table(rows)
    assert [task.target for task in reading.tasks] == [None, None, 50, 60]
    assert goes_round(reading, tmp_path / "再导入.xlsx")


def _edit(path: Path, change: Callable[[str], str], *, every: bool = False) -> None:
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            meant = name.startswith("xl/worksheets/sheet") or (
                every and name.startswith("xl/") and name.endswith(".xml")
            )
            book.writestr(name, change(content.decode()).encode() if meant else content)


WORD = ["序号", "重点任务", "目标值", "牵头单位", "配合单位", "完成时限"]


def _table(document, rows):
    table = document.add_table(len(rows), len(rows[0]))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    return table


def _track(run, name):
    mark = OxmlElement(name)
    mark.set(qn("w:id"), "1")
    mark.set(qn("w:author"), "甲")
    run._r.addprevious(mark)
    mark.append(run._r)
    if name == "w:del":
        for text in run._r.findall(qn("w:t")):
            text.tag = qn("w:delText")


def test_a_row_whose_words_were_all_deleted_is_a_deleted_row(tmp_path):
    document = docx.Document()
    rows = [WORD, *([str(n), f"完善第{n}项机制", "—", "市市监局", "", "年底前"] for n in (1, 2, 3))]
    table = _table(document, rows)
    for cell in table.rows[2].cells:
        for run in list(cell.paragraphs[0].runs):
            _track(run, "w:del")
    path = tmp_path / "表.docx"
    document.save(str(path))
    reading = read_decomposition(path, year=2025)
    (question,) = reading.questions
    assert facts(reading, "no") == [("1",), ("3",)]
    assert (question.field, question.row, "完善第2项机制" in question.text) == ("row", 3, True)
    again = read_decomposition(path, year=2025, answers={question.key: "导入"})
    assert facts(again, "no", "task", "lead_units", "deadline")[1] == ("2", "完善第2项机制", ["市市监局"], "2025-12-31")
    assert again.questions == ()


def test_a_replaced_target_is_the_new_one_and_asked_about(tmp_path):
    document = docx.Document()
    table = _table(document, [WORD, ["1", "培育企业", "", "市市监局", "", "年底前"]])
    paragraph = table.cell(1, 2).paragraphs[0]
    _track(paragraph.add_run("50家"), "w:del")
    _track(paragraph.add_run("70家"), "w:ins")
    path = tmp_path / "表.docx"
    document.save(str(path))
    reading = read_decomposition(path, year=2025)
    (question,) = reading.questions
    assert (reading.tasks[0].target, question.field, question.proposals) == (70, "target", ("70家", "50家"))
    assert read_decomposition(path, year=2025, answers={question.key: "50家"}).tasks[0].target == 50


def test_the_half_of_a_task_on_the_next_page_can_be_joined(tmp_path):
    document = docx.Document()
    _table(document, [WORD, ["1", "上半句，", "60家", "市市监局", "", "年底前"]])
    document.add_paragraph("")
    _table(document, [["", "下半句", "", "", "", ""], ["2", "完善机制", "—", "市市监局", "", "年底前"]])
    path = tmp_path / "表.docx"
    document.save(str(path))
    (question,) = read_decomposition(path, year=2025).questions
    again = read_decomposition(path, year=2025, answers={question.key: "并入上一行"})
    assert facts(again, "task") == [("上半句，下半句",), ("完善机制",)]
