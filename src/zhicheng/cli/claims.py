"""`zhicheng claims check FILE…`: the figures of official texts recomputed; needs no database and no city folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhicheng.cli import claims_check

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback()
def claims() -> None:
    """数据核校。"""


@app.command("check")
def check(
    files: Annotated[
        list[Path],
        typer.Argument(help="要核校的文件或文件夹：.docx、.pdf、.xlsx、.html、.txt、.md、.csv", metavar="文件…"),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """核对讲话、通报、报告里的数据与所列数是否相符；只读文件，不改原文，不保存。

    结束状态：0 没有不符；1 有与所列数不符或将在办计入完成的；2 有文件读不出来。
    """
    status, text = claims_check.run(files, as_json=as_json, tell=lambda words: typer.echo(words, err=True))
    if text:
        typer.echo(text)
    if status:
        raise typer.Exit(status)
