"""A city that has lived, on both engines, and an empty place beside it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.journey.conftest import ROOT, Site, new_site
from tools.postgres import cluster, found


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server of databases; empty for SQLite."""
    if request.param == "sqlite":
        yield ""
        return
    programs = found()
    if programs is None:
        pytest.skip("no PostgreSQL on this machine")
    with cluster(programs) as url:
        yield url


def site_on(folder: Path, server: str, name: str) -> Site:
    """A place for a city, with an empty database of its own."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    site = new_site(folder)
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        site.environment["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{name}").geturl()
    return site


@pytest.fixture(scope="session")
def lived(server: str, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A city with editions, documents, evidence and forms from above; its head is signed, a backup is made."""
    site = site_on(tmp_path_factory.mktemp("lived") / "city", server, "lived")
    assert site.run("demo", "--no-serve").returncode == 0
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "zhicheng.config.settings"}
    environment["PYTHONPATH"] += os.pathsep + str(ROOT)
    form = subprocess.run(
        [sys.executable, "-m", "tests.journey.kept.form_arrives"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert form.returncode == 0, form.stderr
    assert site.run("ledger", "anchor").returncode == 0
    made = site.run("backup", "backup.tar.gz")
    assert made.returncode == 0, made.stderr
    return site
