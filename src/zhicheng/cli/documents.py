"""`zhicheng documents check FILE…` needs no database and no city folder; `rebuild` writes the public copy anew."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zhicheng.cli import documents_check
from zhicheng.cli.commands import wake, with_house

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


class Form(StrEnum):
    """Which form a document is held to."""

    DOCUMENT = "document"
    LETTER = "letter"


@app.callback()
def documents() -> None:
    """公文。"""


@app.command("check")
def check(
    files: Annotated[list[Path], typer.Argument(help="要核查的 .docx 文件或文件夹", metavar="文件…")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    form: Annotated[
        Form | None,
        typer.Option(help="document 文件式，letter 信函式；不写则由文件自己判断", metavar="document|letter"),
    ] = None,
) -> None:
    """按 GB/T 9704-2012 核查公文版式；只读文件，不改原文，不保存。

    结束状态：0 没有偏差；1 有偏差；2 有文件读不出来。
    """
    wake("sheet")
    status, text = documents_check.run(
        files, as_json=as_json, form=form.value if form else "", tell=lambda words: typer.echo(words, err=True)
    )
    if text:
        typer.echo(text)
    if status:
        raise typer.Exit(status)


@app.command("rebuild")
def rebuild() -> None:
    """按数据库和留存的原件重写公开公文的副本（网页、PDF、Word、目录）；可以随时再做一次。"""
    mended = with_house("zhicheng.cli.public_copy").rebuild_documents()
    typer.echo(f"已核对公开公文的副本，补写 {mended} 版，目录已重写。")
