"""`zhicheng backup FILE`: database, evidence and the city folder in one file, consistent, without the keys.

The database is copied first and the evidence after it: evidence files are named by their content and never change,
so whatever the copied database names is there when its turn comes. The keys stay behind, because a backup travels
and whoever holds `anchor.key` could sign a forged ledger; they are kept apart, once, by hand.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import Missing, WrongState

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

MANIFEST, ANCHORS = "manifest.json", "anchors"
SQLITE_COPY, POSTGRESQL_COPY = "zhicheng.sqlite3", "zhicheng.dump"
# Never in a backup: keys, the database's own files (a copy stands in for them), and what is made anew from the code.
LEFT_OUT = ("*.key", "*.sqlite3*", "static", "jobs")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="备份文件，例如 备份-2025-10-22.tar.gz")],
) -> None:
    """备份数据库、佐证材料和城市文件夹（不含密钥）。网站可以照常运行。"""
    if file.exists():
        raise WrongState(_("“%(file)s”已存在，不会覆盖。请换一个文件名。"), file=file)
    if file.absolute().is_relative_to(settings.CITY.folder):
        raise WrongState(_("备份不能放在城市文件夹里。请换一个位置，最好在别的磁盘上。"))
    facts = write(file, at=datetime.now(UTC))
    typer.echo(f"已备份到 {file}（{file.stat().st_size // 1024:,} KB，{len(facts['files'])} 个文件）。")
    typer.echo("备份不含 secret.key 和 anchor.key，请另行妥善保管；恢复时需要它们。")


def write(file: Path, *, at: datetime) -> dict[str, Any]:
    """Write a backup beside its final name and move it there when it is whole; gives the manifest."""
    partial = file.with_name(file.name + ".partial")
    files: dict[str, str] = {}
    signed = {path.name for path in (settings.CITY.folder / ANCHORS).glob("*")}
    try:
        with tempfile.TemporaryDirectory(dir=file.parent or None, prefix=".zhicheng-backup-") as room:
            copy = copy_database(Path(room))
            with tarfile.open(partial, "w:gz", compresslevel=1) as tar:
                files[copy.name] = add(tar, copy, copy.name)
                for path in city_files(settings.CITY.folder):
                    if path.parent.name == ANCHORS and path.name not in signed:
                        continue  # signed meanwhile: it speaks of entries that the copied database does not have
                    name = "city/" + path.relative_to(settings.CITY.folder).as_posix()
                    # Swept away meanwhile: no row of the copied database names it.
                    with suppress(FileNotFoundError):
                        files[name] = add(tar, path, name)
                manifest = {"made_at": at.isoformat(), "database": connection.vendor, "files": files}
                content = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
                entry = tarfile.TarInfo(MANIFEST)
                entry.size, entry.mode = len(content), 0o600
                tar.addfile(entry, io.BytesIO(content))
        os.chmod(partial, 0o600)
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def copy_database(room: Path) -> Path:
    """A copy of the database as it stands at one moment."""
    if connection.vendor == "sqlite":
        return _copy_sqlite(room / SQLITE_COPY)
    return _copy_postgresql(room / POSTGRESQL_COPY)


def _copy_sqlite(target: Path) -> Path:
    source = Path(settings.DATABASES["default"]["NAME"])
    if not source.exists():
        raise Missing(_("找不到数据库“%(file)s”。请先运行 zhicheng init。"), file=source)
    _refuse_damaged()
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
    return target


def _refuse_damaged() -> None:
    """Raises: WrongState for a file whose pages do not hold together; a copy of it would pass for a good one."""
    try:
        with connection.cursor() as cursor:  # ours, because the tables' own checks call functions that Django brings
            cursor.execute("PRAGMA quick_check(1)")
            state = str(cursor.fetchone()[0])
    except OperationalError:
        raise
    except DatabaseError as trouble:
        state = str(trouble)
    if state != "ok":
        raise WrongState(
            _("数据库文件已损坏（%(words)s），没有备份。请停止网站，把城市文件夹原样复制到别处，再从最近一份完好的备份恢复。"),
            words=state.splitlines()[-1],
        )  # fmt: skip


def _copy_postgresql(target: Path) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise Missing(_("本机没有 pg_dump，无法备份。请安装 PostgreSQL 客户端（Debian：postgresql-client）。"))
    done = subprocess.run(
        [program, "--format=custom", "--no-owner", "--file", str(target)],
        env={**os.environ, **postgresql_environment()}, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise WrongState(_("pg_dump 没有成功：%(words)s"), words=done.stderr.strip().splitlines()[-1:])
    return target


def postgresql_environment() -> dict[str, str]:
    """How PostgreSQL's own programs find the database; a password does not appear in the list of processes."""
    given = settings.DATABASES["default"]
    values = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {name: str(given[key]) for name, key in values.items() if given[key]}


def city_files(folder: Path) -> list[Path]:
    """Every file of the city folder that belongs into a backup, in order."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        coming = parts[0] == "evidence" and path.name.startswith(".")  # an upload that has not arrived yet
        left_out = coming or any(Path(parts[0]).match(each) for each in LEFT_OUT)
        if path.is_file() and not path.is_symlink() and not left_out:
            found.append(path)
    return found


def add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Put a file into the archive; gives the hash of its content. Raises: FileNotFoundError before anything is put."""
    with path.open("rb") as file:
        entry = tar.gettarinfo(arcname=name, fileobj=file)
        tar.addfile(entry, file)
        file.seek(0)
        return hashlib.file_digest(file, "sha256").hexdigest()
