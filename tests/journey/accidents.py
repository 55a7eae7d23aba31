"""What must not harm a city, or must at least be found out: a power cut at work, and a hand in the database."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.journey.conftest import Site, until
from tests.journey.processes import cut_power

DATABASE = "zhicheng.sqlite3"


def cut_power_during(site: Site, kind: str) -> None:
    """Cut the power as soon as a job of this kind is being worked at, and start the site again."""
    until(lambda: any((site.folder / "jobs").glob("*.json")), f"nobody began {kind}", seconds=60)
    cut_power(site)
    with closing(sqlite3.connect(site.folder / DATABASE)) as database:
        interrupted = database.execute("SELECT kind FROM jobs_job WHERE state = 'running'").fetchall()
    assert interrupted == [(kind,)], "the power cut came before or after the work, not in its middle"
    site.start("demo")


def change_one_byte(site: Site, folder: Path, *, kind: str) -> tuple[Site, int]:
    """A copy of the city in which one byte of the newest ledger entry of this kind is another; and which entry."""
    shutil.copytree(site.folder, folder, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    with (
        closing(sqlite3.connect(site.folder / DATABASE)) as original,
        closing(sqlite3.connect(folder / DATABASE)) as copy,
    ):
        original.backup(copy)
        for (trigger,) in copy.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger_entry'"
        ).fetchall():
            copy.execute(f'DROP TRIGGER "{trigger}"')
        sequence, payload = copy.execute(
            "SELECT sequence, payload FROM ledger_entry WHERE kind = ? ORDER BY sequence DESC LIMIT 1", (kind,)
        ).fetchone()
        place = next(place for place, sign in enumerate(payload) if sign.isdigit())
        other = "1" if payload[place] != "1" else "2"
        changed = f"{payload[:place]}{other}{payload[place + 1 :]}"
        copy.execute("UPDATE ledger_entry SET payload = ? WHERE sequence = ?", (changed, sequence))
        copy.commit()
    environment = {**site.environment, "ZHICHENG_CITY": str(folder)}
    return Site(site.url, folder, site.port, environment), sequence
