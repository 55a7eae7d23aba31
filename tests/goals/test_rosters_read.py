"""Rosters as offices keep them: without heads, with sums, notes, hidden rows, two lists on a sheet, codes typed by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from zhicheng.core.refusal import Unreadable
from zhicheng.goals.contracts.rosters import read_grid, read_roster
from zhicheng.goals.rules.rosters import code_key, status_of

USCC = "91990101MA0000000X"


def pasted(*cells: str) -> str:
    return "\t".join(cells)


def test_a_certificate_numbered_in_words_is_the_code_where_no_heads_are_given() -> None:
    (row,) = read_roster(pasted("演示甲有限公司", "演品字〔2025〕第12号", "2025-06-30", "已完成")).rows
    assert (row.code, row.remark) == ("演品字〔2025〕第12号", "")


def test_words_without_a_figure_behind_the_name_are_a_remark() -> None:
    (row,) = read_roster(pasted("演示甲有限公司", "县级重点企业", "2025-06-30", "已完成")).rows
    assert (row.code, row.remark) == ("", "县级重点企业")


def test_a_remark_with_figures_stays_a_remark_beside_a_code() -> None:
    (row,) = read_roster(pasted("演示甲有限公司", USCC, "2025-06-30", "首批12家之一")).rows
    assert (row.code, row.remark) == (USCC, "首批12家之一")


HEADS = ["序号", "企业名称", "统一社会信用代码", "日期", "备注"]


def test_sums_and_notes_below_a_list_count_nothing() -> None:
    read = read_grid([
        HEADS, [1, "1.演示甲公司", "'9199A1", "2025年3月5号", ""], [2, "演示乙公司", "9199A2", "2025.3.5 10:20", ""],
        ["合计", "2家", "", "", ""], ["注：以上均已发证"], ["填表人：演示某", "", "联系电话：0999-1"],
    ])  # fmt: skip
    assert [(row.name, row.code, row.happened_on) for row in read.rows] == [
        ("演示甲公司", "9199A1", date(2025, 3, 5)), ("演示乙公司", "9199A2", date(2025, 3, 5)),
    ]  # fmt: skip
    assert read.problems == []


@pytest.mark.parametrize(
    ("remark", "status"), [("在建", "in-progress"), ("已申报", "applied"), ("省级重点", "done"), ("", "done")]
)
def test_a_remark_that_says_not_done_is_not_done(remark: str, status: str) -> None:
    assert read_grid([HEADS, [1, "演示甲公司", "9199A1", "2025-03-05", remark]]).rows[0].status == status


@pytest.mark.parametrize(
    ("word", "status"),
    [("√", "done"), ("是", "done"), ("否", "in-progress"), ("未通过", "in-progress"), ("×", "in-progress")],
)
def test_ticks_and_noes_are_understood(word: str, status: str) -> None:
    assert status_of(word, approval_counts=False) == status


def test_two_lists_side_by_side_or_on_two_sheets_are_refused_and_not_halved(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="左右几栏"):
        read_grid([["企业名称", "代码", "企业名称", "代码"], ["演示甲公司", "A1", "演示乙公司", "A2"]])
    book = Workbook()
    for page in (book.active, book.create_sheet("乙镇")):
        page.append(["企业名称", "信用代码", "日期"])
        page.append(["演示甲公司", "9199A1", "2025-03-05"])
    book.save(tmp_path / "名单.xlsx")
    with pytest.raises(Unreadable, match="乙镇"):
        read_roster(tmp_path / "名单.xlsx")


def test_a_hidden_row_is_asked_about_at_its_cell(tmp_path: Path) -> None:
    book = Workbook()
    for row in (HEADS, [1, "演示甲公司", "9199A1", "2025-03-05"], [2, "演示乙公司", "9199A2", "2025-03-06"]):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "名单.xlsx")
    read = read_roster(tmp_path / "名单.xlsx")
    (problem,) = read.problems
    assert (read.cell(problem), "隐藏" in problem.sentence) == (("Sheet", 3, 2), True)


def test_codes_are_the_same_however_they_were_typed() -> None:
    typed = ["91990100MA0TEST0X1", "91 9901 00ma0t est0x1", "9199O1OOMAOTEST0XI", "９１９９０１００MA0TEST0X1"]
    assert {code_key(code) for code in typed} == {"91990100MA0TEST0X1"}
    assert code_key("IO-2025-1") == "IO-2025-1"
