"""A city looked at past the program: its rows, its files, its pages."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import psycopg

from tests.journey.conftest import Site


def rows(site: Site) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    if url := site.environment.get("DATABASE_URL"):
        with psycopg.connect(url) as base:
            names = base.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
            return {
                name: [row for (row,) in base.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')]  # type: ignore[arg-type]
                for (name,) in names
            }
    with closing(sqlite3.connect(site.folder / "zhicheng.sqlite3")) as base:
        # The table of grams is a view on the index beside it; its own rows cannot be walked.
        names = base.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        ).fetchall()
        return {name: sorted(map(repr, base.execute(f'SELECT * FROM "{name}"'))) for (name,) in names}


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder but locks, by its name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def execute(site: Site, statement: str) -> None:
    """A statement on the city's database, past the program."""
    if url := site.environment.get("DATABASE_URL"):
        with psycopg.connect(url) as base:
            base.execute(statement)  # type: ignore[arg-type]
        return
    with closing(sqlite3.connect(site.folder / "zhicheng.sqlite3")) as base:
        base.execute(statement)


def read(site: Site, page: str) -> bytes:
    """What a page answers."""
    with urllib.request.urlopen(site.url + page, timeout=10) as answer:
        assert answer.status == 200
        content: bytes = answer.read()
        return content


def health_of(site: Site) -> dict[str, str]:
    """What the health page says, whether all is well or not."""
    try:
        with urllib.request.urlopen(site.url + "/health/", timeout=10) as answer:
            said: dict[str, str] = json.load(answer)
    except urllib.error.HTTPError as trouble:
        if trouble.code != 503:
            raise
        said = json.load(trouble)
    return said
