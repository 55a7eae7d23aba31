"""What is in force is found where Word finds it: styles, theme, lists, tracked changes, boxes, sections."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.publications.layout.papers import (
    FANGSONG,
    HEI,
    KAI,
    SONG,
    Line,
    Paper,
    Run,
    blank,
    body,
    bulletin,
    letter,
    written,
)
from tests.publications.layout.test_mutations import deviations
from tests.publications.layout.test_right_variants import BOX, upward
from zhicheng.core.intake.limits import Limits
from zhicheng.publications.layout import word
from zhicheng.publications.layout.document import Document

NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1{sign}"/><w:pPr><w:ind w:left="{left}" w:firstLine="{first}"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
)
LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'


def opened(paper: Paper, tmp_path: Path) -> Document:
    path = tmp_path / "x.docx"
    path.write_bytes(written(paper))
    return word.read(path, Limits())


def test_properties_come_from_the_nearest_of_style_ancestor_and_defaults(tmp_path: Path) -> None:
    document = opened(bulletin("styles"), tmp_path)
    first = next(each for each in document.paragraphs if each.text.startswith("全市各级"))
    assert (first.spans[0].east, first.size, first.spans[0].colour) == (FANGSONG, 16.0, "000000")
    assert (first.line.rule, first.line.value, first.start(16.0)) == ("exact", 28.95, 2.0)


def test_a_hanging_indent_of_an_ancestor_gives_way_to_a_first_line_indent(tmp_path: Path) -> None:
    # The style that all others are based on hangs by 20 points.
    document = opened(bulletin("styles"), tmp_path)
    assert all(each.first.count(16.0) >= 0 for each in document.paragraphs)


def listed(paper: Paper, *, sign: str = "、", left: int = 0, first: int = 640) -> Paper:
    paper.numbering = NUMBERING.format(sign=sign, left=left, first=first)
    for words, bare in (("一、总体", "总体情况"), ("二、存在", "存在问题"), ("三、下一步", "下一步工作")):
        line = paper.find(words)
        line.runs, line.first, line.numbered = [Run(bare)], 0.0, LISTED
    return paper


def without_indents(paper: Paper) -> Paper:
    """Of listed lines, so that the list's own stand: the builder writes them out otherwise."""
    paper.way = "defaults"
    for each in paper.lines:
        if isinstance(each, Line) and each.line == ("exact", 28.95):
            each.spacing = -0.2
    return paper


def test_automatic_numbers_are_numbers(tmp_path: Path) -> None:
    assert deviations(written(without_indents(listed(bulletin()))), tmp_path) == {}


def test_automatic_numbers_of_a_wrong_form(tmp_path: Path) -> None:
    found = deviations(written(without_indents(listed(bulletin(), sign="."))), tmp_path)
    assert list(found) == ["heading-number"]
    assert found["heading-number"].found == "“一.”；“二.”；“三.”"


def test_the_indent_of_a_list_is_in_force(tmp_path: Path) -> None:
    found = deviations(written(without_indents(listed(bulletin(), left=420, first=-420))), tmp_path)
    assert list(found) == ["first-line-indent"]


def test_tracked_changes_are_taken_as_accepted(tmp_path: Path) -> None:
    paper = bulletin()
    rPr = f'<w:rPr><w:rFonts w:ascii="{FANGSONG}" w:hAnsi="{FANGSONG}" w:eastAsia="{FANGSONG}"/><w:spacing w:val="-4"/><w:sz w:val="32"/></w:rPr>'
    paper.find("特此通报").runs = [
        Run(raw='<w:del w:id="1"><w:r><w:rPr><w:sz w:val="52"/></w:rPr><w:delText>请阅,</w:delText></w:r></w:del>'),
        Run(raw=f'<w:ins w:id="2"><w:r>{rPr}<w:t>特此通报。</w:t></w:r></w:ins>'),
    ]
    assert deviations(written(paper), tmp_path) == {}
    assert opened(paper, tmp_path).remarks == ["revised"]


def test_two_paragraphs_whose_break_is_deleted_are_one(tmp_path: Path) -> None:
    paper = bulletin()
    place = paper.at("特此通报")
    first, second = body("各地各部门要高度重视，"), replace(body("抓好落实。"), first=2.0)
    first.extra = '<w:rPr><w:del w:id="3"/></w:rPr>'
    paper.way = "direct"
    paper.lines[place:place] = [first, second]
    assert "first-line-indent" not in deviations(written(paper), tmp_path)


def test_words_in_a_text_box_are_no_body(tmp_path: Path) -> None:
    paper = bulletin()
    inner = '<w:p><w:r><w:rPr><w:sz w:val="18"/></w:rPr><w:t>示意图,仅供参考</w:t></w:r></w:p>'
    paper.find("特此通报").runs.append(Run(raw=BOX.format(side="right", inner=inner)))
    assert deviations(written(paper), tmp_path) == {}


def test_hidden_words_are_not_looked_at(tmp_path: Path) -> None:
    paper = bulletin()
    paper.find("特此通报").runs.append(
        Run(raw='<w:r><w:rPr><w:vanish/><w:sz w:val="18"/></w:rPr><w:t>,隐藏</w:t></w:r>')
    )
    assert deviations(written(paper), tmp_path) == {}


def test_each_section_is_measured_and_takes_over_what_it_does_not_say(tmp_path: Path) -> None:
    paper = bulletin()
    before = paper.lines[paper.at("附件1") - 1]
    assert isinstance(before, Line)
    before.extra = (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer_default"/><w:footerReference w:type="even" r:id="footer_even"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" '
        'w:footer="1417" w:gutter="0"/></w:sectPr>'
    )
    document = opened(paper, tmp_path)
    assert len(document.sections) == 2
    assert document.sections[1].footers["default"].numbered is not None
    found = deviations(written(paper), tmp_path)
    assert list(found) == ["margin-top"]
    assert (found["margin-top"].found, found["margin-top"].where) == ("25.4 毫米", "第 1 节")
    paper.top = 25.4
    assert deviations(written(paper), tmp_path)["margin-top"].where == "共 2 节：第 1 节、第 2 节"


def test_the_same_deviation_is_told_once_with_its_first_places(tmp_path: Path) -> None:
    paper = bulletin()
    for each in paper.lines:
        if isinstance(each, Line) and each.first == 2.0 and each.font == FANGSONG and len(each.runs) == 1:
            each.font = SONG
    found = deviations(written(paper), tmp_path)
    one = found["body-font"]
    assert one.count > 5
    assert one.where.startswith(
        f"共 {one.count} 段：第 6 段“现将第三季度质量强市工作…”、第 8 段“全市各级各部门围绕年度目…”、第 "
    )
    assert one.where.endswith("等")
    assert one.found == "宋体"


def test_a_substitute_is_accepted_and_said(tmp_path: Path) -> None:
    paper = bulletin()
    paper.find("特此通报").font = "华文仿宋"
    assert deviations(written(paper), tmp_path) == {}


def test_a_signatory_in_its_form(tmp_path: Path) -> None:
    paper = bulletin()
    upward(paper)
    paper.find("演质强办〔").runs[1].font = HEI
    assert list(deviations(written(paper), tmp_path)) == ["signatory-form"]
    paper.find("演质强办〔").runs = [Run("演质强办〔2026〕3号　　签发人:"), Run("张演示", font=KAI)]
    assert list(deviations(written(paper), tmp_path)) == ["signatory-form"]


@pytest.mark.parametrize("date", ["2026年10月09日印发", "二〇二六年十月九日印发", "2026年10月9日印"])
def test_a_date_of_printing_in_another_form(date: str, tmp_path: Path) -> None:
    paper = bulletin()
    last = paper.lines[-1]
    assert isinstance(last, Line)
    last.text = f"演示市质量强市工作领导小组办公室　　{date}"
    assert list(deviations(written(paper), tmp_path)) == ["printed-form"]


def test_words_after_the_imprint(tmp_path: Path) -> None:
    paper = bulletin()
    paper.lines.append(body("以上。"))
    assert "imprint-order" in deviations(written(paper), tmp_path)


def test_a_text_in_another_language_is_measured_by_its_page_alone(tmp_path: Path) -> None:
    lines = [Line([Run("Progress of the quality programme")]), blank(), body("All counties reported on time, twice.")]
    paper = Paper([*lines, body("The office publishes its figures, and their sources, every quarter.")], top=20.0)
    assert list(deviations(written(paper), tmp_path)) == ["margin-top"]


def test_a_text_in_traditional_characters_is_measured_like_any_other(tmp_path: Path) -> None:
    paper = bulletin()
    paper.find("演质强办〔").text = "演質強辦〔2026〕03號"
    paper.find("特此通报").text = "特此通報,請認真落實。"
    assert list(deviations(written(paper), tmp_path)) == ["number-form", "punctuation"]


def test_a_letter_may_have_one_page_and_no_number(tmp_path: Path) -> None:
    paper = letter()
    del paper.footers["default"], paper.footers["even"]
    found = deviations(written(paper), tmp_path)
    assert set(found) <= {"page-number"}
