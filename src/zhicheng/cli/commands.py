"""Every command as one table, and the one place where a refusal becomes a sentence and an exit status."""

from __future__ import annotations

import errno
import importlib
import os
import sqlite3
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError, OperationalError

from zhicheng.core.refusal import Missing, Refusal

SETTINGS = "zhicheng.config.settings"
# Exit statuses by what a refusal means; 1 for any other, 2 for a command that was typed wrongly.
STATUS = {403: 3, 404: 4, 409: 5, 422: 6}


@dataclass(frozen=True)
class Command:
    """One first word: the module whose `app` carries it out, and what it needs to wake."""

    module: str
    says: str
    needs: str = "house"  # "house": settings and tables; "city": nothing, it sees to them; "sheet": texts only
    folder: str = "city"  # the city folder where neither --city nor ZHICHENG_CITY names one


COMMANDS = {
    "init": Command("zhicheng.cli.init", "建立或补全一个城市文件夹：配置、密钥、数据库、区划、首位管理员", "city"),
    "check": Command("zhicheng.cli.check", "检查安装：配置、数据库、账本、公开副本、磁盘、时钟、密钥、节假日"),
    "serve": Command("zhicheng.cli.serve", "启动网站和后台任务"),
    "jobs": Command("zhicheng.cli.jobs", "后台任务"),
    "ledger": Command("zhicheng.cli.ledger", "账本：校验、签名留底"),
    "search": Command("zhicheng.cli.search", "名称检索：重建索引"),
    "editions": Command("zhicheng.cli.editions", "数据版本：重写公开副本"),
    "backup": Command("zhicheng.cli.backup", "备份到一个文件"),
    "restore": Command("zhicheng.cli.restore", "从备份恢复到一个新的城市文件夹", "city"),
    "goals": Command("zhicheng.cli.goals", "目标任务：读取分解表", "sheet"),
    "claims": Command("zhicheng.cli.claims", "数据核校：讲话、通报、报告里的数据与所列数是否相符", "sheet"),
    "documents": Command("zhicheng.cli.documents", "公文：核查版式是否符合 GB/T 9704，重写公开副本", "city"),
    "forms": Command("zhicheng.cli.forms", "上级报表：按数据版本填一张空白表"),
    "demo": Command("zhicheng.cli.demo", "在本机启动演示市", "city", ".city"),
}


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Carry out one command line and end the process with its status."""
    os.umask(0o077)  # whatever a command writes belongs to the one who runs it
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """The exit status of one command line; a refusal or a trouble of the machine is one sentence on stderr."""
    if arguments[:1] == ["--city"] and len(arguments) > 1:
        os.environ["ZHICHENG_CITY"] = arguments[1]
        arguments = arguments[2:]
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        sys.stdout.write(listing())
        return 0
    word, *rest = arguments
    if word not in COMMANDS:
        sys.stderr.write(f"没有命令“{word}”。可用的命令：\n{listing()}")
        return 2
    os.environ.setdefault("ZHICHENG_CITY", COMMANDS[word].folder)
    try:
        wake(COMMANDS[word].needs)
        importlib.import_module(COMMANDS[word].module).app(args=rest, prog_name=f"zhicheng {word}")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        return 130
    except Exception as trouble:
        sentence = told(trouble)
        if sentence is None:
            raise
        sys.stderr.write(sentence + "\n")
        return STATUS.get(trouble.status, 1) if isinstance(trouble, Refusal) else 1
    return 0


def wake(needs: str) -> None:
    """Load as much of Django as a command needs."""
    if needs == "house":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        if not settings.CITY.folder.is_dir():
            raise Missing(
                "找不到城市文件夹“%(folder)s”。请用 --city 指明，或先运行 zhicheng init。", folder=settings.CITY.folder
            )
        django.setup()
    elif needs == "sheet" and not settings.configured:
        # Sentences are written in simplified Chinese; without translation they need no catalogue and no app.
        settings.configure(USE_I18N=False, USE_TZ=True, TIME_ZONE="Asia/Shanghai")


def with_house(module: str) -> Any:
    """A module that works on tables, for a command that has just made the city folder they lie in."""
    wake("house")
    return importlib.import_module(module)


def listing() -> str:
    """All commands with what they do."""
    lines = [f"  {word:<11}{command.says}" for word, command in COMMANDS.items()]
    return "\n".join(
        ("用法：zhicheng [--city 城市文件夹] 命令 …", "", *lines, "", "详细说明：zhicheng 命令 --help", "")
    )


def told(trouble: Exception) -> str | None:
    """A sentence for what people can put right themselves; None for a bug, which stays loud."""
    if isinstance(trouble, Refusal):
        return trouble.sentence
    if isinstance(trouble, OSError):
        return _of_the_machine(trouble)
    if isinstance(trouble, (OperationalError, sqlite3.OperationalError)):
        return _of_the_database(str(trouble))
    if isinstance(trouble, (tomllib.TOMLDecodeError, UnicodeDecodeError)):
        return f"城市文件夹里的 city.toml 无法读取：{trouble}。请按 TOML 格式改正后重试。"
    if isinstance(trouble, ImproperlyConfigured) or (type(trouble) is ValueError and "city.toml" in str(trouble)):
        return f"配置有误：{trouble}。请改正 city.toml 后重试。"
    if isinstance(trouble, DatabaseError) and _lacks_table(str(trouble)):
        return "数据库尚未建好或版本较旧。请先备份，再运行 zhicheng init 补齐。"
    return None


def _of_the_machine(trouble: OSError) -> str | None:
    name = trouble.filename or ""
    sentences = {
        errno.ENOSPC: "磁盘已满，操作没有完成。请清理空间后重试。",
        errno.EDQUOT: "磁盘配额已用完，操作没有完成。请清理空间后重试。",
        errno.EACCES: f"没有权限读写“{name}”。请检查文件的所有者和权限。",
        errno.EPERM: f"没有权限读写“{name}”。请检查文件的所有者和权限。",
        errno.EROFS: f"“{name}”所在的磁盘是只读的，不能写入。",
        errno.ENOENT: f"找不到“{name}”。请检查路径。",
        errno.EISDIR: f"“{name}”是文件夹，这里需要文件。",
        errno.ENOTDIR: f"“{name}”的上级不是文件夹。请检查路径。",
    }
    return sentences.get(trouble.errno or 0)


def _of_the_database(words: str) -> str:
    if "full" in words:
        return "磁盘已满，数据库不能写入，操作没有完成。请清理空间后重试。"
    if "readonly" in words:
        return "数据库文件是只读的。请检查城市文件夹的所有者和权限。"
    if "unable to open" in words:
        return "打不开数据库文件。请检查城市文件夹是否存在、是否有读写权限；尚未建立的，请先运行 zhicheng init。"
    if _lacks_table(words):
        return "数据库尚未建好或版本较旧。请先备份，再运行 zhicheng init 补齐。"
    if "locked" in words:
        return "数据库正忙，请稍后重试。"
    return f"连接不上数据库：{words.strip().splitlines()[0] if words.strip() else '没有说明'}。请检查数据库服务和地址。"


def _lacks_table(words: str) -> bool:
    return any(sign in words for sign in ("no such table", "no such column", "does not exist"))
