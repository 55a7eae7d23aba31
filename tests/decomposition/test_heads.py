"""Heads as offices draw them: one line, two, three, merged or not, in either script."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.clause("A3")


def first(reading):
    assert reading.tasks, reading.questions
    return reading.tasks[0]


def test_a_plain_table_is_read_without_a_question(read_row):
    task, questions = read_row()
    assert questions == ()
    assert (task.no, task.target, task.unit) == ("1", 60, "家")
    assert (task.lead_units, task.supporting_units, task.deadline) == (("市市监局",), ("市经信局",), "2025-12-31")


def test_title_subtitle_and_unit_lines_above_do_not_disturb(read_table):
    reading = read_table(
        [
            ["附件1"],
            ["演示市2025年质量强市重点任务分解表"],
            ["填报单位：市质量强市办（盖章）", "", "", "", "2025年3月10日"],
            [],
            ["序号", "工作任务", "年度目标", "责任单位", "完成时间"],
            [1, "培育市级品牌", "10个以上", "市市监局", "6月底前"],
        ],
        ["A2:E2"],
        year=None,
    )
    assert reading.questions == ()
    assert reading.title == "演示市2025年质量强市重点任务分解表"
    assert (reading.year, first(reading).deadline, first(reading).target) == (2025, "2025-06-30", 10)


def test_a_two_line_merged_head_with_counties_is_understood(read_table):
    reading = read_table(
        [
            ["序号", "重点任务", "年度目标", "", "责任单位", "", "各县（市、区）任务数", "", "", "完成时限"],
            ["", "", "目标值", "单位", "牵头单位", "配合单位", "墨溪", "砚湖", "雁洲", ""],
            [1, "新增标准化试点", 9, "个", "市市监局", "市农业农村局", 2, 3, 4, "年底前"],
        ],
        ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:I1", "J1:J2"],
    )
    task = first(reading)
    assert reading.questions == ()
    assert dict(task.splits) == {"墨溪": 2, "砚湖": 3, "雁洲": 4}
    assert (task.target, task.unit, task.lead_units, task.supporting_units) == (
        9,
        "个",
        ("市市监局",),
        ("市农业农村局",),
    )


def test_a_three_line_head_with_column_numbers_is_understood(read_table):
    reading = read_table(
        [
            ["序号", "工作任务", "目标", "", "责任单位", "", "时限"],
            ["", "", "2025年", "", "市级", "", ""],
            ["", "", "数量", "单位", "牵头", "配合", ""],
            ["甲", "乙", 1, 2, 3, 4, 5],
            [1, "新增标准化试点", 9, "个", "市市监局", "市农业农村局", "12月底"],
        ],
        ["A1:A3", "B1:B3", "C1:D1", "C2:D2", "E1:F1", "E2:F2", "G1:G3"],
    )
    task = first(reading)
    assert len(reading.tasks) == 1
    assert (task.target, task.unit, task.lead_units, task.supporting_units) == (
        9,
        "个",
        ("市市监局",),
        ("市农业农村局",),
    )
    assert reading.questions == ()


def test_an_unmerged_two_line_head_is_understood(read_table):
    reading = read_table(
        [
            ["序号", "重点任务", "目标", "", "责任单位", "", "完成时限"],
            ["", "", "目标值", "单位", "牵头单位", "配合单位", ""],
            [1, "新增标准化试点", 9, "个", "市市监局", "市农业农村局", "12月底"],
        ]
    )
    task = first(reading)
    assert (task.target, task.unit, task.supporting_units) == (9, "个", ("市农业农村局",))
    assert reading.questions == ()


def test_the_word_danwei_is_decided_by_its_cells(read_table):
    offices = read_table(
        [
            ["序号", "任务", "目标", "单位"],
            [1, "新增试点12月底前完成", "9个", "市市监局"],
            [2, "新增品牌年底前", "9个", "市发改委"],
        ]
    )
    assert offices.tasks[0].lead_units == ("市市监局",)
    measures = read_table(
        [
            ["序号", "任务", "数量", "单位", "责任单位", "时限"],
            [1, "新增试点", 9, "个", "市市监局", "年底"],
            [2, "新增品牌", 5, "项", "市发改委", "年底"],
        ]
    )
    assert (measures.tasks[1].unit, measures.tasks[1].lead_units) == ("项", ("市发改委",))


def test_traditional_script_is_read_and_kept(read_table):
    reading = read_table(
        [
            ["演示市2025年質量強市重點任務分解表"],
            ["序號", "重點任務", "目標值", "計量單位", "牽頭單位", "配合單位", "完成時限"],
            [1, "新增導入卓越績效模式企業60家以上", 60, "家", "市市場監管局", "市發展改革委、市經信局", "年底前"],
            ["（二）品牌建設"],
            [2, "培育區域品牌", 5, "個", "市市場監管局", "", "長期堅持"],
            ["註：本表由質量強市辦負責解釋。"],
        ],
    )
    assert reading.questions == ()
    assert reading.tasks[0].task == "新增導入卓越績效模式企業60家以上"
    assert reading.tasks[0].supporting_units == ("市發展改革委", "市經信局")
    assert reading.tasks[1].deadline == "ongoing"


def test_category_columns_merged_or_blank_become_the_section(read_table):
    merged = read_table(
        [["类别", "序号", "工作内容", "目标值", "责任单位", "时限"]]
        + [
            ["产品质量" if n == 1 else "", n, f"任务内容{'甲乙丙丁'[n - 1]}", f"{n}家", "市市监局", "年底前"]
            for n in (1, 2, 3, 4)
        ],
        ["A2:A5"],
    )
    assert {task.section for task in merged.tasks} == {("产品质量",)}
    assert merged.questions == ()


def test_a_left_task_column_over_many_rows_is_the_category_of_the_right_one(read_table):
    reading = read_table(
        [
            ["序号", "重点任务", "具体任务", "目标值", "责任单位", "完成时限"],
            [1, "提升产品质量", "新增卓越绩效企业", "60家", "市市监局", "年底前"],
            [2, "", "抽查合格率达到", "94%", "市市监局", "年底前"],
            [3, "打造品牌", "新增区域品牌", "5个", "市市监局", "年底前"],
            [4, "", "新增驰名商标", "2件", "市市监局", "年底前"],
        ],
        ["B2:B3", "B4:B5"],
    )
    assert [task.task for task in reading.tasks] == [
        "新增卓越绩效企业",
        "抽查合格率达到",
        "新增区域品牌",
        "新增驰名商标",
    ]
    assert reading.tasks[1].section == ("提升产品质量",)
    assert reading.questions == ()


def test_two_number_columns_for_the_target_are_asked_about(read_table):
    reading = read_table(
        [
            ["序号", "任务", "目标值", "任务数", "责任单位", "时限"],
            [1, "新增试点", 9, 12, "市市监局", "年底"],
            [2, "新增品牌", 5, 7, "市市监局", "年底"],
        ]
    )
    assert [task.target for task in reading.tasks] == [None, None]
    assert any(question.field == "target" for question in reading.questions)


def test_of_target_columns_for_several_years_the_programmes_year_counts(read_table):
    rows = [
        ["序号", "指标名称", "2024年完成值", "2025年目标值", "2027年目标值", "单位", "责任单位", "时限"],
        [1, "质量竞争力指数", 90, 92, 93, "分", "市市监局", "年底"],
    ]
    reading = read_table(rows)
    assert (reading.tasks[0].task, reading.tasks[0].target, reading.questions) == ("质量竞争力指数", 92, ())


def test_a_table_without_a_head_is_a_question_and_no_task(read_table):
    reading = read_table([[1, "新增卓越绩效企业60家", "市市监局", "年底前"], [2, "新增品牌5个", "市发改委", "年底前"]])
    assert reading.tasks == ()
    assert [question.field for question in reading.questions] == ["sheet"]


def test_a_second_table_below_and_a_repeated_head_are_read(read_table):
    head = ["序号", "重点任务", "目标值", "责任单位", "完成时限"]
    reading = read_table(
        [
            head,
            [1, "新增卓越绩效企业", "60家", "市市监局", "年底前"],
            head,
            [2, "新增品牌", "5个", "市市监局", "年底前"],
            [],
            ["附表2"],
            ["序号", "工作任务", "牵头单位", "完成时限", "目标值"],
            [3, "新增专利", "市科技局", "6月底", "30件"],
        ]
    )
    assert [(task.no, task.target, task.lead_units) for task in reading.tasks] == [
        ("1", 60, ("市市监局",)), ("2", 5, ("市市监局",)), ("3", 30, ("市科技局",)),
    ]  # fmt: skip
    assert reading.questions == ()


def test_a_task_column_that_only_groups_gives_way_to_the_work_itself(read_table):
    reading = read_table(
        [
            ["重点任务", "工作要求", "责任单位", "完成时间"],
            ["（一）加强监管", "1.抽查不少于300批次", "市市监局", "年底"],
            ["", "2.食品抽检合格率98.5%以上", "市市监局", "持续推进"],
        ],
        ["A2:A3"],
    )
    assert [(task.no, task.target, task.section) for task in reading.tasks] == [
        ("1", 300, ("（一）加强监管",)), ("2", 98.5, ("（一）加强监管",)),
    ]  # fmt: skip
    assert reading.questions == ()


def test_measures_on_several_lines_belong_to_the_one_task(read_table):
    reading = read_table(
        [
            ["序号", "重点任务", "目标值", "工作措施", "责任单位", "完成时限"],
            [1, "新增标准化试点", "9个", "1.制定方案", "市市监局", "年底"],
            ["", "", "", "2.组织申报", "", ""],
            [2, "新增品牌", "5个", "1.培育", "市市监局", "年底"],
        ],
        ["A2:A3", "B2:B3", "C2:C3", "E2:E3", "F2:F3"],
    )
    assert [(task.no, task.target, task.measures) for task in reading.tasks] == [
        ("1", 9, "1.制定方案\n2.组织申报"),
        ("2", 5, "1.培育"),
    ]
    assert reading.questions == ()


def test_counties_in_rows_become_the_shares_of_one_task(read_table):
    rows = [
        ["序号", "任务", "县（市、区）", "任务数", "单位", "牵头单位", "时限"],
        [1, "新增标准化试点", "墨溪区", 3, "个", "市市监局", "年底前"],
        ["", "", "鹭汀区", 4, "个", "", ""],
    ]
    reading = read_table(rows, ["A2:A3", "B2:B3", "F2:F3", "G2:G3"])
    (task,) = reading.tasks
    assert dict(task.splits) == {"墨溪区": 3, "鹭汀区": 4}
    assert task.target is None
    assert reading.questions[0].proposals == ("7个",)
