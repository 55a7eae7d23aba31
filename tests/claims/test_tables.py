"""Tables: totals of rows and columns, rates and shares; the cell that is off is the quote, with its place."""

from __future__ import annotations

import time
from collections.abc import Sequence

from zhicheng.claims import Claim, check
from zhicheng.core.prose import Block, Prose
from zhicheng.core.prose.model import CELL


def _table(rows: Sequence[Sequence[str]]) -> Prose:
    text, blocks = "", []
    for row, words in enumerate(rows):
        for column, word in enumerate(words):
            where = f"表 1 第 {row + 1} 行第 {column + 1} 列"
            blocks.append(Block(CELL, len(text), len(text) + len(word), where, table=0, row=row, column=column))
            text += word + "\t"
    return Prose(text, tuple(blocks), kind="docx")


def _off(rows: Sequence[Sequence[str]]) -> list[Claim]:
    return [claim for claim in check(_table(rows)).claims if str(claim.verdict) == "contradicted"]


SOUND = [
    ["地区", "抽查", "合格", "合格率"],
    ["墨溪区", "320", "301", "94.1%"],
    ["榴山县", "245", "233", "95.1%"],
    ["小计", "565", "534", "94.5%"],
    ["棠浦区", "200", "190", "95.0%"],
    ["合计", "765", "724", "94.6%"],
]


def _with(rows: Sequence[Sequence[str]], row: int, column: int, value: str) -> list[list[str]]:
    changed = [list(line) for line in rows]
    changed[row][column] = value
    return changed


def test_a_sound_table_with_subtotals_holds() -> None:
    assert _off(SOUND) == []
    assert len(check(_table(SOUND)).claims) > 6


def test_a_total_that_is_off_is_shown_as_its_cell() -> None:
    (claim,) = _off(_with(_with(SOUND, 5, 1, "775"), 5, 3, "93.4%"))
    assert (claim.quote, claim.where) == ("775", "表 1 第 6 行第 2 列")


def test_a_rate_column_is_recomputed() -> None:
    (claim,) = _off(_with(SOUND, 4, 3, "96.0%"))
    assert (claim.quote, [str(value) for value in claim.computed_percent]) == ("96.0%", ["95.00"])


def test_a_total_column_counts_only_where_most_rows_agree() -> None:
    head = ["单位", "国家标准", "行业标准", "团体标准", "小计"]
    rows = [head, ["甲", "3", "5", "8", "16"], ["乙", "1", "4", "6", "12"], ["丙", "2", "2", "9", "13"]]
    assert [claim.quote for claim in _off(rows)] == ["12"]
    strange = [["单位", "期数", "人数", "合计"], ["甲", "3", "50", "9"], ["乙", "2", "40", "7"]]
    assert _off(strange) == []


def test_shares_add_up_to_a_hundred_within_rounding() -> None:
    sound = [["类别", "占比"], ["甲", "33.3%"], ["乙", "33.3%"], ["丙", "33.3%"], ["合计", "100.0%"]]
    assert _off(sound) == []
    assert [claim.quote for claim in _off(_with(sound, 3, 1, "35.3%"))] == ["100.0%"]


def test_growth_columns_of_two_years() -> None:
    rows = [["指标", "2024年", "2023年", "增长"], ["商标", "9240", "8400", "10.0%"], ["专利", "1260", "1120", "11.5%"]]
    assert [claim.quote for claim in _off(rows)] == ["11.5%"]


def test_names_numbers_and_empty_cells_are_no_summands() -> None:
    rows = [["序号", "单位", "数量"], ["1", "甲", "12"], ["2", "乙", "—"], ["3", "丙", "8"], ["", "合计", "20"]]
    assert _off(rows) == []


def test_a_column_of_differences_is_recomputed() -> None:
    rows = [
        ["指标", "2024年", "2023年", "增减"],
        ["专利", "1860", "1640", "240"],
        ["商标", "400", "350", "50"],
        ["标志", "9", "8", "1"],
    ]
    assert [claim.quote for claim in _off(rows)] == ["240"]


def test_a_long_sheet_takes_time_in_proportion() -> None:
    rows = [
        ["单位", *(f"项{n}" for n in range(10))],
        *([f"甲{r}", *(str(r + n) for n in range(10))] for r in range(1500)),
    ]
    rows.append(["合计", *(str(sum(r + n for r in range(1500))) for n in range(10))])
    begin = time.perf_counter()
    assert len(check(_table(rows)).claims) == 10
    assert time.perf_counter() - begin < 8  # a slow, shared machine; alone it is one


def test_hundreds_of_rate_columns_come_to_an_end() -> None:
    heads = [("抽查数", "合格数", "合格率")[n % 3] for n in range(300)]
    rows = [["单位", *heads], *([f"甲{r}", *(str(r + n) for n in range(300))] for r in range(20))]
    begin = time.perf_counter()
    check(_table(rows))
    assert time.perf_counter() - begin < 8


PLANNED = [
    ["任务", "年度目标", "截至10月底完成"],
    ["新增获证企业（家）", "60", "53"],
    ["农村快检室（个）", "40", "34"],
]


def _unstated(rows: Sequence[Sequence[str]]) -> list[str]:
    return [claim.quote for claim in check(_table(rows)).claims if str(claim.verdict) == "unstated"]


def test_each_row_with_a_plan_and_an_outcome_and_no_rate_is_named() -> None:
    assert _unstated(PLANNED) == ["60\t53", "40\t34"]


def test_a_table_with_a_rate_or_without_a_plan_asks_for_none() -> None:
    rated = [[*row, word] for row, word in zip(PLANNED, ("完成率", "88.3%", "85.0%"), strict=True)]
    due = [["品种", "应检", "已检"], *PLANNED[1:]]
    times = [["工程", "计划工期", "实际工期"], *PLANNED[1:]]
    month = [["任务", "年度目标", "本月完成"], *PLANNED[1:]]
    assert [_unstated(rows) for rows in (rated, due, times, month)] == [[], [], [], []]


def test_a_total_that_is_off_allows_no_rate() -> None:
    rows = [["县区", "任务数", "完成数"], ["墨溪区", "12", "10"], ["榴山县", "20", "18"], ["合计", "32", "29"]]
    assert _unstated(rows) == ["12\t10", "20\t18"]
    assert [claim.quote for claim in _off(rows)] == ["29"]
