"""Strangers' files: read with limits, or refused with a sentence that says what to do."""

from __future__ import annotations

import csv
import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment  # noqa: F401
from openpyxl.styles import Font

from zhicheng.core.intake import (
    Limits,
    read_any,
    read_document,
    read_grid,
    read_rows,
    returned_copy,
    safe_csv,
    write_sheet,
)
from zhicheng.core.refusal import Unreadable

pytestmark = pytest.mark.clause("A3")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def workbook(path: Path, rows) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def packed(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


REFUSED = [
    ("空.xlsx", b"", "empty", "空的"),
    ("旧.xls", OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "old-excel", ".xlsx"),
    ("旧.doc", OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "old-word", ".docx"),
    ("旧.docx", OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "old-word", ".docx"),
    ("锁.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "encrypted", "密码"),
    ("表.et", OLE + b"\0" * 600, "old-wps", ".xlsx"),
    ("文.wps", OLE + b"\0" * 600, "old-wps", ".docx"),
    ("文.pdf", b"%PDF-1.7 ...", "pdf", "原件"),
    ("假.xlsx", b"\x89PNG\r\n\x1a\n0000", "picture", "原件"),
    ("网页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "html", ".xlsx"),
    ("网页2.xls", b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>", "html", ".xlsx"),
    ("矢量.xlsx", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "xml", ".xlsx"),
    ("断.xlsx", b"PK\x03\x04 truncated", "damaged", "损坏"),
    ("文字.xlsx", "序号,任务".encode(), "text-table", ".csv"),
    ("导出.xls", "序号\t任务\r\n1\t新增\r\n".encode("gb18030"), "text-table", ".csv"),
    ("导出16.xls", "序号\t任务\r\n1\t新增\r\n".encode("utf-16"), "text-table", ".csv"),
    ("长.xlsx", ("序号,任务\r\n" + "1,新增导入卓越绩效模式企业\r\n" * 400).encode(), "text-table", ".csv"),
    (
        "正文.docx",
        "关于开展质量强市工作的通知\n各县（市、区）政府：\n现将有关事项通知如下。\n".encode(),
        "text",
        "纯文本",
    ),
    ("碎.xlsx", bytes(range(256)) * 4, "damaged", "损坏"),
    ("样式.xls", b"<style>td{mso-number-format:'@'}</style><table><tr><td>1</td></tr></table>", "html", ".xlsx"),
    ("网页16.xls", "<html><table></table></html>".encode("utf-16"), "html", ".xlsx"),
    ("单页.xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>", "html", ".xlsx"),
    (
        "系统导出.xls",
        b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
        "xml-excel",
        ".xlsx",
    ),
    ("程序.exe", b"MZ\x90\0", "unknown", ".xlsx"),
    ("乱.csv", b"\xff\x00\xfa\x80\x81\xff" * 10, "encoding", ".xlsx"),
    ("富.docx", b"{\\rtf1 }", "rtf", ".docx"),
]


@pytest.mark.parametrize(("name", "content", "code", "word"), REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(tmp_path, name, content, code, word):
    with pytest.raises(Unreadable) as refusal:
        read_any(put(tmp_path / name, content))
    assert refusal.value.code == code
    assert word in refusal.value.sentence
    assert name in refusal.value.sentence
    assert "%(" not in refusal.value.sentence


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"OFD.xml": b"<ofd/>"}, "ofd"),
        ({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}, "open-document"),
        ({"ppt/presentation.xml": b"<x/>"}, "presentation"),
        ({"xl/workbook.bin": b"x"}, "binary-excel"),
        ({"readme.txt": b"x"}, "archive"),
        ({"xl/workbook.xml": b"<x"}, "damaged"),
        ({"xl/workbook.xml": b"<workbook/>"}, "damaged"),
        ({"xl/workbook.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><workbook/>"}, "entities"),
        (
            {
                "xl/workbook.xml": "<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE x [<!ENTITY a 'b'>]><w/>".encode(
                    "utf-16"
                )
            },
            "entities",
        ),
        ({"word/document.xml": b"<x/>"}, "damaged"),
    ],
)
def test_packages_that_are_no_sound_office_files_are_refused(tmp_path, parts, code):
    with pytest.raises(Unreadable) as refusal:
        read_any(packed(tmp_path / "文件.xlsx", parts))
    assert refusal.value.code == code


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path):
    path = packed(
        tmp_path / "弹.xlsx", {"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b" " * (64 * 1024 * 1024)}
    )
    start = time.perf_counter()
    with pytest.raises(Unreadable) as refusal:
        read_grid(path)
    assert refusal.value.code == "bomb"
    assert time.perf_counter() - start < 5


def test_too_many_entries_are_refused(tmp_path):
    path = packed(tmp_path / "多.xlsx", {"xl/workbook.xml": b"<w/>", **{f"x{n}": b"" for n in range(4000)}})
    with pytest.raises(Unreadable) as refusal:
        read_grid(path)
    assert refusal.value.code == "bomb"


def test_a_file_over_the_size_limit_is_not_even_opened(tmp_path):
    path = tmp_path / "大.xlsx"
    with path.open("wb") as handle:
        handle.truncate(200 * 1024 * 1024)
    with pytest.raises(Unreadable) as refusal:
        read_any(path)
    assert refusal.value.code == "too-large"
    assert "200MB" in refusal.value.sentence


def test_too_many_rows_are_refused(tmp_path):
    path = workbook(tmp_path / "长.xlsx", [[n] for n in range(60)])
    for read in (read_grid, read_rows):
        with pytest.raises(Unreadable) as refusal:
            read(path, limits=Limits(rows=50))
        assert refusal.value.code == "too-many-rows"
        assert "50" in refusal.value.sentence


def test_a_reader_that_takes_too_much_memory_or_time_is_stopped(tmp_path):
    path = workbook(tmp_path / "重.xlsx", [["字" * 50] * 50 for _ in range(2000)])
    for limits in (Limits(memory_bytes=60 * 1024 * 1024), Limits(wall_seconds=0)):
        with pytest.raises(Unreadable) as refusal:
            read_grid(path, limits=limits)
        assert refusal.value.code == "too-heavy"


def test_control_characters_and_emoji_do_no_harm(tmp_path):
    content = io.BytesIO()
    with (
        zipfile.ZipFile(content, "w") as out,
        zipfile.ZipFile(workbook(tmp_path / "a.xlsx", [["质量😀", "x"]])) as archive,
    ):
        for name in archive.namelist():
            out.writestr(name, archive.read(name).replace("质量".encode(), "质_x0007_量".encode()))
    book = read_grid(put(tmp_path / "b.xlsx", content.getvalue()))
    assert "😀" in book.sheets[0].rows[0][0].text


def test_details_of_cells_are_kept(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"], sheet["C1"] = 0.98, 60, "删"
    sheet["A1"].number_format, sheet["B1"].number_format = "0.0%", '"≥"0"家"'
    sheet["C1"].font = Font(strike=True)
    sheet["D1"] = "=A1+1"
    sheet["A2"] = "合并"
    sheet.merge_cells("A2:B3")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.save(tmp_path / "细.xlsx")
    (read,) = read_grid(tmp_path / "细.xlsx").sheets
    assert [cell.text for cell in read.rows[0]] == ["98%", "≥60家", "删", ""]
    assert read.rows[0][2].struck
    assert read.rows[0][3].formula == "=A1+1"
    assert read.rows[1][1].merged_from == (1, 0)
    assert (read.hidden_rows, read.hidden_columns) == ({2}, {2})


def test_csv_in_either_encoding_is_read(tmp_path):
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = put(tmp_path / f"{encoding}.csv", "企业名称,代码\n演示公司,'=1\n".encode(encoding))
        assert read_rows(path)[0][1] == [["企业名称", "代码"], ["演示公司", "=1"]]


def test_a_word_file_is_no_table_and_a_table_no_document(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [[1]])
    with pytest.raises(Unreadable) as refusal:
        read_document(path)
    assert refusal.value.code == "not-a-document"


def test_twenty_thousand_rows_are_read_in_a_second_and_a_half(tmp_path):
    path = tmp_path / "名册.xlsx"
    write_sheet(
        ["名称", "代码", "编号", "日期", "县", "备注"],
        [[f"演示公司{n}", f"99{n:016d}", n, "2025-06-30", "墨溪区", ""] for n in range(20_000)],
        path,
    )
    start = time.perf_counter()
    ((_name, rows),) = read_rows(path)
    assert time.perf_counter() - start < 1.5
    assert (len(rows), rows[1][0], rows[1][2]) == (20_001, "演示公司0", 0)


RISKY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    "''=1",
    "＝1",
    "普通",
    "'引号",
    "a=b",
    "-",
    "多\n行",
    '"引"',
    "\r=1",
]


def test_exports_cannot_run_and_read_back_unchanged(tmp_path):
    text = safe_csv([["列"], *([value] for value in RISKY)])
    for (value,) in list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))[1:]:
        assert value[:1] not in ("=", "+", "-", "@", "\t", "\r")
    path = tmp_path / "出.csv"
    path.write_bytes(text.encode())
    assert [row[0] for row in read_rows(path)[0][1][1:]] == RISKY
    write_sheet(["列"], [[value] for value in RISKY[:4]], tmp_path / "出.xlsx")
    cells = [row[0] for row in read_grid(tmp_path / "出.xlsx").sheets[0].rows[1:]]
    assert [cell.text for cell in cells] == RISKY[:4]
    assert not any(cell.formula for cell in cells)


def test_the_returned_copy_marks_each_bad_cell_and_lists_it(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名册"
    for row in [["名称", "代码"], ["演示甲", "123"], ["演示乙", "=1+1"]]:
        sheet.append(row)
    sheet["B3"].data_type = "s"
    sheet.merge_cells("A5:B5")
    sheet["A5"] = "=注"
    sheet["A5"].data_type = "s"
    sheet.column_dimensions["A"].width = 33
    book.save(tmp_path / "坏.xlsx")
    read = read_grid(tmp_path / "坏.xlsx")
    returned_copy(read, {("名册", 2, 2): ("统一社会信用代码不是18位。", "请核对后重填。")}, tmp_path / "退.xlsx")
    back = openpyxl.load_workbook(tmp_path / "退.xlsx")
    assert back.sheetnames == ["名册", "问题清单"]
    cell = back["名册"]["B2"]
    assert "18位" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("FDE2DF")
    assert back["名册"]["B3"].value == "=1+1"
    assert back["名册"]["B3"].data_type == "s"
    assert [str(area) for area in back["名册"].merged_cells.ranges] == ["A5:B5"]
    assert round(back["名册"].column_dimensions["A"].width) == 33
    assert [cell.value for cell in back["问题清单"][2]] == [
        "名册",
        2,
        "B",
        "123",
        "统一社会信用代码不是18位。",
        "请核对后重填。",
    ]
