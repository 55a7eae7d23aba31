"""The sample sheets are what the program writes, reads and sends back; and they are marked as made-up."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from zhicheng.demo.sample_sheets import GIVEN_OUT, SENT_BACK, WRONG, problems_of, write_samples
from zhicheng.goals.contracts.quarter_sheet import NAMES, PROGRESS

pytestmark = pytest.mark.clause("A3")
SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_sheets_in_the_repository_are_as_the_program_makes_them(tmp_path: Path) -> None:
    for made in write_samples(tmp_path):
        assert parts(SAMPLES / made.name) == parts(made), "run: python -m zhicheng.demo.sample_sheets samples"


def test_a_given_out_sheet_that_comes_back_untouched_has_nothing_wrong() -> None:
    assert problems_of(SAMPLES / GIVEN_OUT) == []


def test_the_wrong_sheet_has_every_kind_of_mistake_and_each_is_told_once() -> None:
    problems = problems_of(SAMPLES / WRONG)
    said = "".join(each.sentence for each in problems)
    for words in ("不是数", "分母", "缺任务编号", "与第", "对不上", "已计入", "不是日历上的日期", "之后", "早于",
                  "认不出状态", "已失真", "缺名称", "缺日期"):  # fmt: skip
        assert words in said
    assert len({(each.sheet, each.row, each.column) for each in problems}) == len(problems)
    assert {each.sheet for each in problems} == {PROGRESS, NAMES}


def test_what_came_back_names_every_bad_cell_in_a_list() -> None:
    book = openpyxl.load_workbook(SAMPLES / SENT_BACK)
    rows = list(book["问题清单"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(problems_of(SAMPLES / WRONG))
    assert book[PROGRESS]["I4"].comment is not None


@pytest.mark.parametrize("name", [GIVEN_OUT, WRONG, SENT_BACK])
def test_every_sample_says_that_it_is_made_up(name: str) -> None:
    assert "虚构" in str(openpyxl.load_workbook(SAMPLES / name)[PROGRESS]["A1"].value)
