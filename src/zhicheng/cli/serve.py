"""`zhicheng serve`: the site and its background jobs, until Ctrl-C or a request to end."""

from __future__ import annotations

import signal
import socket
import sys
from typing import Annotated

import typer
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhicheng.cli import preparation
from zhicheng.cli.processes import LOOPBACK, Pair, listen
from zhicheng.core.refusal import Refusal

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="监听地址；默认只有本机能访问")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="端口")] = 8000,
) -> None:
    """启动网站和后台任务，按 Ctrl-C 结束。"""
    if host not in LOOPBACK:
        refuse_outside(host)
    preparation.require_ready()
    raise SystemExit(serve_until_asked(listen(host, port)))


def refuse_outside(host: str) -> None:
    """Raises: Refusal where the made-up city, whose passwords everybody knows, would be open to others."""
    if settings.CITY.made_up:
        raise Refusal(_("演示市的账号和口令是公开的，只能在本机使用，不能监听 %(host)s。"), code="made-up", host=host)


def serve_until_asked(door: socket.socket, *, starter: int | None = None) -> int:
    """Serve through this listening socket, say where, and return the exit status; `starter`'s end is the end."""
    host, port = door.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    pair = Pair(door, starter=starter)
    signal.signal(signal.SIGTERM, pair.ask_to_end)
    signal.signal(signal.SIGINT, pair.ask_to_end)
    sys.stdout.write(f"网址：http://{shown}:{port}/   按 Ctrl-C 结束。\n")
    sys.stdout.flush()
    return pair.watch()
