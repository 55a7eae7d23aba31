"""What is written imports again without a difference; the command prints exactly the promised JSON."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from zhicheng.cli.goals_import import run
from zhicheng.goals.contracts import TaskRow, read_decomposition, write_decomposition
from zhicheng.goals.contracts.results import KEEP

pytestmark = pytest.mark.clause("A3")

WORDS = st.sampled_from(
    [
        "新增导入卓越绩效模式企业",
        "=SUM(A1)推进工作",
        "-加强监管",
        "@质量月",
        "培育“演示制造”品牌\n持续发力",
        "開展質量提升行動",
        "+推进对标达标 😀",
        "完善体系（含试点）",
    ]
)
UNITS = st.lists(
    st.sampled_from(["市市监局", "市发改委", "各县（市、区）政府", "市場監管局", "团市委"]), unique=True, max_size=3
)
COUNTIES = ("墨溪区", "砚湖", "雁洲市", "经开区")


@st.composite
def rows(draw):
    """Tasks such as a reading without open questions gives."""
    tasks = []
    for number in range(1, draw(st.integers(2, 6)) + 1):
        kind = draw(st.sampled_from(["counted", "qualitative", "rate", "coverage"]))
        target, unit = None, None
        if kind == "rate":
            target, unit = Decimal(draw(st.integers(1, 1000))) / 10, "%"
        elif kind != "qualitative":
            target, unit = Decimal(draw(st.integers(0, 10**6))), draw(st.sampled_from(["家", "个", "万元", "批次"]))
        splits = ()
        if target is not None and kind == "counted":
            chosen = draw(st.lists(st.sampled_from(COUNTIES), unique=True))
            splits = tuple((county, Decimal(draw(st.integers(0, 99)))) for county in COUNTIES if county in chosen)
        leads = tuple(draw(UNITS)) or ("市质量强市办",)
        tasks.append(
            TaskRow(
                no=str(number),
                task=f"{draw(WORDS)}{'甲乙丙丁戊己'[number - 1]}",
                target=target,
                unit=unit,
                lead_units=leads,
                supporting_units=tuple(u for u in draw(UNITS) if u not in leads),
                deadline=draw(st.sampled_from(["2025-12-31", "2025-06-30", "ongoing", "2027-12-31"])),
                splits=splits,
                contact=draw(st.sampled_from([None, "张三 0570-1234567", "13800000000"])),
                kind=kind,
                direction="equal" if kind == "coverage" else draw(st.sampled_from(["at_least", "at_most"])),
                count_basis=draw(st.sampled_from(["", "new", "stock"])),
                section=draw(st.sampled_from([("一、产品", "（一）农业"), ("二、服务",)])),
                standard=draw(st.sampled_from(["", "以认定文件为准"])),
                source=draw(st.sampled_from(["", "=演示发〔2025〕1号"])),
            )
        )
    return tasks


def bare(task: TaskRow) -> TaskRow:
    """Without what only says where the task stood."""
    return replace(task, sheet="", row=0, source_text="", target_text="", splits=tuple(sorted(task.splits)))


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate), derandomize=True)
@given(rows())
def test_an_export_imports_again_without_a_difference(tasks):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "导出.xlsx"
        write_decomposition(tasks, path, title="演示市2025年任务分解表", year=2025, origin_mark="虚构")
        reading = read_decomposition(path, year=2025)
    assert [bare(task) for task in reading.tasks] == [bare(task) for task in tasks]
    assert reading.questions == ()


def test_what_was_read_from_an_ugly_table_survives_export(tmp_path, read_table):
    head = ["序号", "重点任务", "目标值", "单位", "墨溪区", "砚湖县", "牵头单位", "配合单位", "完成时限", "联系人"]
    reading = read_table(
        [
            head,
            ["（一）产品质量"],
            [1, "新增品牌约60个", "约60", "个", 30, 30, "市市监局", "市商务局、市文旅局", "年底前", "张三"],
            [2, "抽查合格率98%以上", "98%", "%", "", "", "市市监局牵头，市发改委配合", "", "长期", ""],
        ]
    )
    assert reading.questions == ()
    path = tmp_path / "导出.xlsx"
    write_decomposition(reading.tasks, path, title="演示市2025年任务分解表", year=2025, origin_mark="")
    again = read_decomposition(path, year=2025)
    assert [task.to_plain() for task in again.tasks] == [task.to_plain() for task in reading.tasks]
    assert [(t.kind, t.direction, t.approximate, t.section) for t in again.tasks] == [
        (t.kind, t.direction, t.approximate, t.section) for t in reading.tasks
    ]
    assert again.questions == ()


@pytest.mark.parametrize(("target", "answered"), [(5, 0), ("若干", -1)])
def test_an_export_keeps_what_was_answered_about_a_target_that_its_words_contradict(
    tmp_path, read_table, target, answered
):
    head = ["序号", "重点任务", "目标值", "单位", "牵头单位", "完成时限"]
    row = [1, "培育质量标杆企业3家", target, "家", "市经信局", "年底前"]
    (asked,) = read_table([head, row]).questions
    answer = asked.proposals[answered] if asked.proposals else KEEP
    settled = read_table([head, row], answers={asked.key: answer})
    assert settled.questions == ()
    path = tmp_path / "导出.xlsx"
    write_decomposition(settled.tasks, path, title="演示市2025年任务分解表", year=2025, origin_mark="")
    again = read_decomposition(path, year=2025)
    assert again.questions == ()
    assert [bare(task) for task in again.tasks] == [bare(task) for task in settled.tasks]


def test_the_command_prints_the_promised_json(tmp_path, make_excel):
    path = make_excel(
        tmp_path / "表.xlsx",
        [
            ["序号", "任务", "目标", "责任单位", "时限"],
            [1, "新增品牌", "9个", "市监局", "年底"],
            [2, "甲", "5-6个", "市监局", "年底"],
        ],
    )
    code, text = run(path, 2025, True)
    printed = json.loads(text)
    assert code == 0
    assert printed["tasks"][0] == {
        "no": "1", "task": "新增品牌", "target": 9, "unit": "个", "lead_units": ["市监局"], "supporting_units": [],
        "deadline": "2025-12-31", "splits": {}, "contact": None,
    }  # fmt: skip
    assert [list(question) for question in printed["questions"]] == [
        ["sheet", "row", "column", "field", "text", "proposals"]
    ]
    code, text = run(tmp_path / "没有.xlsx", None, True)
    assert code != 0
    assert list(json.loads(text)) == ["refused"]


def test_two_thousand_tasks_are_read_in_three_seconds(tmp_path, make_excel):
    head = [
        "序号",
        "重点任务",
        "目标值",
        "计量单位",
        "墨溪区",
        "砚湖县",
        "雁洲市",
        "合计",
        "牵头单位",
        "配合单位",
        "完成时限",
        "联系人",
    ]
    table = [head] + [
        [
            n,
            f"新增标准化试点项目第{n}批{n}家以上",
            n,
            "家",
            n,
            0,
            0,
            n,
            "市市监局",
            "市发改委、市经信局、各县（市、区）政府",
            "2025年12月底前",
            "张三",
        ]
        for n in range(1, 2001)
    ]
    path = make_excel(tmp_path / "大表.xlsx", table)
    start = sum(os.times()[:4])
    reading = read_decomposition(path, year=2025)
    # Seconds of the processor, the child's with them: other work on the machine does not count.
    assert sum(os.times()[:4]) - start < 3
    assert len(reading.tasks) == 2000
    assert reading.questions == ()
