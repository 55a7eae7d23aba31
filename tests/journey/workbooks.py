"""Decomposition tables made on the spot, where a sample would be too small or too large."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

HEAD = ("序号", "任务", "目标值", "计量单位", "完成时限", "牵头单位")


def plain_table(file: Path, tasks: int, *, year: int) -> Path:
    """A table about which nothing needs to be asked."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "任务分解表"
    sheet.append([f"{year}年度质量强市任务分解表"])
    sheet.append(HEAD)
    for number in range(1, tasks + 1):
        sheet.append(
            [number, f"新增第{number}类质量提升示范点{number}个", number, "个", f"{year}-12-31", "演示市市场监督管理局"]
        )
    book.save(file)
    return file
