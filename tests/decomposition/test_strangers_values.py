"""Cells of tables that nobody here had seen: what stands there plainly is kept, what is in doubt is asked about."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

TARGETS = [
    ("九成八", 98, "%"), ("九成八以上", 98, "%"), ("６０家／年", 60, "家"), ("确保完成40项", 40, "项"), ("≧80分", 80, "分"),
    ("控制在2%以内", 2, "%"), ("1，200家", 1200, "家"), ("百分之九十五", 95, "%"), ("不超过7个工作日", 7, "个工作日"),
    ("9个（县、市、区）以上", 9, "个"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value", "unit"), TARGETS)
def test_targets_as_people_type_them(read_row, cell, value, unit):
    task, questions = read_row(**{"目标值": cell, "计量单位": "", "重点任务": "推进质量提升"})
    assert (task.target, task.unit, questions) == (value, unit, ())


@pytest.mark.parametrize(
    "cell", ["翻一番", "产值翻两番", "见附件", "详见附表2", "新增20家，累计达到100家", "60家或80家"]
)
def test_targets_without_one_number_are_null_and_asked(read_row, cell):
    task, questions = read_row(**{"目标值": cell, "计量单位": "", "重点任务": "推进质量提升"})
    assert task.target is None
    assert [question.field for question in questions] == ["target"]


def test_doubling_in_the_words_of_a_task_is_no_silent_quality(read_row):
    task, questions = read_row(**{"目标值": "", "计量单位": "", "重点任务": "实现品牌产值翻一番"})
    assert task.target is None
    assert [question.field for question in questions] == ["target"]


@pytest.mark.parametrize("cell", ["20家（力争25家）", "确保20家，力争25家", "不低于20家、争取达到25家"])
def test_what_is_striven_for_stands_beside_the_target(read_row, cell):
    task, (question,) = read_row(**{"目标值": cell, "计量单位": ""})
    assert (task.target, task.unit) == (20, "家")
    assert (question.field, question.proposals) == ("target", ("20家", "25家"))


def test_a_target_keeps_its_own_unit(read_row):
    task, (question,) = read_row(**{"目标值": "60家", "计量单位": "项"})
    assert (task.target, task.unit) == (60, "家")
    assert (question.field, question.proposals) == ("target", ("60家", "60项"))
    task, questions = read_row(**{"目标值": "2亿元", "计量单位": "万元"})
    assert (task.target, task.unit, questions) == (2, "亿元", ())


def test_a_target_over_several_tasks_is_asked_at_each(read_table):
    head = ["序号", "重点任务", "目标值", "牵头单位", "完成时限"]
    rows = [head, [1, "培育企业", "60家", "市市监局", "年底"], [2, "培育基地", "", "市市监局", "年底"]]
    reading = read_table(rows, ["C2:C3"])
    assert [task.target for task in reading.tasks] == [60, None]
    assert [(question.row, question.field) for question in reading.questions] == [(2, "target"), (3, "target")]


DEADLINES = [
    ("2025年全年", "ongoing"), ("即日起至12月底", "2025-12-31"), ("2025Q3", "2025-09-30"), ("2025年12月31日24时前", "2025-12-31"),
    ("自即日起至2025年9月", "2025-09-30"), ("6月30号之前", "2025-06-30"), ("10月上旬", "2025-10-10"), ("25年6月底", "2025-06-30"),
    ("明年3月底", "2026-03-31"), ("2025．6．30", "2025-06-30"), ("6月30日18时前", "2025-06-30"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "read"), DEADLINES)
def test_deadlines_as_people_type_them(read_row, cell, read):
    task, questions = read_row(**{"完成时限": cell})
    assert (task.deadline, questions) == (read, ())


def test_plain_serial_numbers_count_from_the_year_of_their_workbook(read_row):
    def mac(sheet):
        sheet.parent.epoch = CALENDAR_MAC_1904

    assert read_row(**{"完成时限": 44376}, change=mac) == read_row(**{"完成时限": 45838})
    assert read_row(**{"完成时限": 44376}, change=mac)[0].deadline == "2025-06-30"

    def dated(sheet):
        mac(sheet)
        sheet["G2"] = datetime(2025, 6, 30)

    assert read_row(change=dated)[0].deadline == "2025-06-30"


UNITS = [
    ("1.市发改委 2.市财政局", ("市发改委", "市财政局")), ("①市发改委；②市财政局", ("市发改委", "市财政局")),
    ("市发改委•市财政局", ("市发改委", "市财政局")), ("市发改委·市财政局", ("市发改委", "市财政局")),
    ("市发改委＋市财政局", ("市发改委", "市财政局")), ("市市场监督\n管理局", ("市市场监督管理局",)),
    ("市发改委\u200b、市财政局", ("市发改委", "市财政局")), ("各县（市、区）政府，开发区管委会", ("各县（市、区）政府", "开发区管委会")),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "units"), UNITS)
def test_units_as_people_list_them(read_row, cell, units):
    task, questions = read_row(**{"牵头单位": cell})
    assert (task.lead_units, questions) == (units, ())


def test_a_counted_rest_of_units_is_asked_about(read_row):
    task, (question,) = read_row(**{"牵头单位": "市市监局等12个部门"})
    assert (task.lead_units, question.field) == (("市市监局",), "lead_units")


def test_units_behind_the_task_do_not_push_out_those_of_the_column(read_row):
    task, (question,) = read_row(**{"重点任务": "培育品牌（责任单位：市商务局）", "目标值": "", "计量单位": ""})
    assert (task.lead_units, question.field) == (("市市监局",), "lead_units")
    assert question.proposals == ("市市监局", "市商务局")


def test_invisible_signs_are_no_part_of_a_task(read_row):
    assert read_row(**{"重点任务": "培育\u200b企业"})[0].task == "培育企业"


def test_formulas_without_a_stored_value_say_so(read_table):
    head = ["序号", "重点任务", "目标值", "牵头单位", "完成时限"]
    reading = read_table(
        [head, [1, "=B9", "60家", "=D9", "年底"], [2, "培育基地", "=1+1", "市市监局", '="2025"&"-12-31"']]
    )
    assert [(task.task, task.target, task.lead_units) for task in reading.tasks] == [
        (None, Decimal(60), ()), ("培育基地", None, ("市市监局",)),
    ]  # fmt: skip
    assert all("没有保存计算结果" in question.text for question in reading.questions)
    fields = {question.field for question in reading.questions}
    assert fields == {"lead_units", "task", "target", "deadline"}
