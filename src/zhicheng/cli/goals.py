"""`zhicheng goals import`: a decomposition table read and printed; nothing is stored and no database is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zhicheng.cli import goals_import

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


@app.callback()
def goals() -> None:
    """目标任务。"""


@app.command("import")
def import_table(
    file: Annotated[Path, typer.Argument(help="分解表：.xlsx、.csv 或 .docx")],
    year: Annotated[int | None, typer.Option(help="任务所属年份；不写则从标题里读")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """读取目标任务分解表并显示读到的内容和需要确认的问题；不保存，也不需要数据库。"""
    status, text = goals_import.run(file, year, as_json)
    typer.echo(text, err=bool(status) and not as_json)
    if status:
        raise typer.Exit(status)
