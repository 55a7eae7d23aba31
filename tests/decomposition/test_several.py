"""Several tasks in one cell: proposed where each point is a task for sure, asked where it is not, never guessed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.decomposition.conftest import HEAD
from zhicheng.goals.contracts import read_decomposition, write_decomposition
from zhicheng.goals.contracts.separating import ONE, SPLIT
from zhicheng.goals.contracts.several import points_in

THREE = "1.新增采用国际标准企业20家；\n2.培育省级质量奖企业3家；\n3.开展质量月活动。"


def row(task: str, target: object = "", lead: str = "市市监局", deadline: str = "年底前") -> list[object]:
    return [7, task, target, "", lead, "市发改委", deadline]


def key_of(reading: Any) -> str:
    return next(question.key for question in reading.questions if question.field == "row")


def test_numbered_tasks_are_proposed_with_their_words_and_split_by_one_answer(read_table: Any) -> None:
    asked = read_table([HEAD, row(THREE)])
    assert len(asked.tasks) == 1
    assert [question.field for question in asked.questions] == ["row"]
    assert asked.questions[0].proposals == (SPLIT, ONE)
    assert "2.培育省级质量奖企业3家" in asked.questions[0].text
    split = read_table([HEAD, row(THREE)], answers={key_of(asked): SPLIT})
    assert [(task.no, task.task, task.target, task.unit) for task in split.tasks] == [
        ("7", "新增采用国际标准企业20家", Decimal(20), "家"),
        ("7", "培育省级质量奖企业3家", Decimal(3), "家"),
        ("7", "开展质量月活动。", None, None),
    ]
    assert {task.lead_units for task in split.tasks} == {("市市监局",)}
    assert not split.questions


def test_columns_numbered_alike_go_with_their_tasks(read_table: Any) -> None:
    table = [
        HEAD,
        row(
            "1.新增采用国际标准企业；2.培育省级质量奖企业",
            "20家\n3家",
            "1.市市监局\n2.市工信局",
            "1.6月底前\n2.年底前",
        ),
    ]
    asked = read_table(table)
    assert [question.proposals for question in asked.questions] == [(SPLIT, ONE)]
    split = read_table(table, answers={key_of(asked): SPLIT})
    assert [(task.target, task.lead_units, task.supporting_units, task.deadline) for task in split.tasks] == [
        (Decimal(20), ("市市监局",), ("市发改委",), "2025-06-30"),
        (Decimal(3), ("市工信局",), ("市发改委",), "2025-12-31"),
    ]
    assert not split.questions


def test_lines_with_a_target_each_are_tasks(read_table: Any) -> None:
    lines = "新增采用国际标准企业20家\n培育省级质量奖企业3家"
    asked = read_table([HEAD, row(lines)])
    assert asked.questions[0].proposals == (SPLIT, ONE)
    split = read_table([HEAD, row(lines)], answers={key_of(asked): SPLIT})
    assert [task.target for task in split.tasks] == [Decimal(20), Decimal(3)]


def test_one_target_beside_several_tasks_leaves_it_open_which_it_is_for(read_table: Any) -> None:
    table = [HEAD, row("1.新增采用国际标准企业；2.培育省级质量奖企业", "20家")]
    asked = read_table(table)
    assert asked.questions[0].proposals == (ONE, SPLIT)
    key = key_of(asked)
    assert read_table(table, answers={key: ONE}).tasks[0].target == Decimal(20)
    split = read_table(table, answers={key: SPLIT})
    assert [task.target for task in split.tasks] == [None, None]
    assert [question.field for question in split.questions] == ["target"]


def test_shares_beside_several_tasks_are_asked_for_each(read_table: Any) -> None:
    head = ["序号", "重点任务", "牵头单位", "完成时限", "砚湖县", "墨溪区"]
    table = [head, [1, "1.新增采用国际标准企业20家；2.培育省级质量奖企业3家", "市市监局", "年底前", 12, 11]]
    asked = read_table(table)
    assert asked.questions[0].proposals == (ONE, SPLIT)
    split = read_table(table, answers={key_of(asked): SPLIT})
    assert [task.splits for task in split.tasks] == [(), ()]
    assert "分县任务数对着拆开的几项任务" in split.questions[0].text


@pytest.mark.parametrize(
    "task",
    [
        "推进质量强企：1.建立首席质量官制度；2.开展质量攻关",
        "①宣传；②培训",
        "1.建立首席质量官制度；3.开展质量攻关",
        "开展1.5万人次培训",
        "建立首席质量官制度\n开展质量攻关活动",
    ],
)
def test_points_of_one_task_stay_one_task_without_a_question(read_table: Any, task: str) -> None:
    reading = read_table([HEAD, row(task, "60家")])
    assert [question.text for question in reading.questions] == []
    assert reading.tasks[0].task == task
    assert reading.tasks[0].target == Decimal(60)


def test_an_answer_to_keep_one_task_asks_what_is_left_open(read_table: Any) -> None:
    asked = read_table([HEAD, row(THREE)])
    kept = read_table([HEAD, row(THREE)], answers={key_of(asked): ONE})
    assert [question.field for question in kept.questions] == ["target"]
    assert kept.tasks[0].task == THREE


@pytest.mark.parametrize("text", ["1.6月底前\n2.年底前", "（1）甲；（2）乙", "１．甲；２．乙", "①甲②乙", "1、甲 2、乙"])
def test_points_begin_a_line_or_follow_a_stop(text: str) -> None:
    assert len(points_in(text)) == (2 if "②" not in text and " " not in text else 0)


def test_what_was_kept_as_one_goes_out_and_comes_in_again_without_a_question(read_table: Any, tmp_path: Path) -> None:
    rows = [HEAD, row(THREE), [8, *row("其中：农业类", "5个", "市市监局(李某)")[1:]]]
    answers: dict[str, str] = {}
    for _round in range(4):
        reading = read_table(rows, answers=answers)
        answers |= {question.key: _kept(question.proposals) for question in reading.questions}
    assert not reading.questions
    write_decomposition(reading.tasks, tmp_path / "出.xlsx", title="演示市2025年任务表", year=2025)
    again = read_decomposition(tmp_path / "出.xlsx", year=2025)
    assert [task.to_plain() for task in again.tasks] == [task.to_plain() for task in reading.tasks]
    assert not again.questions


def _kept(proposals: tuple[str, ...]) -> str:
    return ONE if ONE in proposals else proposals[0]
