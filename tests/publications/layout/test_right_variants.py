"""Right documents as offices really make them: other ways to draw the same thing raise no alarm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.publications.layout.papers import (
    HEI,
    KAI,
    SENTENCE,
    SONG,
    THICK,
    THIN,
    XIAOBIAO,
    Line,
    Paper,
    Run,
    Table,
    blank,
    body,
    bulletin,
    heading,
    letter,
    page_number,
    styled,
    written,
)
from tests.publications.layout.test_mutations import deviations

SHAPE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionH relativeFrom="{relative}"><wp:align>'
    'center</wp:align></wp:positionH><a:graphic><a:graphicData><wps:wsp><wps:spPr><a:xfrm><a:ext cx="{emu}" cy="0"/></a:xfrm>'
    '<a:prstGeom prst="line"/><a:ln w="19050"{kind}><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln></wps:spPr></wps:wsp>'
    "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"
)
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:positionH relativeFrom="margin"><wp:align>'
    "{side}</wp:align></wp:positionH><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>{inner}</w:txbxContent></wps:txbx>"
    "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict/></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
COMPLEX_PAGE = (
    '<w:r>{rPr}<w:fldChar w:fldCharType="begin"/></w:r><w:r>{rPr}<w:instrText> PAGE \\* MERGEFORMAT </w:instrText></w:r>'
    '<w:r>{rPr}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{rPr}<w:t>12</w:t></w:r><w:r>{rPr}<w:fldChar w:fldCharType="end"/></w:r>'
)


def drawn_red_line(paper: Paper) -> None:
    line = paper.find("演质强办〔")
    line.borders = ""
    line.runs.append(Run(raw=SHAPE.format(emu=156 * 36000, relative="margin", kind="")))


def vml_red_line(paper: Paper) -> None:
    line = paper.find("演质强办〔")
    line.borders = ""
    line.runs.append(
        Run(
            raw='<w:r><w:pict><v:line from="0,10pt" to="442.2pt,10pt" strokecolor="red" strokeweight="1.5pt"/></w:pict></w:r>'
        )
    )


def imprint_as_table(paper: Paper) -> None:
    rows = [replace(each, borders="") for each in paper.lines[-2:] if isinstance(each, Line)]
    paper.lines[-2:] = [Table(rows, borders=f"<w:top {THICK}/><w:bottom {THICK}/><w:insideH {THIN}/>"), blank()]


def number_in_a_box(paper: Paper) -> None:
    """As WPS puts it."""
    rPr = f'<w:rPr><w:rFonts w:ascii="{SONG}" w:hAnsi="{SONG}" w:eastAsia="{SONG}"/><w:sz w:val="28"/></w:rPr>'
    inner = f"<w:p><w:r>{rPr}<w:t>— </w:t></w:r>{COMPLEX_PAGE.replace('{rPr}', rPr)}<w:r>{rPr}<w:t> —</w:t></w:r></w:p>"
    paper.footers = {"default": Line([Run(raw=BOX.format(side="outside", inner=inner))], size=14.0)}
    paper.odd_and_even = False


def number_by_complex_field(paper: Paper) -> None:
    for line in paper.footers.values():
        line.runs[1] = replace(line.runs[1], raw=COMPLEX_PAGE)


def date_by_left_indent(paper: Paper) -> None:
    paper.find("2026年10月9日").__dict__.update(jc="left", right=0.0, left=17.5)


def date_by_blanks(paper: Paper) -> None:
    line = paper.find("2026年10月9日")
    line.right, line.runs = 0.0, [Run("2026年10月9日　　　　")]


def date_without_a_seal(paper: Paper) -> None:
    """It begins two characters right of where the long name above it begins."""
    paper.find("2026年10月9日").right = 2.0 + 16 - 2 - 6.5


def indents_by_blanks(paper: Paper) -> None:
    for line in paper.lines:
        if isinstance(line, Line) and line.first == 2.0 and line.text[:2] != "（联":
            line.first = 0.0
            line.runs[0] = replace(line.runs[0], text="　　" + line.runs[0].text)


def title_in_two_lines(paper: Paper) -> None:
    title = paper.find("关于2026年")
    place = paper.lines.index(title)
    paper.lines[place : place + 1] = [
        replace(title, runs=[Run("演示市质量强市工作领导小组办公室")]),
        replace(title, runs=[Run("关于2026年第三季度工作进展情况的通报")]),
    ]


def upward(paper: Paper) -> None:
    paper.find("关于2026年").text = "关于增加质量工作任务的请示"
    number = paper.find("演质强办〔")
    number.runs = [Run("演质强办〔2026〕3号　　　　　签发人："), Run("张演示", font=KAI)]
    number.__dict__.update(jc="both", left=1.0, right=1.0)
    number.left = number.right = 0.0


def points_of_a_reply(paper: Paper) -> None:
    place = paper.at("一、总体")
    paper.lines[place : paper.at("特此通报")] = [
        body("一、同意你们报来的实施方案，请认真组织实施。"),
        body("二、要加强统筹协调，确保任务按期完成。"),
    ]


def chapters(paper: Paper) -> None:
    place = paper.at("一、总体")
    paper.lines[place : paper.at("特此通报")] = [
        Line([Run("第一章　总则")], font=HEI, jc="center"),
        body("第一条　本办法所称质量工作包括下列事项："),
        body("（一）产品质量工作；"),
        body("（二）工程质量工作；"),
        body("第二条　本办法由演示市质量强市工作领导小组办公室负责解释。"),
    ]


def only_two_levels(paper: Paper) -> None:
    place = paper.at("（一）任务")
    del paper.lines[place : paper.at("1.健全")]
    del paper.lines[paper.at("（1）建立") : paper.at("二、存在")]


def no_head(paper: Paper) -> None:
    """A draft on paper that has its head printed already."""
    del paper.lines[: paper.at("关于2026年")]


def one_attachment(paper: Paper) -> None:
    paper.find("附件：1").text = "附件：第三季度任务进展情况表"
    del paper.lines[paper.at("2.滞后")]
    del paper.lines[paper.at("附件2") : paper.at("抄送") - 1]
    paper.find("附件1").text = "附件"


def months_and_figures(paper: Paper) -> None:
    place = paper.at("特此通报")
    paper.lines[place:place] = [
        body("3、4月份，全市1,000家企业参加，其中3.5%为新增（详见A、B两类）。"),
        body("1.5亿元以上项目10个，联系网址 http://example.org/a?b=1 ，时间为9:30。"),
        body("“一企一策”“一品一案”等做法（见附件1）在全市推广。"),
    ]


def captions_and_notes(paper: Paper) -> None:
    place = paper.at("特此通报")
    small = Line([Run("表1　各领域任务数")], font=HEI, size=14.0, jc="center", line=("auto", 1.0))
    paper.lines[place:place] = [
        small,
        Table([Line([Run("产品质量")])]),
        Line([Run("注：数据截至9月30日。")], size=12.0, font=SONG),
    ]


def copy_number(paper: Paper) -> None:
    paper.lines[:0] = [Line([Run("000001")]), Line([Run("秘密★1年")], font=HEI)]


def draft_date(paper: Paper) -> None:
    paper.find("2026年10月9日").text = "2026年　月　日"


def lying_annex(paper: Paper) -> None:
    """A wide table on lying paper, in a section of its own."""
    end = paper.lines[paper.at("附件2") - 1]
    assert isinstance(end, Table)
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="footer_default"/><w:footerReference w:type="even" r:id="footer_even"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" '
        'w:footer="1417" w:gutter="0"/></w:sectPr>'
    )
    wide = section.replace('w:w="11906" w:h="16838"', 'w:w="16838" w:h="11906" w:orient="landscape"').replace(
        "1587", "1984"
    )
    place = paper.at("附件1")
    before = paper.lines[place - 1]
    assert isinstance(before, Line)
    before.extra += section
    paper.lines.insert(paper.at("附件2"), Line([], extra=wide))


VARIANTS = [
    drawn_red_line, vml_red_line, imprint_as_table, number_in_a_box, number_by_complex_field, date_by_left_indent,
    date_by_blanks, date_without_a_seal, indents_by_blanks, title_in_two_lines, upward, points_of_a_reply, chapters, only_two_levels, no_head,
    one_attachment, months_and_figures, captions_and_notes, copy_number, draft_date, lying_annex,
]  # fmt: skip


@pytest.mark.parametrize("change", VARIANTS, ids=lambda each: each.__name__)
def test_another_right_way_raises_no_alarm(change: Callable[[Paper], None], tmp_path: Path) -> None:
    paper = bulletin()
    change(paper)
    assert deviations(written(paper), tmp_path) == {}


def test_a_letter_with_drawn_lines(tmp_path: Path) -> None:
    paper = letter()
    drawn = {"first": (paper.headers, ' cmpd="thickThin"'), "foot": (paper.footers, ' cmpd="thinThick"')}
    for held, kind in drawn.values():
        line = held["first"]
        line.borders, line.left, line.right = "", 0.0, 0.0
        line.runs.append(Run(raw=SHAPE.format(emu=170 * 36000, relative="page", kind=kind)))
    assert deviations(written(paper), tmp_path) == {}


def test_a_letter_held_to_the_document_form_has_no_double_lines_to_tell(tmp_path: Path) -> None:
    assert "letter-lines" not in deviations(written(letter()), tmp_path, form="document")


def test_a_document_held_to_the_letter_form_lacks_its_lines(tmp_path: Path) -> None:
    found = deviations(written(bulletin()), tmp_path, form="letter")
    assert {"letter-lines", "letter-first-page", "letter-number", "letter-imprint"} <= set(found)


@pytest.mark.parametrize("font", ["仿宋", "FangSong", "方正仿宋_GBK", "仿宋_GB2312", "FangSong_GB2312", "@仿宋"])
def test_a_typeface_by_any_of_its_names(font: str, tmp_path: Path) -> None:
    paper = bulletin()
    for line in paper.lines:
        if isinstance(line, Line) and line.font == "仿宋_GB2312":
            line.font = font
    paper.find("1.健全").runs[0].font = font
    assert deviations(written(paper), tmp_path) == {}


def test_a_plain_briefing_of_a_page(tmp_path: Path) -> None:
    lines: list[Line | Table] = [
        Line([Run("质量强市工作简报")], font=XIAOBIAO, size=36.0, colour="FF0000", jc="center", spacing=0),
        Line([Run("第3期")], jc="center"),
        blank(),
        Line([Run("我市质量工作取得新进展")], font=XIAOBIAO, size=22.0, jc="center"),
        blank(),
        body(SENTENCE),
        heading(1, "一、主要做法"),
        body(SENTENCE),
    ]
    paper = Paper(lines, footers={"default": page_number("right"), "even": page_number("left")})
    assert deviations(written(styled(paper, "direct")), tmp_path) == {}
