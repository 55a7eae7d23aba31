"""Tables typed into plain text become cells where they stand; other lines stay paragraphs."""

from __future__ import annotations

import pytest

from zhicheng.core.prose import plain_prose

TABBED = "进展如下：\n项目\t计划\t完成\n快检室（个）\t40\t34\n\n以上。"
STROKES = "| 街道 | 计划 | 完成 |\n| --- | :--: | --- |\n| 东门 | 12 | 9 |\n"
NONE = [
    "姓名\t单位\n张某\t质监所",  # no figure
    "第一段\t有一个制表符，40 个。\n第二段没有。",
    "一、\t计划 40 个\n",
    "A|B 两类共 40 家\nC|D 两类共 30 家",
    "项目\t计划\t完成\n快检室\t40",
]


@pytest.mark.parametrize("text", [TABBED, STROKES])
def test_cells_stand_where_they_are_written(text: str) -> None:
    prose = plain_prose(text)
    cells = [block for block in prose.blocks if block.table is not None]
    assert [prose.text[cell.start : cell.end] for cell in cells if cell.row == 1][1:] in (["40", "34"], ["12", "9"])
    assert [(cell.row, cell.column) for cell in cells] == [(row, column) for row in range(2) for column in range(3)]
    assert cells[4].where == "表 1 第 2 行第 2 列"
    assert all(a.end <= b.start for a, b in zip(prose.blocks, prose.blocks[1:], strict=False))


def test_paragraphs_around_a_table_are_counted_on() -> None:
    prose = plain_prose(TABBED)
    told = [(block.where, prose.text[block.start : block.end]) for block in prose.blocks if block.table is None]
    assert told[0] == ("第 1 段", "进展如下：")
    assert told[1][1] == "以上。"


@pytest.mark.parametrize("text", NONE)
def test_other_lines_stay_paragraphs(text: str) -> None:
    assert all(block.table is None for block in plain_prose(text).blocks)
