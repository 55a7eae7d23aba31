"""`zhicheng editions rebuild`: the published copy on disk written anew from the database."""

from __future__ import annotations

import typer

from zhicheng.indicators.actions.snapshots import folder, refresh_snapshot

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback()
def editions() -> None:
    """数据版本。"""


@app.command()
def rebuild() -> None:
    """按数据库重写公开网页、大屏和接口所读的副本；可以随时再做一次，中断则保持原样。"""
    count = refresh_snapshot(whole=True)
    typer.echo(f"已重写公开副本：{count} 个数据版本，位于“{folder()}”。")
