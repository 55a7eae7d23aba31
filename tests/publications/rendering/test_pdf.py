"""The PDF: tagged, with a title, its text to be read out; and the page of the same blocks."""

from __future__ import annotations

import pypdfium2
import pytest

from tests.publications.documents.small import edition
from tests.publications.rendering.test_word import bulletin, table, words
from zhicheng.core.refusal import RuleBroken
from zhicheng.publications.blocks import ChartBlock, Heading, Paragraph
from zhicheng.publications.charts import chart
from zhicheng.publications.rendering import to_html, to_pdf

pytestmark = pytest.mark.clause("A10")


def read(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_it_is_tagged_and_claims_the_standard_that_it_was_checked_for() -> None:
    content = to_pdf(bulletin(Heading(1, words("总体情况")), table()))
    assert b"/StructTreeRoot" in content
    assert b"/MarkInfo" in content
    assert b"pdfuaid:part" in content
    assert pypdfium2.PdfDocument(content).get_metadata_value("Title") == "关于2026年三季度进展情况的通报"


def test_its_words_can_be_read_out() -> None:
    told = read(to_pdf(bulletin(Paragraph(words("全市任务六十四项。")), table(), copies="市政协办公室")))
    assert "全市任务六十四项" in told
    assert "抄送" in told
    assert "各领域进展" in told


def test_markup_in_a_text_stays_text() -> None:
    said = "#let x = 1 *甲* $乙$ <b>丙</b>"
    assert "#let x = 1 *甲*" in read(to_pdf(bulletin(Paragraph(words(said)))))
    assert "&lt;b&gt;丙" in to_html(bulletin(Paragraph(words(said))))


def test_the_imprint_stands_on_an_even_last_page() -> None:
    document = pypdfium2.PdfDocument(to_pdf(bulletin(copies="市政协办公室")))
    assert len(document) % 2 == 0
    assert "抄送" in document[len(document) - 1].get_textpage().get_text_range()


def test_a_chart_is_read_out_by_its_words() -> None:
    drawn = chart("progress-by-field", edition())
    page = to_html(bulletin(drawn))
    assert drawn.alternative in page
    assert "<table" in page
    assert read(to_pdf(bulletin(drawn)))


def test_a_chart_that_says_nothing_is_refused() -> None:
    empty = ChartBlock("无数据", {}, "", table(0))
    for render in (to_html, to_pdf):
        with pytest.raises(RuleBroken, match="没有数据"):
            render(bulletin(empty))


def test_a_chart_without_words_is_refused() -> None:
    drawn = chart("progress-by-field", edition())
    silent = ChartBlock(drawn.title, drawn.spec, " ", drawn.table)
    with pytest.raises(RuleBroken, match="缺少文字说明"):
        to_pdf(bulletin(silent))
