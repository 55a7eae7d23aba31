"""What a form keeps when it is filled: every byte that is no wanted cell, whatever its sender did to the workbook."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.publications.forms.conftest import desk
from tests.publications.forms.sheets import document, parts, workbook
from zhicheng.core.intake.limits import Limits
from zhicheng.demo.forms import blank_form
from zhicheng.publications.forms.answers import Draft
from zhicheng.publications.forms.filling_docx import fill_document
from zhicheng.publications.forms.filling_xlsx import fill_workbook
from zhicheng.publications.forms.opening import LIMITS, read_form
from zhicheng.publications.forms.outgoing import outgoing
from zhicheng.publications.forms.reading import read_grid
from zhicheng.publications.forms.whole import draft_form
from zhicheng.publications.forms.xlsx_reading import read_workbook

ADDED = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}
HEAD = (
    "地区",
    "新增导入卓越绩效模式企业目标（家）",
    "新增导入卓越绩效模式企业累计完成（家）",
    "采用国际标准和国外先进标准企业累计完成（家）",
)
COUNTIES = ("墨溪区", "鹭汀区", "镜浦区", "砚湖县")


def filled(path: Path) -> tuple[bytes, Draft, set[str]]:
    """A form filled in this process, its draft, and the cells that were written."""
    reader = read_workbook if path.suffix != ".docx" else None
    form = reader(path, LIMITS) if reader else read_form(path)
    grid = read_grid(form)
    draft = draft_form(form, grid, desk({"unassigned": "dash"}))
    made = outgoing(form, grid, draft).filling
    work = json.loads(json.dumps(asdict(made)))
    fill = fill_workbook if reader else fill_document
    written = {f"{_letter(each['column'])}{each['row'] + 1}" for each in (*work["values"], *work["formulas"])}
    return fill(path, LIMITS, work), draft, written


def _letter(column: int) -> str:
    return chr(65 + column)


def without(sheet: bytes, cells: set[str]) -> bytes:
    """A sheet without the content of some cells: their place and format stay."""

    def bare(hit: re.Match[bytes]) -> bytes:
        if hit[1].decode() not in cells:
            return hit[0]
        style = re.search(rb'\ss="\d+"', hit[0].split(b">")[0])
        return b"<c " + hit[1] + (style[0] if style else b"") + b">"

    return re.sub(rb'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', bare, sheet, flags=re.DOTALL)


def assert_untouched(before: bytes, after: bytes, written: set[str], *, more: frozenset[str] = frozenset()) -> None:
    """Nothing but the written cells and the page of sources is otherwise."""
    old, new = parts(before), parts(after)
    assert set(old) <= set(new)
    for name in set(old) - ADDED:
        if name == "xl/worksheets/sheet1.xml":
            assert without(old[name], written) == without(new[name], written)
        else:
            assert old[name] == new[name], name


DRESSES = st.fixed_dictionaries(
    {
        "widths": st.lists(st.floats(2, 40).map(lambda w: round(w, 2)), min_size=4, max_size=4),
        "height": st.integers(10, 60),
        "hide": st.sampled_from((None, 2, 3, 6)),
        "landscape": st.booleans(),
        "margins": st.floats(0.2, 1.5).map(lambda m: round(m, 2)),
        "formats": st.lists(st.sampled_from(("0", "0.00", "#,##0", "@", "0.0%", '0"家"')), min_size=3, max_size=3),
        "freeze": st.booleans(),
        "protect": st.booleans(),
        "note": st.text("甲乙丙<>&\"'  ", max_size=8),
    }
)


@settings(max_examples=25, deadline=None)
@given(DRESSES, st.integers(2, 4))
def test_filling_touches_no_byte_but_the_wanted_cells(look: dict[str, Any], counties: int) -> None:
    rows: list[list[Any]] = [["质量强县情况表（样例）", "", "", ""], list(HEAD)]
    rows += [[name, None, None, None] for name in COUNTIES[:counties]]
    rows += [
        ["合计", *(f"=SUM({letter}3:{letter}{2 + counties})" for letter in "BCD")],
        [f"注：{look['note']}", "", "", ""],
    ]
    formats = {
        f"{letter}{row}": {"num_format": code, "locked": False}
        for letter, code in zip("BCD", look["formats"], strict=True) for row in range(3, 3 + counties)
    }  # fmt: skip

    def dress(book: Any, page: Any) -> None:
        for column, width in enumerate(look["widths"]):
            page.set_column(column, column, width, None, {"hidden": column == look["hide"]})
        page.set_row(1, look["height"])
        page.set_margins(look["margins"], look["margins"], 0.7, 0.7)
        page.print_area(0, 0, 6, 3)
        page.repeat_rows(0, 1)
        if look["landscape"]:
            page.set_landscape()
        if look["freeze"]:
            page.freeze_panes(2, 1)
        if look["protect"]:
            page.protect("口令", {"format_cells": True})
        page.conditional_format(2, 1, 5, 3, {"type": "cell", "criteria": "<", "value": 0, "format": book.add_format()})
        page.data_validation(2, 1, 5, 1, {"validate": "decimal", "criteria": ">=", "value": 0})

    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder) / "样表.xlsx", rows, merges=("A1:D1",), dress=dress, formats=formats)
        content, draft, written = filled(path)
        assert draft.proposals
        assert_untouched(path.read_bytes(), content, written)
        shown = openpyxl.load_workbook(BytesIO(content))
        assert shown.sheetnames == ["样表", "数据来源"]
        kept, old = shown["样表"], openpyxl.load_workbook(path)["样表"]
        assert kept.merged_cells.ranges == old.merged_cells.ranges
        assert {c: d.width for c, d in kept.column_dimensions.items()} == {
            c: d.width for c, d in old.column_dimensions.items()
        }
        hidden = {c for c, d in old.column_dimensions.items() if d.hidden}
        assert hidden == {c for c, d in kept.column_dimensions.items() if d.hidden}
        assert not {ref for ref in written if ref[0] in hidden and not ref.endswith(str(3 + counties))}


def test_the_made_up_superiors_form_keeps_its_three_heads_and_its_page(tmp_path: Path) -> None:
    path = tmp_path / "上级.xlsx"
    path.write_bytes(blank_form(year=2026, quarter=3))
    content, draft, written = filled(path)
    assert_untouched(path.read_bytes(), content, written)
    assert len(draft.proposals) > 60
    page = openpyxl.load_workbook(BytesIO(content))["季报表"]
    assert page.page_setup.orientation == "landscape"
    assert page["I7"].number_format == "0.0%"
    assert page["C4"].value == "质量强县（市、区）建设主要指标"


def test_the_sources_page_names_every_cell_that_was_filled(tmp_path: Path) -> None:
    path = workbook(tmp_path / "样表.xlsx", [HEAD, *([name, None, None, None] for name in COUNTIES)])
    content, draft, _written = filled(path)
    page = openpyxl.load_workbook(BytesIO(content))["数据来源"]
    rows = [[cell.value for cell in row] for row in page.iter_rows()]
    assert rows[0][:6] == ["工作表", "单元格", "填写内容", "单位", "行与列", "来源"]
    assert {row[1] for row in rows[1:]} == {each.ref for each in draft.proposals}
    assert all(row[5] and "2026" in row[5] for row in rows[1:])
    again = read_grid(read_form(_saved(tmp_path, content)))
    assert [table.sheet for table in again.tables] == ["样表"] * bool(again.tables)


def _saved(folder: Path, content: bytes) -> Path:
    path = folder / "已填.xlsx"
    path.write_bytes(content)
    return path


def test_macros_stay_in_the_file_and_are_not_run(tmp_path: Path) -> None:
    # xlsxwriter puts any bytes in as the project; nobody here opens it.
    project = tmp_path / "vbaProject.bin"
    project.write_bytes(b"\xd0\xcf\x11\xe0" + b"macro" * 50)
    path = workbook(tmp_path / "样表.xlsm", [HEAD, *([name, None, None, None] for name in COUNTIES)],
                    dress=lambda book, _page: book.add_vba_project(str(project)))  # fmt: skip
    content, draft, written = filled(path)
    assert_untouched(path.read_bytes(), content, written)
    assert parts(content)["xl/vbaProject.bin"] == project.read_bytes()
    assert any("宏" in each for each in draft.remarks)


def test_a_word_table_keeps_every_part_and_all_its_own_words(tmp_path: Path) -> None:
    rows = [["地区", "新增导入卓越绩效模式企业", ""], ["", "目标（家）", "累计完成（家）"],
            ["墨溪区", "", ""], ["鹭汀区", "", ""]]  # fmt: skip
    path = document(tmp_path / "样表.docx", [rows], titles=["质量强县情况表（样例）"],
                    merges=[(0, (0, 0), (1, 0)), (0, (0, 1), (0, 2))])  # fmt: skip
    content, draft, _written = filled(path)
    assert len(draft.proposals) == 4
    old, new = parts(path.read_bytes()), parts(content)
    assert {name for name in old if name != "word/document.xml" and old[name] != new[name]} == set()
    body = new["word/document.xml"]
    kept = re.sub(rb"<w:r>(?:(?!</w:r>).)*?</w:r>", b"", body, flags=re.DOTALL)
    first = re.sub(rb"<w:r>(?:(?!</w:r>).)*?</w:r>", b"", old["word/document.xml"], flags=re.DOTALL)
    assert first.split(b"<w:sectPr")[0][:400] == kept[:400]
    for words in ("质量强县情况表", "墨溪区", "累计完成（家）"):
        assert words.encode() in body


@pytest.mark.parametrize("limit", [Limits(rows=2)])
def test_limits_hold_for_a_form_as_for_any_strangers_file(tmp_path: Path, limit: Limits) -> None:
    path = workbook(tmp_path / "样表.xlsx", [HEAD, *([name, None, None, None] for name in COUNTIES)])
    with pytest.raises(Exception, match="超过"):
        read_form(path, limits=limit)
