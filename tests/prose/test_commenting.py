"""The copy with remarks: Word's own comments at the exact words, and everything else as it was."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest

from tests.prose.documents import W, cell, paragraph, run, table, word_file
from zhicheng.core.prose import Prose, Remark, commented_copy, read_prose
from zhicheng.core.refusal import Unreadable

WHO = "数据核校"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "讲话.docx"


def about(prose: Prose, words: str, said: str) -> Remark:
    start = prose.text.index(words)
    return (start, start + len(words), WHO, said)


def commented(body: bytes) -> dict[str, str]:
    """Each comment with the words between its marks."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    text: dict[str, str] = {}
    open_now: set[str] = set()
    for element in root.iter():
        kind, number = element.tag.rpartition("}")[2], element.get(f"{{{W}}}id", "")
        if kind == "commentRangeStart":
            open_now.add(number)
        elif kind == "commentRangeEnd":
            open_now.discard(number)
        elif kind == "t":
            for each in open_now:
                text[each] = text.get(each, "") + (element.text or "")
    comments = {str(each.comment_id): each.text for each in docx.Document(io.BytesIO(body)).comments}
    return {comments[number]: words for number, words in text.items()}


def read_again(body: bytes, folder: Path) -> Prose:
    (folder / "copy.docx").write_bytes(body)
    return read_prose(folder / "copy.docx", name="讲话.docx")


def test_comments_stand_at_the_exact_words_over_runs_paragraphs_and_cells(path: Path) -> None:
    body = paragraph("今年任务", run("105家", "<w:b/>"), "，完成90家。") + table(
        cell("墨溪区") + cell("12"), cell("合计") + cell("32")
    )
    prose = read_prose(word_file(path, body))
    start, end = prose.text.index("05家"), prose.text.index("区\t12")
    remarks = [
        about(prose, "5家，完成9", "一"),
        about(prose, "任务105家，完成90家", "二"),
        about(prose, "32", "三"),
        (start, end, WHO, "四"),
    ]
    copy = commented_copy(path, prose, remarks)
    assert commented(copy) == {
        "一": "5家，完成9",
        "二": "任务105家，完成90家",
        "三": "32",
        "四": "05家，完成90家。墨溪",
    }
    bold = [each.text for each in docx.Document(io.BytesIO(copy)).paragraphs[0].runs if each.bold]
    assert "".join(bold) == "105家"


def test_the_text_and_every_other_part_stay_as_they_were(path: Path, tmp_path: Path) -> None:
    styles = '<w:styles><w:style w:type="paragraph" w:styleId="A"/></w:styles>'
    body = paragraph(
        "完成", f'<w:ins w:id="1">{run("90家")}</w:ins>', '<w:del w:id="2"><w:r><w:delText>80</w:delText></w:r></w:del>'
    )
    prose = read_prose(word_file(path, body, styles=styles))
    before = path.read_bytes()
    copy = commented_copy(path, prose, [about(prose, "0家", "改后的数")])
    assert path.read_bytes() == before
    assert read_again(copy, tmp_path).text == prose.text
    with zipfile.ZipFile(io.BytesIO(copy)) as new, zipfile.ZipFile(path) as old:
        assert new.read("word/styles.xml") == old.read("word/styles.xml")
        changed = new.read("word/document.xml").decode()
    assert changed.count("<w:ins ") == changed.count("<w:del ") == 1
    assert commented(copy) == {"改后的数": "0家"}


def test_older_comments_stay(path: Path) -> None:
    made = docx.Document()
    words = made.add_paragraph("任务105家，完成90家。").runs
    made.add_comment(words, text="请核实", author="沈主任")
    made.save(str(path))
    prose = read_prose(path)
    copy = docx.Document(io.BytesIO(commented_copy(path, prose, [about(prose, "90家", "不符")])))
    assert [(each.author, each.text) for each in copy.comments] == [("沈主任", "请核实"), (WHO, "不符")]
    assert len({each.comment_id for each in copy.comments}) == 2


def test_a_remark_on_a_note_or_a_box_stands_where_that_hangs(path: Path) -> None:
    notes = f'<w:footnotes><w:footnote w:id="2">{paragraph("在建1家。")}</w:footnote></w:footnotes>'
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('框中8家。')}</w:txbxContent></w:pict></w:r>"
    body = paragraph("完成90家", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。", box)
    prose = read_prose(word_file(path, body, footnotes=notes))
    copy = commented_copy(path, prose, [about(prose, "1家", "脚注"), about(prose, "8家", "文本框")])
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        assert b"comment" not in archive.read("word/footnotes.xml")
    said = [each.text for each in docx.Document(io.BytesIO(copy)).comments]
    assert said == ["“8家”：文本框", "“1家”：脚注"]


def test_signs_that_xml_knows_are_no_harm(path: Path) -> None:
    prose = read_prose(word_file(path, paragraph("完成90家。")))
    copy = commented_copy(path, prose, [(2, 4, 'a"<b>&', "x < y & \x01z\n第二行")])
    comment = next(iter(docx.Document(io.BytesIO(copy)).comments))
    assert (comment.author, comment.text) == ('a"<b>&', "x < y & z\n第二行")


def test_another_file_under_the_same_name_is_refused(path: Path) -> None:
    prose = read_prose(word_file(path, paragraph("完成90家。")))
    word_file(path, paragraph("完成91家。"))
    with pytest.raises(Unreadable) as refused:
        commented_copy(path, prose, [(2, 4, WHO, "不符")])
    assert refused.value.code == "changed"


def test_a_text_that_was_no_word_document_becomes_one(tmp_path: Path) -> None:
    file = tmp_path / "表.html"
    file.write_text(
        "<h1>通报</h1><p>完成90家，完成率90%。</p><table><tr><th rowspan=2>县区</th><th colspan=2>数</th></tr>"
        "<tr><td>任务</td><td>完成</td></tr><tr><td>墨溪区</td><td>12</td><td>10</td></tr></table><p>完。</p>"
    )
    prose = read_prose(file)
    copy = commented_copy(
        file, prose, [about(prose, "90%", "一"), about(prose, "10", "二"), about(prose, "90家，完成率90%", "三")]
    )
    made = docx.Document(io.BytesIO(copy))
    assert commented(copy) == {"一": "90%", "二": "10", "三": "90家，完成率90%"}
    assert [each.text for each in made.paragraphs if each.text] == ["通报", "完成90家，完成率90%。", "完。"]
    assert [[each.text for each in row.cells] for row in made.tables[0].rows][2] == ["墨溪区", "12", "10"]
    assert made.paragraphs[0].style.name == "Heading 1"


def test_a_remark_on_line_ends_alone_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("一段。\n\n\n二段。")
    prose = read_prose(file)
    assert commented(commented_copy(file, prose, [(4, 5, WHO, "空"), (0, 2, WHO, "有")])) == {"有": "一段"}
