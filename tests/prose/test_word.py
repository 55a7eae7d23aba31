"""Word documents: what a reader of the page sees is read, to the character, and nothing else."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import docx
import pytest

from tests.prose.documents import cell, paragraph, run, table, word_file
from zhicheng.core.prose import Prose, read_prose
from zhicheng.core.refusal import Unreadable


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "讲话.docx"


def words(prose: Prose) -> list[str]:
    return [prose.text[block.start : block.end] for block in prose.blocks]


def test_runs_are_one_paragraph_and_headings_are_known(path: Path) -> None:
    made = docx.Document()
    made.add_heading("一、总体情况", 1)
    made.add_paragraph("任务").add_run("105家").bold = True
    made.save(str(path))
    prose = read_prose(path)
    assert prose.text == "一、总体情况\n任务105家"
    assert [block.kind for block in prose.blocks] == ["heading", "paragraph"]
    assert [block.where for block in prose.blocks] == ["第 1 段", "第 2 段"]
    assert (prose.kind, prose.name) == ("docx", "讲话.docx")


def test_tracked_changes_are_read_as_accepted(path: Path) -> None:
    body = paragraph(
        "完成",
        '<w:del w:id="1"><w:r><w:delText>80</w:delText></w:r></w:del>',
        f'<w:ins w:id="2">{run("90")}</w:ins>',
        "家。",
    ) + paragraph("没有改动。")
    prose = read_prose(word_file(path, body))
    assert words(prose) == ["完成90家。", "没有改动。"]
    assert [block.revised for block in prose.blocks] == [True, False]
    assert prose.remarks == ("文中有修订标记，按接受全部修订后的文字核校。",)


def test_a_deleted_paragraph_end_joins_two_paragraphs(path: Path) -> None:
    first = paragraph("任务60家，", properties='<w:rPr><w:del w:id="1"/></w:rPr>')
    assert words(read_prose(word_file(path, first + paragraph("完成78家。")))) == ["任务60家，完成78家。"]


def test_what_was_moved_away_is_out_and_where_it_went_is_in(path: Path) -> None:
    body = paragraph(
        f'<w:moveFrom w:id="1">{run("甲")}</w:moveFrom>', "乙", f'<w:moveTo w:id="2">{run("甲")}</w:moveTo>'
    )
    assert words(read_prose(word_file(path, body))) == ["乙甲"]


@pytest.mark.parametrize("mark", ["vanish", "strike"])
def test_hidden_and_struck_words_stay_out_with_a_remark(path: Path, mark: str) -> None:
    prose = read_prose(
        word_file(path, paragraph("完成", run("80", f"<w:{mark}/>"), run("90", f'<w:{mark} w:val="0"/>')))
    )
    assert words(prose) == ["完成90"]
    assert len(prose.remarks) == 1


def test_words_hidden_by_their_style_stay_out(path: Path) -> None:
    styles = (
        '<w:styles><w:style w:type="character" w:styleId="A"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    body = paragraph("看得见", run("看不见", '<w:rStyle w:val="B"/>'))
    assert words(read_prose(word_file(path, body, styles=styles))) == ["看得见"]


def test_merged_cells_keep_their_place(path: Path) -> None:
    wide, top, below = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell("县区", properties=top) + cell("任务和完成", properties=wide),
        cell(properties=below) + cell("任务") + cell("完成"),
        cell("墨溪区") + cell("12") + cell("10"),
    )
    prose = read_prose(word_file(path, paragraph("见下表。") + table(*rows)))
    cells = [(b.row, b.column, b.rows, b.columns) for b in prose.blocks if b.kind == "cell"]
    assert cells == [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]
    assert prose.text.splitlines()[-1] == "墨溪区\t12\t10"
    assert prose.blocks[-1].where == "表 1 第 3 行第 3 列"


def test_a_table_in_a_cell_follows_the_table_it_hangs_in(path: Path) -> None:
    inner = table(cell("内一") + cell("内二"))
    prose = read_prose(word_file(path, table(cell("外一", inner) + cell("外二")) + paragraph("后文")))
    assert words(prose) == ["外一", "外二", "内一", "内二", "后文"]
    assert [block.table for block in prose.blocks] == [0, 0, 1, 1, None]


def test_a_frame_of_one_cell_is_no_table(path: Path) -> None:
    prose = read_prose(word_file(path, table(cell("框内第一段。", paragraph("框内第二段。")))))
    assert [block.kind for block in prose.blocks] == ["paragraph", "paragraph"]


def test_a_row_deleted_by_a_tracked_change_is_out(path: Path) -> None:
    gone = '<w:trPr><w:del w:id="1"/></w:trPr>' + cell("乙") + cell("2")
    prose = read_prose(word_file(path, table(cell("甲") + cell("1"), gone, cell("丙") + cell("3"))))
    assert words(prose) == ["甲", "1", "丙", "3"]


def test_notes_come_last_and_their_marks_are_no_figures(path: Path) -> None:
    notes = f'<w:footnotes><w:footnote w:id="-1">{paragraph("分隔")}</w:footnote><w:footnote w:id="2">{paragraph("不含在建1家。")}</w:footnote></w:footnotes>'
    ends = f'<w:endnotes><w:endnote w:id="7">{paragraph("数据截至6月。")}</w:endnote></w:endnotes>'
    body = paragraph(
        "完成90家",
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        "，增长5%",
        '<w:r><w:endnoteReference w:id="7"/></w:r>',
        "。",
    )
    prose = read_prose(word_file(path, body + paragraph("完。"), footnotes=notes, endnotes=ends))
    assert words(prose) == ["完成90家，增长5%。", "完。", "不含在建1家。", "数据截至6月。"]
    assert [(b.kind, b.where) for b in prose.blocks[2:]] == [("note", "脚注 1"), ("note", "尾注 1")]


def test_a_text_box_is_read_once(path: Path) -> None:
    inner = f"<w:txbxContent>{paragraph('框中完成8家。')}</w:txbxContent>"
    box = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{inner}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    prose = read_prose(word_file(path, paragraph("正文。", box) + paragraph("后文。")))
    assert words(prose) == ["正文。", "框中完成8家。", "后文。"]
    assert prose.blocks[1].where == "文本框"


def test_automatic_numbers_stand_in_the_text_but_in_no_block(path: Path) -> None:
    numbering = (
        '<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = paragraph("60家。", properties=numbered) + paragraph("70家。", properties=numbered)
    prose = read_prose(word_file(path, body, numbering=numbering))
    assert prose.text == "一、60家。\n二、70家。"
    assert words(prose) == ["60家。", "70家。"]
    assert [prose.label_before(place) for place in (0, 1)] == ["一、", "二、"]


def test_fields_are_read_by_their_result(path: Path) -> None:
    steps = [f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "separate", "end")]
    code = "<w:r><w:instrText>=SUM(ABOVE) 99</w:instrText></w:r>"
    body = paragraph("合计", steps[0], code, run("7"), steps[1], run("32"), steps[2], "家")
    assert words(read_prose(word_file(path, body))) == ["合计32家"]


def test_a_fraction_is_no_long_number(path: Path) -> None:
    fraction = (
        "<m:oMath><m:f><m:num><m:r><m:t>90</m:t></m:r></m:num><m:den><m:r><m:t>105</m:t></m:r></m:den></m:f></m:oMath>"
    )
    assert words(read_prose(word_file(path, paragraph("即", fraction)))) == ["即90/105"]


def test_headers_comments_and_small_signs(path: Path) -> None:
    header = f"<w:hdr>{paragraph('内部资料 2024')}</w:hdr>"
    inner = "<w:r><w:t>甲</w:t><w:tab/><w:t> 乙 </w:t><w:br/><w:noBreakHyphen/><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"
    link = f"<w:hyperlink>{run('链接')}</w:hyperlink><w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>"
    prose = read_prose(word_file(path, paragraph(inner, link), header1=header))
    assert prose.text == "甲\t乙\n-√链接控件"


def test_strict_documents_are_read(path: Path) -> None:
    word_file(path, paragraph("完成90家。"))
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            old_name, new_name = (
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, content.replace(old_name, new_name))
    assert words(read_prose(path)) == ["完成90家。"]


def test_a_document_without_words_is_refused(path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read_prose(word_file(path, paragraph("  ") + table(cell() + cell())))
    assert refused.value.code == "blank"


def test_two_hundred_pages_are_read_in_a_second(path: Path) -> None:
    sentence = "企业任务105家，完成90家，今年新增7家；" * 4
    body = paragraph(*(run(sentence[place : place + 9]) for place in range(0, len(sentence), 9))) * 1600
    word_file(path, body)
    begun = time.monotonic()
    prose = read_prose(path)
    assert len(prose.text) > 120_000
    assert time.monotonic() - begun < 3  # a second on a quiet machine
