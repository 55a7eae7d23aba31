"""Rows of a sheet that are none: a title above the headings, headings once more, remarks below, sums of the others."""

from __future__ import annotations

import re
from typing import Any

from hengliang.composite.problems import Findings, refuse

RAGGED = "a cell is missing or one too many; a cell that holds the separator stands in quotes"
REMARK = re.compile(
    r"(数据来源|資料來源|资料来源|来源|來源|注释?|備註|备注|说明|說明|sources?|notes?)\s*[\d①-⑨]*\s*[:：.]",
    re.IGNORECASE,
)
TOTALS = frozenset("合计 总计 小计 共计 合計 總計 小計 共計 总和 平均 平均值 total totals sum average".split())  # noqa: SIM905


def check_title(header: list[str], body: list[list[Any]], lines: tuple[int, ...], what: str) -> None:
    """Raises: ProblemsFound where the first row is a title, with nothing but one cell."""
    if sum(map(bool, header)) == 1 and any(sum(map(is_filled, row)) > 1 for row in body):
        title = next(filter(None, header))
        why = f"the first row holds {title!r} alone: a title; the first row must hold the names of the columns, take the title out"
        raise refuse("title-row", f"{what}: {why}", row=f"line {1 if not lines else lines[0] - 1}")


def checked_rows(
    header: list[str], body: list[list[Any]], lines: tuple[int, ...], what: str, found: Findings
) -> tuple[list[list[Any]], tuple[int, ...]]:
    """Rows that are none (headings once more, remarks below a table) and rows of another length, into `found`."""
    good = []
    for line, row in zip(lines, body, strict=True):
        begins = next((str(cell).strip() for cell in row if is_filled(cell)), "")
        if sum(map(is_filled, row)) > 1 and [str(cell).strip() for cell in row] == header:
            found.add("heading-row", f"{what}: the headings stand again in this row: take it out", row=f"line {line}")
        elif (len(row) == 1 < len(header)) or (sum(map(is_filled, row)) == 1 and REMARK.match(begins)):
            why = f"a single cell ({begins!r}) under {len(header)} headings: a title or a remark is no row, take it out"
            found.add("ragged-row", f"{what}: {why}", row=f"line {line}")
        elif len(row) != len(header):
            why = f"{len(row)} cells under {len(header)} headings (the row begins {begins!r}): {RAGGED}"
            found.add("ragged-row", f"{what}: {why}", row=f"line {line}")
        else:
            good.append((line, row))
    return [row for _, row in good], tuple(line for line, _ in good)


def totals(body: list[list[Any]], lines: tuple[int, ...], what: str) -> list[str]:
    """Rows that sum up the others by their first cell, as statistical sheets end; they would be ranked as units."""
    named = [(line, str(row[0]).strip()) for line, row in zip(lines, body, strict=True) if row]
    rule = "looks like a total and was ranked as a unit: take the row out if it is one"
    return [f"{what}: line {line} ({name!r}) {rule}" for line, name in named if name.casefold() in TOTALS]


def is_filled(cell: Any) -> bool:
    """Whether a cell holds anything but space."""
    return cell is not None and bool(str(cell).strip())
