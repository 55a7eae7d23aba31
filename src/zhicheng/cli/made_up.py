"""Telling the made-up city into its folder: whole or not at all, so that a start cut short leaves no half city."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhicheng.cli import first_records
from zhicheng.cli.processes import listen
from zhicheng.cli.serve import serve_until_asked
from zhicheng.core.refusal import WrongState
from zhicheng.demo import city, documents, outlines

__all__ = ["accounts", "listen", "serve_until_asked", "tell"]

# Written when the story has been told to its end.
STAMP = ".told"


def tell() -> None:
    """Make the city where it is not there; clear away what an earlier start left half done."""
    if not settings.CITY.made_up:
        raise WrongState(
            _("“%(folder)s”是真实城市的文件夹，不能放演示市。请用 zhicheng --city 指明另一个文件夹。"),
            folder=settings.CITY.folder,
        )
    stamp = settings.CITY.folder / STAMP
    if not stamp.exists():
        clear()
    first_records.prepare()
    if stamp.exists():
        return
    sys.stdout.write("正在生成演示市的一年（仅第一次）…\n")
    sys.stdout.flush()
    began = time.monotonic()
    documents.write_letterhead(settings.CITY.folder)
    city.build(at=timezone.now())
    outlines.write(settings.CITY.folder)
    stamp.write_text(timezone.now().isoformat(), "ascii")
    sys.stdout.write(f"已生成，用时 {time.monotonic() - began:.0f} 秒。\n")


def clear() -> None:
    """Remove a database that holds half a made-up city. Raises: WrongState where it is not a file of this folder."""
    if connection.vendor != "sqlite" or not Path(connection.settings_dict["NAME"]).is_relative_to(settings.CITY.folder):
        if first_records.city_is_there():
            raise WrongState(_("数据库里已有数据，演示市只能放进空的数据库。请换一个数据库。"))
        return
    connection.close()
    for file in settings.CITY.folder.glob("*.sqlite3*"):
        file.unlink()


def accounts() -> str:
    """The accounts of the made-up city, as they are shown at the start."""
    members = city.build(at=timezone.now()).accounts
    lines = [f"  {member.username:<12}{member.says}" for member in members]
    return "\n".join(("演示账号（虚构，仅限本机，在登录页点按即可，不需要密码和动态口令）：", *lines))
