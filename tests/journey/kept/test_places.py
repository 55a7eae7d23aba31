"""Backups of databases that lie elsewhere, or are damaged: nothing is overwritten, and nothing bad is kept as good."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.journey.conftest import Site, new_site

pytestmark = pytest.mark.journey


def test_a_database_outside_the_folder_is_never_overwritten(real_city: Site, tmp_path: Path) -> None:
    live, settings = tmp_path / "disk" / "live.sqlite3", real_city.folder / "city.toml"
    live.parent.mkdir()
    shutil.move(real_city.folder / "zhicheng.sqlite3", live)
    settings.write_text(settings.read_text("utf-8").replace('database = ""', f'database = "sqlite:///{live}"'), "utf-8")
    assert real_city.run("backup", "backup.tar.gz").returncode == 0
    other, before = new_site(tmp_path / "other"), live.read_bytes()
    refused = other.run("restore", "backup.tar.gz")
    assert refused.returncode == 5
    assert "那里已有数据库，不会覆盖" in refused.stderr
    assert not other.folder.exists()
    assert live.read_bytes() == before
    live.rename(live.with_name("away.sqlite3"))
    assert other.run("restore", "backup.tar.gz").returncode == 0
    assert "账本完好" in other.run("ledger", "verify").stdout
    assert live.exists()


def test_a_damaged_database_is_not_backed_up_as_a_good_one(real_city: Site) -> None:
    file = real_city.folder / "zhicheng.sqlite3"
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 12] = b"\0" * (4096 * 9)
    file.write_bytes(content)
    for left in real_city.folder.glob("zhicheng.sqlite3-*"):
        left.unlink()
    refused = real_city.run("backup", "backup.tar.gz")
    assert refused.returncode == 5, refused.stdout + refused.stderr
    assert "数据库文件已损坏" in refused.stderr
    assert not (real_city.folder.parent / "backup.tar.gz").exists()
