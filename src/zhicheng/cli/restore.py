"""`zhicheng restore FILE`: a backup laid out in a new city folder, every file checked against its hash.

What people outside read is written anew from the database, because its copy may be a little younger than the database
beside it; then ledger, evidence and copies are looked over, so that nobody finds out later.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import Annotated, Any

import typer

from zhicheng.cli.commands import with_house
from zhicheng.core.refusal import Missing, Unreadable, WrongState

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

MANIFEST = "manifest.json"
DATABASES = ("zhicheng.sqlite3", "zhicheng.dump")
NAMED = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="zhicheng backup 写出的文件")]) -> None:
    """把备份恢复到一个新的（空的）城市文件夹；文件夹用 zhicheng --city 指明。"""
    folder = Path(os.environ["ZHICHENG_CITY"]).absolute()
    if folder.exists() and any(folder.iterdir()):
        raise WrongState(f"“{folder}”里已有内容，不会覆盖。请用 zhicheng --city 新文件夹 restore 恢复到别处。")
    manifest = read(file, folder)
    try:
        put_database(folder, manifest["database"])
    except BaseException:
        shutil.rmtree(folder)
        raise
    typer.echo(f"已恢复 {len(manifest['files'])} 个文件到 {folder}（备份时间 {manifest['made_at'][:19]}）。")
    sound = with_house("zhicheng.cli.restored").look_over(typer.echo)
    typer.echo("下一步：把另行保管的 secret.key 和 anchor.key 放回该文件夹，再运行 zhicheng init 和 zhicheng check。")
    if not sound:
        raise typer.Exit(1)


def read(file: Path, folder: Path) -> dict[str, Any]:
    """Lay a backup out in an empty folder; what does not agree with the manifest leaves nothing behind.

    Raises: Unreadable where the file is no backup, was cut short or was changed; Missing where there is none.
    """
    if not file.is_file():
        raise Missing(f"找不到备份文件“{file}”。请检查路径。")
    room = folder.with_name(folder.name + ".restoring")
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(parents=True, mode=0o700)
    try:
        with tarfile.open(file, "r:gz") as tar:
            tar.extractall(room, filter="data")
        manifest = json.loads((room / MANIFEST).read_text("utf-8"))
        _compare(room, manifest["files"])
        city = room / "city"
        city.mkdir(exist_ok=True)
        for name in DATABASES:
            if (room / name).exists():
                (room / name).rename(city / name)
        os.chmod(city, 0o700)
        if folder.exists():
            folder.rmdir()
        city.rename(folder)
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as trouble:
        if isinstance(trouble, OSError) and trouble.errno is not None:
            raise
        raise Unreadable(f"“{file}”不是完整的备份，没有恢复任何内容（{trouble}）。请换一份备份。") from None
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return manifest


def _compare(room: Path, files: dict[str, str]) -> None:
    present = {path.relative_to(room).as_posix() for path in room.rglob("*") if path.is_file()} - {MANIFEST}
    if present != set(files):
        raise Unreadable("备份里的文件与清单不符，没有恢复任何内容。请换一份备份。")
    for name, expected in files.items():
        with (room / name).open("rb") as opened:
            if hashlib.file_digest(opened, "sha256").hexdigest() != expected:
                raise Unreadable(f"备份中的“{name}”与清单不符，可能已损坏或被改动，没有恢复任何内容。请换一份备份。")


def put_database(folder: Path, vendor: str) -> None:
    """Put the copied database where the settings will look for it.

    Raises: WrongState where they name another kind of database, or one that stands there already.
    """
    os.environ["ZHICHENG_CITY"] = str(folder)
    backup = with_house("zhicheng.cli.backup")
    if backup.connection.vendor != vendor:
        raise WrongState(
            f"备份来自 {NAMED[vendor]}，设置的却是 {NAMED[backup.connection.vendor]}，没有恢复任何内容。"
            "请用 DATABASE_URL 指明同一种、空的数据库（用 SQLite 的不要设置 DATABASE_URL）。"
        )
    if vendor == "postgresql":
        _restore_postgresql(folder, backup.postgresql_environment())
        return
    place = Path(backup.connection.settings_dict["NAME"]).absolute()
    if place != folder / DATABASES[0]:
        if place.exists():
            raise WrongState(f"备份的 city.toml 写明数据库在“{place}”，那里已有数据库，不会覆盖。请先把它移开。")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(folder / DATABASES[0], place)


def _restore_postgresql(folder: Path, environment: dict[str, str]) -> None:
    program = shutil.which("pg_restore")
    if program is None:
        raise Missing("本机没有 pg_restore，没有恢复任何内容。请安装 PostgreSQL 客户端后重试。")
    done = subprocess.run(
        [program, "--no-owner", "--exit-on-error", "--single-transaction", "--dbname", environment["PGDATABASE"],
         str(folder / DATABASES[1])],
        env={**os.environ, **environment}, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise WrongState(
            f"pg_restore 没有成功，没有恢复任何内容：{' '.join(done.stderr.strip().splitlines()[-1:])}。"
            f"数据库“{environment['PGDATABASE']}”须是空的；请用 DATABASE_URL 指明一个空的数据库后重试。"
        )
    (folder / DATABASES[1]).unlink()
