"""Evidence is kept once, shown to those in scope, and never dangerous."""

from __future__ import annotations

import io
import resource
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from openpyxl import Workbook

from zhicheng.core.access import Actor, Grant, Scope
from zhicheng.core.access import roles as declared_roles
from zhicheng.core.access.roles import Role
from zhicheng.core.evidence import actions, queries, storage
from zhicheng.core.evidence.models import Attachment, File
from zhicheng.core.ledger import queries as ledger
from zhicheng.core.refusal import Missing, NotAllowed, Refusal, RuleBroken, Unreadable, WrongState
from zhicheng.core.text import Names

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
ROLES = (Role("tests-unit", Names("单位", "Unit"), frozenset({"tests.view", "tests.write"}), "organisation"),)
ALICE = Actor(1, "p-alice", "甲", (Grant("tests-unit", "", "org-1"),))
CHARLIE = Actor(3, "p-charlie", "丙", (Grant("tests-unit", "", "org-9"),))
SCOPE = Scope("990101", frozenset({"org-1"}))
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40


@pytest.fixture(autouse=True)
def evidence(settings, tmp_path, db):
    settings.CITY = replace(settings.CITY, folder=tmp_path)
    settings.ROLES = "tests.evidence.test_evidence.ROLES"
    declared_roles.declared.cache_clear()
    yield tmp_path / "evidence"
    declared_roles.declared.cache_clear()


def attach(content=PDF, name="报告.pdf", *, subject="report/1", by=ALICE, scope=SCOPE):
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return actions.attach(
        stream, name=name, subject=subject, scope=scope, permission="tests.view", needs="tests.write", by=by, at=NOW
    )


def files_in(folder):
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def package(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


def sheet():
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


def test_a_file_lies_under_the_hash_of_its_content(evidence):
    row = attach()
    assert files_in(evidence) == [f"{row.sha256[:2]}/{row.sha256[2:]}"]
    assert storage.path_of(row.sha256).read_bytes() == PDF


def test_the_same_content_is_stored_once(evidence):
    attach()
    attach(subject="report/2", name="另一份.pdf")
    assert len(files_in(evidence)) == 1
    assert (File.objects.count(), Attachment.objects.count()) == (1, 2)


def test_the_same_file_on_the_same_subject_is_attached_once():
    assert attach().id == attach().id
    assert len(ledger.entries_about("report/1")) == 1


def test_attaching_and_withdrawing_are_recorded():
    row = attach()
    actions.withdraw(row.id, because="传错了", needs="tests.write", by=ALICE, at=NOW)
    assert [each.kind for each in ledger.entries_about("report/1")] == [
        "core.evidence.file-withdrawn", "core.evidence.file-attached",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (PDF, "a.PDF", "application/pdf"),
        (PNG, "a.png", "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 40, "a.jpeg", "image/jpeg"),
        (sheet(), "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (package("[Content_Types].xml", "word/document.xml"), "a.docx",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("企业,代码\n演示公司,1\n".encode(), "a.csv", "text/csv"),
        ("企业,代码\n演示公司,1\n".encode("gb18030"), "a.csv", "text/csv"),
        ("说明 😀".encode(), "a.txt", "text/plain"),
    ],
)  # fmt: skip
def test_files_that_offices_use_are_taken(content, name, media_type):
    assert attach(content, name).media_type == media_type


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.pdf", "空文件"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "a.pdf", "网页"),
        (b"  \n<html>", "a.txt", "网页"),
        (b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "网页"),
        ("<?xml version='1.0'?><a/>".encode("utf-16"), "a.txt", "网页"),
        (b"plain", "a.html", "网页"),
        (b"MZ\x90\x00" + b"\x00" * 60, "a.pdf", "程序"),
        (b"\x7fELF" + b"\x00" * 60, "a.png", "程序"),
        (b"#!/bin/sh\n", "a.txt", "程序"),
        (b"echo hello", "a.bat", "程序"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 60, "a.xls", "旧版"),
        (package("OFD.xml", "Doc_0/Document.xml"), "a.ofd", "OFD"),
        (package("a.txt"), "a.zip", "压缩包"),
        (package("a.txt"), "a.docx", "压缩包"),
        (package("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx", "宏"),
        (package(*[f"p{number}" for number in range(5001)]), "a.xlsx", "压缩包"),
        (b"PK\x03\x04 broken", "a.docx", "认不出"),
        (b"Rar!\x1a\x07\x00", "a.rar", "压缩包"),
        (b"\x00\x01\x02\x03", "a.txt", "认不出"),
        (b"text", "a.pdf", "认不出"),
        (PDF, "a.txt", "与扩展名不符"),
        (PDF, "a", "与扩展名不符"),
        (PNG, "a.pdf", "内容是 PNG"),
    ],
)
def test_whatever_is_dangerous_or_unclear_is_refused_with_what_to_do(evidence, content, name, says):
    with pytest.raises(Unreadable, match=says) as refused:
        attach(content, name)
    assert name in refused.value.sentence
    assert files_in(evidence) == []


def test_a_file_that_is_too_large_is_refused_before_it_is_read_to_its_end(evidence):
    read = []

    def endless():
        yield PDF
        while True:
            read.append(1)
            yield b"0" * 1024 * 1024

    with pytest.raises(Unreadable, match="超过 20 MB"):
        attach(endless())
    assert len(read) == 20
    assert files_in(evidence) == []


def test_a_full_disk_is_a_sentence_and_leaves_nothing_behind(evidence):
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    content = PDF + b"0" * 400_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(Refusal, match="磁盘空间不足") as refused:
            attach(content)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refused.value.code == "disk-full"
    assert files_in(evidence) == []
    assert not File.objects.exists()


@pytest.mark.clause("H2")
def test_a_file_is_opened_only_by_those_in_whose_scope_it_stands():
    row = attach()
    assert queries.open_attachment(row.id, ALICE).path.read_bytes() == PDF
    with pytest.raises(Missing):
        queries.open_attachment(row.id, CHARLIE)
    with pytest.raises(Missing):
        queries.open_attachment(row.id + 1, ALICE)


def test_who_may_not_write_here_attaches_and_withdraws_nothing(evidence):
    row = attach()
    with pytest.raises(NotAllowed):
        attach(PNG, "a.png", by=CHARLIE)
    with pytest.raises(NotAllowed):
        actions.withdraw(row.id, because="x", needs="tests.write", by=CHARLIE, at=NOW)
    assert len(files_in(evidence)) == 1


def test_a_withdrawn_file_is_listed_on_request_and_opened_no_more():
    row = attach()
    actions.withdraw(row.id, because="传错了", needs="tests.write", by=ALICE, at=NOW)
    assert queries.attachments_of("report/1") == []
    assert queries.attachments_of("report/1", with_withdrawn=True)[0].withdrawn_because == "传错了"
    with pytest.raises(Missing):
        queries.open_attachment(row.id, ALICE)
    with pytest.raises(WrongState):
        actions.withdraw(row.id, because="又一次", needs="tests.write", by=ALICE, at=NOW)
    assert attach().id != row.id


def test_a_withdrawal_says_why():
    row = attach()
    with pytest.raises(RuleBroken):
        actions.withdraw(row.id, because=" ", needs="tests.write", by=ALICE, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.update(withdrawn_at=NOW)


def test_the_database_refuses_a_second_open_attachment_of_the_same_file():
    row = attach()
    first = Attachment.objects.get(pk=row.id)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


@pytest.mark.parametrize("values", [{"sha256": "../../etc", "size": 1}, {"sha256": "0" * 64, "size": 0}])
def test_the_database_refuses_a_file_that_makes_no_sense(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        File.objects.create(media_type="text/plain", **values)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        (r"C:\Users\甲\报告.pdf", "报告.pdf"),
        ("报告\u202efdp.exe.pdf", "报告fdp.exe.pdf"),
        ("\x00\x1f", "未命名"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_name_from_outside_is_only_a_label(given, shown):
    assert actions.clean_name(given) == shown


def test_damaged_and_missing_files_are_named(evidence):
    whole, changed, gone = attach().sha256, attach(PDF + b"1").sha256, attach(PDF + b"2").sha256
    storage.path_of(changed).write_bytes(PDF + b"9")
    storage.path_of(gone).unlink()
    assert sorted(queries.damaged_files()) == sorted([changed, gone])
    assert whole not in queries.damaged_files()


def test_a_lost_file_is_said_to_be_lost():
    row = attach()
    storage.path_of(row.sha256).unlink()
    with pytest.raises(Missing, match="缺失或已损坏"):
        queries.open_attachment(row.id, ALICE)


def test_a_list_of_files_costs_one_query(django_assert_num_queries):
    for number in range(4):
        attach(PDF + bytes([48 + number]))
    with django_assert_num_queries(1):
        assert len(queries.attachments_of("report/1")) == 4
