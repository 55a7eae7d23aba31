"""What a database and a folder need before the site can be served: migrations, the cache's table, static files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_lazy as _

from zhicheng.core.refusal import WrongState

STAMP = ".collected"


def prepare() -> bool:
    """Bring database and static files up to date; False where there was nothing to do."""
    behind, stale = pending(), static_print() != collected_print()
    if behind:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    if stale:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=["*.map"])
        stamp_file().write_text(static_print(), "ascii")
    return bool(behind) or stale


def require_ready() -> None:
    """Raises: WrongState where the database is behind the code, or the static files were never laid out."""
    if pending():
        raise WrongState(_("数据库与程序版本不一致。请先用 zhicheng backup 备份，再运行 zhicheng init 升级。"))
    if static_print() != collected_print():
        raise WrongState(_("网页的样式文件尚未就位。请运行 zhicheng init 补齐。"))


def pending() -> list[str]:
    """Migrations that the database has not had."""
    executor = MigrationExecutor(connection)
    return [str(migration) for migration, _back in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def stamp_file() -> Path:
    """Where it is written which static files have been laid out."""
    return Path(settings.STATIC_ROOT) / STAMP


def collected_print() -> str:
    """The print of the static files as they were laid out; empty where they never were."""
    return stamp_file().read_text("ascii") if stamp_file().exists() else ""


def static_print() -> str:
    """A print of all static files by name, size and time: it changes when one of them does."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
