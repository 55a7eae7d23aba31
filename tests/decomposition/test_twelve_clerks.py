"""Tables as twelve clerks made them: comparisons, marks for roles, sub-columns under counties, parts, periods."""

from __future__ import annotations

from decimal import Decimal

import pytest

pytestmark = pytest.mark.clause("A3")

HEAD = ["序号", "任务", "目标", "牵头单位", "完成时限"]


def test_a_comparison_behind_the_target_is_no_second_target(read_table):
    reading = read_table([HEAD, [1, "产品质量合格率不低于94.5%，较上年提高0.5个百分点", "", "市市监局", "年底"]])
    assert (reading.tasks[0].target, reading.tasks[0].unit, reading.questions) == (Decimal("94.5"), "%", ())
    both = read_table([HEAD, [1, "投诉处理率98%，投诉量同比下降5%", "", "市市监局", "年底"]])
    assert [question.field for question in both.questions] == ["target"]


def test_none_at_all_is_a_ceiling(read_table):
    reading = read_table([HEAD, [1, "重大质量安全事故", "0起", "市应急局", "年底"], [2, "死亡", 0, "市应急局", "年底"]])
    assert [task.direction for task in reading.tasks] == ["at_most", "at_most"]


def test_a_dash_in_the_column_of_units_says_that_there_is_none(read_table):
    head = ["序号", "任务", "计量单位", "目标", "牵头单位", "完成时限"]
    reading = read_table(
        [head, [1, "质量竞争力指数", "—", 91, "市市监局", "年底"], [2, "试点", "", 9, "市市监局", "年底"]]
    )
    assert [(question.row, question.field) for question in reading.questions] == [(3, "unit")]
    assert reading.tasks[0].unit is None


def test_a_bare_number_takes_the_unit_that_the_measures_give_it(read_table):
    head = ["序号", "任务", "具体举措", "目标值", "责任科室", "完成时限"]
    reading = read_table([head, [1, "标准提档", "新增省级标准化试点6个", 6, "标准化科", "11-30"]])
    assert (reading.tasks[0].unit, reading.questions) == ("个", ())


def test_marks_under_units_are_their_roles_as_the_legend_says(read_table):
    rows = [
        ["责任矩阵（▲牵头 ○配合）"],
        ["序号", "任务", "目标", "市场监管局", "经信局", "住建局", "完成时限"],
        [1, "绿色建材认证", "12张", "○", "", "▲", "11月底"],
        [2, "质量管理小组", "80个", "▲", "○", "○", "9月"],
    ]
    reading = read_table(rows)
    assert reading.questions == ()
    assert [(task.lead_units, task.supporting_units) for task in reading.tasks] == [
        (("住建局",), ("市场监管局",)), (("市场监管局",), ("经信局", "住建局")),
    ]  # fmt: skip


def test_under_a_county_only_its_target_is_its_share(read_table):
    rows = [
        ["序号", "任务", "单位", "全市目标", "墨溪区", "", "砚湖县", "", "牵头单位", "时限"],
        ["", "", "", "", "目标", "上年完成", "目标", "上年完成", "", ""],
        [1, "首席质量官", "名", 160, 100, 90, 60, 55, "市监局", "12月底"],
        [2, "质量奖申报", "家", "=E4+G4", 10, 8, 6, 5, "市监局", "10月"],
    ]
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:H1", "I1:I2", "J1:J2"]
    reading = read_table(rows, merges)
    assert [dict(task.splits) for task in reading.tasks] == [{"墨溪区": 100, "砚湖县": 60}, {"墨溪区": 10, "砚湖县": 6}]
    assert reading.tasks[0].target == 160
    assert [(question.row, question.proposals) for question in reading.questions] == [(4, ("16家",))]


def test_parts_of_a_task_are_its_units_and_set_in_lines_are_parts_too(read_table):
    rows = [
        HEAD,
        [1, "新增商标", "3000件", "知识产权保护中心", "年底"],
        ["", "其中：地理标志", "2件", "", ""],
        ["", "　　马德里商标", "50件", "", ""],
    ]
    reading = read_table(rows)
    assert [(question.row, question.field) for question in reading.questions] == [(3, "row"), (4, "row")]
    assert {task.lead_units for task in reading.tasks} == {("知识产权保护中心",)}
    assert {task.deadline for task in reading.tasks} == {"2025-12-31"}


def test_a_second_column_for_tasks_is_asked_about_and_not_lost(read_table):
    rows = [
        ["项目", "年度任务", "目标（家）", "牵头部门", "时限"],
        ["标准化", "主导制定国家标准", 5, "市监局", "年底"],
        ["品牌", "新增品牌企业", 30, "市监局", "年底"],
    ]
    (question,) = read_table(rows).questions
    assert (question.field, question.proposals) == ("task", ("项目", "年度任务"))
    assert read_table(rows, answers={question.key: "年度任务"}).tasks[0].task == "主导制定国家标准"


@pytest.mark.parametrize(
    ("cell", "read", "proposals"),
    [
        ("贯穿全年", "ongoing", ()),
        ("2025.3-11", None, ("2025-11-30", "2025-03-11")),
        ("2025.11-3", "2025-11-03", ()),
    ],
)
def test_periods_are_read_or_asked_about(read_row, cell, read, proposals):
    task, questions = read_row(**{"完成时限": cell})
    assert (task.deadline, tuple(question.proposals for question in questions)) == (
        read,
        (proposals,) if proposals else (),
    )


def test_without_a_column_for_deadlines_those_that_name_none_are_one_question(read_table):
    rows = [
        ["序号", "任务", "牵头单位"],
        [1, "10月底前新增试点9个", "市监局"], [2, "新增标准8项", "市监局"], [3, "新建平台1个", "市监局"],
    ]  # fmt: skip
    asked = read_table(rows)
    (question,) = asked.questions
    assert (question.field, question.row) == ("deadline", None)
    given = read_table(rows, answers={question.key: "2025-12-31"})
    assert [task.deadline for task in given.tasks] == ["2025-10-31", "2025-12-31", "2025-12-31"]


def test_a_paragraphs_own_unit_goes_before_the_headings(read_word):
    def build(document):
        for text in [
            "2025年质量强市任务清单", "一、质量品牌（牵头单位：市市场监管局）", "1. 新增培育企业6家，12月底前完成。",
            "2．“质量标杆”企业新增10家，责任单位：市经信局；完成时限：2025年10月。",
        ]:  # fmt: skip
            document.add_paragraph(text)

    reading = read_word(build)
    assert [task.lead_units for task in reading.tasks] == [("市市场监管局",), ("市经信局",)]
    assert (reading.tasks[1].task, reading.questions) == ("“质量标杆”企业新增10家", ())


def test_a_unit_with_the_number_of_its_tasks_is_a_heading(read_table):
    rows = [
        ["任务", "牵头单位", "目标", "时间"],
        ["市市场监管局（2项）"], ["1.抽检合格率", "市监局", "98.5", "2025.12"], ["2.认证证书", "市监局", "200张", "年底"],
        ["其他工作"], ["3.智能工厂", "经信局", "3+2家", "25年底"],
    ]  # fmt: skip
    reading = read_table(rows)
    assert [task.no for task in reading.tasks] == ["1", "2", "3"]
    assert [(q.row, q.field, q.proposals) for q in reading.questions] == [
        (3, "unit", ("%",)), (5, "row", ("标题", "任务", "并入上一行")), (6, "target", ("5家", "3家", "2家")),
    ]  # fmt: skip


def test_words_merged_over_rows_leave_each_row_its_own_number(read_table):
    rows = [
        ["序号", "工作目标", "主要任务", "责任单位", "完成时限"],
        [1, "建设质量强市示范区", "完成示范区创建", "市监局", "年底"],
        ["", "", "新增地方标准10项以上，其中农业3项", "市监局", "11月"],
    ]
    reading = read_table(rows, ["A2:A3", "B2:B3"])
    assert ([task.target for task in reading.tasks], reading.questions) == ([None, 10], ())
