"""Files that are no Word document, and such as mean harm: a sentence with what to do, never a trace."""

from __future__ import annotations

import contextlib
import io
import os
import random
import zipfile
from pathlib import Path

import pytest
from docx import Document as NewDocument
from lxml import etree

from tests.publications.layout.papers import WAYS, Run, bulletin, letter, written
from zhicheng.core.intake.limits import Limits
from zhicheng.core.intake.refusals import Refused
from zhicheng.core.refusal import Unreadable
from zhicheng.publications.layout import check
from zhicheng.publications.layout.measuring import measure
from zhicheng.publications.layout.report import worded

NONSENSE = ("", "-1", "abc", "99999999999", "1.5pt", "auto", "true", "〇", " ", "37mm")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def repacked(content: bytes, **changes: bytes) -> bytes:
    """The docx with other parts; a part is named by its file's name with _ for the dot."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            key = name.rpartition("/")[2].replace(".", "_")
            new.writestr(name, changes.pop(key, old.read(name)) if not name.startswith(("[", "_")) else old.read(name))
        for key, value in changes.items():
            new.writestr("word/" + key.replace("_", "."), value)
    return held.getvalue()


def entities() -> bytes:
    return repacked(
        written(bulletin()), document_xml=b'<!DOCTYPE x [<!ENTITY a "aaa">]><w:document xmlns:w="w">&a;</w:document>'
    )


def bomb() -> bytes:
    return repacked(written(bulletin()), filler_xml=b"\0" * (300 * 1024 * 1024))


def half() -> bytes:
    content = written(bulletin())
    return content[: len(content) // 2]


def without_words() -> bytes:
    held = io.BytesIO()
    NewDocument().save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("通报.doc", OLE + "WordDocument".encode("utf-16-le"), "old-word"),
        ("通报.wps", OLE + b"x" * 600, "old-wps"),
        ("通报.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("通报.pdf", b"%PDF-1.7\n", "pdf"),
        ("通报.docx", b"%PDF-1.7\n", "pdf"),
        ("通报.docx", b"", "empty"),
        ("通报.docx", b"PK\x03\x04 broken", "damaged"),
        ("通报.txt", "通报".encode(), "text"),
        ("图.png", b"\x89PNG\r\n", "picture"),
        ("稿.rtf", b"{\\rtf1 x}", "rtf"),
    ],
)
def test_another_kind_of_file_is_told_what_to_do(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        check(content, name=name)
    assert refused.value.code == code
    assert name in refused.value.sentence
    assert "请" in refused.value.sentence


@pytest.mark.parametrize(
    ("make", "code"), [(entities, "entities"), (bomb, "bomb"), (half, "damaged"), (without_words, "blank")]
)
def test_a_harmful_or_broken_file_is_refused(make: object, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        check(make(), name="通报.docx")  # type: ignore[operator]
    assert refused.value.code == code


def test_a_file_with_macros_is_measured_and_nothing_is_run() -> None:
    report = check(repacked(written(bulletin()), vbaProject_bin=b"x"), name="通报.docm")
    assert report.fine
    assert report.remarks == ("文件带有宏，没有运行。",)


def test_sixty_nested_tables_and_odd_attributes_do_no_harm() -> None:
    paper = bulletin()
    nested = "<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60
    odd = '<w:p><w:pPr><w:ind w:firstLine="abc" w:left="99999999999999999999"/><w:spacing w:line="-5"/></w:pPr><w:r><w:rPr><w:sz w:val="x"/><w:color w:val="#12"/></w:rPr><w:t>无</w:t></w:r></w:p>'
    paper.find("特此通报").runs.append(Run(raw=""))
    content = written(paper)
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        document = old.read("word/document.xml").replace(b"<w:sectPr", (nested + odd).encode() + b"<w:sectPr", 1)
    report = check(repacked(content, document_xml=document), name="x.docx")
    assert not report.fine


def test_a_page_without_any_declaration_is_what_word_takes_it_for() -> None:
    words = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>通知</w:t></w:r></w:p></w:body></w:document>'
    report = check(repacked(written(bulletin()), document_xml=words.encode()), name="x.docx")
    assert {"paper", "margin-top"} <= {each.rule for each in report.deviations}


def test_nothing_is_left_behind(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    check(written(bulletin()), name="x.docx")
    assert os.listdir(str(tmp_path)) == []


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """The docx with some elements taken out or moved and some attributes filled with nonsense."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    for name in [each for each in parts if each.startswith("word/") and each.endswith(".xml")]:
        root = etree.fromstring(parts[name])
        elements = list(root.iter())
        for _time in range(chance.randint(0, 6)):
            one, other = chance.choice(elements), chance.choice(elements)
            if chance.random() < 0.4 and one.getparent() is not None:
                one.getparent().remove(one)
            elif one.attrib and chance.random() < 0.7:
                one.attrib[chance.choice(list(one.attrib))] = chance.choice(NONSENSE)
            elif one not in other.iterancestors() and one is not other:
                other.append(one)
        parts[name] = etree.tostring(root)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as new:
        for name, part in parts.items():
            new.writestr(name, part)
    return held.getvalue()


def test_damaged_xml_gives_a_report_or_a_refusal_and_never_a_trace(tmp_path: Path) -> None:
    chance = random.Random(9704)
    path = tmp_path / "x.docx"
    for _time in range(150):
        way, make = chance.choice(WAYS), chance.choice((bulletin, letter))
        path.write_bytes(_damaged(written(make(way)), chance))
        with contextlib.suppress(Refused):
            worded(measure(path, chance.choice(("", "letter")), Limits()), chance.choice(("zh-hans", "en")))


def test_endless_blanks_in_a_date_take_no_endless_time() -> None:
    paper = bulletin()
    paper.find("特此通报").text = "2026 年" + " " * 300_000 + "月"
    assert check(written(paper), name="x.docx") is not None
