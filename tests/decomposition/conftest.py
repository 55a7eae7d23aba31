"""Builders of ugly tables: a list of rows becomes an Excel file or a Word table, and is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from zhicheng.goals.contracts import Question, Reading, TaskRow, read_decomposition

Rows = Sequence[Sequence[Any]]
HEAD = ["序号", "重点任务", "目标值", "计量单位", "牵头单位", "配合单位", "完成时限"]


def excel(path: Path, rows: Rows, merges: Sequence[str] = (), change: Callable[[Any], None] | None = None) -> Path:
    """An Excel file with these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "任务分解表"
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
    for area in merges:
        sheet.merge_cells(area)
    if change:
        change(sheet)
    book.save(path)
    return path


@pytest.fixture
def make_excel() -> Callable[..., Path]:
    """The builder itself."""
    return excel


@pytest.fixture
def read_table(tmp_path: Path) -> Callable[..., Reading]:
    """Write rows as Excel and read them for 2025."""

    def read(
        rows: Rows, merges: Sequence[str] = (), change: Any = None, *, year: int | None = 2025, **more: Any
    ) -> Reading:
        return read_decomposition(excel(tmp_path / "表.xlsx", rows, merges, change), year=year, **more)

    return read


@pytest.fixture
def read_row(read_table: Callable[..., Reading]) -> Callable[..., tuple[TaskRow, tuple[Question, ...]]]:
    """Read one task under a plain head; keywords replace its cells."""

    def read(
        head: Sequence[str] = tuple(HEAD), *, change: Any = None, **cells: Any
    ) -> tuple[TaskRow, tuple[Question, ...]]:
        plain = {
            "序号": 1, "重点任务": "新增导入卓越绩效模式企业", "目标值": 60, "计量单位": "家", "牵头单位": "市市监局",
            "配合单位": "市经信局", "完成时限": "年底前", **cells,
        }  # fmt: skip
        reading = read_table([list(head), [plain.get(name, "") for name in head]], change=change)
        assert len(reading.tasks) == 1, reading
        return reading.tasks[0], reading.questions

    return read


@pytest.fixture
def read_word(tmp_path: Path) -> Callable[..., Reading]:
    """Build a Word document with a function and read it for 2025."""

    def read(build: Callable[[Any], None], *, year: int | None = 2025) -> Reading:
        document = docx.Document()
        build(document)
        path = tmp_path / "表.docx"
        document.save(str(path))
        return read_decomposition(path, year=year)

    return read
