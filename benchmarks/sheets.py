"""Sheets for measuring: a decomposition table of many tasks, and a county's period with many names."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import xlsxwriter

from benchmarks.scratch import PERIOD, YEAR
from zhicheng.demo.founding import Town
from zhicheng.demo.places import COUNTIES
from zhicheng.goals.contracts.quarter_sheet import NAME_HEADS, NAMES, SheetTask, write_quarter_sheet

LEADS = ("市市场监管局", "市发展改革委", "市住建局", "市农业农村局", "市商务局")


def decomposition(tasks: int) -> BytesIO:
    """A table of so many counted tasks with a number for each of nine counties."""
    body = BytesIO()
    with xlsxwriter.Workbook(body, {"in_memory": True}) as book:
        page = book.add_worksheet("任务分解表")
        page.write(0, 0, f"演示市{YEAR}年质量强市重点任务分解表")
        heads = ["序号", "重点任务", "目标值", "牵头单位", "配合单位", "完成时限", *(c.name for c in COUNTIES), "合计"]
        page.write_row(1, 0, heads)
        for n in range(1, tasks + 1):
            shares = [n % 7 + place for place in range(1, 10)]
            page.write_row(n + 1, 0, [n, f"新增第{n}类质量管理体系认证企业", f"{sum(shares)}家", LEADS[n % 5], "市财政局",
                                      f"{YEAR}年12月底", *shares, sum(shares)])  # fmt: skip
    body.seek(0)
    return body


def filled_period(tasks: list[SheetTask], *, names: int, town: Town) -> bytes:
    """A county's workbook with so many names spread over its tasks."""
    empty = write_quarter_sheet(tasks, unit="墨溪区人民政府", period=PERIOD, mark="虚构")
    book = openpyxl.load_workbook(BytesIO(empty))
    page = book[NAMES]
    heads = [head for head, _width in NAME_HEADS.values()]
    first = next(row for row in range(1, 9) if [cell.value for cell in page[row]][: len(heads)] == heads) + 1
    for n in range(names):
        task = tasks[n % len(tasks)]
        firm = town.firms[n % len(town.firms)]
        row = (task.number, f"{firm.name}第{n}分号", f"YS-{n:06d}", f"{YEAR}-01-02", "已完成", "")
        for column, value in enumerate(row, 1):
            page.cell(first + n, column, value)
    body = BytesIO()
    book.save(body)
    return body.getvalue()
