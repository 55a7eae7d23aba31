"""A whole city backed up and restored into an empty place: every row, every file, the ledger, the pages; on both engines."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from tests.journey.conftest import Site, new_site
from tests.journey.kept.conftest import site_on
from tests.journey.kept.looking import execute, files, health_of, read, rows

pytestmark = pytest.mark.journey

# Grows with every writing of the public copy, which a restore does.
COUNTED = {"indicators_snapshot"}
KEYS = ("secret.key", "anchor.key")


@pytest.fixture(scope="module")
def restored(lived: Site, server: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The backup in an empty place, with what the command said kept beside it."""
    site = site_on(tmp_path_factory.mktemp("restored") / "city", server, "restored")
    done = site.run("restore", str(lived.folder.parent / "backup.tar.gz"))
    assert done.returncode == 0, done.stdout + done.stderr
    (site.folder.parent / "said").write_text(done.stdout, "utf-8")
    for name in KEYS:
        (site.folder / name).write_bytes((lived.folder / name).read_bytes())
        (site.folder / name).chmod(0o600)
    return site


def test_every_row_of_the_database_is_there(lived: Site, restored: Site) -> None:
    before, after = rows(lived), rows(restored)
    assert before.keys() == after.keys()
    assert [name for name in before if name not in COUNTED and before[name] != after[name]] == []
    counts = {name: len(before[name]) for name in (
        "indicators_edition", "publications_version", "publications_arrivedform", "publications_formtemplate",
        "evidence_file", "ledger_entry",
    )}  # fmt: skip
    assert all(counts.values()), counts


def test_every_file_is_there(lived: Site, restored: Site) -> None:
    for part in ("evidence", "letterheads", "outlines", "parameters", "holidays", "anchors"):
        assert files(lived.folder / part) == files(restored.folder / part), part
    before, after = (files(site.folder / "published") for site in (lived, restored))
    own = {name for name in before if name.startswith(("editions/", "documents/", "corrections."))}
    assert {name: before[name] for name in own} == {name: after.get(name) for name in own}
    heads = [json.loads(each["index.json"])["body"]["heads"] for each in (before, after)]
    assert heads[0] == heads[1]
    assert len(heads[0]) > 1


def test_the_restore_says_that_all_is_sound(restored: Site) -> None:
    said = (restored.folder.parent / "said").read_text("utf-8")
    assert "账本完好" in said
    assert "内容与校验值一致" in said
    assert "公开副本：已按数据库重写" in said
    verified = restored.run("ledger", "verify")
    assert (verified.returncode, verified.stdout[:4]) == (0, "账本完好")
    assert "与 1 个签名锚点一致" in verified.stdout
    checked = restored.run("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_guards_stand_in_the_restored_database(restored: Site) -> None:
    for statement in ("DELETE FROM ledger_entry", "DELETE FROM indicators_editioncontent"):
        with pytest.raises((psycopg.errors.IntegrityError, sqlite3.IntegrityError)):
            execute(restored, statement)


def test_the_public_pages_of_the_restored_city_answer(restored: Site) -> None:
    listed = json.loads((restored.folder / "published" / "documents" / "index.json").read_text("utf-8"))["documents"]
    assert listed
    head = json.loads((restored.folder / "published" / "index.json").read_text("utf-8"))["body"]["heads"][0]
    first = listed[0]
    address = f"/documents/{first['code']}/"
    file = f"{address}{first['version']}/{first['code']}.pdf"
    restored.run("init")
    restored.start("serve")
    try:
        for page, shown in (
            ("/", "质量强市"), ("/documents/", first["title"]), (address, first["title"]),
            (f"/data/{quote(head['code'])}/", head["code"]), ("/corrections/", "更正"),
        ):  # fmt: skip
            assert shown in read(restored, page).decode(), page
        assert read(restored, file).startswith(b"%PDF-")
        # No worker runs here: a job of the old city may wait, and the health page then says so with 503.
        assert health_of(restored)["database"] == "ok"
    finally:
        assert restored.stop() == 0


def test_a_backup_is_not_restored_into_a_database_that_holds_something(
    lived: Site, server: str, tmp_path: Path
) -> None:
    if not server:
        pytest.skip("a SQLite database lies in the folder itself, which has to be empty")
    other = new_site(tmp_path / "city")
    other.environment["DATABASE_URL"] = lived.environment["DATABASE_URL"]
    before = rows(lived)
    refused = other.run("restore", str(lived.folder.parent / "backup.tar.gz"))
    assert refused.returncode == 5
    assert "须是空的" in refused.stderr
    assert not other.folder.exists()
    assert rows(lived) == before


def test_a_backup_of_another_engine_is_refused(lived: Site, server: str, tmp_path: Path) -> None:
    other = new_site(tmp_path / "city")
    if not server:
        other.environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:9/none"
    refused = other.run("restore", str(lived.folder.parent / "backup.tar.gz"))
    assert refused.returncode == 5
    assert "没有恢复任何内容" in refused.stderr
    assert not other.folder.exists()
