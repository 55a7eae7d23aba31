"""Our own sample tables of the made-up city: 200 tasks with every ugliness that real ones have, in Excel and in Word.

Made afresh and the same each time: `python -m zhicheng.demo.samples FOLDER` writes both files.
"""

from __future__ import annotations

import sys
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from zhicheng.core.intake.export import put
from zhicheng.demo.places import CITY_NAME, COUNTIES

EXCEL, WORD = "任务分解表-200项.xlsx", "任务分解表-200项.docx"
YEAR = 2025
MARK = "虚构样例：地名、单位和数字均为编造，仅供试用"
TITLE = f"{CITY_NAME}{YEAR}年质量强市重点任务分解表"


@dataclass(frozen=True)
class Sample:
    """One made-up task as an office would write it."""

    number: int
    part: str
    section: str
    text: str
    value: int | None
    unit: str
    lead: str
    support: str
    deadline: str
    shares: tuple[int, ...] = ()


# Part, section, lead, support, subjects, patterns (text with {s} subject and {n} number, first number, unit).
_PLAN: tuple[tuple[str, str, str, str, tuple[str, ...], tuple[tuple[str, int, str], ...]], ...] = (
    ("一、提升产品质量", "（一）制造业质量", "市经信局", "市市监局、市发改委", ("五金制品", "智能家电", "纺织服装", "汽车零部件"), (
        ("新增{s}行业导入卓越绩效模式企业{n}家以上", 12, "家"), ("培育{s}行业质量标杆企业{n}家", 3, "家"),
        ("开展{s}行业质量比对研究，发布比对报告{n}份", 2, "份"), ("推动{s}企业建立首席质量官制度，力争{n}家", 20, "家"),
        ("完善{s}产业链质量协同机制，促进上下游质量联动", 0, ""))),
    ("一、提升产品质量", "（二）农产品质量", "市农业农村局", "市市监局，各县（市、区）政府", ("蔬菜", "茶叶", "水果", "畜禽产品"), (
        ("新增绿色食品、有机农产品（{s}）认证{n}个", 10, "个"), ("建设{s}标准化生产基地{n}个以上", 9, "个"),
        ("{s}例行监测合格率达到{n}%以上", 98, "%"), ("推行{s}承诺达标合格证，覆盖规模主体{n}家", 60, "家"),
        ("健全{s}质量安全网格化监管机制", 0, ""))),
    ("一、提升产品质量", "（三）食品药品与消费品安全", "市市监局", "市卫健委、市公安局", ("校园食品", "网络餐饮", "儿童用品", "电动自行车"), (
        ("完成{s}监督抽检{n}批次", 240, "批次"), ("{s}抽检合格率不低于{n}%", 97, "%"),
        ("开展{s}安全专项检查{n}次", 4, "次"), ("建立{s}风险监测点{n}个", 18, "个"),
        ("加强{s}安全宣传教育，提高公众安全意识", 0, ""))),
    ("二、提升工程质量", "（四）建设工程质量", "市住建局", "市交通局、市水利局", ("房屋建筑", "市政道路", "水利工程", "城市更新"), (
        ("创建省级{s}优质工程{n}项", 6, "项"), ("{s}竣工验收一次合格率达到{n}%", 100, "%"),
        ("培育{s}质量安全标准化工地{n}个以上", 27, "个"), ("推广{s}绿色建造技术，应用项目{n}项", 9, "项"),
        ("落实{s}各方主体质量终身责任", 0, ""))),
    ("三、提升服务质量", "（五）生产生活服务", "市商务局", "市文旅局、市金融办", ("家政服务", "旅游住宿", "现代物流", "电子商务"), (
        ("新增{s}品牌企业{n}家", 9, "家"), ("培训{s}从业人员{n}人次", 900, "人次"),
        ("{s}顾客满意率达到{n}%以上", 90, "%"), ("制定{s}服务规范{n}项", 2, "项"),
        ("推进{s}服务质量承诺和信用评价", 0, ""))),
    ("三、提升服务质量", "（六）公共服务", "市行政服务中心", "市大数据局、市教育局、市卫健委", ("政务服务", "义务教育", "医疗卫生", "养老服务"), (
        ("建成{s}标准化示范点{n}个", 18, "个"), ("{s}群众满意度达到{n}%以上", 92, "%"),
        ("实现9个县（市、区）{s}质量监测全覆盖", 9, "个"), ("推出{s}便民举措{n}项", 10, "项"),
        ("优化{s}流程，改进服务态度", 0, ""))),
    ("四、提升环境质量", "（七）生态环境", "市生态环境局", "市水利局、市住建局", ("城市空气", "地表水", "饮用水源", "工业园区"), (
        ("新建{s}自动监测站{n}座", 4, "座"), ("{s}环境质量达标率不低于{n}%", 93, "%"),
        ("完成{s}重点治理项目{n}项", 9, "项"), ("开展{s}环境执法检查{n}家次", 180, "家次"),
        ("深化{s}污染防治联防联控", 0, ""))),
    ("五、强化质量支撑", "（八）标准引领", "市市监局", "市经信局、市农业农村局", ("先进制造", "现代农业", "数字经济", "社会治理"), (
        ("主导或参与制修订{s}领域国家标准{n}项", 3, "项"), ("新增{s}领域标准化试点{n}个", 9, "个"),
        ("发布{s}领域团体标准{n}项以上", 12, "项"), ("{s}领域企业标准自我声明公开{n}家", 90, "家"),
        ("加强{s}领域标准实施情况监督", 0, ""))),
    ("五、强化质量支撑", "（九）品牌培育", "市市监局", "市商务局、市农业农村局", ("区域公共", "老字号", "外贸出口", "地理标志"), (
        ("新增{s}品牌{n}个", 9, "个"), ("组织{s}品牌推介活动{n}场", 3, "场"),
        ("培育{s}品牌示范企业{n}家以上", 18, "家"), ("新注册{s}商标{n}件", 45, "件"),
        ("讲好{s}品牌故事，扩大品牌影响", 0, ""))),
    ("五、强化质量支撑", "（十）创新与奖项", "市科技局", "市市监局、市人社局", ("高新技术", "数字安防", "新材料", "生物医药"), (
        ("新增{s}领域有效发明专利{n}件", 90, "件"), ("新认定{s}领域高新技术企业{n}家", 18, "家"),
        ("推荐{s}领域申报政府质量奖组织{n}家", 3, "家"), ("培训{s}领域质量专业人员{n}人次", 450, "人次"),
        ("支持{s}领域质量基础设施一站式服务", 0, ""))),
)  # fmt: skip
_ASIDES = (57, 130)
"""After these tasks stands a row that must not come in: hidden, then struck out."""
_SPECIAL = {34: "按上级部署", 162: "6月底前出方案，12月底前完成"}
_DEADLINES = (
    "年底前",
    "12月底",
    f"{YEAR}年12月",
    f"{YEAR}.11.30",
    "三季度末",
    f"{YEAR}年10月底前",
    "上半年",
    "１２月３１日前",
)


def sample_tasks() -> list[Sample]:
    """The 200 tasks, the same each time."""
    tasks: list[Sample] = []
    for part, section, lead, support, subjects, patterns in _PLAN:
        for step, (pattern, first, unit) in enumerate(patterns):
            for turn, subject in enumerate(subjects):
                number = len(tasks) + 1
                value = first if unit == "%" or first < 9 or "全覆盖" in pattern else first + 9 * turn
                deadline = "持续推进" if not unit else _DEADLINES[(number * 3 + step) % len(_DEADLINES)]
                deadline = _SPECIAL.get(number, deadline)
                shared = unit not in ("", "%") and value >= 9 and "全覆盖" not in pattern and turn % 2 == 0
                tasks.append(
                    Sample(
                        number,
                        part,
                        section,
                        pattern.format(s=subject, n=value),
                        value if unit else None,
                        unit,
                        lead,
                        support,
                        deadline,
                        _shares(value, number) if shared else (),
                    )
                )
    return tasks


def _shares(value: int, number: int) -> tuple[int, ...]:
    """A value cut into nine parts that add up, not all alike."""
    base, rest = divmod(value, len(COUNTIES))
    return tuple(base + (1 if (place + number) % len(COUNTIES) < rest else 0) for place in range(len(COUNTIES)))


# Excel

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
            if task.number in _ASIDES:
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
            last = self.row + len(tasks) - 1 + len([task for task in tasks if task.number in _ASIDES])
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


# Word


def write_word(path: Path) -> None:
    """The same tasks as a Word file: a table for each part, cut as if over pages."""
    # Heavy, and only whoever makes the samples needs it.
    import docx
    from docx.enum.section import WD_ORIENT

    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = datetime(YEAR, 3, 1)
    document.core_properties.title, document.core_properties.comments = TITLE, MARK
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    document.add_heading(TITLE, level=1)
    document.add_paragraph(f"（{MARK}）")
    tasks = sample_tasks()
    part = ""
    for start in range(0, len(tasks), 20):
        block = tasks[start : start + 20]
        if block[0].part != part:
            part = block[0].part
            document.add_paragraph(part)
        document.add_paragraph(block[0].section)
        _word_table(document, block, with_head=start != 80)
    document.add_paragraph("注：1.各县（市、区）任务数为下达数。2.未注明完成时限的，均为2025年12月底前完成。")
    document.save(str(path))


_WORD_HEADS = ("序号", "重点任务", "目标值", "任务分解", "责任单位", "完成时限")


def _word_table(document: Any, block: list[Sample], *, with_head: bool) -> None:
    table = document.add_table(0, len(_WORD_HEADS), style="Table Grid")
    rows: list[tuple[str, ...]] = [_WORD_HEADS] if with_head else []
    rows += [_word_row(task) for task in block]
    for texts in rows:
        row = table.add_row()
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
        if texts is _WORD_HEADS:
            _repeat(row)
    if block[0].number in (1, 61):
        _track(table.rows[2].cells[2].paragraphs[0], old="8家", new=table.rows[2].cells[2].text)


def _word_row(task: Sample) -> tuple[str, ...]:
    counties = "、".join(
        f"{county.name}{share}{task.unit}" for county, share in zip(COUNTIES, task.shares, strict=False)
    )
    target = "" if task.value is None else f"{task.value}{task.unit}" + ("以上" if task.number % 3 == 0 else "")
    if task.number == 21:
        target = "10—15个"
    if "全覆盖" in task.text:
        target = "全覆盖"
    behind = task.section == "（五）生产生活服务"
    text = f"{task.text}。（牵头单位：{task.lead}；责任单位：{task.support}）" if behind else task.text
    units = "" if behind else f"{task.lead}牵头，{task.support.replace('，', '、')}配合"
    deadline = "" if task.deadline == "年底前" and task.number % 2 else task.deadline
    return (f"{task.number}.", text, target, counties, units, deadline)


def _repeat(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _track(paragraph: Any, *, old: str, new: str) -> None:
    """Replace a paragraph's text by a tracked deletion and a tracked insertion."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for run in list(paragraph.runs):
        run._r.getparent().remove(run._r)
    for name, text in (("w:del", old), ("w:ins", new)):
        change = OxmlElement(name)
        change.set(qn("w:id"), "1" if name == "w:del" else "2")
        change.set(qn("w:author"), "演示")
        change.set(qn("w:date"), f"{YEAR}-03-01T00:00:00Z")
        run = paragraph.add_run(text)
        paragraph._p.replace(run._r, change)
        change.append(run._r)
        if name == "w:del":
            run._r.find(qn("w:t")).tag = qn("w:delText")


def _settle(path: Path) -> None:
    """Pack the file again with one fixed date, so that the same content has the same bytes."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def write_samples(folder: Path) -> tuple[Path, Path]:
    """Both files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    excel, word = folder / EXCEL, folder / WORD
    write_excel(excel)
    write_word(word)
    for path in (excel, word):
        _settle(path)
    return excel, word


if __name__ == "__main__":
    for written in write_samples(Path(sys.argv[1] if len(sys.argv) > 1 else "samples")):
        print(written)
