"""`zhicheng restore FILE`: a backup laid out in a new city folder, every file checked against its hash."""

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


@app.command()
def restore(file: Annotated[Path, typer.Argument(help="zhicheng backup 写出的文件")]) -> None:
    """把备份恢复到一个新的（空的）城市文件夹；文件夹用 zhicheng --city 指明。"""
    folder = Path(os.environ["ZHICHENG_CITY"]).absolute()
    if folder.exists() and any(folder.iterdir()):
        raise WrongState(f"“{folder}”里已有内容，不会覆盖。请用 zhicheng --city 新文件夹 restore 恢复到别处。")
    manifest = read(file, folder)
    if manifest["database"] == "postgresql":
        try:
            _restore_postgresql(folder)
        except BaseException:
            shutil.rmtree(folder)
            raise
    typer.echo(f"已恢复 {len(manifest['files'])} 个文件到 {folder}（备份时间 {manifest['made_at'][:19]}）。")
    typer.echo("下一步：把另行保管的 secret.key 和 anchor.key 放回该文件夹，再运行 zhicheng init 和 zhicheng check。")


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


def _restore_postgresql(folder: Path) -> None:
    program = shutil.which("pg_restore")
    if program is None:
        raise Missing("本机没有 pg_restore，没有恢复任何内容。请安装 PostgreSQL 客户端后重试。")
    os.environ["ZHICHENG_CITY"] = str(folder)
    environment = with_house("zhicheng.cli.backup").postgresql_environment()
    if "PGDATABASE" not in environment or environment["PGDATABASE"].endswith(".sqlite3"):
        raise Missing("备份来自 PostgreSQL。请用 DATABASE_URL 指明一个空的数据库后重试。")
    done = subprocess.run(
        [program, "--no-owner", "--exit-on-error", "--single-transaction", "--dbname", environment["PGDATABASE"],
         str(folder / "zhicheng.dump")],
        env={**os.environ, **environment}, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise WrongState(f"pg_restore 没有成功：{' '.join(done.stderr.strip().splitlines()[-1:])}")
