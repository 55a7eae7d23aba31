"""Pages, sheets, plain text and PDF, and the files that are refused with what to do."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.prose.documents import line, paragraph, pdf_file, word_file
from zhicheng.core.intake import Limits
from zhicheng.core.prose import Prose, Reader, read_prose
from zhicheng.core.refusal import Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def words(prose: Prose) -> list[str]:
    return [prose.text[block.start : block.end] for block in prose.blocks]


def written(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def refusal(path: Path, **more: object) -> str:
    with pytest.raises(Unreadable) as refused:
        read_prose(path, **more)  # type: ignore[arg-type]
    sentence = refused.value.sentence
    assert sentence.endswith("。")
    assert "%(" not in sentence
    return str(refused.value.code)


SIMPLIFIED = "全市质量工作会议：任务60家，完成78家，比上年增长5%。"
TRADITIONAL = "全市質量工作會議：任務60家，完成78家，比上年增長5%。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(SIMPLIFIED, each) for each in ("utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk")]
    + [(TRADITIONAL, each) for each in ("utf-8", "big5", "gb18030")],
)
def test_plain_text_is_read_in_the_encodings_of_offices(tmp_path: Path, text: str, encoding: str) -> None:
    assert read_prose(written(tmp_path / "讲话.txt", text, encoding)).text == text


def test_plain_text_is_kept_character_for_character(tmp_path: Path) -> None:
    text = "  一、总体\r\n\r\n完成90家\t。\n\n\u3000\u3000二、\x0c下一步\n"
    prose = read_prose(written(tmp_path / "讲话.txt", text))
    assert prose.text == text
    assert words(prose) == ["  一、总体", "完成90家\t。", "\u3000\u3000二、", "下一步"]
    assert read_prose(written(tmp_path / "讲话.md", text)).text == text


def test_cells_of_a_csv_stand_where_the_file_has_them(tmp_path: Path) -> None:
    text = '县区,任务\r\n"墨溪区，""新""","1,200"\r\n合计,\r\n'
    prose = read_prose(written(tmp_path / "表.csv", text))
    assert prose.text == text
    assert [(text[b.start : b.end], b.row, b.column) for b in prose.blocks][2:] == [
        ('墨溪区，""新""', 1, 0), ("1,200", 1, 1), ("合计", 2, 0),
    ]  # fmt: skip


def test_a_page_is_read_without_its_frame(tmp_path: Path) -> None:
    page = """<html><head><title>网</title><style>p{}</style><script>var a=90</script></head><body><nav>首页 1</nav>
    <div id="zoom"><h1>通&nbsp;报</h1><p>任务<b>60</b>家，
    完成78家&#65292;增长&lt;5%。<br>另起一行</p><p style="display: none">藏</p><p hidden>藏</p><del>80</del>
    <table><tr><td>只排版<table><tr><td>县</td><td>数</td></tr><tr><td colspan=2>合计 <p>32</p></td></tr></table></td></tr></table>
    </div><footer>备案号 123456</footer></body></html>"""
    prose = read_prose(written(tmp_path / "x.html", page))
    assert words(prose) == ["通 报", "任务60家，完成78家，增长<5%。", "另起一行", "只排版", "县", "数", "合计\n32"]
    assert prose.blocks[0].kind == "heading"
    assert prose.blocks[-1].columns == 2
    assert len(prose.remarks) == 3


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "", "big5"])
def test_pages_are_decoded_by_what_they_declare(tmp_path: Path, declared: str) -> None:
    text = TRADITIONAL if declared == "big5" else SIMPLIFIED
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    page = f"<html><head>{meta}</head><body><p>{text}</p></body></html>"
    assert words(read_prose(written(tmp_path / "x.htm", page, declared or "gb18030"))) == [text]


def test_a_sheet_is_read_as_it_is_shown(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "汇总"
    sheet.append(["县区", "任务", "完成率", "万元", "说明"])
    sheet.append(["墨溪区", 12345.6, 0.8571, 123456, "隐"])
    sheet.append(["藏", 1, 1, 1])
    sheet["B2"].number_format, sheet["C2"].number_format, sheet["D2"].number_format = "#,##0", "0.0%", '0.0,"千"'
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet.merge_cells("A4:B4")
    sheet["A4"], sheet["C4"] = "合计", -5
    sheet["C4"].number_format = "0;(0)"
    book.create_sheet("底稿").append(["旧", 1])
    book["底稿"].sheet_state = "hidden"
    book.save(tmp_path / "表.xlsx")
    prose = read_prose(tmp_path / "表.xlsx")
    assert words(prose) == ["县区", "任务", "完成率", "万元", "墨溪区", "12,346", "85.7%", "123.5千", "合计", "(5)"]
    assert [block.where for block in prose.blocks][-1] == "工作表“汇总” C4"
    assert prose.blocks[-2].columns == 2
    assert len(prose.remarks) == 2


FULL = "x" * 76


def test_lines_of_a_pdf_become_paragraphs(tmp_path: Path) -> None:
    first = (
        line(f"{FULL} total 12", x=70, y=780) + line(f"345 firms were looked at. {FULL[:56]} inter-", x=60, y=764)
        + line("national ones too.", x=60, y=748) + line("Another one begins here.", x=84, y=732) + line("- 1 -", x=290, y=30)
    )  # fmt: skip
    prose = read_prose(
        pdf_file(tmp_path / "x.pdf", first, line("Last words.", x=84, y=780) + line("- 2 -", x=290, y=30))
    )
    assert words(prose) == [
        f"{FULL} total 12345 firms were looked at. {FULL[:56]} international ones too.",
        "Another one begins here.",
        "Last words.",
    ]
    assert [block.where for block in prose.blocks] == ["第 1 页", "第 1 页", "第 2 页"]


def test_a_table_in_a_pdf_has_cells(tmp_path: Path) -> None:
    rows = [("County", "Plan", "Done"), ("Moxi", "12", "10"), ("Total", "32", "29")]
    page = "".join(
        line(each, x=80 + 150 * column, y=700 - 20 * number)
        for number, row in enumerate(rows)
        for column, each in enumerate(row)
    )
    prose = read_prose(pdf_file(tmp_path / "x.pdf", page))
    assert [(b.row, b.column) for b in prose.blocks] == [(row, column) for row in range(3) for column in range(3)]
    assert words(prose)[-3:] == ["Total", "32", "29"]


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    empty = "0 0 m 100 100 l S"
    prose = read_prose(pdf_file(tmp_path / "x.pdf", line("Words.", x=80, y=700), empty))
    assert prose.remarks == ("第2页没有文字（多为扫描件），未核校。",)
    assert refusal(pdf_file(tmp_path / "y.pdf", empty, empty)) == "scanned"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), "old-word"),
        ("a.xls", OLE + "Workbook".encode("utf-16-le"), "old-excel"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("a.wps", OLE, "old-wps"), ("a.et", OLE, "old-wps"), ("a.ppt", OLE, "old-office"),
        ("a.txt", b"", "empty"), ("a.txt", b" \r\n ", "blank"), ("a.txt", b"\x01\x02\x03\x04", "unknown"),
        ("a.txt", b"a\x00b", "unknown"), ("a.html", b"<html><body><script>1</script></body></html>", "blank"),
        ("a.png", b"\x89PNG\r\n", "picture"), ("a.rtf", b"{\\rtf1 x}", "rtf"), ("a.pdf", b"%PDF-1.7 broken", "damaged"),
        ("a.docx", b"PK\x03\x04broken", "damaged"), ("a.7z", b"7z\xbc\xaf\x27\x1c", "archive"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "xml"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_what_to_do(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    assert refusal(written(tmp_path / name, content)) == code


def test_an_ofd_is_refused_by_its_inside(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("OFD.xml", "<ofd/>")
    assert refusal(tmp_path / "a.docx") == "ofd"


def test_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    word_file(tmp_path / "讲话.txt", paragraph("完成90家。"))
    assert read_prose(tmp_path / "讲话.txt").kind == "docx"
    assert read_prose(written(tmp_path / "无扩展名", "完成90家。")).kind == "txt"


def test_a_bomb_and_an_endless_text_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 50_000_000)
    assert refusal(tmp_path / "a.docx") == "bomb"
    long = written(tmp_path / "a.txt", "完成90家。" * 1000)
    assert refusal(long, limits=Limits(characters=1000)) == "too-long"
    assert refusal(long, limits=Limits(file_bytes=100)) == "too-large"
    assert refusal(tmp_path / "none.txt") == "no-file"


def test_a_file_that_kills_the_child_takes_only_itself(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 60_000
    heavy = word_file(tmp_path / "a.docx", deep)
    good = written(tmp_path / "b.txt", "完成90家。")
    with Reader() as reader:
        assert reader.read(good).text == "完成90家。"
        with pytest.raises(Unreadable):
            reader.read(heavy)
        assert reader.read(good).text == "完成90家。"


def test_a_child_that_gives_no_answer_is_ended(tmp_path: Path) -> None:
    page = written(tmp_path / "a.txt", "完成90家。")
    with pytest.raises(Unreadable) as refused:
        read_prose(page, limits=Limits(wall_seconds=0))
    assert refused.value.code == "too-heavy"


def test_what_goes_wrong_is_told_without_the_words_of_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Reader() as reader:
        monkeypatch.setattr(reader, "_looked_at", lambda path, name: (path, None))
        with pytest.raises(RuntimeError) as bug:
            reader.read(written(tmp_path / "密.txt", "完成90家。"))
    assert "完成" not in str(bug.value)
    assert ".py:" in str(bug.value)
