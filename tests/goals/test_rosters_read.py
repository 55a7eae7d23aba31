"""A roster pasted without heads: which column is the certificate, which is a remark."""

from __future__ import annotations

from zhicheng.goals.contracts.rosters import read_roster

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
