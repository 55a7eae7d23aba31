"""`zhicheng forms fill FILE`: a superior's blank form filled from an edition; nothing is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhicheng.cli import forms_fill

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback()
def forms() -> None:
    """上级报表。"""


@app.command("fill")
def fill(
    file: Annotated[Path, typer.Argument(help="上级发来的空白表：.xlsx、.xlsm 或 .docx", metavar="文件")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="把填好的文件写到这里，原件不动", metavar="文件")] = None,
    edition: Annotated[str, typer.Option(help="按哪个数据版本填；不写则用最近公开的", metavar="版本")] = "",
) -> None:
    """按冻结的数据版本填一张空白表，列出各格的来源和缺数；只读城市文件夹，不保存报表。

    结束状态：0 全部填好；1 有缺数、待确认的问题或矛盾；2 文件读不出来，或没有空格要填。
    """
    status, text = forms_fill.run(file, as_json=as_json, out=out, edition=edition)
    typer.echo(text)
    if status:
        raise typer.Exit(status)
