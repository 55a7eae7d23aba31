"""The city folder: everything that belongs to one city and to no other, outside the code and the database."""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

DEFAULT_FOLDER = "city"


@dataclass(frozen=True)
class City:
    """One city's own settings, read from `city.toml` in its folder."""

    folder: Path
    name: str = "质量强市"
    region: str = ""
    time_zone: str = "Asia/Shanghai"
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "[::1]")
    origins: tuple[str, ...] = ()
    made_up: bool = False
    database: str = ""
    anchors_to: str = ""
    # How many days an ended job stays in its list; one that failed stays longer, for those who look for the cause.
    keep_jobs_days: int = 30
    keep_failed_jobs_days: int = 180
    secret_key: str = field(default="", repr=False)

    @property
    def parameters(self) -> Path:
        """Local values that stand before the shipped ones."""
        return self.folder / "parameters"

    @property
    def holidays(self) -> Path:
        """Calendars given as files."""
        return self.folder / "holidays"

    @property
    def evidence(self) -> Path:
        """Evidence files, by the hash of their content."""
        return self.folder / "evidence"

    @property
    def anchor_key(self) -> Path:
        """The key that signs the ledger's head; it lies outside the database, and can lie outside this folder."""
        return Path(os.environ.get("ZHICHENG_ANCHOR_KEY", self.folder / "anchor.key"))


def load(folder: Path) -> City:
    """Read a city folder; one that does not exist yet gives the defaults with a key for this process only.

    Raises: ValueError where `city.toml` holds a key that is not known, so that a typing error is not silently lost, or
    a number of days that is none.
    """
    file = folder / "city.toml"
    values: dict[str, Any] = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    unknown = sorted(set(values) - set(City.__dataclass_fields__))
    if unknown:
        raise ValueError(f"{file}: unknown key {', '.join(unknown)}")
    for key in ("keep_jobs_days", "keep_failed_jobs_days"):
        if key in values and (type(values[key]) is not int or values[key] < 1):
            raise ValueError(f"{file}: {key} is a number of days, at least 1")
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    key_file = folder / "secret.key"
    values["secret_key"] = key_file.read_text("utf-8").strip() if key_file.exists() else secrets.token_urlsafe(50)
    return City(**{"folder": folder, **values})


def database(city: City) -> dict[str, Any]:
    """Django's database settings: `DATABASE_URL`, else the city's own, else one SQLite file in the city folder."""
    url = os.environ.get("DATABASE_URL") or city.database
    if url.startswith(("postgres://", "postgresql://")):
        return _postgresql(url)
    path = url.removeprefix("sqlite:///") if url.startswith("sqlite:///") else str(city.folder / "zhicheng.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; "
                "PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # A machine that is gone must not hold a page for minutes; one on the same network answers at once.
        "OPTIONS": {"connect_timeout": 5},
    }
