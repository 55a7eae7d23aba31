"""Rosters as offices keep them: heads in any words and either script, dates as they are written, or no heads at all."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as some

from zhicheng.core.refusal import Unreadable
from zhicheng.goals.contracts.cells import BadCell, code_of, day_of, number_of, text_of
from zhicheng.goals.contracts.rosters import MOST_ROWS, as_text, read_roster
from zhicheng.goals.rules.rosters import Row

DAY = date(2025, 6, 30)


@pytest.mark.parametrize(
    "written",
    ["2025-06-30", "2025.6.30", "2025/6/30", "2025年6月30日", "20250630", "２０２５－０６－３０", 45838, DAY,
     datetime(2025, 6, 30), "45838", " 2025年06月30日 "],
)  # fmt: skip
def test_a_day_is_read_as_offices_write_it(written: object) -> None:
    assert day_of(written) == DAY


@pytest.mark.parametrize("written", ["2025年6月", "去年", "2025-02-30", "2025.13.1", 12, "12"])
def test_what_is_no_day_is_told_in_a_sentence(written: object) -> None:
    with pytest.raises(BadCell, match=r"。$"):
        day_of(written)


@pytest.mark.parametrize(
    ("written", "number"), [("１２０", 120), ("1,200家", 1200), (95.5, "95.5"), ("97%", 97), ("", None)]
)
def test_a_number_is_read_with_its_unit_and_in_full_width(written: object, number: object) -> None:
    assert number_of(written) == (None if number is None else Decimal(str(number)))


@pytest.mark.parametrize("written", ["-1", "约百家", "1e99", "NaN", "∞"])
def test_what_is_no_count_is_told(written: str) -> None:
    with pytest.raises(BadCell):
        number_of(written)


def test_a_code_that_lost_its_digits_is_not_taken() -> None:
    with pytest.raises(BadCell, match="失真"):
        code_of(9.199010112345679e17)
    with pytest.raises(BadCell, match="失真"):
        code_of("9.19901E+17")


@pytest.mark.parametrize(
    "text",
    [
        "企业名称\t统一社会信用代码\t发证日期\n演示一厂\tX1\t2025-06-30",
        "企業名稱\t證書編號\t發證日期\n演示一厂\tX1\t2025年6月30日",
        "序号,单位名称,证书编号,获批时间,备注\n1,演示一厂,X1,2025.6.30,",
        "墨溪区采标企业名单\t\t\n名称\t编号\t日期\n演示一厂\tX1\t2025/6/30",
        "1\t演示一厂\tX1ab\t2025-06-30\n",
        "演示一厂，2025-06-30",
    ],
)
def test_columns_are_told_by_their_heads_or_by_what_stands_in_them(text: str) -> None:
    roster = read_roster(text)
    assert not roster.problems
    assert [(row.name, row.happened_on) for row in roster.rows] == [("演示一厂", DAY)]


def test_a_firm_whose_name_ends_like_a_head_is_no_head() -> None:
    assert [row.name for row in read_roster("演示第一企业\n演示第二企业").rows] == ["演示第一企业", "演示第二企业"]


def test_a_stray_quotation_mark_does_not_swallow_the_lines_below() -> None:
    assert len(read_roster('名称\t日期\n演示"一厂\t2025-06-30\n演示二厂\t2025-06-30').rows) == 2


def test_in_progress_and_applied_are_never_done() -> None:
    roster = read_roster("名称\t日期\t状态\n演示一厂\t\t在建\n演示二厂\t\t已申报\n演示三厂\t2025-06-30\t立项")
    assert [row.status for row in roster.rows] == ["in-progress", "applied", "in-progress"]
    counted = read_roster("名称\t日期\t状态\n演示三厂\t2025-06-30\t立项", approval_counts=True)
    assert counted.rows[0].status == "done"


def test_a_sheet_is_read_in_a_child_process_and_cells_are_found_again(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    body = io.BytesIO()
    with xlsxwriter.Workbook(body) as book:
        book.add_worksheet("封面").write(0, 0, "")
        sheet = book.add_worksheet("名单")
        for row, values in enumerate(
            (("采标企业名单",), (), ("企业名称", "发证日期"), ("演示一厂", 45838), ("演示二厂", "待定"))
        ):
            for column, value in enumerate(values):
                sheet.write(row, column, value)
    path.write_bytes(body.getvalue())
    roster = read_roster(path)
    assert roster.rows[0].happened_on == DAY
    [problem] = roster.problems
    assert roster.cell(problem) == ("名单", 5, 2)


def test_far_too_many_rows_are_refused() -> None:
    with pytest.raises(Unreadable, match="上限"):
        read_roster("\n".join(f"演示{n}厂" for n in range(MOST_ROWS + 1)))


NAMES = some.text(
    some.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="\",，;；|\t'"), min_size=1
)


@given(some.lists(some.builds(Row, some.just(1), NAMES.map(lambda name: f"演示{name}厂"[:100]), some.just("证001"),
                              some.dates(date(2000, 1, 1), date(2050, 1, 1))), min_size=1, max_size=8))  # fmt: skip
def test_what_the_form_shows_again_is_read_again_unchanged(rows: list[Row]) -> None:
    again = read_roster(as_text(rows))
    assert [(row.name, row.code, row.happened_on) for row in again.rows] == [
        (text_of(row.name), row.code, row.happened_on) for row in rows
    ]
