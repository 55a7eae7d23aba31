"""Big plain tables: what they are called."""

from __future__ import annotations

from pathlib import Path

from zhicheng.core.intake import read_plain


def test_a_csv_is_called_as_it_was_sent(tmp_path: Path) -> None:
    copy = tmp_path / "zhicheng-x1"
    copy.write_text("名称,所属地区\n样例,墨溪区\n", encoding="utf-8")
    assert [sheet.name for sheet in read_plain(copy, name="单位名录.csv")] == ["单位名录"]
