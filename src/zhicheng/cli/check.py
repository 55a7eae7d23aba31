"""`zhicheng check`: is this installation sound? One line a finding, and an exit status for a timer."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer
from django.conf import settings
from django.core import checks
from django.db import connection
from django.utils import timezone

from zhicheng.cli import check_service, preparation, public_copy
from zhicheng.cli.commands import told
from zhicheng.core.access import SYSTEM
from zhicheng.core.ledger import guards, queries
from zhicheng.indicators import guards as edition_guards
from zhicheng.statutes.queries import calendars

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

LITTLE_MB, TOO_LITTLE_MB = 2048, 200
# A clock before this is wrong: the code itself is younger.
NOT_BEFORE = datetime(2025, 10, 1, tzinfo=UTC)
CLOCK_PATIENCE = timedelta(minutes=5)
MARKS = {"good": "正常", "note": "注意", "bad": "错误"}


@dataclass(frozen=True)
class Finding:
    """What was looked at and how it stands: good, note (look at it) or bad (put it right)."""

    level: str
    about: str
    says: str


@app.command()
def check() -> None:
    """检查安装是否完好；有错误时以状态 1 结束。"""
    now = datetime.now(UTC)
    findings = [finding for look in LOOKS for finding in looked(look, now)]
    for each in findings:
        typer.echo(f"[{MARKS[each.level]}] {each.about}：{each.says}")
    bad = sum(each.level == "bad" for each in findings)
    typer.echo(f"共 {len(findings)} 项，错误 {bad} 项。")
    if bad:
        raise typer.Exit(1)


def looked(look: Callable[[datetime], Iterator[Finding]], now: datetime) -> list[Finding]:
    """What one look finds; trouble with the machine is a finding too, so that the other looks still happen."""
    try:
        return list(look(now))
    except Exception as trouble:
        sentence = told(trouble)
        if sentence is None:
            raise
        return [Finding("bad", "系统", sentence)]


def configuration(_now: datetime) -> Iterator[Finding]:
    """The city's own file, and what the framework itself finds wrong with the settings."""
    file = settings.CITY.folder / "city.toml"
    if file.exists():
        yield Finding("good", "配置", f"{settings.CITY.name}（{settings.CITY.region or '未填区划'}）")
    else:
        yield Finding("bad", "配置", f"找不到 {file}。请先运行 zhicheng init，或用 --city 指明城市文件夹。")
    for message in checks.run_checks():
        level = "bad" if message.level >= checks.ERROR else "note"
        yield Finding(level, "配置", f"{message.id} {message.msg}")


def database(_now: datetime) -> Iterator[Finding]:
    """Can it be reached, and is it as new as the code?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield Finding("good", "数据库", {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor] + "，可以连接")
    behind = preparation.pending()
    if behind:
        yield Finding("bad", "数据库", f"有 {len(behind)} 项升级未做。请先备份，再运行 zhicheng init。")
    else:
        yield Finding("good", "数据库", "与程序版本一致")


def ledger(now: datetime) -> Iterator[Finding]:
    """Do the guards of the ledger stand, and does the clock not lie before its newest entry?"""
    gone = guards.missing(connection)
    if gone:
        yield Finding("bad", "账本", f"防止改动的触发器缺失：{'、'.join(gone)}。请查明是谁停用的，并与备份核对。")
    else:
        yield Finding("good", "账本", "防止改动的触发器都在")
    newest = queries.latest(SYSTEM, limit=1)
    if newest and newest[0].at > now + CLOCK_PATIENCE:
        yield Finding("bad", "时钟", f"系统时间早于账本最末一条（{newest[0].at:%Y-%m-%d %H:%M}）。请校正时钟。")


def holidays(now: datetime) -> Iterator[Finding]:
    """Is the State Council's list there for the days that clocks are reckoned over?"""
    gap = calendars.calendar_gap(timezone.localdate(now))
    yield Finding("note", "节假日", gap) if gap else Finding("good", "节假日", "放假安排齐全")


def disk(_now: datetime) -> Iterator[Finding]:
    """Is there room for evidence and for the database to grow?"""
    free = shutil.disk_usage(settings.CITY.folder).free // 2**20
    level = "bad" if free < TOO_LITTLE_MB else "note" if free < LITTLE_MB else "good"
    yield Finding(level, "磁盘", f"剩余 {free:,} MB" + ("" if level == "good" else "，请清理或扩容"))


def clock(now: datetime) -> Iterator[Finding]:
    """A clock that was set back would give wrong deadlines."""
    shown = now.astimezone().strftime("%Y-%m-%d %H:%M %z")
    if now < NOT_BEFORE:
        yield Finding("bad", "时钟", f"系统时间 {shown} 明显偏早，期限会算错。请校正时钟。")
    else:
        yield Finding("good", "时钟", f"{shown}，业务时区 {settings.TIME_ZONE}")


def keys(_now: datetime) -> Iterator[Finding]:
    """Only their owner may read the keys."""
    for file in (settings.CITY.folder / "secret.key", settings.CITY.anchor_key):
        yield _key(file)


def _key(file: Path) -> Finding:
    if not file.exists():
        return Finding("bad", "密钥", f"找不到 {file}。请运行 zhicheng init 补齐，或从保管处取回。")
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        return Finding("bad", "密钥", f"{file} 的权限是 {mode:04o}，别人也能读。请执行 chmod 600。")
    return Finding("good", "密钥", f"{file.name} 只有所有者可读")


def kept(now: datetime) -> Iterator[Finding]:
    """Guards of editions, evidence, and what people outside read: is all of it there, as the database has it?"""
    if preparation.pending():
        yield Finding("note", "公开数据", "数据库升级之后才能检查数据版本、公文和佐证材料。")
        return
    gone = edition_guards.missing(connection)
    if gone:
        yield Finding("bad", "数据版本", f"防止改动的触发器缺失：{'、'.join(gone)}。请查明是谁停用的，并与备份核对。")
    else:
        yield Finding("good", "数据版本", "防止改动的触发器都在")
    yield from _told(now, public_copy.evidence, public_copy.editions, public_copy.documents)


def service(now: datetime) -> Iterator[Finding]:
    """Signed heads, fonts, the way in from outside, mail."""
    yield from _told(now, check_service.heads, check_service.fonts, check_service.proxy, check_service.mail)


def _told(now: datetime, *looks: Callable[[datetime], Iterator[tuple[str, str, str]]]) -> Iterator[Finding]:
    for look in looks:
        for level, about, says in look(now):
            yield Finding(level, about, says)


LOOKS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    configuration,
    disk,
    clock,
    keys,
    database,
    ledger,
    kept,
    holidays,
    service,
)
