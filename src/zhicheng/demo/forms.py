"""A superior's blank form for the made-up city: nine counties, twelve columns, three heads deep, one column nobody counts.

`python -m zhicheng.demo.forms FOLDER` writes the workbook. What the counties have to say themselves stands open for
three of them only: the others are struck out, as superiors do.
"""

from __future__ import annotations

import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from zhicheng.demo.places import COUNTIES

MARK = "虚构样例"
TITLE = "质量强县（市、区）建设进展情况季报表（样例）"
FILE = "上级报表（样例）.xlsx"
# Group, heading, unit; the columns of the form in order.
COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("重点任务总体情况", "承担任务数", "项"),
    ("重点任务总体情况", "达到序时进度", "项"),
    ("重点任务总体情况", "滞后", "项"),
    ("重点任务总体情况", "达到序时进度比例", "%"),
    ("新增导入卓越绩效模式企业", "年度目标", "家"),
    ("新增导入卓越绩效模式企业", "累计完成", "家"),
    ("新增导入卓越绩效模式企业", "完成率", "%"),
    ("采用国际标准和国外先进标准企业", "年度目标", "家"),
    ("采用国际标准和国外先进标准企业", "累计完成", "家"),
    ("新增通过质量管理体系认证企业", "年度目标", "家"),
    ("新增通过质量管理体系认证企业", "累计完成", "家"),
    ("质量强县（市、区）试点", "试点专项资金", "万元"),
)
PILOTS = (0, 3, 7)
_FIRST, _HEAD = 2, 5


def blank_form(*, year: int, quarter: int) -> bytes:
    """The blank workbook of one quarter: totals by formula, rates in cells that show percents, a locked structure aside."""
    # Heavy, and only whoever makes the sample needs it.
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        book.set_properties({"title": TITLE, "comments": MARK, "created": datetime(year, quarter * 3, 1)})
        page = book.add_worksheet("季报表")
        _Page(book, page).draw(year=year, quarter=quarter)
    return out.getvalue()


class _Page:
    """The form's sheet."""

    def __init__(self, book: Any, page: Any) -> None:
        self.page = page
        self.head = book.add_format(
            {
                "border": 1,
                "bold": True,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                "bg_color": "#F2F2F2",
            }
        )
        self.title = book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "宋体"})
        self.name = book.add_format({"border": 1, "align": "center"})
        self.number = book.add_format({"border": 1, "num_format": "0", "align": "right"})
        self.money = book.add_format({"border": 1, "num_format": "0.00", "align": "right"})
        self.rate = book.add_format({"border": 1, "num_format": "0.0%", "align": "right"})
        self.note = book.add_format({"text_wrap": True, "valign": "top", "font_size": 9})

    def draw(self, *, year: int, quarter: int) -> None:
        """Heads, nine lines, the total, notes and the line for signatures."""
        page, last = self.page, _FIRST + len(COLUMNS) - 1
        page.write(0, 0, "附件2")
        page.merge_range(1, 0, 1, last, TITLE, self.title)
        page.write(2, 0, "填报单位（盖章）：")
        page.write(2, 6, f"报告期：{year}年{'一二三四'[quarter - 1]}季度")
        page.write(2, last - 1, "表号：质强样表2")
        self._heads(last)
        for line, county in enumerate(COUNTIES):
            row = _HEAD + 1 + line
            page.write(row, 0, line + 1, self.name)
            page.write(row, 1, county.name, self.name)
            for place, (_group, _label, unit) in enumerate(COLUMNS):
                if unit == "万元" and line not in PILOTS:
                    page.write(row, _FIRST + place, "—", self.name)
                else:
                    page.write_blank(row, _FIRST + place, None, self._form(unit))
        self._total()
        page.merge_range(_HEAD + 11, 0, _HEAD + 11, last, "注：1.完成数按经核实的累计数填报。2.试点专项资金由试点县（市、区）据实填报。3."
                         + MARK + "。", self.note)  # fmt: skip
        page.write(
            _HEAD + 12, 0, "单位负责人：            审核人：            填表人：            填报日期：    年  月  日"
        )
        page.set_column(0, 0, 5)
        page.set_column(1, last, 10.5)
        page.set_row(_HEAD - 1, 42)
        page.set_row(_HEAD, 30)
        page.set_landscape()
        page.set_paper(8)
        page.fit_to_pages(1, 0)
        page.freeze_panes(_HEAD + 1, 2)

    def _form(self, unit: str) -> Any:
        return {"%": self.rate, "万元": self.money}.get(unit, self.number)

    def _heads(self, last: int) -> None:
        page = self.page
        page.merge_range(3, 0, 5, 0, "序号", self.head)
        page.merge_range(3, 1, 5, 1, "县（市、区）", self.head)
        page.merge_range(3, _FIRST, 3, last, "质量强县（市、区）建设主要指标", self.head)
        groups: dict[str, list[int]] = {}
        for place, (group, label, unit) in enumerate(COLUMNS):
            groups.setdefault(group, []).append(_FIRST + place)
            page.write(5, _FIRST + place, f"{label}（{unit}）", self.head)
        for group, columns in groups.items():
            if len(columns) > 1:
                page.merge_range(4, columns[0], 4, columns[-1], group, self.head)
            else:
                page.write(4, columns[0], group, self.head)

    def _total(self) -> None:
        """合计: sums where counts add up, quotients where they are rates."""
        row, first, last = _HEAD + 10, _HEAD + 2, _HEAD + 10
        self.page.write(row, 0, "", self.name)
        self.page.write(row, 1, "合计", self.name)
        for place, (_group, label, unit) in enumerate(COLUMNS):
            letter = chr(65 + _FIRST + place)
            if unit == "%" and label == "完成率":
                formula = f"=IF({chr(64 + _FIRST + place - 1)}{row + 1}=0,0,{chr(64 + _FIRST + place)}{row + 1}/{chr(64 + _FIRST + place - 1)}{row + 1})"
                self.page.write_formula(row, _FIRST + place, formula, self.rate, 0)
            elif unit == "%":
                self.page.write_blank(row, _FIRST + place, None, self.rate)
            else:
                formula = f"=SUM({letter}{first}:{letter}{last})"
                self.page.write_formula(row, _FIRST + place, formula, self._form(unit), 0)


def write_form(folder: Path, *, year: int, quarter: int) -> Path:
    """The blank form as a file in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_bytes(blank_form(year=year, quarter=quarter))
    return path


if __name__ == "__main__":
    print(write_form(Path(sys.argv[1] if len(sys.argv) > 1 else "samples"), year=2026, quarter=3))
