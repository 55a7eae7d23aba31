"""Tables as other offices write them: what a careful clerk would read, and what he would ask about."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.decomposition.conftest import HEAD
from zhicheng.goals.contracts import read_decomposition
from zhicheng.goals.contracts.results import CONVERT, LEAVE

pytestmark = pytest.mark.clause("A3")
PLAIN = ["序号", "重点任务", "目标值", "计量单位", "责任单位", "完成时限"]


def plain(number: object, task: str, target: object = "", unit: str = "", **more: object) -> list[object]:
    return [number, task, target, unit, more.get("lead", "市市监局"), more.get("deadline", "年底前")]


def asked(reading: Any) -> list[tuple[str, int | None]]:
    return [(question.field, question.row) for question in reading.questions]


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        ("6月底前完成50%、年底前全部完成", "2025-12-31"),
        ("2025年底前取得明显成效，2026年底前全面完成", "2026-12-31"),
        ("一季度启动，四季度完成", "2025-12-31"),
        ("每季度末", "ongoing"),
        ("每月5日前", "ongoing"),
        ("年度内", "2025-12-31"),
        ("2025年第三季度末", "2025-09-30"),
    ],
)
def test_a_deadline_in_stages_is_the_last_one(read_row: Any, deadline: str, day: str) -> None:
    task, questions = read_row(完成时限=deadline)
    assert (task.deadline, questions) == (day, ())


@pytest.mark.parametrize(
    ("deadline", "proposals"),
    [
        ("6月、12月", ("2025-06-30", "2025-12-31")),
        ("年底前完成50%、6月底前全部完成", ("2025-12-31", "2025-06-30")),
    ],
)
def test_several_days_without_an_order_are_asked(read_row: Any, deadline: str, proposals: tuple[str, ...]) -> None:
    task, questions = read_row(完成时限=deadline)
    assert task.deadline is None
    assert questions[0].proposals == proposals


@pytest.mark.parametrize(
    ("cell", "lead", "support"),
    [
        ("责任单位为市市监局", ("市市监局",), ()),
        ("市市监局牵头；市工信局、市商务局配合；各县区落实", ("市市监局",), ("市工信局", "市商务局", "各县区")),
        ("市工信局、市科技局按职责分工负责", ("市工信局", "市科技局"), ()),
        ("市发展改革委（市能源局）、市住房城乡建设局", ("市发展改革委（市能源局）", "市住房城乡建设局"), ()),
    ],
)
def test_units_with_words_around_them(
    read_row: Any, cell: str, lead: tuple[str, ...], support: tuple[str, ...]
) -> None:
    task, questions = read_row(牵头单位=cell, 配合单位="")
    assert (task.lead_units, task.supporting_units, questions) == (lead, support, ())


def test_every_county_and_zone_stay_one_name_each(read_row: Any) -> None:
    task, questions = read_row(配合单位="各县（市、区）政府、开发区管委会按职责分工负责")
    assert (task.supporting_units, questions) == (("各县（市、区）政府", "开发区管委会"), ())


@pytest.mark.parametrize(
    ("cell", "proposals"),
    [
        ("市市监局(李某)", ("市市监局(李某)", "市市监局")),
        ("★市市监局、市工信局", ("市市监局、市工信局",)),
        (
            "市市监局、市工信局（排名第一的为牵头单位）",
            ("市市监局、市工信局（排名第一的为牵头单位）", "市市监局、市工信局"),
        ),
    ],
)
def test_a_bracket_or_a_star_at_a_unit_is_asked_about(read_row: Any, cell: str, proposals: tuple[str, ...]) -> None:
    task, questions = read_row(牵头单位=cell, 配合单位="")
    assert questions[0].proposals == proposals
    assert task.lead_units[0].startswith("市市监局")


def test_a_deadline_behind_the_units_in_a_bracket_is_taken(read_table: Any) -> None:
    reading = read_table(
        [
            ["序号", "工作要点及责任分工", "备注"],
            [1, "新增标准企业20家。（市市监局牵头，市工信局、各县（市、区）人民政府配合，10月底前完成）", ""],
            [2, "开展质量月活动。〔市市监局、市总工会按职责分工负责，9月底前完成〕", ""],
        ]
    )
    assert [(task.lead_units, task.supporting_units, task.deadline) for task in reading.tasks] == [
        (("市市监局",), ("市工信局", "各县（市、区）人民政府"), "2025-10-31"),
        (("市市监局", "市总工会"), (), "2025-09-30"),
    ]
    assert not reading.questions


def test_part_of_a_target_in_brackets_is_no_second_target(read_row: Any) -> None:
    for target in ("≥60家（含规上20家）", "力争达到60家以上（其中规上企业不少于20家）"):
        task, questions = read_row(目标值=target, 计量单位="")
        assert (task.target, task.unit, questions) == (Decimal(60), "家", ())
    task, questions = read_row(目标值="60家（不含续评20家）", 计量单位="")
    assert task.target is None
    assert questions


def test_a_task_numbered_like_a_heading_is_a_task_where_it_is_filled_like_one(read_table: Any) -> None:
    reading = read_table([PLAIN, plain(1, "新增标准企业", 20, "家"), plain("三", "公共服务质量满意度", "≥93.5%")])
    assert [(task.no, task.target) for task in reading.tasks] == [("1", Decimal(20)), ("三", Decimal("93.5"))]
    assert not reading.questions


def test_a_heading_that_carries_the_sum_of_its_rows_is_a_heading(read_table: Any) -> None:
    rows = [["一", "培育类", 23, "", "", ""], plain(1, "质量奖", 3, "家"), plain(2, "标杆", 20, "家")]
    reading = read_table([PLAIN, *rows, ["二", "抽检类", 41, "", "", ""], plain(3, "抽检", 40, "批次")])
    assert [task.section for task in reading.tasks] == [("一、培育类",), ("一、培育类",), ("二、抽检类",)]
    assert asked(reading) == [("row", 5)]


def test_a_part_of_the_row_above_is_asked_about_and_not_summed_twice(read_table: Any) -> None:
    rows = [plain(1, "新增品牌", 12, "个"), plain("", "其中：农业类", 5, "个"), ["", "合计", 12, "", "", ""]]
    reading = read_table([PLAIN, *rows])
    assert asked(reading) == [("row", 3)]
    left = read_table([PLAIN, *rows], answers={reading.questions[0].key: LEAVE})
    assert [task.task for task in left.tasks] == ["新增品牌"]
    assert not left.questions


def test_ditto_marks_under_unit_and_target(read_table: Any) -> None:
    rows = [plain(1, "新增标准企业", 3, "家"), plain(2, "培育质量奖企业", "〃", "同上", lead="〃", deadline="″")]
    task = read_table([PLAIN, *rows]).tasks[1]
    assert (task.target, task.unit, task.lead_units, task.deadline) == (Decimal(3), "家", ("市市监局",), "2025-12-31")


def test_counties_rates_stored_as_fractions_follow_the_target(read_table: Any) -> None:
    head = ["序号", "重点任务", "目标值", "计量单位", "责任单位", "完成时限", "墨溪区", "砚湖县"]
    row = [1, "产品合格率", 0.955, "%", "市市监局", "年底前", 0.95, 0.96]
    reading = read_table([head, row])
    answered = read_table([head, row], answers={reading.questions[0].key: "95.5%"})
    assert dict(answered.tasks[0].splits) == {"墨溪区": Decimal(95), "砚湖县": Decimal(96)}
    row[2] = "95.5%"
    mixed = read_table([head, row])
    assert asked(mixed) == [("splits", 2)]
    said = read_table([head, row], answers={mixed.questions[0].key: CONVERT})
    assert dict(said.tasks[0].splits) == {"墨溪区": Decimal(95), "砚湖县": Decimal(96)}


def test_a_list_of_something_else_below_the_tasks_is_left_out_and_said(read_table: Any) -> None:
    reading = read_table(
        [
            PLAIN, plain(1, "新增标准企业", 20, "家"), [], ["附：首席质量官名单"],
            ["序号", "企业名称", "统一社会信用代码", "所在县区", "姓名", "职务"],
            [1, "演示甲公司", "99", "墨溪区", "张某", "副总"],
        ]
    )  # fmt: skip
    assert [task.task for task in reading.tasks] == ["新增标准企业"]
    assert asked(reading) == [("sheet", 5)]


def test_a_title_printed_again_on_the_next_page_is_no_heading(read_table: Any) -> None:
    reading = read_table(
        [PLAIN, plain(1, "新增标准企业", 20, "家"), ["任务分解表（续）"], PLAIN, plain(2, "培育质量奖", 3, "家")]
    )
    assert [(task.no, task.section) for task in reading.tasks] == [("1", ()), ("2", ())]
    assert not reading.questions


def test_a_row_for_each_county_and_a_column_for_each_task(read_table: Any) -> None:
    reading = read_table(
        [
            ["2025年各县（市、区）质量工作任务分解表"], ["县（市、区）", "新增标准企业（家）", "质量合格率（%）"],
            ["墨溪区", 8, 95], ["砚湖县", 12, 96], ["合计", 20, ""],
        ]
    )  # fmt: skip
    first, second = reading.tasks
    assert (first.target, first.unit, dict(first.splits)) == (Decimal(20), "家", {"墨溪区": 8, "砚湖县": 12})
    assert (second.target, second.kind) == (None, "rate")
    assert {field for field, _row in asked(reading)} == {"lead_units", "deadline", "target"}
    assert "191" not in str([question.proposals for question in reading.questions])


def test_leading_units_of_counties_help_with_the_citys_task(read_table: Any) -> None:
    rows = [
        ["序号", "工作事项", "完成时限", "市级", "", "县级", ""],
        ["", "", "", "牵头单位", "配合单位", "牵头单位", "配合单位"],
        [1, "建立质量强县创建机制", "6月底", "市市监局", "市发改委", "各县（市、区）市监局", ""],
    ]
    merges = ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "F1:G1"]
    reading = read_table(rows, merges)
    assert reading.tasks[0].lead_units == ("市市监局",)
    assert reading.tasks[0].supporting_units == ("市发改委", "各县（市、区）市监局")
    key = reading.questions[0].key
    both = read_table(rows, merges, answers={key: "同为牵头单位"})
    assert both.tasks[0].lead_units == ("市市监局", "各县（市、区）市监局")
    assert not read_table(rows, merges, answers={key: "列为配合单位"}).questions


def test_offices_and_codes_under_other_headings(read_table: Any) -> None:
    head = ["编码", "重点任务", "具体举措", "责任领导", "牵头科室", "联系人", "联系电话", "启动时间", "办结时间"]
    row = ["ZL-01", "推进首席质量官制度", "培训", "王某", "市市监局质量科", "李某", "13900000000", "3月初", "10月下旬"]
    task = read_table([head, row]).tasks[0]
    assert (task.no, task.lead_units, task.deadline) == ("ZL-01", ("市市监局质量科",), "2025-10-31")
    assert (task.contact, task.leader, task.measures) == ("李某 13900000000", "王某", "培训")


def test_a_comment_that_takes_a_task_back_is_asked_about_and_others_are_remarked(read_table: Any) -> None:
    def comment(sheet: Any) -> None:
        sheet["B2"].comment = Comment("此项已取消，见会议纪要", "甲")
        sheet["C3"].comment = Comment("口径同上年", "甲")

    rows = [PLAIN, plain(1, "新增标准企业", 20, "家"), plain(2, "培育质量奖", 3, "家")]
    reading = read_table(rows, change=comment)
    assert asked(reading) == [("row", 2)]
    assert "此项已取消" in reading.questions[0].text
    assert "有2条批注" in reading.remarks[0].text
    left = read_table(rows, change=comment, answers={reading.questions[0].key: LEAVE})
    assert [task.no for task in left.tasks] == ["2"]


def test_rows_of_counties_under_one_task_end_in_its_sum(read_table: Any) -> None:
    head = ["序号", "重点任务", "责任地区", "目标任务数", "计量单位", "牵头部门", "完成时间"]
    rows = [
        [1, "新增标准企业", "墨溪区", 8, "家", "市市监局", "年底前"],
        ["", "", "砚湖县", 12, "", "", ""],
        ["", "", "小计", 20, "", "", ""],
    ]
    merges = ["A2:A4", "B2:B4", "E2:E4", "F2:F4", "G2:G4"]
    reading = read_table([head, *rows], merges)
    assert [(task.target, dict(task.splits)) for task in reading.tasks] == [(Decimal(20), {"墨溪区": 8, "砚湖县": 12})]
    assert not reading.questions


def test_a_table_that_begins_in_the_middle_of_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row, cells in enumerate([HEAD, [1, "新增标准企业", "不少于六十家", "", "市市监局", "", "十二月底"]], start=5):
        for column, value in enumerate(cells, start=3):
            book.active.cell(row, column, value or None)
    book.active["M6"] = "此处待议"
    book.save(tmp_path / "表.xlsx")
    reading = read_decomposition(tmp_path / "表.xlsx", year=2025)
    assert [(task.target, task.unit, task.deadline) for task in reading.tasks] == [(Decimal(60), "家", "2025-12-31")]
    assert not reading.questions
