"""The docx: what it says about itself, its tables and pictures, what stays out of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from tests.publications.documents.small import edition
from zhicheng.core.refusal import RuleBroken
from zhicheng.publications.blocks import Column, Document, Heading, Letterhead, ListBlock, Paragraph, TableBlock, Text
from zhicheng.publications.charts import chart
from zhicheng.publications.layout import check
from zhicheng.publications.rendering import to_docx

pytestmark = pytest.mark.clause("A10")

OFFICE = "演示市质量强市工作领导小组办公室"
COLUMNS = (Column("领域"), Column("任务数", "项", "right"))


def words(text: str) -> tuple[Text, ...]:
    return (Text(text),)


def table(rows: int = 2, columns: tuple[Column, ...] = COLUMNS) -> TableBlock:
    return TableBlock(
        "各领域进展", columns, tuple((words("产品质量"), words(str(row))) for row in range(rows)), note="示例"
    )


def bulletin(*blocks: Any, **fields: Any) -> Document:
    given: dict[str, Any] = {
        "kind": "bulletin", "title": "关于2026年三季度进展情况的通报", "blocks": blocks or (Paragraph(words("正文。")),),
        "letterhead": Letterhead(OFFICE, OFFICE + "文件", "演质强办", printed_by=OFFICE), "year": 2026, "number": 3,
        "recipients": "各县（区）人民政府", "dated": date(2026, 10, 9), "printed_on": date(2026, 10, 9),
    }  # fmt: skip
    return Document(**{**given, **fields})


def opened(document: Document) -> Any:
    return docx.Document(io.BytesIO(to_docx(document)))


def texts(made: Any) -> list[str]:
    return [each.text for each in made.paragraphs if each.text]


def test_it_says_in_order_what_the_document_says() -> None:
    made = opened(
        bulletin(
            Heading(1, words("总体情况")), Paragraph(words("一句话。")), ListBlock((words("甲"), words("乙")), ordered=True),
            attachments=("样例表", "样例图"), contact="样例甲", copies="市政协办公室",
        )
    )  # fmt: skip
    assert texts(made) == [
        OFFICE + "文件", "演质强办〔2026〕3号", "关于2026年三季度进展情况的通报", "各县（区）人民政府：", "一、总体情况", "一句话。", "甲", "乙",
        "附件：1.样例表", "2.样例图", OFFICE, "2026年10月9日", "（联系人：样例甲）", "（此件公开发布）",
    ]  # fmt: skip
    imprint = [cell.text for row in made.tables[-1].rows for cell in row.cells]
    assert imprint == ["抄送：市政协办公室。", "抄送：市政协办公室。", OFFICE, "2026年10月9日印发"]


def test_headings_are_headings_and_lists_are_lists() -> None:
    made = opened(
        bulletin(Heading(1, words("甲")), Heading(2, words("乙")), ListBlock((words("丙"),)), ListBlock((words("丁"),)))
    )
    styles = {each.text: each.style.name for each in made.paragraphs if each.text}
    assert styles["一、甲"] == "Heading 1"
    assert styles["（一）乙"] == "Heading 2"
    numbers = [each._p.pPr.numPr.numId.val for each in made.paragraphs if each.text in ("丙", "丁")]
    assert len(set(numbers)) == 2


def test_the_head_of_a_table_repeats_and_numbers_stand_right() -> None:
    made = opened(bulletin(table()))
    rows = made.tables[0].rows
    assert rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in rows[0].cells] == ["领域", "任务数（项）"]
    assert rows[1].cells[1].paragraphs[0].alignment == 2
    assert "注：示例" in texts(made)


def test_a_wide_table_lies_and_the_text_after_it_stands() -> None:
    wide = tuple(Column(f"第{number}列指标名称", "万元", "right") for number in range(11))
    row = tuple(words("12345.67") for _each in wide)
    made = opened(bulletin(TableBlock("宽表", wide, (row,)), Paragraph(words("之后。"))))
    turned = [each.page_width > each.page_height for each in made.sections]
    assert turned == [False, True, False]
    report = check(to_docx(bulletin(TableBlock("宽表", wide, (row,)), Paragraph(words("之后。")))), name="x.docx")
    assert not [each.rule for each in report.deviations if each.rule.startswith(("margin", "paper"))]


def test_a_chart_is_a_picture_with_words_and_its_numbers() -> None:
    drawn = chart("progress-by-field", edition())
    made = opened(bulletin(drawn))
    told = made.element.body.findall(".//" + qn("wp:docPr"))
    assert [each.get("descr") for each in told] == [drawn.alternative]
    assert len(made.tables) >= 2, "the numbers of the chart and the imprint"


def test_the_file_tells_its_title_and_language() -> None:
    made = opened(replace(bulletin(), language="zh-hant"))
    assert made.core_properties.title == "关于2026年三季度进展情况的通报"
    assert made.core_properties.author == OFFICE
    assert made.core_properties.language == "zh-TW"


def test_text_is_text_and_signs_that_xml_cannot_hold_go() -> None:
    made = opened(bulletin(Paragraph(words("<b>&\x00\x0b甲\u202e乙"))))
    assert "<b>&甲乙" in texts(made)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("form", ["document", "letter"])
def test_every_part_is_well_formed(language: str, form: str) -> None:
    head = Letterhead(OFFICE, OFFICE, "演质强办", form=form)
    content = to_docx(bulletin(table(), language=language, letterhead=head, signatory="样例甲", urgency="加急"))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        assert b"python-docx" not in package.read("docProps/core.xml")
    assert docx.Document(io.BytesIO(content)).paragraphs


def test_a_table_that_nobody_reads_is_refused() -> None:
    with pytest.raises(RuleBroken, match="20000行"):
        to_docx(bulletin(table(rows=20_000)))


def test_a_letter_has_no_number_on_its_first_page() -> None:
    made = opened(bulletin(letterhead=Letterhead(OFFICE, OFFICE, "演质强办函", form="letter")))
    section = made.sections[0]
    assert section.different_first_page_header_footer
    assert not any("PAGE" in each._p.xml for each in section.first_page_footer.paragraphs)
    assert any("PAGE" in each._p.xml for each in section.even_page_footer.paragraphs)
