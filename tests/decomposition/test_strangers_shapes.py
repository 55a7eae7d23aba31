"""Tables in other shapes: in text boxes, in frames, on their side, cut at pages, a sheet for each county."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml

from zhicheng.goals.contracts import Reading, read_decomposition
from zhicheng.goals.contracts.results import LEAVE, MERGE, SEPARATE

pytestmark = pytest.mark.clause("A3")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
HEAD = ["序号", "重点任务", "目标值", "责任单位", "完成时限"]
FIRST = ["1", "新增采用国际标准企业", "20家", "市市监局", "年底前"]
SECOND = ["2", "培育省级质量奖企业", "3家", "市市监局", "9月底前"]


def words(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    def cell(text: str) -> str:
        return f"<w:tc>{text if text.startswith('<') else words(text)}<w:p/></w:tc>"

    return f"<w:tbl>{''.join('<w:tr>' + ''.join(map(cell, row)) + '</w:tr>' for row in rows)}</w:tbl>"


def box(inside: str) -> str:
    """A text box as Word writes it: once for itself and once more for old readers."""
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{content}</wps:txbx>'
        f"</wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


@pytest.fixture
def read_parts(tmp_path: Path) -> Callable[..., Reading]:
    """Put pieces of XML into a Word document and read it for 2025."""

    def read(*parts: str, year: int | None = 2025) -> Reading:
        document = docx.Document()
        body = document.element.body
        for part in parts:
            body.insert(len(body) - 1, parse_xml(part.replace(">", f" {NAMES}>", 1)))
        document.save(str(tmp_path / "表.docx"))
        return read_decomposition(tmp_path / "表.docx", year=year)

    return read


@pytest.fixture
def read_sheets(tmp_path: Path) -> Callable[..., Reading]:
    """Several sheets of one workbook, read for 2025."""

    def read(sheets: dict[str, list[list[Any]]], **more: Any) -> Reading:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "表.xlsx")
        return read_decomposition(tmp_path / "表.xlsx", year=2025, **more)

    return read


def targets(reading: Reading) -> list[tuple[str | None, int | None]]:
    return [(task.no, task.target and int(task.target)) for task in reading.tasks]


def test_title_and_note_in_a_text_box_are_read(read_parts: Any) -> None:
    note = "注：未注明完成时限的，均为11月底前。"
    reading = read_parts(
        box(words("演示市2026年质量强市任务分解表") + words(note)), table([HEAD, [*FIRST[:4], ""]]), year=None
    )
    assert (reading.title, reading.year) == ("演示市2026年质量强市任务分解表", 2026)
    assert reading.tasks[0].deadline == "2026-11-30"


def test_a_table_in_a_text_box_is_read_once(read_parts: Any) -> None:
    reading = read_parts(box(table([HEAD, FIRST, SECOND])))
    assert targets(reading) == [("1", 20), ("2", 3)]
    assert not reading.questions


def test_a_text_box_in_old_form_only_is_read_and_a_deleted_one_is_not(read_parts: Any) -> None:
    old = f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{table([HEAD, FIRST])}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    assert targets(read_parts(old)) == [("1", 20)]
    gone = old.replace("<w:p><w:r><w:pict>", '<w:p><w:del w:id="1"><w:r><w:pict>', 1)
    gone = gone.removesuffix("</w:r></w:p>") + "</w:r></w:del></w:p>"
    assert targets(read_parts(gone, table([HEAD, SECOND]))) == [("2", 3)]


def test_a_note_in_a_text_box_of_a_cell_is_not_part_of_the_cell(read_parts: Any) -> None:
    reading = read_parts(table([HEAD, [*FIRST[:2], box(words("注：以上级下达为准")) + words("20家"), *FIRST[3:]]]))
    assert targets(reading) == [("1", 20)]


def test_a_table_that_only_frames_another_counts_for_nothing(read_parts: Any) -> None:
    reading = read_parts(table([["附件1"], [table([HEAD, FIRST, SECOND])]]))
    assert targets(reading) == [("1", 20), ("2", 3)]
    assert not reading.questions


def test_a_table_inside_a_task_is_read_as_words_and_said(read_parts: Any) -> None:
    reading = read_parts(table([HEAD, [*FIRST[:2], table([["砚湖县", "5家"], ["墨溪区", "8家"]]), *FIRST[3:]]]))
    assert reading.tasks[0].target is None
    assert {question.field for question in reading.questions} == {"sheet", "target"}


def test_a_table_on_its_side_is_turned_in_excel_and_word(read_parts: Any, read_sheets: Any) -> None:
    side = [list(column) for column in zip(HEAD, FIRST, SECOND, strict=True)]
    for reading in (read_parts(table(side)), read_sheets({"任务": [["2025年质量强市任务表"], *side]})):
        assert targets(reading) == [("1", 20), ("2", 3)]
        assert [task.deadline for task in reading.tasks] == ["2025-12-31", "2025-09-30"]
        assert not reading.questions
        assert "表头在第一栏" in reading.remarks[0].text


def test_a_hidden_row_of_a_table_on_its_side_is_asked_about(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in zip(HEAD, FIRST, SECOND, strict=True):
        book.active.append(row)
    book.active.column_dimensions["C"].hidden = True
    book.active.row_dimensions[3].hidden = True
    book.save(tmp_path / "表.xlsx")
    reading = read_decomposition(tmp_path / "表.xlsx", year=2025)
    assert [task.no for task in reading.tasks] == ["1"]
    assert reading.tasks[0].target is None
    assert {question.field for question in reading.questions} >= {"row", "column"}


def test_a_list_behind_the_table_is_not_taken_for_its_next_page(read_parts: Any) -> None:
    people = [["序号", "企业名称", "姓名", "职务", "所在地"], ["1", "演示甲公司", "张某", "副总", "墨溪区"]]
    other = [
        ["编号", "工作内容", "牵头部门", "配合部门", "时间要求"],
        ["1", "建设计量站", "市市监局", "市财政局", "10月底"],
    ]
    reading = read_parts(
        words("附件1"), table([HEAD, FIRST]), words("附件2"), words("首席质量官名单"), table(people),
        words("附件3"), table(other),
    )  # fmt: skip
    assert [task.task for task in reading.tasks] == ["新增采用国际标准企业", "建设计量站"]
    assert [(question.sheet, question.proposals) for question in reading.questions] == [("表2", (LEAVE,))]
    reading = read_parts(table([HEAD, FIRST]), words(" "), table(people))
    assert len(reading.tasks) == 1


def test_a_table_cut_at_pages_goes_on_with_a_word_between(read_parts: Any) -> None:
    reading = read_parts(
        table([HEAD, FIRST]), words("续表"), table([HEAD, SECOND]), words("（续表2）"),
        table([["3", "开展质量月活动", "1场", "市市监局", "9月"]]),
    )  # fmt: skip
    assert targets(reading) == [("1", 20), ("2", 3), ("3", 1)]
    assert not reading.questions


def county(name: str, count: int, rate: str = "95%") -> list[list[Any]]:
    return [
        [f"{name}2025年质量强市任务分解表"], HEAD,
        [1, "新增采用国际标准企业", f"{count}家", "市市监局", "年底前"],
        [2, "开展质量月活动", "", "市市监局", "9月"],
        [3, "产品抽查合格率", rate, "市市监局", "年底前"],
    ]  # fmt: skip


def test_a_sheet_for_each_county_is_asked_about_once_and_merged(read_sheets: Any) -> None:
    sheets = {"墨溪区": county("墨溪区", 8), "2.砚湖县任务表": county("砚湖县", 12, "96%")}
    asked = read_sheets(sheets)
    assert (len(asked.tasks), [question.key for question in asked.questions]) == (6, ["!#sheet"])
    merged = read_sheets(sheets, answers={"!#sheet": MERGE})
    assert [(task.no, task.target and int(task.target), dict(task.splits)) for task in merged.tasks] == [
        ("1", 20, {"墨溪区": 8, "砚湖县": 12}), ("2", None, {}), ("3", 95, {}), ("3", 96, {}),
    ]  # fmt: skip
    assert not merged.questions
    kept = read_sheets(sheets, answers={"!#sheet": SEPARATE})
    assert (len(kept.tasks), kept.questions) == (6, ())


def test_the_citys_own_sheet_gives_the_target_and_must_agree(read_sheets: Any) -> None:
    sheets = {"全市": county("全市", 25), "墨溪区": county("墨溪区", 8), "砚湖县": county("砚湖县", 12)}
    merged = read_sheets(sheets, answers={"!#sheet": MERGE})
    assert len(merged.tasks) == 3
    assert [(q.field, q.proposals) for q in merged.questions] == [("target", ("25家", "20家"))]
    said = read_sheets(sheets, answers={"!#sheet": MERGE, merged.questions[0].key: "25家"})
    assert int(said.tasks[0].target) == 25


def test_sheets_of_counties_with_tasks_of_their_own_are_not_asked_about(read_sheets: Any) -> None:
    reading = read_sheets({"墨溪区": [HEAD, FIRST], "砚湖县": [HEAD, ["1", "开展质量月活动", "", "砚湖县政府", "9月"]]})
    assert (len(reading.tasks), reading.questions) == (2, ())


def merged(text: str, mark: str = "") -> str:
    """A cell that begins a vertical merge (or goes on with one)."""
    return f"<w:tc><w:tcPr><w:vMerge{mark}/></w:tcPr>{words(text)}</w:tc>"


def wide(text: str, span: int) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{words(text)}</w:tc>'


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cell if cell.startswith('<w:tc>') else f'<w:tc>{words(cell)}</w:tc>' for cell in cells)}</w:tr>"


def test_a_wide_cell_ends_every_merge_above_it(read_parts: Any) -> None:
    begin = ' w:val="restart"'
    reading = read_parts(
        "<w:tbl>"
        + row(merged("序号", begin), merged("工作任务", begin), wide("责任单位", 2), merged("完成时间", begin))
        + row(merged(""), merged(""), "牵头", "配合", merged(""))
        + row(wide("（一）产业质量提升", 5))
        + row("1", "新增演示精品15个", merged("市市监局", begin), "市商务局", "12月")
        + row("2", "抽检合格率达到98%", merged(""), "市农业农村局", "持续推进")
        + row(wide("（二）质量基础", 5))
        + row("3", "新建计量标准10项", "市市监局", "各县（市、区）人民政府、经开区管委会", "11月底前")
        + "</w:tbl>"
    )
    assert [(task.no, task.section, task.lead_units, task.supporting_units) for task in reading.tasks] == [
        ("1", ("（一）产业质量提升",), ("市市监局",), ("市商务局",)),
        ("2", ("（一）产业质量提升",), ("市市监局",), ("市农业农村局",)),
        ("3", ("（二）质量基础",), ("市市监局",), ("各县（市、区）人民政府", "经开区管委会")),
    ]
    assert not reading.questions


def test_a_card_for_each_task_is_read_by_its_labels(read_parts: Any) -> None:
    def card(number: str, task: str, target: str) -> str:
        return (
            "<w:tbl>" + row("任务名称", task, "任务编号", number) + row("年度目标", wide(target, 3))
            + row("牵头单位", "市市监局", "完成时限", "10月底") + "</w:tbl>"
        )  # fmt: skip

    reading = read_parts(card("1", "建设检测平台", "建成2个"), words(" "), card("2", "培育标准化试点", "新增5个"))
    assert [(task.no, task.task, task.deadline) for task in reading.tasks] == [
        ("1", "建设检测平台", "2025-10-31"), ("2", "培育标准化试点", "2025-10-31"),
    ]  # fmt: skip
    assert targets(reading) == [("1", 2), ("2", 5)]
    assert not reading.questions


def test_a_comment_in_word_is_found_at_its_row(read_word: Any) -> None:
    def build(document: Any) -> None:
        found = document.add_table(2, 5)
        for line, cells in zip(found.rows, (HEAD, FIRST), strict=True):
            for cell, text in zip(line.cells, cells, strict=True):
                cell.text = text
        if not hasattr(document, "add_comment"):
            pytest.skip("this python-docx writes no comments")
        document.add_comment(found.cell(1, 1).paragraphs[0].runs, text="本项暂缓", author="甲")

    reading = read_word(build)
    assert [(question.field, question.row) for question in reading.questions] == [("row", 2)]
