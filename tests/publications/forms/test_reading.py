"""What is read off a blank form: heads three deep, hidden columns, protected sheets, tables in Word, the same form again."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.publications.forms.conftest import Drafted
from tests.publications.forms.sheets import document, workbook
from zhicheng.core.refusal import Unreadable
from zhicheng.demo.forms import PILOTS, blank_form
from zhicheng.demo.places import COUNTIES
from zhicheng.publications.forms.opening import read_form
from zhicheng.publications.forms.reading import read_grid

TASK = "新增导入卓越绩效模式企业"


def test_heads_three_deep_are_read_down_to_each_column(tmp_path: Path, drafted: Drafted) -> None:
    path = tmp_path / "上级.xlsx"
    path.write_bytes(blank_form(year=2026, quarter=3))
    (table,) = read_grid(read_form(path)).tables
    assert ("质量强县（市、区）建设主要指标", TASK, "累计完成（家）") in table.heads
    assert len(table.row_labels) == len(COUNTIES) + 1
    draft = drafted(path, {"unassigned": "dash"})
    assert not draft.questions
    gaps = {each.ref for each in draft.gaps if each.why == "unknown"}
    assert {f"N{7 + place}" for place in PILOTS} <= gaps
    first = draft.by_key["季报表!H7"]
    assert (first.value, first.unit, first.period) == (3, "家", "2026年三季度")
    assert "墨溪区" in first.source
    assert first.definition


def test_a_hidden_column_is_shown_as_shut_and_not_filled(tmp_path: Path, drafted: Drafted) -> None:
    rows = [["地区", f"{TASK}目标（家）", f"{TASK}累计完成（家）"], ["墨溪区", None, None], ["鹭汀区", None, None]]
    path = workbook(
        tmp_path / "样表.xlsx", rows, dress=lambda _b, page: page.set_column(2, 2, 8, None, {"hidden": True})
    )
    draft = drafted(path)
    assert {each.ref for each in draft.proposals} == {"B2", "B3"}
    assert {(each.ref, each.why) for each in draft.gaps} == {("C2", "hidden"), ("C3", "hidden")}
    assert any("隐藏" in each for each in draft.remarks)


def test_a_protected_sheet_is_filled_only_where_it_is_not_locked(tmp_path: Path, drafted: Drafted) -> None:
    rows = [["地区", f"{TASK}目标（家）", f"{TASK}累计完成（家）"], ["墨溪区", None, None], ["鹭汀区", None, None]]
    free: dict[str, dict[str, Any]] = {"C2": {"locked": False}, "C3": {"locked": False}}
    path = workbook(tmp_path / "样表.xlsx", rows, formats=free, dress=lambda _b, page: page.protect("口令"))
    draft = drafted(path)
    assert {each.ref for each in draft.proposals} == {"C2", "C3"}
    assert {each.why for each in draft.gaps} == {"locked"}
    assert any("受保护" in each for each in draft.remarks)


def test_a_table_in_word_is_read_and_proposed_for_like_a_sheet(tmp_path: Path, drafted: Drafted) -> None:
    rows = [["地区", TASK, ""], ["", "目标（家）", "累计完成（家）"], ["墨溪区", "", ""], ["鹭汀区", "", ""]]
    path = document(tmp_path / "样表.docx", [rows], titles=["质量强县情况表（样例）"],
                    merges=[(0, (0, 0), (1, 0)), (0, (0, 1), (0, 2))])  # fmt: skip
    draft = drafted(path)
    assert [each.value for each in draft.proposals] == [10, 3, 20, 6]


def test_the_same_form_next_quarter_has_the_same_fingerprint_and_another_one_has_not(tmp_path: Path) -> None:
    prints = []
    for quarter in (2, 3):
        path = tmp_path / f"{quarter}.xlsx"
        path.write_bytes(blank_form(year=2026, quarter=quarter))
        prints.append(read_grid(read_form(path)).fingerprint)
    assert prints[0] == prints[1]
    other = workbook(tmp_path / "别.xlsx", [["地区", f"{TASK}目标（家）"], ["墨溪区", None], ["鹭汀区", None]])
    assert read_grid(read_form(other)).fingerprint != prints[0]


def test_totals_that_the_forms_own_formulas_contradict_are_told(tmp_path: Path, drafted: Drafted) -> None:
    rows = [["地区", f"{TASK}累计完成（家）"], ["墨溪区", None], ["鹭汀区", None], ["合计", "=SUM(B2:B3)"]]
    draft = drafted(workbook(tmp_path / "样表.xlsx", rows))
    (found,) = draft.contradictions
    assert found.ref == "B4"
    assert Decimal(found.computed) == 9
    assert Decimal(found.recorded) == 135
    assert "公式" in found.text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("旧表.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为"),
        ("图.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "图片"),
        ("坏.xlsx", b"PK\x03\x04" + b"x" * 80, "损坏|认不出"),
        ("空.xlsx", b"", "空的"),
    ],
)
def test_what_is_no_form_is_refused_with_what_to_do(tmp_path: Path, name: str, content: bytes, sentence: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=sentence):
        read_form(path)


def test_a_word_file_without_a_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="没有表格"):
        read_form(document(tmp_path / "信.docx", [], titles=[]))
