"""`zhicheng forms fill` as a person types it: cells, sources and gaps, a file beside the original, exit statuses."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.goals.conftest import town
from tests.indicators.conftest import Office, office_at_work, published_folder, quiet_office
from tests.publications.forms.sheets import workbook
from tests.publications.forms.test_actions import MERGES, ROWS
from zhicheng.cli import commands, forms_fill
from zhicheng.core.refusal import Missing

__all__ = ["office_at_work", "published_folder", "quiet_office", "town"]
FILLED, OPEN, UNREAD = 0, 1, 2


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """Two counties, a task's target and count, and one column that nobody counts."""
    return workbook(tmp_path / "样表.xlsx", ROWS, merges=MERGES)


@pytest.fixture
def edition(office_at_work: Office) -> str:
    """A frozen third quarter."""
    return office_at_work.freeze()


def test_the_command_is_listed() -> None:
    assert "forms" in commands.COMMANDS
    assert "上级报表" in commands.listing()


def test_json_names_cells_sources_and_gaps(edition: str, blank: Path) -> None:
    status, text = forms_fill.run(blank, as_json=True, edition=edition)
    found = json.loads(text)
    assert status == OPEN
    assert found["edition"] == edition
    assert {each["cell"]: each["value"] for each in found["cells"]} == {"B4": 40, "C4": 8, "B5": 20, "C5": 5}
    assert all(each["source"] and each["period"] and each["definition"] for each in found["cells"])
    (gap,) = found["gaps"]
    assert (gap["cell"], gap["why"], gap["owed_by"]) == ("D4", "unknown", "墨溪区人民政府")
    assert found["questions"] == []


def test_a_form_without_gaps_ends_well_and_is_written_beside_the_original(edition: str, tmp_path: Path) -> None:
    rows = (
        ("地区", "新增采用国际标准企业目标（家）", "新增采用国际标准企业累计完成（家）"),
        ("墨溪区", None, None),
        ("砚湖县", None, None),
    )
    path, out = workbook(tmp_path / "表.xlsx", rows), tmp_path / "已填.xlsx"
    before = path.read_bytes()
    status, text = forms_fill.run(path, as_json=False, out=out, edition=edition)
    assert status == FILLED
    assert text.startswith(f"按数据版本 {edition} 填好 4 格；缺数 0 格")
    assert text.endswith(f"已写入“{out}”。")
    assert path.read_bytes() == before
    book = openpyxl.load_workbook(BytesIO(out.read_bytes()))
    assert [[cell.value for cell in row] for row in book["样表"]["B2:C3"]] == [[40, 8], [20, 5]]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["已填.xlsx", "表.xlsx"]


def test_the_original_is_never_written_over(edition: str, blank: Path) -> None:
    before = blank.read_bytes()
    status, text = forms_fill.run(blank, as_json=False, out=blank, edition=edition)
    assert (status, "原件" in text) == (UNREAD, True)
    assert blank.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "文字".encode()])
def test_what_is_no_form_ends_with_two_and_a_sentence(edition: str, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "坏.xlsx"
    path.write_bytes(content)
    status, text = forms_fill.run(path, as_json=True, edition=edition)
    assert status == UNREAD
    assert "坏.xlsx" in json.loads(text)["refused"]


def test_without_a_public_edition_one_must_be_named(edition: str, blank: Path) -> None:
    with pytest.raises(Missing, match="--edition"):
        forms_fill.run(blank, as_json=True)
    with pytest.raises(Missing, match="没有这个数据版本"):
        forms_fill.run(blank, as_json=True, edition="没有的")
