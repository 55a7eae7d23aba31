"""Units in cells and behind tasks: who leads, who helps, names as they are written."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.clause("A3")

LISTS = [
    ("市市监局、市发改委", ["市市监局", "市发改委"]),
    ("市市监局，市发改委；市经信局", ["市市监局", "市发改委", "市经信局"]),
    ("市市监局\n市发改委", ["市市监局", "市发改委"]),
    ("市市监局/市发改委", ["市市监局", "市发改委"]),
    ("市市监局 市发改委", ["市市监局", "市发改委"]),
    ("各县（市、区）政府", ["各县（市、区）政府"]),
    ("各县（市、区）人民政府、管委会", ["各县（市、区）人民政府", "管委会"]),
    ("市级有关部门按职责分工负责", ["市级有关部门"]),
    ("市市场监\n督管理局", ["市市场监督管理局"]),
    ("市 财 政 局", ["市财政局"]),
    ("市发展和改革委员会", ["市发展和改革委员会"]),
    ("市住房和城乡建设局、市经济和信息化局", ["市住房和城乡建设局", "市经济和信息化局"]),
    ("市发改委和市经信局", ["市发改委", "市经信局"]),
    ("市市监局（知识产权局）", ["市市监局（知识产权局）"]),
    ("市市监局、市发改委按职责分工负责", ["市市监局", "市发改委"]),
    ("市發改委、市經信局", ["市發改委", "市經信局"]),
    (" 市监局 ", ["市监局"]),
    ("市委宣传部、团市委、市妇联", ["市委宣传部", "团市委", "市妇联"]),
]


@pytest.mark.parametrize(("cell", "units"), LISTS)
def test_a_list_of_units_is_cut_where_it_should_be(read_row, cell, units):
    task, questions = read_row(**{"牵头单位": "市商务局", "配合单位": cell})
    assert (list(task.supporting_units), questions) == (units, ())


ROLES = [
    ("市市监局牵头，市发改委、市经信局配合", ["市市监局"], ["市发改委", "市经信局"]),
    ("市市监局（牵头）、市发改委、市经信局", ["市市监局"], ["市发改委", "市经信局"]),
    ("牵头单位：市市监局\n配合单位：市发改委、各县（市、区）政府", ["市市监局"], ["市发改委", "各县（市、区）政府"]),
    (
        "市市监局牵头，各县（市、区）政府、市级有关部门按职责分工负责",
        ["市市监局"],
        ["各县（市、区）政府", "市级有关部门"],
    ),
    ("市市监局、市发改委", ["市市监局", "市发改委"], []),
    ("市市监局", ["市市监局"], []),
]


@pytest.mark.parametrize(("cell", "lead", "support"), ROLES)
def test_roles_inside_one_cell_are_told_apart(read_row, cell, lead, support):
    task, questions = read_row(["序号", "重点任务", "目标值", "计量单位", "责任单位", "完成时限"], **{"责任单位": cell})
    assert (list(task.lead_units), list(task.supporting_units), questions) == (lead, support, ())


BEHIND = [
    (
        "（牵头单位：市市监局；责任单位：市发改委、各县（市、区）政府）",
        ["市市监局"],
        ["市发改委", "各县（市、区）政府"],
    ),
    ("（责任单位：市市监局、市发改委）", ["市市监局", "市发改委"], []),
    ("（市市监局牵头，市发改委、市财政局配合）", ["市市监局"], ["市发改委", "市财政局"]),
    ("（市市监局、市发改委、各县（市、区）政府按职责分工负责）", ["市市监局", "市发改委", "各县（市、区）政府"], []),
    ("(牵头单位:市市监局,配合单位:市发改委)", ["市市监局"], ["市发改委"]),
    ("〔牵头单位：市市监局〕", ["市市监局"], []),
    ("（市市监局负责）", ["市市监局"], []),
    ("\n牵头单位：市市监局\n责任单位：市发改委", ["市市监局"], ["市发改委"]),
    ("（市市监局、市发改委）", ["市市监局", "市发改委"], []),
    ("（責任單位：市市監局、市發改委）", ["市市監局", "市發改委"], []),
    ("（牵头单位：市市监局；完成时限：2025年12月底）。", ["市市监局"], []),
]


@pytest.mark.parametrize(("bracket", "lead", "support"), BEHIND)
def test_units_behind_a_task_are_taken_out_of_its_text(read_table, bracket, lead, support):
    reading = read_table([["序号", "重点任务", "完成时限"], [1, f"新增卓越绩效模式企业60家以上{bracket}", "年底前"]])
    task = reading.tasks[0]
    assert reading.questions == ()
    assert (task.task, list(task.lead_units), list(task.supporting_units)) == (
        "新增卓越绩效模式企业60家以上",
        lead,
        support,
    )
    assert task.target == 60
    assert task.source_text.startswith("新增卓越绩效模式企业60家以上")


def test_a_bracket_that_is_part_of_the_task_stays(read_table):
    reading = read_table(
        [["序号", "重点任务", "责任单位", "时限"], [1, "新增试点9个（含续建项目）", "市市监局", "年底"]]
    )
    assert reading.tasks[0].task == "新增试点9个（含续建项目）"
    assert reading.questions == ()


def test_a_deadline_in_the_bracket_is_read(read_table):
    reading = read_table(
        [
            ["序号", "重点任务"],
            [1, "新增试点9个（牵头单位：市市监局；完成时限：2025年10月底前）"],
            [2, "新增品牌9个（责任单位：市监局，完成时限：长期）"],
        ]
    )
    assert [task.deadline for task in reading.tasks] == ["2025-10-31", "ongoing"]
    assert reading.tasks[1].lead_units == ("市监局",)


def test_etc_at_the_end_of_a_list_is_asked_about(read_row):
    task, questions = read_row(**{"配合单位": "市发改委、市经信局等部门"})
    assert task.supporting_units == ("市发改委", "市经信局")
    assert [question.field for question in questions] == ["supporting_units"]


def test_a_note_can_say_that_the_first_unit_leads(read_table):
    reading = read_table(
        [
            ["序号", "任务", "目标", "责任单位", "时限"],
            [1, "甲", "9个", "市监局、市发改委", "年底"],
            ["备注：责任单位中排第一位的为牵头单位。"],
        ]
    )
    assert (reading.tasks[0].lead_units, reading.tasks[0].supporting_units) == (("市监局",), ("市发改委",))


def test_units_of_a_heading_hold_for_its_tasks(read_table):
    reading = read_table(
        [
            ["序号", "任务", "完成时限"],
            ["（一）实施品牌提升工程（牵头单位：市市监局；责任单位：市商务局）"],
            [1, "新增品牌9个", "年底"],
            [2, "新增商标5件", "年底"],
        ]
    )
    assert {task.lead_units for task in reading.tasks} == {("市市监局",)}
    assert reading.tasks[0].section == ("（一）实施品牌提升工程",)
    assert reading.questions == ()


def test_short_names_become_full_only_through_the_register(read_row, read_table):
    known = {"市市监局": "演示市市场监督管理局"}
    reading = read_table(
        [["序号", "任务", "目标", "责任单位", "时限"], [1, "甲", "9个", "市市监局、市某局", "年底"]], known_units=known
    )
    assert reading.tasks[0].lead_units == ("演示市市场监督管理局", "市某局")


def test_lead_and_responsible_columns_side_by_side(read_table):
    reading = read_table(
        [
            ["序号", "任务", "目标", "牵头单位", "责任单位", "时限"],
            [1, "甲", "9个", "市监局", "各县（市、区）政府", "年底"],
        ]
    )
    assert (reading.tasks[0].lead_units, reading.tasks[0].supporting_units) == (("市监局",), ("各县（市、区）政府",))
    assert reading.questions == ()


def test_contacts_are_kept_as_text(read_table):
    head = ["序号", "任务", "目标", "责任单位", "时限", "联系人", "联系电话"]
    reading = read_table(
        [
            head,
            [1, "甲", "9个", "市监局", "年底", "张三", 13800000000],
            [2, "乙", "9个", "市监局", "年底", "李四", "0570-1234567"],
        ]
    )
    assert [task.contact for task in reading.tasks] == ["张三 13800000000", "李四 0570-1234567"]


def test_one_column_for_unit_and_person(read_table):
    reading = read_table(
        [["序号", "任务", "目标", "责任单位及责任人", "时限"], [1, "甲", "9个", "市市监局\n张三 13800000000", "年底"]]
    )
    assert (reading.tasks[0].lead_units, reading.tasks[0].contact) == (("市市监局",), "张三 13800000000")
