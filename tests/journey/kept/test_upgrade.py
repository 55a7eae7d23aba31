"""A city of the previous release is opened by this one: told to upgrade, upgraded, and everything is as it was."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.apps import apps

from tests.journey.conftest import ROOT, Site
from tests.journey.kept.conftest import site_on
from tests.journey.kept.looking import execute, read, rows

pytestmark = pytest.mark.journey
STATES = Path(__file__).with_name("previous_release.json")


@pytest.fixture(scope="module")
def previous(lived: Site, server: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The city as the previous release had it: its tables with their rows, nothing of what came later."""
    site = site_on(tmp_path_factory.mktemp("previous") / "city", server, "previous")
    assert site.run("restore", str(lived.folder.parent / "backup.tar.gz")).returncode == 0
    for name in ("secret.key", "anchor.key"):
        shutil.copy(lived.folder / name, site.folder / name)
    shutil.rmtree(site.folder / "published")
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "zhicheng.config.settings"}
    environment["PYTHONPATH"] += os.pathsep + str(ROOT)
    back = subprocess.run(
        [sys.executable, "-m", "tests.journey.kept.back_to_previous"], cwd=ROOT, env=environment, capture_output=True,
        text=True,
    )  # fmt: skip
    assert back.returncode == 0, back.stderr
    assert site.run("backup", "before.tar.gz").returncode == 0
    return site


def test_a_city_of_the_previous_release_is_upgraded_whole(previous: Site) -> None:
    before = rows(previous)
    later = [app for app, state in json.loads(STATES.read_text("utf-8")).items() if state is None]
    assert not [name for name in before if name.startswith(tuple(f"{app}_" for app in later))]
    told_to_upgrade(previous)
    upgraded = previous.run("init")
    assert upgraded.returncode == 0, upgraded.stderr
    assert "数据库和网页文件：已更新" in upgraded.stdout
    after = rows(previous)
    # Django's own notes of what it migrated and which tables there are grow; nothing else has changed.
    own = {"django_migrations", "django_content_type", "sqlite_sequence", "auth_permission"}
    assert [name for name in before if name not in own and before[name] != after[name]] == []
    assert {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("zhicheng.")} <= set(
        after
    )
    sound_after_all(previous)


def told_to_upgrade(site: Site) -> None:
    """What this release says of the earlier city: what to do, and nothing wrong that is none."""
    checked = site.run("check")
    assert checked.returncode == 1
    assert "项升级未做。请先备份，再运行 zhicheng init" in checked.stdout
    assert checked.stdout.count("[错误]") == 1, checked.stdout
    refused = site.run("serve", "--port", str(site.port))
    assert refused.returncode == 5
    assert "请先用 zhicheng backup 备份，再运行 zhicheng init 升级" in refused.stderr


def sound_after_all(site: Site) -> None:
    """Check, ledger, guards and pages of the upgraded city; upgrading again changes nothing."""
    assert "已是最新" in site.run("init").stdout
    checked = site.run("check")
    assert checked.returncode == 0, checked.stdout
    assert "账本完好" in site.run("ledger", "verify").stdout
    with pytest.raises((psycopg.errors.IntegrityError, sqlite3.IntegrityError)):
        execute(site, "UPDATE ledger_entry SET kind = 'x'")
    site.start("serve")
    try:
        for page in ("/", "/progress/", "/documents/", "/data/", "/health/", "/accounts/login/"):
            assert read(site, page)
    finally:
        assert site.stop() == 0


def test_a_backup_of_the_previous_release_is_restored_and_upgraded(previous: Site, server: str, tmp_path: Path) -> None:
    """The way back after an upgrade that went wrong, and the way to a new machine."""
    site = site_on(tmp_path / "city", server, "from_previous")
    done = site.run("restore", str(previous.folder.parent / "before.tar.gz"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "备份来自较早的版本" in done.stdout
    for name in ("secret.key", "anchor.key"):
        shutil.copy(previous.folder / name, site.folder / name)
    assert site.run("init").returncode == 0
    assert site.run("check").returncode == 0
