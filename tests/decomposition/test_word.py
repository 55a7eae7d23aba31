"""Word documents: merged cells, tables over pages, tracked changes, automatic numbers, text without a table."""

from __future__ import annotations

from copy import deepcopy

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

pytestmark = pytest.mark.clause("A3")
HEAD = ["序号", "重点任务", "目标值", "责任单位", "完成时限"]


def word_table(document, rows):
    """A Word table with these rows."""
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = str(text)
    return table


def change(run, name):
    """Wrap a run into a tracked insertion or deletion."""
    element = OxmlElement(f"w:{name}")
    element.set(qn("w:id"), "1")
    element.set(qn("w:author"), "甲")
    run._r.getparent().replace(run._r, element)
    element.append(run._r)
    if name == "del":
        for text in run._r.findall(qn("w:t")):
            text.tag = qn("w:delText")


def test_a_word_table_is_read_like_a_sheet(read_word):
    def build(document):
        document.add_paragraph("演示市2025年质量强市重点任务分解表")
        document.add_paragraph("（一）产品质量")
        table = word_table(
            document, [HEAD, ["1", "新增品牌", "9个", "市市监局", "年底前"], ["2", "新增商标", "5件", "", "长期坚持"]]
        )
        table.cell(1, 3).merge(table.cell(2, 3))
        document.add_paragraph("注：本表自印发之日起执行。")

    reading = read_word(build, year=None)
    assert reading.questions == ()
    assert reading.year == 2025
    assert [(t.no, t.target, t.lead_units, t.deadline) for t in reading.tasks] == [
        ("1", 9, ("市市监局",), "2025-12-31"), ("2", 5, ("市市监局",), "ongoing"),
    ]  # fmt: skip
    assert reading.tasks[0].section == ("（一）产品质量",)


def test_tables_over_pages_go_on_with_and_without_a_repeated_head(read_word):
    def build(document):
        word_table(document, [HEAD, ["1", "新增品牌", "9个", "市市监局", "年底前"]])
        document.add_paragraph()
        word_table(document, [HEAD, ["2", "新增商标", "5件", "市市监局", "年底前"]])
        document.add_paragraph()
        word_table(
            document,
            [["3", "新增专利", "6件", "市科技局", "年底前"], HEAD, ["4", "新增标准", "7项", "市市监局", "年底前"]],
        )

    reading = read_word(build)
    assert [(t.no, t.target, t.sheet) for t in reading.tasks] == [
        ("1", 9, "表1"),
        ("2", 5, "表2"),
        ("3", 6, "表3"),
        ("4", 7, "表3"),
    ]
    assert reading.questions == ()


def test_insertions_are_read_and_deletions_are_dropped_and_asked_about(read_word):
    def build(document):
        table = word_table(
            document, [HEAD, ["1", "新增品牌", "", "市市监局", "年底前"], ["2", "旧任务", "5个", "市市监局", "年底前"]]
        )
        paragraph = table.cell(1, 2).paragraphs[0]
        change(paragraph.add_run("60"), "del")
        change(paragraph.add_run("80"), "ins")
        paragraph.add_run("个")
        properties = table.rows[2]._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:del"))

    reading = read_word(build)
    assert [(t.no, t.target) for t in reading.tasks] == [("1", 80)]
    assert sorted((q.field, q.row) for q in reading.questions) == [("row", 3), ("target", 2)]


def test_automatic_numbers_are_counted(read_word):
    def build(document):
        table = word_table(
            document,
            [HEAD, ["", "新增品牌", "9个", "市市监局", "年底前"], ["", "新增商标", "5件", "市市监局", "年底前"]],
        )
        for row in table.rows[1:]:
            row.cells[0].paragraphs[0].style = document.styles["List Number"]

    assert [t.no for t in read_word(build).tasks] == ["1", "2"]


def test_struck_words_and_nested_tables_are_asked_about(read_word):
    def build(document):
        table = word_table(
            document,
            [HEAD, ["1", "新增品牌", "", "市市监局", "年底前"], ["2", "新增商标", "5件", "市市监局", "年底前"]],
        )
        run = table.cell(1, 2).paragraphs[0].add_run("60个")
        run.font.strike = True
        table.cell(1, 2).paragraphs[0].add_run("80个")
        inner = table.cell(2, 1).add_table(1, 2)
        inner.cell(0, 0).text = "附"

    reading = read_word(build)
    assert reading.tasks[0].target == 80
    assert [q.field for q in reading.questions] == ["sheet", "target"]


def test_a_content_control_and_a_link_do_not_hide_text(read_word):
    def build(document):
        table = word_table(document, [HEAD, ["1", "新增品牌", "9个", "市市监局", "年底前"]])
        paragraph = table.cell(1, 1).paragraphs[0]._p
        control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        run = paragraph.findall(qn("w:r"))[0]
        content.append(deepcopy(run))
        control.append(content)
        paragraph.replace(run, control)

    assert read_word(build).tasks[0].task == "新增品牌"


def test_text_without_a_table_gives_its_numbered_tasks(read_word):
    def build(document):
        for text in (
            "演示市2025年质量强市工作要点",
            "为贯彻落实质量强市战略，制定本要点。",
            "一、总体要求",
            "坚持质量第一，全面推进质量强市建设。",
            "二、重点任务",
            "（一）提升产品质量",
            "1.新增导入卓越绩效模式企业60家以上，年底前完成。（牵头单位：市市监局；责任单位：市经信局、各县（市、区）政府）",
            "2.产品质量监督抽查合格率达到94%以上。",
            "（责任单位：市市监局；完成时限：长期坚持）",
            "（二）打造品牌",
            "3.6月底前新增区域品牌5个。（市市监局牵头，市商务局配合）",
        ):
            document.add_paragraph(text)

    reading = read_word(build)
    assert [(t.no, t.target, t.lead_units, t.deadline) for t in reading.tasks] == [
        ("1", 60, ("市市监局",), "2025-12-31"), ("2", 94, ("市市监局",), "ongoing"), ("3", 5, ("市市监局",), "2025-06-30"),
    ]  # fmt: skip
    assert reading.tasks[2].section == ("二、重点任务", "（二）打造品牌")
    assert reading.tasks[0].supporting_units == ("市经信局", "各县（市、区）政府")


def test_a_letter_without_tasks_is_one_question(read_word):
    reading = read_word(lambda document: document.add_paragraph("关于召开会议的通知"))
    assert reading.tasks == ()
    assert [q.field for q in reading.questions] == ["sheet"]


def test_a_roster_in_an_annex_is_named_and_not_imported(read_word):
    def build(document):
        word_table(document, [HEAD, ["1", "新增品牌", "9个", "市市监局", "年底前"]])
        document.add_paragraph("附件2 联络员名单")
        word_table(document, [["单位", "姓名", "电话"], ["市市监局", "张三", "1234567"]])

    reading = read_word(build)
    assert len(reading.tasks) == 1
    assert [(q.sheet, q.field) for q in reading.questions] == [("表2", "sheet")]
