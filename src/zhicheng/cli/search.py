"""`zhicheng search rebuild`: the index of names made anew from the names that it holds."""

from __future__ import annotations

import sys
import time

import typer

from zhicheng.core.search import actions

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback()
def search() -> None:
    """名称检索。"""


@app.command()
def rebuild() -> None:
    """重建名称检索的索引；可以随时再做一次，中断则保持原样。期间网站可以查看，保存要稍等。"""
    began = time.monotonic()
    count = actions.rebuild(tell=_tell)
    typer.echo(f"已重建索引：{count:,} 个名称，用时 {time.monotonic() - began:.1f} 秒。")


def _tell(done: int, total: int) -> None:
    """One line that runs on a screen; a file or a timer's log gets none of it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} / {total:,}" + ("\n" if done == total else ""))
        sys.stderr.flush()
