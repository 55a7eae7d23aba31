"""The sample tasks as an Excel table with every ugliness that real ones have."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from zhicheng.core.intake.export import put
from zhicheng.demo.places import CITY_NAME, COUNTIES
from zhicheng.demo.sample_tasks import ASIDES, MARK, TITLE, YEAR, Sample, sample_tasks

_HEADS = ("序号", "任务类别", "重点任务", "目标值", "计量单位", "牵头单位", "配合单位", "完成时限")
_FIRST_COUNTY = len(_HEADS)
_TOTAL = _FIRST_COUNTY + len(COUNTIES)
_CONTACT, _NOTE = _TOTAL + 1, _TOTAL + 2


def write_excel(path: Path) -> None:
    """The table as an Excel file."""
    # Heavy, and only whoever makes the samples needs it.
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"title": TITLE, "comments": MARK, "created": datetime(YEAR, 3, 1)})
        sheet = book.add_worksheet("任务分解表")
        page = _ExcelPage(book, sheet)
        page.head()
        page.body(sample_tasks())
        notes = book.add_worksheet("填报说明")
        for row, text in enumerate(("填报说明", "1.各牵头单位每季度末月25日前报送进展。", f"2.{MARK}。")):
            put(notes, row, 0, text)
        book.add_worksheet("Sheet3")


class _ExcelPage:
    """The main sheet, row by row."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self.sheet, self.row = sheet, 0
        self.plain = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        self.bold = book.add_format(
            {"border": 1, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True}
        )
        self.title = book.add_format({"bold": True, "font_size": 18, "align": "center"})
        self.percent = book.add_format({"border": 1, "num_format": "0.0%"})
        self.day = book.add_format({"border": 1, "num_format": 'yyyy"年"m"月"d"日"'})
        self.struck = book.add_format({"border": 1, "font_strikeout": True, "text_wrap": True})

    def head(self) -> None:
        """Title, mark, date line and a head of two lines."""
        sheet = self.sheet
        put(sheet, 0, 0, "附件1")
        sheet.merge_range(1, 0, 1, _NOTE, TITLE, self.title)
        put(sheet, 2, 0, f"制表单位：{CITY_NAME}质量强市领导小组办公室（{MARK}）")
        put(sheet, 2, _TOTAL, f"{YEAR}年3月1日")
        for column, label in enumerate(_HEADS):
            if label == "目标值":
                sheet.merge_range(3, column, 3, column + 1, "年度目标", self.bold)
            elif label == "牵头单位":
                sheet.merge_range(3, column, 3, column + 1, "责 任 单 位", self.bold)
            elif label not in ("计量单位", "配合单位"):
                sheet.merge_range(3, column, 4, column, "重 点\n任 务" if label == "重点任务" else label, self.bold)
            if label in ("目标值", "计量单位", "牵头单位", "配合单位"):
                put(sheet, 4, column, label, self.bold)
        sheet.merge_range(3, _FIRST_COUNTY, 3, _TOTAL - 1, "各县（市、区）任务数", self.bold)
        for column, county in enumerate(COUNTIES, start=_FIRST_COUNTY):
            put(sheet, 4, column, county.name, self.bold)
        for column, label in ((_TOTAL, "合计"), (_CONTACT, "联系人及电话"), (_NOTE, "备注")):
            sheet.merge_range(3, column, 4, column, label, self.bold)
        sheet.set_column(2, 2, 46)
        sheet.set_column(5, 6, 20)
        sheet.set_column(_NOTE, _NOTE, 18, None, {"hidden": True})
        self.row = 5

    def body(self, tasks: list[Sample]) -> None:
        """Headings, tasks, sums, notes, and rows that must not come in."""
        part = section = ""
        for place, task in enumerate(tasks):
            if task.part != part:
                part = task.part
                self.sheet.merge_range(self.row, 0, self.row, _NOTE, part, self.bold)
                self.row += 1
            if task.section != section:
                section = task.section
                self.sheet.merge_range(self.row, 0, self.row, _NOTE, section, self.bold)
                self.row += 1
                self._merge_leads(tasks[place : place + 20])
            self._task(task)
            if task.number in ASIDES:
                self._aside(task, hidden=task.number == 57)
        self._sums(tasks)
        for text in (
            "注：1.各县（市、区）任务数为下达数，完成数按季度核实。",
            f"2.{MARK}。",
            "联系人：质量强市办      联系电话：0000-1234567",
        ):
            put(self.sheet, self.row, 0, text)
            self.row += 1

    def _merge_leads(self, tasks: list[Sample]) -> None:
        if tasks[0].section not in ("（五）生产生活服务", "（十）创新与奖项"):
            last = self.row + len(tasks) - 1 + len([task for task in tasks if task.number in ASIDES])
            self.sheet.merge_range(self.row, 5, last, 5, tasks[0].lead, self.plain)

    def _task(self, task: Sample) -> None:
        sheet, row = self.sheet, self.row
        self.row += 1
        put(sheet, row, 0, task.number, self.plain)
        put(sheet, row, 2, task.text, self.plain)
        self._target(task, row)
        if task.section == "（五）生产生活服务":
            put(sheet, row, 2, f"{task.text}（牵头单位：{task.lead}；责任单位：{task.support}）", self.plain)
        else:
            if task.section == "（十）创新与奖项":
                put(sheet, row, 5, f"{task.lead}（牵头）", self.plain)
            separator = ("、", "，", "\n", "；", "/")[task.number % 5]
            put(
                sheet,
                row,
                6,
                task.support.replace("，", "、")
                .replace("、各县（市、区）政府", "，各县（市、区）政府")
                .replace("、市", f"{separator}市"),
                self.plain,
            )
        self._deadline(task, row)
        self._counties(task, row)
        if task.number % 7 == 0:
            put(sheet, row, _CONTACT, f"质量科 0000-{1234000 + task.number}", self.plain)

    def _target(self, task: Sample, row: int) -> None:
        sheet, number = self.sheet, task.number
        if task.unit == "%" and task.value is not None:
            if number % 2:
                sheet.write_number(row, 3, task.value / 100, self.percent)
            else:
                put(sheet, row, 3, f"≥{task.value}%", self.plain)
        elif task.value is not None:
            wide = "".join(chr(ord(sign) + 0xFEE0) for sign in str(task.value))
            forms: tuple[object, ...] = (
                task.value,
                f"{task.value}{task.unit}以上",
                f"≥{task.value}",
                wide,
                f"不少于{task.value}{task.unit}",
                None,
            )
            form = forms[number % len(forms)]
            if number == 21:
                form = "10—15"
            if number == 122:
                form = "若干"
            if number == 6:
                form = 5
            put(sheet, row, 3, "全覆盖" if "全覆盖" in task.text and form is None else form, self.plain)
            if form is not None and not str(form).endswith((task.unit, "以上")):
                put(sheet, row, 4, task.unit, self.plain)

    def _deadline(self, task: Sample, row: int) -> None:
        if task.number == 61:
            put(self.sheet, row, 7, 6.3, self.plain)
        elif task.deadline == f"{YEAR}.11.30" and task.number % 2:
            self.sheet.write_datetime(row, 7, datetime(YEAR, 11, 30), self.day)
        elif task.deadline == "三季度末" and task.number % 2:
            put(self.sheet, row, 7, (date(YEAR, 9, 30) - date(1899, 12, 30)).days, self.plain)
        else:
            put(self.sheet, row, 7, task.deadline, self.plain)

    def _counties(self, task: Sample, row: int) -> None:
        for column, share in enumerate(task.shares, start=_FIRST_COUNTY):
            put(self.sheet, row, column, share, self.plain)
        if task.shares:
            first, last = chr(65 + _FIRST_COUNTY), chr(64 + _TOTAL)
            stored = sum(task.shares) + (2 if task.number in (23, 145) else 0)
            self.sheet.write_formula(row, _TOTAL, f"=SUM({first}{row + 1}:{last}{row + 1})", self.plain, stored)

    def _aside(self, task: Sample, *, hidden: bool) -> None:
        row = self.row
        self.row += 1
        text = f"（去年留下的旧行）{task.text}"
        put(self.sheet, row, 0, task.number, self.struck)
        put(self.sheet, row, 2, text, self.plain if hidden else self.struck)
        put(self.sheet, row, 7, "年底前", self.plain)
        if hidden:
            self.sheet.set_row(row, None, None, {"hidden": True})

    def _sums(self, tasks: list[Sample]) -> None:
        put(self.sheet, self.row, 0, "合  计", self.bold)
        for place in range(len(COUNTIES)):
            total = sum(task.shares[place] for task in tasks if task.shares)
            put(self.sheet, self.row, _FIRST_COUNTY + place, total + (1 if place == 4 else 0), self.bold)
        self.row += 1
