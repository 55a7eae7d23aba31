"""Targets: numbers, bounds, ranges, coverage, percent, and what only looks like a target."""

from __future__ import annotations

from decimal import Decimal

import pytest

pytestmark = pytest.mark.clause("A3")

CELLS = [
    (60, "家", 60, "家", "at_least", "counted"),
    ("60家以上", "", 60, "家", "at_least", "counted"),
    ("≥60家", "", 60, "家", "at_least", "counted"),
    ("＞６０家", "", 60, "家", "at_least", "counted"),
    ("不少于60", "家", 60, "家", "at_least", "counted"),
    ("力争60家", "", 60, "家", "at_least", "counted"),
    ("≤0.5%", "", Decimal("0.5"), "%", "at_most", "rate"),
    ("控制在30微克/立方米以内", "", 30, "微克/立方米", "at_most", "counted"),
    ("达到98%以上", "", 98, "%", "at_least", "rate"),
    ("98％", "", 98, "%", "at_least", "rate"),
    ("百分之九十八", "", 98, "%", "at_least", "rate"),
    ("九成以上", "", 90, "%", "at_least", "rate"),
    ("约60家", "", 60, "家", "at_least", "counted"),
    ("三十家", "", 30, "家", "at_least", "counted"),
    ("十个", "", 10, "个", "at_least", "counted"),
    ("1,200", "批次", 1200, "批次", "at_least", "counted"),
    ("1.2万", "人次", 12000, "人次", "at_least", "counted"),
    ("3万户", "", 30000, "户", "at_least", "counted"),
    ("27万元", "", 27, "万元", "at_least", "counted"),
    ("新增60家", "", 60, "家", "at_least", "counted"),
    ("由60家增加到80家", "", 80, "家", "at_least", "counted"),
    ("培育60家，其中规上企业10家", "", 60, "家", "at_least", "counted"),
    ("提高5个百分点", "", 5, "个百分点", "at_least", "rate"),
    ("9个县（市、区）全覆盖", "", 9, "个", "equal", "coverage"),
    ("60（家）", "", 60, "家", "at_least", "counted"),
    ("60家（含）以上", "", 60, "家", "at_least", "counted"),
]


@pytest.mark.parametrize(("cell", "unit", "value", "read_unit", "direction", "kind"), CELLS)
def test_a_plain_target_is_read_without_a_question(read_row, cell, unit, value, read_unit, direction, kind):
    task, questions = read_row(**{"目标值": cell, "计量单位": unit, "重点任务": "推进质量提升"})
    assert questions == ()
    assert (task.target, task.unit, task.direction, task.kind) == (value, read_unit, direction, kind)


ASKED = [
    ("60—70家", ("60家", "70家")),
    ("60-70", ("60家", "70家")),
    ("若干家（不少于去年）", None),
    ("新增60家、培育10个", ("60家", "10个")),
    ("力争60家，确保50家", ("60家", "50家")),
    ("全覆盖", ("100%",)),
    ("#REF!", ()),
    ("每个县不少于5家", ("5家",)),
    ("=SUM(A1:A2)", ()),
    ("约六七十家", None),
]


@pytest.mark.parametrize(("cell", "proposals"), ASKED)
def test_a_target_that_can_be_several_things_is_null_and_asked(read_row, cell, proposals):
    task, questions = read_row(**{"目标值": cell, "重点任务": "推进质量提升"})
    assert task.target is None
    if proposals is None:
        return
    (question,) = [q for q in questions if q.field == "target"]
    assert question.proposals == proposals
    assert (question.row, question.column) == (2, "C")


def test_percent_cells_are_read_as_they_show(read_row):
    def percent(sheet):
        sheet["C2"].number_format = "0.0%"

    task, questions = read_row(**{"目标值": 0.985, "计量单位": "%"}, change=percent)
    assert (task.target, task.unit, task.kind, questions) == (Decimal("98.5"), "%", "rate", ())
    task, questions = read_row(**{"目标值": 0.957, "计量单位": ""}, change=percent)
    assert (task.target, task.unit, questions) == (Decimal("95.7"), "%", ())
    task, questions = read_row(**{"目标值": 98, "计量单位": "%"}, change=percent)
    assert task.target is None
    assert questions[0].proposals == ("98%", "9800%")


def test_a_fraction_under_a_percent_unit_is_asked_about(read_row):
    task, questions = read_row(**{"目标值": 0.98, "计量单位": "%"})
    assert task.target is None
    assert questions[0].proposals == ("98%", "0.98%")


def test_words_of_the_number_format_count(read_row):
    def form(sheet):
        sheet["C2"].number_format = '"≥"0"家"'

    task, questions = read_row(**{"计量单位": ""}, change=form)
    assert (task.target, task.unit, questions) == (60, "家", ())


TEXTS = [
    ("新增卓越绩效模式企业60家以上", 60, "家", "counted"),
    ("产品质量监督抽查合格率达到98%以上", 98, "%", "rate"),
    ("实现9个县（市、区）政府质量奖全覆盖", 9, "个", "coverage"),
    ("深入开展“质量月”活动，营造浓厚氛围", None, None, "qualitative"),
    ("贯彻《质量强国建设纲要》，实施三年行动计划", None, None, "qualitative"),
    ("推进5A级景区创建，落实国市监质发〔2024〕97号文件", None, None, "qualitative"),
    ("新增ISO9001认证企业20家", 20, "家", "counted"),
    ("PM2.5平均浓度控制在30微克/立方米以下", 30, "微克/立方米", "counted"),
    ("每万人高价值发明专利拥有量达到15件", 15, "件", "counted"),
    ("2025年新增“浙江制造”标准10项", 10, "项", "counted"),
    ("争创一家中国质量奖企业", 1, "家", "counted"),
    ("开展“百城千业万企”对标达标，培育１２家标杆企业", 12, "家", "counted"),
    ("完善“1+N”政策体系，推动一批项目落地", None, None, "qualitative"),
    ("加快二十大精神落地，十四五规划收官", None, None, "qualitative"),
    ("建成一刻钟便民生活圈，推进一网通办", None, None, "qualitative"),
    ("第三季度前完成2项国家标准", 2, "项", "counted"),
    ("全年抽检食品1,200批次", 1200, "批次", "counted"),
]


@pytest.mark.parametrize(("text", "value", "unit", "kind"), TEXTS)
def test_a_target_in_the_tasks_own_words_is_read(read_table, text, value, unit, kind):
    reading = read_table([["序号", "工作任务", "责任单位", "时限"], [1, text, "市市监局", "年底前"]])
    assert reading.questions == ()
    task = reading.tasks[0]
    assert (task.target, task.unit, task.kind) == (value, unit, kind)


def test_target_and_text_that_contradict_are_asked_about(read_row):
    task, questions = read_row(**{"重点任务": "新增导入卓越绩效模式企业60家以上", "目标值": 80})
    assert task.target == 80
    assert questions[0].proposals == ("80家", "60家")


def test_a_number_without_any_unit_is_asked_about(read_row):
    task, questions = read_row(**{"重点任务": "推进质量提升", "计量单位": ""})
    assert task.target == 60
    assert task.unit is None
    assert [question.field for question in questions] == ["unit"]


def test_the_basis_of_a_count_is_taken_from_its_words(read_row):
    assert read_row(**{"重点任务": "新增驰名商标"})[0].count_basis == "new"
    assert read_row(**{"重点任务": "有效发明专利拥有量"})[0].count_basis == "stock"
    assert read_row(**{"重点任务": "累计建成标准化试点"})[0].count_basis == "cumulative"


COUNTIES = ["序号", "重点任务", "合计", "单位", "墨溪区", "砚湖县", "雁洲市", "牵头单位", "完成时限"]


def test_counties_that_add_up_are_no_question(read_table):
    reading = read_table([COUNTIES, [1, "新增品牌", 60, "个", 20, "２０", "20个", "市监局", "年底"]])
    assert reading.questions == ()
    assert reading.tasks[0].target == 60
    assert dict(reading.tasks[0].splits) == {"墨溪区": 20, "砚湖县": 20, "雁洲市": 20}


def test_a_total_that_does_not_match_the_counties_is_asked_with_both(read_table):
    rows = [COUNTIES, [1, "新增品牌", 60, "个", 20, 20, 18, "市监局", "年底"]]
    reading = read_table(rows)
    assert (reading.tasks[0].target, dict(reading.tasks[0].splits)["雁洲市"]) == (60, 18)
    (question,) = reading.questions
    assert (question.column, question.proposals) == ("C", ("60个", "58个"))
    again = read_table(rows, answers={question.key: "58个"})
    assert (again.tasks[0].target, again.tasks[0].unit, again.questions) == (58, "个", ())


def test_dashes_of_counties_are_nothing_and_words_are_asked_about(read_table):
    reading = read_table([COUNTIES, [1, "新增品牌", 60, "个", 60, "—", "待定", "市监局", "年底"]])
    assert dict(reading.tasks[0].splits) == {"墨溪区": 60}
    assert [question.field for question in reading.questions] == ["splits"]


def test_rates_of_counties_are_not_added_up(read_table):
    reading = read_table([COUNTIES, [1, "抽查合格率", "98%", "%", "98%", "97%", "98%", "市监局", "年底"]])
    assert reading.questions == ()
    assert (reading.tasks[0].target, len(reading.tasks[0].splits)) == (98, 3)


def test_counties_without_any_total_leave_the_target_open(read_table):
    head = [label for label in COUNTIES if label != "合计"]
    reading = read_table([head, [1, "品牌培育", "个", 20, 20, 18, "市监局", "年底"]])
    assert reading.tasks[0].target is None
    assert reading.questions[0].proposals == ("58个",)
