"""Content that nothing names is swept away; what anything names is never touched."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, transaction

from zhicheng.core.access import SYSTEM, Scope
from zhicheng.core.evidence import actions, storage, sweeping
from zhicheng.core.evidence.sweeping import Swept, sweep
from zhicheng.core.ledger.models import Entry

NOW = datetime.now(UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, db):
    settings.CITY = replace(settings.CITY, folder=tmp_path)
    (tmp_path / "evidence").mkdir()
    return tmp_path / "evidence"


def attach(content: bytes = PDF, subject: str = "report/1") -> str:
    found = actions.attach(
        io.BytesIO(content), name="报告.pdf", subject=subject, scope=Scope("990101", frozenset()), permission="tests.view",
        needs="tests.write", by=SYSTEM, at=NOW,
    )  # fmt: skip
    return found.sha256


def nobodys(content: bytes) -> str:
    """What an upload leaves whose row was never written."""
    with storage.received(io.BytesIO(content), name="报告.pdf") as file:
        storage.keep(file)
    return file.sha256


def aged(file: Path, *, days: float) -> Path:
    moment = (NOW - timedelta(days=days)).timestamp()
    os.utime(file, (moment, moment))
    return file


def test_content_that_a_row_names_stays_however_old_it_is():
    attached, withdrawn = attach(), attach(PDF + b"%2\n", "report/2")
    row = actions.attach(
        io.BytesIO(PDF + b"%2\n"), name="报告.pdf", subject="report/2", scope=Scope("990101", frozenset()),
        permission="tests.view", needs="tests.write", by=SYSTEM, at=NOW,
    )  # fmt: skip
    actions.withdraw(row.id, because="附错了", needs="tests.write", by=SYSTEM, at=NOW)
    for sha256 in (attached, withdrawn):
        aged(storage.path_of(sha256), days=4000)
    assert sweep(by=SYSTEM, at=NOW) == Swept(0, 0)
    assert all(storage.path_of(sha256).read_bytes().startswith(PDF) for sha256 in (attached, withdrawn))


def test_content_that_nothing_names_goes_after_a_day(folder):
    old, new = nobodys(PDF + b"%old\n"), nobodys(PDF + b"%new\n")
    aged(storage.path_of(old), days=1.1)
    aged(storage.path_of(new), days=0.9)
    (folder / ".incoming-dead").write_bytes(b"half")
    aged(folder / ".incoming-dead", days=2)
    assert sweep(by=SYSTEM, at=NOW) == Swept(2, len(PDF + b"%old\n") + 4)
    assert not storage.path_of(old).exists()
    assert storage.path_of(new).exists()
    assert Entry.objects.get().kind == "core.evidence.swept"
    assert sweep(by=SYSTEM, at=NOW) == Swept(0, 0)
    assert Entry.objects.count() == 1


def test_what_is_not_named_as_content_is_not_ours_to_judge(folder):
    (folder / "ab").mkdir()
    others = [folder / "README.md", folder / "ab" / "note.txt", folder / "ab" / ("f" * 61)]
    for file in others:
        file.write_text("x")
        aged(file, days=90)
    assert sweep(by=SYSTEM, at=NOW) == Swept(0, 0)
    assert all(file.exists() for file in others)


def test_an_orphan_that_is_uploaded_again_is_young_again():
    orphan = nobodys(PDF)
    aged(storage.path_of(orphan), days=30)
    with transaction.atomic():
        attach()
    assert sweep(by=SYSTEM, at=NOW) == Swept(0, 0)
    assert storage.path_of(orphan).stat().st_mtime > (NOW - timedelta(hours=1)).timestamp()


def test_an_upload_that_begins_while_it_is_swept_keeps_its_content(monkeypatch):
    """The row comes between the first look at the table and the removal: the file goes back to its place."""
    orphan = nobodys(PDF)
    aged(storage.path_of(orphan), days=30)
    moved = Path.rename

    def meanwhile(self: Path, target: Path) -> Path:
        if self == storage.path_of(orphan):
            attach()
            aged(self, days=30)
        return moved(self, target)

    monkeypatch.setattr(Path, "rename", meanwhile)
    assert sweep(by=SYSTEM, at=NOW) == Swept(0, 0)
    assert storage.path_of(orphan).read_bytes() == PDF


def test_an_upload_after_the_file_was_moved_aside_brings_its_own(monkeypatch):
    orphan = nobodys(PDF)
    aged(storage.path_of(orphan), days=30)
    enter = sweeping.record

    def meanwhile(*arguments: object, **more: object) -> object:
        attach()
        return enter(*arguments, **more)

    monkeypatch.setattr(sweeping, "record", meanwhile)
    assert sweep(by=SYSTEM, at=NOW).files == 1
    assert storage.path_of(orphan).read_bytes() == PDF


def test_nothing_goes_before_the_ledger_says_so(monkeypatch):
    orphan = nobodys(PDF)
    aged(storage.path_of(orphan), days=30)

    def fails(*_arguments: object, **_more: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(sweeping, "record", fails)
    with pytest.raises(OperationalError):
        sweep(by=SYSTEM, at=NOW)
    monkeypatch.undo()
    assert not Entry.objects.exists()
    assert sweep(by=SYSTEM, at=NOW).files == 1
    assert Entry.objects.count() == 1


def test_a_sweeping_that_was_killed_half_way_loses_nothing():
    sha256 = attach()
    place = storage.path_of(sha256)
    place.rename(place.with_name(sweeping.ASIDE + place.name))
    assert sweep(by=SYSTEM, at=NOW) == Swept(0, 0)
    assert place.read_bytes() == PDF
