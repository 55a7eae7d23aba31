"""What the system itself makes keeps every rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zhicheng.publications.blocks import Column, Document, Heading, Letterhead, ListBlock, Paragraph, TableBlock, Text
from zhicheng.publications.layout import check

OFFICE = "演示市质量强市工作领导小组办公室"
SENTENCE = "全市各级各部门围绕年度目标扎实推进质量工作，产品质量、服务质量稳步提升，群众满意度持续提高。"


def words(text: str) -> tuple[Text, ...]:
    return (Text(text),)


BULLETIN = Document(
    kind="bulletin",
    title="关于2026年第三季度质量强市工作进展情况的通报",
    blocks=(
        Paragraph(words("现将第三季度质量强市工作进展情况通报如下：")),
        Heading(1, words("总体情况")),
        Heading(2, words("任务进度")),
        Paragraph(words(SENTENCE)),
        TableBlock(
            "各领域进展", (Column("领域"), Column("任务数", "项", "right")), ((words("产品质量"), words("30")),)
        ),
        Heading(2, words("主要做法")),
        ListBlock((words("健全机制，按月调度。"), words("定期会商，及时协调。")), ordered=True),
        Heading(1, words("下一步工作")),
        Paragraph(words(SENTENCE)),
        Paragraph(words("特此通报。")),
    ),
    letterhead=Letterhead(OFFICE, OFFICE + "文件", "演质强办", printed_by=OFFICE),
    year=2026,
    number=3,
    recipients="各县（区）人民政府，市直有关部门",
    copies="市人大常委会办公室，市政协办公室",
    contact="张演示，联系电话：0000-0000",
    urgency="加急",
    dated=date(2026, 10, 9),
    printed_on=date(2026, 10, 9),
)
LETTER = replace(
    BULLETIN,
    title="关于商请提供有关数据的函",
    blocks=BULLETIN.blocks[3:4],
    letterhead=Letterhead(OFFICE, OFFICE, "演质强办函", form="letter"),
    recipients="市统计局",
    copies="",
    urgency="",
    printed_on=None,
)


@pytest.mark.parametrize("seal", [True, False])
@pytest.mark.parametrize("document", [BULLETIN, LETTER], ids=["document", "letter"])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_what_we_make_keeps_every_rule(document: Document, seal: bool, language: str) -> None:
    rendering = pytest.importorskip("zhicheng.publications.rendering")
    if not hasattr(rendering, "to_docx"):
        pytest.skip("no docx is made yet")
    made = replace(document, letterhead=replace(document.letterhead, seal=seal), language=language)
    report = check(rendering.to_docx(made), name="x.docx", form=document.letterhead.form, language="zh-hans")
    assert [(each.rule, each.found, each.where) for each in report.deviations] == []
