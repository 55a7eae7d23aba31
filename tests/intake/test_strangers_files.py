"""Files with something wrong inside: a sentence each, never a trace."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from zhicheng.core.intake import read_any
from zhicheng.core.refusal import Unreadable

SHEET, STYLES, WORDS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "word/document.xml"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in (["任务", "责任单位"], ["完善机制", "市市监局"], ["完善平台", 60]):
        book.active.append(row)
    book.save(tmp_path / "表.xlsx")
    return tmp_path / "表.xlsx"


@pytest.fixture
def document(tmp_path: Path) -> Path:
    made = docx.Document()
    made.add_paragraph("任务")
    made.save(str(tmp_path / "表.docx"))
    return tmp_path / "表.docx"


def change(path: Path, part: str, how: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, how(content) if name == part else content)
    return path


def code_of(path: Path) -> str | None:
    with pytest.raises(Unreadable) as refused:
        read_any(path)
    assert refused.value.sentence.endswith("。")
    return refused.value.code


BROKEN = [
    (SHEET, b'r="2"', b'r="abc"'), (SHEET, b'r="2"', b'r="-5"'), (SHEET, b'r="2"', 'r="²"'.encode()),
    (SHEET, b'<row r="2"', b'<row ht="high" r="2"'),
    (SHEET, b"<sheetData>", b'<cols><col min="a" max="9" hidden="1"/></cols><sheetData>'),
    (STYLES, b'numFmtId="0"', 'numFmtId="²"'.encode()), (STYLES, b'fontId="0"', b'fontId="a"'),
]  # fmt: skip


@pytest.mark.parametrize(("part", "old", "new"), BROKEN)
def test_numbers_that_are_none_are_damage(workbook, part, old, new):
    assert code_of(change(workbook, part, lambda content: content.replace(old, new))) == "damaged"


SPAN = '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="²"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'.encode()


def test_word_tables_with_numbers_that_are_none_are_damage(document):
    assert code_of(change(document, WORDS, lambda c: c.replace(b"<w:body>", b"<w:body>" + SPAN))) == "damaged"


def test_entities_are_found_wherever_they_are_declared(workbook):
    late = b'<?xml version="1.0"?>' + b" " * 9000 + b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    assert code_of(change(workbook, SHEET, lambda content: late + content.split(b"?>")[-1])) == "entities"


def test_entities_behind_an_unusual_encoding_are_found(workbook):
    text = '<!DOCTYPE x [<!ENTITY a "b">]>'.encode("utf-7")

    def how(content: bytes) -> bytes:
        return b'<?xml version="1.0" encoding="UTF-7"?>' + text + content.split(b"?>")[-1].decode().encode("utf-7")

    assert code_of(change(workbook, SHEET, how)) in ("entities", "damaged")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name_are_damage(workbook):
    with zipfile.ZipFile(workbook, "a") as book:
        book.writestr(SHEET, "<worksheet/>")
    assert code_of(workbook) == "damaged"


def test_files_without_any_content_say_so(tmp_path):
    openpyxl.Workbook().save(tmp_path / "空表.xlsx")
    docx.Document().save(str(tmp_path / "空文档.docx"))
    assert code_of(tmp_path / "空表.xlsx") == code_of(tmp_path / "空文档.docx") == "blank"


def test_a_workbook_of_nothing_but_a_chart_says_so(tmp_path):
    book = openpyxl.Workbook()
    book.create_chartsheet()
    book.save(tmp_path / "图.xlsx")
    assert code_of(tmp_path / "图.xlsx") == "blank"
