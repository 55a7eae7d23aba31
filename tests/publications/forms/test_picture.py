"""A form drawn as its sender drew it: spans, pages of rows, words that run on, and what each cell is."""

from __future__ import annotations

from pathlib import Path

from tests.publications.forms.conftest import desk
from tests.publications.forms.sheets import workbook
from zhicheng.demo.forms import blank_form
from zhicheng.publications.forms.opening import read_form
from zhicheng.publications.forms.picture import ROWS, Picture, draw, sheet_numbers
from zhicheng.publications.forms.reading import read_grid
from zhicheng.publications.forms.whole import draft_form

TASK = "新增导入卓越绩效模式企业"


def drawn(path: Path, *, first: int = 0) -> Picture:
    """The first sheet."""
    form = read_form(path)
    grid = read_grid(form)
    draft = draft_form(form, grid, desk({"unassigned": "dash"}))
    return draw(form, grid, draft, sheet=sheet_numbers(form)[0], first=first)


def test_merged_heads_span_and_every_row_has_the_same_width(tmp_path: Path) -> None:
    path = tmp_path / "上级.xlsx"
    path.write_bytes(blank_form(year=2026, quarter=3))
    picture = drawn(path)
    by_ref = {cell.ref: cell for _number, row in picture.rows for cell in row}
    assert (by_ref["C4"].across, by_ref["A4"].down) == (12, 3)
    assert by_ref["H7"].kind == "filled"
    assert by_ref["N7"].kind == "missing"
    assert by_ref["C16"].kind == "formula"
    assert by_ref["A3"].across > 1  # 填报单位（盖章）： runs on
    held = dict.fromkeys((number for number, _row in picture.rows), 0)
    for number, row in picture.rows:
        for cell in row:
            for below in range(number, number + cell.down):
                held[below] += cell.across
    assert set(held.values()) == {len(picture.letters)}


def test_a_hidden_column_is_not_drawn_and_spans_shrink(tmp_path: Path) -> None:
    rows = [
        ["统计表（样例）", "", "", ""],
        ["地区", f"{TASK}目标（家）", "内部", f"{TASK}累计完成（家）"],
        ["墨溪区", None, None, None],
    ]
    path = workbook(tmp_path / "样表.xlsx", rows, merges=("A1:D1",),
                    dress=lambda _book, page: page.set_column(2, 2, 8, None, {"hidden": True}))  # fmt: skip
    picture = drawn(path)
    assert list(picture.letters) == ["A", "B", "D"]
    assert picture.rows[0][1][0].across == 3


def test_a_long_form_is_drawn_a_page_at_a_time(tmp_path: Path) -> None:
    rows = [["地区", f"{TASK}累计完成（家）"], *([f"演示镇{n}", None] for n in range(ROWS + 20))]
    path = workbook(tmp_path / "样表.xlsx", rows)
    first, second = drawn(path), drawn(path, first=ROWS)
    assert (first.first, first.last, first.total, first.before) == (1, ROWS, ROWS + 21, None)
    assert (second.first, second.last, second.before) == (ROWS + 1, ROWS + 21, 0)
    assert drawn(path, first=10_000).first == 1
