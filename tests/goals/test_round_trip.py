"""Ugly tables go in through the actions, come out as a sheet, and go in again without a question or a difference."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.goals.conftest import Town
from zhicheng.goals.actions.imports import answer_import, begin_import, queue_storing, read_session, store_import
from zhicheng.goals.contracts import TaskRow, write_decomposition
from zhicheng.goals.models import ImportSession
from zhicheng.goals.queries.tables import decomposition_rows

pytestmark = pytest.mark.clause("A3")

MARKED = [
    ["2025年责任矩阵（▲牵头 ○配合）"],
    ["序号", "任务", "目标", "市场监管局", "财政局", "发改委", "完成时限"],
    ["1", "质量竞争力指数", "91", "▲", "○", "", "年底"],
    ["2", "重大质量安全事故", "0起", "▲", "", "○", "贯穿全年"],
]
PARTS = [
    ["附件2"],
    ["2025年目标任务（修改稿）"],
    ["序号", "任务", "数量", "牵头", "配合", "时间要求", "联系人", "电话"],
    [1, "新增注册商标", "3000件", "市场监管局", "", "年底", "王某", 13800000000],
    ["", "其中：地理标志商标", "2件", "", "", "", "", ""],
    [2, "开展“质量开放日”", "每季度1次", "市场监管局", "财政局", "持续", "", ""],
    [3, "产品合格率不低于94.5%，较上年提高0.5个百分点", "", "市场监管局", "", "2025-8", "", ""],
]
COUNTIES = [
    ["2025年分县分解表"],
    ["序号", "任务", "单位", "全市目标", "墨溪区", "", "砚湖县", "", "牵头单位", "时限"],
    ["", "", "", "", "目标", "上年完成", "目标", "上年完成", "", ""],
    [1, "首席质量官任职", "名", 160, 100, 90, 60, 55, "市场监管局", "12月底"],
    [2, "消费投诉按时办结率", "%", 98, 98, 97, 98, 96, "市场监管局", "全年"],
]


def sheet(rows: list[list[Any]]) -> io.BytesIO:
    content, book = io.BytesIO(), Workbook()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    book.save(content)
    content.seek(0)
    return content


def stored(town: Town, content: io.BytesIO, code: str) -> tuple[ImportSession, list[TaskRow]]:
    """The file stored with the first proposal, or a unit of the town, for every answer; and its tasks as exported."""
    programme = town.programme(code)
    session = begin_import(programme.pk, content=content, file_name="表.xlsx", by=town.office, at=town.at)
    session = first = read_session(session.pk, by=town.office, at=town.at)
    for _round in range(4):
        questions = session.reading["questions"]
        if not questions:
            break
        units = iter(town.units.values())
        answers = {
            each["key"]: next(units) if each["key"].startswith("unit:") else (each["proposals"] or ["分"])[0]
            for each in questions
        }
        answer_import(session.pk, answers=answers, by=town.office, at=town.at)
        session = read_session(session.pk, by=town.office, at=town.at)
    queue_storing(session.pk, by=town.office, at=town.at)
    store_import(session.pk, by=town.office, at=town.at)
    return first, decomposition_rows(programme.pk, town.office)


@pytest.mark.parametrize("rows", [MARKED, PARTS, COUNTIES], ids=["marks", "parts", "counties"])
def test_what_was_stored_comes_out_and_in_again_without_a_difference(town: Town, tmp_path: Path, rows: Any) -> None:
    _asked, before = stored(town, sheet(rows), "first")
    write_decomposition(before, tmp_path / "出.xlsx", title="2025年质量强市重点任务", year=2025)
    again, after = stored(town, io.BytesIO((tmp_path / "出.xlsx").read_bytes()), "second")
    assert again.reading["questions"] == []
    assert [replace(row, sheet="", row=0) for row in after] == [replace(row, sheet="", row=0) for row in before]
