"""Sample quarter sheets of the made-up city: as a county gets it, filled in badly, and as it then comes back.

Written, read and marked by the same code as on the site; only what already counts elsewhere is told here instead of
being looked up. Made afresh and the same each time: `python -m zhicheng.demo.sample_sheets FOLDER`.
"""

from __future__ import annotations

import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

from zhicheng.core.intake import read_grid, read_rows, returned_copy
from zhicheng.demo.firms import Firm, by_county, make_firms
from zhicheng.demo.places import COUNTIES
from zhicheng.demo.programmes import YEAR, Line
from zhicheng.goals.contracts.cells import CellProblem
from zhicheng.goals.contracts.quarter_sheet import NAMES, PROGRESS, SheetTask, read_quarter_sheet, write_quarter_sheet
from zhicheng.goals.rules.periods import end_of, name_of
from zhicheng.goals.rules.rosters import Counted, Row, duplicate_problems, key_of, name_key, shape_problems

GIVEN_OUT, WRONG, SENT_BACK = "季度报送表-砚湖县.xlsx", "季度报送表-有错.xlsx", "季度报送表-有错-退回.xlsx"
COUNTY, OTHER = COUNTIES[3], COUNTIES[1]
PERIOD, BEGINS = "2025Q3", date(2025, 1, 1)
MARK = "虚构样例"
SEED = 2025
LISTED = 9
# Columns of the two sheets, counted from 1, and the first row beneath the heads.
NUMBER, UNLISTED, BASE, IN_PROGRESS, STATED, WORDS = 1, 7, 8, 9, 11, 12
FIRST = 4
NO_DATE = (1980, 1, 1, 0, 0, 0)


def sheet_tasks() -> list[SheetTask]:
    """Tasks of the year that are split among counties, as a county's sheet lists them; half of each is verified."""
    split = [(number, line) for number, line in enumerate(YEAR, 1) if line.split]
    return [_task(number, line, (line.target or 0) // len(line.split)) for number, line in split[:LISTED]]


def _task(number: int, line: Line, share: int) -> SheetTask:
    return SheetTask(
        part=number, number=str(number), title=line.title, kind=line.kind, target=f"≥{line.target}{line.unit}",
        share=Decimal(share), verified=Decimal(share // 2), deadline=f"{BEGINS.year}-12-31",
    )  # fmt: skip


def given_out() -> bytes:
    """The sheet as the county downloads it."""
    unit = f"{COUNTY.name}人民政府"
    return settled(write_quarter_sheet(sheet_tasks(), unit=unit, period=name_of(PERIOD), mark=MARK))


def filled_in() -> bytes:
    """The same sheet filled in with every mistake that county offices make."""
    # Heavy, and only whoever makes the samples needs it.
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(given_out()))
    for row, column, value in _wrong_progress():
        book[PROGRESS].cell(row, column).value = value
    for row, cells in enumerate(_wrong_names(), start=FIRST):
        for column, value in enumerate(cells, start=1):
            book[NAMES].cell(row, column).value = value
    out = BytesIO()
    book.save(out)
    return settled(out.getvalue())


def _wrong_progress() -> Iterator[tuple[int, int, Any]]:
    """Cells of 进展: a text where a number belongs, a base of a count, a lost number, a line twice, a changed task."""
    yield FIRST, WORDS, "新导入 3 家，均已通过评价。"
    yield FIRST, IN_PROGRESS, "约3家"
    yield FIRST + 1, WORDS, "已完成验收 2 家，另有 1 家在办。"
    yield FIRST + 1, STATED, "过半"
    yield FIRST + 2, UNLISTED, "十二家"
    yield FIRST + 2, WORDS, "按计划推进。"
    yield FIRST + 3, BASE, 40
    yield FIRST + 3, WORDS, "已设 4 名首席质量官。"
    yield FIRST + 4, NUMBER, None
    yield FIRST + 4, WORDS, "正在排查小微企业需求。"
    yield FIRST + 6, NUMBER, sheet_tasks()[5].number
    yield FIRST + 6, WORDS, "已完成 2 个。"
    yield FIRST + 5, NUMBER + 1, "新增企业"
    yield FIRST + 5, WORDS, "新增 1 家。"


def _wrong_names() -> list[tuple[Any, ...]]:
    """Rows of 名单: twice the same firm, another county's firm, an impossible and a wrong day, a spoilt code."""
    firms, (first, second, third, fourth, *_rest) = _firms(), sheet_tasks()
    one, two, three, four, five, six, seven, *_more = firms[COUNTY.code]
    return [
        (first.number, one.name, one.uscc, "2025-08-12", "已完成", ""),
        (first.number, two.name, two.uscc, "2025-08-20", "已完成", ""),
        (first.number, one.name, one.uscc, "2025-09-03", "已完成", "又报一次"),
        (first.number, _counted_firm().name, _counted_firm().uscc, "2025-09-10", "已完成", "从外县迁入"),
        (second.number, three.name, three.uscc, "2025-06-31", "已完成", ""),
        (second.number, four.name, four.uscc, "2025-10-15", "已完成", "国庆后取得证书"),
        (second.number, five.name, five.uscc, "2024-12-20", "已完成", ""),
        (second.number, six.name, six.uscc, "2025-09-18", "基本完成", "申报材料已交，计入完成"),
        (third.number, seven.name, 9.19901e17, "2025-09-05", "已完成", ""),
        (third.number, "", "", "2025-09-05", "已完成", "漏填名称"),
        ("", _more[0].name, _more[0].uscc, "2025-09-22", "已完成", "漏填编号"),
        (fourth.number, _more[1].name, _more[1].uscc, "", "已完成", ""),
        (fourth.number, _more[2].name, _more[2].uscc, "2025-09-28", "在办", "在办的不计入完成，不算错"),
    ]  # fmt: skip


def _firms() -> dict[str, list[Firm]]:
    return by_county(make_firms(Random(SEED)))  # noqa: S311 - made-up firms, not a secret


def _counted_firm() -> Firm:
    """A firm that another county has already reported and had verified."""
    return _firms()[OTHER.code][0]


def sent_back(path: Path) -> bytes:
    """What came back for a filled-in sheet: every bad cell marked and explained. Nothing of it was stored."""
    problems = problems_of(path)
    marks: dict[tuple[str, int, int], str] = {}
    for each in problems:
        place = (each.sheet, each.row, each.column)
        marks[place] = f"{marks[place]} {each.sentence}" if place in marks else each.sentence
    out = BytesIO()
    returned_copy(read_grid(path), marks, out)
    return settled(out.getvalue())


def problems_of(path: Path) -> list[CellProblem]:
    """Every bad cell of the sheet: unreadable ones, and names that cannot count."""
    filled = read_quarter_sheet(read_rows(path), sheet_tasks())
    problems = list(filled.problems)
    for task in filled.tasks:
        rows = list(task.rows)
        found = shape_problems(rows, starts_on=BEGINS, period_end=end_of(PERIOD), basis="new")
        found += duplicate_problems(rows, _counted_already())
        # A day that could not be read is told once, as what stands in the cell.
        told = {(each.row, each.column) for each in problems if each.sheet == NAMES}
        places = [(NAMES, each.line, filled.columns[NAMES, each.column]) for each in found]
        problems += [
            CellProblem(*place, each.sentence)
            for place, each in zip(places, found, strict=True) if place[1:] not in told
        ]  # fmt: skip
    return sorted(problems, key=lambda each: (each.sheet != PROGRESS, each.row, each.column))


def _counted_already() -> Sequence[Counted]:
    firm = _counted_firm()
    row = Row(7, firm.name, firm.uscc)
    where = f"{OTHER.name}人民政府{name_of('2025Q2')}名单第 {row.line} 行"
    return (Counted(key_of(row), name_key(firm.name), where),)


def settled(content: bytes) -> bytes:
    """A workbook packed again with fixed dates, so that the same content has the same bytes."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in archive.namelist():
            part = archive.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2025-10-09T00:00:00Z", part)
            packed.writestr(zipfile.ZipInfo(name, NO_DATE), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write_samples(folder: Path) -> list[Path]:
    """The three sheets into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    given, wrong, back = (folder / name for name in (GIVEN_OUT, WRONG, SENT_BACK))
    given.write_bytes(given_out())
    wrong.write_bytes(filled_in())
    back.write_bytes(sent_back(wrong))
    return [given, wrong, back]


if __name__ == "__main__":
    # Sentences are written in simplified Chinese; without translation they need no catalogue and no app.
    settings.configure(USE_I18N=False)
    for written in write_samples(Path(sys.argv[1] if len(sys.argv) > 1 else "samples")):
        print(written)
