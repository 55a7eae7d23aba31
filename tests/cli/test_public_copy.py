"""What people outside read is held against the database: what is missing, damaged or foreign is said, and mended."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.cli.conftest import Desk
from zhicheng.cli import check, check_service, public_copy
from zhicheng.core.evidence.storage import path_of
from zhicheng.core.refusal import Missing
from zhicheng.goals.actions.programmes import open_programme
from zhicheng.indicators import guards
from zhicheng.indicators.editions import published
from zhicheng.publications.models import Version

NOW = datetime(2025, 10, 22, 2, 0, tzinfo=UTC)


def complaints(*looks: Any) -> list[str]:
    """What the looks find bad."""
    published.forget()
    return [says for look in looks for level, _about, says in look(NOW) if level == "bad"]


def only(folder: Path, pattern: str) -> Path:
    """The one file of that name."""
    (found,) = folder.glob(pattern)
    return found


def test_a_whole_copy_has_nothing_to_complain_about(shown: Path) -> None:
    assert complaints(public_copy.editions, public_copy.documents, public_copy.evidence) == []
    assert check.looked(check.kept, NOW)[-1].says.startswith("1 份")


@pytest.mark.django_db
def test_where_nothing_was_published_nothing_is_missing() -> None:
    assert complaints(public_copy.editions, public_copy.documents, public_copy.evidence) == []


@pytest.mark.parametrize("damage", ["index", "previous", "content", "gone", "altered"])
def test_a_damaged_edition_is_named_with_the_cure_and_mended(shown: Path, desk: Desk, damage: str) -> None:
    content = only(shown, "editions/*.json.gz")
    if damage in ("index", "previous"):
        (shown / "index.json").write_bytes(b"{")
    if damage == "previous":
        (shown / "index.previous.json").unlink(missing_ok=True)
    if damage == "content":
        content.write_bytes(content.read_bytes()[:-9])
    if damage == "gone":
        shutil.rmtree(shown)
    if damage == "altered":
        index = json.loads((shown / "index.json").read_text("utf-8"))
        index["body"]["heads"][0]["title"] = "另一个标题"
        (shown / "index.json").write_text(json.dumps(index), "utf-8")
    (said,) = complaints(public_copy.editions)
    assert "请运行 zhicheng editions rebuild" in said
    with desk.commit():
        public_copy.rebuild()
    assert complaints(public_copy.editions, public_copy.documents) == []


def test_a_copy_of_another_day_is_seen(shown: Path, desk: Desk) -> None:
    """The index is whole and tells what the database does not."""
    office = desk.office
    open_programme(office.programme.pk, visibility="system", reason="会议决定", by=office.clerk, at=desk.at)
    (said,) = complaints(public_copy.editions)
    assert "数据库里没有，却仍在公开" in said
    with desk.commit():
        public_copy.rebuild()
    assert complaints(public_copy.editions) == []
    assert published.all_published(shown) == []


@pytest.mark.parametrize("name", ["page.json", "document.pdf", "document.docx"])
@pytest.mark.parametrize("how", ["gone", "cut"])
def test_a_damaged_document_is_named_with_the_cure_and_mended(shown: Path, name: str, how: str) -> None:
    file = only(shown, f"documents/*/1/{name}")
    before = file.read_bytes()
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes(before[: len(before) // 2])
    (said,) = complaints(public_copy.documents)
    assert "请运行 zhicheng documents rebuild" in said
    assert public_copy.rebuild_documents() == 1
    assert complaints(public_copy.documents) == []
    assert file.read_bytes() == before


@pytest.mark.parametrize("how", ["gone", "cut", "stale"])
def test_a_damaged_list_of_documents_is_written_anew(shown: Path, how: str) -> None:
    index = shown / "documents" / "index.json"
    if how == "gone":
        index.unlink()
    else:
        index.write_text('{"documents": []}' if how == "stale" else '{"documents": [', "utf-8")
    assert complaints(public_copy.documents)
    assert public_copy.rebuild_documents() == 0
    assert complaints(public_copy.documents) == []


def test_a_lost_original_is_told_and_the_list_is_written_all_the_same(shown: Path) -> None:
    version = Version.objects.get(state="published")
    path_of(version.files["pdf"]).unlink()
    assert "缺失或大小不符" in complaints(public_copy.evidence)[0]
    shutil.rmtree(shown / "documents")
    with pytest.raises(Missing, match="请联系系统管理员从备份恢复"):
        public_copy.rebuild_documents()
    assert (shown / "documents" / "index.json").exists()


def test_an_upgrade_writes_anew_what_does_not_agree(shown: Path, desk: Desk) -> None:
    assert public_copy.mend() == "公开副本：与数据库一致"
    shutil.rmtree(shown)
    published.forget()
    with desk.commit():
        assert public_copy.mend() == "公开副本：已按数据库重写"
    assert complaints(public_copy.editions, public_copy.documents) == []


@pytest.mark.django_db
def test_a_guard_of_the_editions_that_was_taken_down_is_named() -> None:
    guards.remove(connection)
    said = [each.says for each in check.looked(check.kept, NOW) if each.level == "bad"]
    guards.build(connection)
    assert "edition_no_update" in said[0]


@pytest.mark.django_db
def test_before_an_upgrade_nothing_is_called_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check.preparation, "pending", lambda: ["indicators.0002_guards"])
    (said,) = check.looked(check.kept, NOW)
    assert (said.level, said.says[:7]) == ("note", "数据库升级之后")


def test_a_font_of_the_city_that_cannot_be_read_is_named(settings: Any, tmp_path: Path) -> None:
    folder = Path(settings.CITY.folder) / "fonts"
    folder.mkdir()
    try:
        (folder / "小标宋.ttf").write_bytes(b"no font")
        level, _about, says = check_service.own_fonts()
    finally:
        shutil.rmtree(folder)
    assert level == "bad"
    assert "小标宋.ttf 读不出来" in says
    assert check_service.own_fonts()[0] == "good"
